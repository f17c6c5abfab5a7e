"""What was erased of a case, taken out of every file that is kept of it here.

The erasure itself is a fact in the journal, written first. From then on nothing that was erased is read any more, and
this only makes the files say no more than what is read: so it may be stopped anywhere, and is finished by whoever reads
the case next. The journal's files come last: while one of them still holds something, everything before is looked
through again.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from followup.case.erasure import is_erased, without_erased
from followup.case.facts import Fact, from_record, to_record
from followup.errors import Damaged
from followup.vault import files, latest_entry, register, revisions, saved_forms
from followup.vault.envelope import Kind, open_sealed, seal
from followup.vault.found_files import candidates
from followup.vault.journal import Journals, facts_of
from followup.vault.journal_format import (
    TABLE,
    Record,
    case_and_device,
    ids_of,
    opened_file,
    tables_of,
)

Found = Mapping[str, Sequence[Sequence[Record]]]
"""What copies hold of a case: the versions of each of its files."""


def erase_in_files(journals: Journals, case_id: str) -> None:
    """Take what was erased of a case out of its files, and those set aside away; the caller holds the vault's lock."""
    by_file, noted = _readable(journals, case_id), journals.noted_erasures(case_id)
    if not is_erased((*noted, *(fact for facts in by_file.values() for fact in facts))):
        return
    _remove_aside(journals, case_id)
    journals.spares.drop(case_id)
    _remove_derived(journals, case_id)
    for file, facts in _left(by_file, noted).items():
        _rewrite(journals, file, facts)


def finish_erasures(journals: Journals) -> None:
    """Take out of the files whatever is noted as erased and still in them; the caller holds the vault's lock."""
    for case_id, noted in journals.every_noted_erasure().items():
        by_file = _readable(journals, case_id)
        if any(list(left.values()) != by_file[file] for file, left in _left(by_file, noted).items()):
            erase_in_files(journals, case_id)


def _readable(journals: Journals, case_id: str) -> dict[str, list[Fact]]:
    """The facts in each file of a case that can be read."""
    found: dict[str, list[Fact]] = {}
    for file in journals.files():
        if file.startswith(case_id + "."):
            with suppress(Damaged, FileNotFoundError):
                found[file] = facts_of(journals.records(file), file)
    return found


def _left(by_file: Mapping[str, list[Fact]], noted: Sequence[Fact]) -> dict[str, dict[str, Fact]]:
    """What is left of the facts of each file, by id."""
    everything = [*noted, *(fact for facts in by_file.values() for fact in facts)]
    left = {fact.id: fact for fact in without_erased(everything)}
    return {file: {fact.id: left[fact.id] for fact in facts} for file, facts in by_file.items()}


def _remove_aside(journals: Journals, case_id: str) -> None:
    """Take away files of the case that were put aside."""
    for path in _in_folder(journals.aside):
        if any(one.case_id == case_id for one in candidates([path])):
            files.remove(path)


def _remove_derived(journals: Journals, case_id: str) -> None:
    """Take away the registers, which are made again, and the forms about her that are not finished."""
    for path in _in_folder(files.inside(journals.home, register.FOLDER)):
        if files.name_of(path) != latest_entry.NAME:
            files.remove(path)
    for path in _in_folder(files.inside(journals.home, saved_forms.FOLDER)):
        if case_id in files.name_of(path):
            files.remove(path)


def _in_folder(folder: str) -> list[str]:
    return [files.inside(folder, name) for name in files.names_if_there(folder)]


def _rewrite(journals: Journals, file: str, left: Mapping[str, Fact]) -> None:
    """Save a file with what is left of its facts, in their places, and a spare copy of it."""
    names = case_and_device(file)
    assert names is not None
    opened = opened_file(journals.folder, file, journals.key)
    tables = tables_of(opened, file)
    before = tables[TABLE]
    tables[TABLE] = {number: _record(record, left) for number, record in before.items()}
    blob = files.read(files.inside(journals.folder, file))
    if tables[TABLE] != before:
        content = json.dumps(tables, separators=(",", ":")).encode()
        blob = seal(content, journals.key, Kind.JOURNAL, names, opened.revision + 1)
        files.save(files.inside(journals.folder, file), blob)
    again, ids = open_sealed(blob, journals.key, Kind.JOURNAL, names, file), ids_of(tables[TABLE].values())
    journals.spares.keep(file, blob, len(ids))
    seen = journals.revisions.of(names[0])
    if revisions.holds_what_was_seen(seen, file, ids, ()):
        journals.revisions.record(names[0], {**seen, file: revisions.remembered(again, ids)})


def _record(record: Record, left: Mapping[str, Fact]) -> Record:
    """The record of what is left of a fact; the same one where all of it is."""
    fact = left[str(record["id"])]
    return record if from_record(record) == fact else to_record(fact)


class LeftOfCopies(NamedTuple):
    """What copies hold without what was erased; ``erased``: something was, and ``more``: they told it."""

    found: Found
    here: Mapping[str, Record]
    erased: bool = False
    more: bool = False


def without_erased_records(here: Mapping[str, Record], found: Found, noted: Sequence[Fact]) -> LeftOfCopies:
    """What copies hold, and what is ``here`` by id, without what was erased here, in one of them, or is ``noted``."""
    everything = [*here.values(), *(record for those in found.values() for version in those for record in version)]
    erased = [*noted, *(from_record(record) for record in everything if record.get("kind") == "erased")]
    if not erased:
        return LeftOfCopies(found, here)
    left = {file: [_version(version, erased) for version in those] for file, those in found.items()}
    known = dict(zip(here, _version(list(here.values()), erased), strict=True))
    return LeftOfCopies(left, known, erased=True, more=left != found)


def _version(records: Sequence[Record], erased: list[Fact]) -> list[Record]:
    facts = [from_record(record) for record in records]
    left = without_erased([*facts, *erased])
    return [record if new == old else to_record(new) for record, old, new in zip(records, facts, left, strict=False)]
