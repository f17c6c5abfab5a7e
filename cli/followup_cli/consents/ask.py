"""The guided form of consent: each purpose by itself, in words that can be read to her."""

from collections.abc import Mapping
from datetime import date
from functools import partial

from followup.case import consents as standing
from followup.case import text_limits
from followup.case.case import Case
from followup.case.consent_words import ConsentState, GuardianAnswer, Purpose
from followup.case.fields import revealed
from followup.case.forms.consent import ConsentForm, consent_from_mapping
from followup.case.forms.reading import format_problems
from followup.case.forms.spoken_days import Meant
from followup.casebook import Casebook
from followup.errors import Invalid, Missing
from followup.messages import say
from followup.services import consents
from followup.values import replace
from followup_cli.consents.page import state_words
from followup_cli.fragments.form_answers import ask_note, ask_term, ask_terms, ask_usual_day, form_about, several_of
from followup_cli.fragments.known_words import owner_shape
from followup_cli.fragments.whom import tell_whom
from followup_cli.terminal.asking import Question, parsed_answer
from followup_cli.terminal.days import short_day
from followup_cli.terminal.form import Form
from followup_cli.terminal.typed import choice_parser, term_words, terms_parser
from followup_cli.terminal.typed_days import read_day

QUESTIONS: Mapping[Purpose, str] = {
    Purpose.VISITS_AT_HOME: say("We visit you at your home"),
    Purpose.CALLS: say("We call you by phone"),
    Purpose.MEETING_ELSEWHERE: say("We meet you away from your home"),
    Purpose.DATA_KEPT: say("We keep what you tell us here, locked"),
    Purpose.CALENDAR: say("Your visits are in our calendar, without your name"),
    Purpose.PAPER: say("We carry pages about you, without your name"),
    Purpose.FIGURES: say("You are counted in figures that others see"),
    Purpose.STORY: say("We tell your story, without your name"),
    Purpose.PHOTOGRAPHS: say("We take photographs of you"),
    Purpose.FAMILY: say("We speak with your family"),
    Purpose.AUTHORITIES: say("We speak with the chief, commune or police"),
}
"""What is read to her; the services she may be referred to are asked together."""
REFERRALS = (*(one for one in Purpose if one.is_referral), Purpose.WHOLE_FILE)
_NO_ANSWER = say("Enter: not asked")


def form_from_file(book: Casebook, source: str, said: ConsentForm) -> ConsentForm:
    """What a file says; options say it where they are given too."""
    from followup_cli.terminal.files import read_one_entry

    form, problems = consent_from_mapping(read_one_entry(source), book.today)
    if form is None:
        listed = format_problems(problems)
        raise Invalid(say("The consent cannot be read:\n{problems}", problems=listed), say("Nothing was saved."))
    given = {name: value for name in ConsentForm.__struct_fields__ if (value := getattr(said, name))}
    return replace(form, **given)


def ask_consent(book: Casebook, code: str, said: ConsentForm, *, dry_run: bool) -> consents.ConsentResult:
    """Ask purpose by purpose, let the person confirm it, and write it down."""
    case = tell_whom(book, code)
    title, hidden = say("What {code} agrees to", code=case.code), frozenset({"guardian.name"})
    form = form_about(book, case, "consent ask", _answers_of(said), name="consent", title=title, hidden=hidden)
    asking = ConsentQuestions(book, case, form)
    filled = form.fill(
        lambda _: asking.asked(), check=lambda filled: consents.ask(book, code, filled, dry_run=True), dry_run=dry_run
    )
    result = consents.ask(book, code, filled, dry_run=dry_run)
    if not dry_run:
        form.drop()
    return result


def _answers_of(said: ConsentForm) -> dict[str, str]:
    return {
        "on": said.on.isoformat() if said.on else "",
        "explained_by": revealed(said.explained_by),
        "ask_again": said.ask_again.isoformat() if said.ask_again else "",
        "guardian.said": said.guardian.value if said.guardian else "",
        "guardian.name": revealed(said.guardian_name),
    }


