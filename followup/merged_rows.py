"""Rows of cases that go on as part of another one: they say so, and of which."""

from followup.case.facts import Fact
from followup.store import RegisterRow, RowBuilder, RowServes

MARK = "merged_into"
"""The key of a row that stands for a case which goes on as part of another one."""


def marking(build: RowBuilder) -> RowBuilder:
    """Makes rows that say of a case that it goes on as part of another one, and of which."""

    def mark(case_id: str, facts: tuple[Fact, ...]) -> RegisterRow:
        from followup.case.merged_facts import merged_into

        row = build(case_id, facts)
        return {MARK: into, "row": row} if (into := merged_into(facts)) else row

    return mark


def unmarking(serves: RowServes | None) -> RowServes | None:
    """Asks whether a row serves of what stands in it, where it is of such a case."""
    return serves and (lambda row: serves(row["row"] if is_marked(row) else row))


def is_marked(row: RegisterRow) -> bool:
    """Whether a row is of such a case."""
    return type(row) is dict and MARK in row
