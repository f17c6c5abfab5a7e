"""What an import would do: of every row of a sheet what becomes of it, and why a row is left out.

Nothing here repeats a value of a sheet: a row is named by its number, a column by its heading, a person by her code.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from followup.case.forms.reading import FormProblem
from followup.case.import_words import ImportTarget
from followup.case.vocabulary import Term
from followup.errors import FollowupError
from followup.messages import say
from followup.progress import Progress, counted
from followup.services.row_problems import why_refused
from followup.store import NewFact
from followup.values import Value, replace

if TYPE_CHECKING:
    from followup.intake.fields import ImportFields
    from followup.intake.mapping import SheetMapping
    from followup.intake.rows import ImportedRow

IMPORTED = "imported"
"""The key of the column that says of a row that it came in."""
YES = "yes"
"""With what that column begins where it did; what follows is the day."""


class RowFate(Term):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"
    MARKED = "marked"


class ImportProblem(NamedTuple):
    """Why a row is left out: the heading of the column, empty for the row as a whole, and what to do about it.

    ``alike`` are the codes of those she looks like, or the rows; ``sentence`` may hold codes too.
    """

    column: str
    sentence: str
    alike: tuple[str, ...] = ()


class PlannedRow(Value):
    """What becomes of the row of this number in the sheet.

    ``case_id`` is empty where a case is opened; ``code`` is then the one that is wanted, or none. ``facts`` are what is
    written, ``changed`` the fields that are other than they stood. ``by_name`` says that the sheet gave no code.
    """

    number: int
    fate: RowFate
    code: str = ""
    case_id: str = ""
    facts: tuple[NewFact, ...] = ()
    changed: tuple[str, ...] = ()
    problems: tuple[ImportProblem, ...] = ()
    by_name: bool = False

    @property
    def comes_in(self) -> bool:
        """Whether something is written."""
        return self.fate in (RowFate.NEW, RowFate.CHANGED)

    @property
    def looks_alike(self) -> bool:
        """Whether she is left out only because she may be in the casebook, or in the sheet, already."""
        return self.fate is RowFate.REFUSED and all(one.alike for one in self.problems)


class ImportPlan(Value):
    """What becomes of every row of a sheet."""

    target: ImportTarget
    rows: tuple[PlannedRow, ...]

    def of(self, *fates: RowFate) -> tuple[PlannedRow, ...]:
        """The rows that this becomes of."""
        return tuple(row for row in self.rows if row.fate in fates)

    @property
    def coming_in(self) -> tuple[PlannedRow, ...]:
        """The rows that are written."""
        return tuple(row for row in self.rows if row.comes_in)


class Planner(Protocol):
    """Plans the rows of one kind of sheet, keeping in mind what the rows before would write."""

    def begin(self, given: Collection[str] = (), /) -> None:
        """Read the casebook anew; ``given`` are the codes that rows before were given."""

    def plan(self, row: "ImportedRow") -> PlannedRow:
        """What becomes of a row; raises why it is left out."""


def refused(number: int, *problems: ImportProblem) -> PlannedRow:
    """A row that is left out."""
    return PlannedRow(number, RowFate.REFUSED, problems=problems)


def plan_rows(
    planner: Planner, target: ImportTarget, rows: Sequence["ImportedRow"], progress: Progress | None = None
) -> ImportPlan:
    """What becomes of every row of a sheet; nothing is written. Rows that are marked count for no other one."""
    planner.begin()
    planned: dict[int, PlannedRow] = {}
    for row in counted(sorted(rows, key=_is_marked), progress):
        planned[row.number] = planned_row(planner, row)
    return ImportPlan(target, tuple(planned[row.number] for row in rows))


def planned_row(planner: Planner, row: "ImportedRow") -> PlannedRow:
    """What becomes of one row: one that came in already or that cannot be read is no matter of its kind.

    One that came in and is not there by now is told of: else nobody would miss it.
    """
    planned = _planned(planner, row)
    if not _is_marked(row):
        return planned
    if planned.fate is not RowFate.NEW:
        return PlannedRow(row.number, RowFate.MARKED)
    sentence = say(
        "The row is marked as imported, but is not in the casebook: it was taken back, or put right there. To bring "
        "it in, empty this cell."
    )
    return refused(row.number, ImportProblem(IMPORTED, sentence))


def _is_marked(row: "ImportedRow") -> bool:
    return row.values.get(IMPORTED, "").strip().casefold().startswith(YES)


def _planned(planner: Planner, row: "ImportedRow") -> PlannedRow:
    if row.problems:
        told = (ImportProblem(one.column, f"{one.sentence} {one.what_to_write}".strip()) for one in row.problems)
        return refused(row.number, *told)
    try:
        return planner.plan(row)
    except FollowupError as error:
        return refused(row.number, ImportProblem("", why_refused(error)))


def with_headings(plan: ImportPlan, mapping: "SheetMapping", fields: "ImportFields") -> ImportPlan:
    """The plan with every problem under the heading of their sheet, or the title of a field that no column has."""
    headings = {one.key: say(one.title) for one in fields.fields}
    headings |= {column.key: column.heading for column in mapping.columns if column.key}

    def told(one: ImportProblem) -> ImportProblem:
        return one._replace(column=_heading(one.column, headings))

    rows = (replace(row, problems=tuple(map(told, row.problems))) if row.problems else row for row in plan.rows)
    return replace(plan, rows=tuple(rows))


def _heading(column: str, headings: Mapping[str, str]) -> str:
    """``contact: phone`` under the heading that was read as ``contact.phone``; else as it is."""
    key = column.replace(": ", ".")
    whole = key.partition(" row ")[0]
    return headings.get(key) or headings.get(whole) or column


def alike_advice() -> str:
    """What to do with a row that looks like somebody: said once, and in every row of a copy."""
    return say(
        "She may be there already: the same name, also in other letters, or phone, or birth year and place. If it is "
        "she, write her code into a column Code, or leave the row out. If she is somebody else, say so with the number "
        "of her row, such as --as-new 17"
    )


def form_problems(problems: Iterable[FormProblem]) -> Iterator[ImportProblem]:
    """What a form found wrong, by its keys."""
    return (ImportProblem(one.where, one.what) for one in problems)


def counts(plan: ImportPlan) -> dict[str, int]:
    """How many rows become what."""
    return {fate.value: len(plan.of(fate)) for fate in RowFate}
