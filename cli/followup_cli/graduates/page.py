"""All of one graduate."""

from datetime import date
from typing import TYPE_CHECKING

from followup.case.case import Case
from followup.case.fields import Mask
from followup.case.home_words import AssessmentDecision, AssessmentKind
from followup.case.parts import Assessment, numbered
from followup.case.vocabulary import Severity
from followup.messages import say
from followup.monitoring.loans import InstalmentState, last_told
from followup.monitoring.milestones import milestones
from followup.schedule.next_visit import NextVisit
from followup.schedule.standing import Standing
from followup_cli.flags.attention_page import add_findings
from followup_cli.flags.page import flags_table
from followup_cli.fragments.given_support import add_support
from followup_cli.fragments.loans import loan_words
from followup_cli.fragments.milestones import milestones_line
from followup_cli.fragments.outcomes import add_case_outcomes
from followup_cli.fragments.styles import RISK_STYLE, SEVERITY_STYLE
from followup_cli.graduates.lines import (
    add_declined_ways,
    house_pairs,
    identity_pairs,
    not_written_down,
    residence,
    risk_line,
    safe_days,
    status_line,
)
from followup_cli.graduates.recent_contact import (
    add_last_contact,
    add_open,
    add_tries,
    contact_check_line,
    open_promises,
    open_referrals,
)
from followup_cli.graduates.stays_page import add_earlier_stays
from followup_cli.graduates.trends import add_takings, add_wellbeing
from followup_cli.terminal.columns import ColumnOf, table_of
from followup_cli.terminal.days import long_day, short_day
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Cell, Table

if TYPE_CHECKING:
    from followup.services.graduate_sheet import GraduateSheet
    from followup.services.plans import PlanCheck

_DECISION_STYLE = {AssessmentDecision.NO: "bad", AssessmentDecision.CONDITIONAL: "watch"}
NEXT_VISIT_STYLE = {Standing.OVERDUE: "bad", Standing.DUE: "watch"}


def graduate_page(sheet: "GraduateSheet", mask: Mask, label: Mask, *, names: bool) -> Page:
    """All that is known of her; notes are shown through ``mask``, places and trades through ``label``."""
    case = sheet.case
    page = Page().line(say("Graduate {code}", code=case.code), "head")
    page.line(status_line(sheet), "quiet")
    if sheet.over_since:
        page.text(_period_over_text(sheet, sheet.over_since), "watch")
    page.line()
    page.pair(say("Risk"), risk_line(case), RISK_STYLE[case.risk])
    add_earlier_stays(page, sheet.earlier, mask, label)
    add_case_outcomes(page, case.endings, mask)
    add_tries(add_last_contact(page, sheet, mask), case)
    reached, lit = milestones_line(milestones(case, sheet.as_of))
    if reached:
        page.pair(say("Milestones"), reached, lit)
    add_findings(page.line(), sheet.attended)
    add_open(page.line(), say("Open promises"), open_promises(sheet, mask))
    add_open(page.line(), say("Open referrals"), open_referrals(sheet))
    open_flags = [(number, flag) for number, flag in numbered(case.flags) if flag in case.open_flags]
    page.line().table(flags_table(open_flags, sheet.as_of, label, say("Open flags"), say("None.")))
    page.line().table(next_visits_table(sheet))
    add_takings(add_wellbeing(page.line(), sheet).line(), sheet).line()
    return _add_background(page, sheet, mask, label, names=names)


def _add_background(page: Page, sheet: "GraduateSheet", mask: Mask, label: Mask, *, names: bool) -> Page:
    """Where she lives and what she learned, what was judged, and how she can be reached."""
    case = sheet.case
    page.pair(say("Lives"), residence(case, label) or not_written_down())
    page.pairs(house_pairs(sheet))
    page.pair(say("Trade"), ", ".join(label(part) for part in (case.trade, case.centre) if part) or not_written_down())
    page.pair(say("Training"), ", ".join(map(label, case.modules)) or not_written_down())
    unjudged = []
    for kind in AssessmentKind:
        if assessment := case.latest_assessment(kind):
            _add_assessment(page, assessment, mask)
        else:
            unjudged.append(kind.label)
    if unjudged:
        page.pair(say("Not judged"), ", ".join(unjudged), "quiet")
    for against in case.returns_against:
        page.pair(say("Against"), f"{against.said.sentence()} {mask(against.said.reason)}", "bad")
    page.pair(say("Plan"), *_plan_line(sheet.check, label))
    _add_debt_and_savings(page, sheet, mask)
    add_support(page, case)
    page.pair(say("Safe days"), safe_days(case))
    add_declined_ways(page, case)
    if case.avoid:
        page.pair(say("Not to come"), ", ".join(f"{span.first} – {span.last}" for span in case.avoid))
    for assumed in (*case.assumed, *case.plan_assumed):
        page.pair(say("Assumed"), mask(assumed), "watch")
    _add_identity(page.line(), case, names=names)
    return page


