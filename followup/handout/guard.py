"""The one door through which anything leaves the laptop in plaintext.

The guard knows every name, nickname, village, commune, phone and business name ever written into the casebook,
superseded and withdrawn ones too, and lets out no file that shows one: in its text, its file name or its metadata, in
any letter case, in Latin or Khmer. ``folding`` says what it takes for the same, ``matching`` what counts as shown.
"""

import os
import re
import tempfile
import time
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from followup.case.facts import Fact, Identified
from followup.case.fields import GuardedAs, described
from followup.errors import DiskFailure, Invalid, Refused
from followup.handout.folding import fold, fold_with_positions, in_khmer_order
from followup.handout.matching import Hit, PhoneMatcher, WordMatcher, merged_spans
from followup.handout.surfaces import Handout, texts_in_file, texts_in_name
from followup.messages import say

__all__ = [
    "GUARDED",
    "MARK",
    "Exposed",
    "Guard",
    "GuardedWord",
    "Handout",
    "Malformed",
    "guarded_words",
    "safe_filename",
    "words_of",
]

MARK: Final = "▒▒▒"
"""What stands in place of a masked word; of one length, so that it says nothing of the word's."""


GUARDED: Final = {name: how for how in GuardedAs for name, one in described(Identified).items() if one.guarded is how}
"""The fields of identity that are guarded, and how each is looked for: names first, phones last."""

GuardedWord = tuple[str, str]
"""The name of the field and the text as it was written: plain strings, to be kept as JSON."""


class Exposed(Refused):
    """A file shows who somebody is. The sentence names the kind of thing, never the thing."""


class Malformed(Refused):
    """A calendar file breaks its own profile: a fault of the program, stopped before it reaches a phone."""


def guarded_words(facts: Iterable[Fact]) -> tuple[GuardedWord, ...]:
    """Every guarded text ever written in ``facts``, raw, so also those superseded or withdrawn; each once, sorted."""
    identities = [fact.body for fact in facts if isinstance(fact.body, Identified)]
    return tuple(sorted({word for body in identities for word in words_of(body)}))


def words_of(identity: Identified) -> Iterator[GuardedWord]:
    """The guarded texts of one identity."""
    texts = ((name, getattr(identity, name) or "") for name in GUARDED)
    return ((name, text) for name, text in texts if text.strip())


class Guard:
    """Knows the guarded words of the whole casebook; finds them, masks them, and releases what is free of them."""

    def __init__(self, words: Iterable[GuardedWord]) -> None:
        self._words = WordMatcher()
        self._phones = PhoneMatcher()
        add = {
            GuardedAs.PHONE: self._phones.add,
            GuardedAs.PERSON: self._words.add_name,
            GuardedAs.WORDS: self._words.add,
        }
        for kind, text in words:
            add[GUARDED[kind]](text, kind)

    def find(self, text: str) -> tuple[str, ...]:
        """The fields of identity that ``text`` shows, none twice, in their own order."""
        return self._found({text})

    def mask(self, text: str) -> str:
        """``text`` with every guarded word replaced by a mark, together with the Latin letters it is part of."""
        folded, places = fold_with_positions(text)
        masked, rest = "", 0
        for start, stop in merged_spans(_widened(hit, folded) for hit in self._hits(folded)):
            masked += text[rest : places[start][0]] + MARK
            rest = places[stop - 1][1]
        masked += text[rest:]
        # Where folding the whole and folding it piece by piece disagree, nothing is shown rather than too much.
        return MARK if self.find(masked) else masked

    def check(self, handout: Handout) -> None:
        """Exposed if the file or its name shows a guarded word; Malformed if it is a calendar out of its profile."""
        if found := self._found(set(texts_in_name(handout))):
            raise Exposed(
                say("A file was not written: its name shows {what}.", what=_listed(found)),
                say("Choose another file name; nothing was written."),
            )
        if found := self._found(set(texts_in_file(handout))):
            raise Exposed(
                say("{file} was not written: it shows {what}.", file=handout.name, what=_listed(found)),
                say("Choose other words for what goes out, such as the cover text; nothing was written."),
            )
        if handout.name.lower().endswith(".ics"):
            _check_profile(handout)

    def release(self, handouts: Sequence[Handout], folder: Path) -> tuple[Path, ...]:
        """Write the files into ``folder``, made if missing, and return those that changed; the others stay untouched.

        All are checked before a byte is written. Each is replaced whole, readable by its owner only.
        """
        _check_names(handouts)
        for handout in handouts:
            self.check(handout)
        if not folder.exists() and (found := self.find(folder.name)):
            raise Exposed(say("The folder was not made: its name shows {what}.", what=_listed(found)))
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return tuple(folder / each.name for each in handouts if _replaced(folder / each.name, each.data))
        except OSError as error:
            raise DiskFailure(
                say("A file could not be written."), say("Check the folder and the space on the disk, then try again.")
            ) from error

    def _found(self, texts: set[str]) -> tuple[str, ...]:
        folded = {fold(text) for text in texts}
        both = folded | {in_khmer_order(text) for text in folded}
        shown = "\n".join(both)
        kinds = self._words.kinds(shown) | {hit.kind for hit in self._phones.hits(shown)}
        return tuple(what for what in GUARDED if what in kinds)

    def _hits(self, folded: str) -> list[Hit]:
        return [*self._words.hits(folded), *self._phones.hits(folded)]


