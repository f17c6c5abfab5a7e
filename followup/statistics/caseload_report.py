"""Who is followed at the end of a quarter: by trade, centre, months at home and other things, for planning.

All of it but the risk level is what the organisation knows of its own work, and neighbours see; so it is told exactly,
in rows of five people at least.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import NamedTuple

from followup.case.fields import Mask, revealed
from followup.case.home_words import Placement
from followup.case.vocabulary import RiskLevel
from followup.messages import say
from followup.schedule.months import whole_months
from followup.statistics.case_card import CaseCard
from followup.statistics.case_summary import CaseSummary
from followup.statistics.release import MIN_PEOPLE, RowGroup, TableKind
from followup.statistics.report_model import (
    CASELOAD_REPORT,
    NOT_TOLD,
    CellValue,
    Definition,
    Headline,
    Report,
    ReportRequest,
    ReportRow,
    ReportSection,
    ReportTable,
)
from followup.statistics.sections import caseload, trend
from followup.statistics.sections.definitions import DEFINITIONS, followed_by
from followup.statistics.sections.flags import few_followed_note
from followup.statistics.sections.frame import (
    MERGED_ROW_ID,
    Frame,
    band,
    band_id,
    band_row,
    people,
    people_table,
    released_row,
    word_row,
)
from followup.statistics.sections.visits import MONTH_BANDS, months_label, other_districts
from followup.statistics.visits_of_quarter import level_on
from followup.values import replace


class CaseloadAttributes(NamedTuple):
    """What this report needs of a graduate beside her summary; texts that somebody typed, as they were typed."""

    trade: str
    centre: str
    level: RiskLevel
    district: str
    placement: str
    worker: str
    policy: str


KnownCases = Mapping[str, tuple[CaseSummary, CaseloadAttributes]]
"""Everybody known, by case id."""


def caseload_attributes(
    card: CaseCard, last_day: date, policies: Mapping[str, str], words: Mapping[int, str]
) -> CaseloadAttributes:
    """What this report needs of a stay on ``last_day``: ``policies`` are titles by names, ``words`` those of marks."""
    return CaseloadAttributes(
        trade=card.trade,
        centre=words.get(card.centre, ""),
        level=level_on(card, last_day.toordinal()),
        district=", ".join(filter(None, (card.district, card.province))),
        placement=card.placement,
        worker=card.worker,
        policy=policies.get(card.policy, card.policy),
    )


def build_caseload_report(known: KnownCases, request: ReportRequest) -> Report:
    """The caseload at the end of a quarter."""
    frame = Frame.of([summary for summary, _ in known.values()], request)
    movement, followed = caseload.section(frame, request.before), _followed(frame, known)
    points = trend.section(trend.trend_points(frame, NOT_TOLD, request.before))
    return request.report(
        CASELOAD_REPORT,
        heads=_headlines(movement.table("movement"), followed.table("people_by_level")),
        sections=(
            replace(movement, title=say("In the quarter")),
            followed,
            replace(
                points, about=say("The same definitions throughout, as it is known now."), tables=points.tables[:1]
            ),
        ),
        definitions=followed_by(definitions(), frame),
    )


# --- who is followed --------------------------------------------------------------------------------------------------


class _Grouping(NamedTuple):
    """A table of those in follow-up: its title, what small groups are called together, and the group of each."""

    title: str
    others: str
    group: Callable[[CaseloadAttributes], str]


BY_DISTRICT = "people_by_district"
GROUPINGS: dict[str, _Grouping] = {
    "people_by_trade": _Grouping(say("By trade"), say("Other trades"), lambda her: her.trade),
    "people_by_centre": _Grouping(say("By centre"), say("Other centres"), lambda her: her.centre),
    BY_DISTRICT: _Grouping(say("By district"), say("Other districts"), lambda her: her.district),
    "people_by_placement": _Grouping(say("By placement"), say("Other placements"), lambda her: her.placement),
    "people_by_worker": _Grouping(say("By worker"), say("Other workers"), lambda her: her.worker),
    "people_by_policy": _Grouping(say("By follow-up policy"), say("Other policies"), lambda her: her.policy),
}
"""The tables of what somebody has written down."""


def _followed(frame: Frame, known: KnownCases) -> ReportSection:
    return ReportSection(
        id="followed",
        title=say("Who is followed"),
        about=say("Everybody in follow-up at the end of the quarter, once in each table."),
        tables=(
            *(_by_group(frame, known, name) for name in GROUPINGS),
            _by_months(frame),
            _by_level(frame.counted, known),
        ),
    )


def _groups(frame: Frame, of: Callable[[CaseSummary], str]) -> dict[str, RowGroup]:
    found: dict[str, list[str]] = defaultdict(list)
    for summary in frame.followed:
        found[of(summary)].append(summary.id)
    return {name: RowGroup((name,), frozenset(ids), (len(ids),)) for name, ids in found.items()}


def _by_group(frame: Frame, known: KnownCases, name: str) -> ReportTable:
    groups = list(_groups(frame, lambda her: GROUPINGS[name].group(known[her.id][1])).values())
    if name == BY_DISTRICT:
        groups = [replace(group, family=group.ids[0].rpartition(", ")[2]) for group in groups]
    groups = sorted(frame.rows(groups), key=lambda group: (*group.place, -group.size, group.ids))
    rows = [_group_row(frame, name, group) for group in groups]
    return people_table(name, GROUPINGS[name].title, rows, len(frame.followed))


def _group_row(frame: Frame, name: str, group: RowGroup) -> ReportRow:
    """The row of a group; small districts of one province together are called after it."""
    province = frame.named(group.family)
    other, row = other_districts(province) if province else (GROUPINGS[name].others, MERGED_ROW_ID)
    label = partial(_label, name)
    return released_row(group, label, people(group.size), other, row, named=_shown(frame, name))


def _shown(frame: Frame, name: str) -> Mask:
    """What makes a group fit to be shown: district and province each by itself; the words of the program are."""
    if name in ("people_by_placement", "people_by_policy"):
        return revealed
    return lambda group: ", ".join(map(frame.named, revealed(group).split(", ")))


def _label(name: str, group: str) -> str:
    words = Placement(group).label if group and name == "people_by_placement" else group
    nothing = say("Nobody") if name == "people_by_worker" else say("Not written down")
    return words[:1].upper() + words[1:] if words else nothing


def _by_months(frame: Frame) -> ReportTable:
    groups = _groups(frame, lambda her: band(whole_months(her.returned, frame.last_day), MONTH_BANDS))
    listed = [groups[name] for low, high in MONTH_BANDS if (name := band_id(low, high)) in groups]
    rows = [band_row(group, months_label, people(group.size)) for group in frame.rows(listed, ordered=True)]
    return people_table("people_by_months", say("By months since return"), rows, len(frame.followed))


def _by_level(frame: Frame, known: KnownCases) -> ReportTable:
    levels = Counter(known[summary.id][1].level for summary in frame.followed)
    classes = {level.value: levels[level] for level in RiskLevel}
    told = frame.tells(classes, (RiskLevel.RAISED.value, RiskLevel.HIGH.value)) and frame.tells(
        {"flagged": levels.total() - levels[RiskLevel.LOW], RiskLevel.LOW.value: levels[RiskLevel.LOW]}, ("flagged",)
    )
    everybody = len(frame.followed)
    rows = [word_row(one, people(levels[one] if told else NOT_TOLD)) for one in (RiskLevel if everybody else ())]
    table = people_table("people_by_level", say("By risk level on the last day"), rows, everybody)
    few = not told and everybody < MIN_PEOPLE
    return replace(table, kind=TableKind.STATE, note=few_followed_note() if few and rows else table.note)


# --- top and foot -----------------------------------------------------------------------------------------------------


def _headlines(movement: ReportTable | None, levels: ReportTable | None) -> tuple[Headline, ...]:
    """The figures at the top: how many are followed, came and left, and how many are at high risk."""
    told = {row.id: row.figure for row in movement.all_rows} if movement else {}
    high = levels.cell(RiskLevel.HIGH.value, "people") if levels else None
    return (
        Headline(
            "in_follow_up", say("In follow-up"), told.get("end"), say("{n} at the start", n=str(told.get("start")))
        ),
        Headline("joined", say("Came home"), told.get("joined"), _returned_to_follow_up(told.get("back"))),
        Headline("left", say("Left"), told.get("left"), say("in the quarter")),
        Headline("high_risk", say("At high risk"), high, say("a flag of danger is open") if high else ""),
    )


def _returned_to_follow_up(number: CellValue) -> str:
    return say("{n} more are back", n=str(number)) if number else say("in the quarter")


_SHARED_DEFINITIONS = (
    *(say("In follow-up"), say("Done when due"), say("Risk level"), say("95% range")),
    *(say("Told together"), say("Not told yet")),
)
"""Words that mean what they mean in the quarter's report."""


def definitions() -> tuple[Definition, ...]:
    """What the words mean; those that both reports have mean the same in both."""
    return (
        Definition(
            say("Months"),
            say("Whole months from the day she came home to the last day of the quarter, or the last day looked at."),
        ),
        *(one for one in DEFINITIONS if one.word in _SHARED_DEFINITIONS),
    )
