"""Outcomes: one that was written down, follow-up that goes on again, and the outcomes of everybody."""

from collections.abc import Callable, Sequence
from typing import Any

from followup.case.facts import Ended
from followup.case.parts import End
from followup.case.vocabulary import Result
from followup.messages import say
from followup.services.outcomes import Ending, Listing, Outcome, Reopening
from followup_cli.graduates import readiness_page as readiness
from followup_cli.outcomes import milestones_page as milestones
from followup_cli.schedules.changes_page import moving_data
from followup_cli.terminal.days import long_day
from followup_cli.terminal.table import Cell, Column, Page, Table

Mask = Callable[[str], str]

_WIDEST = 100
"""Columns of the list where there is no terminal."""
RESULT_STYLE = {Result.SUCCESS: "good", Result.FAILURE: "bad", Result.NEITHER: ""}


def page(done: Ending, mask: Mask) -> Page:
    """What was written down, what follows from it, and the criteria beside it."""
    said = done.said
    words = say("{how}, on {day}.", how=_how(done.said), day=long_day(done.on))
    shown = Page().pair(done.case.code, words, RESULT_STYLE[said.ending.result], label_style="strong")
    if said.main_cause:
        shown.pair(say("Main cause"), said.main_cause.label)
    if said.causes[1:]:
        shown.pair(say("And"), ", ".join(cause.label for cause in said.causes[1:]))
    words_of = ((say("Happened"), said.note), (say("Against"), said.against), (say("Decided by"), said.decided_by))
    for label, text in words_of:
        if text:
            shown.pair(label, mask(text))
    shown.pair(say("Visits"), say("{n} cancelled; all before that day stays.", n=done.cancelled))
    if done.case.issued:
        shown.pair("", say("Take them off the phone with: followup calendar export"), "quiet")
    if said.ending.result is Result.FAILURE:
        what_next = say("What should training change? followup lesson propose {code}", code=done.case.code)
        shown.pair(say("Lesson"), what_next, "watch")
    readiness.criteria(shown.line().line(say("The criteria beside it"), "head"), done.review)
    return shown.line().line(readiness.counted(done.review), "good" if done.review.ready else "watch")


def _how(said: Ended) -> str:
    """How it ended and what that counts as: ``Business closed, failure``."""
    return say("{how}, {result}", how=said.ending.label.capitalize(), result=said.ending.result.label)


def data(done: Ending, mask: Mask) -> dict[str, Any]:
    """The outcome for programs."""
    return {
        "code": done.case.code,
        "on": done.on.isoformat(),
        **_said_data(End(done.on, done.said), mask),
        "criteria": {finding.rule: finding.state.value for finding in done.review.findings},
        "cancelled": done.cancelled,
    }


def _said_data(end: End, mask: Mask) -> dict[str, Any]:
    said = end.said
    return {
        "how": said.ending.value,
        "result": said.ending.result.value,
        "main_cause": said.main_cause.value if said.main_cause else None,
        "causes": [cause.value for cause in said.causes],
        "note": mask(said.note),
        "against": bool(said.against),
        "decided_by": mask(said.decided_by),
    }


# --- reopened -------------------------------------------------------------------------------------------------------


def reopened(done: Reopening) -> Page:
    """Follow-up goes on: from which day, and the visits that are asked for again."""
    code = done.case.code
    words = say("Follow-up goes on from {day}.", day=long_day(done.on))
    shown = Page().pair(code, words, "good", label_style="strong")
    how = done.end.said.ending.label
    shown.pair(
        "", say("The outcome of {day} stays in the history: {how}.", day=long_day(done.end.on), how=how), "quiet"
    )
    days = [one.after for one in done.back if one.after]
    if days:
        asked = say("{n} asked for again, the first on {day}.", n=len(done.back), day=long_day(min(days)))
        shown.pair(say("Visits"), asked)
    else:
        none = say("None is left of her policy. Add some: followup schedule extend {code} N --why …", code=code)
        shown.pair(say("Visits"), none, "watch")
    if done.excused:
        shown.pair("", say("{n} fell due since the end, and are excused.", n=done.excused), "quiet")
    if done.case.issued:
        shown.pair("", say("Put them on the phone again with: followup calendar export"), "quiet")
    return shown


