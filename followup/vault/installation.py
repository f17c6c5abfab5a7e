"""Which laptop this is: the random name under which it writes, bound to this machine and to where the home lies.

No two places may ever write under one name, or one file would hold what the other lacks. So what a copy of the home
brings along (``device.json``: its names) counts only together with a record outside the home, in the user's own state
folder: which name this installation has, and which entries it wrote last. A home that was copied to another place finds
no record there; one that was put back from an older copy lacks the last entry. Both take a new name before they write
again, and the record remembers what is missing.

Who writes many entries under one lock says so in the record before the second one, and names the last when the lock is
given back. Where that did not come about, nobody knows which entries were written: then a new name is taken as well.
"""

import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress

from msgspec import MsgspecError
from msgspec.json import decode, encode
from nacl.bindings.crypto_generichash import generichash_blake2b_salt_personal

from followup.case.facts import Fact
from followup.errors import Damaged, DiskFailure
from followup.values import ListedValue, Value, replace
from followup.vault import files
from followup.vault.envelope import DataKey, Kind, open_sealed, seal

FILE = "device.json"
"""Outside the folder of cases: whoever copies or synchronises the cases does not copy whose laptop this is."""
STATE_VARIABLE = "FOLLOWUP_STATE"
FORMAT = 2
RECENT = 64
"""So many of the last entries are remembered, to name those that are missing."""

_DEVICE = re.compile(r"[0-9a-f]{16}")


class Entry(ListedValue):
    """An entry that was written here: in which file, under which id, and of the case with which code."""

    file: str
    id: str
    code: str

    @classmethod
    def of(cls, file: str, fact: Fact) -> "Entry":
        """That of a fact: with a code where it begins a case, which nothing else would name in a home put back."""
        return cls(file, fact.id, str(getattr(fact.body, "code", "")) if fact.body.kind == "opened" else "")


class Names(Value):
    """What the home says of itself: its name, and those before."""

    device: str = ""
    before: tuple[str, ...] = ()
    bound: str = ""
    """The place it is bound to, where no record can be kept outside the home."""

    @property
    def all(self) -> tuple[str, ...]:
        """Every name, the present one first."""
        return tuple(filter(None, (self.device, *self.before)))

    def called(self, device: str) -> "Names":
        """The same with this one as the present name."""
        return Names(device, tuple(name for name in self.all if name != device))


class Record(Value):
    """What is kept outside the home: this installation's name, the last entries it wrote, and which were missing.

    ``writing`` says that more were being written, which are not named yet.
    """

    device: str
    last: tuple[Entry, ...] = ()
    missing: tuple[Entry, ...] = ()
    writing: bool = False


