"""Putting facts together: what other copies hold of a case is added to what this one holds, by the ids of the facts.

Nothing is ever taken away, and the order in which copies are put together makes no difference to which facts are there:
every fact has one random id, so a union of sets of facts is all there is to it. Each fact goes into the file of the
device that wrote it, after those already there. A file that cannot be read is put aside and written anew.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from followup.case.facts import Fact, from_record
from followup.errors import Damaged
from followup.vault import files, revisions
from followup.vault.erasing import erase_in_files, without_erased_records
from followup.vault.journal import Journals, facts_of
from followup.vault.journal_file import readable_record
from followup.vault.journal_format import Record, case_of, file_name, ids_of, opened_file

Versions = Sequence[Sequence[Record]]
"""What several copies hold of one file."""


class Added(NamedTuple):
    """The records that were new in a case, and the ids of facts that another copy words otherwise.

    ``withheld``: a copy told more of her than an erasure leaves, and nothing of that was added. ``erased``: it was
    erased in a copy, and is now here.
    """

    records: tuple[Record, ...]
    differing: tuple[str, ...] = ()
    withheld: bool = False
    erased: bool = False


def add_facts(journals: Journals, case_id: str, facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Add facts to a journal, each to the file of its device; those that were new. None is doubled."""
    added = add_records(journals, case_id, versions_of(case_id, facts))
    return tuple(from_record(record) for record in added.records)


def versions_of(case_id: str, facts: Iterable[Fact]) -> dict[str, Versions]:
    """Facts as the files of a journal that would hold them, each in the file of its device."""
    by_file: dict[str, list[Record]] = {}
    for fact in sorted(facts, key=lambda fact: (fact.seq, fact.written)):
        by_file.setdefault(file_name(case_id, fact.device), []).append(readable_record(fact))
    return {file: [records] for file, records in by_file.items()}


def add_records(journals: Journals, case_id: str, found: Mapping[str, Versions], *, dry_run: bool = False) -> Added:
    """Add what copies hold of a case; ``found`` are the versions of each of its files. Damaged if one is no fact."""
    for file, versions in found.items():
        for version in versions:
            facts_of(version, file)
    with journals.lock.held():
        here = _here(journals, case_id)
        before = {str(record["id"]): record for records in here.values() for record in records or ()}
        found, known, erased, more = without_erased_records(before, found, journals.noted_erasures(case_id))
        differing = {str(record["id"]) for record in _each(found) if record != known.get(str(record["id"]), record)}
        known, added = dict(known), list[Record]()
        for file, versions in sorted(found.items()):
            added += _added_to(journals, file, here.get(file), versions, known, dry_run=dry_run)
        if erased and not dry_run:
            erase_in_files(journals, case_id)
    new = any(record.get("kind") == "erased" for record in added)
    return Added(tuple(added), tuple(sorted(differing)), withheld=more and not new, erased=new)


def _each(found: Mapping[str, Versions]) -> Iterable[Record]:
    return (record for versions in found.values() for version in versions for record in version)


def _here(journals: Journals, case_id: str) -> dict[str, list[Record] | None]:
    """What is in each file of a case; None for one that cannot be read."""
    found: dict[str, list[Record] | None] = {}
    for file in journals.files_of(case_id):
        found[file] = None
        with suppress(Damaged, FileNotFoundError):
            found[file] = journals.records(file)
    return found


def _added_to(
    journals: Journals,
    file: str,
    here: list[Record] | None,
    versions: Versions,
    known: dict[str, Record],
    *,
    dry_run: bool,
) -> list[Record]:
    """Add to one file what it lacks; the records that no file of the case held before."""
    lacking = {str(record["id"]): record for version in versions for record in version}
    for one in ids_of(here) if here is not None else ():
        lacking.pop(one, None)
    if here is not None:  # a fact may stand in another file of the case already
        lacking = {one: record for one, record in lacking.items() if one not in known}
    new = [record for one, record in lacking.items() if one not in known]
    known.update(lacking)
    if not dry_run:
        _write(journals, file, list(lacking.values()), [ids_of(version) for version in versions])
    return new


def _write(journals: Journals, file: str, records: list[Record], versions: list[list[str]]) -> None:
    from followup.vault.journal_file import open_journal

    _put_aside_damaged(journals, file)
    seen = journals.revisions.of(case_of(file))
    with open_journal(journals.folder, file, journals.key) as journal:
        before = journal.ids
        lacking = [record for record in records if record["id"] not in before]
        if lacking:
            journal.add(lacking)
            journals.added(file)
            journals.spares.keep(file, journal.blob, len(journal.ids), len(before))
        ids = journal.ids
        # while something that was seen in it is still missing it is not remembered: that stays said
        if ids and revisions.holds_what_was_seen(seen, file, ids, [*versions, *journals.witnesses(file)]):
            journals.revisions.record(case_of(file), {**seen, file: journal.remembered})


def _put_aside_damaged(journals: Journals, file: str) -> None:
    try:
        opened_file(journals.folder, file, journals.key)
    except FileNotFoundError:
        return
    except Damaged:
        put_aside(journals, file)


def put_aside(journals: Journals, name: str) -> None:
    """Move a file out of the folder of cases, under a name of its own; what is in it stays."""
    files.put_aside(files.inside(journals.folder, name), journals.aside)
