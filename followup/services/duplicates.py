"""The same person entered twice: rows that stand already, and rows that look like somebody who does.

What is compared is kept in a register, sealed: of each graduate the folded name and what it sounds like, the phone,
birth year and place, and a hash of what was written when she was enrolled. A row that is *known* says word for word
what such an enrolment said.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from followup.case import facts as f
from followup.case.fields import revealed
from followup.case.forms.enrolment import enrolment_from_mapping
from followup.case.merged_facts import LONG_AGO
from followup.case.replay import replay
from followup.casebook import Casebook
from followup.handout.folding import fold, folded_parts, in_khmer_order
from followup.handout.romanise import consonants, in_other_script, sounds
from followup.store import NewFact, RegisterKind
from followup.values import MutableValue, Value, field

REGISTER = "likeness"
_FEWEST_DIGITS = 6
_LAST_DIGITS = 8
"""So many digits at its end tell a phone from others, with or without 0 or +855."""

_TELLING_CONSONANTS, _TELLING_WITH_YEAR = 3, 2
"""So many consonants of a name in the other script make a likely duplicate, alone or with the birth year."""

_OF_AN_ENROLMENT = (f.Identified, f.Arranged, f.Placed, f.Planned, f.Assessed, f.Flagged)


class Likeness(Value):
    """By what a graduate is compared: ``whole`` is the hash of her enrolment, ``traits`` what she may share.

    ``named`` says whether anything tells who she is; ``sounds`` are those of her name, for the other script.
    """

    whole: str
    traits: tuple[str, ...]
    named: bool
    sounds: tuple[str, ...] = ()
    birth_year: int | None = None

    def may_be(self, other: "Likeness", sound: str) -> bool:
        """Whether she and another, who is called the same in the other script, may be one: no year or phone differs."""
        years = {self.birth_year, other.birth_year}
        least = _TELLING_WITH_YEAR if len(years) == 1 and self.birth_year else _TELLING_CONSONANTS
        apart = None not in years and len(years) > 1
        return consonants(sound) >= least and not apart and len({*self._phones(), *other._phones()}) <= 1

    def _phones(self) -> tuple[str, ...]:
        return tuple(trait for trait in self.traits if trait.startswith("phone "))


def likeness(bodies: Iterable[f.Body]) -> Likeness:
    """The likeness of somebody as these facts say her."""
    bodies = tuple(bodies)
    who = _identity(bodies)
    placed = next((body for body in reversed(bodies) if isinstance(body, f.Placed)), None)
    traits = tuple(sorted({*_name_traits(who), *_phone_traits(who), *_place_traits(who, placed)}))
    return Likeness(_whole(bodies), traits, bool(who.said()), sounds(revealed(who.name)), who.birth_year)


def _identity(bodies: Iterable[f.Body]) -> f.Identified:
    said: dict[str, Any] = {}
    for body in bodies:
        if isinstance(body, f.Identified):
            said |= body.said()
    return f.Identified(**{name: value for name, value in said.items() if value})


def _name_traits(who: f.Identified) -> Iterator[str]:
    """The name however its parts are ordered, written together or marked."""
    parts = [in_khmer_order(part) for part in folded_parts(revealed(who.name))]
    if parts:
        yield "name " + " ".join(sorted(parts))
        yield "name " + "".join(parts)


def _phone_traits(who: f.Identified) -> Iterator[str]:
    digits = "".join(char for char in fold(revealed(who.phone)) if char.isdigit())
    if len(digits) >= _FEWEST_DIGITS:
        yield f"phone {digits[-_LAST_DIGITS:]}"


def _place_traits(who: f.Identified, placed: f.Placed | None) -> Iterator[str]:
    """Born in one year and living in one village, or in one district where the village is not known."""
    village, district = fold(revealed(who.village)), fold(placed.district) if placed else ""
    if who.birth_year and (village or district):
        yield f"born {who.birth_year} {in_khmer_order(village or district)}"


def _whole(bodies: Iterable[f.Body]) -> str:
    """The hash of what was said: what the office adds of its own, such as owners and workers, left out."""
    said: list[str] = []
    for body in bodies:
        if isinstance(body, f.Opened):
            said.append(
                repr(("opened", body.return_date, body.centre, body.trade, body.modules, *map(revealed, body.assumed)))
            )
        elif isinstance(body, f.Flagged):
            said.append(repr((body.kind, body.risk, body.severity, revealed(body.note))))
        elif isinstance(body, _OF_AN_ENROLMENT):
            said.append(repr(body))
    return sha256("\n".join(sorted(said)).encode()).hexdigest()[:24]


def _row(case_id: str, facts: tuple[f.Fact, ...]) -> list[Any] | None:
    held = sorted(f.effective(facts), key=lambda fact: fact.order)
    opened = next((fact for fact in held if isinstance(fact.body, f.Opened)), None)
    if opened is None:
        return None
    now = likeness(fact.body for fact in held)
    part = likeness(fact.body for fact in held if fact.on == LONG_AGO)  # as a case that is part of hers says her
    return [
        _enrolled_as(facts, opened),
        sorted({*now.traits, *part.traits}),
        now.named,
        list(dict.fromkeys((*now.sounds, *part.sounds))),
        now.birth_year,
        replay(case_id, facts, date.max).code,
    ]


def _enrolled_as(facts: Iterable[f.Fact], opened: f.Fact) -> str:
    """The hash of the enrolment: what was written in one go with the opening, whatever was put right since."""
    row: list[f.Body] = []
    last = opened.seq - 1
    for fact in sorted(facts, key=lambda fact: fact.written):
        if (fact.at, fact.device, fact.seq) != (opened.at, opened.device, last + 1):
            continue
        if fact is not opened and not isinstance(fact.body, _OF_AN_ENROLMENT):
            break
        row.append(fact.body)
        last = fact.seq
    return _whole(row)


class People(MutableValue):
    """Everybody in the casebook by likeness, and those enrolled since from the same file."""

    by_code: dict[str, Likeness] = field(default_factory=dict)
    _by_whole: dict[str, list[str]] = field(default_factory=dict)
    _by_trait: dict[str, list[str]] = field(default_factory=dict)
    _by_sound: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, book: Casebook) -> "People":
        """Everybody who stands in the casebook."""
        people = cls()
        for row in book.register(RegisterKind(REGISTER, "3", _row)).values():
            if row:
                whole, traits, named, heard, birth_year, code = row
                people.add(code, Likeness(whole, tuple(traits), named, tuple(heard), birth_year))
        return people

    def add(self, code: str, like: Likeness) -> None:
        """Somebody more."""
        self.by_code[code] = like
        self._by_whole.setdefault(like.whole, []).append(code)
        for trait in like.traits:
            self._by_trait.setdefault(trait, []).append(code)
        for sound in like.sounds:
            self._by_sound.setdefault(sound, []).append(code)

    def same(self, wanted: str, like: Likeness, used: Container[str] = ()) -> str | None:
        """The code of whom a row says word for word, of the ``wanted`` code where the row gives one.

        Of two rows that name nobody each stands for somebody: those in ``used`` are not found again.
        """
        codes = (code for code in self._by_whole.get(like.whole, ()) if wanted in ("", code))
        return next((code for code in codes if like.named or code not in used), None)

    def alike(self, like: Likeness) -> tuple[str, ...]:
        """The codes of those who share a phone, birth year and place, or a name with her, also in the other script."""
        sharing = (code for trait in like.traits for code in self._by_trait.get(trait, ()))
        return tuple(dict.fromkeys([*sharing, *self._sounding(like)]))

    def _sounding(self, like: Likeness) -> Iterator[str]:
        for sound in like.sounds:
            for code in self._by_sound.get(in_other_script(sound), ()):
                if self.by_code[code].may_be(like, sound):
                    yield code


def likeness_of(new_facts: Iterable[NewFact]) -> Likeness:
    """The likeness of somebody who is about to be enrolled."""
    return likeness(new_fact.body for new_fact in new_facts)


def looks_like(book: Casebook, form: Mapping[str, Any]) -> tuple[str, ...]:
    """The codes of those in the casebook whom somebody looks like of whom a ``form`` says only a part yet."""
    enrolment, _ = enrolment_from_mapping({"return_date": book.today} | dict(form))
    if enrolment is None:
        return ()
    placed = f.Placed(enrolment.placement, enrolment.province, enrolment.district) if enrolment.placement else None
    return People.of(book).alike(likeness(body for body in (enrolment.identity, placed) if body))
