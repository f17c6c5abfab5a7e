"""A pile of visit sheets typed in, one after the other, each found by the code at its top."""

from collections.abc import Iterator

from followup.case.access_words import Access
from followup.case.page_code import read_page_code
from followup.casebook import Casebook
from followup.messages import say
from followup.services import visits
from followup.services.visit_sheets import FoundSheet, find_sheet
from followup_cli import looks
from followup_cli.terminal.asking import Question, agreed, ask_parsed, ask_person
from followup_cli.terminal.days import long_day
from followup_cli.terminal.notes import print_note
from followup_cli.visits.ask import ask_and_record_visit
from followup_cli.visits.attempt_questions import ask_and_record_attempt
from followup_cli.visits.form_options import VisitFormData

_SAME, _ANOTHER = "same", "another"


def type_in_sheets(
    book: Casebook, first: FoundSheet, given: VisitFormData, *, names: bool, dry_run: bool
) -> Iterator[visits.VisitResult | visits.AttemptResult]:
    """What became of each sheet of a pile; ``given`` is what options said of the first. Enter ends the pile."""
    sheet: FoundSheet | None = first
    while sheet:
        if result := _typed_in(book, sheet, given, names=names, dry_run=dry_run):
            yield result
        sheet, given = _next_sheet(book), {}
        if sheet and names:
            looks.note(book, Access.NAMES, sheet.case.code)


def _typed_in(
    book: Casebook, sheet: FoundSheet, given: VisitFormData, *, names: bool, dry_run: bool
) -> visits.VisitResult | visits.AttemptResult | None:
    """What became of one sheet; None where it was passed over."""
    print_note(say("Sheet of {code}, month {month}.", code=sheet.case.code, month=sheet.page.month))
    which = _ask_which(sheet) if sheet.made else _ANOTHER
    if not which:
        return None
    visit = sheet.made if which == _SAME else None
    if visit or given or agreed(say("Was she met?"), default=None):
        shape = {"names": names, "dry_run": dry_run}
        return ask_and_record_visit(book, sheet.case.id, given, sheet=sheet, visit=visit, **shape)
    return ask_and_record_attempt(book, sheet.case, {}, names=names, dry_run=dry_run)


def _ask_which(sheet: FoundSheet) -> str:
    """Whether a sheet whose visit is written down is typed in to put that right, for another visit, or not at all."""
    assert sheet.made
    print_note(
        say(
            "The visit of this sheet, month {month} of {code}, was recorded already: {day}.",
            month=sheet.page.month,
            code=sheet.case.code,
            day=long_day(sheet.made.on),
        )
    )
    words = (say(_SAME), say(_ANOTHER))
    text, hint = say("Put it right, or another visit"), say("Enter: next sheet")
    return ask_person(Question("", text, words=words, hint=hint))


def _next_sheet(book: Casebook) -> FoundSheet | None:
    """The next sheet of the pile; None for Enter."""
    text = say("Code of the next sheet")
    question = Question("", text, hint=say("Enter: that was the last one"))
    return ask_parsed(question, lambda typed: find_sheet(book, read_page_code(typed)) if typed else None)
