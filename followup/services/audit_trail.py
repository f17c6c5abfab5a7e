"""The audit trail of one graduate or of the office, and what was printed of her."""

from followup.case.facts import Exported, Printed
from followup.casebook import Casebook
from followup.monitoring.audit_log import LogEntry, log_entries
from followup.store import LOGGED_JOURNALS


def audit_trail(book: Casebook, typed: str = "") -> list[LogEntry]:
    """The audit trail of one graduate, or of the organisation when no code is given.

    What was printed or exported of one graduate stands in the organisation's; see `prints_of`.
    """
    journals = [book.find_in_log(typed)] if typed else sorted(LOGGED_JOURNALS)
    return list(log_entries(fact for journal in journals for fact in book.entries(journal)))


def prints_of(book: Casebook, typed: str) -> list[LogEntry]:
    """What the organisation's log says of prints and exports that she is on, in the order of writing."""
    her = book.find_in_log(typed)
    printed = {fact.id: fact.body for fact in book.office_facts if isinstance(fact.body, (Exported, Printed))}
    entries = (entry for entry in audit_trail(book) if entry.id in printed)
    return [entry for entry in entries if her in map(book.root, printed[entry.id].cases)]
