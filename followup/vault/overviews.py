"""Overviews: what is kept of all cases together, such as which code is whose, while no file of the casebook changes.

Size, time and inode of every file are kept as one hash: to know that nothing changed takes one listing of the folder,
however much lies in it. What is written here and does not concern an overview leaves it as it is: the file's new seal
is noted beside the hash, with the stamp that is in the hash. So is that of every file as young as the look at it, since
a clock tick may hide a change.

Who writes to one case need not look at the files of all (`Overviews.as_left`): the folder's own stamp is kept too, as
it was at the look, and after what was written here since. While that is the same, and names and inodes are, no file has
come, gone or been put in the place of another; this laptop's own files change in no other way. Over those of others a
copy may be written in their place: at these it looks. Nothing is kept of a file that was not looked at.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
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
from followup.vault.look import Look, hash_of

_NOTED = 8
"""With more files to be opened than this an overview is made anew."""


class Noted(ListedValue):
    """A file that is known by its seal: the stamp with which it is in the hash, if it is."""

    seal: str
    hashed: Stamp | None


class State(ListedValue):
    """Of which content (its seal) this is the state: the hash over the stamps of all files, and what is noted of some.

    Whatever stamps these have now, the hash is taken with those that are noted; so is the one over ``names`` and inodes
    (`_names`; empty where most files are of other laptops). ``folder`` is the stamp of their folder after the last of
    what is noted, None where it would not tell of more. ``fingerprint`` is as in its kind.
    """

    fingerprint: str
    content: str
    stamps: str
    noted: dict[str, Noted]
    names: str = ""
    folder: Stamp | None = None


class _Known(Value):
    """One that holds, as far as this command knows: its state, and the stamps that files have whose seals are noted."""

    kind: OverviewKind
    state: State
    now: dict[str, Stamp | None]


class Overviews:
    """All overviews of one vault; they lie with the registers."""

    def __init__(self, kept: KeptFiles, journals: Journals, own: Callable[[], str]) -> None:
        self._files, self._journals, self._own = kept, journals, own
        self._known: dict[str, _Known] = {}
        """Those that hold, as far as this command knows."""
        self._changed: set[str] = set()
        journals.lock.at_end(self._save_changed)

    def get(self, kind: OverviewKind) -> Json:
        """What is kept, or else made of all cases; only what was made without a problem is kept."""
        look = self._journals.look()
        self._known.pop(kind.name, None)
        with suppress(FileNotFoundError, Damaged, DiskFailure, MsgspecError):
            return self._kept(kind, lambda state: state.stamps == look.hash_with(_hashed(state.noted)), look)
        noted = None
        if len(look.young) <= _NOTED:  # before it is made: what comes later is news
            noted = {file: Noted(self._seal(file), look.stamps[file]) for file in look.young}
        made, is_whole = kind.make()
        if is_whole and noted is not None and all(one.seal for one in noted.values()):
            with suppress(Refused, DiskFailure, Locked), self._journals.lock.held(patience=0):
                files.make_private(self._files.folder)
                self._save(kind, self._files.save(kind.name, encode(made)), look, noted)
        return made

    def as_left(self, kind: OverviewKind) -> Json | None:
        """What is kept, without a look at every file; None where one came, went or was put in the place of another."""
        with suppress(FileNotFoundError, Damaged, DiskFailure, MsgspecError):
            return self._kept(kind, self._is_left)
        return None

    def _is_left(self, state: State) -> bool:
        """Whether it holds by a listing; not asked where most files are of other laptops: a look costs no more then."""
        folder = self._stamp("") if state.names and len(state.noted) <= _NOTED // 2 else None
        if folder is None or folder != state.folder:
            return False
        inodes = self._journals.inodes()
        others = self._of_others(inodes)
        stamps = dict(files.stamps(self._journals.folder, others)) if others else {}
        return state.names == _names(inodes, others, stamps, state.noted)

    def _of_others(self, names: Iterable[str]) -> set[str]:
        """The files that other laptops write. Its own are only ever put in the place of one another, so that a listing
        tells of a change; over those of others a copy may be written.
        """
        end = f".{self._own()}.case"
        return {name for name in names if not name.endswith(end)}

    def _kept(self, kind: OverviewKind, holds: Callable[[State], bool], look: Look | None = None) -> Json:
        """What is kept; FileNotFoundError if that does not hold any more. With a ``look`` its state is renewed."""
        state = decode(self._files.read(_state_of(kind))[0], type=State)
        noted = state.noted
        now = {file: self._stamp(file) for file in noted}  # before the seals are compared: what comes later is news
        is_so = holds(state) and all(one.seal and self._seal(file) == one.seal for file, one in noted.items())
        content, seal_ = self._files.read(kind.name) if is_so else (b"", "")
        if not is_so or (state.fingerprint, state.content) != (kind.fingerprint, seal_):
            raise FileNotFoundError
        self._known[kind.name] = _Known(kind, state, now)
        if look:
            still = {file: Noted(one.seal, look.stamps[file]) for file, one in noted.items() if file in look.young}
            if (state.names and look.folder != state.folder) or len(still) < len(noted):
                with suppress(Refused, DiskFailure, Locked), self._journals.lock.held(patience=0):
                    self._save(kind, seal_, look, still)
        return decode(content)

    def _save(self, kind: OverviewKind, content: str, look: Look, noted: dict[str, Noted]) -> None:
        """Keep of which content this is the state; the caller has the lock."""
        others = self._of_others(look.stamps)
        names = _names(look.inodes, others, look.stamps, noted) if 2 * len(others) <= len(look.stamps) else ""
        state = State(kind.fingerprint, content, look.hash, noted, names, look.folder)
        self._known[kind.name] = _Known(kind, state, {file: look.stamps.get(file) for file in noted})
        self._files.save(_state_of(kind), encode(state))

    @contextmanager
    def written(self, file: str, concerns: Callable[[OverviewKind], bool]) -> Iterator[None]:
        """Meanwhile somebody who holds the lock adds to a file; overviews that it does not concern hold on.

        The folder's stamp is noted anew where it was as noted before, and tells of such a change at all.
        """
        before, folder = self._stamp(file), self._stamp("")
        yield
        left = self._stamp("")
        for name, known in list(self._known.items()):
            still = known.now.get(file, before) == before
            if self._concerns(known.kind, concerns) or not still or not self._note(known, file, before):
                del self._known[name]
                continue
            tells = known.state.folder == folder != left
            self._known[name] = replace(known, state=replace(known.state, folder=left if tells else None))
            self._changed.add(name)

    def _note(self, known: _Known, file: str, before: Stamp | None) -> bool:
        """Note the seal of a file that was just written; False if it cannot be, or there are too many.

        A file that was changed since the look is noted with another stamp than the hash has: then it holds no more.
        """
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
            known = self._known[name]
            with suppress(DiskFailure):
                self._files.save(_state_of(known.kind), encode(known.state))
        self._changed = set()

    def _stamp(self, file: str) -> Stamp | None:
        return files.stamp(files.inside(self._journals.folder, file))

    def _seal(self, file: str) -> str:
        """The seal of a file as it lies there; empty where it is none that can be opened."""
        with suppress(FileNotFoundError, FollowupError, AssertionError):
            if file == LIST:
                return seal_of(files.read(files.inside(self._journals.home, LIST)))
            return opened_file(self._journals.folder, file, self._journals.key).seal
        return ""


def _state_of(kind: OverviewKind) -> str:
    return f"{kind.name}-state"


def _hashed(noted: Mapping[str, Noted]) -> dict[str, Stamp | None]:
    """The stamps with which files that are noted are in the hash."""
    return {file: one.hashed for file, one in noted.items()}


def _names(inodes: Mapping[str, int], others: Set[str], stamps: Mapping[str, Stamp], noted: Mapping[str, Noted]) -> str:
    """One hash over the names of all files, with their inodes, and with the stamps of those that are of ``others``.

    What is noted is in it as it is in the hash over stamps.
    """
    seen = {**inodes, **{file: stamps.get(file) for file in others}}
    before = {file: at and (at if file in others else at[2]) for file, at in _hashed(noted).items()}
    return hash_of(seen, {**before, LIST: None})
