"""What the quarter's summary says in words, sentence by sentence.

- a figure has moved only where the one before lies outside its range; nothing is praised
- what fell short of the goal is said with how far, and with the main reason where one stands out
- what is not told is not said as a number
- a heading says what was found; where nothing can be said it is the section's title
"""

import pytest

from followup.handout.paper.catalogue import Language
from followup.services.prints.summary_sentences import Findings
from followup.statistics.proportions import Proportion
from followup.statistics.report_model import (
    NOT_TOLD,
    CellValue,
    Estimate,
    Headline,
    Report,
    ReportColumn,
    ReportRow,
    ReportSection,
    ReportTable,
)
from followup.values import replace


def a_table(name: str, column: str = "people", total: CellValue = None, **rows: CellValue) -> ReportTable:
    """A table of one column; a row's label is its id with a capital."""
    made = tuple(ReportRow(row, row.replace("_", " ").capitalize(), {column: cell}) for row, cell in rows.items())
    last = ReportRow("all", "All", {column: total}) if total is not None else None
    return ReportTable(id=name, title=name, columns=(ReportColumn(column, column),), rows=made, total=last)


def findings(*heads: Headline, goal: int = 0, **sections: tuple[ReportTable, ...]) -> Findings:
    made = tuple(ReportSection(name, name.capitalize(), "", tables) for name, tables in sections.items())
    whole = {"quarter": "2026Q3", "first": "2026-07-01", "last": "2026-09-30", "as_of": "2026-10-14", "known_at": ""}
    return Findings(Report(**whole, heads=heads, sections=made, definitions=()), Language.EN, goal)


def visits(now: CellValue, before: CellValue = None, year_before: CellValue = None) -> Headline:
    return Headline("visits_when_due", "Visits", now, "", before, year_before)


SHARE = Proportion(128, 159)  # 81%, 74-86%


@pytest.mark.parametrize(
    ("goal", "said"),
    [
        (0, "128 of 159 visits due were done when due (81%)."),
        (85, "128 of 159 visits due were done when due (81%), 4 points short of our goal of 85%."),
        (82, "128 of 159 visits due were done when due (81%), one point short of our goal of 82%."),
        (81, "128 of 159 visits due were done when due (81%); our goal is 81%."),
        (70, "128 of 159 visits due were done when due (81%); our goal is 70%."),
    ],
)
def test_what_fell_short_of_the_goal_is_said_with_how_far(goal, said):
    assert findings(visits(SHARE), goal=goal).paragraph() == said


@pytest.mark.parametrize(
    ("before", "year_before", "said"),
    [
        (Proportion(90, 100), None, "It fell from 90% in the quarter before, which lies outside the 95% range."),
        (Proportion(70, 100), None, "It rose from 70% in the quarter before, which lies outside the 95% range."),
        (Proportion(86, 100), Proportion(50, 100), "It rose from 50% a year before, which lies outside the 95% range."),
        (Proportion(86, 100), Proportion(74, 100), ""),
        (NOT_TOLD, NOT_TOLD, ""),
        (None, None, ""),
    ],
)
def test_a_share_has_moved_where_the_one_before_lies_outside_its_range(before, year_before, said):
    first = "128 of 159 visits due were done when due (81%)."

    assert findings(visits(SHARE, before, year_before)).paragraph() == f"{first} {said}".strip()


def why(**rows: int) -> tuple[ReportTable, ...]:
    return (a_table("became", "visits", 159, done_when_due=128, **rows),)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ({"road_flooded": 9, "moved": 5}, "The most frequent reason was “road flooded”: 9 of the 31 visits not made."),
        ({"road_flooded": 9, "moved": 9}, ""),
        ({"done_late": 20, "moved": 3}, "The most frequent reason was “moved”: 3 of the 11 visits not made."),
        (
            {"no_try_written_down": 12, "moved": 3},
            "For 12 of the 31 visits not made, nobody wrote down that it was tried.",
        ),
        ({"done_late": 31}, ""),
    ],
)
def test_the_main_reason_is_said_where_one_stands_out(rows, said):
    paragraph = findings(visits(SHARE), visits=why(**rows)).paragraph()

    assert paragraph.removeprefix("128 of 159 visits due were done when due (81%).").strip() == said


def test_no_reason_is_asked_for_where_every_visit_was_made():
    assert findings(visits(Proportion(9, 9)), visits=why(moved=3)).paragraph().count(".") == 1


