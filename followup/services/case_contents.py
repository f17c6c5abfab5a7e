"""What there is of each case in the lists of everybody, such as flags and outcomes: kept, so that a list reads its own.

It says where to look, and holds whatever day it is; what is shown comes from the case itself, but for the tables of
flags and of consents, in which nothing stands that was written of her.
"""

from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import suppress
from datetime import date
from typing import TypeVar

from msgspec.json import Decoder, encode

from followup.case import consents
from followup.case.case import Case
from followup.case.consent_words import ConsentState, Purpose
from followup.case.facts import Ended, Fact
from followup.case.fields import Private, revealed
from followup.case.parts import Consent, Flag, FollowUpEnd, Promise, numbered
from followup.case.word_marks import mark_of
from followup.casebook import Casebook
from followup.monitoring.milestones import MilestoneState, milestones
from followup.monitoring.support import GivenSupport, support_given
from followup.schedule.months import whole_months
from followup.store import RegisterKind, RegisterRow
from followup.values import Value, reading_own, replace

REGISTER = "case-contents-6"

Part = TypeVar("Part")
Put = Callable[[Private], Private]
"""What puts one word in the place of another: its mark, or the word of a mark."""


class CaseContents(Value, array_like=True):
    """What is in a case, from ``since`` on, the day of its latest entry; on an earlier day something else may be.

    ``review`` is the first day on which an open flag is looked at again, `date.max` where none is open; ``promises``
    are those that are open while she is followed, ``endings`` all outcomes, without a word; ``milestones`` are the days
    of all milestones, each with the day from which on it is shown. ``flags`` are all of hers where one is open, without
    what was written; the owner too is left out who never was her worker. ``references`` are those of all referrals,
    ``waits`` says whether one is open; ``supports`` are what was given, without a word.

    ``followed`` says whether consents are listed, ``consents`` what she last said and when to ask again;
    ``by_age`` that her age decides as well when that is.
    """

    code: str
    since: date
    review: date
    promises: tuple[tuple[int, Promise], ...]
    endings: tuple[tuple[FollowUpEnd, int | None], ...]
    milestones: tuple[tuple[date, date], ...]
    worker: str
    flags: tuple[Flag, ...]
    references: tuple[str, ...]
    waits: bool
    supports: tuple[GivenSupport, ...]
    followed: bool
    consents: tuple[tuple[Purpose, ConsentState, date | None], ...]
    by_age: bool

    @property
    def knows_owners(self) -> bool:
        """Whether a table of flags can be made from it."""
        return all(flag.owner for flag in self.flags if flag.is_open)

    @property
    def due(self) -> date:
        """The first day by which a promise is to be kept, `date.max` where none is open."""
        return min((one.said.due for _, one in self.promises), default=date.max)

    @property
    def supported(self) -> date:
        """The day of the last support, `date.min` where there was none."""
        return max((one.on for one in self.supports), default=date.min)

    def case(self, case_id: str, today: date) -> Case:
        """Who she is by her code, her worker, her flags and her consents, without a word that was written."""
        said = {what: Consent(what, state, self.since, ask_again=again) for what, state, again in self.consents}
        return Case(case_id, today, code=self.code, worker=self.worker, flags=self.flags, consents=said)


def cases_with(book: Casebook, wanted: Callable[[CaseContents], bool]) -> Iterator[Case]:
    """The cases in which there is what is wanted, in the order of codes, read as by `Casebook.cases`.

    Others may be among them: those with entries that are dated after today.
    """
    return book.cases_of(case_id for case_id, _ in _where(book, wanted))


def flags_with(book: Casebook, wanted: Callable[[CaseContents], bool]) -> Iterator[Case]:
    """As `cases_with`; but of most cases only who she is by her code, her worker and her flags, as they are kept."""
    return _kept_cases(book, wanted, lambda case: case.knows_owners)


