"""What three rhythms of visits saw of the same invented lives, and when; and for programs."""

from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from followup.demo.study.policy_comparison import PolicyComparison, PolicyResult
from followup.messages import say, say_count
from followup.statistics.report import Proportion
from followup_cli.terminal.charts import interval, scale
from followup_cli.terminal.columns import ColumnOf, table_of
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Cell, Column, Table, TableRow

CHART_WIDTH = 18
"""Columns of a chart: with the figures beside it a line has 78."""

ShareOf = Callable[[PolicyResult], Proportion]


def comparison_page(comparison: PolicyComparison) -> Page:
    """Visits made, what they saw of failing businesses, of those who disappeared and of dangers, and what it says."""
    if not comparison.number:
        return Page().line(say("No lives were asked for, so there is nothing to compare."))
    title = say(
        "The same invented lives ({n}) in three rhythms, up to {day} (seed {seed})",
        n=f"{comparison.number:,}",
        day=comparison.today,
        seed=comparison.seed,
    )
    simulated = say(
        "Simulated: nobody here is real, and how often a business fails, somebody disappears or a danger comes is"
        " invented. What happens in a life is the same under each; only what visits see of it differs."
    )
    chart_key = say(
        "Every chart runs from 0 to 100%: ● is the share, and ─ the range (95%, Wilson) that a group of its size leaves"
        " open."
    )
    page = Page().line(title, "head").text(simulated).text(chart_key).line()
    page.table(_visits_table(comparison)).line()
    _add_practices(page, comparison)
    _add_dangers(_add_disappearances(_add_businesses(page, comparison), comparison), comparison)
    page.line(say("What monthly visits saw and the others did not"), "head")
    for sentence in conclusions(comparison):
        page.text(sentence, "")
    for sentence in reverse_conclusions(comparison):
        page.text(sentence)
    return page


# --- the four parts -----------------------------------------------------------------------------------------------


def _add_practices(shown: Page, comparison: PolicyComparison) -> Page:
    """Whose practice each rhythm is borrowed from, and that no organisation is compared."""
    shown.line(say("Rhythms are compared, not organisations"), "head")
    shown.text(say("Under every rhythm it is she who is visited, in person; each is borrowed from a practice."))
    for seen in comparison.seen:
        shown.pair(seen.rhythm.label, seen.policy.practice, "quiet", indent=17)
    return shown.line()


def _visits_table(comparison: PolicyComparison) -> Table:
    columns: tuple[ColumnOf[PolicyResult], ...] = (
        ColumnOf(say("Visits"), lambda seen: seen.rhythm.label),
        ColumnOf(say("Policy"), lambda seen: seen.policy.name),
        ColumnOf(say("Made"), lambda seen: f"{seen.visits:,}", "right"),
        ColumnOf(say("A graduate"), lambda seen: _tenths(seen.visits_per_graduate), "right"),
    )
    return table_of(comparison.seen, columns, note=say("Made in person up to that day; some lives have only begun."))


def _add_businesses(page: Page, comparison: PolicyComparison) -> Page:
    first = comparison.seen[0]
    page.line(say("Businesses that close in these lives: {n}", n=first.signs.of), "head")
    if not first.signs.of:
        return page.text(say("None, so there was no sign to see.")).line()
    sign = say(
        "A sign: takings under costs, customers below break-even, a debt that grows, stock sold off, partners who"
        " quarrel; or a flag about one of these. It is looked for as of each visit, before the end."
    )
    groups = [
        (say("A sign was seen before the end"), lambda seen: seen.signs, _lead_time),
        (say("Seen three months or more before the end: time to act"), lambda seen: seen.in_time, _no_text),
    ]
    if first.elsewhere.of:
        groups.append((say("A sign was seen, and the business goes on"), lambda seen: seen.elsewhere, _no_text))
    page.text(sign).table(_charts_table(comparison, say("Before end"), *groups))
    middle = ", ".join(
        say("{who} {n}", who=seen.rhythm.visits, n=_tenths(seen.median_warning_time)) for seen in comparison.seen
    )
    explanation = say(
        "Before end: the median of the months from the first sign to the end, of those seen. Of all that close, one"
        " never seen counting as 0: {middle}.",
        middle=middle,
    )
    return page.text(explanation).line()


