"""The fixed text of every print, in each language: templates and the sentences of a print take it from nowhere else.

A text that is not translated yet stands in English, and is counted. In ``en+km`` each text stands in both, Khmer first.
"""

from collections.abc import Callable, Mapping

from followup.case.vocabulary import Term
from followup_data import shipped

COMMON = "common"
"""The section of what several prints say."""

ALWAYS_BOTH = frozenset({"khmer_draft"})
"""Texts that a Khmer print says in English too, for whoever checks it."""

Spelling = dict[str, str]
"""One text in one language: ``{"lang": "km", "text": "..."}``."""


class Language(Term):
    """In which language a print speaks."""

    EN = "en"
    KM = "km"
    EN_KM = "en+km"

    @property
    def label(self) -> str:
        """As it is typed."""
        return self.value

    @property
    def codes(self) -> tuple[str, ...]:
        """The languages, the larger one first."""
        return {Language.EN: ("en",), Language.KM: ("km",), Language.EN_KM: ("km", "en")}[self]


def words(language: Language, section: str) -> dict[str, list[Spelling]]:
    """The texts of a print by their keys, and the common ones: each in every language asked for that has it.

    >>> words(Language.EN, "sheet")["last_visit"]
    [{'lang': 'en', 'text': 'Last visit'}]
    """
    return {key: _spellings(key, english, language, section) for key, english in _texts("en", section).items()}


def _spellings(key: str, english: str, language: Language, section: str) -> list[Spelling]:
    codes = Language.EN_KM.codes if key in ALWAYS_BOTH else language.codes
    spelled = [
        {"lang": code, "text": text}
        for code in codes
        if (text := english if code == "en" else _texts(code, section).get(key, ""))
    ]
    return spelled or [{"lang": "en", "text": english}]


def phrase(language: Language, section: str, key: str, /, **fields: str | int) -> str:
    """One text filled in, in the language; in English where both are wished, for sentences are not said twice."""
    spelled = words(Language.EN if language is Language.EN_KM else language, section)[key]
    return spelled[0]["text"].format(**fields)


Filled = str | int | Callable[[Language], str]
"""What a sentence is filled in with: the same in every language, or made for each."""


def spelled(language: Language, section: str, key: str, /, **fields: Filled) -> list[Spelling]:
    """One text of a print in each of its languages, filled in: ``[{"lang": "km", "text": ...}, ...]``."""
    return [_filled(one, fields) for one in words(language, section)[key]]


def _filled(one: Spelling, fields: dict[str, Filled]) -> Spelling:
    in_language = Language(one["lang"])
    values = {name: value(in_language) if callable(value) else value for name, value in fields.items()}
    return {"lang": one["lang"], "text": one["text"].format(**values)}


def untranslated(language: Language, section: str) -> tuple[str, ...]:
    """The keys of a print that stand in English because nobody has translated them yet."""
    return tuple(
        key
        for code in language.codes
        for key in _texts("en", section)
        if code != "en" and key not in _texts(code, section)
    )


def _texts(code: str, section: str) -> Mapping[str, str]:
    catalogue = shipped.paper_words(code)
    return catalogue.get(COMMON, {}) | catalogue.get(section, {})
