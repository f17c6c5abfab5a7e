"""Overviews: what is kept of all cases together, such as which code is whose, while no file of the casebook changes.

Size, time and inode of every file are kept as one hash: to know that nothing changed takes one listing of the folder,
however much lies in it. What is written here and does not concern an overview leaves it as it is: the file's new seal
is noted beside the hash, with the stamp that is in the hash. So is that of every file as young as the look at it, since
a clock tick may hide a change.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from msgspec import MsgspecError
from msgspec.json import decode, encode

from followup.errors import Damaged, DiskFailure, FollowupError, Locked, Refused
from followup.store import Json, OverviewKind
from followup.values import ListedValue, Value, replace
from followup.vault import files
from followup.vault.envelope import seal_of
from followup.vault.files import Stamp
from followup.vault.inventory import FILE as LIST
from followup.vault.journal import Journals
from followup.vault.journal_format import opened_file
from followup.vault.kept_files import KeptFiles
from followup.vault.look import Look

_NOTED = 8
"""With more files to be opened than this an overview is made anew."""


class Noted(ListedValue):
    """A file that is known by its seal: the stamp with which it is in the hash, if it is."""

    seal: str
    hashed: Stamp | None


class State(ListedValue):
    """Of which content (its seal) this is the state: the hash over the stamps of all files, and what is noted of some.

    Whatever stamps these have now, the hash is taken with those that are noted. ``fingerprint`` is as in its kind.
    """

    fingerprint: str
    content: str
    stamps: str
    noted: dict[str, Noted]


class _Known(Value):
    """One that holds, as far as this command knows: its state, and the stamps of what was written since the look."""

    kind: OverviewKind
    state: State
    look: Look
    now: dict[str, Stamp | None]


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
        look = self._journals.look()
        self._known.pop(kind.name, None)
        with suppress(FileNotFoundError, Damaged, DiskFailure, MsgspecError):
            return self._kept(kind, look)
        noted = self._seals(look) if len(look.young) <= _NOTED else None  # before it is made: what comes later is news
        made, is_whole = kind.make()
        if is_whole and noted is not None and all(one.seal for one in noted.values()):
            self._keep(kind, made, look, noted)
        return made

    def _kept(self, kind: OverviewKind, look: Look) -> Json:
        """What is kept; FileNotFoundError if that does not hold any more."""
        state = decode(self._files.read(_state_of(kind))[0], type=State)
        content, seal_ = self._files.read(kind.name)
        if not self._holds(state, look) or (state.fingerprint, state.content) != (kind.fingerprint, seal_):
            raise FileNotFoundError
        still = {file: Noted(one.seal, look.stamps[file]) for file, one in state.noted.items() if file in look.young}
        is_news = len(still) < len(state.noted) and len(state.noted) > _NOTED // 2
        self._know(kind, replace(state, stamps=look.hash, noted=still) if is_news else state, look, is_news=is_news)
        return decode(content)

    @contextmanager
    def written(self, file: str, concerns: Callable[[OverviewKind], bool]) -> Iterator[None]:
        """Meanwhile somebody who holds the lock adds to a file; overviews that it does not concern hold on."""
        before = self._stamp(file)
        yield
        for name, known in list(self._known.items()):
            still = known.now.get(file, known.look.stamps.get(file)) == before
            if self._concerns(known.kind, concerns) or not still or not self._note(known, file, before):
                del self._known[name]
                continue
            self._changed.add(name)

    def _note(self, known: _Known, file: str, before: Stamp | None) -> bool:
        """Note the seal of a file that was just written; False if it cannot be, or there are too many."""
        noted = known.state.noted
        hashed = noted[file].hashed if file in noted else before
        noted[file], known.now[file] = Noted(self._seal(file), hashed), self._stamp(file)
        return bool(noted[file].seal) and len(noted) <= _NOTED

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
                self._save_state(self._known[name].kind, self._known[name].state)
        self._changed = set()

    def _stamp(self, file: str) -> Stamp | None:
        return files.stamp(files.inside(self._journals.folder, file))

    def _holds(self, state: State, look: Look) -> bool:
        """Whether all files are as they were."""
        hashed = {file: one.hashed for file, one in state.noted.items()}
        return state.stamps == look.hash_with(hashed) and all(
            one.seal and self._seal(file) == one.seal for file, one in state.noted.items()
        )

    def _seal(self, file: str) -> str:
        """The seal of a file as it lies there; empty where it is none that can be opened."""
        with suppress(FileNotFoundError, FollowupError, AssertionError):
            if file == LIST:
                return seal_of(files.read(files.inside(self._journals.home, LIST)))
            return opened_file(self._journals.folder, file, self._journals.key).seal
        return ""

    def _keep(self, kind: OverviewKind, made: Json, look: Look, noted: dict[str, Noted]) -> None:
        with suppress(Refused, DiskFailure, Locked), self._journals.lock.held(patience=0):
            files.make_private(self._files.folder)
            state = State(kind.fingerprint, self._files.save(kind.name, encode(made)), look.hash, noted)
            self._know(kind, state, look, is_news=True)

    def _know(self, kind: OverviewKind, state: State, look: Look, *, is_news: bool) -> None:
        """This one holds; its state is kept, where it is news and nobody else is writing."""
        self._known[kind.name] = _Known(kind, state, look, {})
        if is_news:
            with suppress(Refused, DiskFailure, Locked), self._journals.lock.held(patience=0):
                self._save_state(kind, state)

    def _save_state(self, kind: OverviewKind, state: State) -> None:
        self._files.save(_state_of(kind), encode(state))

    def _seals(self, look: Look) -> dict[str, Noted]:
        """What is to be noted of the files that are as young as a look."""
        return {file: Noted(self._seal(file), look.stamps[file]) for file in look.young}


def _state_of(kind: OverviewKind) -> str:
    return f"{kind.name}-state"
