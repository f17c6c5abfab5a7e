"""Summaries of one graduate, with as few words as a test needs."""

from datetime import date
from typing import Any

from followup.statistics.case_summary import CaseSummary, Place
from followup.statistics.visits_of_quarter import DoneOfDue


def a_summary(**said: Any) -> CaseSummary:
    """One of whom nothing is to be said but what is ``said``."""
    plain = {
        "id": "c1",
        "code": "KML-1",
        "returned": date(2025, 1, 31),
        "place": Place("Kien Svay", "Kandal"),
        "trade": "sewing",
        "episode_ends": (),
        "dues": (),
        "before": (DoneOfDue(0, 0),) * 4,
        "since_met": 10,
        "longest": 10,
        "flags": (),
        "business_month": None,
        "scores": (0,) * 6,
        "milestones": (),
    }
    return CaseSummary(**plain | said)
