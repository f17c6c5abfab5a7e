"""What an import can fill: the keys of a graduate's, visit's or plan's file, how each is called, and what stands in it.

The titles are the headings that an export writes, so that what was exported is known again with certainty.
"""

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any, NamedTuple

from followup.case.business.earnings import BusinessKind
from followup.case.business.loan import Repayment
from followup.case.forms.headings import GRADUATE_HEADINGS, IDENTITY_HEADINGS, PLAN_HEADINGS, VISIT_HEADINGS
from followup.case.home_words import Placement
from followup.case.import_words import ImportTarget
from followup.case.visit_words import AgreementProgress, AttemptReason, ContactMethod
from followup.case.vocabulary import RiskKind, Term
from followup.intake.heading_words import folded_heading
from followup.values import Value

PASSED_OVER = "-"
"""What the key of a column begins with that is known, and that an import passes over."""
MARKS = {"problem": "problem", "imported": "imported"}
"""The two columns that an import adds to a copy of their file, with the headings they have there."""


class ValueKind(Enum):
    """What stands in the cells of a column."""

    TEXT = "words on one line"
    NOTE = "words"
    CODE = "a code"
    PHONE = "a phone number"
    DAY = "a day"
    YEAR = "a year"
    MONTH = "a month"
    NUMBER = "a number"
    RANGE = "a number or a range"
    AMOUNT = "an amount"
    SCORE = "a score"
    YES_NO = "yes or no"
    WORD = "a word of a list"
    WORDS = "words of a list, with commas between"
    TEXTS = "words with commas between"
    WEEKDAYS = "weekdays"
    DAY_RANGES = "days"
    PRICES = "prices"
    UNREAD = "anything"


class ImportField(NamedTuple):
    """A key of a file: what it is called, what stands in it, and its folded names, those that are certain.

    ``vocabulary`` is the list of a closed word, ``words`` how else its words are said, folded.
    """

    key: str
    title: str
    kind: ValueKind
    required: bool
    names: frozenset[str]
    vocabulary: type[Term] | None = None
    words: Mapping[str, str] = {}

    @property
    def is_read(self) -> bool:
        """Whether what stands there becomes part of a form."""
        return not self.key.startswith(PASSED_OVER) and self.key not in MARKS


class HeadingContext(NamedTuple):
    """Words such as *Contact*, and what a name means under or beside one of them: *Phone* is contact.phone."""

    words: frozenset[str]
    names: Mapping[str, str]


