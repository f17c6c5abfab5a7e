"""The opened vault: the store that the casebook is kept in."""

import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from typing import NamedTuple

from followup.case.facts import Fact
from followup.errors import Damaged, FollowupError
from followup.messages import say
from followup.store import NON_CASE_JOURNALS, Json, NewFact, Register, RegisterRow
from followup.vault import files, keys, revisions, saved_forms
from followup.vault.journal import FOLDER, Journals
from followup.vault.journal_format import case_and_device
from followup.vault.latest_entry import LatestEntry, LatestEntryFile
from followup.vault.register import Registers

DEVICE_FILE = "device.json"
"""Outside the folder of cases: whoever copies or synchronises the cases does not copy whose laptop this is."""
LOCK_FILE = "lock"

_DEVICE = re.compile(r"[0-9a-f]{16}")


class VaultCheckResult(NamedTuple):
    """What a check of the whole vault found: ``problems`` is empty if every file is as it was written."""

    files: int
    facts: int
    problems: tuple[FollowupError, ...]


class Vault:
    """Implements `casebook.Store` over sealed files. Made by `access`."""

    def __init__(self, home: str, ring: keys.Keyring) -> None:
        self.home = home
        self._ring = ring
        self._lock = files.Lock(files.inside(home, LOCK_FILE))
        self._device = ""
        self._journals = Journals(home, ring.data, self._lock)
        self._registers = Registers(home, ring.data, self._journals)
        self._drafts = saved_forms.SavedForms(home, ring.data, self._lock)
        self._latest = LatestEntryFile(home, ring.data)

    def __repr__(self) -> str:
        return "Vault()"

    @property
    def device(self) -> str:
        """This laptop's random name."""
        self._device = self._device or _device(self.home, self._lock)
        return self._device

    def case_ids(self) -> Sequence[str]:
        """The ids of all cases, sorted, without the journals beside them."""
        found = {case_device[0] for file in self._journals.files() if (case_device := case_and_device(file))}
        return sorted(found - NON_CASE_JOURNALS)

    def facts(self, case_id: str) -> tuple[Fact, ...]:
        """Every fact of one journal, of all devices, in replay order; Damaged names the file that cannot be trusted."""
        return self._journals.facts(case_id)

    def append(self, case_id: str, new_facts: Sequence[NewFact], *, by: str, now: datetime) -> tuple[Fact, ...]:
        """Write facts, all or none; when this returns they survive a power cut."""
        with self._lock.held():
            facts = self._journals.append(case_id, new_facts, device=self.device, by=by, now=now)
            if facts:
                self._latest.note(_latest_day(case_id, facts), now)
        return facts

    def clock_went_back(self, today: date, now: datetime) -> LatestEntry | None:
        """The latest entry written here, if it is later than it is now by the laptop's clock; else None."""
        latest = self._latest.read()
        return latest if latest and latest.is_after(today, now) else None

    def accept_clock(self, today: date, now: datetime) -> None:
        """The laptop's clock is right: what was written here later than now was written under a wrong one."""
        with self._lock.held():
            self._latest.set(LatestEntry(today, now))

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """No other process or thread writes to this vault meanwhile; Refused if one does so for half a minute."""
        with self._lock.held():
            yield

    def register(self, name: str, fingerprint: str, build: Callable[[str, tuple[Fact, ...]], RegisterRow]) -> Register:
        """One row a case, kept between commands; see `register.Registers.get`."""
        return self._registers.get(name, fingerprint, build)

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
            keys.change_passphrase(self.home, self._latest_ring(), passphrase)

    def add_recovery(self, recipient: str) -> None:
        """Let one more age public key open the vault."""
        with self._lock.held():
            keys.add_recovery(self.home, self._latest_ring(), recipient)

    def accept_older(self, case_id: str | None = None) -> tuple[str, ...]:
        """Accept a case's files (or all) as they are, though later ones were seen or they are gone; those accepted."""
        cases = [case_id] if case_id else sorted({*self.case_ids(), *self._journals.revisions.by_case()})
        accepted = [file for case in cases for file in self._journals.accept_older(case)]
        self._registers.forget()
        return tuple(accepted)

    def check(self, progress: Callable[[int, int], None] | None = None) -> VaultCheckResult:
        """Open every file and read every fact; ``progress(done, all)`` is told after each case."""
        self._tidy()
        problems: list[FollowupError] = [*self._key_problems(), *self._strange_files(), *self._drafts.problems()]
        seen = self._journals.revisions.by_case()
        by_case: dict[str, list[str]] = {case: [] for case in seen}
        for file in self._journals.files():
            by_case.setdefault(file.partition(".")[0], []).append(file)
        facts = 0
        for done, case in enumerate(sorted(by_case), 1):
            for file in sorted({*by_case[case], *seen.get(case, {})}):
                known = {file: seen[case][file]} if file in seen.get(case, {}) else {}
                try:
                    facts += len(self._journals.read(case, [file] if file in by_case[case] else [], known))
                except FollowupError as problem:
                    problems.append(problem)
            problems.extend(self._disagreement(case, by_case[case], problems))
            if progress:
                progress(done, len(by_case))
        return VaultCheckResult(sum(map(len, by_case.values())), facts, tuple(problems))

    def _disagreement(self, case: str, names: list[str], problems: list[FollowupError]) -> Iterator[FollowupError]:
        """Two sound files of a case that contradict one another."""
        if len(names) > 1 and not any(case in problem.what for problem in problems):
            try:
                self._journals.read(case, names)
            except FollowupError as problem:
                yield problem

    def _latest_ring(self) -> keys.Keyring:
        return keys.ring_of(keys.read(self.home), self._ring.data.key)

    def _key_problems(self) -> Iterator[FollowupError]:
        try:
            self._latest_ring()
        except FollowupError as problem:
            yield problem

    def _strange_files(self) -> Iterator[FollowupError]:
        """Files that look like a journal's but are named otherwise, as a synchroniser's conflict copies are."""
        for name in sorted(self._journals.stamps()):
            if name.endswith(".case") and not case_and_device(name) and not name.startswith("."):
                yield Damaged(
                    say("{file} has a name that followup did not give; what is in it is not read.", file=name),
                    say("It may be a copy made by a synchroniser. Keep it, and ask for help before removing it."),
                )

    def _tidy(self) -> None:
        """Remove what killed programs left half written."""
        with suppress(FollowupError), self._lock.held(patience=0):
            for folder in (self.home, *(files.inside(self.home, name) for name in folders())):
                files.sweep(folder)


def _latest_day(case_id: str, facts: Sequence[Fact]) -> date:
    """The latest day that entries of a case are true of; what the office decides may be true of a day to come."""
    return date.min if case_id in NON_CASE_JOURNALS else max(fact.on for fact in facts)


def folders() -> tuple[str, ...]:
    """The folders inside a vault."""
    from followup.vault import register

    return FOLDER, register.FOLDER, revisions.FOLDER, saved_forms.FOLDER


def _device(home: str, lock: files.Lock) -> str:
    """This laptop's random name. A vault that comes without one, as from a backup, gets a new one."""
    known = _read_device(home)
    if known:
        return known
    with lock.held():
        known = _read_device(home)
        if not known:
            known = os.urandom(8).hex()
            files.save(files.inside(home, DEVICE_FILE), json.dumps({"format": 1, "device": known}).encode())
    return known


def _read_device(home: str) -> str | None:
    try:
        device = json.loads(files.read(files.inside(home, DEVICE_FILE)))["device"]
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None
    return device if isinstance(device, str) and _DEVICE.fullmatch(device) else None
