"""Small facts for the tests of the vault. Invented people only."""

from datetime import UTC, date, datetime

from followup.case.facts import Identified, Opened, Visited
from followup.case.visit_words import ContactMethod
from followup.store import NewFact

NOW = datetime(2026, 7, 1, 8, tzinfo=UTC)
DAY = date(2026, 7, 1)
PASSPHRASE = "tide pencil maple otter lamp"

NAME, KHMER_NAME = "Sokunthea Planted", "សុគន្ធា"
NOTE, VILLAGE = "met at the market of Planted", "ភូមិត្រពាំង"


def opened(code: str = "SR-1") -> NewFact:
    """She went home."""
    return NewFact(DAY, Opened(code, DAY))


def visited(note: str = "", day: date = DAY) -> NewFact:
    """A home visit."""
    return NewFact(day, Visited(ContactMethod.HOME_VISIT, note=note))


def identified() -> NewFact:
    """Who she is, in words that no file may hold."""
    return NewFact(DAY, Identified(name=NAME, nickname=KHMER_NAME, village=VILLAGE))
