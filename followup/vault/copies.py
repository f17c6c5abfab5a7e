"""Bringing copies of a casebook together: whatever another copy holds is added here; nothing here is taken away."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from itertools import groupby
from operator import attrgetter

from followup.case.erasure import without_erased
from followup.case.facts import Fact
from followup.errors import FollowupError
from followup.store import NON_CASE_JOURNALS
from followup.values import MutableValue, Value, field
from followup.vault import files
from followup.vault.erasing import erase_in_files, finish_erasures
from followup.vault.found_files import Candidate, candidates, opened_copy, search
from followup.vault.journal import Journals, facts_of
from followup.vault.journal_format import Record, case_and_device, case_of, code_in
from followup.vault.union import add_records, put_aside


class MergedCopies(Value):
    """What came of bringing copies together. Cases are named by id; ``codes`` are those they were opened under."""

    files: int
    """How many files of journals were looked at: in the other copy, or where none was named, those kept here."""
    read: int
    """How many of them could be read; what is in those is here now, or was before."""
    added: Mapping[str, int]
    """How many entries were new, by journal."""
    new_cases: tuple[str, ...]
    """The cases of which nothing was here before."""
    differing: Mapping[str, int]
    """How many entries another copy words otherwise, by journal: those here stay."""
    erased: tuple[str, ...]
    """The cases in which it was erased in another copy who she is: here it is erased too."""
    withheld: tuple[str, ...]
    """The cases of which another copy tells more than an erasure here leaves: nothing of that came."""
    unread: tuple[tuple[str, FollowupError], ...]
    """The files that could not be read, by name, and why."""
    codes: Mapping[str, str]


def merge_copies(journals: Journals, folder: str | None, *, dry_run: bool = False) -> MergedCopies:
    """Add what a folder and the folders in it hold, and what this casebook holds beside its cases.

    The latter are spare copies, and files that another program named: those are put aside once all that is in them is
    in the cases. Missing if there is nothing of a casebook in the folder.
    """
    elsewhere = search(folder) if folder is not None else []
    spares = [journals.spares.path(name) for file in journals.spares.files() for name in journals.spares.of(file)]
    strange = [name for name in journals.names() if not case_and_device(name) and not name.startswith(".")]
    own = candidates([*spares, *(files.inside(journals.folder, name) for name in strange)])
    merged = _merged(journals, elsewhere, own, dry_run=dry_run)
    unread = {name for name, _ in merged.unread}
    for one in own if not dry_run else ():
        if (name := files.name_of(one.path)) in strange and name not in unread:
            put_aside(journals, name)
            with journals.lock.held():
                erase_in_files(journals, one.case_id)
    return merged


class _Merging(MutableValue):
    """What has come so far of putting copies together, case by case: no more than one is held in memory."""

    journals: Journals
    dry_run: bool
    added: dict[str, int] = field(default_factory=dict)
    differing: dict[str, int] = field(default_factory=dict)
    erased: list[str] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)
    unread: dict[str, FollowupError] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)
    """The paths of the files that could be read."""
    codes: dict[str, str] = field(default_factory=dict)

    def take(self, case_id: str, found: Iterable[Candidate]) -> None:
        """Add what the copies of a case's files hold."""
        versions: dict[str, list[list[Record]]] = {}
        paths: list[str] = []
        for copy in found:
            try:
                file, records = opened_copy(copy, self.journals.key)
            except FollowupError as problem:
                self.unread[files.name_of(copy.path)] = problem
                continue
            if case_of(file) == case_id:
                versions.setdefault(file, []).append(records)
                paths.append(copy.path)
        try:
            self._add(case_id, versions)
            self.read.update(paths)
        except FollowupError as problem:
            self.unread.update(dict.fromkeys(versions, problem))

    def _add(self, case_id: str, versions: dict[str, list[list[Record]]]) -> None:
        result = add_records(self.journals, case_id, versions, dry_run=self.dry_run)
        self.codes[case_id] = code_in(record for copies in versions.values() for one in copies for record in one)
        self.added.update({case_id: len(result.records)} if result.records else {})
        self.differing.update({case_id: len(result.differing)} if result.differing else {})
        self.erased += [case_id] if result.erased else []
        self.withheld += [case_id] if result.withheld else []


def _merged(journals: Journals, elsewhere: list[Candidate], own: list[Candidate], *, dry_run: bool) -> MergedCopies:
    merging, found, by_case = _Merging(journals, dry_run), [*elsewhere, *own], attrgetter("case_id")
    with journals.lock.held():
        known = {*map(case_of, journals.files()), *NON_CASE_JOURNALS}
        if not dry_run and journals.revisions.lost(journals.inventory.case_ids()):
            journals.inventory.doubt(doubtful=True)
        for case_id, several in groupby(sorted(found, key=by_case), by_case):
            merging.take(case_id, several)
        if not dry_run:
            journals.inventory.add(journals.files(), merging.codes)
            finish_erasures(journals)
    new = tuple(case_id for case_id in merging.added if case_id not in known)
    asked, unread = {one.path for one in elsewhere or own}, tuple(merging.unread.items())
    read = len(asked & merging.read)
    return MergedCopies(
        files=len(asked),
        read=read,
        added=merging.added,
        new_cases=new,
        differing=merging.differing,
        erased=tuple(merging.erased),
        withheld=tuple(merging.withheld),
        unread=unread,
        codes=merging.codes,
    )


def readable_facts(journals: Journals, case_id: str) -> tuple[Fact, ...]:
    """What can be read of a journal: of its sound files, whatever was seen of them before, and of spare copies."""
    found: dict[str, Fact] = {}
    for file in {*journals.spares.files(), *journals.files()}:
        if case_of(file) == case_id:
            for records in (journals.readable_records(file) or (), *journals.spare_records(file)):
                with suppress(FollowupError):
                    found.update((fact.id, fact) for fact in facts_of(records, file))
    found.update((fact.id, fact) for fact in journals.noted_erasures(case_id) if found)
    return tuple(sorted(without_erased(tuple(found.values())), key=lambda fact: fact.order))
