"""The one door through which anything leaves the laptop in plaintext.

The guard knows every name, nickname, village, commune, phone and business name ever written into the casebook,
superseded and withdrawn ones too, and lets out no file that shows one: in its text, its file name or its metadata, in
any letter case, in Latin or Khmer. ``folding`` says what it takes for the same, ``matching`` what counts as shown.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final
from unicodedata import normalize, unidata_version

from followup.case.facts import Fact, Identified
from followup.case.fields import MARK, GuardedAs, described
from followup.errors import Invalid, Refused
from followup.handout.folding import fold, in_khmer_order, without_humps
from followup.handout.matching import (
    Letters,
    PhoneMatcher,
    Reading,
    WordMatcher,
    folded_numbers,
    folded_words,
    merged_spans,
)
from followup.handout.names import contact_words, name_words, place_words, spellings
from followup.messages import say
from followup_data import shipped

if TYPE_CHECKING:
    from followup.handout.erased_words import ErasedWords
    from followup.handout.surfaces import Handout

GUARDED: Final = {name: how for how in GuardedAs for name, one in described(Identified).items() if one.guarded is how}
"""The fields of identity that are guarded, and how each is looked for: names first, phones last."""

GuardedWord = tuple[str, str]
"""The name of the field and the text as it was written: plain strings, to be kept as JSON."""

_WORDS_OF = {
    GuardedAs.PERSON: name_words,
    GuardedAs.CONTACT: contact_words,
    GuardedAs.PLACE: place_words,
    GuardedAs.WORDS: spellings,
}

_PORTION: Final = 50_000
"""Letters of a file that are searched at once."""

_PHONES: Final = {field for field, how in GUARDED.items() if how is GuardedAs.PHONE}

_READY = 1
"""Goes up when `ready_words` makes others of the same text."""


def ready_fingerprint() -> str:
    """Another one wherever `ready_words` may make others: of another program, with other lists of words, or Unicode."""
    return f"{_READY} {shipped.checksum('ordinary_words.json', 'places.json', 'words.txt')} {unidata_version}"


@lru_cache(1024)
def ready_words(field: str, text: str) -> tuple[str, ...]:
    """What the guard looks for because of a guarded text, each once, in the form in which words are kept.

    Many live in one village, and many shops are called alike.
    """
    how = GUARDED[field]
    if how is GuardedAs.PHONE:
        return tuple(dict.fromkeys(folded_numbers(text)))
    return tuple(dict.fromkeys(folded for part in _WORDS_OF[how](text) for folded in folded_words(part)))


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
        self._erased: dict[str, ErasedWords] = {}
        self._passed: set[Handout] = set()
        """What was checked with the words known now: an export asks twice, before it writes facts and after."""
        self.add(words)

    def add(self, words: Iterable[GuardedWord]) -> None:
        """Know these words as well."""
        self._passed.clear()
        for field, text in words:
            self.add_ready(field, ready_words(field, text))

    def add_ready(self, field: str, words: Iterable[str]) -> None:
        """Know what `ready_words` made of a text of that field."""
        (self._phones if field in _PHONES else self._words).add_ready(words, field)

    def kept(self) -> dict[str, dict[str, str]]:
        """What it looks for, but for what was erased: as texts, so that another one may know it in a moment."""
        return {"words": self._words.kept(), "phones": self._phones.kept()}

    @classmethod
    def of_kept(cls, kept: Mapping[str, Mapping[str, str]]) -> "Guard":
        """A guard that looks for what another one kept."""
        guard = cls(())
        guard._words.add_kept(kept["words"])
        guard._phones.add_kept(kept["phones"])
        return guard

    def add_erased(self, key: str, words: Iterable[str]) -> None:
        """Know words that are kept as hashes under a key."""
        from followup.handout.erased_words import ErasedWord, ErasedWords

        self._passed.clear()
        known = self._erased.setdefault(key, ErasedWords(key))
        for word in words:
            known.add(ErasedWord.read(word))

    def as_hashes(self, key: str) -> tuple[str, ...]:
        """Every word that is known, as a hash under a key: what is kept of one whose identity is erased."""
        from followup.handout.erased_words import hashed_words

        return tuple(sorted(word.written() for word in hashed_words(self._words, self._phones, key)))

    def _learn(self, letters: Letters, folded: str) -> None:
        """Know the erased words that a text shows: they are guarded like the others from now on."""
        for erased in self._erased.values():
            for shown, word in erased.words_in(letters):
                self._words.add_folded(shown, word.kind, spaced=word.spaced)
            for shown, word in erased.numbers_in(folded):
                self._phones.add_folded(shown, word.kind)

    def find(self, text: str) -> tuple[str, ...]:
        """The fields of identity that ``text`` shows, none twice, in their own order."""
        return _in_order(self._shown_by({text}))

    def mask(self, text: str) -> str:
        """``text`` with every guarded word replaced by a mark, together with the Latin letters it is part of."""
        return _masked(text, self._hidden(text))

    def masked_words(self, text: str) -> tuple[str, ...]:
        """What ``mask`` hides of ``text``, as it stands there, each once: for its author, before it is written."""
        return tuple(dict.fromkeys(text[start:stop] for start, stop in self._hidden(text)))

    def check(self, handout: "Handout") -> None:
        """Exposed if the file or its name shows a guarded word; Malformed if it is a calendar out of its profile."""
        from followup.handout.surfaces import texts_in_file, texts_in_name

        if found := self._found(texts_in_name(handout)):
            raise Exposed(
                say("A file was not written: its name shows {what}.", what=_listed(found)),
                say("Choose another file name; nothing was written."),
            )
        if handout.name.lower().endswith(".ics"):
            _check_profile(handout)
        if found := self._found(texts_in_file(handout)):
            raise Exposed(
                say("{file} was not written: it shows {what}.", file=handout.name, what=_listed(found)),
                say("Choose other words for what goes out, such as the cover text; nothing was written."),
            )

    def check_all(self, handouts: "Sequence[Handout]", folder: Path) -> None:
        """Whatever `release` would refuse is refused here, before anything is written: names, contents, folders.

        Every folder on the way that the user chose is looked at, and whether a file would take another's place.
        """
        from followup.handout.delivery import check_replaceable

        _check_names(handouts)
        for handout in handouts:
            if handout not in self._passed:
                self.check(handout)
        self._passed.update(handouts)
        self.check_folder(folder, frozenset[str]().union(*(handout.fixed for handout in handouts)))
        check_replaceable(handouts, folder)

    def check_folder(self, folder: Path, own: frozenset[str] = frozenset()) -> None:
        """Exposed if a folder on the way that the user chose shows a guarded word; ``own`` are the program's names."""
        from followup.handout.delivery import chosen_folder_names, disk_failures

        with disk_failures():
            chosen = chosen_folder_names(folder) - own
        if found := self._found(chosen):
            raise Exposed(
                say("Nothing was written: the name of a folder on the way there shows {what}.", what=_listed(found)),
                say("Choose a folder with a plain name, in none that is called like that."),
            )

    def release(self, handouts: "Sequence[Handout]", folder: Path, note: Callable[[], object]) -> tuple[Path, ...]:
        """Write the files into ``folder``, made if missing, and return those that changed; the others stay untouched.

        All are checked, then ``note`` writes into the access log that they go out, then comes the first byte. Each is
        replaced whole, readable by its owner only.
        """
        from followup.handout.delivery import put_in_folder

        self.check_all(handouts, folder)
        note()
        return put_in_folder(handouts, folder)

    def _found(self, texts: Iterable[str]) -> tuple[str, ...]:
        return _in_order(set[str]().union(*map(self._shown_by, _portions(texts))))

    def _shown_by(self, texts: set[str]) -> set[str]:
        """The fields of identity that these texts show: none says anything of another one."""
        folded = {fold(text) for text in texts | set(map(without_humps, texts))}
        both = folded | {in_khmer_order(text) for text in folded}
        shown = "\n".join(both)
        letters = Letters.of(shown)
        self._learn(letters, shown)
        return {hit.kind for hit in (*self._words.hits(letters), *self._phones.hits(shown))}

    def _hidden(self, text: str) -> list[tuple[int, int]]:
        """Where ``text`` shows something guarded (start, stop).

        Where reading the whole and reading it piece by piece disagree, that is all of it: rather nothing than too much.
        Of ASCII they never do.
        """
        reading = Reading.of(text)
        for letters in reading.letters:
            self._learn(letters, reading.folded)
        numbers = [reading.letters_at(hit.start, hit.stop) for hit in self._phones.hits(reading.folded)]
        spans = merged_spans(
            reading.place_of(*letters.word_around(start, stop))
            for letters in reading.letters
            for start, stop in (*numbers, *((hit.start, hit.stop) for hit in self._words.hits(letters)))
        )
        if text.isascii() and not spans:
            return []
        return [(0, len(text))] if self.find(_masked(text, spans, " ")) else spans


