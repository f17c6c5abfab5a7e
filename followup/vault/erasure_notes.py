"""Whose identity was erased, as it is noted beside the cases: whatever file of hers comes back, it stays erased."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from followup.case.erasure import noted_erasures
from followup.case.facts import Fact, from_record
from followup.errors import Damaged, DiskFailure
from followup.vault.envelope import DataKey
from followup.vault.journal_format import opened_file, records_of

Noted = Mapping[str, Sequence[Fact]]
"""The entries that erased something, by the case of which they did."""


def read_notes(folder: str, names: Iterable[str], key: DataKey) -> Noted:
    """What the named files note; what cannot be read of them is told of by who looks after the files."""
    notes: list[Fact] = []
    for file in names:
        with suppress(Damaged, DiskFailure, FileNotFoundError):
            notes += [from_record(record) for record in records_of(opened_file(folder, file, key), file)]
    return noted_erasures(notes)
