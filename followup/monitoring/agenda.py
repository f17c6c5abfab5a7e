"""Who is to be visited, and in which order: not met for too long, overdue, then by risk, then by the day.

Only an outcome takes anybody off: of whom all visits were made that her policy promised, the outcome is to be decided.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from followup.case.vocabulary import RiskLevel, Term
from followup.messages import say
from followup.monitoring.case_row import Alert, CaseRow, FollowUpState, OpenFlag, OpenReferral, OpenSlot
from followup.schedule.next_visit import in_order
from followup.schedule.standing import is_overdue
from followup.values import Value


class AgendaReason(Term):
    """Why a graduate stands on the agenda; *period over*: no visit is left of her policy and no outcome written."""

    NOT_MET = "not_met"
    OVERDUE = "overdue"
    DUE = "due"
    EXTRA = "extra_contact"
    UNPLACED = "no_working_day_found"
    PROMISE = "promise_due"
    FLAG = "flag_to_review"
    REFERRAL = "referral_waiting"
    PERIOD_OVER = "period_over", say("period over, outcome to be decided")


class AgendaItem(Value):
    """One line of the agenda: a graduate, why she is on it, and by when.

    ``slot`` is the visit to make next (None: it is not time for one) and ``closes`` the last day of its window, or the
    first day of what else there is to do. ``missed`` counts the visits whose window has closed without one, the latest
    of them, which was due on ``missed_due``, on ``missed_until``. ``flags`` are those to look at again by then,
    ``promises`` the days of those due by then, ``referrals`` those that wait until then.
    """

    row: CaseRow
    why: AgendaReason
    slot: OpenSlot | None
    closes: date
    missed: int = 0
    missed_until: date | None = None
    missed_due: date | None = None
    flags: tuple[OpenFlag, ...] = ()
    promises: tuple[date, ...] = ()
    referrals: tuple[OpenReferral, ...] = ()

    @property
    def first(self) -> date:
        """The earliest day on which something is to be done."""
        waits = (one.until for one in self.referrals)
        return min((self.closes, *self.promises, *waits, *(flag.review_on for flag in self.flags)))

    @property
    def overdue_from(self) -> date | None:
        """The first day on which she was overdue: that after the latest missed window; None if none was missed."""
        return self.missed_until + timedelta(days=1) if self.missed_until else None

    def late(self, today: date) -> int:
        """Days since the latest missed window closed; 0 if none was missed."""
        return (today - self.missed_until).days if self.missed_until else 0

    def unmet(self, today: date) -> int:
        """Days since she was last met in person, or went home, if that is too long; else 0."""
        return (today - (self.row.last_met or self.row.return_date)).days if self.why is AgendaReason.NOT_MET else 0


_FIRST_REASONS = {AgendaReason.NOT_MET: 0, AgendaReason.OVERDUE: 1}


def agenda(rows: Iterable[CaseRow], today: date, days: int = 0) -> list[AgendaItem]:
    """What there is to do from today through ``days`` days from now, the most urgent first.

    A graduate not met for too long stands at the top, whatever else there is to do; then come overdue visits, then the
    others by risk and by day. Last, unless she is at high risk, comes who waits for nothing but her outcome.
    """
    until = today + timedelta(days=days)
    items = (_item(row, today, until) for row in rows if row.state is FollowUpState.IN_FOLLOW_UP)
    return sorted((item for item in items if item), key=_urgency)


def agenda_item(row: CaseRow, today: date) -> AgendaItem | None:
    """What there is to do today for one graduate; None if nothing."""
    return next(iter(agenda([row], today)), None)


def _urgency(item: AgendaItem) -> tuple[int, int, date, str]:
    row = item.row
    since = row.last_met or row.return_date if item.why is AgendaReason.NOT_MET else item.missed_until
    rank = _FIRST_REASONS.get(item.why, 2)
    waits = item.why is AgendaReason.PERIOD_OVER and row.risk is not RiskLevel.HIGH
    return rank + waits, -row.risk.rank, since or item.first, row.code


def by_district(items: Iterable[AgendaItem]) -> dict[tuple[str, str], list[AgendaItem]]:
    """The lines by province and district: ``{("Kandal", "Kien Svay"): [item]}``, that of the most urgent line first.

    Graduates not met for too long are left out: their lines stand above every district.
    """
    districts: dict[tuple[str, str], list[AgendaItem]] = {}
    for item in items:
        if item.why is not AgendaReason.NOT_MET:
            districts.setdefault((item.row.province, item.row.district), []).append(item)
    return districts


def next_to_come(rows: Iterable[CaseRow], today: date) -> AgendaItem | None:
    """Of those in follow-up, what is to be done first after today, a visit or something else; None if nothing is."""
    followed = (row for row in rows if row.state is FollowUpState.IN_FOLLOW_UP)
    ahead = [(day, row) for row in followed if (day := _first_day_ahead(row, today))]
    day, row = min(ahead, key=lambda one: (one[0], one[1].code), default=(today, None))
    return next(iter(agenda([row], today, (day - today).days)), None) if row else None


def _first_day_ahead(row: CaseRow, today: date) -> date | None:
    """The first day after today on which something of hers is to be done; None if nothing is."""
    to_look_at = (*(flag.review_on for flag in row.flags), *(one.until for one in row.referrals))
    days = (*(slot.on for slot in row.slots[:1]), *row.promises, *to_look_at)
    return min((day for day in days if day > today), default=None)


def needing_attention(rows: Iterable[CaseRow], listed: Iterable[AgendaItem]) -> list[CaseRow]:
    """Graduates in follow-up who need attention though nothing of theirs is on the agenda, by risk."""
    on_agenda = {item.row.id for item in listed}
    others = (row for row in rows if row.state is FollowUpState.IN_FOLLOW_UP and row.id not in on_agenda)
    return sorted((row for row in others if row.alerts), key=lambda row: (-row.risk.rank, row.code))


ALERTS_SHOWN_ON_AGENDA = {
    Alert.NOT_MET,
    Alert.SLOTS_MISSED,
    Alert.REVIEW_PAST,
    Alert.PROMISE_PAST,
    Alert.REFERRAL_PAST,
    Alert.ATTEMPTS_FAILED,
}
"""Alerts that a line of the agenda already shows in other words."""


def _item(row: CaseRow, today: date, until: date) -> AgendaItem | None:
    """The one line of a graduate: the visit to make next if it is time for it, or what else is to be done.

    Of whom a visit was missed, or who was not met for too long, it is always time for the next one.
    """
    closed = [slot for slot in row.slots if not slot.extra and is_overdue(slot, today)]
    missed = row.missed + len(closed)
    missed_until, missed_due = row.missed_until, row.missed_due
    if closed:
        missed_until, missed_due = max(slot.closes for slot in closed), max(slot.due for slot in closed)
    flags = tuple(flag for flag in row.flags if flag.review_on <= until)
    promises = tuple(due for due in row.promises if due <= until)
    referrals = tuple(one for one in row.referrals if one.until <= until)
    unmet = row.unmet_from is not None and row.unmet_from <= today
    slot = next(iter(in_order(slot for slot in row.slots if not slot.extra or slot.on >= today)), None)
    if slot and not (unmet or missed or slot.on <= until):
        slot = None
    if unmet or missed:
        gravest = AgendaReason.NOT_MET if unmet else AgendaReason.OVERDUE
    elif slot:
        gravest = AgendaReason.EXTRA if slot.extra else AgendaReason.DUE if slot.day else AgendaReason.UNPLACED
    elif promises:
        gravest = AgendaReason.PROMISE
    elif flags:
        gravest = AgendaReason.FLAG
    elif referrals:
        gravest = AgendaReason.REFERRAL
    elif row.over_since:
        gravest = AgendaReason.PERIOD_OVER
    else:
        return None
    days = [*promises, *(one.until for one in referrals), *(flag.review_on for flag in flags)]
    closes = slot.closes if slot else missed_until or min(days, default=row.over_since or today)
    return AgendaItem(row, gravest, slot, closes, missed, missed_until, missed_due, flags, promises, referrals)
