"""Words of lists that are never closed: provinces, districts, trades, training modules and funds.

Known are those that come with the program and those in the casebook. What is nearly a known word is doubted; any
other new word may be true. No word that shows who somebody is counts as known.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from followup.case.facts import Fact
from followup.case.known_words import folded_word, slips_of
from followup.casebook import Casebook
from followup.messages import say
from followup.services.guarded_names import labeller
from followup.store import RegisterKind, RegisterRow
from followup.values import Value, field
from followup_data import shipped

PROVINCE, DISTRICT, TRADE, MODULES = "province", "district", "trade", "modules"
FUND = "fund"
KEYS = (PROVINCE, DISTRICT, TRADE, MODULES)
"""The keys of a graduate in a file that hold such words."""
_KINDS_OF_PLACE = ("ខេត្ត", "រាជធានី", "ស្រុក", "ខណ្ឌ", "ក្រុង", "khaet ", "khet ", "srok ", "khan ", "krong ")
"""What may stand before the name of a province or district, and is no part of it."""


class KnownWords(Value):
    """The known words of one kind, as they are offered, and how else they are spelled: spelling, then word."""

    words: tuple[str, ...]
    otherwise: Mapping[str, str] = field(default_factory=dict)

    def spelled(self, typed: str) -> str:
        """The known word that was typed, in any capitals, accents or other spelling; empty where there is none."""
        wanted = _plain(typed)
        whole = next((word for word in self.words if folded_word(word) == folded_word(typed)), "")
        return whole or next((word for spelling, word in self._spellings() if _plain(spelling) == wanted), "")

    def near(self, typed: str) -> tuple[str, ...]:
        """The known words of which ``typed`` may be a slip."""
        words = dict(self._spellings())
        return tuple(dict.fromkeys(words[spelling] for spelling in slips_of(typed, words)))

    def _spellings(self) -> Iterator[tuple[str, str]]:
        yield from ((word, word) for word in self.words)
        yield from self.otherwise.items()


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """A name folded, without what kind of place it is, and with one of two ways of writing the same Khmer sign."""
    folded = folded_word(text)
    name = next((folded.removeprefix(kind).strip() for kind in _KINDS_OF_PLACE if folded.startswith(kind)), folded)
    return name.replace("\u17d2\u178f", "\u17d2\u178a")


class DoubtfulWord(Value):
    """A word under ``key`` that is nearly a known one, or a district of ``provinces`` that are not the one said."""

    key: str
    typed: str
    near: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """What is doubted about it; the word itself is not repeated."""
        if self.provinces:
            return say("That district is in {provinces}.", provinces=say(" and ").join(self.provinces))
        return say("That looks like {words}.", words=say(" or ").join(self.near))

    @property
    def advice(self) -> str:
        """What to do where nobody can be asked."""
        if self.provinces:
            return say("Write that province; or add --as-written, if it is right as it was typed.")
        return say("Write {word}; or add --as-written, if another is meant.", word=self.near[0])


class WordsInUse:
    """All known words of a casebook, read when they are first asked for."""

    def __init__(self, book: Casebook) -> None:
        self._book = book

    def of(self, key: str, province: str = "") -> KnownWords:
        """The known words under a key; districts are those of a province, where it is known, or else all."""
        if key == PROVINCE:
            return self._provinces
        if key == DISTRICT:
            return self._districts(province)
        if key == FUND:
            return self._known((), FUND)
        return self._known(shipped.trades() if key == TRADE else shipped.modules(), key)

    def doubts(self, said: Mapping[str, Any]) -> Iterator[DoubtfulWord]:
        """What is doubtful of the words that a graduate is written down with, in the keys of a file."""
        province = self.of(PROVINCE).spelled(str(said.get(PROVINCE) or ""))
        for key, word in _words_in(said):
            known = self.of(key, province)
            if not known.spelled(word) and (near := known.near(word)):
                yield DoubtfulWord(key, word, near)
            elif key == DISTRICT and province and not known.spelled(word) and (others := self.provinces_of(word)):
                yield DoubtfulWord(key, word, provinces=others)

    def spelled(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """The words of ``said`` as they are known; those that are new stay as they are."""
        province = self.of(PROVINCE).spelled(str(said.get(PROVINCE) or ""))
        named = [(key, self.of(key, province).spelled(word) or word) for key, word in _words_in(said)]
        modules = {MODULES: tuple(dict.fromkeys(word for key, word in named if key == MODULES))}
        return {key: word for key, word in named if key != MODULES} | (modules if modules[MODULES] else {})

    def provinces_of(self, district: str) -> tuple[str, ...]:
        """The provinces that have a district of this name."""
        return tuple(province for province in shipped.places() if self._districts(province).spelled(district))

    @cached_property
    def _provinces(self) -> KnownWords:
        otherwise = shipped.place_spellings()["provinces"]
        return self._known(shipped.places(), PROVINCE, _by_spelling(otherwise))

    def _districts(self, province: str) -> KnownWords:
        places, otherwise = shipped.places(), shipped.place_spellings()["districts"]
        names = [province] if province in places else [] if province else [*places]
        words = (district for name in names for district in places[name])
        spellings = {spelling: word for name in names for spelling, word in _by_spelling(otherwise[name]).items()}
        used = self._used(DISTRICT) if not province else self._used(f"{DISTRICT} {province}")
        return KnownWords(tuple(dict.fromkeys((*words, *used))), spellings)

    def _known(self, words: Iterable[str], key: str, otherwise: Mapping[str, str] | None = None) -> KnownWords:
        return KnownWords(tuple(dict.fromkeys((*words, *self._used(key)))), otherwise or {})

    def _used(self, key: str) -> list[str]:
        label = labeller(self._book)
        used = {word for row in self._rows if row for name, word in row if name == key}
        return sorted((word for word in used if label(word) == word), key=str.casefold)

    @cached_property
    def _rows(self) -> list[RegisterRow]:
        return list(self._book.register(RegisterKind("words", "2", _used_words)).values())


def public_place(typed: str) -> str:
    """The province or district of the program that was typed, in any spelling; empty where there is none."""
    spellings = shipped.place_spellings()
    districts = (_by_spelling(those) for those in spellings["districts"].values())
    otherwise = {spelling: word for one in districts for spelling, word in one.items()}
    places = (place for province, names in shipped.places().items() for place in (province, *names))
    return KnownWords(tuple(dict.fromkeys(places)), otherwise | _by_spelling(spellings["provinces"])).spelled(typed)


def _used_words(case_id: str, facts: Iterable[Fact]) -> list[Any]:
    """The words of a case, each after its key; a district stands under its province as well."""
    from followup.case.replay import replay

    case = replay(case_id, tuple(facts), date.max)
    words = [(PROVINCE, case.province), (DISTRICT, case.district), (f"{DISTRICT} {case.province}", case.district)]
    words += [(TRADE, case.trade), *((MODULES, module) for module in case.modules)]
    words += [(FUND, one.said.fund) for stay in case.stays for one in stay.supports]
    return [[key, word] for key, word in dict.fromkeys(words) if word]


def words_of(enrolment: Any) -> dict[str, Any]:
    """The words that an enrolment or a case says, by their keys."""
    return {key: getattr(enrolment, key) for key in KEYS}


def _by_spelling(otherwise: Mapping[str, list[str]]) -> dict[str, str]:
    return {spelling: word for word, spellings in otherwise.items() for spelling in spellings}


def _words_in(said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each word that stands under one of the keys; what is no text is passed over."""
    for key in KEYS:
        written = said.get(key)
        for word in written if isinstance(written, (list, tuple)) else (written,):
            if isinstance(word, str) and word.strip():
                yield key, word.strip()