def _add_debt_and_savings(page: Page, sheet: "GraduateSheet", mask: Mask) -> None:
    """How her loan stands, and what she last told of debt and savings."""
    if sheet.look.loan:
        missed = bool(sheet.look.loan.those(InstalmentState.MISSED))
        page.pair(say("Loan"), loan_words(sheet.look.loan, mask, sheet.as_of), "bad" if missed else "")
    told = (
        (say("Debt"), last_told(sheet.case, lambda month: month.debt)),
        (say("Savings"), last_told(sheet.case, lambda month: month.savings)),
    )
    for label, amount in told:
        if amount:
            page.pair(label, say("{amount}, told on {day}", amount=amount[1].shown(), day=amount[0]))


def _period_over_text(sheet: "GraduateSheet", since: date) -> str:
    return say(
        "Follow-up period over since {day}, outcome to be decided: followup graduate review {code}, then "
        "followup outcome record {code}.",
        day=long_day(since),
        code=sheet.case.code,
    )


def _add_assessment(page: Page, assessment: Assessment, mask: Mask) -> None:
    said = assessment.said
    by = say(" by {whom}", whom=mask(said.by_whom)) if said.by_whom else ""
    reasons = f": {mask(said.reasons)}" if said.reasons else ""
    text = f"{said.decision.label}, {assessment.on}{by}{reasons}"
    page.pair(said.what.label.capitalize(), text, _DECISION_STYLE.get(said.decision, ""))


def _plan_line(check: "PlanCheck | None", label: Mask) -> tuple[str, str]:
    """The plan in one line and how it is lit."""
    if check is None:
        return say("none written down"), "quiet"
    if not check.warnings:
        return say("{trade}: the check finds nothing wrong", trade=label(check.plan.trade)), "good"
    worst = max(check.warnings, key=lambda warning: warning.severity.rank)
    counted = ", ".join(
        f"{number} {severity.label}"
        for severity in reversed(Severity)
        if (number := sum(warning.severity is severity for warning in check.warnings))
    )
    return f"{label(check.plan.trade)} ({counted}): {worst.sentence}", SEVERITY_STYLE[worst.severity]


def _add_identity(page: Page, case: Case, *, names: bool) -> None:
    if not names:
        page.line(say("Name and contact: kept sealed; --names shows them."), "quiet")
        return
    pairs = identity_pairs(case.identity)
    page.pairs(pairs)
    if not any(text for _, text in pairs):
        page.line(say("No name and no contact are written down."), "quiet")
    page.pair(say("Checked"), *contact_check_line(case))


def next_visits_table(sheet: "GraduateSheet", *, short: bool = False) -> Table:
    """Her next visits: which, planned for which day, and in which window; unless it is ``short``, when due and how."""
    number, due, day, window, state = _next_visit_columns(sheet.as_of)
    columns = (number, day, window) if short else (number, due, day, window._replace(drop=1), state)
    return table_of(sheet.next, columns, title=say("Next visits"), empty=say("None."))


def _next_visit_columns(today: date) -> tuple[ColumnOf[NextVisit], ...]:
    return (
        ColumnOf(say("Visit"), lambda one: say("extra") if one.extra else str(one.k), "right"),
        ColumnOf(say("Due"), lambda one: one.due.isoformat()),
        ColumnOf(say("Planned"), lambda one: short_day(one.day, today) if one.day else say("no day found")),
        ColumnOf(say("Window"), lambda one: _window_text(one, today)),
        ColumnOf(say("State"), lambda one: Cell(say(one.standing.value), NEXT_VISIT_STYLE.get(one.standing, ""))),
    )


def _window_text(visit: NextVisit, today: date) -> str:
    return "–" if visit.extra else f"{short_day(visit.opens, today)} – {short_day(visit.closes, today)}"