class ImportFields(Value):
    """Everything that a table of one target may say."""

    target: ImportTarget
    fields: tuple[ImportField, ...]
    contexts: tuple[HeadingContext, ...] = ()
    neutral: frozenset[str] = frozenset()
    yes: frozenset[str] = frozenset()
    no: frozenset[str] = frozenset()
    provinces: frozenset[str] = frozenset()

    def __getitem__(self, key: str) -> ImportField:
        return next(field for field in self.fields if field.key == key)

    def named(self, folded: str) -> tuple[str, ...]:
        """The keys of which a folded heading is a name."""
        return tuple(field.key for field in self.fields if folded in field.names)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that a form may have, in order."""
        return tuple(field.key for field in self.fields if field.is_read)


_TITLES: dict[ImportTarget, Mapping[str, str]] = {
    ImportTarget.GRADUATES: {
        **GRADUATE_HEADINGS,
        "name.family": "Family name",
        "name.given": "Given name",
        "cover": "What the calendar says",
        "against": "Why she returns though an assessment says no",
    },
    ImportTarget.VISITS: {**VISIT_HEADINGS, "name": IDENTITY_HEADINGS["name"], "phone": IDENTITY_HEADINGS["phone"]},
    ImportTarget.PLANS: {**PLAN_HEADINGS, "name": IDENTITY_HEADINGS["name"], "phone": IDENTITY_HEADINGS["phone"]},
}
_SAYS_TOO_LITTLE = ("business", "rate", "guardian")
"""Keys that are no headings: what a column *Business* holds may be its name or its kind."""
FINDS_HER = ("name", "phone")
"""Of visits and plans: by which she is found where a table has no codes; no part of the form."""
_REQUIRED = {
    ImportTarget.GRADUATES: ("return_date",),
    ImportTarget.VISITS: ("date",),
    ImportTarget.PLANS: ("trade",),
}
_VOCABULARIES: dict[str, type[Term]] = {
    "placement": Placement,
    "contact": ContactMethod,
    "attempt.reason": AttemptReason,
    "agreement": AgreementProgress,
    "not_seen": RiskKind,
    "kind": BusinessKind,
    "loan.repaid": Repayment,
}
_KINDS = {
    **dict.fromkeys(("code",), ValueKind.CODE),
    **dict.fromkeys(("phone", "contact.phone"), ValueKind.PHONE),
    **dict.fromkeys(("return_date", "date", "loan.since"), ValueKind.DAY),
    "birth_year": ValueKind.YEAR,
    "loan.harvest": ValueKind.MONTH,
    **dict.fromkeys(("slot", "month.customers", "rate", "days_open", "loan.months"), ValueKind.NUMBER),
    **dict.fromkeys(("animals.number", "animals.months", "garden.harvests", "garden.months"), ValueKind.NUMBER),
    **dict.fromkeys(("season.months", "season.wait"), ValueKind.NUMBER),
    "customers_a_day": ValueKind.RANGE,
    **dict.fromkeys(("month.takings", "month.drawings", "month.stock", "month.debt"), ValueKind.AMOUNT),
    **dict.fromkeys(("month.savings", "month.repaid", "start_up_money"), ValueKind.AMOUNT),
    **dict.fromkeys(("animals.price", "animals.feed", "garden.takings", "garden.costs"), ValueKind.AMOUNT),
    **dict.fromkeys(("season.takings", "loan.principal", "loan.instalment"), ValueKind.AMOUNT),
    **dict.fromkeys(("attempt.safe", "contact_right", "month.open", "month.repaid_in_kind"), ValueKind.YES_NO),
    **dict.fromkeys(("same", "second"), ValueKind.YES_NO),
    **dict.fromkeys(("note", "agreed", "attempt.note", "against", "contact.say"), ValueKind.NOTE),
    **dict.fromkeys(("modules", "went"), ValueKind.TEXTS),
    "not_seen": ValueKind.WORDS,
    "safe_weekdays": ValueKind.WEEKDAYS,
    "avoid": ValueKind.DAY_RANGES,
    "prices": ValueKind.PRICES,
}


def kind_of(key: str) -> ValueKind:
    """What stands in the cells of a key."""
    if key.startswith(PASSED_OVER) or key in MARKS:
        return ValueKind.UNREAD
    if key in _KINDS:
        return _KINDS[key]
    if key.startswith("scores."):
        return ValueKind.SCORE
    if "costs." in key:
        return ValueKind.AMOUNT
    return ValueKind.WORD if key in _VOCABULARIES else ValueKind.TEXT


def import_fields(target: ImportTarget, names: Mapping[str, Any], places: Mapping[str, Any]) -> ImportFields:
    """The fields of a target; ``names`` are those of `shipped.import_names`, ``places`` the spellings of provinces."""
    own = names["identity"] | names[target.value]
    titles = dict(_TITLES[target]) | MARKS | {key: key[1:] for key in own if key.startswith(PASSED_OVER)}
    return ImportFields(
        target,
        tuple(_field(target, key, title, own.get(key, ()), names["words"]) for key, title in titles.items()),
        tuple(_context(one) for one in names["within"][target.value]),
        _folded(names["neutral"]),
        _folded(names["words"]["yes"]),
        _folded(names["words"]["no"]),
        _folded(_spellings(places["provinces"])),
    )


def _field(target: ImportTarget, key: str, title: str, names: tuple[str, ...], words: Mapping[str, Any]) -> ImportField:
    vocabulary = _VOCABULARIES.get(key)
    otherwise = words.get(vocabulary.__name__, {}) if vocabulary else {}
    said = {folded_heading(text): word for word, texts in otherwise.items() for text in (*texts, word)}
    certain = _folded((title, *names, *(() if key in _SAYS_TOO_LITTLE else (key.removeprefix(PASSED_OVER),))))
    return ImportField(key, title, kind_of(key), key in _REQUIRED[target], certain, vocabulary, said)


def _context(context: Mapping[str, Any]) -> HeadingContext:
    means = {folded_heading(name): key for key, names in context["names"].items() for name in names}
    return HeadingContext(_folded(context["words"]), means)


def _spellings(places: Mapping[str, Any]) -> Iterator[str]:
    for name, others in places.items():
        yield name
        yield from others


def _folded(names: Any) -> frozenset[str]:
    return frozenset(map(folded_heading, names))
