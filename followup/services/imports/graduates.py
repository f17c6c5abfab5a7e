"""Rows that are graduates: new ones are enrolled, those who are known are put right.

A row is hers by her code, or by her name together with her phone or her year and place of birth. What stands in the
casebook word for word as she was enrolled is the same, also where it was put right since: an old sheet changes nothing.
An empty cell takes nothing away.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from followup.case.case import Case
from followup.case.facts import Body, Fact, Identified
from followup.case.fields import GuardedAs, described
from followup.case.forms.enrolment import EnrolmentForm, enrolment_from_mapping
from followup.case.import_words import ImportTarget
from followup.case.known_words import listed
from followup.case.pseudonym import is_mistyped_code, tidy_code
from followup.casebook import Casebook, CaseChange
from followup.errors import FollowupError
from followup.messages import say
from followup.services.corrections import OTHER_COMMANDS, correct, corrections_from
from followup.services.duplicates import likeness, likeness_of
from followup.services.graduates import ALIKE_LISTED, Enrolling, checked_enrolment
from followup.services.guarded_names import ErasedNames
from followup.services.imports.plan import (
    ImportProblem,
    PlannedRow,
    RowFate,
    form_problems,
    refused,
)
from followup.services.imports.whom import same_name, surely
from followup.services.words_in_use import MODULES, TRADE
from followup.store import NewFact

if TYPE_CHECKING:
    from followup.intake.rows import ImportedRow

_PHONES = frozenset(name for name, one in described(Identified).items() if one.guarded is GuardedAs.PHONE)
_HELD_AS = {"weekdays": "safe_weekdays"}
"""The key of a file for a field that is called otherwise."""


class GraduatePlanner(Enrolling):
    """Plans rows that are graduates; ``new`` are the numbers of those to be enrolled though they look like somebody."""

    def __init__(self, book: Casebook, *, new: frozenset[int] = frozenset(), as_written: bool = False) -> None:
        super().__init__(book, as_new=False, as_written=as_written, dry_run=True)
        self._new = new
        self._kept: list[NewFact] = []
        self._changes: dict[str, tuple[Fact, ...]] = {}
        self._erased = ErasedNames(book)

    def begin(self, given: Collection[str] = ()) -> None:
        """Read the casebook anew; ``given`` are the codes of those whom rows before were enrolled as."""
        self._ids = {code: case_id for case_id, code in self._book.codes.items()}
        self._used = {code for code in self._used if code in self._ids} | {*given}
        self._added.clear()
        self.codes.clear()
        super().begin()
        self._parts = self._taken - self._ids.keys()
        self._standing = self._people
        self._met: dict[str, int] = {}
        self._changes = {}

    def keep(self, new_facts: list[NewFact]) -> None:
        """Keep in mind what would be written."""
        self._kept = new_facts

    def plan(self, row: "ImportedRow") -> PlannedRow:
        """What becomes of a row."""
        from followup.intake.rows import row_form

        form = row_form(ImportTarget.GRADUATES, row.values)
        code, by_name = self._hers(form, row.number)
        if not code:
            return self._enrolled(row.number, form)
        if code in self._met:
            return refused(row.number, _twice(self._met[code]))
        self._met[code] = row.number
        return self._put_right(row.number, code, form, by_name=by_name)

    # --- whose row it is ---------------------------------------------------------------------------------------------

    def _hers(self, form: Mapping[str, Any], number: int) -> tuple[str, bool]:
        """Her code if she is in the casebook, and whether only her name led there; empty for somebody new."""
        given = tidy_code(str(form.get("code", "")))
        if given or number in self._new:
            return self._by_code(given), False
        said = self._said(form)
        if said is None:
            return "", False
        like = likeness_of(said)
        code = self._standing.same("", like, self._used) if like.named else ""
        code = code or surely(self._standing, like)
        return (code if code in self._ids else ""), True

    def _by_code(self, given: str) -> str:
        """Her code by the one that was given, which may be that of a case that is part of hers; or nothing."""
        if given in self._parts:
            return self._book.codes[self._book.find(given)]
        return given if given in self._ids else ""

    def _said(self, form: Mapping[str, Any]) -> list[NewFact] | None:
        """The facts of an enrolment that the form says, None where it says none."""
        enrolment, _ = enrolment_from_mapping(form)
        try:
            return checked_enrolment(self._book, self.spelled(enrolment)) if enrolment else None
        except FollowupError:
            return None

    # --- somebody new ------------------------------------------------------------------------------------------------

    def _enrolled(self, number: int, form: Mapping[str, Any]) -> PlannedRow:
        if is_mistyped_code(tidy_code(str(form.get("code", "")))):
            slip = say("This is not quite a code: a letter or figure may be wrong. Look it up: followup graduate list")
            return refused(number, ImportProblem("code", slip))
        if form.get("code") and "return_date" not in form:
            nobody = say("Nobody has this code. Check it; if she is new, write the day she went home too.")
            return refused(number, ImportProblem("code", nobody))
        self.as_new = number in self._new
        if not self.as_new and self._erased.is_wholly(str(form.get("name", ""))):
            erased = say(
                "Who had this name was erased from the casebook. If she wants to be followed again, or if this is "
                "somebody else: --as-new with the number of the row."
            )
            return refused(number, ImportProblem("name", erased))
        before = len(self.problems), len(self.known)
        self.enrol(number, form)
        if wrong := self.problems[before[0] :]:
            told = (
                ImportProblem(
                    "" if one.where == say("graduate") else one.where, _alike(one.alike) or one.what, one.alike
                )
                for one in wrong
            )
            return refused(number, *told)
        if known := self.known[before[1] :]:
            return self._known(number, known[0].code)
        return PlannedRow(number, RowFate.NEW, self.codes[-1], facts=tuple(self._kept))

    def _known(self, number: int, code: str) -> PlannedRow:
        """A row that says word for word what another one, or the casebook, says."""
        if code in self._ids:
            return PlannedRow(number, RowFate.SAME, code, self._ids[code])
        return refused(number, ImportProblem("", _alike((code,)), (code,)))

    # --- somebody known ----------------------------------------------------------------------------------------------

    def _put_right(self, number: int, code: str, form: Mapping[str, Any], *, by_name: bool) -> PlannedRow:
        case_id = self._ids[code]
        if self._stands_so(code, form):
            return PlannedRow(number, RowFate.SAME, code, case_id, by_name=by_name)
        enrolment, wrong = enrolment_from_mapping({"return_date": self._book.today} | dict(form))
        if enrolment is None:
            return refused(number, *form_problems(wrong))
        if doubts := self.doubts(enrolment):
            return refused(number, *(ImportProblem(one.key, f"{one.sentence} {one.advice}") for one in doubts))
        with self._book.change_case(case_id, dry_run=True, facts=self._changes.get(case_id)) as her:
            return self._corrected(number, her, self.spelled(enrolment), dict(form), by_name=by_name)

    def _stands_so(self, code: str, form: Mapping[str, Any]) -> bool:
        """Whether she was enrolled with these words, whatever was put right since."""
        said = self._said(form)
        return said is not None and self._standing.same(code, likeness_of(said)) == code

    def _corrected(
        self, number: int, her: CaseChange, enrolment: EnrolmentForm, form: dict[str, Any], *, by_name: bool
    ) -> PlannedRow:
        case = her.case
        wrong = [*_elsewhere(case, enrolment, form), *_other_return(case, form, enrolment, by_name=by_name)]
        if wrong := [*wrong, *_other_name(case, enrolment, by_name=by_name)]:
            return refused(number, *wrong)
        given = {key: value for key, value in form.items() if key not in OTHER_COMMANDS}
        given |= {key: _as_it_stands(case, enrolment, key) for key in (TRADE, MODULES) if key in given}
        bodies = [body for one in corrections_from(given) if (body := _differing(case, one))]
        if not bodies:
            return PlannedRow(number, RowFate.SAME, case.code, her.id, by_name=by_name)
        before = len(her.facts)
        correct(her, *bodies)
        self._changes[her.id] = her.facts
        new_facts = tuple(NewFact(fact.on, fact.body) for fact in her.facts[before:])
        changed = tuple(_HELD_AS.get(name, name) for body in bodies for name in body.said())
        return PlannedRow(number, RowFate.CHANGED, case.code, her.id, new_facts, changed, by_name=by_name)


def _as_it_stands(case: Case, enrolment: EnrolmentForm, key: str) -> Any:
    """What is said of a trade or of modules; as it is written down, where only capitals are other."""
    said, stands = getattr(enrolment, key), getattr(case, key)
    return stands if str(said).casefold() == str(stands).casefold() else said


def _elsewhere(case: Case, enrolment: EnrolmentForm, form: Mapping[str, Any]) -> Iterator[ImportProblem]:
    """What is other than it stands, and is an event of its own day: another command writes it down."""
    for key, command in OTHER_COMMANDS.items():
        if key in form and str(getattr(enrolment, key) or "").casefold() != (getattr(case, key) or "").casefold():
            yield ImportProblem(
                key,
                say(
                    "This is other than what is written down. If it changed: followup {command} {code}. Then leave "
                    "the cell empty.",
                    command=command,
                    code=case.code,
                ),
            )


def _other_return(
    case: Case, form: Mapping[str, Any], enrolment: EnrolmentForm, *, by_name: bool
) -> Iterator[ImportProblem]:
    """Another day of return, where only her name says that it is she: it may be a second one, or somebody else."""
    if by_name and "return_date" in form and enrolment.return_date != case.return_date:
        yield ImportProblem(
            "return_date",
            say(
                "She may be {code}, who went home on another day. If that day was wrong, write her code into the "
                "column Code. If she went home again: followup graduate return {code}. If she is somebody else: "
                "--as-new with the number of the row.",
                code=case.code,
            ),
            (case.code,),
        )


def _other_name(case: Case, enrolment: EnrolmentForm, *, by_name: bool) -> Iterator[ImportProblem]:
    """Another name than she has, where only a name led to her: that of a case that is part of hers, or of before."""
    if by_name and not same_name(likeness([case.identity]), likeness([enrolment.identity or Identified()])):
        yield ImportProblem(
            "name",
            say(
                "She may be {code}, who has another name now. If the name here is the right one, write her code into "
                "the column Code; if not, leave the row out.",
                code=case.code,
            ),
            (case.code,),
        )


def _differing(case: Case, body: Body) -> Body | None:
    """What of a correction is other than it stands; None where nothing is."""
    stands: object = case.identity if isinstance(body, Identified) else case
    said = {
        name: value for name, value in body.said().items() if value not in ("", ()) and not _same(stands, name, value)
    }
    return type(body)(**said) if said else None


def _same(stands: object, name: str, value: object) -> bool:
    """Whether a value stands already; a phone by its digits, however they are grouped."""
    held = getattr(stands, name)
    return held == value or (name in _PHONES and _digits(held) == _digits(value))


def _digits(phone: object) -> str:
    return "".join(char for char in str(phone) if char.isdigit())


def _alike(codes: tuple[str, ...]) -> str:
    """Whom she looks like, by codes or rows alone; `alike_advice` says what to do."""
    return say("She may be there already, as {codes}.", codes=listed(codes, ALIKE_LISTED)) if codes else ""


def _twice(row: int) -> ImportProblem:
    sentence = say("Row {n} is of the same graduate. Put both into one row.", n=row)
    return ImportProblem("", sentence, (say("row {n}", n=row),))
