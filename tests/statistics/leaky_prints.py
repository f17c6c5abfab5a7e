"""Prints made by hand that betray somebody, each of a small programme of which everything is known."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from followup.case import codec
from followup.case.outcome_words import FailureCause, OutcomeClass, OutcomeKind
from followup.case.visit_words import WellbeingDomain
from followup.statistics.case_summary import CaseSummary, Place
from followup.statistics.episode_ends import EpisodeEnd
from followup.statistics.quarters import Quarter
from followup.statistics.survival import kaplan_meier
from followup.statistics.visits_of_quarter import TREND_QUARTERS, DoneOfDue
from tests.statistics.attacked_prints import Ending, Json, Print, counted, endings_by_print

Q1, Q2 = Quarter(2025, 1), Quarter(2025, 2)
CLOSED, GONE, AWAY = OutcomeKind.BUSINESS_CLOSED, OutcomeKind.NO_CONTACT, OutcomeKind.MOVED_AWAY
FAILURE = OutcomeClass.FAILURE
WELL, SAFE_JOB = OutcomeKind.SELF_SUPPORTING, OutcomeKind.SAFE_EMPLOYMENT
DEBT, HEALTH = FailureCause.DEBT, FailureCause.HEALTH


def a_life(name: str, returned: date, *ended: EpisodeEnd, district: str = "Bati", **said: Any) -> CaseSummary:
    """A graduate of whom no more is said than it takes."""
    life = CaseSummary(
        id=name,
        code=name,
        returned=returned,
        place=Place(district, "Takeo"),
        trade="sewing",
        episode_ends=ended,
        dues=(),
        before=(DoneOfDue(0, 0),) * (TREND_QUARTERS - 1),
        since_met=0,
        longest=0,
        flags=(),
        business_month=None,
        scores=(0,) * len(WellbeingDomain),
        milestones=(),
    )
    return life._replace(**said)


def who_ended(
    hows: Iterable[tuple[OutcomeKind, FailureCause | None]], day: date, start: str = "a", months: int = 14, **said: Any
) -> list[CaseSummary]:
    """Graduates whose follow-up ended on a day, each as said, so many months after they came home."""
    returned = day - timedelta(days=round(months * 30.4) + 15)
    return [
        a_life(f"{start}{n:02}", returned, EpisodeEnd(day, how, (cause,) if cause else ()), **said)
        for n, (how, cause) in enumerate(hows)
    ]


def followed(number: int, **said: Any) -> list[CaseSummary]:
    """Graduates in follow-up."""
    return [a_life(f"f{n:02}", date(2023, 6, 1) + timedelta(n), **said) for n in range(number)]


def a_print(quarter: Quarter, lives: Sequence[CaseSummary], *tables: tuple[str, Json], brief: Json = None) -> Print:
    """A print of a quarter with these tables, each with its section."""
    sections = [{"id": section, "tables": [table]} for section, table in tables]
    report = {"quarter": str(quarter), "internal": True, "heads": [], "sections": sections}
    return Print([report], lives, quarter.end, brief=brief)


def a_table(name: str, rows: Mapping[str, Mapping[str, Json]], held: str = "", *, total: Json = None) -> Json:
    """A table as a report has it."""
    lines = [{"id": row, "merged": False, "cells": dict(cells)} for row, cells in rows.items()]
    return {"id": name, "held": held, "rows": lines, "total": total}


def ends_of(quarter: Quarter, lives: Sequence[CaseSummary]) -> list[Ending]:
    """The ends in the records at the end of a quarter, of those who agree to be counted."""
    return counted(next(iter(endings_by_print([a_print(quarter, lives)]))))


# --- what is told of all -------------------------------------------------------------------------------------------


def results(quarter: Quarter, lives: Sequence[CaseSummary]) -> tuple[str, Json]:
    """How many ended in each way, since the start."""
    return "outcomes", _counted("results", (end.how.result for end in ends_of(quarter, lives)), OutcomeClass)


def kinds(quarter: Quarter, lives: Sequence[CaseSummary]) -> tuple[str, Json]:
    """How many ended in each kind, since the start."""
    return "outcomes", _counted("kinds", (end.how for end in ends_of(quarter, lives)))


def causes(quarter: Quarter, lives: Sequence[CaseSummary]) -> tuple[str, Json]:
    """How many failed for each main cause, since the start."""
    return "outcomes", _counted(
        "causes", (end.cause or "no_cause" for end in ends_of(quarter, lives) if end.how.result is FAILURE)
    )


def _counted(name: str, of: Iterable[Any], every: Iterable[Any] = ()) -> Json:
    found = Counter(of)
    return a_table(name, {str(one): {"people": found[one]} for one in {**dict.fromkeys(every), **found}})


def crossed(name: str, quarter: Quarter, lives: Sequence[CaseSummary], group: Any) -> tuple[str, Json]:
    """Results by what neighbours see."""
    there = ends_of(quarter, lives)
    rows = {
        key: {
            str(result): sum(group(end) == key and end.how.result is result for end in there) for result in OutcomeClass
        }
        for key in sorted({group(end) for end in there})
    }
    return "outcomes", a_table(name, rows)


def curve(quarter: Quarter, lives: Sequence[CaseSummary], marks: Iterable[int]) -> tuple[str, Json]:
    """The curve of everybody, read at some months."""
    times = []
    for life in lives:
        over = life.episode_end_on(quarter.end)
        days = ((over.on if over else quarter.last) - life.returned).days
        failed = over is not None and over.result is OutcomeClass.FAILURE
        times.append((int(days / 30.4) + failed, failed))
    whole = kaplan_meier(times)
    rows = {}
    for mark in marks:
        at = whole.at(mark)
        rows[str(mark)] = {"value": codec.to_json(at.in_percent), "observed": at.at_risk}
    return "survival", a_table("curve", rows)
