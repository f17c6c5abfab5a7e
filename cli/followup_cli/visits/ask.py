"""The guided form of a visit: begins with what was left last time, asks a line at a time, can stop anywhere."""

import json
from collections.abc import Mapping

from followup.case.business.money import Currency
from followup.case.case import Case
from followup.case.forms.visit import visit_from_mapping
from followup.casebook import Casebook
from followup.messages import say
from followup.services import visits
from followup.services.guarded_names import labeller, masker
from followup.services.visit_sheets import FoundSheet
from followup_cli.fragments.whom import whom_line
from followup_cli.terminal.asking import print_note
from followup_cli.terminal.form import Form
from followup_cli.visits.business_questions import ask_business
from followup_cli.visits.form_options import VisitFormData, visit_from_form, which_visit
from followup_cli.visits.questions import (
    AskPart,
    VisitQuestions,
    ask_flags,
    ask_meeting,
    ask_new_flags,
    ask_new_promises,
    ask_notes,
    ask_promises,
    ask_safe_contact,
    ask_wellbeing,
)
from followup_cli.visits.sheet_questions import SHEET_PARTS, SheetQuestions

PARTS: Mapping[str, AskPart] = {
    "met": ask_meeting,
    "promises": ask_promises,
    "flags": ask_flags,
    "wellbeing": ask_wellbeing,
    "business": ask_business,
    "new_flags": ask_new_flags,
    "new_promises": ask_new_promises,
    "notes": ask_notes,
    "safe_contact": ask_safe_contact,
}
"""The parts of the form in their order, as a person may name them."""
PENDING_FORM_KEY = "writing"
"""Where the whole form is noted before it is written down: whoever is interrupted then finds out what became of it."""


def ask_and_record_visit(
    book: Casebook,
    case_id: str,
    given: VisitFormData,
    *,
    names: bool,
    dry_run: bool,
    sheet: FoundSheet | None = None,
) -> visits.VisitResult:
    """Ask for a visit, let the person confirm it, and write it down; ``given`` is what options said already.

    Of a ``sheet`` only what is on it is asked. An interrupted form is kept; a rehearsal keeps it too, for the real one.
    """
    case = book.case(case_id)
    command = f"followup visit record {f'--sheet {sheet.page.written}' if sheet else case.code}"
    about = whom_line(book, case, labeller(book, names=names), names=names)
    title, mask = say("A visit to {code}", code=case.code), masker(book, names=names)
    form = Form(book, case_id, title=title, command=command, about=about, mask=mask)
    _drop_what_was_written(book, case, form)
    form.take_up()
    said = (book, case, given, form, mask, names)
    asking = SheetQuestions(*said, SHEET_PARTS, sheet) if sheet else VisitQuestions(*said, PARTS)
    visit = form.fill(lambda _: asking.visit(), check=lambda said: visit_from_form(said, book), dry_run=dry_run)
    visit |= which_visit(book, case.code, visit)
    if dry_run:
        return visits.record(book, case.code, visit_from_form(visit, book), dry_run=True)
    form.note(PENDING_FORM_KEY, json.dumps(visit, default=str))
    done = visits.record(book, case.code, visit_from_form(visit, book))
    form.drop()
    return done


def _drop_what_was_written(book: Casebook, case: Case, form: Form) -> None:
    """Forget a form that was written down just before the program was stopped."""
    if written := form.left().get(PENDING_FORM_KEY):
        visit, _ = visit_from_mapping(json.loads(written), Currency(book.office.currency))
        if visit and visits.is_recorded(book, case.id, visit):
            form.drop()
            print_note(say("The visit of {day} was written down already; this is a new one.", day=visit.date))