def test_the_caseload_is_a_sum():
    moved = a_table("movement", total=125, start=126, joined=14, left=15)
    said = findings(Headline("in_follow_up", "", 125, ""), caseload=(moved,))

    assert said.paragraph() == "125 graduates are in follow-up: 14\u00a0joined and 15\u00a0left."
    assert said.heading("caseload", "Caseload") == "Caseload"  # there is no end in this table
    ends = replace(moved, total=ReportRow("end", "", {"people": 125}))
    assert findings(caseload=(ends,)).heading("caseload", "") == "125 in follow-up, 1 fewer than a quarter before"


def flags(raised: CellValue, closed: CellValue) -> tuple[ReportTable, ...]:
    columns = tuple(ReportColumn(name, name) for name in ("raised", "closed"))
    row = ReportRow("all", "All", {"raised": raised, "closed": closed})
    return (ReportTable(id="flags_moved", title="", columns=columns, rows=(row,)),)


@pytest.mark.parametrize(
    ("raised", "closed", "said"),
    [
        (26, 25, "More risk flags were raised (26) than closed (25)."),
        (5, 9, "Fewer risk flags were raised (5) than closed (9)."),
        (7, 7, "As many risk flags were raised as closed (7)."),
        (NOT_TOLD, 5, ""),
    ],
)
def test_flags_raised_stand_against_flags_closed(raised, closed, said):
    assert findings(flags=flags(raised, closed)).paragraph() == said


def test_what_is_not_told_is_said_to_be_not_told():
    said = findings(Headline("at_12_months", "", NOT_TOLD, "")).paragraph()

    assert said == "How many were still reintegrated after 12 months is not told yet."


def test_the_share_still_reintegrated_is_compared_with_a_year_before():
    head = Headline("at_12_months", "", Estimate(86, 80, 90), "", Estimate(85, 79, 90), Estimate(70, 60, 80))

    assert findings(head).paragraph() == (
        "After 12 months, 86% of those who came home were still reintegrated. "
        "It rose from 70% a year before, which lies outside the 95% range."
    )


def test_the_main_cause_is_of_all_failures():
    causes = a_table("causes", total=32, too_few_customers=11, debt=4)

    assert findings(outcomes=(causes,)).paragraph() == (
        "Since the start, follow-up failed most often because of “too few customers”: 11 of 32 failures."
    )
    assert findings(outcomes=(a_table("causes", total=NOT_TOLD),)).paragraph() == ""


def test_of_an_empty_report_nothing_is_said():
    said = findings()

    assert said.paragraph() == ""
    assert said.heading("visits", "Visits") == "Visits"


@pytest.mark.parametrize(
    ("goal", "heading"),
    [
        (0, "81% of visits done when due"),
        (85, "81% of visits done when due; the goal is 85%"),
        (81, "81% of visits done when due; the goal of 81% is met"),
    ],
)
def test_the_heading_of_visits_says_the_share_and_the_goal(goal, heading):
    assert findings(visits(SHARE), goal=goal).heading("visits", "Visits") == heading


def test_headings_say_what_was_found():
    change = ReportTable(
        id="change",
        title="",
        columns=(ReportColumn("better", ""), ReportColumn("worse", "")),
        rows=(
            ReportRow("safety", "Safety", {"better": Proportion(12, 40), "worse": Proportion(4, 40)}),
            ReportRow("health", "Health", {"better": Proportion(4, 40), "worse": Proportion(8, 40)}),
        ),
    )
    said = findings(
        Headline("flags_open", "", 31, "", 30),
        Headline("at_12_months", "", Estimate(86, 80, 90), ""),
        contact=(a_table("since_met", total=125, **{"0-31": 92, "32-": 33}),),
        business=(a_table("break_even", "under", all=Proportion(16, 58)),),
        wellbeing=(change,),
        outcomes=(a_table("results", success=7, failure=24),),
        lessons=(a_table("lessons", "waits", **{"4": "trainers", "7": ""}),),
    )

    assert said.heading("flags", "") == "31 risk flags open, 30 a quarter before"
    assert said.heading("survival", "") == "86% still reintegrated after 12 months"
    assert said.heading("contact", "") == "92 of 125 were met in the last 31 days"
    assert said.heading("business", "") == "16 of 58 owners who told their takings did not cover their costs"
    assert said.heading("wellbeing", "") == "Most often better: safety; most often worse: health"
    assert said.heading("outcomes", "") == "Since the start 7 left with success, 24 with failure"
    assert said.heading("lessons", "") == "1 lesson waits for somebody"
    assert said.heading("trend", "The last five quarters") == "The last five quarters"
