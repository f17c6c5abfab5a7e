"""A mapping: which column of a table is which key of a form, and what was said once of each column.

It holds no value: ``SheetMapping(ImportTarget.VISITS, (MappedColumn("Day", "date", DayOrder.DAY_FIRST),))``.
"""

from collections.abc import Mapping
from typing import Any

from msgspec import ValidationError, convert, to_builtins

from followup.case.import_words import DayOrder, ImportTarget
from followup.errors import Damaged
from followup.intake.heading_words import folded_heading
from followup.messages import say
from followup.values import Value, field, replace


class MappedColumn(Value, omit_defaults=True):
    """A column by its heading and the key it stands for, empty for a column that is passed over.

    ``order`` is which figure of its days comes first, ``century`` what stands before years of two figures (0: they are
    refused), ``zero`` whether its phone numbers get back the 0 they lost, ``turned`` whether the spreadsheet turned day
    and month round. None is what nobody has said.
    """

    heading: str
    key: str
    order: DayOrder | None = None
    century: int | None = None
    zero: bool | None = None
    turned: bool | None = None


class SheetMapping(Value):
    """The columns of a table, and what is the same for ``always`` every row, by key."""

    target: ImportTarget
    columns: tuple[MappedColumn, ...]
    always: Mapping[str, str] = field(default_factory=dict)

    def column(self, heading: str) -> MappedColumn:
        """What is said of a column, whatever capitals and signs its heading has; of a new one nothing."""
        wanted = folded_heading(heading)
        found = (one for one in self.columns if folded_heading(one.heading) == wanted)
        return next(found, MappedColumn(heading, ""))

    @property
    def keys(self) -> set[str]:
        """What it says of every row."""
        return {*self.always, *(one.key for one in self.columns)}

    def heading_of(self, key: str) -> str:
        """The heading of the column that stands for a key, empty where none does."""
        return next((one.heading for one in self.columns if one.key == key), "")

    def with_key(self, heading: str, key: str) -> "SheetMapping":
        """With another key for a column: what was said of it is asked anew, and no other column keeps the key."""
        freed = tuple(replace(one, key="") if key and one.key == key else one for one in self.columns)
        return replace(self, columns=freed).with_column(MappedColumn(heading, key))

    def with_column(self, column: MappedColumn) -> "SheetMapping":
        """With one column as it is given."""
        wanted = folded_heading(column.heading)
        return replace(
            self, columns=tuple(column if folded_heading(one.heading) == wanted else one for one in self.columns)
        )

    def knows(self, headings: tuple[str, ...]) -> bool:
        """Whether every heading of a table stands in it, so that nothing has to be asked again."""
        known = {folded_heading(one.heading) for one in self.columns}
        return all(folded_heading(one) in known for one in headings)


def mapping_to_json(mapping: SheetMapping) -> dict[str, Any]:
    """The mapping in JSON values; what nobody said of a column is left out."""
    written: dict[str, Any] = to_builtins(mapping)
    return written


def mapping_from_json(written: Mapping[str, Any]) -> SheetMapping:
    """The mapping that `mapping_to_json` wrote; Damaged for what it never writes."""
    try:
        return convert(written, SheetMapping)
    except ValidationError as error:
        raise Damaged(
            say("A mapping of columns cannot be read; it may be of a newer version."),
            say("Import the table without it, and keep a new one."),
        ) from error
