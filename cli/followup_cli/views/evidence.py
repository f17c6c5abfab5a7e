"""The evidence: causes of failure with and without a module, before and after a change, as counts with their ranges."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from followup.case.codes import Cause
from followup.review.disclosure import SMALL
from followup.review.evidence import FEWEST_FAILURES, FEWEST_PEOPLE, MONTHS, Says
from followup.review.evidence_shown import Shown, ShownCause, ShownComparison, ShownEvidence, ShownLine, numbers_shown
from followup.review.shares import Share
from followup.services.evidence import ModuleEvidence, Overview
from followup.text import say
from followup_cli.views.days import long_day
from followup_cli.views.table import Cell, Column, Page, Table

_STYLE = {Says.FEWER: "good", Says.MORE: "bad", Says.NO_DIFFERENCE: "", Says.TOO_FEW: "quiet"}
_FOLDED = 100
"""Columns that the table of causes may take where there is no terminal."""


def module_page(one: ModuleEvidence) -> Page:
    """All that is known of one module."""
    found, said = one.found, one.found.said
    page = Page().line(say("Evidence for {module}: {title}", module=said.module, title=one.title), "head")
    page.line(say("Failures in the first {n} months at home, as of {day}", n=MONTHS, day=long_day(said.as_of)), "quiet")
    page.line(counted(said.numbers, internal=one.internal), "quiet")
    if said.trade:
        page.line(say("The module is a trade: only graduates of that trade are compared."), "quiet")
    groups = (
        (say("Failed for"), _module_rows(found)),
        (say("By trade"), _named(found.by_trade)),
        (say("By centre"), _named(found.by_centre)),
    )
    page.line().line(say("With and without the module"), "head")
    _tables(page, groups, taught=True)
    if said.since:
        page.line(say("After and before the change"), "head").line(_since(one), "quiet")
        _tables(page, groups, taught=False)
    else:
        page.line(say("No lesson about this module was applied: there is no before and after."), "quiet").line()
    if Cause.NO_BUSINESS_TRAINING in said.causes:
        page.line(say("No business training is named only where it was lacking: by itself it proves nothing."), "quiet")
    return _defined(page, internal=one.internal)


def _tables(page: Page, groups: Sequence[tuple[str, Sequence[tuple[str, ShownLine]]]], *, taught: bool) -> None:
    for heading, lines in groups:
        if lines:
            page.table(_table(heading, lines, taught=taught)).line()


def _named(lines: Iterable[ShownLine]) -> list[tuple[str, ShownLine]]:
    return [(line.name or say("not known"), line) for line in lines]


def _since(one: ModuleEvidence) -> str:
    changes = [
        say("{centre} from {day}", centre=centre or say("everywhere"), day=long_day(day))
        for centre, day in one.found.said.since
    ]
    numbers = ", ".join(str(lesson.number) for lesson in one.lessons if lesson.applied)
    return say("Lessons applied: {numbers}. Changed: {changes}.", numbers=numbers, changes="; ".join(changes))


def _module_rows(found: ShownEvidence) -> list[tuple[str, ShownLine]]:
    causes = [(Cause(line.name).label, line) for line in found.by_cause]
    return [*causes, (say("any of these"), found.together)] if len(causes) > 1 else causes


def _table(heading: str, lines: Iterable[tuple[str, ShownLine]], *, taught: bool) -> Table:
    sides = (say("With it"), say("Without it")) if taught else (say("After"), say("Before"))
    rows: list[list[Cell | str]] = []
    for name, line in lines:
        compared = line.taught if taught else line.change
        if compared:
            rows.append([name, share_words(compared.those), share_words(compared.others), _says(compared)])
    return Table((Column(heading), *(Column(side) for side in sides), Column(say("Says"))), rows)


def _says(compared: ShownComparison) -> Cell:
    return Cell(says_words(compared.says), _STYLE[compared.says])


def says_words(says: Says) -> str:
    """What a comparison says, in words."""
    return {
        Says.FEWER: say("fewer"),
        Says.MORE: say("more"),
        Says.NO_DIFFERENCE: say("no difference that could not be chance"),
        Says.TOO_FEW: say("too few to say"),
    }[says]


def share_words(shown: Shown) -> str:
    """``12 of 80, 15% (9–24%)``; where a count is small, or would give one away, no share."""
    if shown.of == 0:
        return say("nobody")
    count = _number(shown.share.count, hidden=shown.hidden)
    of = _number(shown.share.of, hidden=shown.all_hidden)
    if shown.hidden:
        return say("{count} of {all}", count=count, all=of)
    return say("{count} of {all}, {range}", count=count, all=of, range=_range(shown.share))


def _number(number: int, *, hidden: bool) -> str:
    if not hidden:
        return str(number)
    return say("under {n}", n=SMALL) if number < SMALL else say("{n} or more", n=SMALL)


def _range(share: Share) -> str:
    return say("{share}% ({low}–{high}%)", share=share.percent, low=share.percent_low, high=share.percent_high)


def counted(numbers: tuple[int, int, int], *, internal: bool) -> str:
    """Of how many the evidence is made, and how many are left out."""
    told = numbers_shown(numbers, internal=internal)
    here, left_out, too_recent = (_number(n, hidden=one is None) for n, one in zip(numbers, told, strict=True))
    return say(
        "Counted: {n}. Left out: home for less than {months} months: {recent}; not followed for so long: {left}.",
        n=here,
        months=MONTHS,
        left=left_out,
        recent=too_recent,
    )


def _defined(page: Page, *, internal: bool) -> Page:
    """What the figures mean, printed with them."""
    page.line(
        say("In brackets: 95% range (Wilson). Fewer or more: the 95% range of the difference (Newcombe)"), "quiet"
    )
    page.line(say("leaves out no difference. Who took a module may differ in other ways from who did not."), "quiet")
    told = say(
        "Too few to say: under {people} people on a side, or under {failures} failures on both together.",
        people=FEWEST_PEOPLE,
        failures=FEWEST_FAILURES,
    )
    page.line(told, "quiet")
    if internal:
        return page.line(say("Internal: small counts are shown. Not to leave the office."), "bad")
    return page.line(say("Counts of one to four, and those that would give them away, are not shown."), "quiet")


# --- all modules and causes -----------------------------------------------------------------------------------------


def overview_page(found: Overview) -> Page:
    """Every module in a line, and every cause that was seen."""
    page = Page().line(say("Evidence for all modules"), "head")
    told = say("Failures in the first {n} months at home, as of {day}", n=MONTHS, day=long_day(found.as_of))
    page.line(told, "quiet")
    page.line(counted(found.among.numbers, internal=found.internal), "quiet").line()
    rows = [(one.said.module, one.together) for one in found.modules]
    page.line(say("Failed for what the module is to prevent"), "head")
    page.table(_table(say("Module"), rows, taught=True)).line()
    page.table(_causes(found.causes)).line()
    beyond = ", ".join(cause.label for cause in found.beyond)
    page.line(say("No training prevents: {causes}.", causes=beyond), "quiet")
    page.line(say("More of one module: followup lesson evidence MODULE"), "quiet").line()
    return _defined(page, internal=found.internal)


def _causes(causes: Sequence[ShownCause]) -> Table:
    columns = (
        Column(say("Cause")),
        Column(say("Failed for it")),
        Column(say("In which trades and centres"), fold=True),
        Column(say("Modules"), fold=True, drop=1),
    )
    rows: list[list[Cell | str]] = [
        [one.said.cause.label, share_words(one.seen), _where(one), ", ".join(one.said.modules) or say("none")]
        for one in causes
    ]
    return Table(columns, rows, title=say("Causes"), empty=say("No failure in that time."), room=_FOLDED)


def _where(one: ShownCause) -> str:
    """Each trade, then each centre, with how many; nothing where even all of them together are too few to show."""
    if one.seen.hidden:
        return "–"
    return "; ".join(
        ", ".join(
            say("{where} {n}", where=name or say("not known"), n=_number(shown.share.count, hidden=shown.hidden))
            for name, shown in parts
            if shown.share.count or shown.hidden
        )
        for parts in (one.trades, one.centres)
    )


# --- for programs ---------------------------------------------------------------------------------------------------


def module_data(one: ModuleEvidence) -> dict[str, Any]:
    """The evidence of one module for programs."""
    said = one.found.said
    return {
        **_common(said.as_of, said.numbers, internal=one.internal),
        **module_summary(one.found),
        "lessons": [lesson.number for lesson in one.lessons],
        "changed": [{"centre": centre or None, "on": day.isoformat()} for centre, day in said.since],
        "by_cause": [_line_data("cause", line) for line in one.found.by_cause],
        "by_trade": [_line_data("trade", line) for line in one.found.by_trade],
        "by_centre": [_line_data("centre", line) for line in one.found.by_centre],
    }


def overview_data(found: Overview) -> dict[str, Any]:
    """The evidence of all modules and causes for programs."""
    return {
        **_common(found.as_of, found.among.numbers, internal=found.internal),
        "modules": [module_summary(one) for one in found.modules],
        "causes": [
            {
                "cause": one.said.cause.value,
                "seen": _share_data(one.seen),
                "modules": list(one.said.modules),
                "by_trade": [{"trade": name, **_share_data(shown)} for name, shown in one.trades],
                "by_centre": [{"centre": name, **_share_data(shown)} for name, shown in one.centres],
            }
            for one in found.causes
        ],
        "beyond_training": [cause.value for cause in found.beyond],
    }


def _common(as_of: date, numbers: tuple[int, int, int], *, internal: bool) -> dict[str, Any]:
    counted, left_out, too_recent = numbers_shown(numbers, internal=internal)
    return {
        "as_of": as_of.isoformat(),
        "months": MONTHS,
        "internal": internal,
        "counted": counted,
        "left_out": left_out,
        "too_recent": too_recent,
    }


def module_summary(found: ShownEvidence) -> dict[str, Any]:
    """A module for programs: what it is to prevent, and who failed for any of that."""
    causes = [cause.value for cause in found.said.causes]
    return {"module": found.said.module, "prevents": causes, "together": _line_data("", found.together)}


def _line_data(key: str, line: ShownLine) -> dict[str, Any]:
    named = {key: line.name} if key else {}
    return {
        **named,
        "with": _share_data(line.taught.those),
        "without": _share_data(line.taught.others),
        "says": line.taught.says.value,
        "change": _change_data(line.change),
    }


def _change_data(change: ShownComparison | None) -> dict[str, Any] | None:
    if change is None:
        return None
    return {"after": _share_data(change.those), "before": _share_data(change.others), "says": change.says.value}


def _share_data(shown: Shown) -> dict[str, Any]:
    share = None if shown.hidden else shown.share
    return {
        "failed": shown.count,
        "of": shown.of,
        "percent": share.percent if share else None,
        "low": share.percent_low if share else None,
        "high": share.percent_high if share else None,
    }
