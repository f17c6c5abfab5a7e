"""The guided form of a visit: begins with what was left last time, asks a line at a time, can stop anywhere."""

import json

from followup.case.business.money import Currency
from followup.case.case import Case
from followup.case.fields import Mask
from followup.case.forms.visit import visit_from_mapping
from followup.case.parts import Visit
from followup.casebook import Casebook
from followup.errors import FollowupError
from followup.messages import say
from followup.services import visits
from followup.services.guarded_names import masker
from followup.services.visit_sheets import FoundSheet
from followup_cli.fragments.whom import whom_line
from followup_cli.terminal.days import short_day
from followup_cli.terminal.form import Form
from followup_cli.terminal.notes import beginning_of, print_note
from followup_cli.visits.business_questions import ask_business
from followup_cli.visits.closing_questions import ask_consents, ask_notes, ask_safe_contact
from followup_cli.visits.flag_questions import ask_flags, ask_new_flags, ask_new_promises, ask_promises
from followup_cli.visits.form_answers import answers_of
from followup_cli.visits.form_options import VisitFormData, visit_from_form
from followup_cli.visits.meeting_questions import REPLACES, SECOND, ask_meeting
from followup_cli.visits.questions import AGAIN, VisitQuestions
from followup_cli.visits.score_questions import ask_wellbeing
from followup_cli.visits.sheet_questions import SHEET_PARTS

PARTS = (
    ask_meeting,
    ask_promises,
    ask_flags,
    ask_wellbeing,
    ask_business,
    ask_new_flags,
    ask_new_promises,
    ask_notes,
    ask_safe_contact,
    ask_consents,
)
"""The parts of the form in their order."""
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
    visit: Visit | None = None,
) -> visits.VisitResult:
    """Ask for a visit, let the person confirm it, and write it down; ``given`` is what options said already.

    Of a ``sheet`` only what is on it is asked; of a ``visit`` that is written down, what is to be put right. An
    interrupted form is kept; a dry run keeps it too, for the real one.
    """
    case = book.case(case_id)
    form = _form(book, case, names=names, sheet=sheet, visit=visit)
    _drop_what_was_written(book, case, form)
    form.take_up()
    _tell_left_out(form, case, masker(book, names=names))
    _keep_given(form, case, given, visit)
    asking = VisitQuestions(book, case, given, form, masker(book, names=names), names, sheet)
    parts = SHEET_PARTS if sheet else PARTS
    filled = form.fill(lambda _: asking.visit(parts), check=lambda filled: _check(book, case, filled), dry_run=dry_run)
    if dry_run:
        return _write(book, case, filled, dry_run=True)
    form.note(PENDING_FORM_KEY, json.dumps(filled, default=str))
    done = _write(book, case, filled)
    form.drop()
    return done


def _form(book: Casebook, case: Case, *, names: bool, sheet: FoundSheet | None, visit: Visit | None) -> Form:
    """The form, which says first whom it is about; a change begins with its summary, which says it."""
    about = whom_line(book, case, names=names)
    if visit is None:
        print_note(about)
    name, title, command = case.id, say("A visit to {code}", code=case.code), f"followup visit record {case.code}"
    if sheet:
        command = f"followup visit record --sheet {sheet.page.written}"
    elif visit:
        day = short_day(visit.on, book.today)
        title = say("A change of the visit of {day} to {code}", day=day, code=case.code)
        name, command = f"{case.id}-edit", f"followup visit edit {case.code} --on {visit.on}"
    return Form(book, name, title=title, command=command, about=about, mask=masker(book, names=names))


def _keep_given(form: Form, case: Case, given: VisitFormData, visit: Visit | None) -> None:
    """What options said is an answer like those that are typed: it is in the summary, and can be changed there."""
    if visit:
        form.keep(AGAIN, visit.id)
    elif given.get("second"):
        form.keep(AGAIN, SECOND)
    elif given.get("same"):
        of_day = [one for one in case.visits if one.on == given.get("date")]
        form.keep(AGAIN, of_day[-1].id) if of_day else None
    for key, answer in answers_of(given).items():
        form.keep(key, answer)


_PARTS_OF_KEYS = {
    "settled": say("Promises"),
    "reviewed": say("Flags"),
    "cleared": say("Flags"),
    "flags": say("New flags"),
    "promises": say("New promises"),
    "consent": say("Consent"),
}
"""What the summary calls the parts that a file has under these keys."""


def _check(book: Casebook, case: Case, filled: VisitFormData) -> None:
    """Raise for what cannot be written down, with the part of the summary that it is about."""
    try:
        _write(book, case, filled, dry_run=True)
    except FollowupError as error:
        key, colon, what = error.what.partition(": ")
        if not colon or key not in _PARTS_OF_KEYS:
            raise
        hint = say("Answer that part again, or leave it out with -.")
        raise type(error)(f"{_PARTS_OF_KEYS[key]}: {what}", hint) from None


def _write(book: Casebook, case: Case, filled: VisitFormData, *, dry_run: bool = False) -> visits.VisitResult:
    form = {key: value for key, value in filled.items() if key != REPLACES}
    replaces = filled.get(REPLACES, "")
    return visits.record(book, case.code, visit_from_form(form, book), replaces=replaces, dry_run=dry_run)


def _drop_what_was_written(book: Casebook, case: Case, form: Form) -> None:
    """Forget a form that was written down just before the program was stopped."""
    if written := form.left.get(PENDING_FORM_KEY):
        filled = {key: value for key, value in json.loads(written).items() if key != REPLACES}
        visit, _ = visit_from_mapping(filled, Currency(book.office.currency))
        if visit and visits.is_recorded(book, case.id, visit):
            form.drop()
            print_note(say("The visit of {day} was written down already; this is a new one.", day=visit.date))


# --- closed in another window meanwhile -----------------------------------------------------------------------------


def _tell_left_out(form: Form, case: Case, mask: Mask) -> None:
    """Say which answers are not written down any more, and what they said: nothing typed is lost without a word."""
    for flag in case.flags:
        if flag not in case.open_flags and (said := _said(form, f"flags.{flag.id}", mask)):
            print_note(say("The flag {kind} was closed since. Left out: {said}", kind=flag.risk.label, said=said))
    for promise in case.promises:
        if not promise.is_open and (said := _said(form, f"promises.{promise.id}", mask)):
            what = beginning_of(mask(promise.said.what))
            print_note(say("The promise was settled since: {what}. Left out: {said}", what=what, said=said))


def _said(form: Form, key: str, mask: Mask) -> str:
    return ", ".join(mask(answer) for answer in form.answered_under(key) if answer)
