"""What each column of a table holds: proposed from its heading and from what stands in it; a wrong proposal is worse
than none.
"""

from collections import Counter
from typing import NamedTuple

from followup.case.import_words import DayOrder, ImportTarget
from followup.intake.cells import is_a_code, is_a_province, looks_like
from followup.intake.column_dates import ColumnDays, look_at_days
from followup.intake.fields import ImportField, ImportFields, ValueKind
from followup.intake.heading_words import heading_parts
from followup.intake.headings import NO_MATCH, Certainty, HeadingMatch, match_heading
from followup.intake.mapping import MappedColumn, SheetMapping
from followup.intake.table import Table
from followup.intake.workbook import Cell
from followup.messages import say
from followup.values import replace

_DATED = (ValueKind.DAY, ValueKind.YEAR)
_MOST = 0.9
"""How many of the cells of a column have to look alike, so that it is known by them alone."""
_LOOKED_AT = 500
"""Cells of a column that are looked at for what it holds."""
_FEWEST = 3
"""Cells that a column has at least which is known by them alone."""


class ColumnProposal(NamedTuple):
    """What a column may hold: its key, how sure that is, and, where nothing is proposed, why not.

    ``tells`` says that the reason is news to whoever knows the heading.
    """

    heading: str
    key: str
    certainty: Certainty
    because: str = ""
    tells: bool = False


def propose(table: Table, fields: ImportFields) -> SheetMapping:
    """The mapping that is proposed for a table; a column of which nothing is known is passed over."""
    return mapping_of(table, fields, proposals(table, fields))


def mapping_of(table: Table, fields: ImportFields, proposed: tuple[ColumnProposal, ...]) -> SheetMapping:
    """Proposals as a mapping, with what the cells of each column say of their days."""
    columns = tuple(MappedColumn(one.heading, one.key) for one in proposed)
    return fit_mapping(SheetMapping(fields.target, columns), table, fields)


def proposals(table: Table, fields: ImportFields) -> tuple[ColumnProposal, ...]:
    """What each column may hold, in the order of the columns; each key is proposed once."""
    matched = _without_own_problems({heading: match_heading(heading, fields) for heading in table.header})
    checked = [_proposal(table, heading, match, fields) for heading, match in matched.items()]
    return tuple(_only_once(_by_values(table, checked, fields), fields))


def _without_own_problems(matched: dict[str, HeadingMatch]) -> dict[str, HeadingMatch]:
    """A column *problem* is that of a copy only where the copy's other column, *imported*, is there as well."""
    if "imported" in {match.key for match in matched.values()}:
        return matched
    return {heading: NO_MATCH if match.key == "problem" else match for heading, match in matched.items()}


def _proposal(table: Table, heading: str, match: HeadingMatch, fields: ImportFields) -> ColumnProposal:
    if match is NO_MATCH:
        return _unknown(heading, *_why_unknown(heading, fields))
    if not fields[match.key].is_read:
        return _passed_over(heading, match)
    cells = _some_cells(table, heading)
    alike = sum(looks_like(fields[match.key].kind, cell, fields) for cell in cells)
    if cells and alike * 2 < len(cells):
        why = say(
            "The heading says {what}, but the cells below it do not look like that.", what=fields[match.key].title
        )
        return _unknown(heading, why)
    return ColumnProposal(heading, match.key, match.certainty)


def _why_unknown(heading: str, fields: ImportFields) -> tuple[str, bool]:
    """Why nothing is proposed for a heading, and whether that is news to whoever knows it."""
    if any(fields.named(part) for part in heading_parts(heading)):
        return say("Only a part of the heading is known, and the rest may change what it means."), True
    return say("The heading is not known."), False


def _unknown(heading: str, why: str, tells: bool = True) -> ColumnProposal:
    return ColumnProposal(heading, "", Certainty.UNKNOWN, why, tells)


def _passed_over(heading: str, match: HeadingMatch) -> ColumnProposal:
    age = say("An age changes every year. A column with the year of birth can be imported.")
    why = age if match.key == "-age" else say("It is not needed.")
    return ColumnProposal(heading, match.key, match.certainty, why, match.key == "-age")


