"""Which laptop this is: the random name under which it writes, bound to this machine and to where the home lies.

No two places may ever write under one name, or one file would hold what the other lacks. So what a copy of the home
brings along (``device.json``: its names, and how many entries each wrote) counts only together with a record outside
the home, in the user's own state folder: which name this installation has, and how many entries it wrote. A home that
was copied to another place finds no record there; one that was put back has fewer entries than the record. Both take
a new name before they write again, and the record remembers what is missing.
"""

import json
import os
import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from followup.errors import Damaged, DiskFailure
from followup.vault import files
from followup.vault.envelope import DataKey, Kind, open_sealed, seal

FILE = "device.json"
"""Outside the folder of cases: whoever copies or synchronises the cases does not copy whose laptop this is."""
STATE_VARIABLE = "FOLLOWUP_STATE"
FORMAT = 2
RECENT = 200
"""So many of the last entries are remembered with the code of their case, to name those that are missing."""

_DEVICE = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Names:
    """What the home says of itself: its name, those before, and how many entries were written under each."""

    device: str = ""
    before: tuple[str, ...] = ()
    written: Mapping[str, int] = field(default_factory=dict)
    counted: tuple[str, ...] = ()
    """Of which names the entries were counted, one by one, since the number was found too small."""
    bound: str = ""
    """The place it is bound to, where no record can be kept outside the home."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is kept outside the home: this installation's name, what it wrote, and what is missing under earlier names.

    ``missing`` says by name how many entries there should be; ``recent`` of which cases the last ones were.
    """

    device: str
    written: int = 0
    missing: Mapping[str, int] = field(default_factory=dict)
    recent: tuple[tuple[str, int, str], ...] = ()

    @property
    def expected(self) -> dict[str, int]:
        """How many entries there should be, by name."""
        return {**self.missing, self.device: self.written}