def _add_disappearances(page: Page, comparison: PolicyComparison) -> Page:
    n = comparison.seen[0].missed.of
    page.line(say("Graduates whom nobody finds any more: {n}", n=n), "head")
    if not n:
        return page.text(say("None, so there was nobody to miss.")).line()
    told = say(
        "Noticed: sought in vain, or a visit that was due was not made. After: the median of the days until then."
    )
    chart = _charts_table(comparison, say("After"), ("", lambda seen: seen.missed, _delay_text))
    return page.text(told).table(chart).line()


def _add_dangers(page: Page, comparison: PolicyComparison) -> Page:
    n = comparison.seen[0].dangers.of
    page.line(say("Dangers in these lives: {n}", n=n), "head")
    if not n:
        return page.text(say("None, so there was nothing to write down.")).line()
    told = say(
        "Violence, a recruiter near, a family that would sell her: written down as a flag at a visit, while it lasted."
    )
    return page.text(told).table(_charts_table(comparison, "", ("", lambda seen: seen.dangers, _no_text))).line()


# --- charts -------------------------------------------------------------------------------------------------------


def _charts_table(
    comparison: PolicyComparison, last: str, *groups: tuple[str, ShareOf, Callable[[PolicyResult], str]]
) -> Table:
    """A line for each policy in each group, under the group's heading if it has one."""
    rows: list[TableRow] = []
    for heading, share, beside in groups:
        rows += [[Cell(heading, "strong")]] if heading else []
        rows += [_chart_row(seen, share(seen), beside(seen)) for seen in comparison.seen]
    columns = (
        Column(say("Visits")),
        Column(scale("100%", CHART_WIDTH, least="0%"), drop=1),
        Column(say("Share"), "right"),
        Column(say("95% range"), "right"),
        Column(say("Seen"), "right"),
        Column(last, "right"),
    )
    return Table(columns=columns, rows=rows)


def _chart_row(seen: PolicyResult, share: Proportion, beside: str) -> TableRow:
    return [
        seen.rhythm.label,
        interval(share.value, share.low, share.high, CHART_WIDTH, 0, 1),
        say("{n}%", n=share.percent),
        say("{low}–{high}%", low=share.percent_low, high=share.percent_high),
        say("{n} of {of}", n=share.count, of=share.of),
        beside,
    ]


def _lead_time(seen: PolicyResult) -> str:
    return say("none seen") if seen.median_lead_time is None else say("{n} months", n=_tenths(seen.median_lead_time))


def _delay_text(seen: PolicyResult) -> str:
    days = seen.median_days_to_notice
    if days is None:
        return say("none seen")
    return say_count(days, "1 day", "{days} days", days=_tenths(days).removesuffix(".0"))


def _no_text(_seen: PolicyResult) -> str:
    return ""


def _tenths(number: Fraction | None) -> str:
    return "–" if number is None else f"{rounded(number):.1f}"


def rounded(number: Fraction) -> Decimal:
    """To one digit after the dot, half up."""
    return (Decimal(number.numerator) / number.denominator).quantize(Decimal("0.1"), ROUND_HALF_UP)


# --- in words -----------------------------------------------------------------------------------------------------


def conclusions(comparison: PolicyComparison) -> tuple[str, str]:
    """What the first policy saw of the same lives and the others did not: of businesses, and of people."""
    first, *others = comparison.seen
    return _about_businesses(first, others), _about_people(first, others)


def _about_businesses(first: PolicyResult, others: Sequence[PolicyResult]) -> str:
    if not first.signs.of:
        return say("No business closes in these lives, so monthly visits had no sign to see.")
    saw = [
        say("{n} where {who} saw none", n=_count_text(first.extra_detections_over(one).signs), who=one.rhythm.visits)
        for one in others
    ]
    return say(
        "Of the businesses that close ({n}), monthly visits saw a first sign in {more}.",
        n=first.signs.of,
        more=say(", and in ").join(saw),
    )


