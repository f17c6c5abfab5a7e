"""Business plans: written down with her, and checked on the same day."""

from collections.abc import Mapping, Sequence
from typing import Any

from followup.case.business.plan import Plan, Reckoning, reckon, reckon_fewest
from followup.case.business.rule_inputs import PlanContext, PlanThresholds
from followup.case.business.rules import check_business_plan
from followup.case.case import Case
from followup.case.facts import Planned
from followup.case.forms.plan import plan_from_mapping
from followup.case.forms.reading import FormProblem, FormReading, from_value, short_text
from followup.case.forms.reading import rows as rows_of
from followup.case.rules import Finding, is_about
from followup.case.text_limits import LINE_LIMIT
from followup.case.thresholds import read_thresholds
from followup.casebook import Casebook
from followup.errors import Invalid, Missing, Refused
from followup.messages import say
from followup.services import flags
from followup.services.case_index import followed_near
from followup.values import Value, replace
from followup_data import shipped


class PlanCheck(Value):
    """What the check of a plan found; ``unraised`` are the warnings whose risk has no open flag yet.

    ``changed`` says whether the plan was written down just now.
    """

    case: Case
    plan: Plan
    fewest: Reckoning
    expected: Reckoning
    warnings: tuple[Finding, ...]
    unraised: tuple[Finding, ...]
    changed: bool = True


def set_plan(
    book: Casebook, typed: str, mapping: Mapping[str, Any], *, seen: Plan | None = None, dry_run: bool = False
) -> PlanCheck:
    """Write her plan down, whole, and check it; nothing is written where this is what is written down already.

    Invalid, listing every problem, if it cannot be read. Refused if the plan that was ``seen`` is another by now.
    """
    planned = plan_fact(mapping, book)
    with book.change(typed, dry_run=dry_run) as her:
        if (her.case.plan, her.case.plan_assumed) == (planned.plan, planned.assumed):
            return replace(check_plan(book, her.case), changed=False)
        if seen not in (None, her.case.plan):
            raise Refused(
                say("Her plan has been changed since you looked at it."),
                say("See: followup plan show {code}", code=her.case.code),
            )
        her.write(planned)
    return check_plan(book, her.after)


def plan_fact(mapping: Mapping[str, Any], book: Casebook) -> Planned:
    """The fact that a plan in a file becomes; the office's currency and rate stand in where it names none."""
    found, problems = _read(mapping, book)
    if found is None:
        listed = "\n".join(f"  {problem.where}: {problem.what}" for problem in problems)
        raise Invalid(say("The plan cannot be read:\n{problems}", problems=listed), say("Nothing was saved."))
    return found


def plan_problems(mapping: Any, book: Casebook) -> tuple[FormProblem, ...]:
    """What is wrong with a plan in a file; nothing for no plan."""
    return () if mapping is None else _read(mapping, book)[1]


def _read(mapping: Any, book: Casebook) -> tuple[Planned | None, tuple[FormProblem, ...]]:
    if not isinstance(mapping, Mapping):
        return None, (FormProblem(say("plan"), say("A plan is written as keys and values.")),)
    given = {key: value for key, value in mapping.items() if value is not None}
    reading = FormReading(name=say("plan"))
    assumed: tuple[str, ...] = ()
    try:
        assumed = _READ_ASSUMED(reading, "assumed", given.pop("assumed", ()))
    except Invalid as error:
        reading.note("assumed", error)
    plan, problems = plan_from_mapping({"currency": book.office.currency, "rate": book.office.rate} | given)
    problems += tuple(reading.problems)
    return (Planned(plan, assumed), ()) if plan and not problems else (None, problems)


_READ_ASSUMED = rows_of(from_value(short_text(LINE_LIMIT)))


def plan_of(case: Case) -> Plan:
    """The plan in force; Missing if there is none."""
    if case.plan is None:
        raise Missing(
            say("Graduate {code} has no business plan yet.", code=case.code),
            say("Write it down with: followup plan set {code}", code=case.code),
        )
    return case.plan


def check_plan(book: Casebook, case: Case) -> PlanCheck:
    """Check the plan in force; Missing if there is none."""
    plan = plan_of(case)
    limits = read_thresholds(PlanThresholds, shipped.plan_thresholds())
    context = PlanContext(case.modules or None, _same_trade_nearby(book, case), limits)
    warnings = check_business_plan(plan, context)
    fewest = reckon_fewest(plan)
    return PlanCheck(
        case=case,
        plan=plan,
        fewest=fewest,
        expected=reckon(plan),
        warnings=warnings,
        unraised=tuple(warning for warning in warnings if not any(is_about(flag, warning) for flag in case.open_flags)),
    )


def _same_trade_nearby(book: Casebook, case: Case) -> int:
    """Other graduates in follow-up with her trade in her district, her partners left out."""
    if case.plan is None or not case.district:
        return 0
    partners = {partner.code for partner in case.plan.partners}
    others = (
        row
        for row in followed_near(book, case.province, case.district)
        if row.id != case.id and row.code not in partners
    )
    trade = _trade(case.plan.trade)
    return sum(_trade(row.trade) == trade for row in others)


def _trade(written: str) -> str:
    """A trade however it was written: a plan has a code for it, an enrolment may have words."""
    return written.casefold().replace("-", " ").replace("_", " ")


def raise_warnings(book: Casebook, case: Case, warnings: Sequence[Finding]) -> list[flags.FlagResult]:
    """Raise warnings as flags, one a risk; together or not at all. Refused if they no longer stand as they were shown.

    Somebody else may have raised them, or written another plan down, since they were looked at.
    """
    if not warnings:
        return []
    with book.change_case(case.id) as her:
        unraised = check_plan(book, her.case).unraised
        if not all(warning in unraised for warning in warnings):
            raise Refused(
                say("What the check of her plan finds has changed since, or is flagged already."),
                say("See: followup plan check {code}", code=case.code),
            )
        return flags.raise_findings(her, warnings, say("Plan check:"))
