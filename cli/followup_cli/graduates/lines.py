"""What is said of a graduate in a line each: on her one screen, and where all of her is shown."""

from typing import TYPE_CHECKING

from followup.case import consents
from followup.case.case import Case
from followup.case.date_ranges import WEEKDAYS
from followup.case.facts import Identified
from followup.case.facts.consents import purpose_list
from followup.case.fields import Mask, described
from followup.case.vocabulary import Severity
from followup.messages import say
from followup_cli.fragments.standing import state_words
from followup_cli.terminal.days import long_day
from followup_cli.terminal.page import Page

if TYPE_CHECKING:
    from followup.services.graduate_sheet import GraduateSheet


def status_line(sheet: "GraduateSheet") -> str:
    """Where she stands, since when, and who follows her."""
    case = sheet.case
    returned = long_day(case.return_date) if case.return_date else not_written_down()
    months = say("month {n} of {all}", n=sheet.month, all=sheet.months) if sheet.months else f"month {sheet.month}"
    return say(
        "{state}, {months}; returned {day}; worker {worker}",
        state=state_words(sheet.state).capitalize(),
        months=months,
        day=returned,
        worker=case.worker or say("nobody yet"),
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


def safe_days(case: Case) -> str:
    """The weekdays that are safe for her."""
    return ", ".join(say(WEEKDAYS[day].capitalize()) for day in sorted(case.weekdays)) or say(
        "none named: every working day"
    )


def identity_pairs(who: Identified) -> list[tuple[str, str]]:
    """What is known of her, the fields of one title on one line, the safe contact's name last on its."""
    known = described(Identified)
    texts: dict[str, list[str]] = {field.title: [] for field in known.values()}
    for name in sorted(known, key=lambda name: name == "contact_name"):
        texts[known[name].title].append(str(getattr(who, name) or ""))
    return [(say(title), ", ".join(filter(None, parts))) for title, parts in texts.items()]


def not_written_down() -> str:
    """Said where nothing is known."""
    return say("not written down")


_WHICH = {1: say("first"), 2: say("second"), 3: say("third")}


def stay_name(number: int) -> str:
    """Which stay it is: first, second, third, then by number."""
    return say(_WHICH[number]) if number in _WHICH else say("{n}th", n=number)
