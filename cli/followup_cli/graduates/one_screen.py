"""One graduate on one screen: what to do, her risk and why, what was last, what comes next, what she was promised."""

import os
import shutil
import sys
from datetime import date
from typing import TYPE_CHECKING

from followup.case.fields import Mask
from followup.messages import say
from followup.monitoring.agenda import AgendaReason
from followup.monitoring.case_row import FollowUpState
from followup.monitoring.milestones import MilestoneState, milestones
from followup.schedule.next_visit import NextVisit
from followup_cli.flags.attention_page import finding_text
from followup_cli.fragments.milestones import milestones_line
from followup_cli.fragments.outcomes import add_case_outcomes
from followup_cli.fragments.standing import standing_words
from followup_cli.fragments.styles import RISK_STYLE, SEVERITY_STYLE
from followup_cli.fragments.what_to_do import URGENT, command_to_do_it, what_to_do
from followup_cli.graduates.lines import (
    add_declined_ways,
    house_pairs,
    identity_pairs,
    residence,
    risk_line,
    safe_days,
    status_line,
    stay_name,
)
from followup_cli.graduates.recent_contact import (
    add_last_contact,
    contact_check_line,
    open_promises,
    open_referrals,
    tries_line,
)
from followup_cli.terminal.days import long_day, one_space, short_day, window_text
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import PLAIN_WIDTH, Pair

if TYPE_CHECKING:
    from followup.services.graduate_sheet import GraduateSheet

GENEROUS_TO_SPARING = (8, 6, 5, 4, 3, 2, 1)
"""How many lines each part may have: the most generous page that fits is shown."""
ROWS = 24
"""Rows of the screen that nobody knows the size of."""
ROWS_FOR_PROMPT = 2
"""Rows that the command itself and the next one take; with names, the pager's last row."""


def graduate_screen(sheet: "GraduateSheet", mask: Mask, label: Mask, *, today: date, names: bool) -> Page:
    """Her on one screen, as much as fits the window; notes through ``mask``, places through ``label``."""
    columns, rows = _window()
    page = Page()
    for most in GENEROUS_TO_SPARING:
        page = _screen(sheet, mask, label, most, today=today, names=names)
        if page.height(columns) <= rows - (1 if names else ROWS_FOR_PROMPT):
            break
    return page


def _window() -> os.terminal_size:
    """The size of the window; in a pipe that of a page and a common window."""
    return shutil.get_terminal_size() if sys.stdout.isatty() else os.terminal_size((PLAIN_WIDTH, ROWS))


def _screen(sheet: "GraduateSheet", mask: Mask, label: Mask, most: int, *, today: date, names: bool) -> Page:
    case = sheet.case
    page = Page().line(say("Graduate {code}", code=case.code), "head").line(status_line(sheet), "quiet")
    if sheet.as_of == today:
        _add_to_do(page, sheet)
    page.line()
    page.pair(say("Risk"), risk_line(case), RISK_STYLE[case.risk]).add(_at_most(_standing(sheet, mask), min(most, 2)))
    page.add(_at_most(add_last_contact(Page(), sheet, mask), min(most, 3)))
    page.add(_at_most(_coming(sheet, label), 1))
    page.add(_listed(say("Promises"), [(words, style) for _, words, style in open_promises(sheet, mask)], most))
    if waiting := open_referrals(sheet):
        page.add(_listed(say("Referrals"), [(words, style) for _, words, style in waiting], most))
    page.add(_listed(say("Attention"), _findings(sheet), most, lines=1 if most < 3 else 2))
    if names:
        page.add(_identity(sheet))
    if most > 1:
        page.line()
    return page.text(_more(case.code, names=names), "quiet")


def _at_most(page: Page, lines: int) -> Page:
    """The same page, no text of it with more lines than that."""
    return Page(part._replace(most=lines) if isinstance(part, Pair) else part for part in page.parts)


