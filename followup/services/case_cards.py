"""The card of every case, kept from one command to the next: what the figures of any quarter and any day are made of.

A kept card holds for the days it says. Of a day before that, and of what was known at an earlier instant, the case is
read as it was then, and a card made of it: one way from facts to figures, whatever was kept.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cached_property
from zlib import crc32

from msgspec.json import Decoder, encode

from followup.case.case import Case
from followup.case.facts import Fact
from followup.case.outcome_words import OutcomeClass
from followup.case.word_marks import mark_of
from followup.casebook import Casebook
from followup.errors import FollowupError
from followup.office import Office, replay_office
from followup.progress import Progress, counted
from followup.scheduler import Scheduler, no_such_policy
from followup.statistics.report import (
    CardEnd,
    CaseCard,
    CaseSummary,
    Quarter,
    case_cards,
    ends_by,
    summarize,
    words_of_stay,
)
from followup.store import RegisterKind, RegisterRow
from followup.values import reading_own

REGISTER = "figures"
VERSION = 6
"""Goes up when a card is made differently, so that those made before are made again."""

Cards = tuple[CaseCard, ...]
"""A card of each stay at home, in their order."""
_READER = Decoder(Cards)


class CardReader:
    """Reads the cards of cases as of a day, as they were known at an instant (now when not said)."""

    def __init__(self, book: Casebook, as_of: date, known_at: datetime | None = None) -> None:
        self.book, self.as_of, self.known_at = book, as_of, known_at
        if not known_at:
            book.expect(REGISTER, lambda: self._kind)
        self._read: tuple[str, tuple[Fact, ...]] | None = None
        self.words: dict[int, str] = {0: ""}
        """The words of the marks in the cards that were read."""

    @cached_property
    def office(self) -> Office:
        """The office as it was on the day."""
        return replay_office(self.book.office_facts, self.as_of, self.known_at)

    @cached_property
    def _scheduler(self) -> Scheduler:
        return Scheduler(self.office, self.as_of)

    def everybody(self, progress: Progress | None = None) -> Iterator[Cards]:
        """The cards of every case opened by the day, in the order of codes; unreadable ones go to ``problems``."""
        kept = {} if self.known_at else self._kept
        codes = self.book.codes
        for case_id in counted(sorted(codes, key=codes.__getitem__), progress):
            if case_id not in self.book.problems and (cards := self._cards_of(case_id, _read(kept.get(case_id, "")))):
                yield cards

    def summaries(
        self, quarter: Quarter, progress: Progress | None = None
    ) -> Iterator[tuple[CaseCard, CaseSummary | None]]:
        """Every stay at home with its summary; None, and a problem of the book, where there is no policy for it."""
        for cards in self.everybody(progress):
            for card in cards:
                yield card, self._summary(card, quarter, self.as_of)

    def summaries_on(self, cards: Cards, quarter: Quarter, day: date) -> Iterator[tuple[CaseCard, CaseSummary]]:
        """The stays at home of these cards as they were on an earlier day, each with its summary."""
        for card in self._on(cards, day):
            if summary := self._summary(card, quarter, day):
                yield card, summary

    def failure(self, cards: Cards) -> CardEnd | None:
        """The first outcome of all these stays that was a failure by the reader's day."""
        ends = (end for card in cards for end in ends_by(card, self.as_of.toordinal()))
        return next((end for end in ends if end.how.result is OutcomeClass.FAILURE), None)

    def card_on(self, card: CaseCard, day: date) -> CaseCard:
        """The card of the same stay on an earlier day; as it is where it was not opened by then."""
        return next((one for one in self._on((card,), min(day, self.as_of)) if one.stay == card.stay), card)

    def case_on(self, case_id: str, day: date) -> Case:
        """A case as it was on a day."""
        from followup.case.replay import replay

        return self.book.staff.of_today(replay(case_id, self._facts(case_id), day, self.known_at))

    def _summary(self, card: CaseCard, quarter: Quarter, day: date) -> CaseSummary | None:
        if not card.has_policy:
            self.book.problems[card.case_id] = no_such_policy(card.code)
            return None
        return summarize(card, quarter, day, self.words)

    def _cards_of(self, case_id: str, kept: Cards) -> Cards:
        if kept and self.as_of.toordinal() < kept[0].opened:
            return ()
        try:
            return self._known(kept) if _holds(kept, self.as_of) else self._cards_on(case_id, self.as_of)
        except FollowupError as problem:
            self.book.problems[case_id] = problem
            return ()

    def _on(self, cards: Cards, day: date) -> Cards:
        if day.toordinal() < cards[0].opened:
            return ()
        return cards if _holds(cards, day) else self._cards_on(cards[0].case_id, day)

    def _cards_on(self, case_id: str, day: date) -> Cards:
        """The cards of a case as it was on a day; none where it was not opened yet."""
        case = self.case_on(case_id, day)
        self._learn_words(case)
        return _cards(case, self._facts(case_id), self._scheduler, day) if case.is_open else ()

    def _facts(self, case_id: str) -> tuple[Fact, ...]:
        """What is written of a case; of the one that was asked for last it is held."""
        if self._read is None or self._read[0] != case_id:
            self._read = case_id, self.book.facts(case_id)
        return self._read[1]

    @cached_property
    def _kept(self) -> Mapping[str, str]:
        return self.book.register(self._kind)

    @cached_property
    def _kind(self) -> RegisterKind:
        """The cards that are kept, as JSON text: as values all at once they would take ten times as much room."""
        scheduler, today, staff = self._scheduler, self.book.today, self.book.staff
        told = repr((dict(scheduler.office.policies), staff))

        def row(case_id: str, facts: tuple[Fact, ...]) -> RegisterRow:
            from followup.case.replay import replay_all

            case = staff.of_today(replay_all(case_id, facts))
            return encode(_cards(case, facts, scheduler, today)).decode() if case.is_open else ""

        return RegisterKind(REGISTER, f"{VERSION} {crc32(told.encode()):08x}", row)

    def _known(self, kept: Cards) -> Cards:
        """Kept cards; their case is read for the words of their marks, where none before it had them."""
        if any(not self.words.keys() >= card.marks for card in kept):
            self._learn_words(self.case_on(kept[0].case_id, date.max))
        return kept

    def _learn_words(self, case: Case) -> None:
        self.words |= {mark_of(word): word for stay in case.stays for word in words_of_stay(stay)}


def _read(kept: str) -> Cards:
    """The cards that are kept of a case; none where nothing is."""
    with reading_own():
        return _READER.decode(kept) if kept else ()


def _holds(cards: Cards, day: date) -> bool:
    """Whether there are cards, and they are true of a day."""
    return bool(cards) and all(card.exact_from <= day.toordinal() <= card.holds_until for card in cards)


def _cards(case: Case, facts: tuple[Fact, ...], scheduler: Scheduler, day: date) -> Cards:
    return case_cards(case, [scheduler.policy_if_known(stay) for stay in case.stays], facts, day)
