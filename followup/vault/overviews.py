"""Overviews: what is kept of all cases together, such as which code is whose, while no file of the casebook changes.

Size, time and inode of every file are kept as one hash: to know that nothing changed takes one listing of the folder,
however much lies in it. What is written here and does not concern an overview leaves it as it is: the file's new seal
is noted beside the hash. So is that of every file as young as the look at it, since a clock tick may hide a change.
"""

from collections.abc import Callable, Iterable, Iterator, Set
from contextlib import contextmanager, suppress

from msgspec import MsgspecError
from msgspec.json import decode, encode

from followup.errors import Damaged, DiskFailure, FollowupError, Locked, Refused
from followup.store import Json, OverviewKind
from followup.values import ListedValue, Value, replace
from followup.vault import files
from followup.vault.envelope import seal_of
from followup.vault.inventory import FILE as LIST
from followup.vault.journal import Journals
from followup.vault.journal_format import opened_file
from followup.vault.kept_files import KeptFiles
from followup.vault.known_files import Stamps, hash_of, young_files

_NOTED = 8
"""With more files to be opened than this an overview is made anew."""


class State(ListedValue):
    """Of which content (its seal) this is the state: the hash over the stamps of all files, and the seals of some.

    The files in ``noted`` are not in the hash.
    """

    content: str
    stamps: str
    noted: dict[str, str]


class _Known(Value):
    """One that holds: the seal of its content, and by what it is seen that it does: stamps, and ``noted`` seals."""

    kind: OverviewKind
    content: str
    stamps: Stamps
    noted: dict[str, str]


class Overviews:
    """All overviews of one vault; they lie with the registers."""

    def __init__(self, kept: KeptFiles, journals: Journals) -> None:
        self._files, self._journals = kept, journals
        self._known: dict[str, _Known] = {}
        """Those that hold, as far as this command knows."""
        self._changed: set[str] = set()
        journals.lock.at_end(self._save_changed)

    def get(self, kind: OverviewKind) -> Json:
        """What is kept, or else made of all cases; only what was made without a problem is kept."""
        stamps, taken = self._journals.stamps(), self._journals.looked
        young = young_files(stamps, taken)
        self._known.pop(kind.name, None)
        with suppress(FileNotFoundError, Damaged, DiskFailure, MsgspecError):
            return self._kept(kind, stamps, young)
        noted = self._seals(young) if len(young) <= _NOTED else None  # before it is made: what comes later is news
        made, is_whole = kind.make()
        if is_whole and noted is not None and all(noted.values()):
            self._keep(kind, made, stamps, noted)
        return made

    def _kept(self, kind: OverviewKind, stamps: Stamps, young: Set[str]) -> Json:
        """What is kept; FileNotFoundError if that does not hold any more."""
        state = decode(self._files.read(_state_of(kind))[0], type=State)
        content, seal_ = self._files.read(kind.name)
        if not self._holds(state, stamps) or seal_ != state.content:
            raise FileNotFoundError
        still = {file: one for file, one in state.noted.items() if file in young}
        self._know(_Known(kind, seal_, stamps, still), is_news=still != state.noted)
        return decode(content)

    @contextmanager
    def written(self, file: str, concerns: Callable[[OverviewKind], bool]) -> Iterator[None]:
        """Meanwhile somebody who holds the lock adds to a file; overviews that it does not concern hold on."""
        before = self._stamp(file)
        yield
        for name, known in list(self._known.items()):
            noted = {**known.noted, file: self._seal(file)}
            if self._concerns(known.kind, concerns) or known.stamps.get(file) != before or len(noted) > _NOTED:
                del self._known[name]
                continue
            stamps = {**known.stamps, file: self._stamp(file) or []}
            self._known[name] = replace(known, stamps=stamps, noted=noted)
            self._changed.add(name)

    @staticmethod
    def _concerns(kind: OverviewKind, concerns: Callable[[OverviewKind], bool]) -> bool:
        """Whether what was written concerns it, or nobody can say: it is written already, and stays so."""
        try:
            return concerns(kind)
        except FollowupError:
            return True

    def _save_changed(self) -> None:
        """Keep the states of those that hold on, before the lock is given back."""
        for name in self._changed & self._known.keys():
            with suppress(DiskFailure):
                self._save_state(self._known[name])
        self._changed = set()

    def _stamp(self, file: str) -> list[int] | None:
        return files.stamp(files.inside(self._journals.folder, file))

    def _holds(self, state: State, stamps: Stamps) -> bool:
        """Whether all files are as they were."""
        return state.stamps == hash_of(stamps, state.noted) and all(
            seal_ and self._seal(file) == seal_ for file, seal_ in state.noted.items()
        )

    def _seal(self, file: str) -> str:
        """The seal of a file as it lies there; empty where it is none that can be opened."""
        with suppress(FileNotFoundError, FollowupError, AssertionError):
            if file == LIST:
                return seal_of(files.read(files.inside(self._journals.home, LIST)))
            return opened_file(self._journals.folder, file, self._journals.key).seal
        return ""

    def _keep(self, kind: OverviewKind, made: Json, stamps: Stamps, noted: dict[str, str]) -> None:
        with suppress(Refused, DiskFailure, Locked), self._journals.lock.held(patience=0):
            files.make_private(self._files.folder)
            self._know(_Known(kind, self._files.save(kind.name, encode(made)), stamps, noted), is_news=True)

    def _know(self, known: _Known, *, is_news: bool) -> None:
        """This one holds; its state is kept, where it is news and nobody else is writing."""
        self._known[known.kind.name] = known
        if is_news:
            with suppress(Refused, DiskFailure, Locked), self._journals.lock.held(patience=0):
                self._save_state(known)

    def _save_state(self, known: _Known) -> None:
        state = State(known.content, hash_of(known.stamps, known.noted), known.noted)
        self._files.save(_state_of(known.kind), encode(state))

    def _seals(self, names: Iterable[str]) -> dict[str, str]:
        return {file: self._seal(file) for file in names}


def _state_of(kind: OverviewKind) -> str:
    return f"{kind.name}-state"