def safe_filename(text: str, otherwise: str = "calendar") -> str:
    """``text`` as the stem of a file name on any system: letters, digits and hyphens, at most 60; never empty."""
    stem = re.sub(r"[^\w\u1780-\u17dd]+|_+", "-", text.strip().casefold())[:60].strip("-")
    return otherwise if not stem or _RESERVED.fullmatch(stem) else stem


_RESERVED = re.compile(r"con|prn|aux|nul|(?:com|lpt)\d", re.ASCII)


def _listed(kinds: Iterable[str]) -> str:
    return ", ".join(say(what.replace("_", " ")) for what in kinds)


def _widened(hit: Hit, folded: str) -> Hit:
    """The hit, with the Latin letters it touches: half a name is half a name too many."""
    start, stop = hit.start, hit.stop
    while start and "a" <= folded[start - 1] <= "z":
        start -= 1
    while stop < len(folded) and "a" <= folded[stop] <= "z":
        stop += 1
    return Hit(start, stop, hit.kind)


def _check_profile(handout: Handout) -> None:
    from followup.handout.linter import lint

    if problems := lint(handout.data):
        raise Malformed(
            say("{file} was not written: {problem}", file=handout.name, problem=problems[0]),
            say("This is a fault of the program. Please report this sentence; nothing was written."),
        )


def _check_names(handouts: Sequence[Handout]) -> None:
    names = [handout.name for handout in handouts]
    if len({unicodedata.normalize("NFC", name).casefold() for name in names}) != len(names):
        raise Invalid(say("Two files would have the same name."))
    if any(not name or name != Path(name).name or set(name) & set('\\/:*?"<>|\r\n\t') for name in names):
        raise Invalid(say("A file name holds characters that no file can have."))


def _replaced(path: Path, data: bytes) -> bool:
    """Put ``data`` at ``path`` whole or not at all; False if it is there already."""
    if path.is_file() and not path.is_symlink() and path.read_bytes() == data:
        return False
    handle, temporary = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _put_in_place(Path(temporary), path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return True


def _put_in_place(temporary: Path, path: Path, tries: int = 5) -> None:
    for _ in range(tries - 1):
        try:
            temporary.replace(path)
            return
        except PermissionError:
            time.sleep(0.1)  # On Windows a virus scanner or a preview may hold the old file for a moment.
    temporary.replace(path)
