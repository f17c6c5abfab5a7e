"""One row for each graduate: what lists and agendas need of a case, small enough to keep for thousands."""

from datetime import date
from typing import Any

from msgspec import convert, to_builtins

from followup.case.referral_words import AwaitedParty, ReferralService
from followup.case.vocabulary import FollowUpState as FollowUpState
from followup.case.vocabulary import RiskKind, RiskLevel, Severity, Term
from followup.schedule.standing import Standing, standing
from followup.values import ListedValue, Value, replace

Json = Any


class Alert(Term):
    """What in a case needs attention, by the rule that finds it; the rules stand in ``attention.py``."""

    NOT_MET = "not_met"
    ATTEMPTS_FAILED = "attempts_failed"
    SLOTS_MISSED = "slots_missed"
    CONTACT_WRONG = "contact_wrong"
    WELLBEING_IN_DANGER = "wellbeing_in_danger"
    WELLBEING_FELL = "wellbeing_fell"
    OWN_RATING_APART = "own_rating_apart"
    ASSESSMENT_NO = "assessment_no"
    ASSETS_GONE = "assets_gone"
    TAKINGS_UNDER_COSTS = "takings_under_costs"
    CUSTOMERS_BELOW_BREAK_EVEN = "customers_below_break_even"
    DEBT_GROWING = "debt_growing"
    STOCK_SOLD_OFF = "stock_sold_off"
    INSTALMENTS_MISSED = "instalments_missed"
    REPAYMENT_NOT_TOLD = "repayment_not_told"
    TAKINGS_FAR_UNDER_PLAN = "takings_far_under_plan"
    PARTNERS_QUARREL = "partners_quarrel"
    REVIEW_PAST = "review_past"
    PROMISE_PAST = "promise_past"
    FOLLOW_UP_DECLINED = "follow_up_declined"
    DATA_NOT_TO_BE_KEPT = "data_not_to_be_kept"
    CONSENT_TO_ASK_AGAIN = "consent_to_ask_again"
    REFERRAL_UNWANTED = "referral_unwanted"
    REFERRAL_PAST = "referral_past"


class OpenSlot(ListedValue):
    """A slot that still asks for a visit: its number, due date, planned day (None: no day found) and window."""

    k: int
    due: date
    day: date | None
    opens: date
    closes: date
    extra: bool = False
    trip: bool = False

    @property
    def on(self) -> date:
        """The day it is planned for, or its due date where no day was found."""
        return self.day or self.due

    @property
    def window_end(self) -> date:
        """The last day of the window, as `standing` asks for it."""
        return self.closes

    def standing(self, today: date) -> Standing:
        """How it stands on a day, in the words of the schedule; missed it is only in a schedule, beside the next."""
        return standing(self, today)

    @property
    def paused(self) -> bool:
        """Never: an excused slot asks for no visit."""
        return False

    @property
    def cancelled(self) -> bool:
        """Never: a slot after the end asks for no visit."""
        return False


class OpenFlag(ListedValue):
    """What an agenda says of a flag."""

    risk: RiskKind
    severity: Severity
    review_on: date


class OpenReferral(ListedValue):
    """What an agenda says of a referral: to which service, whom it waits for and until when."""

    service: ReferralService
    waits_for: AwaitedParty
    until: date


class CaseRow(ListedValue):
    """One graduate in a list.

    ``slots`` are the visits still asked for, the next one first, an overdue one among them; ``missed`` counts the
    visits missed before them, the latest of which was due on ``missed_due`` and its window closed on ``missed_until``.
    ``last_slot`` is the number of slots promised and ``months`` how long they last, 0 when without end; all are over
    since ``over_since``, and the latest ``milestone``, the latest reached if nobody recorded it, is one of 12, 24 and
    36 months (0: none).
    She was ``last_met`` in person, and counts as not met for too long from ``unmet_from`` on. ``tries`` is how many
    attempts failed since she was last heard from; ``promises`` are the days on which open ones are due; ``referrals``
    are the open ones; ``alerts`` are the rules that found something no open flag is about yet, the gravest first.
    """

    code: str
    return_date: date
    worker: str
    province: str
    district: str
    trade: str
    policy: str
    state: FollowUpState
    risk: RiskLevel
    last_slot: int = 0
    months: int = 0
    last_met: date | None = None
    missed: int = 0
    missed_until: date | None = None
    missed_due: date | None = None
    slots: tuple[OpenSlot, ...] = ()
    flags: tuple[OpenFlag, ...] = ()
    unmet_from: date | None = None
    tries: int = 0
    promises: tuple[date, ...] = ()
    alerts: tuple[Alert, ...] = ()
    over_since: date | None = None
    milestone: int = 0
    referrals: tuple[OpenReferral, ...] = ()
    id: str = ""

    @property
    def place(self) -> str:
        """District, or province where the district is not known."""
        return self.district or self.province

    def to_json(self) -> Json:
        """The row as a JSON list of its fields, without the id."""
        return to_builtins(self)[:-1]

    @classmethod
    def from_json(cls, case_id: str, row: Json, until: date = date.max) -> "CaseRow":
        """The row that ``to_json`` wrote, without the slots whose window opens after ``until``; the next one stays."""
        whole = convert([*row, case_id], cls)
        if all(slot.opens <= until for slot in whole.slots[1:]):
            return whole
        near = tuple(slot for at, slot in enumerate(whole.slots) if not at or slot.opens <= until)
        return replace(whole, slots=near)


class ListedRow(Value):
    """One graduate where a thousand are listed: of her visits the day of the next one, of her flags how many."""

    id: str
    code: str
    return_date: date
    worker: str
    province: str
    district: str
    trade: str
    policy: str
    state: FollowUpState
    risk: RiskLevel
    months: int
    next_day: date | None
    open_flags: int
    over_since: date | None

    @property
    def states(self) -> tuple[str, ...]:
        """The words for where she stands: in follow-up, and whether her period is over."""
        return (self.state.value, FollowUpState.PERIOD_OVER.value) if self.over_since else (self.state.value,)

    @property
    def place(self) -> str:
        """District, or province where the district is not known."""
        return self.district or self.province

    @classmethod
    def from_json(cls, case_id: str, row: Json) -> "ListedRow":
        """The row that ``CaseRow.to_json`` wrote, as far as a list shows it."""
        code, returned, *names, state, risk, _, months = row[:11]
        slots = row[15]
        next_day = date.fromisoformat(slots[0][2] or slots[0][1]) if slots else None
        over_since = date.fromisoformat(row[21]) if row[21] else None
        about = (_STATES[state], _LEVELS[risk], months, next_day, len(row[16]), over_since)
        return cls(*(case_id, code, date.fromisoformat(returned), *names, *about))


def is_followed(row: Json) -> bool:
    """Whether a row from ``to_json`` is of a graduate in follow-up."""
    return bool(row[7] == FollowUpState.IN_FOLLOW_UP.value)


def worker_of(row: Json) -> str:
    """Who follows the graduate of a row from ``to_json``."""
    return str(row[2])


def place_of(row: Json) -> tuple[str, str]:
    """The province and district of a row from ``to_json``."""
    return row[3], row[4]


# Looked up in a dictionary, since thousands of rows are read at every command and calling the class is slower.
_STATES = {one.value: one for one in FollowUpState}
_LEVELS = {one.value: one for one in RiskLevel}
