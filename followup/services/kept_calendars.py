"""What is kept of a case for calendars, so that an export reads only cases of which something unusual is to be known.

It holds while nothing that it was made from says otherwise: her files, what of the office concerns her worker, and the
days that a watched day was compared with. Of whom more is to be known than some days and numbers nothing is kept, and
she is read: with words of her own for entries, a stay before, entries on an old worker's phone. Cover texts and hours
are kept as marks; they are known where they are the office's, or safe ones of the program's.
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from typing import TYPE_CHECKING

from msgspec.json import Decoder, encode

from followup.case.facts import CalendarEntry, CalendarEntryStatus, Fact
from followup.case.parts import IssuedCalendarEntry
from followup.case.word_marks import mark_of
from followup.casebook import Casebook
from followup.errors import FollowupError
from followup.services.calendar_entries import CalendarCase, CalendarStay
from followup.services.covers import CODE_PLACEHOLDER, SAFE_COVERS
from followup.services.kept_case_rows import CALENDARS, RowMaker
from followup.store import RegisterKind, RegisterRow
from followup.values import Value, reading_own

if TYPE_CHECKING:
    from followup.case.case import Case


class _KeptEntry(Value, array_like=True):
    """An entry that was handed out; of its cover text, her code left out, and of its hours the marks."""

    slot: int
    extra: bool
    day: date
    status: CalendarEntryStatus
    sequence: int
    stamp: datetime
    cover: int
    hours: int


class _KeptCalendar(Value, array_like=True):
    """What is kept of a case, as `CalendarCase` has it; no contacts between visits."""

    code: str
    opening_id: str
    latest: datetime
    kept_out: bool
    ended: bool
    visits: tuple[tuple[int, date, bool], ...] = ()
    entries: tuple[_KeptEntry, ...] = ()


_read = Decoder(_KeptCalendar).decode


class KeptCalendars:
    """What is kept of all cases, looked for now; ``covers`` and ``hours`` are those that the office's entries have."""

    def __init__(self, book: Casebook, covers: Iterable[str], hours: Iterable[str]) -> None:
        self._rows = book.register(calendars_kind(book))
        self._unread = book.problems
        self._covers = {mark_of(text): text for text in (*covers, *SAFE_COVERS)}
        self._hours = {mark_of(text): text for text in (*hours, "")}
        self._days: dict[date, date] = {}
        self._stamps: dict[datetime, datetime] = {}
        """Each day and each stamp as it was read first: those of thousands of entries are few."""

    def of(self, case_id: str) -> CalendarCase | None:
        """What a calendar needs of a case; None where she is to be read. Each is asked for once, and then not held."""
        *_, text = self._rows.pop(case_id, [""])
        if not text or case_id in self._unread:
            return None
        kept = _read(text)
        marks = {(one.cover, one.hours) for one in kept.entries}
        if any(cover not in self._covers or hours not in self._hours for cover, hours in marks):
            return None
        return self._calendar_case(case_id, kept)

    def _calendar_case(self, case_id: str, kept: _KeptCalendar) -> CalendarCase:
        with reading_own():
            issued = {(one.slot, one.extra): self._issued(kept.code, one) for one in kept.entries}
        stay = CalendarStay(
            *(1, kept.opening_id, "", "", kept.visits, (), issued),
            on_phone={key: one.entry for key, one in issued.items()},
        )
        return CalendarCase(case_id, kept.code, kept.opening_id, kept.latest, kept.kept_out, kept.ended, (stay,))

    def _issued(self, code: str, one: _KeptEntry) -> IssuedCalendarEntry:
        cover = self._covers[one.cover].replace(CODE_PLACEHOLDER, code)
        day, stamp = self._days.setdefault(one.day, one.day), self._stamps.setdefault(one.stamp, one.stamp)
        entry = CalendarEntry(one.slot, day, one.status, one.extra, self._hours[one.hours], cover, one.sequence)
        return IssuedCalendarEntry(entry, stamp)


def calendars_kind(book: Casebook) -> RegisterKind:
    """The register of what calendars need."""
    maker = CalendarRowMaker(book.office, book.today)
    return RegisterKind(CALENDARS, maker.fingerprint, maker.row, maker.serves)


class CalendarRowMaker(RowMaker):
    """Makes what is kept of a case: her worker and what of the office concerns him, the first and the last day on which
    it holds, and what a calendar needs of her as a text, empty where she is to be read.
    """

    def serves(self, row: RegisterRow) -> bool:
        """Whether what is kept holds today, and the office is as it was for her worker."""
        worker, office, first, last, _ = row
        return bool(first <= self.today.toordinal() <= last and office == self.office_mark(worker))

    def row(self, case_id: str, facts: Iterable[Fact]) -> RegisterRow:
        """What is kept of one case."""
        from followup.case.replay import replay
        from followup.case.watched_day import Watch

        facts, watch = tuple(facts), Watch(self.today)
        case = replay(case_id, facts, watch.day)
        kept = self._kept(case, facts, watch.day)
        text = encode(kept).decode() if kept else ""
        return [case.worker, self.office_mark(case.worker), watch.first, watch.last, text]

    def _kept(self, case: "Case", facts: tuple[Fact, ...], today: date) -> _KeptCalendar | None:
        """What is kept of a case; None where she is to be read, also where an export says why she cannot be."""
        if not case.is_open or case.earlier or any(fact.on > today for fact in facts):
            return None
        if case.end and case.end.on < today and not case.issued:  # she never was in a calendar, and will not be
            return _KeptCalendar(case.code, case.opening_id, max(fact.at for fact in facts), kept_out=False, ended=True)
        if case.cover or case.hours:
            return None
        from followup.services.calendar_cases import calendar_case

        scheduler = self.scheduler_of(case.worker)
        with suppress(FollowupError):
            return _kept_calendar(calendar_case(scheduler.office.staff.of_today(case), facts, scheduler, today))
        return None


def _kept_calendar(case: CalendarCase) -> _KeptCalendar | None:
    (stay,) = case.stays
    if stay.on_phone != stay.handed_out or any(CODE_PLACEHOLDER in one.cover for one in stay.on_phone.values()):
        return None
    entries = tuple(_kept_entry(case.code, one) for one in stay.issued.values())
    return _KeptCalendar(*(case.code, case.opening_id, case.latest, case.kept_out, case.ended), stay.visits, entries)


def _kept_entry(code: str, issued: IssuedCalendarEntry) -> _KeptEntry:
    one = issued.entry
    marks = mark_of(one.cover.replace(code, CODE_PLACEHOLDER)), mark_of(one.hours)
    return _KeptEntry(one.slot, one.extra, one.day, one.status, one.sequence, issued.stamp, *marks)