class Installation:
    """The names of one vault on this laptop. Whoever writes holds the vault's lock.

    ``holds`` says whether an entry is in the home.
    """

    def __init__(self, home: str, vault: str, key: DataKey, holds: Callable[[Entry], bool]) -> None:
        self._home, self._vault, self._key, self._holds = home, vault, key, holds
        self.was_copied = False
        """Whether a new name was taken because the home was copied or put back."""
        self._device = ""
        self._kept: Record | None = None
        """The name found, and the record with all that was written, since the lock was taken."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name this home wrote under, the present one first."""
        return self._names().all

    def forget(self) -> None:
        """The lock was taken: what is known of the name and the record is from before."""
        self._device, self._kept = "", None

    def device(self) -> str:
        """The name to write under: the one of the record if the home holds the last entry, or else a new one.

        It is found out once while the lock is held: nobody else writes meanwhile.
        """
        self._device = self._device or self._found_device()
        return self._device

    def _found_device(self) -> str:
        names, record = self._names(), self._record()
        if present := self._present(names, record):
            if names.device != present:
                self._keep_names(names.called(present), durable=True)
            return present
        return self._renamed(names, record, copied=not (record and self._is_here(names, record)))

    def present(self) -> str:
        """The name it would write under; empty where it would take a new one."""
        return self._present(self._names(), self._record())

    def _present(self, names: Names, record: Record | None) -> str:
        if record:
            return "" if record.writing or not self._is_here(names, record) else record.device
        return names.device if names.bound and names.bound == self._place() else ""

    def _is_here(self, names: Names, record: Record) -> bool:
        return record.device in names.all and all(map(self._holds, record.last[-1:]))

    def renew(self) -> str:
        """A new name, whatever the present one is worth."""
        self._device = self._renamed(self._names(), self._record(), copied=True)
        return self._device

    def will_write(self) -> None:
        """Something is about to be written: if it is not the first since the lock was taken, more may follow."""
        if self._kept and not self._kept.writing:
            self._try_to_keep(replace(self._kept, writing=True))

    def wrote(self, entries: Iterable[Entry]) -> None:
        """Remember what was just written under the present name; on a failing disk what was written before stays."""
        if record := self._kept or self._record():
            record = replace(record, last=(*record.last, *entries)[-RECENT:])
            if record.writing:
                self._kept = record
            else:
                self._try_to_keep(record)

    def save(self) -> None:
        """Name in the record what was written since the lock was taken."""
        if self._kept and self._kept.writing:
            self._try_to_keep(replace(self._kept, writing=False))

    def sweep(self) -> None:
        """Remove what killed programs left of the record half written."""
        files.sweep(state_folder(), files.name_of(self._record_path(self._record_name())))

    def missing(self) -> list[Entry]:
        """The last entries written here that this home does not hold, as far back as they are remembered."""
        record = self._record()
        return self._lost(record) if record else []

    def seal_anew(self) -> None:
        """Seal the record outside the home with the newest key; on a failing disk it stays as it is."""
        if record := self._record():
            self._try_to_keep(record)

    def give_up(self) -> None:
        """What is missing will not come back: it is asked for no more."""
        if record := self._record():
            self._keep_record(Record(record.device), durable=True)

    def _lost(self, record: Record) -> list[Entry]:
        """What is missing; if the very last entry is there, only what was missing before may be."""
        suspected = record.missing if all(map(self._holds, record.last[-1:])) else (*record.missing, *record.last)
        return [entry for entry in dict.fromkeys(suspected) if not self._holds(entry)]

    def _renamed(self, names: Names, record: Record | None, *, copied: bool) -> str:
        device = os.urandom(8).hex()
        self.was_copied = self.was_copied or (copied and bool(names.all))
        self._keep_names(names.called(device), durable=True)
        lost = tuple(self._lost(record)) if record else ()
        try:
            self._keep_record(Record(device, record.last if record and not lost else (), lost), durable=True)
        except DiskFailure:
            self._keep_names(replace(names.called(device), bound=self._place()), durable=True)
        return device

    def _names(self) -> Names:
        try:
            whole = decode(files.read(files.inside(self._home, FILE)))
            names = [whole["device"], *whole.get("before", ())]
            if all(map(_DEVICE.fullmatch, names)):
                return Names(names[0], tuple(names[1:]), str(whole.get("bound", "")))
        except (FileNotFoundError, MsgspecError, KeyError, TypeError, AttributeError):
            pass
        return Names()

    def _keep_names(self, names: Names, *, durable: bool) -> None:
        whole: dict[str, object] = {"format": FORMAT, "device": names.device, "before": names.before}
        if names.bound:
            whole["bound"] = names.bound
        files.save(files.inside(self._home, FILE), encode(whole), durable=durable)

    def _record(self) -> Record | None:
        name = self._record_name()
        try:
            blob = files.read(self._record_path(name))
            whole = decode(open_sealed(blob, self._key, Kind.INSTALLATION, (name,), name).content)
            device, last, missing, *writing = whole
            return Record(device, _entries(last), _entries(missing), writing=bool(writing))
        except (FileNotFoundError, NotADirectoryError, Damaged, DiskFailure, MsgspecError, ValueError, TypeError):
            return None

    def _try_to_keep(self, record: Record) -> None:
        with suppress(DiskFailure):
            self._keep_record(record)

    def _keep_record(self, record: Record, *, durable: bool = False) -> None:
        name = self._record_name()
        writing = [True] if record.writing else []
        content = encode([record.device, record.last, record.missing, *writing])
        path = self._record_path(name)
        if not files.exists(state_folder()):
            files.make_private(state_folder())
        if not self._kept:
            self.sweep()
        files.save(path, seal(content, self._key, Kind.INSTALLATION, (name,), level=1), durable=durable)
        self._kept = record

    def _record_path(self, name: str) -> str:
        return files.inside(state_folder(), name + ".laptop")

    def _record_name(self) -> str:
        return _hashed(self._vault, machine(), os.path.realpath(self._home))

    def _place(self) -> str:
        """The place the home lies at, for want of a record: machine, path and the folder itself."""
        return _hashed(self._record_name(), str(files.identity_of(self._home)))


def _entries(stored: Iterable[Iterable[str]]) -> tuple[Entry, ...]:
    return tuple(Entry(*one) for one in stored)


def state_folder(environ: Mapping[str, str] | None = None) -> str:
    """The user's own folder for what belongs to this laptop alone; never inside a home, so that no copy brings it."""
    given = os.environ if environ is None else environ
    if named := given.get(STATE_VARIABLE):
        return os.path.abspath(os.path.expanduser(named))  # noqa: PTH100, PTH111 - paths are text in the vault
    return files.inside(_user_state(given), "followup-laptop")


def _user_state(environ: Mapping[str, str]) -> str:
    home = os.path.expanduser("~")  # noqa: PTH111
    if sys.platform == "win32":
        return environ.get("LOCALAPPDATA") or files.inside(home, "AppData", "Local")
    if sys.platform == "darwin":
        return files.inside(home, "Library", "Application Support")
    return environ.get("XDG_STATE_HOME") or files.inside(home, ".local", "state")


def machine() -> str:
    """What the system calls this machine; empty where it does not say."""
    with suppress(OSError, ValueError, AttributeError):
        return _machine()
    return ""


if sys.platform == "win32":

    def _machine() -> str:
        import winreg

        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])

elif sys.platform == "darwin":

    def _machine() -> str:
        """IOPlatformUUID, as ``gethostuuid`` gives it."""
        import ctypes

        found, patience = ctypes.create_string_buffer(16), (ctypes.c_long * 2)(1, 0)
        if ctypes.CDLL(None).gethostuuid(found, patience):
            return ""
        return found.raw.hex()

else:

    def _machine() -> str:
        for path in ("/etc/machine-id", "/var/lib/dbus/machine-id"):
            with suppress(FileNotFoundError, DiskFailure):
                return files.read(path).decode().strip()
        return ""


def _hashed(*parts: str) -> str:
    """A hash over texts, written as JSON in ASCII as `json` writes it: records are found by it."""
    text = '["' + '", "'.join(parts) + '"]'
    if any(not part.isascii() or not part.isprintable() or not {'"', "\\"}.isdisjoint(part) for part in parts):
        import json

        text = json.dumps(parts)
    return generichash_blake2b_salt_personal(text.encode(), digest_size=16).hex()