def _add_to_do(page: Page, sheet: "GraduateSheet") -> None:
    """What to do for her now, as on the agenda, with the command; and what may become a flag."""
    if sheet.todo:
        words = what_to_do(sheet.todo, sheet.as_of)
        page.pair(say("To do"), f"{words[:1].upper()}{words[1:]}.", "bad" if sheet.todo.why in URGENT else "strong")
        page.pair("", command_to_do_it(sheet.todo))
    elif sheet.state is FollowUpState.IN_FOLLOW_UP:
        page.pair(say("To do"), say("Nothing is due today."), "good")
    if sheet.over_since and (sheet.todo is None or sheet.todo.why is not AgendaReason.PERIOD_OVER):
        words = say("Follow-up period over, decide how it ended: followup graduate review {code}", code=sheet.case.code)
        page.pair("", words, "watch")
    if sheet.attended.unraised:
        command = f"followup flag agree {sheet.case.code}"
        page.pair("", say("Make flags of what needs attention: {command}", command=command), "watch")


def _standing(sheet: "GraduateSheet", mask: Mask) -> Page:
    """How her follow-up ended where it did, and the milestones where one is missing."""
    case, page = sheet.case, Page()
    if case.erased:
        page.pair(say("Erased"), say("who she is, on {day}", day=long_day(case.erased)), "watch")
    if sheet.earlier:
        page.pair(say("Stay"), say("her {which} at home since follow-up began", which=stay_name(case.stay)), "quiet")
    add_case_outcomes(page, case.endings[-1:], mask)
    marks = milestones(case, sheet.as_of)
    if any(mark.state is MilestoneState.MISSING for mark in marks):
        page.pair(say("Milestones"), *milestones_line(marks))
    return page


def _coming(sheet: "GraduateSheet", label: Mask) -> Page:
    """The tries since, the next visit, where she lives, and the days on which she may be met."""
    case = sheet.case
    page = Page().pairs(((say("Tries"), tries_line(case)),))
    page.pair(say("Next visit"), _next_visit_line(sheet.next[0], sheet.as_of) if sheet.next else say("none planned"))
    page.pairs(((say("Lives"), residence(case, label)), *house_pairs(sheet)))
    coming = [f"{span.first} – {span.last}" for span in case.avoid if span.last >= sheet.as_of]
    if case.weekdays:
        page.pair(say("Safe days"), safe_days(case))
    add_declined_ways(page, case)
    if coming:
        page.pair(say("Not to come"), ", ".join(coming), "watch")
    return page


def _next_visit_line(visit: NextVisit, today: date) -> str:
    which = say("an extra contact") if visit.extra else say("visit {k}", k=visit.k)
    if visit.day is None:
        return say("{which}, due {due}: no working day found", which=which, due=one_space(short_day(visit.due, today)))
    day = one_space(short_day(visit.day, today))
    if visit.extra:
        return f"{which}, {day}"
    window = window_text(visit.opens, visit.closes)
    standing = standing_words(visit.standing)
    return say("{which}, {day}, window {window}: {standing}", which=which, day=day, window=window, standing=standing)


def _findings(sheet: "GraduateSheet") -> list[tuple[str, str]]:
    return [
        (f"{one.finding.severity.label}: {finding_text(one)}", SEVERITY_STYLE[one.finding.severity])
        for one in sheet.attended.findings
    ]


def _listed(title: str, texts: list[tuple[str, str]], most: int, lines: int = 1) -> Page:
    """Texts below one another beside their title, the first ``most`` of them, and how many there are beyond."""
    page = Page()
    shown = texts if len(texts) == most + 1 else texts[:most]
    for at, (text, style) in enumerate(shown):
        page.pair("" if at else title, text, style, most=lines)
    if len(shown) < len(texts):
        page.pair("", say("and {n} more", n=len(texts) - len(shown)), "quiet")
    return page if texts else page.pair(title, say("none"), "quiet")


def _identity(sheet: "GraduateSheet") -> Page:
    """Who she is and how she can be reached, as far as it is known, one after the other."""
    pairs = identity_pairs(sheet.case.identity)
    known = [say("{title} {text}", title=title.lower(), text=text) for title, text in pairs if text]
    checked, style = contact_check_line(sheet.case)
    told = [*known, say("safe contact: {checked}", checked=checked)] if known else [say("not written down")]
    return Page().pair(say("Who she is"), "; ".join(told), style, most=5)


def _more(code: str, *, names: bool) -> str:
    more = say("More: followup graduate show {code} --all", code=code)
    return more if names else say("{more}; name and contact: --names", more=more)