def reopened_data(done: Reopening) -> dict[str, Any]:
    """Follow-up that goes on, for programs."""
    return {
        "code": done.case.code,
        "on": done.on.isoformat(),
        "ended": done.end.on.isoformat(),
        "how": done.end.said.ending.value,
        "asked_again": len(done.back),
        "excused": done.excused,
        "moving": moving_data(done.moving),
    }


# --- of one graduate ------------------------------------------------------------------------------------------------


def of_one(shown: Page, endings: Sequence[End], mask: Mask) -> None:
    """Every outcome of one graduate, a paragraph each, with the day follow-up went on."""
    for end in endings:
        said = end.said
        told = [say("{how}, on {day}", how=_how(said), day=end.on)]
        if said.main_cause:
            told.append(say("main cause: {cause}", cause=said.main_cause.label))
        if said.decided_by:
            told.append(say("decided by {who}", who=mask(said.decided_by)))
        if end.reopened_on:
            told.append(say("reopened on {day}", day=end.reopened_on))
        style = "quiet" if end.reopened_on else RESULT_STYLE[said.ending.result]
        shown.pair(say("Outcome"), f"{'; '.join(told)}.", style)


def end_data(end: End, mask: Mask) -> dict[str, Any]:
    """One outcome for programs."""
    reopened_on = end.reopened_on.isoformat() if end.reopened_on else None
    return {"on": end.on.isoformat(), **_said_data(end, mask), "reopened": reopened_on}


# --- of everybody ---------------------------------------------------------------------------------------------------


def list_page(found: Listing, mask: Mask, *, with_milestones: bool) -> Page:
    """The outcomes by day, how many of each, and with them the milestones."""
    columns = (
        Column(say("Day")),
        Column(say("Code")),
        Column(say("Month"), "right"),
        Column(say("Outcome"), fold=True),
        Column(say("Main cause"), fold=True),
        Column(say("Decided by"), drop=1, fold=True),
        Column(say("Reopened"), drop=2),
    )
    rows = [_row(one, mask) for one in found.outcomes]
    shown = Page().line(say("Outcomes"), "head").line()
    shown.table(Table(columns, rows, empty=say("No outcome is listed."), room=_WIDEST))
    shown.line(_counted(found.outcomes), "quiet")
    return milestones.of_all(shown.line(), found.marked) if with_milestones else shown


def _row(one: Outcome, mask: Mask) -> list[Cell | str]:
    said = one.end.said
    result = said.ending.result
    return [
        one.end.on.isoformat(),
        Cell(one.code, "strong"),
        str(one.month),
        Cell(say("{how} ({result})", how=said.ending.label, result=result.label), RESULT_STYLE[result]),
        said.main_cause.label if said.main_cause else "–",
        mask(said.decided_by) or "–",
        one.end.reopened_on.isoformat() if one.end.reopened_on else "–",
    ]


def _counts(outcomes: Sequence[Outcome]) -> dict[str, int]:
    results = [one.end.said.ending.result for one in outcomes]
    return {result.value: results.count(result) for result in Result}


def _counted(outcomes: Sequence[Outcome]) -> str:
    counts = _counts(outcomes)
    return say(
        "{all} listed: {success} success, {failure} failure, {neither} neither; {again} reopened since.",
        all=len(outcomes),
        again=_again(outcomes),
        **counts,
    )


def _again(outcomes: Sequence[Outcome]) -> int:
    return sum(one.end.reopened_on is not None for one in outcomes)


def list_data(found: Listing, mask: Mask, *, with_milestones: bool) -> dict[str, Any]:
    """The outcomes of everybody for programs, and with them the milestones."""
    outcomes = [{"code": one.code, "month": one.month, **end_data(one.end, mask)} for one in found.outcomes]
    counts = {**_counts(found.outcomes), "reopened": _again(found.outcomes)}
    told: dict[str, Any] = {"outcomes": outcomes, "counts": counts}
    if with_milestones:
        told["milestones"] = [
            {"code": one.code, "months": milestones.marks_data(one.marks, mask)} for one in found.marked
        ]
        told["counts"] |= milestones.counted(found.marked)
    return told
