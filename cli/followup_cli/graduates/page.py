"""Graduates as a list, and one of them on one screen."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from followup.case.case import Case
from followup.case.parts import Assessment
from followup.case.vocabulary import AssessmentKind, Severity
from followup.messages import say
from followup.monitoring.case_row import FollowUpState
from followup.monitoring.milestones import milestones as milestones_of
from followup.schedule.slots import Standing
from followup.services.caseload import CaseloadLine, GraduateSheet
from followup.services.flags import numbered_flags
from followup.services.plans import PlanCheck
from followup.services.promises import numbered_promises
from followup.services.schedules import NextVisit
from followup_cli.flags.page import RISK_STYLE, SEVERITY_STYLE, flags_table
from followup_cli.graduates import lately
from followup_cli.graduates.attention_page import add_findings, findings_data
from followup_cli.graduates.trends import add_takings, add_wellbeing, trends_data
from followup_cli.options import WEEKDAYS
from followup_cli.outcomes import milestones_page as milestones
from followup_cli.outcomes import page as outcomes
from followup_cli.terminal.days import long_day, short_day
from followup_cli.terminal.table import Cell, Column, Page, Table

Mask = Callable[[str], str]

NEXT_VISIT_STYLE = {Standing.OVERDUE: "bad", Standing.DUE: "watch"}


def graduates_page(lines: Sequence[CaseloadLine], today: date, *, names: bool) -> Page:
    """One line a graduate."""
    columns = [
        Column(say("Code")),
        Column(say("Risk")),
        Column(say("State"), drop=2),
        Column(say("Place"), drop=4 if names else 0),
        Column(say("Month"), "right"),
        Column(say("Next visit")),
        Column(say("Flags"), "right", drop=1),
        Column(say("Worker"), drop=3),
    ]
    if names:
        columns.append(Column(say("Name"), fold=True))
    page = Page().line(say("Graduates"), "head")
    page.line(_counts_line(lines), "quiet").line()
    rows = [_graduate_row(line, today, names=names) for line in lines]
    return page.table(Table(columns, rows, empty=say("Nobody is listed.")))


def _counts_line(lines: Sequence[CaseloadLine]) -> str:
    high = sum(bool(line.row.risk.rank == 2) for line in lines)
    return say("{n} listed, {high} of them at high risk", n=len(lines), high=high)


def _graduate_row(line: CaseloadLine, today: date, *, names: bool) -> list[Cell | str]:
    row = line.row
    return [
        Cell(row.code, "strong"),
        Cell(row.risk.label, RISK_STYLE[row.risk] if row.risk.rank else ""),
        Cell(state_words(row.state), "" if row.state is FollowUpState.IN_FOLLOW_UP else "quiet"),
        row.place or "–",
        f"{line.month}/{line.months or '–'}",
        _next_visit(line, today),
        str(len(row.flags)) if row.flags else "–",
        row.worker or "–",
        *([line.name or "–"] if names else []),
    ]


def _next_visit(line: CaseloadLine, today: date) -> str:
    """The day of the next visit in ten columns: with its weekday this year, written out in another."""
    if line.next_day is None or line.row.state not in _ACTIVE_STATES:
        return "–"
    return short_day(line.next_day, today) if line.next_day.year == today.year else line.next_day.isoformat()


_ACTIVE_STATES = {FollowUpState.IN_FOLLOW_UP, FollowUpState.EXPECTED}


def state_words(state: FollowUpState) -> str:
    """A state as people say it."""
    return say("in follow-up") if state is FollowUpState.IN_FOLLOW_UP else state.label


def listed_graduate_data(line: CaseloadLine, *, names: bool) -> dict[str, Any]:
    """One graduate of the list for programs."""
    row = line.row
    return {
        "code": row.code,
        "risk": row.risk.value,
        "state": row.state.value,
        "province": row.province,
        "district": row.district,
        "trade": row.trade,
        "policy": row.policy,
        "worker": row.worker,
        "return_date": row.return_date.isoformat(),
        "month": line.month,
        "months": line.months or None,
        "next_visit": _iso(line.next_day if row.state in _ACTIVE_STATES else None),
        "open_flags": len(row.flags),
        **({"name": line.name} if names else {}),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


# --- one graduate ---------------------------------------------------------------------------------------------------


def graduate_page(sheet: GraduateSheet, mask: Mask, *, names: bool) -> Page:
    """Where she stands, on one screen."""
    case = sheet.case
    page = Page().line(say("Graduate {code}", code=case.code), "head")
    page.line(_status_line(sheet), "quiet").line()
    page.pair(say("Risk"), _risk_line(case), RISK_STYLE[case.risk])
    outcomes.add_case_outcomes(page, case.endings, mask)
    lately.add_last_contact(page, sheet, mask)
    reached, lit = milestones.milestones_line(milestones_of(case, sheet.as_of))
    if reached:
        page.pair(say("Milestones"), reached, lit)
    add_findings(page.line(), sheet.attended)
    lately.add_open_promises(page.line(), sheet, mask)
    open_flags = [(number, flag) for number, flag in numbered_flags(case) if flag.is_open]
    page.line().table(flags_table(open_flags, sheet.as_of, say("Open flags"), say("None.")))
    page.line().table(_next_visits_table(sheet))
    add_takings(add_wellbeing(page.line(), sheet).line(), sheet).line()
    return _add_background(page, sheet, mask, names=names)


def _add_background(page: Page, sheet: GraduateSheet, mask: Mask, *, names: bool) -> Page:
    """Where she lives and what she learned, what was judged, and how she can be reached."""
    case = sheet.case
    page.pair(say("Lives"), _residence(case))
    page.pair(say("Trade"), ", ".join(part for part in (case.trade, case.centre) if part) or _not_written_down())
    page.pair(say("Training"), ", ".join(case.modules) or _not_written_down())
    for what in AssessmentKind:
        _add_assessment(page, what, case.latest_assessment(what), mask)
    unjudged = [what.label for what in AssessmentKind if case.latest_assessment(what) is None]
    if unjudged:
        page.pair(say("Not judged"), ", ".join(unjudged), "quiet")
    page.pair(say("Plan"), *_plan_line(sheet.check))
    page.pair(say("Safe days"), _weekdays_text(case.weekdays) or say("every working day"))
    if case.avoid:
        page.pair(say("Not to come"), ", ".join(f"{span.first} – {span.last}" for span in case.avoid))
    for assumed in (*case.assumed, *case.plan_assumed):
        page.pair(say("Assumed"), mask(assumed), "watch")
    _add_identity(page.line(), case, names=names)
    return page


def _not_written_down() -> str:
    return say("not written down")


def _status_line(sheet: GraduateSheet) -> str:
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


def _risk_line(case: Case) -> str:
    grave = [flag for flag in case.open_flags if flag.severity is not Severity.WATCH]
    if not grave:
        return say("{level}: no flag of concern or danger is open", level=case.risk.label)
    why = ", ".join(f"{flag.risk.label} ({flag.severity.label})" for flag in grave)
    return say("{level}: {why}", level=case.risk.label, why=why)


def _residence(case: Case) -> str:
    how = case.placement.label if case.placement else ""
    return ", ".join(part for part in (how, case.district, case.province) if part) or _not_written_down()


def _add_assessment(page: Page, what: AssessmentKind, assessment: Assessment | None, mask: Mask) -> None:
    label = what.label.capitalize()
    if assessment is None:
        return
    said = assessment.said
    by = say(" by {whom}", whom=mask(said.by_whom)) if said.by_whom else ""
    reasons = f": {mask(said.reasons)}" if said.reasons else ""
    page.pair(
        label, f"{said.decision.label}, {assessment.on}{by}{reasons}", _DECISION_STYLE.get(said.decision.value, "")
    )


_DECISION_STYLE = {"no": "bad", "conditional": "watch"}


def _plan_line(check: PlanCheck | None) -> tuple[str, str]:
    """The plan in one line and how it is lit."""
    if check is None:
        return say("none written down"), "quiet"
    if not check.warnings:
        return say("{trade}: the check finds nothing wrong", trade=check.plan.trade), "good"
    worst = max(check.warnings, key=lambda warning: warning.severity.rank)
    counted = ", ".join(
        f"{number} {severity.label}"
        for severity in reversed(Severity)
        if (number := sum(warning.severity is severity for warning in check.warnings))
    )
    return f"{check.plan.trade} ({counted}): {worst.sentence}", SEVERITY_STYLE[worst.severity]


def _weekdays_text(days: Sequence[int]) -> str:
    return ", ".join(say(WEEKDAYS[day].capitalize()) for day in sorted(days))


def _add_identity(page: Page, case: Case, *, names: bool) -> None:
    if not names:
        page.line(say("Name and contact: kept sealed; --names shows them."), "quiet")
        return
    who = case.identity
    pairs = (
        (say("Name"), who.name),
        (say("Nickname"), who.nickname),
        (say("Born"), str(who.birth_year or "")),
        (say("Phone"), who.phone),
        (say("Commune"), who.commune),
        (say("Village"), who.village),
        (say("Business"), who.business),
        (say("Contact"), ", ".join(part for part in (who.contact_phone, who.contact_hours, who.contact_name) if part)),
        (say("Say"), who.contact_say),
    )
    told = [pair for pair in pairs if pair[1]]
    for label, text in told:
        page.pair(label, text)
    if not told:
        page.line(say("No name and no contact are written down."), "quiet")
    page.pair(say("Checked"), *lately.contact_check_line(case))


def _next_visits_table(sheet: GraduateSheet) -> Table:
    return Table(
        title=say("Next visits"),
        columns=(
            Column(say("Visit"), "right"),
            Column(say("Due")),
            Column(say("Planned")),
            Column(say("Window"), drop=1),
            Column(say("State")),
        ),
        rows=[_next_visit_row(one, sheet.as_of) for one in sheet.next],
        empty=say("None."),
    )


def _next_visit_row(one: NextVisit, today: date) -> list[Cell | str]:
    return [
        say("extra") if one.extra else str(one.k),
        one.due.isoformat(),
        short_day(one.day, today) if one.day else say("no day found"),
        "–" if one.extra else f"{short_day(one.opens, today)} – {short_day(one.closes, today)}",
        Cell(say(one.standing.value), NEXT_VISIT_STYLE.get(one.standing, "")),
    ]


def graduate_data(sheet: GraduateSheet, mask: Mask, *, names: bool) -> dict[str, Any]:
    """One graduate for programs."""
    case, check = sheet.case, sheet.check
    return {
        "code": case.code,
        "as_of": sheet.as_of.isoformat(),
        "state": sheet.state.value,
        "risk": case.risk.value,
        "month": sheet.month,
        "months": sheet.months or None,
        "return_date": _iso(case.return_date),
        "policy": case.policy,
        "worker": case.worker,
        "placement": case.placement.value if case.placement else None,
        "province": case.province,
        "district": case.district,
        "trade": case.trade,
        "centre": case.centre,
        "modules": list(case.modules),
        "assessments": [
            {
                "what": assessment.said.what.value,
                "decision": assessment.said.decision.value,
                "on": assessment.on.isoformat(),
                "by": mask(assessment.said.by_whom),
                "reasons": mask(assessment.said.reasons),
            }
            for assessment in case.assessments
        ],
        "plan": check and {"trade": check.plan.trade, "warnings": [warning.rule for warning in check.warnings]},
        "open_flags": [
            {"number": number, "kind": flag.risk.value, "severity": flag.severity.value, "review": _iso(flag.review_on)}
            for number, flag in numbered_flags(case)
            if flag.is_open
        ],
        "next": [_next_visit_data(one) for one in sheet.next],
        "last_met": _iso(case.last_met),
        "last_visit": lately.last_visit_data(case, mask),
        "tries": len(case.tries),
        "promises": [
            {"number": number, "what": mask(one.said.what), "by": mask(one.said.by_whom), "due": _iso(one.said.due)}
            for number, one in numbered_promises(case)
            if one.is_open
        ],
        "attention": findings_data(sheet.attended),
        **trends_data(sheet),
        "outcomes": [outcomes.outcome_data(end, mask) for end in case.endings],
        "milestones": milestones.milestones_data(milestones_of(case, sheet.as_of), mask),
        "safe_weekdays": [WEEKDAYS[day] for day in case.weekdays],
        "avoid": [f"{span.first}..{span.last}" for span in case.avoid],
        "assumed": [mask(text) for text in (*case.assumed, *case.plan_assumed)],
        **({"identity": identity_data(case)} if names else {}),
    }


def _next_visit_data(one: NextVisit) -> dict[str, Any]:
    return {
        "visit": one.k,
        "extra": one.extra,
        "due": one.due.isoformat(),
        "date": _iso(one.day),
        "window": [one.opens.isoformat(), one.closes.isoformat()],
        "state": one.standing.value,
    }


def identity_data(case: Case) -> dict[str, Any]:
    """Who she is, for programs; only where names were asked for."""
    who = case.identity
    return {name: getattr(who, name) for name in type(who).__slots__}
