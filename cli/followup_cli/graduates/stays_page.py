"""Stays at home: a second return that was written down, and those before it, for people and for programs."""

from typing import TYPE_CHECKING

from followup.case.fields import Mask
from followup.messages import say
from followup.monitoring.milestones import milestones
from followup_cli.fragments.open_referrals import open_referrals_words
from followup_cli.fragments.outcomes import add_case_outcomes
from followup_cli.graduates.lines import stay_name
from followup_cli.outcomes.data import milestones_data, outcome_data
from followup_cli.terminal.days import long_day
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.page import Page

if TYPE_CHECKING:
    from followup.services.graduate_sheet import EarlierStay
    from followup.services.second_returns import SecondReturn


def second_return(result: "SecondReturn", *, dry_run: bool) -> Page:
    """From which day her visits count anew, the first of them, and what is kept."""
    case, policy = result.case, result.case_schedule.policy
    assert case.return_date is not None
    words = say("Home again since {day}: month 0 of {policy}.", day=long_day(case.return_date), policy=policy.name)
    page = Page().pair(case.code, words, "good", label_style="strong")
    if result.first:
        page.pair(say("Visits"), say("The first is planned for {day}.", day=long_day(result.first.on)))
    kept = say(
        "Her {which} stay is kept as it was: followup graduate show {code}",
        which=stay_name(case.stay - 1),
        code=case.code,
    )
    page.pair("", kept, "quiet")
    if case.open_referrals:
        page.pair(say("Referrals"), open_referrals_words(case.code, case.open_referrals), "watch")
    if any(stay.issued for stay in case.earlier):
        page.pair("", say("For the phone, old visits off and new ones on: followup calendar export"), "quiet")
    return page.line(say("Nothing was written."), "quiet") if dry_run else page


def second_return_data(result: "SecondReturn", *, dry_run: bool) -> dict[str, JsonValue]:
    """The second return for programs."""
    return {
        "code": result.case.code,
        "written": not dry_run,
        "return_date": result.case.return_date,
        "policy": result.case_schedule.policy.name,
        "stay": result.case.stay,
        "first_visit": result.first.on if result.first else None,
        "open_referrals": [one.said.service for one in result.case.open_referrals],
    }


def add_earlier_stays(page: Page, stays: "tuple[EarlierStay, ...]", mask: Mask, label: Mask) -> None:
    """Each stay before this one in a line, and its outcomes."""
    for stay in stays:
        case = stay.case
        last = case.end.on if case.end else None
        parts = [say("{first} – {last}, {policy}", first=case.return_date or "", last=last or "", policy=case.policy)]
        if stay.due is not None:
            parts.append(say("visits made: {made} of {due}", made=stay.made or 0, due=stay.due))
        if case.plan:
            parts.append(say("plan: {trade}", trade=label(case.plan.trade)))
        page.pair(say("{which} stay", which=stay_name(case.stay)).capitalize(), f"{'; '.join(parts)}.", "quiet")
        add_case_outcomes(page, case.endings, mask)


def earlier_stay_data(stay: "EarlierStay", mask: Mask, label: Mask) -> dict[str, JsonValue]:
    """A stay before this one for programs."""
    case = stay.case
    return {
        "stay": case.stay,
        "return_date": case.return_date,
        "policy": case.policy,
        "visits_made": stay.made,
        "visits_due": stay.due,
        "contacts": len(case.visits),
        "attempts": len(case.attempts),
        "last_met": case.last_met,
        "plan": label(case.plan.trade) if case.plan else None,
        "outcomes": [outcome_data(end, mask) for end in case.endings],
        "milestones": milestones_data(milestones(case, case.as_of), mask),
    }
