"""One line a graduate: what lists and agendas need of a case, small enough to keep for thousands."""

from datetime import date
from typing import Any, NamedTuple

from followup.case.codes import Code, RiskKind, RiskLevel, Severity

Json = Any


class State(Code):
    """Where a graduate stands in her follow-up."""

    EXPECTED = "expected"
    IN_FOLLOW_UP = "in_follow_up"
    COMPLETED = "completed"
    ENDED = "ended"


class OpenSlot(NamedTuple):
    """A slot that still asks for a visit: its number, due date, planned day (None: no day found) and window."""

    k: int
    due: date
    day: date | None
    opens: date
    closes: date
    extra: bool = False


class OpenFlag(NamedTuple):
    """What an agenda says of a flag."""

    risk: RiskKind
    severity: Severity
    review_on: date


class Row(NamedTuple):
    """One graduate in a list.

    ``slots`` are those open from the day the row was made for; ``missed`` counts the open ones before them, whose
    last window closed on ``missed_until``. ``last_slot`` is the number of slots of her policy, 0 when without end.
    """

    id: str
    code: str
    return_date: date
    worker: str
    province: str
    district: str
    trade: str
    policy: str
    state: State
    risk: RiskLevel
    last_slot: int = 0
    last_met: date | None = None
    missed: int = 0
    missed_until: date | None = None
    slots: tuple[OpenSlot, ...] = ()
    flags: tuple[OpenFlag, ...] = ()

    @property
    def place(self) -> str:
        """District, or province where the district is not known."""
        return self.district or self.province

    def to_json(self) -> Json:
        """The row as a short JSON list; days are ordinals."""
        return [
            *(self.code, self.return_date.toordinal(), self.worker, self.province, self.district, self.trade),
            *(self.policy, self.state.value, self.risk.value, self.last_slot),
            *(_ordinal(self.last_met), self.missed, _ordinal(self.missed_until)),
            [
                [s.k, s.due.toordinal(), _ordinal(s.day), s.opens.toordinal(), s.closes.toordinal(), int(s.extra)]
                for s in self.slots
            ],
            [[flag.risk.value, flag.severity.value, flag.review_on.toordinal()] for flag in self.flags],
        ]

    @classmethod
    def from_json(cls, case_id: str, row: Json) -> "Row":
        """The row that ``to_json`` wrote."""
        code, returned, worker, province, district, trade, policy, state, risk, last_slot, *rest = row
        met, missed, missed_until, slots, flags = rest
        return cls(
            id=case_id,
            code=code,
            return_date=date.fromordinal(returned),
            worker=worker,
            province=province,
            district=district,
            trade=trade,
            policy=policy,
            state=State(state),
            risk=RiskLevel(risk),
            last_slot=last_slot,
            last_met=_day(met),
            missed=missed,
            missed_until=_day(missed_until),
            slots=tuple(_slot_from(slot) for slot in slots),
            flags=tuple(OpenFlag(RiskKind(r), Severity(s), date.fromordinal(d)) for r, s, d in flags),
        )


def _slot_from(slot: list[Any]) -> OpenSlot:
    k, due, day, opens, closes, extra = slot
    at = date.fromordinal
    return OpenSlot(k, at(due), _day(day), at(opens), at(closes), bool(extra))


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0


def _day(ordinal: int) -> date | None:
    return date.fromordinal(ordinal) if ordinal else None