def _by_values(table: Table, proposed: list[ColumnProposal], fields: ImportFields) -> list[ColumnProposal]:
    """With what is known from the cells alone: codes and provinces, and the only day of a table of visits."""
    taken = {one.key for one in proposed}
    found: dict[str, list[str]] = {}
    for one in proposed:
        if one.certainty is Certainty.UNKNOWN and (key := _key_by_values(table, one.heading, fields)):
            found.setdefault(key, []).append(one.heading)
    sure = {headings[0]: key for key, headings in found.items() if len(headings) == 1 and key not in taken}
    return [
        ColumnProposal(one.heading, sure[one.heading], Certainty.LIKELY) if one.heading in sure else one
        for one in proposed
    ]


def _some_cells(table: Table, heading: str) -> list[Cell]:
    """The first cells of a column: enough to know what it looks like."""
    return [cell for _, cell in table.cells(heading)[:_LOOKED_AT]]


def _key_by_values(table: Table, heading: str, fields: ImportFields) -> str:
    cells = _some_cells(table, heading)
    if len(cells) < _FEWEST:
        return ""
    enough = _MOST * len(cells)
    if sum(map(is_a_code, cells)) >= enough:
        return "code"
    if fields.target is ImportTarget.GRADUATES and sum(is_a_province(cell, fields) for cell in cells) >= enough:
        return "province"
    is_dated = sum(looks_like(ValueKind.DAY, cell, fields) for cell in cells) >= enough
    return "date" if fields.target is ImportTarget.VISITS and is_dated else ""


def _only_once(proposed: list[ColumnProposal], fields: ImportFields) -> list[ColumnProposal]:
    """Each key for one column: the surer one, and of equals the first."""
    best: dict[str, ColumnProposal] = {}
    for one in sorted(proposed, key=lambda one: one.certainty is not Certainty.SURE):
        best.setdefault(one.key, one)
    return [
        one
        if best[one.key] is one or not one.key or one.key.startswith("-")
        else _unknown(one.heading, _taken(fields[one.key], best[one.key].heading))
        for one in proposed
    ]


def _taken(field: ImportField, heading: str) -> str:
    return say(
        "{field} is read from one column only; the column {heading} is proposed.",
        field=say(field.title),
        heading=heading,
    )


def lacking(mapping: SheetMapping, fields: ImportFields) -> tuple[ImportField, ...]:
    """The fields that every row needs and no column stands for; where rows can put right what stands none."""
    said = mapping.keys
    if fields.target is ImportTarget.PLANS or (fields.target is ImportTarget.GRADUATES and "code" in said):
        return ()
    return tuple(field for field in fields.fields if field.required and field.key not in said)


def lacks_placement(mapping: SheetMapping) -> bool:
    """Whether a table says where graduates live, and no column with whom: one is written down with the other."""
    said = mapping.keys
    return (
        mapping.target is ImportTarget.GRADUATES and bool(said & {"province", "district"}) and "placement" not in said
    )


def lacks_name(mapping: SheetMapping) -> bool:
    """Whether a table of graduates has no column with their names, nor one with the codes of those who are known."""
    said = mapping.keys
    return mapping.target is ImportTarget.GRADUATES and not said & {"name", "name.family", "name.given", "code"}


# --- a mapping and a table ------------------------------------------------------------------------------------------


def fit_mapping(mapping: SheetMapping, table: Table, fields: ImportFields) -> SheetMapping:
    """A mapping for a table, with its columns in their order: what was said stays, and what its cells decide is added.

    A column of the mapping that the table lacks is left out, and a new one is passed over. That the spreadsheet turned
    days round is true of one file: of the next one it is believed only where its cells look like it again.
    """
    columns = tuple(_fitted(replace(mapping.column(one), heading=one), table, fields) for one in table.header)
    return replace(mapping, columns=columns)


def _fitted(column: MappedColumn, table: Table, fields: ImportFields) -> MappedColumn:
    if not column.key or fields[column.key].kind not in _DATED:
        return column
    days = days_in(table, column)
    return replace(column, order=column.order or days.order, turned=column.turned if days.may_be_turned else None)


def days_in(table: Table, column: MappedColumn) -> ColumnDays:
    """What the cells of a column say of their days."""
    return look_at_days(table.cells(column.heading))


def other_orders(mapping: SheetMapping, fields: ImportFields, heading: str) -> DayOrder | None:
    """The order that the other columns of days in a table have, where they agree."""
    orders = Counter(
        one.order
        for one in mapping.columns
        if one.heading != heading and one.key and fields[one.key].kind in _DATED and one.order
    )
    return next(iter(orders)) if len(orders) == 1 else None
