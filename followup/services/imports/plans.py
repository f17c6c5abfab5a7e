"""Rows that are business plans: each is laid over the plan she has, so that an empty cell takes nothing away."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from followup.case.case import Case
from followup.case.fields import revealed
from followup.case.forms.plan import plan_to_mapping
from followup.case.import_words import ImportTarget
from followup.casebook import Casebook, require_opened
from followup.messages import say
from followup.services.imports.plan import ImportProblem, PlannedRow, RowFate, form_problems, refused
from followup.services.imports.whom import WhomFinder
from followup.services.plans import plan_fact, plan_problems
from followup.store import NewFact

if TYPE_CHECKING:
    from followup.intake.rows import ImportedRow

_LISTED_BY = {"costs": ("kind", "amount"), "prices": ("service", "price")}
"""What a plan lists, and a sheet has a column each for: the name of a row, and its amount."""


class PlanPlanner:
    """Plans rows that are business plans."""

    def __init__(self, book: Casebook) -> None:
        self._book = book

    def begin(self, _given: Collection[str] = ()) -> None:
        """Read the casebook anew."""
        self._whom = WhomFinder(self._book)
        self._met: dict[str, int] = {}

    def plan(self, row: "ImportedRow") -> PlannedRow:
        """What becomes of a row."""
        from followup.intake.rows import row_form

        case_id, code, wrong = self._whom.of(row.values)
        if wrong:
            return refused(row.number, wrong)
        if before := self._met.get(case_id):
            sentence = say("Row {n} is of the same graduate. Put both into one row.", n=before)
            return refused(row.number, ImportProblem("", sentence))
        self._met[case_id] = row.number
        form, by_name = row_form(ImportTarget.PLANS, row.values), not row.values.get("code")
        with self._book.change_case(case_id, dry_run=True) as her:
            case = require_opened(her.case)
            whole = laid_over(_standing(case), form)
            if problems := plan_problems(whole, self._book):
                return refused(row.number, *form_problems(problems))
            planned = plan_fact(whole, self._book)
            her.write(planned)  # refused of whom nothing more is written
        if planned.plan == case.plan:
            return PlannedRow(row.number, RowFate.SAME, code, case_id, by_name=by_name)
        fate = RowFate.CHANGED if case.plan else RowFate.NEW
        new_facts = (NewFact(self._book.today, planned),)
        return PlannedRow(row.number, fate, code, case_id, new_facts, tuple(form), by_name=by_name)


def _standing(case: Case) -> dict[str, Any]:
    """The plan she has as a file says it, with what of it was assumed."""
    assumed = [*map(revealed, case.plan_assumed)]
    return {**plan_to_mapping(case.plan), **({"assumed": assumed} if assumed else {})} if case.plan else {}


def laid_over(stands: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """What is said laid over what stands: of a list, row by row."""
    whole = dict(stands)
    for key, value in said.items():
        before = whole.get(key)
        if key in _LISTED_BY and isinstance(value, Mapping):
            whole[key] = _rows_over(before or [], value, *_LISTED_BY[key])
        else:
            whole[key] = {**before, **value} if isinstance(before, Mapping) and isinstance(value, Mapping) else value
    return whole


def _rows_over(stand: list[dict[str, Any]], said: Mapping[str, Any], name: str, worth: str) -> list[dict[str, Any]]:
    rows = {str(row[name]): row for row in stand}
    for key, value in said.items():
        rows[key] = {**rows.get(key, {name: key}), worth: value}
    return list(rows.values())