def _in_order(kinds: set[str]) -> tuple[str, ...]:
    return tuple(what for what in GUARDED if what in kinds)


def _portions(texts: Iterable[str]) -> Iterator[set[str]]:
    """The texts, no more at once than take little room: a large sheet has a million of them."""
    portion, letters = set[str](), 0
    for text in texts:
        if text not in portion:
            portion.add(text)
            letters += len(text)
        if letters > _PORTION:
            yield portion
            portion, letters = set(), 0
    yield portion


def _masked(text: str, hidden: Iterable[tuple[int, int]], mark: str = MARK) -> str:
    shown, rest = "", 0
    for start, stop in hidden:
        shown += text[rest:start] + mark
        rest = stop
    return shown + text[rest:]


def safe_filename(text: str, otherwise: str = "calendar") -> str:
    """``text`` as the stem of a file name on any system: letters, digits and hyphens, at most 60; never empty."""
    stem = re.sub(r"[^\w\u1780-\u17dd]+|_+", "-", text.strip().casefold())[:60].strip("-")
    return otherwise if not stem or re.fullmatch(_RESERVED, stem) else stem


_RESERVED = r"con|prn|aux|nul|(?:com|lpt)[0-9]"


def _listed(kinds: Iterable[str]) -> str:
    return ", ".join(say(what.replace("_", " ")) for what in kinds)


def _check_profile(handout: "Handout") -> None:
    from followup.handout.written_form import is_as_written

    if not is_as_written(handout.content):
        raise Malformed(
            say("{file} was not written: it is not in the form that calendars have.", file=handout.name),
            say("This is a fault of the program. Please report this sentence; nothing was written."),
        )


def _check_names(handouts: "Sequence[Handout]") -> None:
    paths = [f"{handout.folder}/{handout.name}" for handout in handouts]
    if len({normalize("NFC", path).casefold() for path in paths}) != len(paths):
        raise Invalid(say("Two files would have the same name."))
    names = {name for handout in handouts for name in (handout.name, handout.folder or handout.name)}
    if any(not name or name != Path(name).name or set(name) & set('\\/:*?"<>|\r\n\t') for name in names):
        raise Invalid(say("A file name holds characters that no file can have."))
