"""A backup put back: on an empty machine, into the casebook by union, or one case of it."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from followup.case.facts import Configured, Fact
from followup.case.merged_facts import merged_into
from followup.case.pseudonym import tidy_code
from followup.case.replay import replay
from followup.casebook import Casebook, Moment
from followup.errors import Missing, Refused
from followup.messages import say
from followup.progress import Progress
from followup.store import is_case
from followup.values import Value
from followup.vault import keys
from followup.vault.backup_file import BackupContents
from followup.vault.journal_format import file_name
from followup.vault.restoring import restore_new
from followup.vault.union import add_records, versions_of
from followup.vault.vault import Vault


class JournalRestore(Value):
    """What putting back would do to one journal: how many facts are ``new``, and files that cannot be read or are gone.

    ``differing`` counts facts that the backup words otherwise: those here stay. ``code`` is empty for the journals
    beside the cases. ``withheld``: the backup tells of her what was erased here since, and that stays erased;
    ``erased``: it was erased in the backup, and will be here.
    """

    journal: str
    code: str
    new: int
    differing: int
    unreadable: tuple[str, ...]
    gone: tuple[str, ...]
    withheld: bool
    erased: bool


class RestorePlan(Value):
    """What putting a backup back would do: the journals in which something changes."""

    changes: tuple[JournalRestore, ...]

    @property
    def new(self) -> int:
        """How many facts would come back."""
        return sum(one.new for one in self.changes)

    @property
    def differing(self) -> int:
        """How many facts the backup words otherwise than they are here."""
        return sum(one.differing for one in self.changes)

    @property
    def cases(self) -> tuple[JournalRestore, ...]:
        """The graduates of whom something would come back."""
        return tuple(one for one in self.changes if one.new and is_case(one.journal))

    @property
    def withheld(self) -> tuple[str, ...]:
        """The codes of those of whom the backup tells what was erased here since."""
        return tuple(sorted(one.code for one in self.changes if one.withheld))

    @property
    def erased(self) -> tuple[str, ...]:
        """The codes of those of whom the backup says that who they are was erased."""
        return tuple(sorted(one.code for one in self.changes if one.erased))


def code_in(facts: tuple[Fact, ...]) -> str:
    """The code that a case's facts give it."""
    return replay("", facts, date.max).code


def chosen_journals(contents: BackupContents, typed: str) -> Mapping[str, tuple[Fact, ...]]:
    """The journals to put back: all, or that of one graduate and those that go on as part of it; Missing if nobody."""
    if not typed:
        return contents.journals
    cases = {name: facts for name, facts in contents.journals.items() if is_case(name)}
    codes = {name: code_in(facts) for name, facts in cases.items()}
    wanted = tidy_code(typed)
    found = [name for name, code in codes.items() if code == wanted] or [
        name for name, code in codes.items() if wanted and code.startswith(wanted)
    ]
    if len(found) != 1:
        raise Missing(
            say("The backup holds no graduate with this code.") if not found else say("Several codes begin like that."),
            say("Type the whole code, as it is on lists and sheets."),
        )
    parts = [name for name, facts in cases.items() if merged_into(facts) == found[0]]
    return {name: contents.journals[name] for name in (found[0], *parts)}


def plan_restore(vault: Vault, contents: BackupContents, typed: str = "") -> RestorePlan:
    """What putting a backup back into a living casebook would do; Refused if it is another casebook's."""
    if contents.vault != vault.ring.vault:
        raise Refused(
            say("This backup was made of another casebook: nothing was changed."),
            say("To open it by itself, name an empty folder in FOLLOWUP_HOME and restore it there."),
        )
    chosen = chosen_journals(contents, typed)
    planned = [_planned(vault, name, facts) for name, facts in sorted(chosen.items())]
    changes = tuple(one for one in planned if one.new or one.differing or one.withheld)
    return RestorePlan(changes)


def _planned(vault: Vault, name: str, facts: tuple[Fact, ...]) -> JournalRestore:
    journals = vault.journals
    added = add_records(journals, name, versions_of(name, facts), dry_run=True)
    needed = sorted({file_name(name, str(record["device"])) for record in added.records})
    known = journals.revisions.of(name).keys() | journals.inventory.files()
    return JournalRestore(
        journal=name,
        code=code_in(facts) if is_case(name) else "",
        new=len(added.records),
        differing=len(added.differing),
        unreadable=tuple(file for file in needed if journals.has(file) and journals.readable_records(file) is None),
        gone=tuple(file for file in needed if file in known and not journals.has(file)),
        withheld=added.withheld,
        erased=added.erased,
    )


def restore_on_new_machine(
    home: Path, ring: keys.Keyring, contents: BackupContents, progress: Progress | None = None
) -> Vault:
    """The whole casebook made anew from a backup where there is none, under these keys."""
    vault = restore_new(home, ring, contents.journals, progress)
    vault.new_device()
    return vault


def introduce(vault: Vault, contents: BackupContents, moment: Moment) -> str:
    """Sign what is written here as on the laptop of the backup: the worker, or nothing if that is not known."""
    book = Casebook(vault, moment)
    known = (book.office.workers.get(device, "") for device in contents.devices)
    worker = next(filter(None, known), "")
    if worker:
        book.write_office(Configured(worker=worker))
    return worker