class Installation:
    """The names of one vault on this laptop. Whoever writes holds the vault's lock."""

    def __init__(self, home: str, vault: str, key: DataKey) -> None:
        self._home, self._vault, self._key = home, vault, key
        self.was_copied = False
        """Whether a new name was taken because the home was copied or put back."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name this home wrote under, the present one first."""
        names = self._names()
        return tuple(filter(None, (names.device, *names.before)))

    def device(self) -> str:
        """The name to write under: the one of the record if the home holds all that it wrote, or else a new one."""
        names, record = self._names(), self._record()
        if record and record.written <= names.written.get(record.device, -1):
            return record.device
        if not record and names.bound and names.bound == self._place():
            return names.device
        return self._renamed(names, record)

    def renew(self) -> str:
        """A new name, whatever the present one is worth."""
        return self._renamed(self._names(), self._record())

    def wrote(self, device: str, entries: int, code: str) -> None:
        """So many entries were just written under a name of this home; on a failing disk the count stays too low."""
        names, record = self._names(), self._record()
        written = names.written.get(device, 0) + entries
        with suppress(DiskFailure):
            self._keep_names(_with_name(replace(names, written={**names.written, device: written}), device))
            if record:
                recent = (*record.recent, (device, written, code))[-RECENT:]
                self._keep_record(replace(record, device=device, written=written, recent=recent))

    def found(self, entries: Mapping[str, int]) -> None:
        """So many entries that were written under names of this home came back to it."""
        names = self._names()
        more = {name: names.written[name] + entries[name] for name in names.written.keys() & entries.keys()}
        if more:
            self._keep_names(replace(names, written={**names.written, **more}), durable=True)

    def unsure(self) -> bool:
        """Whether the home seems to lack entries that were written here, but nobody has counted them yet.

        The counts are not flushed to the disk, so a power cut may leave an older one; only counting is certain.
        """
        names, record = self._names(), self._record()
        gaps = _gaps(names, record) if record else {}
        return bool(gaps.keys() - set(names.counted))

    def counted(self, entries: Mapping[str, int]) -> None:
        """So many entries there are of each name."""
        names, record = self._names(), self._record()
        expected = record.expected.keys() if record else ()
        right = {name: entries.get(name, 0) for name in {*names.written, *expected}}
        self._keep_names(replace(names, written=right, counted=tuple(sorted(right))))

    def missing(self) -> tuple[int, list[str]]:
        """How many entries written here this home does not hold, and the codes of the cases they are of, if known."""
        names, record = self._names(), self._record()
        if not record:
            return 0, []
        gaps = {name: gap for name, gap in _gaps(names, record).items() if name in names.counted}
        lost = (code for name, number, code in record.recent if name in gaps and number > names.written.get(name, 0))
        return sum(gaps.values()), sorted({code for code in lost if code})

    def give_up(self) -> None:
        """What is missing will not come back: it is asked for no more."""
        record = self._record()
        if record:
            self._keep_record(replace(record, written=0, missing={}, recent=()), durable=True)

    def _renamed(self, names: Names, record: Record | None) -> str:
        device = os.urandom(8).hex()
        self.was_copied = self.was_copied or bool(names.written)
        missing = dict(record.missing) if record else {}
        if record and record.written > names.written.get(record.device, 0):
            missing[record.device] = record.written
        named = _with_name(replace(names, written={**names.written, device: 0}, bound=""), device)
        self._keep_names(named, durable=True)
        try:
            self._keep_record(Record(device, 0, missing, record.recent if record else ()), durable=True)
        except DiskFailure:
            self._keep_names(replace(named, bound=self._place()), durable=True)
        return device

    def _names(self) -> Names:
        try:
            whole = json.loads(files.read(files.inside(self._home, FILE)))
            names = [whole["device"], *whole.get("before", ())]
            written = {name: int(count) for name, count in whole.get("written", {}).items()}
            if all(_DEVICE.fullmatch(name) for name in (*names, *written)):
                counted = tuple(map(str, whole.get("counted", ())))
                return Names(names[0], tuple(names[1:]), written, counted, str(whole.get("bound", "")))
        except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
            pass
        return Names()

    def _keep_names(self, names: Names, *, durable: bool = False) -> None:
        whole: dict[str, object] = {"format": FORMAT, "device": names.device, "before": names.before}
        more = {"written": dict(names.written), "counted": names.counted, "bound": names.bound}
        whole.update({key: value for key, value in more.items() if value})
        files.save(files.inside(self._home, FILE), json.dumps(whole).encode(), durable=durable)

    def _record(self) -> Record | None:
        name = self._record_name()
        try:
            content = open_sealed(
                files.read(self._record_path(name)), self._key, Kind.INSTALLATION, (name,), name
            ).content
            device, written, missing, recent = json.loads(content)
            return Record(device, written, missing, tuple((name, number, code) for name, number, code in recent))
        except (FileNotFoundError, NotADirectoryError, Damaged, DiskFailure, ValueError, TypeError):
            return None

    def _keep_record(self, record: Record, *, durable: bool = False) -> None:
        name = self._record_name()
        content = json.dumps([record.device, record.written, dict(record.missing), record.recent]).encode()
        path = self._record_path(name)
        if not files.exists(state_folder()):
            files.make_private(state_folder())
        files.save(path, seal(content, self._key, Kind.INSTALLATION, (name,), level=1), durable=durable)

    def _record_path(self, name: str) -> str:
        return files.inside(state_folder(), name + ".laptop")

    def _record_name(self) -> str:
        return _hashed(self._vault, machine(), os.path.realpath(self._home))

    def _place(self) -> str:
        """The place the home lies at, for want of a record: machine, path and the folder itself."""
        return _hashed(self._record_name(), str(files.identity_of(self._home)))


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


def _with_name(names: Names, device: str) -> Names:
    """The names with this one as the present one."""
    before = [name for name in (names.device, *names.before) if name and name != device]
    return replace(names, device=device, before=tuple(dict.fromkeys(before)))


def _hashed(*parts: str) -> str:
    return blake2b(json.dumps(parts).encode(), digest_size=16).hexdigest()


def _gaps(names: Names, record: Record) -> dict[str, int]:
    """How many entries are missing, by the name they were written under."""
    gaps = {name: count - names.written.get(name, 0) for name, count in record.expected.items()}
    return {name: gap for name, gap in gaps.items() if gap > 0}
