"""Lessons: what is to change because of outcomes; proposed, answered, applied, checked, and the evidence."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from followup.case.vocabulary import FailureCause, LessonArea, LessonVerdict
from followup.errors import Invalid
from followup.messages import say
from followup_cli import context
from followup_cli.options import AsJson, AsWritten, argument, coming_day, day, option, parse_coming_day, word
from followup_cli.response import respond
from followup_cli.terminal.asking import Question, answer, chosen_term, either, parsed_answer
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.typed import split_commas, term_words, terms_hint, terms_parser
from followup_data import shipped

if TYPE_CHECKING:
    from followup.casebook import Casebook
    from followup_cli.terminal.page import Page

app = typer.Typer(no_args_is_help=True, help=say("Lessons: propose, edit, answer, apply, check; the evidence."))

Which = Annotated[str, argument("N", say("Its number in lesson list."))]
On = Annotated[date | None, day("--on", say("The day of it; today if not said."))]
Texts = list[str] | None
For = Annotated[LessonArea | None, word("--for", LessonArea, say("The part of the process; training if not said."))]
Change = Annotated[str, option("--change", say("What is to change; no names: these words are printed in public."))]
Seen = Annotated[str, option("--seen", say("What was seen that asks for it; no names."))]
_Outputs = tuple[Callable[[], "Page"], Callable[[], dict[str, JsonValue]]]
"""The same for people and for programs."""


@app.command()
def propose(
    codes: Annotated[Texts, argument("[CODE]...", say("Whose outcomes ask for it."))] = None,
    change: Change = "",
    seen: Seen = "",
    area: For = None,
    causes: Annotated[Texts, option("--cause", say("The causes; hers if not said."), "A,B")] = None,
    modules: Annotated[
        Texts, option("--module", say("The training modules; those tied to the causes if not said."), "A,B")
    ] = None,
    on: On = None,
) -> None:
    """Propose a change, pre-filled from the outcomes named: their causes, and the training modules tied to them.

    Example: followup lesson propose DEMO-1 --change "Teach how to run a business before anybody leaves."
    Example: followup lesson propose DEMO-1 --for start-up --change "Check every plan before the market."
    """
    from followup.case.facts import LessonProposed
    from followup.services import lessons
    from followup.services.guarded_names import masker
    from followup_cli.lessons import page
    from followup_cli.lessons.masked_words import warn_of_masked_words

    book = context.open_casebook()
    drawn = lessons.prefill_lesson(book, codes or ())
    why = Question(
        "--cause",
        say("Causes, the main one first"),
        ",".join(causes or ()),
        terms_hint(drawn.causes, ","),
        needed=True,
        words=term_words(FailureCause),
        several=True,
    )
    named = parsed_answer(why, terms_parser(FailureCause))
    area = area or LessonArea.TRAINING
    about = _taught(modules, lessons.modules_preventing(named)) if area is LessonArea.TRAINING or modules else ()
    seen = answer(Question("--seen", say("What was seen, without names"), seen, drawn.seen, note=True))
    change = answer(
        Question("--change", say("What is to change, as it may be printed in public"), change, needed=True, note=True)
    )
    warn_of_masked_words(book, seen, change)
    lesson = lessons.propose(book, drawn, LessonProposed(change, seen, named, about, area=area), on)
    page.proposal_result(lesson, book.today, masker(book, names=False)).show()


def _taught(given: Texts, tied: tuple[str, ...]) -> tuple[str, ...]:
    text, words = say("Training modules it is about"), tuple(shipped.modules())
    question = Question("--module", text, ",".join(given or ()), ",".join(tied), words=words, several=True)
    return parsed_answer(question, _modules)


@app.command()
def edit(
    which: Which,
    change: Change = "",
    seen: Seen = "",
    area: For = None,
    causes: Annotated[Texts, option("--cause", say("The causes instead of those before."), "A,B")] = None,
    modules: Annotated[Texts, option("--module", say("The training modules instead of those before."), "A,B")] = None,
) -> None:
    """Put right what a lesson says, while nobody has acted on it. To take it back: followup withdraw lesson N.

    Example: followup lesson edit 5 --change "Teach it in the first month."
    """
    from followup.case.facts import LessonCorrected
    from followup.services import lessons
    from followup.services.guarded_names import masker
    from followup_cli.lessons import page
    from followup_cli.lessons.masked_words import warn_of_masked_words

    book = context.open_casebook()
    said = LessonCorrected(
        "-",
        change=change or None,
        seen=seen or None,
        causes=terms_parser(FailureCause)(",".join(causes)) if causes else None,
        modules=_modules(",".join(modules)) if modules else None,
        area=area,
    )
    lessons.check_untouched(lessons.pick(book, which))
    warn_of_masked_words(book, seen, change)
    page.proposal_result(lessons.edit(book, which, said), book.today, masker(book, names=False)).show()


def _modules(typed: str) -> tuple[str, ...]:
    """Training modules between commas; Invalid for one there is not."""
    from followup.services.lessons import known_module

    modules = tuple(split_commas(typed))
    for module in modules:
        known_module(module)
    return modules


@app.command("answer")
def answer_(
    which: Which,
    accept: Annotated[bool, option("--accept", say("The trainers take it on."))] = False,
    owner: Annotated[str, option("--owner", say("Who sees to it."), "WHO")] = "",
    as_written: AsWritten = False,
    by: Annotated[date | None, coming_day("--by", say("By when training has changed."))] = None,
    decline: Annotated[str, option("--decline", say("Why it is not taken on."), "REASON")] = "",
    on: On = None,
) -> None:
    """Take a lesson on, with who sees to it by when; or decline it with the reason. The later answer counts.

    Example: followup lesson answer 5 --accept --owner KB --by 2027-03-01
    """
    from followup.case.facts import LessonAnswered
    from followup.services import lessons
    from followup_cli.fragments.known_words import answered_owner
    from followup_cli.lessons import page

    if decline and (accept or owner or by):
        raise Invalid(say("A lesson is accepted or declined, not both."))
    book = context.open_casebook()
    lesson = lessons.pick(book, which)
    accepted = not decline and either("--accept", "--decline", say("Do the trainers accept it?"), accept or None)
    if accepted:
        who = Question("--owner", say("Who sees to it"), owner, needed=True)
        owner = answered_owner(book, who, as_written=as_written)
        by = by or parsed_answer(Question("--by", say("By which day"), needed=True), parse_coming_day)
        said = LessonAnswered("-", accepted=True, owner=owner.strip(), due=by)
    else:
        decline = answer(Question("--decline", say("Why is it declined"), decline, needed=True))
        said = LessonAnswered("-", accepted=False, reason=decline)
    page.lesson_result(lessons.answer(book, lesson.id, said, on), book.today).show()


@app.command()
def apply(
    which: Which,
    on: On = None,
    centres: Annotated[Texts, option("--centre", say("Where; everywhere if not said."), "CENTRE")] = None,
    note: Annotated[str, option("--note", say("What was done; no names."))] = "",
) -> None:
    """Say from which day on training has changed, and at which centres: later graduates are compared with earlier ones.

    Example: followup lesson apply 3 --on 2026-11-02 --centre "Centre A" --note "Ten afternoons, with a cash book."
    """
    from followup.case.facts import LessonApplied
    from followup.services import lessons
    from followup_cli.lessons import page

    book = context.open_casebook()
    said = LessonApplied("-", tuple(centre.strip() for centre in centres or ()), note)
    page.lesson_result(lessons.apply(book, which, said, on), book.today).show()


@app.command()
def check(
    which: Which,
    verdict: Annotated[LessonVerdict | None, word("--verdict", LessonVerdict, say("What came of it."))] = None,
    note: Annotated[str, option("--note", say("What it is judged by; no names."))] = "",
    on: On = None,
) -> None:
    """Say what later graduates showed of a change in training; see first: followup lesson evidence.

    Example: followup lesson check 2 --verdict helped --note "Fewer close in their first year."
    """
    from followup.case.facts import LessonChecked
    from followup.services import lessons
    from followup_cli.lessons import page

    book = context.open_casebook()
    lesson = lessons.pick(book, which)
    verdict = chosen_term("--verdict", say("What came of it"), verdict, LessonVerdict)
    checked = lessons.check(book, lesson.id, LessonChecked("-", verdict, note), on)
    page.lesson_result(checked, book.today).show()


@app.command("list")
def list_(
    waiting: Annotated[bool, option("--open", say("Only those that wait for somebody."))] = False,
    area: Annotated[LessonArea | None, word("--for", LessonArea, say("Only those for this part."))] = None,
    names: Annotated[bool, option("--names", say("Show names in what was written."))] = False,
    as_json: AsJson = False,
) -> None:
    """All lessons: how far each has come and who it waits for; and the failures nobody has drawn a lesson from yet.

    Example: followup lesson list --open
    """
    from followup.services.guarded_names import masker
    from followup.services.lessons import list_lessons
    from followup_cli.lessons import data, page

    book = context.open_casebook()
    mask = masker(book, names=names)
    listed = list_lessons(book, waiting=waiting, area=area)
    respond(book, as_json, page.lessons_page, data.lessons_data, listed, book.today, mask)


@app.command()
def evidence(
    module: Annotated[str, argument("[MODULE]", say("A training module; all in short if not said."))] = "",
    internal: Annotated[
        bool, option("--internal", say("Show staff every count, by cause, trade and centre, as of today."))
    ] = False,
    as_of: Annotated[date | None, day("--as-of", say("As it was on a day; today if not said."))] = None,
    as_json: AsJson = False,
) -> None:
    """How often graduates failed for what a module is to prevent: with and without it, before and after a change.

    Example: followup lesson evidence small-business
    Example: followup lesson evidence small-business --internal
    """
    book = context.open_casebook()
    page, data = (_internal_evidence if internal else _released_evidence)(book, module, as_of)
    respond(book, as_json, page, data)


def _internal_evidence(book: "Casebook", module: str, as_of: date | None) -> _Outputs:
    from followup.services import evidence
    from followup_cli.lessons import data, evidence_page

    if module:
        found = evidence.module_evidence(book, module, as_of=as_of)
        return partial(evidence_page.module_evidence_page, found), partial(data.module_evidence_data, found)
    overview = evidence.evidence_overview(book, as_of=as_of)
    return partial(evidence_page.evidence_overview_page, overview), partial(data.evidence_overview_data, overview)


def _released_evidence(book: "Casebook", module: str, as_of: date | None) -> _Outputs:
    from followup.services.evidence import released_evidence
    from followup_cli.lessons import data, released_evidence_page

    released = released_evidence(book, module, as_of=as_of)
    page = released_evidence_page.released_module_page if module else released_evidence_page.released_overview_page
    return partial(page, released), partial(data.released_evidence_data, released)