def consents_with(book: Casebook, wanted: Callable[[CaseContents], bool]) -> Iterator[Case]:
    """As `flags_with`, but her consents, as far as no age decides about them."""
    return _kept_cases(book, wanted, lambda case: not case.by_age)


def promises_with(
    book: Casebook, wanted: Callable[[CaseContents], bool]
) -> Iterator[tuple[Case, list[tuple[int, Promise]]]]:
    """As `flags_with`, but the open promises with their numbers; read are as in `support_with` those of new words."""
    for whose, listed in _in_words(book, wanted, lambda kept: kept.promises, open_numbered, _promise_with_words):
        case = book.staff.of_today(replace(whose, promises=tuple(promise for _, promise in listed)))
        yield case, [*zip((number for number, _ in listed), case.promises, strict=True)]


def support_with(book: Casebook, since: date) -> Iterator[tuple[Case, list[GivenSupport]]]:
    """What was given from a day on, and to whom; cases are read of which some words were in none before."""

    def kept_since(kept: CaseContents) -> Iterable[GivenSupport] | None:
        is_given = kept.supported <= book.today  # a loan of her plan may be lent on a day to come
        return (one for one in kept.supports if one.on >= since) if is_given else None

    return _in_words(book, lambda kept: kept.supported >= since, kept_since, support_given, _support_with_words)


def endings_with(
    book: Casebook, wanted: Callable[[CaseContents], bool]
) -> Iterator[tuple[Case, list[tuple[FollowUpEnd, int | None]]]]:
    """The outcomes without their notes, and whose they are; read are as in `support_with` those of who decided."""
    return _in_words(book, wanted, lambda kept: kept.endings, endings, _ending_with_words)


def _in_words(
    book: Casebook,
    wanted: Callable[[CaseContents], bool],
    kept_of: Callable[[CaseContents], Iterable[Part] | None],
    parts_of: Callable[[Case], Iterable[Part]],
    with_words: Callable[[Part, Put], Part],
) -> Iterator[tuple[Case, list[Part]]]:
    """Parts of cases as they are kept, with the words of their marks; cases are read for those that none before said.

    So is one of which what is kept is not enough: ``kept_of`` it is None.
    """
    words = MarkedWords()
    for case_id, kept in _where(book, wanted):
        parts = kept_of(kept) if _serves(book, case_id, kept) else None
        told = words.told(parts, with_words)
        if told is not None:
            yield kept.case(case_id, book.today), told
            continue
        for case in book.cases_of([case_id]):
            read = [*parts_of(case)]
            for one in read:
                with_words(one, words.learn)
            yield case, read


def _kept_cases(
    book: Casebook, wanted: Callable[[CaseContents], bool], is_enough: Callable[[CaseContents], bool]
) -> Iterator[Case]:
    for case_id, kept in _where(book, wanted):
        if _serves(book, case_id, kept) and is_enough(kept):
            yield book.staff.of_today(kept.case(case_id, book.today))
        else:
            yield from book.cases_of([case_id])


def _serves(book: Casebook, case_id: str, kept: CaseContents) -> bool:
    """Whether what is kept of a case holds today, and the case can be read."""
    return kept.since <= book.today and case_id not in book.problems


def _where(book: Casebook, wanted: Callable[[CaseContents], bool]) -> Iterator[tuple[str, CaseContents]]:
    """What is kept of each case in which there may be what is wanted; read twice, so that little is held at once."""
    rows = book.register(RegisterKind(REGISTER, "1", _row))
    found: list[tuple[str, str]] = []
    for case_id, row in rows.items():
        if row and ((kept := _read(row)).since > book.today or wanted(kept)):
            found.append((kept.code, case_id))
    return ((case_id, _read(rows[case_id])) for _, case_id in sorted(found))


_READER = Decoder(CaseContents)


def _read(row: str) -> CaseContents:
    with reading_own():
        return _READER.decode(row)


