"""Rows that are visits, or tries to meet her: as ``visit record --from`` writes them.

A row of a day on which one contact of the same kind is written down puts that one right: what the row leaves open stays
as it is. Two of one day and kind are told apart by the person, not here: in the sheet, and in the casebook.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from followup.case.business.money import Currency
from followup.case.business.month import MonthlyFigures
from followup.case.facts import Fact, Visited, WellbeingScore, effective
from followup.case.forms.visit import VisitForm, visit_from_mapping
from followup.case.import_words import ImportTarget
from followup.case.parts import Attempt
from followup.case.visit_words import ContactMethod
from followup.casebook import Casebook, CaseChange
from followup.errors import FollowupError, Refused
from followup.messages import say
from followup.services.imports.plan import ImportProblem, PlannedRow, RowFate, form_problems, refused
from followup.services.imports.whom import WhomFinder
from followup.services.row_problems import why_refused
from followup.services.visits import check_day, stands_already, write_attempt, write_visit
from followup.store import NewFact
from followup.values import asdict, replace

if TYPE_CHECKING:
    from followup.intake.rows import ImportedRow

Part = TypeVar("Part", WellbeingScore, MonthlyFigures)
_OVERLAID = ("slot", "note", "went", "agreed", "contact_right", "agreement", "not_seen")
"""What of a visit is one value: what the row leaves open stays as it stands."""
_ONE_WAY = {"month.open": "open", "month.repaid_in_kind": "repaid_in_kind"}
"""What a form cannot leave open: whether the row says it is seen by its keys."""


class VisitPlanner:
    """Plans rows that are visits."""

    def __init__(self, book: Casebook) -> None:
        self._book = book
        self._currency = Currency(book.office.currency)

    def begin(self, _given: Collection[str] = ()) -> None:
        """Read the casebook anew."""
        self._whom = WhomFinder(self._book)
        self._changes: dict[str, tuple[Fact, ...]] = {}
        self._met: dict[tuple[str, date, ContactMethod | None, bool], int] = {}

    def plan(self, row: "ImportedRow") -> PlannedRow:
        """What becomes of a row."""
        from followup.intake.rows import row_form

        case_id, code, wrong = self._whom.of(row.values)
        if wrong:
            return refused(row.number, wrong)
        said = {key: value for key, value in row.values.items() if key != "code"}
        form, problems = visit_from_mapping(row_form(ImportTarget.VISITS, said), self._currency)
        if form is None:
            return refused(row.number, *form_problems(problems))
        known = self._changes.get(case_id, ())
        open_keys = frozenset(_ONE_WAY) - said.keys()
        planned = self._planned(row.number, case_id, form, open_keys)
        planned = replace(planned, code=code, by_name=not row.values.get("code"))
        before = self._met.setdefault((case_id, form.date, form.contact, form.second), row.number)
        if before != row.number and planned.fate is not RowFate.SAME:
            self._changes[case_id] = known
            return refused(row.number, _twice(before))
        return planned

    def _planned(self, number: int, case_id: str, form: VisitForm, open_keys: Collection[str]) -> PlannedRow:
        try:
            with self._book.change_case(case_id, dry_run=True, facts=self._changes.get(case_id) or None) as her:
                planned = _written(number, her, form, open_keys)
                self._changes[case_id] = her.facts
                return planned
        except FollowupError as error:
            return refused(number, ImportProblem("", why_refused(error)))


def _written(number: int, her: CaseChange, form: VisitForm, open_keys: Collection[str]) -> PlannedRow:
    """What a visit, or a try, becomes in a case that is changed in a dry run; the row says nothing of ``open_keys``."""
    same = PlannedRow(number, RowFate.SAME, case_id=her.id)
    if stands_already(form, her):
        return same
    check_day(form.date, her.case, her.book.today, form.contact)
    stands = _standing(her, form)
    before = len(her.facts)
    if isinstance(stands, Attempt):
        write_attempt(her, _overlaid_try(form, stands))
    elif form.attempt:
        write_attempt(her, form)
    else:
        write_visit(her, _overlaid(form, stands, open_keys) if stands else form)
    if len(her.facts) == before:
        return same
    new_facts = tuple(NewFact(fact.on, fact.body) for fact in her.facts[before:])
    if stands is None:
        return PlannedRow(number, RowFate.NEW, case_id=her.id, facts=new_facts)
    changed = ("attempt",) if isinstance(stands, Attempt) else _changed(stands, form, open_keys)
    return PlannedRow(number, RowFate.CHANGED, case_id=her.id, facts=new_facts, changed=changed)


def _standing(her: CaseChange, form: VisitForm) -> Visited | Attempt | None:
    """The contact of that day and kind, or the try of that day, that the row puts right; None where it is a new one.

    Refused where several are written down: the row may be any of them, and would be written over another.
    """
    alike = _alike(her, form)
    if len(alike) > 1:
        raise Refused(
            say("Several of that day and way of meeting are written down; which one this is cannot be told."),
            say(
                "Put it right by hand: take the wrong one back with followup withdraw {code} N, with N from followup "
                "log {code}, and write it anew. Then leave the row out.",
                code=her.case.code,
            ),
        )
    return alike[0] if alike and not form.second else None


def _alike(her: CaseChange, form: VisitForm) -> Sequence[Visited | Attempt]:
    if form.attempt:
        return [one for one in her.case.attempts if one.on == form.date]
    of_that_day = (fact.body for fact in effective(her.facts) if fact.on == form.date)
    return [body for body in of_that_day if isinstance(body, Visited) and body.contact is form.contact]


def _overlaid(form: VisitForm, stands: Visited, open_keys: Collection[str]) -> VisitForm:
    """The form with what it leaves open as it stands: an empty cell takes nothing away."""
    kept = {name: getattr(form, name) or getattr(stands, name) for name in _OVERLAID}
    if form.contact_right is not None:
        kept["contact_right"] = form.contact_right
    scores = _scores_over(form.scores, stands.scores)
    month = _month_over(form.month, stands.month, open_keys)
    return replace(form, **kept, scores=scores, month=month, same=True)


def _overlaid_try(form: VisitForm, stands: Attempt) -> VisitForm:
    tried = form.attempt and replace(form.attempt, note=form.attempt.note or stands.said.note)
    return replace(form, attempt=tried, same=True)


def _scores_over(said: Sequence[WellbeingScore], stand: Sequence[WellbeingScore]) -> tuple[WellbeingScore, ...]:
    before = {score.domain: score for score in stand}
    after = before | {
        score.domain: _over(score, before[score.domain]) if score.domain in before else score for score in said
    }
    return tuple(after.values())


def _month_over(
    said: MonthlyFigures | None, stands: MonthlyFigures | None, open_keys: Collection[str]
) -> MonthlyFigures | None:
    if said is None or stands is None:
        return said or stands
    kinds = {cost.kind for cost in said.costs}
    costs = (*(cost for cost in stands.costs if cost.kind not in kinds), *said.costs)
    kept = {name: getattr(stands, name) for key, name in _ONE_WAY.items() if key in open_keys}
    return replace(_over(said, stands), costs=costs, **kept)


def _over(said: Part, stands: Part) -> Part:
    """A part with what it leaves open as it stands."""
    values: dict[str, Any] = {}
    for name, value in asdict(said).items():
        values[name] = getattr(stands, name) if value is None else value
    return replace(said, **values)


def _changed(stands: Visited, form: VisitForm, open_keys: Collection[str]) -> tuple[str, ...]:
    """The parts that are other than they stood."""
    laid_over = _overlaid(form, stands, open_keys)
    after: Mapping[str, Any] = {name: getattr(laid_over, name) for name in (*_OVERLAID, "scores", "month")}
    beside = ("flags", "promises", "reviewed", "cleared", "settled")
    return (
        *(name for name, value in after.items() if value != getattr(stands, name)),
        *(name for name in beside if getattr(form, name)),
    )


def _twice(row: int) -> ImportProblem:
    return ImportProblem(
        "date",
        say(
            "Row {n} is of the same graduate, day and way of meeting. If it is the same visit, put both into one row. "
            "If there were two that day, write the second down with: followup visit record",
            n=row,
        ),
    )
