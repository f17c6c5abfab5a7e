"""Consent: asked, taken back, gone on without; what follows from it, and who was not asked yet."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from followup.case import consents
from followup.case.case import Case
from followup.case.consent_words import FOLLOWED, ConsentState, Purpose
from followup.case.facts import ConsentAsked, ConsentOverridden, ConsentWithdrawn, Identified
from followup.case.facts.consents import purpose_list
from followup.case.fields import revealed
from followup.case.forms.consent import ConsentForm
from followup.casebook import Casebook, CaseChange, checked_record_day, require_opened
from followup.errors import Refused
from followup.messages import say, say_count
from followup.monitoring.case_row import FollowUpState
from followup.services.case_contents import cases_with, consents_with
from followup.services.case_index import case_rows
from followup.services.workers import worker_to_show
from followup.staff import is_followed_by
from followup.store import RegisterKind
from followup.values import Value

LONGEST_OVERRIDE = timedelta(days=31)
"""So long somebody may decide to go on without her yes; then it is decided again."""

OVERRIDABLE = frozenset(
    {Purpose.CALENDAR, Purpose.PAPER, Purpose.STORY, Purpose.FAMILY, Purpose.AUTHORITIES, Purpose.WHOLE_FILE}
    | {one for one in Purpose if one.is_referral}
)
"""What somebody may decide to do without her yes, by name and for some days; the rest is hers alone."""


class ConsentResult(Value):
    """Her case after her word was written down, and what follows from it, in sentences."""

    case: Case
    effects: tuple[str, ...]
    said: ConsentAsked | ConsentWithdrawn | ConsentOverridden


# --- asked ----------------------------------------------------------------------------------------------------------


def ask(book: Casebook, typed: str, form: ConsentForm, *, dry_run: bool = False) -> ConsentResult:
    """Write down what she answered. Refused for a minor whose guardian was not asked, and for a day to come."""
    with book.change(typed, dry_run=dry_run) as her:
        case = require_opened(her.case)
        day = check_day(book, form.on)
        body = _answers(book, case, form, day)
        bodies: list[ConsentAsked | Identified] = [body]
        if form.guardian_name and form.guardian_name != case.identity.guardian:
            bodies.append(Identified(guardian=form.guardian_name))
        her.write(*bodies, on=day)
    return _result(her, body)


def check_day(book: Casebook, day: date | None) -> date:
    """The day she was asked, today if not said; Refused for one to come."""
    return checked_record_day(day or book.today, book.today)


def a_year_after(day: date) -> date:
    """When a yes is asked again, if nobody says when."""
    return day.replace(day=28, year=day.year + 1) if (day.month, day.day) == (2, 29) else day.replace(year=day.year + 1)


def check_ask_again(again: date, day: date) -> date:
    """The day to ask again; Refused where it is not after the day she was asked."""
    if again <= day:
        raise Refused(say("The day to ask again is not after the day she was asked."), say("Choose a later day."))
    return again


def _answers(book: Casebook, case: Case, form: ConsentForm, day: date) -> ConsentAsked:
    _check_says_something_new(case, (*form.given, *form.refused), day)
    again = form.ask_again or (a_year_after(day) if form.given else None)
    body = ConsentAsked(
        form.given,
        form.refused,
        form.explained_by or case.worker or book.worker,
        form.words,
        check_ask_again(again, day) if again else None,
        form.guardian,
    )
    _check_guardian(case, body, day)
    return body


def _check_says_something_new(case: Case, purposes: Iterable[Purpose], day: date) -> None:
    """Refused for a day before her last word on the same: what she said earlier would change nothing."""
    later = [one for one in purposes if one in case.consents and case.consents[one].on > day]
    if later:
        last = max(case.consents[one].on for one in later)
        raise Refused(
            say("She said something later about that, on {day}: {what}.", day=last, what=purpose_list(later)),
            say("Check the day, or take the later entry back first: followup log {code}", code=case.code),
        )


def needs_guardian(case: Case, day: date) -> bool:
    """Whether her guardian is asked beside her: she is under 18 for certain."""
    return consents.is_minor(case, day) is True


def _check_guardian(case: Case, body: ConsentAsked, day: date) -> None:
    if body.given and body.guardian is None and needs_guardian(case, day):
        raise Refused(
            say("She is under 18: she says what she wants, and her guardian is asked too."),
            say("Say what the guardian answered: --guardian agreed, did-not-agree, or nobody-safe-to-ask."),
        )
    if body.guardian is not None and consents.is_minor(case, day) is False:
        raise Refused(say("She is not under 18 any more: she speaks for herself."), say("Leave the guardian out."))


# --- taken back -----------------------------------------------------------------------------------------------------


def withdraw(
    book: Casebook,
    typed: str,
    purposes: Iterable[Purpose],
    reason: str = "",
    on: date | None = None,
    *,
    dry_run: bool = False,
) -> ConsentResult:
    """Write down what she does not agree to any more. Refused where she said no to all of it already."""
    with book.change(typed, dry_run=dry_run) as her:
        case, day = require_opened(her.case), check_day(book, on)
        still = tuple(one for one in dict.fromkeys(purposes) if not consents.says_no(case, one))
        if not still:
            raise Refused(
                say("She said no to that already."),
                say("See what she said: followup consent show {code}", code=case.code),
            )
        _check_says_something_new(case, still, day)
        body = ConsentWithdrawn(still, reason)
        her.write(body, on=day)
    return _result(her, body)


# --- gone on without ------------------------------------------------------------------------------------------------


def override(
    book: Casebook, typed: str, purpose: Purpose, by: str, reason: str, until: date | None = None
) -> ConsentResult:
    """Decide to go on without her yes until a day, today if not said. Refused where she agreed: nothing is missing."""
    with book.change(typed) as her:
        check_override(book, her.case, purpose, until)
        body = ConsentOverridden(purpose, until or book.today, by.strip() or book.worker, reason)
        her.write(body)
    return _result(her, body)


def check_override(book: Casebook, case: Case, purpose: Purpose, until: date | None) -> None:
    """Refused for what nobody may decide for her, where nothing is missing, and for a day gone or too far ahead."""
    if purpose not in OVERRIDABLE:
        raise Refused(
            say("Nobody can decide that for her: {what}.", what=purpose.label),
            say("Ask her: followup consent ask {code}", code=case.code),
        )
    if consents.state(require_opened(case), purpose) is ConsentState.GIVEN:
        raise Refused(say("She agreed to that: nothing more is needed."))
    if until and not book.today <= until <= book.today + LONGEST_OVERRIDE:
        raise Refused(
            say("To go on without her yes is decided for 31 days at most, from today on."),
            say("Choose a day up to {day}; ask her before then.", day=book.today + LONGEST_OVERRIDE),
        )


def missing_sentence(case: Case, purpose: Purpose) -> str:
    """What is missing, where she did not agree: that nobody asked, or that she said no."""
    what = purpose.label
    if consents.state(case, purpose) is ConsentState.NOT_ASKED:
        return say("{code} was not asked yet about this: {what}.", code=case.code, what=what)
    said = case.consents[purpose]
    if said.state is ConsentState.WITHDRAWN:
        return say("{code} does not agree any more, since {day}: {what}.", code=case.code, day=said.on, what=what)
    return say("{code} did not agree on {day}: {what}.", code=case.code, day=said.on, what=what)


def require(case: Case, purpose: Purpose) -> None:
    """Refused where she did not agree to what is newly handed on, and nobody decided to go on without."""
    if not consents.allows(case, purpose):
        raise missing(case, purpose)


def refuse_if_forbidden(case: Case, purpose: Purpose) -> None:
    """Refused where she said no to what was always done, and nobody decided to go on without; not asked goes on."""
    if consents.forbids(case, purpose):
        raise missing(case, purpose)


def missing(case: Case, purpose: Purpose) -> Refused:
    """What is said where it cannot go on without her yes."""
    word = purpose.value.replace("_", "-")
    how = say(
        'Ask her: followup consent ask {code}. If it cannot wait: followup consent override {code} {word} --reason "…"',
        code=case.code,
        word=word,
    )
    return Refused(missing_sentence(case, purpose), how)


# --- what follows ---------------------------------------------------------------------------------------------------


def _result(her: CaseChange, said: ConsentAsked | ConsentWithdrawn | ConsentOverridden) -> ConsentResult:
    return ConsentResult(her.after, tuple(_effects(her)), said)


def _effects(her: CaseChange) -> Iterator[str]:
    """What follows where she says no to something that she had not said no to, and where a no became another word."""
    before, after = her.case, her.after
    new = [one for one in Purpose if consents.says_no(after, one) and not consents.says_no(before, one)]
    if consents.says_no(before, Purpose.FIGURES) and not consents.says_no(after, Purpose.FIGURES):
        yield say(
            "In figures of what happened to graduates she stays out: figures that go down by one and up again would "
            "tell of her."
        )
    if after.end is None:
        yield from _effects_on_follow_up(before, after)
    for purpose in new:
        yield from filter(None, (_effect(her, purpose),))
    if referrals := [one for one in new if one.is_referral]:
        yield say("She is referred there no more: {what}.", what=purpose_list(referrals))


def _effects_on_follow_up(before: Case, after: Case) -> Iterator[str]:
    """What becomes of being followed, where she says no to a way that she had not said no to."""
    if consents.will_not_be_followed(after) and not consents.will_not_be_followed(before):
        yield say(
            "She stays on the list until it is decided what comes: followup outcome record {code} "
            "--how declined-follow-up, or ask her again.",
            code=after.code,
        )
    elif set(consents.ways_declined(after)) - set(consents.ways_declined(before)):
        yield other_ways(after)


def other_ways(case: Case) -> str:
    """How she may still be followed."""
    left = [one for one in FOLLOWED if not consents.says_no(case, one)]
    return say("She is still followed in another way: {what}.", what=purpose_list(left))


def _effect(her: CaseChange, purpose: Purpose) -> str:
    """What her no to one purpose changes; empty where it changes nothing in the program."""
    if purpose is Purpose.CALENDAR:
        return _calendar_effect(her)
    return {
        Purpose.DATA_KEPT: say(
            "Write down only what is needed. Once her follow-up has ended, who she is is taken out of every file: "
            "followup graduate erase {code}",
            code=her.after.code,
        ),
        Purpose.PAPER: say("No page about her is printed any more. Bring back or destroy those that are out."),
        Purpose.FIGURES: say(
            "From the next report on she is not counted in what happened to graduates. What went out stays as it is; "
            "the work of the office is counted as before."
        ),
        Purpose.STORY: say("No lesson may tell of her. Look at those there are: followup lesson list"),
        Purpose.PHOTOGRAPHS: say("Photographs are not kept in this program: look for them elsewhere, and delete them."),
        Purpose.FAMILY: say("Nobody speaks with her family about her."),
        Purpose.AUTHORITIES: say("Nobody speaks with the authorities about her."),
        Purpose.WHOLE_FILE: say("Her file is given to nobody."),
    }.get(purpose, "")


def _calendar_effect(her: CaseChange) -> str:
    from followup.services.calendar_cases import cancelled_by_next_export

    n = cancelled_by_next_export(her.book, her.id, her.facts)
    if not n:
        return say("Her visits are in no calendar from now on.")
    return say_count(
        n,
        "The next calendar export takes 1 visit of hers off the phone: followup calendar export",
        "The next calendar export takes {n} visits of hers off the phone: followup calendar export",
    )


# --- everybody ------------------------------------------------------------------------------------------------------


class ConsentRow(NamedTuple):
    """How it stands with one graduate: what she was not asked, what she said no to, what is to be asked again, when."""

    case: Case
    not_asked: tuple[Purpose, ...]
    refused: tuple[Purpose, ...]
    to_ask_again: tuple[Purpose, ...]
    ask_again_on: date | None


def consent_row(case: Case) -> ConsentRow:
    """How it stands with her."""
    return ConsentRow(
        case.as_listed,
        consents.not_asked(case),
        tuple(one for one in Purpose if consents.says_no(case, one)),
        consents.to_ask_again(case),
        consents.ask_again_on(case),
    )


def consent_rows(
    book: Casebook, *, worker: str = "", missing: bool = False, due: bool = False, names: bool = True
) -> list[ConsentRow]:
    """Everybody in follow-up, or only those not asked about everything (``missing``) or to be asked again (``due``).

    Who is to be asked again comes first, then who was asked least. Who she is, is read only where ``names`` are shown.
    """
    wanted, cases = worker_to_show(book, worker), cases_with if names else consents_with
    found = [
        consent_row(case)
        for case in cases(book, lambda case: case.followed)
        if not case.end and not case.erased and is_followed_by(case.worker, wanted)
    ]
    kept = [row for row in found if (not missing or row.not_asked) and (not due or row.to_ask_again)]
    return sorted(kept, key=lambda row: (not row.to_ask_again, -len(row.not_asked), row.case.code))


def never_asked(book: Casebook) -> int:
    """How many in follow-up nobody asked anything yet."""
    asked = book.register(
        RegisterKind(_ASKED, "1", lambda _case_id, facts: int(any(fact.body.kind in _HER_WORD for fact in facts)))
    )
    followed = (row.id for row in case_rows(book) if row.state is FollowUpState.IN_FOLLOW_UP)
    return sum(not asked.get(case_id) for case_id in followed)


_ASKED, _HER_WORD = "asked", ("consent_asked", "consent_withdrawn")


# --- asked again at a visit -----------------------------------------------------------------------------------------


def answers_at_visit(case: Case, said: ConsentForm, day: date, by: str) -> Iterator[ConsentAsked]:
    """What she answered when she was asked again at a visit, in the words in which it was explained before.

    Answers explained in the same words become one entry. Refused for what she was never asked: that needs its words.
    """
    _check_says_something_new(case, (*said.given, *said.refused), day)
    groups: dict[str, list[Purpose]] = {}
    for purpose in dict.fromkeys((*said.given, *said.refused)):
        groups.setdefault(_words_before(case, purpose), []).append(purpose)
    for words, some in groups.items():
        yes = tuple(one for one in some if one in said.given)
        no = tuple(one for one in some if one in said.refused)
        body = ConsentAsked(yes, no, by or case.worker, words, a_year_after(day) if yes else None)
        _check_guardian(case, body, day)
        yield body


def _words_before(case: Case, purpose: Purpose) -> str:
    consent = case.consents.get(purpose)
    if consent is None or not consent.words:
        raise Refused(
            say("She was never asked about this: {what}.", what=purpose.label),
            say("Explain it to her and write that down with: followup consent ask {code}", code=case.code),
        )
    return revealed(consent.words)
