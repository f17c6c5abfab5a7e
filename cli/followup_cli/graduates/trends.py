"""How she has done over the last visits: wellbeing scored and her own rating, takings against the plan."""

import shutil
import sys
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from followup.case.business.money import Currency, Money, show
from followup.messages import say
from followup.monitoring.attention_inputs import DatedScore, ReportedMonth, reported_months
from followup_cli.terminal.charts import MARK, STEPS, bar, place, scale, steps
from followup_cli.terminal.days import day_and_month
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import PLAIN_WIDTH, Cell, Column, Table, TableRow

if TYPE_CHECKING:
    from followup.services.graduate_sheet import GraduateSheet

MAX_VISITS = 12
MAX_MONTHS = 6
WIDEST, NARROWEST = 36, 10
"""Columns of a bar, where there is room and where there is little."""
FIGURES_WIDTH = 32
"""Columns that day and figures take beside a bar."""
SCALE_HEADROOM = Fraction(3, 2)
"""The scale goes to so many times the planned takings, or further if more came in."""


# --- wellbeing ------------------------------------------------------------------------------------------------------


def add_wellbeing(page: Page, sheet: "GraduateSheet") -> Page:
    """Each domain over the last visits on the scale from 1 to 4, the latest score, and her own beside it."""
    days = _scored_days(sheet)
    page.line(say("Wellbeing"), "head")
    if not days:
        return page.line(say("Not scored yet."), "quiet")
    span = f"{_short_day(days[0], sheet.as_of)}–{_short_day(days[-1], sheet.as_of)}" if len(days) > 1 else ""
    one, two, three, four = tuple(STEPS)
    key = say("{one} 1 in danger  {two} 2  {three} 3  {four} 4 thriving", one=one, two=two, three=three, four=four)
    table = Table(
        columns=(
            Column(say("Domain"), fold=True),
            Column(span),
            Column(say("Now"), "right"),
            Column(say("Hers"), "right"),
            Column(say("Since the visit before"), drop=1),
        ),
        rows=[
            _domain_row(domain.label, [one for one in rated if one.on in days], days)
            for domain, rated in sheet.look.ratings.items()
            if any(one.on in days for one in rated)
        ],
    )
    return page.line(key, "quiet").table(table)


def _scored_days(sheet: "GraduateSheet") -> list[date]:
    days = sorted({visit.on for visit in sheet.case.visits if visit.said.scores})
    return days[-MAX_VISITS:]


def _domain_row(label: str, rated: list[DatedScore], days: list[date]) -> TableRow:
    on = {one.on: one.score.worker for one in rated}
    scores = [one.score.worker for one in rated if one.score.worker is not None]
    latest = rated[-1].score
    style = "bad" if latest.worker == 1 or latest.own == 1 else ""
    return [
        Cell(label, style),
        steps([on.get(day) for day in days]),
        Cell(_score_text(latest.worker), style),
        _score_text(latest.own),
        Cell(_change_text(scores), "watch" if len(scores) > 1 and scores[-1] < scores[-2] else ""),
    ]


def _score_text(score: int | None) -> str:
    return "–" if score is None else str(score)


def _change_text(scores: list[int]) -> str:
    if len(scores) < 2:
        return "–"
    by = scores[-1] - scores[-2]
    if not by:
        return say("the same")
    return say("up {n}", n=by) if by > 0 else say("down {n}", n=-by)


# --- takings --------------------------------------------------------------------------------------------------------


def add_takings(page: Page, sheet: "GraduateSheet") -> Page:
    """Takings of each month told, against the planned ones, on a scale that begins at nothing."""
    months = _reported_months(sheet)
    page.line(say("Takings"), "head")
    if not months:
        return page.line(say("No figures yet."), "quiet")
    currency = currency_of(sheet)
    planned = planned_takings(sheet)
    top = _scale_top(sheet, months, planned)
    width = _bar_width()
    at = place(planned, top, width) if planned else 0
    mark = say("plan {amount}", amount=_amount_text(planned, currency)) if planned else ""
    rows = [_month_row(sheet, one, top, width, planned) for one in months]
    table = Table(
        columns=(
            Column(say("Told on")),
            Column(scale(_amount_text(top, currency), width, mark, at)),
            Column(say("Takings"), "right"),
            Column(say("Costs"), "right"),
        ),
        rows=rows,
    )
    return page.line(_scale_words(top, planned, currency), "quiet").table(table)


def _reported_months(sheet: "GraduateSheet") -> list[ReportedMonth]:
    return list(reported_months(sheet.case, sheet.look.limits))[-MAX_MONTHS:]


def currency_of(sheet: "GraduateSheet") -> Currency:
    """The currency of the plan, or that in which she tells her figures."""
    if sheet.check:
        return sheet.check.plan.currency
    amounts = [amount for _, month in _reported_months(sheet) for amount in month.amounts()]
    return amounts[-1].currency if amounts else Currency.KHR


def planned_takings(sheet: "GraduateSheet") -> Fraction | None:
    """What the plan of a shop expects to be taken in a month; None without one, or without prices."""
    return (sheet.check.expected.takings or None) if sheet.check and not sheet.check.plan.cycle else None


def _scale_top(sheet: "GraduateSheet", months: list[ReportedMonth], planned: Fraction | None) -> Fraction:
    most = max((_in_plan_currency(sheet, month.takings) for _, month in months if month.takings), default=Fraction(0))
    return max(most, planned * SCALE_HEADROOM if planned else Fraction(0))


def _in_plan_currency(sheet: "GraduateSheet", money: Money) -> Fraction:
    plan = sheet.case.plan
    return money.converted(currency_of(sheet), plan.rate if plan else sheet.look.rate)


def _scale_words(top: Fraction, planned: Fraction | None, currency: Currency) -> str:
    """The scale in words: what does not fit above the bars stands here as well."""
    unit = say("riel") if currency is Currency.KHR else say("dollars")
    ends = say("{unit} a month, from 0 to {top}", unit=unit.capitalize(), top=_amount_text(top, currency))
    if planned is None:
        return say("{ends}; nothing is planned to measure it by", ends=ends)
    return say("{ends}; {line} is the plan, {planned}", ends=ends, line=MARK, planned=_amount_text(planned, currency))


def _month_row(
    sheet: "GraduateSheet", one: ReportedMonth, top: Fraction, width: int, planned: Fraction | None
) -> TableRow:
    currency, month = currency_of(sheet), one.month
    taken = None if month.takings is None else _in_plan_currency(sheet, month.takings)
    cost = None if month.cost is None else _in_plan_currency(sheet, month.cost)
    short = taken is not None and cost is not None and taken < cost
    return [
        _short_day(one.on, sheet.as_of),
        Cell(bar(taken, top, width, planned), "bad" if short else ""),
        say("closed") if not month.open else _amount_text(taken, currency),
        Cell(_amount_text(cost, currency), "bad" if short else ""),
    ]


def _amount_text(amount: Fraction | None, currency: Currency) -> str:
    """An amount without its unit: the heading names it."""
    if amount is None:
        return "–"
    return f"{int(amount + Fraction(1, 2)):,}" if currency is Currency.KHR else show(amount, currency)


def _short_day(day: date, today: date) -> str:
    return day_and_month(day) if day.year == today.year else f"{day_and_month(day)} {day:%y}"


def _bar_width() -> int:
    room = shutil.get_terminal_size().columns if sys.stdout.isatty() else PLAIN_WIDTH
    return max(min(WIDEST, room - FIGURES_WIDTH), NARROWEST)
