"""The agenda: a line for each graduate, the most urgent first; further ahead, under the districts they live in."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from followup.case.fields import Mask
from followup.case.vocabulary import RiskKind
from followup.messages import say, say_count
from followup.monitoring.agenda import ALERTS_SHOWN_ON_AGENDA, AgendaItem, AgendaReason, by_district
from followup.monitoring.case_row import Alert, CaseRow
from followup.services.agenda import Agenda
from followup.services.case_index import AheadEntries
from followup_cli.fragments.backup_note import due_text
from followup_cli.fragments.retention_note import kept_too_long_text
from followup_cli.fragments.standing import standing_words
from followup_cli.fragments.styles import LIST_RISK_STYLE
from followup_cli.fragments.what_to_do import URGENT, coming_words, command_to_do_it, what_to_do
from followup_cli.terminal.days import day_and_month, long_day, short_day, window_text
from followup_cli.terminal.notes import some_of
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Cell, Column, Table, TableRow

MAX_PLACE_LENGTH = 15
MAX_WAITING = 8
MAX_OVER = 3

if TYPE_CHECKING:
    from followup.services.rounds import Stop


def agenda_page(agenda: Agenda, label: Mask, stops: "Sequence[Stop] | None" = None) -> Page:
    """The agenda for the terminal, useful at 80 columns; districts are shown through ``label``.

    With ``stops`` it is a round, place by place.
    """
    page = add_most_urgent(Page(), agenda).line(_heading(agenda), "head").text(counts_text(agenda), "quiet").line()
    if stops is not None:
        page.table(round_table(stops, agenda.today, label))
    else:
        page.table((_district_table if agenda.days or agenda.month else _flat_table)(agenda, label))
    if agenda.waiting:
        page.line().text(_waiting_text(agenda.waiting), "watch")
    _add_period_over(page, agenda.over)
    if agenda.ahead:
        page.line().text(ahead_text(agenda.ahead, agenda.today), "bad")
    page.line().text(_followed_text(agenda), "quiet")
    if agenda.kept_too_long:
        page.text(kept_too_long_text(agenda.kept_too_long), "watch")
    return page.text(due_text(agenda.last_backup, agenda.today), "watch") if agenda.backup_due else page


def add_most_urgent(page: Page, agenda: Agenda) -> Page:
    """Who is the most urgent and what to do; or, where nothing is to be done, what comes next."""
    if agenda.items:
        first = agenda.items[0]
        words = say("First: {code}, {todo}.", code=first.row.code, todo=what_to_do(first, agenda.today))
        return page.text(words, "bad" if first.why in URGENT else "strong")
    if agenda.coming:
        when = coming_words(agenda.coming, agenda.today)
        return page.text(say("Nothing is due. Next is {code}: {what}.", code=agenda.coming.row.code, what=when), "good")
    if agenda.nobody_yet:
        return page.text(say("Nobody is in follow-up yet. Write the first one down: followup graduate add"), "strong")
    return page


def first_command(agenda: Agenda) -> str:
    """The command for what is the most urgent; with nobody in follow-up that which begins, else none."""
    if agenda.items:
        return command_to_do_it(agenda.items[0])
    return "followup graduate add" if agenda.nobody_yet else ""


def _heading(agenda: Agenda) -> str:
    until = say_count(agenda.days, " and the next day", " and the next {n} days") if agenda.days else ""
    if agenda.month:
        until = say(" and the rest of the month")
    return say("Visits for {day}{until}", day=long_day(agenda.today), until=until)


def counts_text(agenda: Agenda) -> str:
    """How many there are to see, how many of them are overdue, and how many are followed."""
    unmet = sum(item.why is AgendaReason.NOT_MET for item in agenda.items)
    return say(
        "{due} to see, {overdue} of them overdue{unmet}; {followed} in follow-up{whose}",
        due=agenda.to_see,
        overdue=agenda.overdue,
        unmet=say(", {n} with visits to come not met for too long", n=unmet) if unmet else "",
        followed=agenda.followed,
        whose=say(" with {worker}", worker=agenda.worker) if agenda.worker else "",
    )


def _waiting_text(rows: Sequence[CaseRow]) -> str:
    first = some_of([f"{row.code} ({row.alerts[0].label})" for row in rows], MAX_WAITING)
    return say("Need attention before their next visit: {first}.", first=first)


# --- below the list -------------------------------------------------------------------------------------------------


def _add_period_over(page: Page, over: Sequence[AgendaItem]) -> None:
    """Whose period is over, and the commands that lead to her outcome."""
    if not over:
        return
    page.line().line(say("Follow-up period over, outcome to be decided: {n}", n=len(over)), "watch")
    for item in over[:MAX_OVER]:
        for command in next_steps(item.row):
            page.line(f"  {command}")
    if len(over) > MAX_OVER:
        command = "followup graduate list --state period-over"
        page.line(say("  and {n} more: {command}", n=len(over) - MAX_OVER, command=command))


def next_steps(row: CaseRow) -> list[str]:
    """What to type for her whose period is over: the latest milestone, if not recorded, the review, the outcome."""
    mark = [f"followup outcome milestone {row.code} --month {row.milestone}"] if row.milestone else []
    return [*mark, f"followup graduate review {row.code}", f"followup outcome record {row.code}"]


def ahead_text(ahead: Sequence[AheadEntries], today: date) -> str:
    """Who has entries that are dated after today, which count for nothing, and how they are put right."""
    return say(
        "Entries dated after {today}, the day on this laptop's clock, do not count: {codes}. If the clock is "
        "right, find their numbers with followup log {code}, take each back with followup withdraw {code} N, and write "
        "it down again with its right day.",
        today=long_day(today),
        codes=some_of([f"{one.code} ({one.entries})" for one in ahead], MAX_WAITING),
        code=ahead[0].code,
    )


def _followed_text(agenda: Agenda) -> str:
    """How many are followed, and by whom: nobody is left out."""
    others = [say("{n} followed by others", n=agenda.by_others)] if agenda.worker else []
    counts = say(
        "{followed} in follow-up{whose}, {over} of them with their period over; {others}",
        followed=agenda.followed,
        whose=say(" with {worker}", worker=agenda.worker) if agenda.worker else "",
        over=len(agenda.over),
        others=", ".join([*others, say("{n} by nobody", n=agenda.by_nobody)]),
    )
    return say("{counts}: followup graduate list --worker nobody", counts=counts) if agenda.by_nobody else f"{counts}."


# --- one list -------------------------------------------------------------------------------------------------------


def _flat_table(agenda: Agenda, label: Mask) -> Table:
    columns = (Column(say("Code")), *_visit_columns(), Column(say("District")), Column(say("Why"), fold=True))
    rows = [
        [
            Cell(item.row.code, "strong"),
            *_visit_cells(item, agenda.today),
            _place_text(label(item.row.place)),
            _reasons_cell(item, agenda.today),
        ]
        for item in agenda.items
    ]
    return Table(columns, rows, empty=say("Nobody is to be visited."), last_below=True)


def _visit_columns() -> tuple[Column, ...]:
    return (
        Column(say("Risk")),
        Column(say("Visit"), "right", drop=2),
        Column(say("Planned"), drop=1),
        Column(say("Window")),
    )


def _visit_cells(item: AgendaItem, today: date) -> TableRow:
    slot, row = item.slot, item.row
    late = "bad" if slot and slot.closes < today else ""
    window = window_text(slot.opens, slot.closes) if slot and not slot.extra else "–"
    return [
        Cell(row.risk.label, LIST_RISK_STYLE[row.risk]),
        _visit_number(item),
        short_day(slot.day, today) if slot and slot.day else "–",
        Cell(window, late),
    ]


def _visit_number(item: AgendaItem) -> str:
    if not item.slot:
        return "–"
    total = f"/{item.row.last_slot}" if item.row.last_slot else ""
    return f"{item.slot.k}{total}"


def _place_text(place: str) -> str:
    return (place or "–") if len(place) <= MAX_PLACE_LENGTH else place[: MAX_PLACE_LENGTH - 1].rstrip() + "…"


# --- under districts ------------------------------------------------------------------------------------------------


def _district_table(agenda: Agenda, label: Mask) -> Table:
    """Who was not met for too long above everybody, then each district, the one of the most urgent line first."""
    columns = (Column(say("District")), *_visit_columns(), Column(say("Why"), fold=True))
    unmet = [item for item in agenda.items if item.why is AgendaReason.NOT_MET]
    groups = {say("Not met for too long"): unmet} if unmet else {}
    rows: list[TableRow] = []
    for place, items in (
        *groups.items(),
        *((_place_name(*map(label, at)), some) for at, some in by_district(agenda.items).items()),
    ):
        rows.append([Cell(place, "head")])
        for item in items:
            reasons, style = _reasons_cell(item, agenda.today)
            if item.why is AgendaReason.NOT_MET and item.row.place:
                reasons = f"{reasons}, {label(item.row.place)}"
            rows.append([Cell(f"  {item.row.code}", "strong"), *_visit_cells(item, agenda.today), Cell(reasons, style)])
    return Table(columns, rows, empty=say("Nobody is to be visited."), last_below=True)


def _place_name(province: str, district: str) -> str:
    return district or province or say("Place not known")


def round_table(stops: "Sequence[Stop]", today: date, label: Mask) -> Table:
    """The places of a round, and under each whom to see there."""
    columns = (Column(say("Place")), *_visit_columns(), Column(say("Why"), fold=True))
    rows: list[TableRow] = []
    for stop in stops:
        rows.append([Cell(_stop_name(stop, label), "head")])
        for line in stop.lines:
            code = f"  {line.item.row.code}"
            name = [say("name: {name}", name=line.name)] if line.name else []
            reasons, style = _reasons_cell(line.item, today)
            why = Cell("; ".join([*name, reasons]), style)
            rows.append([Cell(code, "strong"), *_visit_cells(line.item, today), why])
    return Table(columns, rows, empty=say("Nobody is to be visited."), last_below=True)


def _stop_name(stop: "Stop", label: Mask) -> str:
    district = _place_name(label(stop.province), label(stop.district))
    if stop.named:
        return ", ".join((*stop.named, district))
    if stop.number:
        return say("{district}, commune {n}", district=district, n=stop.number)
    return say("{district}, commune not written down", district=district)


# --- why ------------------------------------------------------------------------------------------------------------


def _reasons_cell(item: AgendaItem, today: date) -> Cell:
    return Cell(reasons_text(item, today), "bad" if item.why in (AgendaReason.OVERDUE, AgendaReason.NOT_MET) else "")


def reasons_text(item: AgendaItem, today: date) -> str:
    """Why she is on the agenda, in a few words, the gravest first."""
    trip = say("trip") if item.slot and item.slot.trip else ""
    parts = [_visit_reason(item, today), trip, _attempts_reason(item.row), _promise_reason(item, today)]
    parts += [*_flag_reasons(item, today), *_referral_reasons(item, today)]
    if item.row.over_since:
        parts += [*_still_open(item), AgendaReason.PERIOD_OVER.label]
    parts += _alert_reasons([alert for alert in item.row.alerts if alert not in ALERTS_SHOWN_ON_AGENDA])
    return ", ".join(part for part in parts if part)


def _alert_reasons(alerts: Sequence[Alert]) -> list[str]:
    """The gravest of what needs attention; the others stand in ``graduate show``."""
    more = [say("and {n} more", n=len(alerts) - 1)] if len(alerts) > 1 else []
    return [*(alert.label for alert in alerts[:1]), *more]


def _still_open(item: AgendaItem) -> list[str]:
    """What is open though nothing of it is due yet: of whom the outcome is to be decided, all of it is told."""
    flags = [flag for flag in item.row.flags if flag not in item.flags]
    promises = [due for due in item.row.promises if due not in item.promises]
    told = [say("{risk} open ({severity})", risk=flag.risk.label, severity=flag.severity.label) for flag in flags]
    told += [say("promise due {day}", day=day_and_month(due)) for due in promises]
    waiting = [one for one in item.row.referrals if one not in item.referrals]
    return [*told, *(say("referral open ({service})", service=one.service.label) for one in waiting)]


_OTHER_REASONS = (AgendaReason.FLAG, AgendaReason.PROMISE, AgendaReason.REFERRAL, AgendaReason.PERIOD_OVER)


def _visit_reason(item: AgendaItem, today: date) -> str:
    if item.why is AgendaReason.NOT_MET:
        return say("not met for {n} days", n=item.unmet(today))
    if item.why is not AgendaReason.OVERDUE:
        return "" if item.why in _OTHER_REASONS else _label_of_due(item, today)
    late = item.late(today)
    days = say_count(late, "overdue 1 day", "overdue {n} days")
    if item.missed_due and item.slot and item.slot.due != item.missed_due:
        days = say("{days} (due {day})", days=days, day=day_and_month(item.missed_due))
    return days if item.missed == 1 else say("{days}, {n} visits", days=days, n=item.missed)


def _label_of_due(item: AgendaItem, today: date) -> str:
    """Of a visit how it stands, in the word that her schedule has for it; or why else there is one."""
    if item.why is not AgendaReason.DUE or item.slot is None:
        return item.why.label
    return standing_words(item.slot.standing(today))


def _attempts_reason(row: CaseRow) -> str:
    if not row.tries:
        return ""
    return say_count(row.tries, "1 try failed", "{n} tries failed")


def _flag_reasons(item: AgendaItem, today: date) -> list[str]:
    """The flags to look at again, and by when; that she could not be reached is covered by the tries already."""
    covered = {RiskKind.COULD_NOT_BE_REACHED} if item.row.tries else set()
    flags = [flag for flag in item.flags if flag.risk not in covered]
    first = [
        say("review {risk} by {day}", risk=flag.risk.label, day=day_and_month(flag.review_on))
        if flag.review_on > today
        else say("review {risk}", risk=flag.risk.label)
        for flag in flags[:1]
    ]
    if len(flags) < 3:
        return first + [say("and 1 more flag")] * (len(flags) == 2)
    return [*first, say("and {n} more flags", n=len(flags) - 1)]


def _promise_reason(item: AgendaItem, today: date) -> str:
    if not item.promises:
        return ""
    day = day_and_month(min(item.promises))
    past = min(item.promises) < today
    return say("promise past {day}", day=day) if past else say("promise due {day}", day=day)


def _referral_reasons(item: AgendaItem, today: date) -> list[str]:
    """The referrals that wait for somebody until now: to which service, and since when."""
    return [
        say("referral past {day} ({service})", day=day_and_month(one.until), service=one.service.label)
        if one.until < today
        else say("referral until {day} ({service})", day=day_and_month(one.until), service=one.service.label)
        for one in item.referrals
    ]
