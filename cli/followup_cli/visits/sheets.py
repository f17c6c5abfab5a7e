"""A pile of visit sheets typed in, one after the other, each found by the code at its top."""

from collections.abc import Iterator
from datetime import date

from followup.case.facts import Attempted
from followup.case.page_code import read_page_code
from followup.case.vocabulary import AttemptReason
from followup.casebook import Casebook
from followup.messages import say
from followup.services import visits
from followup.services.visit_sheets import FoundSheet, find_sheet
from followup_cli.terminal.asking import Question, agreed, ask_parsed, ask_person, chosen_term, print_note
from followup_cli.terminal.days import long_day
from followup_cli.visits.ask import ask_and_record_visit
from followup_cli.visits.form_options import VisitFormData
from followup_cli.visits.questions import day_reader


def type_in_sheets(
    book: Casebook, first: FoundSheet, given: VisitFormData, *, names: bool, dry_run: bool
) -> Iterator[visits.VisitResult | visits.AttemptResult]:
    """What became of each sheet of a pile; ``given`` is what options said of the first. Enter ends the pile."""
    sheet: FoundSheet | None = first
    while sheet:
        if _is_to_be_typed_in(sheet):
            yield _typed_in(book, sheet, given, names=names, dry_run=dry_run)
        sheet, given = _next_sheet(book), {}


def _is_to_be_typed_in(sheet: FoundSheet) -> bool:
    """Say whose sheet it is; one whose visit was recorded already is typed in only for another visit."""
    if sheet.made is None:
        return True
    print_note(
        say(
            "The visit of this sheet, month {month} of {code}, was recorded already: {day}.",
            month=sheet.page.month,
            code=sheet.case.code,
            day=long_day(sheet.made.on),
        )
    )
    return agreed(say("Is this another visit?"), default=False)


def _typed_in(
    book: Casebook, sheet: FoundSheet, given: VisitFormData, *, names: bool, dry_run: bool
) -> visits.VisitResult | visits.AttemptResult:
    print_note(say("Sheet of {code}, month {month}.", code=sheet.case.code, month=sheet.page.month))
    if given or agreed(say("Was she met?")):
        return ask_and_record_visit(book, sheet.case.id, given, names=names, dry_run=dry_run, sheet=sheet)
    return _attempt(book, sheet, dry_run=dry_run)


def _attempt(book: Casebook, sheet: FoundSheet, *, dry_run: bool) -> visits.AttemptResult:
    """What the sheet says of a visit that did not succeed."""
    today = book.today.isoformat()
    day = ask_parsed(Question("", say("Day of the attempt"), default=today), day_reader(book, sheet.case))
    reason = chosen_term("", say("Why was she not met"), None, AttemptReason)
    safe = agreed(say("Was it safe to come?"))
    note = ask_person(Question("", say("What was seen or heard, without names")))
    return visits.attempt(
        book, sheet.case.code, Attempted(reason, safe, note), date.fromisoformat(day), dry_run=dry_run
    )


def _next_sheet(book: Casebook) -> FoundSheet | None:
    """The next sheet of the pile; None for Enter."""
    text = say("Code of the next sheet")
    question = Question("", text, hint=say("Enter: that was the last one"))
    return ask_parsed(question, lambda typed: find_sheet(book, read_page_code(typed)) if typed else None)
