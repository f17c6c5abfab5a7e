"""A graduate, and a hand-over, for programs."""

from datetime import date
from typing import TYPE_CHECKING

from followup.case.business.money import Money
from followup.case.case import Case
from followup.case.date_ranges import WEEKDAYS
from followup.case.fields import Mask
from followup.case.parts import numbered
from followup.monitoring.attention_inputs import reported_months
from followup.monitoring.loans import last_told
from followup.monitoring.milestones import milestones
from followup.monitoring.support import support_given
from followup.schedule.next_visit import NextVisit
from followup.values import asdict
from followup_cli.flags.data import findings_data
from followup_cli.fragments.amounts import amount_digits, month_data
from followup_cli.fragments.given_support import given_data
from followup_cli.fragments.loans import loan_data
from followup_cli.graduates.stays_page import earlier_stay_data
from followup_cli.graduates.trends import currency_of, planned_takings
from followup_cli.outcomes.data import milestones_data, outcome_data
from followup_cli.promises.data import promises_data
from followup_cli.referrals.data import open_referrals_data
from followup_cli.terminal.json import JsonValue

if TYPE_CHECKING:
    from followup.services.graduate_sheet import GraduateSheet
    from followup.services.handovers import HandOverResult


def handover_data(
    handover: "HandOverResult", mask: Mask, label: Mask, *, names: bool, dry_run: bool = False
) -> dict[str, JsonValue]:
    """The hand-over for programs: the graduate as ``graduate show`` tells of her, and what the old phone must drop."""
    case = handover.sheet.case
    open_promises = [(case, number, one) for number, one in numbered(case.promises) if one.is_open]
    return {
        "code": case.code,
        "from": handover.old_worker,
        "to": case.worker,
        "written": not dry_run,
        "note": mask(handover.note),
        "graduate": graduate_data(handover.sheet, mask, label, names=names),
        "promises": promises_data(open_promises, mask, names=False),
        "referrals": open_referrals_data(case, mask),
        "drop": [
            {"visit": entry.slot, "extra": entry.extra, "date": entry.day, "hours": entry.hours}
            for entry in handover.dropped
        ],
    }


def graduate_data(sheet: "GraduateSheet", mask: Mask, label: Mask, *, names: bool) -> dict[str, JsonValue]:
    """One graduate for programs."""
    case, check = sheet.case, sheet.check
    return {
        "code": case.code,
        "as_of": sheet.as_of,
        "state": sheet.state,
        "period_over_since": sheet.over_since,
        "risk": case.risk,
        "month": sheet.month,
        "months": sheet.months or None,
        "return_date": case.return_date,
        "erased": case.erased,
        "policy": sheet.case_schedule.policy.name,
        "worker": case.worker,
        "placement": case.placement,
        "province": label(case.province),
        "district": label(case.district),
        "trade": label(case.trade),
        "centre": label(case.centre),
        "modules": [label(one) for one in case.modules],
        "assessments": [
            {
                "what": assessment.said.what,
                "decision": assessment.said.decision,
                "on": assessment.on,
                "by": mask(assessment.said.by_whom),
                "reasons": mask(assessment.said.reasons),
            }
            for assessment in case.assessments
        ],
        "loan": loan_data(sheet.look.loan, mask),
        "debt": _told_data(last_told(case, lambda month: month.debt)),
        "savings": _told_data(last_told(case, lambda month: month.savings)),
        "support": given_data(support_given(case)),
        "household": list(sheet.household),
        "returns_against": [
            {
                "on": one.on,
                "return_date": one.said.return_date,
                "what": list(one.said.what),
                "reason": mask(one.said.reason),
            }
            for one in case.returns_against
        ],
        "plan": {"trade": label(check.plan.trade), "warnings": [one.rule for one in check.warnings]} if check else None,
        "open_flags": [
            {"number": number, "kind": flag.risk, "severity": flag.severity, "review": flag.review_on}
            for number, flag in numbered(case.flags)
            if flag in case.open_flags
        ],
        "next": [_next_visit_data(one) for one in sheet.next],
        "last_met": case.last_met,
        "last_visit": last_visit_data(case, mask),
        "tries": len(case.tries),
        "promises": [
            {"number": number, "what": mask(one.said.what), "by": mask(one.said.by_whom), "due": one.said.due}
            for number, one in numbered(case.promises)
            if one.is_open
        ],
        "referrals": open_referrals_data(case, mask),
        "attention": findings_data(sheet.attended),
        **trends_data(sheet),
        "earlier_stays": [earlier_stay_data(one, mask, label) for one in sheet.earlier],
        "outcomes": [outcome_data(end, mask) for end in case.endings],
        "milestones": milestones_data(milestones(case, sheet.as_of), mask),
        "safe_weekdays": [WEEKDAYS[day] for day in case.weekdays],
        "avoid": [f"{span.first}..{span.last}" for span in case.avoid],
        "assumed": [mask(text) for text in (*case.assumed, *case.plan_assumed)],
        **({"identity": identity_data(case)} if names else {}),
    }


def _told_data(told: tuple[date, Money] | None) -> JsonValue:
    return {"on": told[0], "amount": told[1].written()} if told else None


def _next_visit_data(one: NextVisit) -> dict[str, JsonValue]:
    return {
        "visit": one.k,
        "extra": one.extra,
        "due": one.due,
        "date": one.day,
        "window": [one.opens, one.closes],
        "state": one.standing,
    }


def identity_data(case: Case) -> dict[str, JsonValue]:
    """Who she is, for programs; only where names were asked for."""
    return asdict(case.identity)


def last_visit_data(case: Case, mask: Mask) -> dict[str, JsonValue] | None:
    """The last contact for programs; None if there was none."""
    last = max(case.visits, key=lambda visit: visit.on, default=None)
    if last is None:
        return None
    return {
        "date": last.on,
        "contact": last.said.contact,
        "went": [mask(who) for who in last.said.went],
        "note": mask(last.said.note),
        "agreed": mask(last.said.agreed),
    }


def trends_data(sheet: "GraduateSheet") -> dict[str, JsonValue]:
    """The same for programs: every score and month told, not only the last."""
    planned = planned_takings(sheet)
    currency = currency_of(sheet)
    return {
        "wellbeing": [
            {
                "domain": domain,
                "scores": [{"on": one.on, "worker": one.score.worker, "own": one.score.own} for one in rated],
            }
            for domain, rated in sheet.look.ratings.items()
        ],
        "takings": {
            "currency": currency,
            "planned": None if planned is None else amount_digits(planned, currency),
            "months": [
                {"on": one.on, **month_data(one.month)} for one in reported_months(sheet.case, sheet.look.limits)
            ],
        },
    }
