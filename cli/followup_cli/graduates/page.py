"""All of one graduate."""

from datetime import date
from typing import TYPE_CHECKING

from followup.case import consents
from followup.case.case import Case
from followup.case.facts import Identified
from followup.case.facts.consents import purpose_list
from followup.case.fields import Mask, described
from followup.case.forms.spoken_days import WEEKDAYS
from followup.case.parts import Assessment, numbered
from followup.case.vocabulary import AssessmentDecision, AssessmentKind, Severity
from followup.messages import say
from followup.monitoring.loans import InstalmentState, last_told
from followup.monitoring.milestones import milestones
from followup.schedule.next_visit import NextVisit
from followup.schedule.slots import Standing
from followup_cli.flags.attention_page import add_findings
from followup_cli.flags.page import flags_table
from followup_cli.fragments.given_support import add_support
from followup_cli.fragments.loans import loan_words
from followup_cli.fragments.styles import RISK_STYLE, SEVERITY_STYLE
from followup_cli.graduates.listing import state_words
from followup_cli.graduates.recent_contact import (
    add_last_contact,
    add_open_promises,
    add_open_referrals,
    add_tries,
    contact_check_line,
)
from followup_cli.graduates.stays_page import add_earlier_stays
from followup_cli.graduates.trends import add_takings, add_wellbeing
from followup_cli.outcomes.milestones_page import milestones_line
from followup_cli.outcomes.page import add_case_outcomes
from followup_cli.terminal.days import long_day, short_day
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Cell, Column, Table, TableRow

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
    add_open_promises(page.line(), sheet, mask)
    add_open_referrals(page.line(), sheet)
    open_flags = [(number, flag) for number, flag in numbered(case.flags) if flag in case.open_flags]
    page.line().table(flags_table(open_flags, sheet.as_of, label, say("Open flags"), say("None.")))
    page.line().table(_next_visits_table(sheet))
    add_takings(add_wellbeing(page.line(), sheet).line(), sheet).line()
    return _add_background(page, sheet, mask, label, names=names)


def _add_background(page: Page, sheet: "GraduateSheet", mask: Mask, label: Mask, *, names: bool) -> Page:
    """Where she lives and what she learned, what was judged, and how she can be reached."""
    case = sheet.case
    page.pair(say("Lives"), residence(case, label) or _not_written_down())
    page.pairs(house_pairs(sheet))
    page.pair(say("Trade"), ", ".join(label(part) for part in (case.trade, case.centre) if part) or _not_written_down())
    page.pair(say("Training"), ", ".join(map(label, case.modules)) or _not_written_down())
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


def _not_written_down() -> str:
    return say("not written down")


def status_line(sheet: "GraduateSheet") -> str:
    """Where she stands, since when, and who follows her."""
    case = sheet.case
    returned = long_day(case.return_date) if case.return_date else _not_written_down()
    months = say("month {n} of {all}", n=sheet.month, all=sheet.months) if sheet.months else f"month {sheet.month}"
    return say(
        "{state}, {months}; returned {day}; worker {worker}",
        state=state_words(sheet.state).capitalize(),
        months=months,
        day=returned,
        worker=case.worker or say("nobody yet"),
    )


def _period_over_text(sheet: "GraduateSheet", since: date) -> str:
    return say(
        "Follow-up period over since {day}, outcome to be decided: followup graduate review {code}, then "
        "followup outcome record {code}.",
        day=long_day(since),
        code=sheet.case.code,
    )


def risk_line(case: Case) -> str:
    """Her risk level, and the open flags that make it so."""
    grave = [flag for flag in case.open_flags if flag.severity is not Severity.WATCH]
    if not grave:
        return say("{level}: no flag of concern or danger is open", level=case.risk.label)
    why = ", ".join(f"{flag.risk.label} ({flag.severity.label})" for flag in grave)
    return say("{level}: {why}", level=case.risk.label, why=why)


def house_pairs(sheet: "GraduateSheet") -> list[tuple[str, str]]:
    """The codes of those who live in one house with her."""
    return [(say("House"), say("together with {codes}", codes=", ".join(sheet.household)))] if sheet.household else []


def add_declined_ways(page: Page, case: Case) -> None:
    """In which ways she does not agree to be met."""
    if declined := consents.ways_declined(case):
        page.pair(say("Says no to"), purpose_list(declined), "watch")


def residence(case: Case, label: Mask) -> str:
    """With whom and where she lives, as much as is known; empty if nothing is."""
    how = case.placement.label if case.placement else ""
    return ", ".join(filter(None, (how, label(case.district), label(case.province))))


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


def safe_days(case: Case) -> str:
    """The weekdays that are safe for her."""
    return ", ".join(say(WEEKDAYS[day].capitalize()) for day in sorted(case.weekdays)) or say(
        "none named: every working day"
    )


def _add_identity(page: Page, case: Case, *, names: bool) -> None:
    if not names:
        page.line(say("Name and contact: kept sealed; --names shows them."), "quiet")
        return
    pairs = identity_pairs(case.identity)
    page.pairs(pairs)
    if not any(text for _, text in pairs):
        page.line(say("No name and no contact are written down."), "quiet")
    page.pair(say("Checked"), *contact_check_line(case))


def identity_pairs(who: Identified) -> list[tuple[str, str]]:
    """What is known of her, the fields of one title on one line, the safe contact's name last on its."""
    known = described(Identified)
    texts: dict[str, list[str]] = {field.title: [] for field in known.values()}
    for name in sorted(known, key=lambda name: name == "contact_name"):
        texts[known[name].title].append(str(getattr(who, name) or ""))
    return [(say(title), ", ".join(filter(None, parts))) for title, parts in texts.items()]


def _next_visits_table(sheet: "GraduateSheet") -> Table:
    first = (Column(say("Visit"), "right"), Column(say("Due")), Column(say("Planned")))
    return Table(
        (*first, Column(say("Window"), drop=1), Column(say("State"))),
        [_next_visit_row(visit, sheet.as_of) for visit in sheet.next],
        title=say("Next visits"),
        empty=say("None."),
    )


def _next_visit_row(visit: NextVisit, today: date) -> TableRow:
    number, day, window = next_visit_cells(visit, today)
    standing = Cell(say(visit.standing.value), NEXT_VISIT_STYLE.get(visit.standing, ""))
    return [number, visit.due.isoformat(), day, window, standing]


def next_visit_cells(visit: NextVisit, today: date) -> tuple[str, str, str]:
    """Which visit it is, its planned day, and its window."""
    return (
        say("extra") if visit.extra else str(visit.k),
        short_day(visit.day, today) if visit.day else say("no day found"),
        "–" if visit.extra else f"{short_day(visit.opens, today)} – {short_day(visit.closes, today)}",
    )
