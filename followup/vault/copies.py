"""Bringing copies of a casebook together: whatever another copy holds is added here; nothing here is taken away."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from followup.case.facts import Fact
from followup.errors import FollowupError
from followup.store import NON_CASE_JOURNALS
from followup.vault import files
from followup.vault.found_files import FoundFile, Unreadable, opened_copies, search
from followup.vault.journal import Journals, facts_of
from followup.vault.journal_format import Record, case_and_device, code_in, opened_file, records_of
from followup.vault.union import add_records, put_aside


@dataclass(frozen=True, slots=True)
class MergedCopies:
    """What came of bringing copies together. Cases are named by id; ``codes`` are those they were opened under."""

    files: int
    """How many files of journals were read."""
    added: Mapping[str, int]
    """How many entries were new, by journal."""
    new_cases: tuple[str, ...]
    """The cases of which nothing was here before."""
    differing: Mapping[str, int]
    """How many entries another copy words otherwise, by journal: those here stay."""
    unread: tuple[tuple[str, FollowupError], ...]
    """The files that could not be read, by name, and why."""
    codes: Mapping[str, str]


def merge_folder(journals: Journals, folder: str, *, dry_run: bool = False) -> MergedCopies:
    """Add what a folder and the folders in it hold; Missing if there is nothing of a casebook in it."""
    return _merged(journals, list(search(folder, journals.key)), dry_run=dry_run)


def merge_own(journals: Journals, *, dry_run: bool = False) -> MergedCopies:
    """Add what this casebook holds beside its cases: spare copies, and files that another program named.

    The latter are put aside once all that is in them is in the cases.
    """
    spares = [path for names in journals.spares.by_file().values() for path in map(journals.spares.path, names)]
    strange = [files.inside(journals.folder, name) for name in journals.names() if _is_strange(name)]
    found = list(opened_copies([*spares, *strange], journals.key))
    merged = _merged(journals, found, dry_run=dry_run)
    for one in found if not dry_run else ():
        if isinstance(one, FoundFile) and one.path in strange:
            put_aside(journals, files.name_of(one.path))
    return merged


def _is_strange(name: str) -> bool:
    return not case_and_device(name) and not name.startswith(".")


def _merged(journals: Journals, found: list[FoundFile | Unreadable], *, dry_run: bool) -> MergedCopies:
    with journals.lock.held():
        known = {file.partition(".")[0] for file in journals.files()}
        added: dict[str, tuple[Record, ...]] = {}
        differing: dict[str, int] = {}
        unread = [(files.name_of(one.path), one.problem) for one in found if isinstance(one, Unreadable)]
        by_case = _by_case(one for one in found if isinstance(one, FoundFile))
        for case, versions in sorted(by_case.items()):
            try:
                result = add_records(journals, case, versions, dry_run=dry_run)
            except FollowupError as problem:
                unread.append((case, problem))
                continue
            added[case], differing[case] = result.records, len(result.differing)
        codes = {case: code_in(_all(versions)) for case, versions in by_case.items()}
        if not dry_run:
            journals.inventory.add(journals.files(), codes)
    return MergedCopies(
        len(found),
        {case: len(records) for case, records in added.items() if records},
        tuple(case for case in added if case not in known | NON_CASE_JOURNALS),
        {case: count for case, count in differing.items() if count},
        tuple(unread),
        codes,
    )


def _by_case(found: Iterable[FoundFile]) -> dict[str, dict[str, list[list[Record]]]]:
    by_case: dict[str, dict[str, list[list[Record]]]] = {}
    for one in found:
        by_case.setdefault(one.file.partition(".")[0], {}).setdefault(one.file, []).append(one.records)
    return by_case


def _all(versions: Mapping[str, list[list[Record]]]) -> Iterator[Record]:
    return (record for copies in versions.values() for records in copies for record in records)


def readable_facts(journals: Journals, case_id: str) -> tuple[Fact, ...]:
    """What can be read of a journal: of its sound files, whatever was seen of them before, and of spare copies."""
    found: dict[str, Fact] = {}
    for file in {*journals.spares.by_file(), *journals.files()}:
        if file.startswith(case_id + "."):
            for records in _versions(journals, file):
                with suppress(FollowupError):
                    found.update((fact.id, fact) for fact in facts_of(records, file))
    return tuple(sorted(found.values(), key=lambda fact: fact.order))


def _versions(journals: Journals, file: str) -> Iterator[list[Record]]:
    with suppress(FollowupError, FileNotFoundError):
        yield records_of(opened_file(journals.folder, file, journals.key), file)
    yield from (records for _, records in journals.spare_records(file))
