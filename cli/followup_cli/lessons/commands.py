"""Lessons: what training is to change because of outcomes; proposed, answered, applied, checked, and the evidence."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from followup.case.vocabulary import FailureCause, LessonVerdict
from followup.errors import Invalid
from followup.messages import say
from followup_cli import context
from followup_cli.options import parse_date, parse_optional_day
from followup_cli.terminal.asking import Question, agreed, answer, chosen_term
from followup_cli.terminal.json import print_json
from followup_cli.terminal.words import split_commas, term_parser, terms_hint, terms_metavar

if TYPE_CHECKING:
    from followup.casebook import Casebook
    from followup_cli.terminal.table import Page

app = typer.Typer(no_args_is_help=True, help=say("Lessons for training: propose, answer, apply, check; the evidence."))

WhichLesson = Annotated[str, typer.Argument(metavar="N", help=say("Its number in lesson list."))]
On = Annotated[str, typer.Option("--on", metavar="DATE", help=say("The day of it; today if not said."))]
Json = Annotated[bool, typer.Option("--json", help=say("For programs."))]
_Outputs = tuple[Callable[[], "Page"], Callable[[], dict[str, Any]]]
"""The same for people and for programs."""


@app.command()
def propose(
    codes: Annotated[
        list[str] | None, typer.Argument(metavar="[CODE]...", help=say("Whose outcomes ask for it."))
    ] = None,
    change: Annotated[str, typer.Option("--change", help=say("What training is to change; no names."))] = "",
    seen: Annotated[str, typer.Option("--seen", help=say("What was seen that asks for it; no names."))] = "",
    causes: Annotated[
        list[str] | None, typer.Option("--cause", metavar="A,B", help=say("The causes; hers if not said."))
    ] = None,
    modules: Annotated[
        list[str] | None,
        typer.Option(
            "--module", metavar="A,B", help=say("The training modules; those tied to the causes if not said.")
        ),
    ] = None,
    on: On = "",
) -> None:
    """Propose a change in training, pre-filled from the outcomes named: their causes, and the modules tied to them.

    Example: followup lesson propose DEMO-1 --change "Teach how to run a business before anybody leaves."
    """
    from followup.case.facts import LessonProposed
    from followup.services import lessons
    from followup_cli.lessons import page as evidence_page

    book = context.open_casebook()
    drawn = lessons.prefill_lesson(book, codes or ())
    read = term_parser(FailureCause)
    why = Question(
        "--cause",
        say("Causes, the main one first"),
        ",".join(causes or ()),
        ",".join(cause.value.replace("_", "-") for cause in drawn.causes),
        needed=True,
        hint="" if drawn.causes else terms_hint(FailureCause),
        check=lambda typed: [read(part) for part in split_commas(typed)],
    )
    named = tuple(map(read, split_commas(answer(why))))
    taught = Question(
        "--module",
        say("Training modules it is about"),
        ",".join(modules or ()),
        ",".join(lessons.modules_preventing(named)),
        check=lambda typed: [lessons.known_module(part) for part in split_commas(typed)],
    )
    about_modules = tuple(split_commas(answer(taught)))
    told = answer(Question("--seen", say("What was seen, without names"), seen, drawn.seen))
    what = answer(Question("--change", say("What training is to change"), change, needed=True))
    said = LessonProposed(what, told, named, about_modules)
    lesson = lessons.propose(book, drawn, said, parse_optional_day("--on", on, book.today))
    evidence_page.lesson_result(lesson, book.today).show()


@app.command("answer")
def answer_(
    which: WhichLesson,
    accept: Annotated[bool, typer.Option("--accept", help=say("The trainers take it on."))] = False,
    owner: Annotated[str, typer.Option("--owner", metavar="WHO", help=say("Who sees to it."))] = "",
    by: Annotated[str, typer.Option("--by", metavar="DATE", help=say("By when training has changed."))] = "",
    decline: Annotated[str, typer.Option("--decline", metavar="REASON", help=say("Why it is not taken on."))] = "",
    on: On = "",
) -> None:
    """Take a lesson on, with who sees to it by when; or decline it with the reason. The later answer counts.

    Example: followup lesson answer 5 --accept --owner KB --by 2027-03-01
    """
    from followup.case.facts import LessonAnswered
    from followup.services import lessons
    from followup_cli.lessons import page as evidence_page

    if decline and (accept or owner or by):
        raise Invalid(say("A lesson is accepted or declined, not both."))
    book = context.open_casebook()
    lesson = lessons.pick(book, which)
    if decline or not _ask_accepted(given=accept):
        reason = answer(Question("--decline", say("Why is it declined"), decline, needed=True))
        said = LessonAnswered("-", accepted=False, reason=reason)
    else:
        who = answer(Question("--owner", say("Who sees to it"), owner, needed=True))
        due = Question("--by", say("By which day"), by, needed=True, check=lambda typed: parse_date(typed, book.today))
        said = LessonAnswered("-", accepted=True, owner=who.strip(), due=parse_date(answer(due), book.today))
    evidence_page.lesson_result(
        lessons.answer(book, lesson.id, said, parse_optional_day("--on", on, book.today)), book.today
    ).show()


@app.command()
def apply(
    which: WhichLesson,
    on: On = "",
    centres: Annotated[
        list[str] | None, typer.Option("--centre", metavar="CENTRE", help=say("Where; everywhere if not said."))
    ] = None,
    note: Annotated[str, typer.Option("--note", help=say("What was done; no names."))] = "",
) -> None:
    """Say from which day on training has changed, and at which centres: later graduates are compared with earlier ones.

    Example: followup lesson apply 3 --on 2026-11-02 --centre "Centre A" --note "Ten afternoons, with a cash book."
    """
    from followup.case.facts import LessonApplied
    from followup.services import lessons
    from followup_cli.lessons import page as evidence_page

    book = context.open_casebook()
    said = LessonApplied("-", tuple(centre.strip() for centre in centres or ()), note)
    evidence_page.lesson_result(
        lessons.apply(book, which, said, parse_optional_day("--on", on, book.today)), book.today
    ).show()


@app.command()
def check(
    which: WhichLesson,
    verdict: Annotated[
        str, typer.Option("--verdict", metavar=terms_metavar(LessonVerdict), help=say("What came of it."))
    ] = "",
    note: Annotated[str, typer.Option("--note", help=say("What it is judged by; no names."))] = "",
    on: On = "",
) -> None:
    """Say what later graduates showed of a change in training; see first: followup lesson evidence.

    Example: followup lesson check 2 --verdict helped --note "Fewer close in their first year."
    """
    from followup.case.facts import LessonChecked
    from followup.services import lessons
    from followup_cli.lessons import page as evidence_page

    book = context.open_casebook()
    lesson = lessons.pick(book, which)
    found = chosen_term("--verdict", say("What came of it"), verdict, LessonVerdict)
    said = LessonChecked("-", found, note)
    evidence_page.lesson_result(
        lessons.check(book, lesson.id, said, parse_optional_day("--on", on, book.today)), book.today
    ).show()


@app.command("list")
def list_(
    waiting: Annotated[bool, typer.Option("--open", help=say("Only those that wait for somebody."))] = False,
    names: Annotated[bool, typer.Option("--names", help=say("Show names that stand in what was written."))] = False,
    as_json: Json = False,
) -> None:
    """All lessons: how far each has come and who it waits for; and the failures nobody has drawn a lesson from yet.

    Example: followup lesson list --open
    """
    from followup.services import lessons
    from followup.services.guarded_names import masker
    from followup_cli.lessons import page as evidence_page

    book = context.open_casebook()
    mask = masker(book, names=names)
    found = lessons.list_lessons(book, waiting=waiting)
    if as_json:
        print_json(evidence_page.lessons_data(found, book.today, mask))
    else:
        evidence_page.lessons_page(found, book.today, mask).show()
    context.report_unreadable_cases(book)


@app.command()
def evidence(
    module: Annotated[
        str, typer.Argument(metavar="[MODULE]", help=say("A training module; all in short if not said."))
    ] = "",
    internal: Annotated[
        bool,
        typer.Option("--internal", help=say("Show staff every count, by cause, trade and centre, as it stands today.")),
    ] = False,
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="DATE", help=say("As it stood on a day; today if not said."))
    ] = "",
    as_json: Json = False,
) -> None:
    """How often graduates failed for what a module is to prevent: with and without it, before and after a change.

    Example: followup lesson evidence small-business
    Example: followup lesson evidence small-business --internal
    """
    book = context.open_casebook()
    day = parse_optional_day("--as-of", as_of, book.today)
    page, data = (_internal_outputs if internal else _released_outputs)(book, module, day)
    if as_json:
        print_json(data())
    else:
        page().show()
    context.report_unreadable_cases(book)


def _internal_outputs(book: "Casebook", module: str, day: date | None) -> _Outputs:
    from followup.services import evidence as service
    from followup_cli.lessons import evidence_page

    if module:
        one = service.module_evidence(book, module, as_of=day)
        return partial(evidence_page.module_evidence_page, one), partial(evidence_page.module_evidence_data, one)
    found = service.evidence_overview(book, as_of=day)
    return partial(evidence_page.evidence_overview_page, found), partial(evidence_page.evidence_overview_data, found)


def _released_outputs(book: "Casebook", module: str, day: date | None) -> _Outputs:
    from followup.services import evidence as service
    from followup_cli.lessons import released_evidence_page as evidence_page

    told = service.released_evidence(book, module, as_of=day)
    page = evidence_page.released_module_page if module else evidence_page.released_overview_page
    return partial(page, told), partial(evidence_page.released_evidence_data, told)


def _ask_accepted(*, given: bool) -> bool:
    if given:
        return True
    if not context.on_terminal():
        raise context.missing_option(say("{one} or {other}", one="--accept", other="--decline"))
    return agreed(say("Do the trainers accept it?"))
