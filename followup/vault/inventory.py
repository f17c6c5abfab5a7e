"""The list of what belongs to this casebook: every journal file that was ever seen here, sealed.

Without it nobody could tell a copy that was cut short from a whole one, nor a deleted file from one that never was.
Names are added when a file is found, and taken off only when somebody accepts that it is gone. ``vault.json`` says
that there is a list, so that a copy without it is known to be incomplete.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from msgspec import Struct
from msgspec.json import decode, encode

from followup.errors import Damaged
from followup.messages import say
from followup.vault import files
from followup.vault.envelope import DataKey, Kind, OtherKey, open_sealed, seal
from followup.vault.journal_format import case_and_device, file_name

FILE = "journals.list"
FORMAT = 1

_NOTHING = b'{"cases":{}}'


class Inventory:
    """The list of one vault, as it was when it was read first. Whoever writes holds the vault's lock."""

    def __init__(self, home: str, key: DataKey) -> None:
        self._path, self._key = files.inside(home, FILE), key
        self._content: _Content | None = None

    @property
    def exists(self) -> bool:
        """Whether there is a list."""
        return files.exists(self._path)

    def files(self) -> set[str]:
        """Every journal file that belongs here; none where there is no list, or it cannot be read."""
        return self._now().files

    def files_of(self, case_id: str) -> set[str]:
        """The files of one journal that belong here."""
        return {file_name(case_id, device) for device in self._now().cases.get(case_id, [""])[1:]}

    def lacks(self, names: Iterable[str]) -> set[str]:
        """The journal files among these names that are not on the list."""
        return {name for name in set(names) - self.files() if case_and_device(name)}

    def case_ids(self) -> Iterator[str]:
        """Every case that belongs here; nothing is read before the first is asked for."""
        yield from (case for case, (_, *devices) in self._now().cases.items() if devices)

    @property
    def blob(self) -> bytes | None:
        """The file as it was read; None if there is none."""
        return self._now().blob

    @property
    def is_sound(self) -> bool:
        """Whether there is a list, and nothing is amiss with it."""
        now = self._now()
        return now.blob is not None and not now.problem and not now.doubtful

    @property
    def problem(self) -> Damaged | None:
        """Why the list cannot be read, if it cannot."""
        return self._now().problem

    @property
    def doubtful(self) -> bool:
        """Whether something was written while it was not remembered what had been there before."""
        return self._now().doubtful

    def doubt(self, *, doubtful: bool) -> None:
        """Note that it is in doubt, or no more, whether all files are as they were seen last."""
        now = self._now(anew=True)
        if now.doubtful != doubtful and not now.problem and self.exists:
            self._save(now.cases, doubtful=doubtful)

    def code(self, case_id: str) -> str:
        """The code of a case, to name one that is missing; empty if it is not known."""
        return self._now().cases.get(case_id, [""])[0]

    def add(self, found: Iterable[str], codes: Mapping[str, str]) -> None:
        """Put journal files on the list, with the codes of their cases."""
        now = self._now(anew=True)
        cases = {case: list(row) for case, row in now.cases.items()}
        for case, device in filter(None, map(case_and_device, found)):
            row = cases.setdefault(case, [""])
            row[0] = codes.get(case) or row[0]
            row.extend([device] if device not in row[1:] else [])
        if (cases != now.cases or not self.exists) and not now.problem:
            self._save(cases, doubtful=now.doubtful)

    def replace(self, found: Iterable[str]) -> None:
        """The list holds these files and no others; codes stay known."""
        cases = {case: [code] for case, (code, *_) in self._now(anew=True).cases.items() if code}
        for case, device in filter(None, map(case_and_device, found)):
            cases.setdefault(case, [""]).append(device)
        self._save(cases)

    def _now(self, *, anew: bool = False) -> "_Content":
        if self._content is None or anew:
            self._content = self._load()
        return self._content

    def _load(self) -> "_Content":
        try:
            return _Content(files.read(self._path), self._key)
        except FileNotFoundError:
            return _Content(None, self._key)

    def _save(self, cases: dict[str, list[str]], *, doubtful: bool = False) -> None:
        whole = {"format": FORMAT, "cases": cases, **({"doubtful": True} if doubtful else {})}
        content = encode(whole)
        blob = seal(content, self._key, Kind.INVENTORY, (FILE,), level=1)
        files.save(self._path, blob)
        self._content = _Content(blob, self._key)


class _Doubt(Struct):
    """What is read of the list where nobody asks for what is on it."""

    doubtful: bool = False


class _Content:
    """What is on the list, opened when it is asked for; and why it cannot be read."""

    def __init__(self, blob: bytes | None, key: DataKey) -> None:
        self.blob, self._key = blob, key

    @cached_property
    def _result(self) -> bytes | Damaged:
        if self.blob is None:
            return _NOTHING
        try:
            return open_sealed(self.blob, self._key, Kind.INVENTORY, (FILE,), FILE).content
        except OtherKey as error:
            return error
        except Damaged as error:
            return Damaged(error.what, whole_hint())

    @property
    def problem(self) -> Damaged | None:
        """Why it cannot be read, if it cannot."""
        return self._result if isinstance(self._result, Damaged) else None

    @property
    def _opened(self) -> bytes:
        return _NOTHING if isinstance(self._result, Damaged) else self._result

    @cached_property
    def cases(self) -> dict[str, list[str]]:
        """Per case its code and the devices that wrote of it."""
        cases: dict[str, list[str]] = decode(self._opened)["cases"]
        return cases

    @cached_property
    def files(self) -> set[str]:
        """Every journal file."""
        return {file_name(case, device) for case, row in self.cases.items() for device in row[1:]}

    @cached_property
    def doubtful(self) -> bool:
        """Whether it is in doubt that all files are as they were seen last."""
        return decode(self._opened, type=_Doubt).doubtful


def whole_hint() -> str:
    """What to do about a copy that may be incomplete."""
    return say(
        "Copy the whole folder once more, or bring the rest from the newest backup with: followup restore FILE, "
        "or from another copy with: followup merge FOLDER. "
        "If nothing is missing, say so: followup check --accept-older"
    )
