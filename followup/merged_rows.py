"""Rows of cases that go on as part of another one: they say so, and of which."""

from collections.abc import Mapping

from followup.case.facts import Fact
from followup.store import RegisterKind, RegisterRow
from followup.values import replace

MARK = "merged_into"
"""The key of a row that stands for a case which goes on as part of another one."""


def with_marks(kind: RegisterKind) -> RegisterKind:
    """A register whose rows say of a case that it goes on as part of another one, and of which."""
    serves = kind.serves

    def build(case_id: str, facts: tuple[Fact, ...]) -> RegisterRow:
        from followup.case.merged_facts import merged_into

        row = kind.build(case_id, facts)
        return {MARK: into, "row": row} if (into := merged_into(facts)) else row

    return replace(kind, build=build, serves=serves and (lambda row: serves(row["row"] if is_marked(row) else row)))


def is_marked(row: RegisterRow) -> bool:
    """Whether a row is of such a case."""
    return type(row) is dict and MARK in row


def end_of_chain(merged: Mapping[str, str], case_id: str) -> str:
    """The end of a chain of cases; two laptops may have closed it to a ring, of which the first by id is the end."""
    seen: list[str] = []
    while case_id in merged and case_id not in seen:
        seen.append(case_id)
        case_id = merged[case_id]
    return min(seen[seen.index(case_id) :]) if case_id in seen else case_id