def _about_people(first: PolicyResult, others: Sequence[PolicyResult]) -> str:
    gone, dangers = first.missed.of, first.dangers.of
    noticed = _missed_by_others(others, [first.extra_detections_over(one).missed for one in others])
    wrote = _missed_by_others(others, [first.extra_detections_over(one).dangers for one in others])
    if gone and dangers:
        return say(
            "Of the graduates whom nobody finds any more ({gone}) they noticed {noticed}; of the dangers ({dangers})"
            " they wrote down {wrote}.",
            gone=gone,
            noticed=noticed,
            dangers=dangers,
            wrote=wrote,
        )
    if gone:
        return say("Of the graduates whom nobody finds any more ({n}) they noticed {more}.", n=gone, more=noticed)
    if dangers:
        return say("Of the dangers ({n}) they wrote down {more}.", n=dangers, more=wrote)
    return say("Nobody disappears and nobody is in danger in these lives, so there was nobody to miss.")


def _missed_by_others(others: Sequence[PolicyResult], counts: Sequence[int]) -> str:
    more = zip(others, counts, strict=True)
    return say(", and ").join(say("{n} that {who} did not", n=_count_text(n), who=one.rhythm.visits) for one, n in more)


def _count_text(number: int) -> str:
    return f"{number:,}" if number else say("none")


def reverse_conclusions(comparison: PolicyComparison) -> Iterator[str]:
    """What the others saw and the first did not, so that nothing is kept back."""
    first, *others = comparison.seen
    for one in others:
        more = one.extra_detections_over(first)
        if any(more):
            yield say(
                "The other way round, {who} saw what monthly visits did not: first signs {signs}, disappearances"
                " {missed}, dangers {dangers}.",
                who=one.rhythm.visits,
                signs=_count_text(more.signs),
                missed=_count_text(more.missed),
                dangers=_count_text(more.dangers),
            )


# --- for programs ---------------------------------------------------------------------------------------------------


def comparison_data(comparison: PolicyComparison) -> dict[str, JsonValue]:
    """The same for programs. Shares are null where there was nobody to count among."""
    first = comparison.seen[0]
    return {
        "today": comparison.today,
        "seed": comparison.seed,
        "graduates": comparison.number,
        "policies": [_seen_data(one, first) for one in comparison.seen],
        "conclusions": [*conclusions(comparison), *reverse_conclusions(comparison)] if comparison.number else [],
    }


def _seen_data(seen: PolicyResult, first: PolicyResult) -> dict[str, JsonValue]:
    more = first.extra_detections_over(seen)
    return {
        "policy": seen.policy.name,
        "rhythm": seen.rhythm.label,
        "practice": seen.policy.practice,
        "visits": seen.visits,
        "visits_a_graduate": _figure_data(seen.visits_per_graduate),
        "signs": _share_data(seen.signs),
        "signs_in_time": _share_data(seen.in_time),
        "signs_elsewhere": _share_data(seen.elsewhere),
        "months_before_end": _figure_data(seen.median_lead_time),
        "months_of_warning": _figure_data(seen.median_warning_time),
        "disappeared": _share_data(seen.missed),
        "days_after": _figure_data(seen.median_days_to_notice),
        "dangers": _share_data(seen.dangers),
        "not_seen": {"signs": more.signs, "disappeared": more.missed, "dangers": more.dangers},
    }


def _share_data(share: Proportion) -> dict[str, JsonValue]:
    ends = {"share": share.value, "low": share.low, "high": share.high}
    return {
        "count": share.count,
        "of": share.of,
        **{name: None if value is None else round(value, 4) for name, value in ends.items()},
    }


def _figure_data(number: Fraction | None) -> float | None:
    return None if number is None else float(rounded(number))
