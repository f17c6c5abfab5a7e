"""The guided forms of a graduate: somebody new, and what is to be put right of somebody who is written down."""

from collections.abc import Callable
from typing import Any

from followup.case.case import Case
from followup.casebook import Casebook
from followup.errors import Invalid, Refused
from followup.messages import say
from followup.services import corrections
from followup.services.graduates import enrol_all, names_nobody
from followup.services.guarded_names import labeller
from followup_cli.fragments.whom import whom_line
from followup_cli.graduates.ask import GraduateFormData, against_question
from followup_cli.graduates.questions import AS_NEW, IDENTITY_KEYS, GraduateQuestions, standing_answers, written_answers
from followup_cli.terminal.form import Form
from followup_cli.terminal.notes import print_note

NEW_FORM = "graduate-new"
_NOT_ASKED = ("worker", "against")
_WRITING = "writing"
"""Noted before she is written down: a form found with it may have been written down already."""


def ask_new_graduate(book: Casebook, given: GraduateFormData, *, dry_run: bool) -> tuple[Form, GraduateFormData, bool]:
    """The form of somebody new, and who she is as options say (``given``) and the person, in the keys of a file.

    Last whether she is enrolled whomever she looks like: the person said so, or nothing says who she is.
    """
    title, command = say("The form of a new graduate"), "followup graduate add"
    form = Form(book, NEW_FORM, title=title, command=command, hidden=IDENTITY_KEYS, mask=labeller(book))
    form.take_up()
    may_be_written = bool(form.get(_WRITING))
    for key, answer in written_answers(given).items():
        if key not in _NOT_ASKED:
            form.keep(key, answer)
    rest = {key: said for key, said in given.items() if key in _NOT_ASKED}

    def check(said: GraduateFormData) -> None:
        for problem in enrol_all(book, [said], dry_run=True).problems:
            raise Invalid(f"{problem.where}: {problem.what}")

    questions = GraduateQuestions(form, book)
    said = form.fill(lambda _: questions.new() | rest, check=check, dry_run=dry_run)
    if not dry_run:
        form.note(_WRITING, "yes")
    return form, said, bool(form.get(AS_NEW)) or (names_nobody(said) and not may_be_written)


def ask_and_correct(
    book: Casebook,
    case: Case,
    given: GraduateFormData,
    confirm: Callable[[list[object]], None],
    *,
    identity: bool,
    names: bool,
    dry_run: bool,
) -> corrections.CorrectionResult | None:
    """Have the person put right what is written down of her; None where nothing was changed.

    Identity is shown only with ``names``; with ``identity`` it is asked first. ``confirm`` asks about a cover text.
    """
    about = whom_line(book, case, names=names)
    standing = standing_answers(case)
    form = Form(
        book,
        f"graduate-{case.id}",
        title=say("The correction of {code}", code=case.code),
        command=f"followup graduate edit {case.code}",
        about=about,
        standing=standing,
        hidden=frozenset() if names else IDENTITY_KEYS,
        mask=labeller(book, names=names),
    )
    if identity:
        print_note(about)
    print_note(say("Where she lives is changed with: followup graduate place {code}", code=case.code))
    form.take_up()
    for key, answer in written_answers(given).items():
        form.keep(key, answer)
    if identity:
        form.begin_with(IDENTITY_KEYS)
    correction = _Correction(book, case.code, standing)
    said = form.fill(correction.ask, check=correction.check, dry_run=dry_run)
    confirm([said.get("cover")])
    result = correction.make(said, dry_run=dry_run) if said else None
    if not dry_run:
        form.drop()
    return result


class _Correction:
    """What is to be put right of one graduate, looked through before it is written down."""

    def __init__(self, book: Casebook, code: str, standing: dict[str, str]) -> None:
        self._book = book
        self._code = code
        self._standing = standing

    def ask(self, form: Form) -> GraduateFormData:
        """What is to be other, and why she returns although an assessment says no."""
        changes = GraduateQuestions(form, self._book).changes(self._standing)
        if corrections.is_return_against(self._book, self._code, corrections.corrections_from(changes)):
            changes["against"] = form.ask("against", against_question())
        return changes

    def check(self, changes: GraduateFormData) -> None:
        """Raise for what cannot be, before anything is written down."""
        if changes:
            self.make(changes, dry_run=True)

    def _refuse_if_changed_meanwhile(self, changes: GraduateFormData) -> None:
        """Refused where another window put the same right: nobody overwrites what they did not see."""
        now = standing_answers(self._book.look(self._code).case)
        theirs = {key for key in (*self._standing, *now) if now.get(key, "") != self._standing.get(key, "")}
        if theirs & _dotted_keys(changes):
            raise Refused(
                say(
                    "Another window has changed the same of her meanwhile. Nothing was written; your answers are kept."
                ),
                say("See what is written down now, and go on: followup graduate edit {code}", code=self._code),
            )

    def make(self, changes: GraduateFormData, *, dry_run: bool) -> corrections.CorrectionResult:
        """Put it right, or only see what that would do."""
        if not dry_run:
            self._refuse_if_changed_meanwhile(changes)
        against: Any = changes.get("against") or ""
        bodies = corrections.corrections_from(changes)
        return corrections.edit(self._book, self._code, *bodies, against=against, dry_run=dry_run)


def _dotted_keys(changes: GraduateFormData) -> set[str]:
    inner = {f"{key}.{one}" for key, said in changes.items() if isinstance(said, dict) for one in said}
    return {key for key, said in changes.items() if not isinstance(said, dict)} | inner
