"""The codec: what was written is what is read, whatever it is made of, and nothing else is taken for it."""

import json
from datetime import date
from decimal import Decimal
from typing import ClassVar, NamedTuple

import pytest

from followup.case import codec
from followup.case.vocabulary import Severity
from followup.values import Value, field


class Point(NamedTuple):
    month: int
    day: date
    note: str | None = None


class Span(NamedTuple):
    first: int
    last: int

    def to_plain(self) -> str:
        return f"{self.first}-{self.last}"

    @classmethod
    def from_plain(cls, data: str) -> "Span":
        return cls(*map(int, data.split("-")))


class Part(Value):
    count: int
    of: int


class Whole(Value):
    writes_defaults: ClassVar[bool] = True
    title: str = ""
    carried_from: str = field(name="held", default="")


class Ending(Value, array_like=True):
    on: date
    told: set[str] = field(default_factory=set)
    depth: int = 0


class Report(Value):
    reckoned: ClassVar[dict[str, str]] = {"complete": "complete"}
    open: tuple[str, ...]

    @property
    def complete(self) -> bool:
        return not self.open


VALUES = [
    (Point, Point(3, date(2026, 3, 1)), [3, "2026-03-01", None]),
    (tuple[str, int], ("a", 1), ["a", 1]),
    (list[Point], [Point(3, date(2026, 3, 1), "x")], [[3, "2026-03-01", "x"]]),
    (set[Severity], {Severity.WATCH, Severity.DANGER}, ["danger", "watch"]),
    (dict[Severity, tuple[int, ...]], {Severity.WATCH: (1, 2)}, {"watch": [1, 2]}),
    (int | str | Part | None, Part(1, 2), {"count": 1, "of": 2}),
    (int | str | Part | None, None, None),
    (int | str | Part | None, "x", "x"),
    (Part | Whole, Whole("t", "2026Q1"), {"title": "t", "held": "2026Q1"}),
    (Whole, Whole(), {"title": "", "held": ""}),
    (list[Ending], [Ending(date(2026, 3, 1), {"kind", "cause"}, 2)], [["2026-03-01", ["cause", "kind"], 2]]),
    (Report, Report(("The quarter is not over.",)), {"open": ["The quarter is not over."], "complete": False}),
    (dict[str, Span | Decimal], {"a": Span(1, 2), "b": Decimal("0.5")}, {"a": "1-2", "b": "0.5"}),
]


@pytest.mark.parametrize(("kind", "value", "plain"), VALUES)
def test_a_value_is_written_as_said_and_comes_back_as_it_was(kind, value, plain):
    written = codec.to_json(value)

    assert written == plain
    assert codec.from_json(kind, json.loads(json.dumps(written))) == value


def test_a_row_that_was_written_before_it_had_its_last_fields_is_read():
    assert codec.from_json(Point, [3, "2026-03-01"]) == Point(3, date(2026, 3, 1))
    assert codec.from_json(Ending, ["2026-03-01"]) == Ending(date(2026, 3, 1))


@pytest.mark.parametrize(
    ("kind", "plain"),
    [
        (Point, [3]),
        (Point, [3, "2026-03-01", None, 1]),
        (Point, {"month": 3}),
        (tuple[str, int], ["a"]),
        (dict[str, int], []),
        (dict[Severity, int], {"grave": 1}),
        (int | Part, "x"),
        (Part | Whole, {"count": 1, "title": "x"}),
        (Whole, {"carried_from": ""}),
    ],
)
def test_what_is_no_such_value_is_refused(kind, plain):
    with pytest.raises((TypeError, ValueError)):
        codec.from_json(kind, plain)
