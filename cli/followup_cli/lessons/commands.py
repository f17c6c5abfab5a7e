"""Lessons: what is to change because of outcomes; proposed, answered, applied, checked, and the evidence."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from followup.case.lesson_words import LessonArea, LessonVerdict
from followup.case.outcome_words import FailureCause
from followup.errors import Invalid
from followup.messages import say
from followup_cli import context
from followup_cli.options import AsJson, AsWritten, argument, coming_day, day, option, word
from followup_cli.response import respond
from followup_cli.terminal import person
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.typed import terms_parser

if TYPE_CHECKING:
    from followup.case.facts import LessonAnswered
    from followup.casebook import Casebook
    from followup.monitoring.lessons import Lesson
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
    from followup.case.consent_words import Purpose
    from followup.case.facts import LessonProposed
    from followup.services import lessons
    from followup.services.guarded_names import masker
    from followup_cli.fragments.consent_needed import go_on_against_a_no
    from followup_cli.lessons import page
    from followup_cli.lessons.ask import ask_lesson, parse_modules, proposal_form
    from followup_cli.lessons.masked_words import told_of_masked_words, warn_of_masked_words

    book = context.open_casebook()
    drawn = lessons.prefill_lesson(book, codes or ())
    for case_id in drawn.cases:
        go_on_against_a_no(book, book.case(case_id), Purpose.STORY)
    named = terms_parser(FailureCause)(",".join(causes)) if causes else drawn.causes
    about = parse_modules(",".join(modules)) if modules else ()
    if person.on_terminal():
        given = {"causes": ",".join(named) if causes else "", "area": area or LessonArea.TRAINING}
        form = proposal_form(book, drawn, given | {"modules": ",".join(about), "seen": seen, "change": change})
        said = form.fill(
            lambda form: ask_lesson(form, drawn), grave=lambda said: told_of_masked_words(book, said.seen, said.change)
        )
        lesson = lessons.propose(book, drawn, said, on)
        form.drop()
    else:
        if not (named and change):
            raise person.missing_option("--change" if named else "--cause")
        area = area or LessonArea.TRAINING
        tied = lessons.modules_preventing(named) if area is LessonArea.TRAINING else ()
        warn_of_masked_words(book, seen or drawn.seen, change)
        said = LessonProposed(change, seen or drawn.seen, named, about or tied, area=area)
        lesson = lessons.propose(book, drawn, said, on)
    page.proposal_result(lesson, book.today, masker(book, names=False)).show()


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
    from followup_cli.lessons.ask import parse_modules
    from followup_cli.lessons.masked_words import warn_of_masked_words

    book = context.open_casebook()
    said = LessonCorrected(
        "-",
        change=change or None,
        seen=seen or None,
        causes=terms_parser(FailureCause)(",".join(causes)) if causes else None,
        modules=parse_modules(",".join(modules)) if modules else None,
        area=area,
    )
    before = lessons.pick(book, which)
    lessons.check_untouched(before)
    if said == LessonCorrected("-") and person.on_terminal():
        lesson = _edited_in_form(book, before)
    else:
        warn_of_masked_words(book, seen, change)
        lesson = lessons.edit(book, which, said)
    page.proposal_result(lesson, book.today, masker(book, names=False)).show()


def _edited_in_form(book: "Casebook", before: "Lesson") -> "Lesson":
    """The lesson as it was put right, beginning with the summary of what it says; as it was where nothing changed."""
    from followup.services import lessons
    from followup_cli.lessons.ask import answers_of, ask_lesson, correction, step_form
    from followup_cli.lessons.masked_words import told_of_masked_words

    form = step_form(book, before, "edit", {}, answers_of(before.said))
    now = form.fill(ask_lesson, grave=lambda said: told_of_masked_words(book, said.seen, said.change))
    lesson = lessons.edit(book, before.id, correction(before.said, now)) if form.changed else before
    form.drop()
    return lesson


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
    from followup.services import lessons
    from followup_cli.fragments.known_words import given_owner
    from followup_cli.lessons import page

    if decline and (accept or owner or by):
        raise Invalid(say("A lesson is accepted or declined, not both."))
    book = context.open_casebook()
    lesson = lessons.pick(book, which)
    owner = given_owner(book, "--owner", owner, as_written=as_written)
    if person.on_terminal() and not (decline or (accept and owner and by)):
        from followup_cli.lessons.ask import ask_answer, step_form
        from followup_cli.terminal.dotted_keys import YES

        given = {"accept": YES if accept or owner or by else "", "owner": owner, "by": by.isoformat() if by else ""}
        form = step_form(book, lesson, "answer", given)
        said = form.fill(
            lambda form: ask_answer(book, form, lesson),
            check=lambda said: lessons.answer(book, lesson.id, said, on, dry_run=True),
        )
        lesson = lessons.answer(book, lesson.id, said, on)
        form.drop()
    else:
        said = _given_answer(accept=accept, owner=owner, by=by, decline=decline)
        lesson = lessons.answer(book, lesson.id, said, on)
    page.lesson_result(lesson, book.today).show()


def _given_answer(*, accept: bool, owner: str, by: date | None, decline: str) -> "LessonAnswered":
    """The answer as options say it; Missing for what they leave open."""
    from followup.case.facts import LessonAnswered

    if not (accept or decline):
        raise person.missing_option("--accept", "--decline")
    if decline:
        return LessonAnswered("-", accepted=False, reason=decline)
    if not (owner and by):
        raise person.missing_option("--by" if owner else "--owner")
    return LessonAnswered("-", accepted=True, owner=owner.strip(), due=by)


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
    lesson = lessons.pick(book, which)
    said = LessonApplied("-", tuple(centre.strip() for centre in centres or ()), note)
    if person.on_terminal() and said == LessonApplied("-"):
        from followup_cli.lessons.ask import ask_application, step_form

        lessons.check_application(book, lesson, on)
        form = step_form(book, lesson, "apply", {"on": (on or book.today).isoformat()})
        said, on = form.fill(
            lambda form: ask_application(book, form, lesson),
            check=lambda filled: lessons.apply(book, lesson.id, *filled, dry_run=True),
        )
        lesson = lessons.apply(book, lesson.id, said, on)
        form.drop()
    else:
        lesson = lessons.apply(book, lesson.id, said, on)
    page.lesson_result(lesson, book.today).show()


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
    if verdict is None and person.on_terminal():
        from followup_cli.lessons.ask import ask_verdict, step_form

        lessons.check_verdict(book, lesson, on)
        form = step_form(book, lesson, "check", {"on": (on or book.today).isoformat(), "note": note})
        said, on = form.fill(lambda form: ask_verdict(book, form, lesson))
        lesson = lessons.check(book, lesson.id, said, on)
        form.drop()
    elif verdict is None:
        raise person.missing_option("--verdict")
    else:
        lesson = lessons.check(book, lesson.id, LessonChecked("-", verdict, note), on)
    page.lesson_result(lesson, book.today).show()


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
    from followup_cli.lessons import page

    book = context.open_casebook()
    mask = masker(book, names=names)
    listed = list_lessons(book, waiting=waiting, area=area)
    respond(book, as_json, page.lessons_page, page.lessons_data, listed, book.today, mask)


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
    from followup_cli.lessons import evidence_page as pages

    if module:
        found = evidence.module_evidence(book, module, as_of=as_of)
        return partial(pages.module_evidence_page, found), partial(pages.module_evidence_data, found)
    overview = evidence.evidence_overview(book, as_of=as_of)
    return partial(pages.evidence_overview_page, overview), partial(pages.evidence_overview_data, overview)


def _released_evidence(book: "Casebook", module: str, as_of: date | None) -> _Outputs:
    from followup.services.evidence import released_evidence
    from followup_cli.lessons import released_evidence_page as pages

    released = released_evidence(book, module, as_of=as_of)
    page = pages.released_module_page if module else pages.released_overview_page
    return partial(page, released), partial(pages.released_evidence_data, released)