def _row(case_id: str, facts: Iterable[Fact]) -> RegisterRow:
    """The contents of one case with all its entries, whatever their day, as JSON text, which is small; else empty."""
    from followup.case.replay import replay_all

    facts = tuple(facts)
    case = replay_all(case_id, facts)
    workers = {getattr(fact.body, "worker", "") for fact in facts}
    return encode(_contents(case, max(fact.on for fact in facts), workers)).decode() if case.is_open else ""


def _contents(case: Case, since: date, workers: Container[str]) -> CaseContents:
    return CaseContents(
        case.code,
        since,
        min((flag.review_on for flag in case.open_flags), default=date.max),
        () if case.end else tuple(_promise_with_words(one, mark_text) for one in open_numbered(case)),
        tuple(_ending_with_words(one, mark_text) for one in endings(case)),
        tuple(mark for stay in case.stays for mark in _milestones(stay)),
        case.worker,
        tuple(_without_words(flag, workers) for flag in case.flags if case.open_flags),
        tuple(one.reference for one in case.referrals),
        bool(case.open_referrals) and not case.erased,
        tuple(_support_with_words(one, mark_text) for one in support_given(case)),
        not case.end and not case.erased,
        tuple((one.purpose, one.state, one.ask_again) for one in case.consents.values()),
        consents.age_decides(case, since),
    )


def _without_words(flag: Flag, workers: Container[str]) -> Flag:
    owner = flag.owner if flag.owner in workers else ""
    return replace(flag, note="", found="", how="", owner=owner, severities=(), reviews=())


def _milestones(stay: Case) -> Iterator[tuple[date, date]]:
    """The day of each milestone before the end, and from which day on it is shown."""
    for mark in milestones(stay, date.max):
        if mark.state is not MilestoneState.ENDED:
            yield mark.day, min((mark.day, *(record.on for record in mark.said)))


# --- words ----------------------------------------------------------------------------------------------------------


class MarkedWords:
    """The words of marks, as far as a case that says them was read."""

    def __init__(self) -> None:
        self._words: dict[str, str] = {"": ""}

    def learn(self, word: Private) -> Private:
        """Know a word from now on."""
        self._words[mark_text(word)] = revealed(word)
        return word

    def told(self, parts: Iterable[Part] | None, with_words: Callable[[Part, Put], Part]) -> list[Part] | None:
        """Parts with the words of their marks; None where there are no parts, or not all the words are known."""
        with suppress(KeyError):
            return None if parts is None else [with_words(one, self._of_mark) for one in parts]
        return None

    def _of_mark(self, mark: Private) -> Private:
        return self._words[revealed(mark)]


def mark_text(word: Private) -> str:
    """The mark that stands in the place of a word; empty for none."""
    return str(mark_of(revealed(word)) or "")


def open_numbered(case: Case) -> list[tuple[int, Promise]]:
    """The open promises of a case, with their numbers."""
    return [(number, one) for number, one in numbered(case.promises) if one.is_open]


def _promise_with_words(numbered_promise: tuple[int, Promise], put: Put) -> tuple[int, Promise]:
    number, one = numbered_promise
    return number, replace(one, said=replace(one.said, what=put(one.said.what), by_whom=put(one.said.by_whom)))


def _support_with_words(one: GivenSupport, put: Put) -> GivenSupport:
    return replace(one, fund=revealed(put(one.fund)), note=put(one.note))


def endings(case: Case) -> Iterator[tuple[FollowUpEnd, int | None]]:
    """Every outcome of a case, with the months after her return."""
    for stay in case.stays:
        for end in stay.endings:
            yield end, whole_months(stay.return_date, end.on) if stay.return_date else None


def _ending_with_words(ended: tuple[FollowUpEnd, int | None], put: Put) -> tuple[FollowUpEnd, int | None]:
    """An outcome with months after her return; its notes fall away."""
    end, months = ended
    said = Ended(end.said.ending, end.said.causes, decided_by=put(end.said.decided_by))
    return replace(end, said=said), months
