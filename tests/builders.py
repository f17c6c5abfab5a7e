"""Invented graduates and a casebook over the memory store, as few words as a test needs."""

from datetime import UTC, date, datetime
from typing import Any

from followup.casebook import Casebook, Moment
from followup.services.graduates import enrol_all
from tests.memory_store import MemoryStore

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 11, 0, tzinfo=UTC)


def a_graduate(code: str = "KML-1", returned: str = "2026-01-31", **said: Any) -> dict[str, Any]:
    """A graduate as she is written in a file; ``said`` are further keys, or other values of these."""
    return {
        "code": code,
        "return_date": returned,
        "name": "Sreymom Keo",
        "village": "Trapeang Veng",
        "placement": "family",
        "province": "Kandal",
        "district": "Kien Svay",
        "trade": "hairdressing",
        "worker": "SN",
    } | said


def a_flag(kind: str = "debt", severity: str = "concern", **said: Any) -> dict[str, Any]:
    """A flag as it is written in a file."""
    return {"kind": kind, "severity": severity, "note": "A lender calls every week.", "raised": "2026-11-01"} | said


def a_plan(**said: Any) -> dict[str, Any]:
    """A business plan that can live, as it is written in a file."""
    return {
        "trade": "hairdressing",
        "partners": [{"role": "herself", "take_home": "100,000 riel"}],
        "customers_a_day": "6",
        "days_open": 26,
        "prices": {"haircut": "2,000 riel"},
        "costs": {"materials": "40,000 riel"},
    } | said


def a_casebook(*graduates: dict[str, Any], today: date = TODAY) -> Casebook:
    """A casebook that holds these graduates (one, if none is given)."""
    book = Casebook(MemoryStore(backed_up=today), Moment(today, NOW))
    done = enrol_all(book, graduates or [a_graduate()])
    assert not done.problems, done.problems
    return book


def unnoted() -> None:
    """What stands for the entry in the access log where there is no casebook to write it into."""
