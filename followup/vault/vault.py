"""The opened vault: the store that the casebook is kept in. What only some commands need is imported by them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from followup.case.facts import Fact
from followup.errors import FollowupError, Locked, each_once
from followup.messages import say
from followup.store import Along, Json, NewFact, OverviewKind, Register, RegisterKind, is_access_journal, is_case
from followup.values import replace
from followup.vault import backup_memory, files, keys
from followup.vault.envelope import OtherKey
from followup.vault.installation import Entry, Installation
from followup.vault.inventory import Inventory
from followup.vault.journal import FOLDER, Journals
from followup.vault.journal_format import case_and_device, case_of, file_name
from followup.vault.latest_entry import LatestEntry, LatestEntryFile, latest_day
from followup.vault.locking import PATIENCE
from followup.vault.overviews import Overviews
from followup.vault.passphrase import Tell, tell_nobody
from followup.vault.register import Registers

if TYPE_CHECKING:
    from followup.vault.backup_memory import MadeBackups
    from followup.vault.checking import CheckedFiles
    from followup.vault.copies import MergedCopies
    from followup.vault.rekey import ResealResult
    from followup.vault.saved_forms import SavedForms

LOCK_FILE = "lock"


class Vault:
    """Implements `casebook.Store` over sealed files. Made by `access`.

    ``by_passphrase`` says that a passphrase was given to open it, and no agent had the key already.
    """

    def __init__(self, home: str, ring: keys.Keyring, tell: Tell = tell_nobody, *, by_passphrase: bool = False) -> None:
        self.home = home
        self.by_passphrase = by_passphrase
        self._tell = tell
        self._ring = ring
        self._lock = files.Lock(files.inside(home, LOCK_FILE), self._look_anew)
        self._inventory = Inventory(home, ring.data)
        self.journals = Journals(home, ring.data, self._lock, self._inventory)
        """Its journals, for those who go through all of them."""
        self.journals.take_out_erased = self._erase_in_files
        self._installation = Installation(home, ring.vault, ring.data, self._holds)
        self._registers = Registers(home, ring.data, self.journals)
        self._overviews = Overviews(self._registers.kept, self.journals, self._installation.present)
        self._lock.at_end(self._installation.save)
        self._latest = LatestEntryFile(home, ring.data)
        self._gaps: tuple[FollowupError, ...] | None = None
        self._looked = False

    def __repr__(self) -> str:
        return "Vault()"

    def _look_anew(self) -> None:
        """Somebody else may have written before the lock was taken: what is held of that is looked for again.

        Locked for whoever would write with a key of before; a vault that is only being made has none yet.
        """
        for held in (self._installation, self._latest, self.journals.spares, self.journals):
            held.forget()
        if files.exists(files.inside(self.home, keys.FILE)):
            keys.refuse_if_rekeyed(self.home, self._ring)

    @property
    def device(self) -> str:
        """This laptop's random name, under which it writes: a new one where the home was copied or put back."""
        with self._lock.held():
            return self._installation.device()

    @property
    def devices(self) -> tuple[str, ...]:
        """Every name this casebook was written under here, the present one first."""
        return self._installation.names

    def case_ids(self) -> Sequence[str]:
        """The ids of all cases, sorted, without the journals beside them."""
        return sorted(filter(is_case, self._journal_names()))

    def access_journals(self) -> Sequence[str]:
        """The names of the journals of who looked, also of one of which every file is gone."""
        kept = set(map(case_of, self.journals.spares.files()))
        return sorted(filter(is_access_journal, {*self._journal_names(), *self._inventory.case_ids(), *kept}))

    def _journal_names(self) -> set[str]:
        return set(map(case_of, self.journals.files()))

    def facts(self, case_id: str) -> tuple[Fact, ...]:
        """Every fact of one journal, of all devices, in replay order; Damaged names the file that cannot be trusted."""
        return self.journals.facts(case_id)

    def readable_facts(self, case_id: str) -> tuple[Fact, ...]:
        """What can be read of a journal: of its sound files, and of the spare copies of the others."""
        from followup.vault.copies import readable_facts

        return readable_facts(self.journals, case_id)

    def append(self, case_id: str, new_facts: Sequence[NewFact], *, by: str, now: datetime) -> tuple[Fact, ...]:
        """Write facts, all or none; when this returns they survive a power cut."""
        with self._lock.held():
            device = self._writing_as(case_id)
            self._tell_of_copy()
            file, bodies = file_name(case_id, device), [one.body for one in new_facts]
            self._installation.will_write()
            with self._overviews.written(file, lambda kind: kind.concerned_by(case_id, bodies)):
                facts = self.journals.append(case_id, new_facts, device=device, by=by, now=now)
            if facts:
                self._installation.wrote(Entry.of(file, fact) for fact in facts)
                self._latest.note(latest_day(case_id, facts), now)
        return facts

    def _holds(self, entry: Entry) -> bool:
        """Whether an entry is in the home, or it is told of otherwise that something is missing of its file."""
        return self.journals.holds(entry.file, entry.id) or bool(self.journals.problem(entry.file))

    def _writing_as(self, case_id: str) -> str:
        """The name to write to a case under: a new one if nobody knows any more what was in the file of the old one."""
        device = self._installation.device()
        if self.journals.is_known(case_id, device):
            return device
        self._inventory.doubt(doubtful=True)
        return self._installation.renew()

    def _tell_of_copy(self) -> None:
        if self._installation.was_copied:
            self._installation.was_copied = False
            self._tell(
                say(
                    "This casebook was copied, moved or put back since it was last written to. What is written in "
                    "this copy is kept apart from now on, so that nothing is lost: bring copies together with "
                    "followup merge FOLDER. If somebody else works with this copy, say who: "
                    "followup office set --worker"
                )
            )

    def clock_went_back(self, today: date, now: datetime) -> LatestEntry | None:
        """The latest entry written here, if it is later than it is now by the laptop's clock; else None."""
        latest = self._latest.read()
        return latest if latest and latest.is_after(today, now) else None

    def accept_clock(self, today: date, now: datetime) -> None:
        """The laptop's clock is right: what was written here later than now was written under a wrong one."""
        with self._lock.held():
            self._latest.set(LatestEntry(today, now))

    def exclusive(self, patience: float = PATIENCE) -> AbstractContextManager[None]:
        """No other process or thread writes to this vault meanwhile; Refused if one does for ``patience`` seconds."""
        return self._lock.held(patience)

    def register(self, kind: RegisterKind, along: Along = tuple) -> Register:
        """One row a case, kept between commands; see `register.Registers.get`."""
        register = self._registers.get(kind, along)
        if not self._looked:
            self._looked = True
            self._list_new(self.journals.listed)
        return register

    def overview(self, kind: OverviewKind, *, as_left: bool = False) -> Json:
        """What is kept of all cases together; see `overviews.Overviews`."""
        return self._overviews.as_left(kind) if as_left else self._overviews.get(kind)

    def gaps(self) -> tuple[FollowupError, ...]:
        """What is missing of the casebook as a whole, whichever case it concerns; empty if nothing is."""
        from followup.vault.gaps import found_gaps

        if self._gaps is None:
            self._gaps = tuple(found_gaps(self.journals, self._installation, listed=self._ring.listed))
        return self._gaps

    @cached_property
    def _drafts(self) -> "SavedForms":
        from followup.vault.saved_forms import SavedForms

        return SavedForms(self.home, self._ring.data, self._lock)

    def keep_draft(self, name: str, content: Json) -> None:
        """Keep a form that is not finished; when this returns it survives a power cut."""
        self._drafts.keep(name, content)

    def draft(self, name: str) -> Json | None:
        """What was kept of a form, or None; Damaged if it cannot be trusted."""
        return self._drafts.of(name)

    def draft_names(self) -> Sequence[str]:
        """The names of the forms that are kept."""
        return self._drafts.names()

    def drop_draft(self, name: str) -> None:
        """Remove a form that is finished or given up."""
        self._drafts.drop(name)

    def change_passphrase(self, passphrase: str) -> None:
        """Only the new passphrase opens the vault from now on; the sealed files stay as they are."""
        with self._lock.held():
            keys.write(self.home, keys.with_passphrase(self.ring, passphrase))

    def add_recovery(self, recipient: str) -> None:
        """Let one more age public key open the vault."""
        with self._lock.held():
            keys.write(self.home, keys.with_recovery(self.ring, recipient))

    def remove_recovery(self, recipient: str) -> None:
        """Let an age public key open the vault no more; backups made before still open with it."""
        with self._lock.held():
            keys.write(self.home, keys.without_recovery(self.ring, recipient))

    @property
    def recovery(self) -> tuple[str, ...]:
        """The age public keys that open the vault, as they were added."""
        return keys.recovery_recipients(self.ring.slots)

    @property
    def ring(self) -> keys.Keyring:
        """The keys of the vault as they stand now; Locked if it was given a new one since it was opened."""
        keys.refuse_if_rekeyed(self.home, self._ring)
        return keys.ring_of(keys.read(self.home), self._ring.data.key)

    @property
    def backups(self) -> "MadeBackups | None":
        """Where the last backup was put from here, and when; None if none was made."""
        return backup_memory.read(self.home, self._ring.data)

    def note_backup(self, made: "MadeBackups") -> None:
        """A backup was made."""
        with self._lock.held():
            backup_memory.note(self.home, self._ring.data, made)

    def last_backup(self) -> date | None:
        """The day on which the last backup was made from here; None if none was."""
        made = self.backups
        return made.on if made else None

    def kept_aside(self) -> int:
        """How many files were put aside: they stay as they are, under the key they were sealed with."""
        return len(files.names_if_there(self.journals.aside))

    def reseal(self, progress: Callable[[int, int], None] | None = None) -> "ResealResult":
        """Seal anew whatever is still sealed with an older key; see `rekey.reseal`."""
        from followup.vault.rekey import reseal

        result = reseal(self.home, self.ring.data, self.journals, progress)
        with self._lock.held():
            self._installation.seal_anew()
        return result

    def is_passphrase(self, typed: str) -> bool:
        """Whether this passphrase opens the vault now."""
        try:
            keys.open_keyring(keys.read(self.home), typed)
        except Locked:
            return False
        return True

    def merge(self, folder: str | None = None, *, dry_run: bool = False) -> "MergedCopies":
        """Add what another copy holds, and what this one holds beside its cases. Nothing is taken away."""
        from followup.vault.copies import merge_copies

        merged = merge_copies(self.journals, folder, dry_run=dry_run)
        self._gaps = None
        return merged

    def took_in(self) -> None:
        """Facts were added to the journals: the files that hold them are put on the list."""
        with self._lock.held():
            known = self.journals.files()
            self._inventory.add(known, self.journals.codes_in(set(known) - self._inventory.files()))
            self._gaps = None

    def accept_older(self, case_id: str | None = None) -> tuple[str, ...]:
        """Accept a case's files (or all) as they are, though later ones were seen or they are gone; those accepted.

        What this laptop still holds of them is put back first. From then on it writes under a new name, so that what
        is missing can still be added whenever it turns up.
        """
        if isinstance(self._inventory.problem, OtherKey):
            raise self._inventory.problem  # it says what is missing: the newer key, not the files
        self.merge()
        with self._lock.held():
            expected = set(map(case_of, self._inventory.files()))
            cases = [case_id] if case_id else sorted({*expected, *self.case_ids(), *self.journals.revisions.by_case()})
            listed = self._inventory.files()
            accepted = {file for case in cases for file in self.journals.accept(case)}
            if not case_id:
                accepted |= listed - set(self.journals.files())
                self._give_up()
            self._inventory.replace(
                file for file in {*listed, *self.journals.files()} if file not in accepted or self.journals.has(file)
            )
            self._installation.renew()
        self._registers.forget()
        self._gaps = None
        return tuple(sorted(accepted))

    def _give_up(self) -> None:
        """Ask no more for what nothing holds: entries written last, and spare copies that cannot be read."""
        self._installation.give_up()
        for file in self.journals.spares.files():
            for name in () if self.journals.has(file) else self.journals.spares.of(file):
                self.journals.spares.put_aside(name, self.journals.aside)

    def erase(self, case_id: str) -> None:
        """Take what the journal says was erased out of every file that is kept of it here."""
        with self._lock.held():
            if any(case_id in name and not case_and_device(name) for name in self.journals.names()):
                self.merge()  # what a synchroniser named otherwise is taken over first
            self._erase_in_files(case_id)

    def _erase_in_files(self, case_id: str) -> None:
        from followup.vault.erasing import erase_in_files

        erase_in_files(self.journals, case_id)

    def code(self, case_id: str) -> str:
        """The code under which a case stands on the list of what belongs here; empty if it is not known."""
        return self._inventory.code(case_id)

    def new_device(self) -> str:
        """A new name for this laptop, as after a restore: whatever is written from now on is in files of its own."""
        with self._lock.held():
            return self._installation.renew()

    def check(self, progress: Callable[[int, int], None] | None = None) -> "CheckedFiles":
        """Open every file and read every fact; ``progress(done, all)`` is told after each case.

        No problem is found if every file is as it was written.
        """
        from followup.vault.checking import check_journals

        self._tidy()
        checked = check_journals(self.journals, progress)
        if not checked.problems:
            self._sound()
        problems = (*self._key_problems(), *checked.problems, *self.gaps(), *self._drafts.problems())
        return checked._replace(problems=each_once(problems))

    def _sound(self) -> None:
        """Every file is as it was seen last: no doubt is left, and all that is here is on the list."""
        self._gaps = None
        with suppress(FollowupError), self._lock.held(patience=0):
            self._inventory.doubt(doubtful=False)
            self._list_new(self.journals.names)

    def _list_new(self, names: Callable[[], Iterable[str]]) -> None:
        """Put files on the list, under the lock, where one is not on it; an earlier vault gets its list."""
        known = self._inventory
        if self._ring.listed and not (known.exists and known.lacks(names())):
            return
        with suppress(FollowupError), self._lock.held(patience=0):
            new = [file for file in sorted(known.lacks(names())) if file in self.journals.revisions.of(case_of(file))]
            known.add(new, self.journals.codes_in(new))
            if not self._ring.listed:
                ring = replace(self.ring, listed=True)
                keys.write(self.home, ring)
                self._ring = ring

    def _key_problems(self) -> Iterator[FollowupError]:
        try:
            _ = self.ring
        except FollowupError as problem:
            yield problem

    def _tidy(self) -> None:
        """Remove what killed programs left half written."""
        with suppress(FollowupError), self._lock.held(patience=0):
            for folder in (self.home, *(files.inside(self.home, name) for name in folders())):
                files.sweep(folder)
            self._installation.sweep()


def folders() -> tuple[str, ...]:
    """The folders inside a vault."""
    from followup.vault import register, revisions, saved_forms, spares

    return FOLDER, register.FOLDER, revisions.FOLDER, saved_forms.FOLDER, spares.FOLDER