class ConsentQuestions:
    """One run through the questions."""

    def __init__(self, book: Casebook, case: Case, form: Form) -> None:
        self._book, self._case, self._form = book, case, form

    def asked(self) -> ConsentForm:
        """Every question in order; what she was not asked stays as it stands."""
        self._form.tell(say("Read each line to her. Not asked is no answer: it is neither a yes nor a no."))
        day = self._ask_day()
        answered = {one: self._ask(one) for one in QUESTIONS}
        given = [one for one, said in answered.items() if said == "yes"]
        refused = [one for one, said in answered.items() if said == "no"]
        given += [one for one in self._ask_referrals() if one not in given]
        if not given and not refused:
            raise Missing(say("Nothing was asked: nothing is written down."))
        guardian, name = self._ask_guardian(day) if given else (None, "")
        by, words = self._ask_explained()
        again = self._ask_again(day) if given else None
        return ConsentForm(tuple(given), tuple(refused), by, words, again, guardian, name, day)

    def _ask_day(self) -> date:
        """The day she was asked: today, unless another one is typed."""
        today = self._book.today

        def read(typed: str) -> date:
            return consents.check_day(self._book, read_day(typed, today))

        return ask_usual_day(self._form, "on", say("The day she was asked"), today, read, say("Asked"))

    def _ask(self, purpose: Purpose) -> str:
        """Her answer to one purpose; what she said last is told before."""
        key, words = f"purposes.{purpose.value}", ("yes", "no")
        if said := self._case.consents.get(purpose):
            day = short_day(said.on, self._book.today)
            self._form.tell(say("So far: {word}, since {day}.", word=state_words(said.state), day=day), under=key)
        question = Question("", QUESTIONS[purpose], words=words, hint=_NO_ANSWER, label=purpose.label)
        return self._form.ask(key, question, choice_parser(words, shortened=True))

    def _ask_referrals(self) -> tuple[Purpose, ...]:
        """The services she agrees to be referred to; she is asked again before each referral."""
        question = several_of(REFERRALS, say("Where we may send you for help"), _NO_ANSWER, say("Referral"))
        return ask_terms(self._form, "referrals", question, Purpose)

    def _ask_guardian(self, day: date) -> tuple[GuardianAnswer | None, str]:
        """What the guardian of a minor answered, and who that is."""
        if not consents.needs_guardian(self._case, day):
            return None, ""
        self._form.tell(say("She is under 18: her own yes counts, and her guardian is asked too."))
        said = ask_term(self._form, "guardian.said", say("What the guardian answered"), GuardianAnswer, say("Guardian"))
        if said is GuardianAnswer.NOBODY:
            return said, ""
        name = self._form.ask(
            "guardian.name",
            Question("", say("Who the guardian is (kept sealed)"), hint=say("Enter: not written down"), label=""),
        )
        return said, name

    def _ask_explained(self) -> tuple[str, str]:
        shape = {"default": self._case.worker or self._book.worker} | owner_shape(self._book)
        by = self._form.ask(
            "explained_by",
            Question("", say("Who explained it to her"), needed=True, label=say("Explained by"), **shape),
        )
        check = partial(text_limits.checked_note, what=say("The words"))
        text = say("In what words, without names")
        return by, ask_note(self._form, "words", text, say("Words"), needed=True, check=check)

    def _ask_again(self, day: date) -> date:
        """The day to ask again; in a year, unless she or the worker says another one."""

        def read(typed: str) -> date:
            return consents.check_ask_again(read_day(typed, self._book.today, Meant.COMING), day)

        usual = consents.a_year_after(day)
        return ask_usual_day(self._form, "ask_again", say("The day to ask again"), usual, read, say("Ask again"))


def ask_purposes(case: Case) -> tuple[Purpose, ...]:
    """What she takes back, of what she has not said no to; the words she said yes to are offered first."""
    agreed = [one for one in Purpose if standing.state(case, one) is ConsentState.GIVEN]
    others = [one for one in Purpose if one not in agreed and not standing.says_no(case, one)]
    words = term_words([*agreed, *others])
    question = Question("WHAT", say("What she takes back"), needed=True, words=words, several=True)
    return parsed_answer(question, terms_parser(Purpose))
