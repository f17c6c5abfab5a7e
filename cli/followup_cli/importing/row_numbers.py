"""Numbers of rows, as they are typed."""

from collections.abc import Iterable

from followup.errors import Invalid
from followup.messages import say
from followup_cli.terminal.typed import parse_number

MOST_ROWS = 20_000
"""Rows that a sheet has at most."""


def parse_rows(typed: str) -> frozenset[int]:
    """Numbers of rows, and from one to another, such as ``4,17-20``."""
    return frozenset(row for part in typed.split(",") if part.strip() for row in _rows_of(part))


def _rows_of(part: str) -> range:
    first, between, last = part.partition("-")
    begin = parse_number(first.strip(), 1, MOST_ROWS)
    end = parse_number(last.strip(), 1, MOST_ROWS) if between else begin
    if end < begin:
        raise Invalid(say("From one row to another, the first comes first."), say("Write the rows like this: 4,17-20"))
    return range(begin, end + 1)


def in_ranges(numbers: Iterable[int]) -> str:
    """Numbers of rows as they are typed, those that follow one another together: ``4, 17-20``."""
    ranges: list[list[int]] = []
    for number in sorted(set(numbers)):
        if ranges and number == ranges[-1][-1] + 1:
            ranges[-1].append(number)
        else:
            ranges.append([number])
    return ", ".join(str(one[0]) if len(one) == 1 else f"{one[0]}-{one[-1]}" for one in ranges)
