"""followup report quarter: one page for the director and for donors, a table for a spreadsheet, the whole for programs.

- golden pages: as it leaves the office, on a wide terminal, for staff, and of an office that has just begun
- charts stand on one of two scales that is named, whatever the figures are
- what the command refuses, and that nothing is written then
- a table says every figure once, opens in a spreadsheet, and shows nobody
"""

import csv
import io
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.case.facts import Published
from followup.casebook import Casebook
from followup.errors import Refused
from followup.handout.guard import Exposed
from followup.services import report_tables, reports
from followup.statistics.figures_check import figures_check
from followup.statistics.proportions import Proportion
from followup.statistics.quarters import Quarter
from followup.statistics.report_model import (
    NOT_TOLD,
    Estimate,
    Report,
    ReportColumn,
    ReportSection,
    ReportTable,
    report_from_json,
    report_to_json,
)
from followup.store import PUBLISHED
from followup.values import replace
from followup_cli.reports import curve
from followup_cli.reports import shares as report_shares
from followup_cli.reports.figures import share_scale
from followup_cli.reports.page import report_page
from followup_cli.terminal.layout import width_of
from followup_cli.terminal.page import Page, plain_lines
from tests.builders import a_casebook, a_graduate
from tests.cli.desk import Desk
from tests.cli.sample_report import CURVE, a_report, a_table, an_empty_report, an_internal_report, row, shares

ROOMS = [60, 70, 80, 96, 110]


@pytest.fixture
def desk(monkeypatch):
    return Desk(a_casebook(), monkeypatch)


@pytest.fixture
def asked(monkeypatch):
    """What the service was asked; it answers with the invented report, or with that for staff."""
    seen = []

    def quarter(book, wanted, progress=None):
        seen.append(wanted)
        return an_internal_report() if wanted.internal else a_report()

    monkeypatch.setattr(reports, "quarter_report", quarter)
    return seen


UNFOLDED = 1000
"""Columns that no page needs."""


def lines(report: Report, room: int = 80) -> list[str]:
    """The page as it is laid out for so many columns, before anything that is too wide is folded."""
    return list(plain_lines(report_page(report, room).parts, UNFOLDED))


def told_to_programs(desk: Desk, *words: str) -> Report:
    """The report as programs are told it, without what is said beside it."""
    told = desk.data(*words)
    return report_from_json({name: part for name, part in told.items() if name not in ("visit_goal", "figures_check")})


def of_tables(*tables: ReportTable) -> Report:
    """A report of one section that holds these tables."""
    return replace(a_report(), sections=(ReportSection("visits", "Visits", "", tables),))


# --- the page -------------------------------------------------------------------------------------------------------


def test_the_report_as_it_leaves_the_office(desk, asked, golden):
    golden("report-quarter.txt", desk.run("report", "quarter").stdout_bytes)


def test_a_wide_terminal_gives_charts_more_room(golden):
    golden("report-quarter-wide.txt", "".join(f"{line}\n" for line in lines(a_report(), 110)).encode())


def test_the_report_for_staff(desk, asked, golden):
    golden("report-quarter-internal.txt", desk.run("report", "quarter", "--internal").stdout_bytes)


def test_the_report_of_an_office_that_has_just_begun(desk, golden, monkeypatch):
    monkeypatch.setattr(reports, "quarter_report", lambda *_: an_empty_report())

    golden("report-quarter-empty.txt", desk.run("report", "quarter").stdout_bytes)


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("report", [a_report(), an_internal_report(), an_empty_report()], ids=["out", "staff", "empty"])
def test_the_page_fits_the_terminal(report, room):
    assert max(map(width_of, lines(report, room))) <= room


def test_every_section_for_staff_says_that_it_is_not_to_leave_the_office():
    shown = lines(an_internal_report())

    warnings = [line for line in shown if line.startswith("INTERNAL")]
    assert len(warnings) == 1 + len(an_internal_report().sections) + 1  # the top, each section, the definitions
    assert not [line for line in lines(a_report()) if "INTERNAL" in line]


def test_what_leaves_the_office_says_what_its_marks_mean():
    assert lines(a_report())[-5:-1] == [
        "– nothing is known.",
        "… or not told yet: known, and kept back so that it betrays nobody. Not 0.",
        "?: not told yet; it lies between these, whatever became of those who left.",
        "/ or not published: the report of that quarter did not go out. Not 0.",
    ]


def test_what_staff_see_says_whether_the_report_went_out_beside_it():
    out = replace(an_internal_report(), published="2026-10-20")

    assert "Published on 20 October 2026; this is the internal view" in " ".join(lines(out))
    assert "Not published; this is the internal view" in " ".join(lines(replace(out, published="")))
    assert not [line for line in lines(out) if "Draft" in line]


@pytest.mark.parametrize(
    ("goal", "said"),
    [(85, "Goal: 85% of the visits due are done when due. It is not met: 81%."), (80, "It is met: 81%."), (0, "")],
)
def test_the_goal_of_the_office_stands_above_the_visits(goal, said):
    shown = " ".join(plain_lines(report_page(a_report(), 80, None, goal).parts))

    assert said in shown
    assert bool(goal) == ("Goal:" in shown)


def test_programs_are_told_the_goal_and_the_figures_check(desk, asked):
    desk.run("office", "set", "--visit-goal", "85")

    told = desk.data("report", "quarter")

    assert (told["visit_goal"], told["figures_check"]) == (85, figures_check(a_report()))


def test_where_no_figure_is_told_there_is_no_scale():
    year = row("at_12_months", "At 12 months", *[NOT_TOLD] * 5)
    table = a_table("quarters_told", "", [ReportColumn(name, name) for name in "abcde"], [year])

    assert next(line for line in lines(of_tables(table)) if line.startswith("At 12")).split()[-2:] == ["…", "·····"]


def test_a_range_that_was_printed_is_shown_among_the_quarters_too():
    shown = next(line for line in lines(a_report(), 110) if line.startswith("Still reintegrated at 12 months"))

    assert shown.split()[5:8] == ["…", "80–100%?", "86%"]


def test_a_draft_says_at_its_top_and_at_its_end_that_it_may_not_leave_the_office():
    shown = lines(replace(a_report(), published=""))

    notice = "DRAFT, NOT TO LEAVE THE OFFICE: the report of this quarter is not published."
    assert [at for at, line in enumerate(shown) if line == notice] == [3, len(shown) - 1]
    assert notice not in lines(a_report())
    assert notice not in lines(an_internal_report())


def test_what_is_not_told_is_never_shown_as_nothing():
    shown = lines(a_report())

    assert any(line.split()[-3:] == ["not", "told", "yet"] for line in shown if line.startswith("All "))
    assert next(line for line in shown if line.startswith("Flags open at")).split()[-5:-3] != ["0", "0"]


def test_a_report_of_the_version_before_is_shown_with_every_figure():
    before = Path(__file__).parent.parent / "statistics" / "published-figures.json"
    report = report_from_json(json.loads(before.read_text("utf-8")))
    shown = "\n".join(lines(report))

    assert "Published on 30 June 2026" in shown
    for table in (table for section in report.sections for table in section.tables if table.id != "lessons"):
        assert not [row for row in table.rows if row.label.split()[0] not in shown]


def test_a_report_that_is_not_complete_says_why_at_the_top():
    shown = "\n".join(lines(replace(a_report(), open=("The quarter is not over.",), published="")))

    top = shown[: shown.index("In follow-up")]
    assert "Draft, not published" in " ".join(top.split())
    assert "This quarter is not complete:\n- The quarter is not over.\n" in top


def test_figures_of_an_earlier_quarter_say_so():
    carried_from = replace(
        shares("by_place", "By district", row("a", "Kandal", Proportion(38, 48))), carried_from="2026Q1"
    )
    columns = (*CURVE, ReportColumn("quarter", "as of"))  # as in what was published by the version before
    mark = a_table("curve", "Still reintegrated", columns, [row("12", "", Estimate(86, 80, 90), 125, "2026Q1")])

    assert "By district (as of 2026Q1)" in "\n".join(lines(of_tables(carried_from)))
    assert next(line for line in lines(of_tables(mark)) if line.startswith("as of")).split() == ["as", "of", "Q1", "26"]


def test_beside_every_share_stand_its_range_and_how_many_of_how_many():
    shown = next(line for line in lines(a_report()) if line.startswith("Kien Svay"))

    assert shown.split()[-5:] == ["79%", "66–88", "38", "of", "48"]


# --- scales ---------------------------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 60)), min_size=1, max_size=6))
def test_shares_stand_on_one_of_two_scales_which_holds_every_range(pairs):
    table = shares("x", "X", *(row(str(n), "a", Proportion(min(n, of), of)) for n, of in pairs))

    least, most = share_scale([table])

    assert (least, most) in ((0, 100), (40, 100))
    assert all(cell.percent_low >= least for one in table.rows for cell in one.cells.values())


def test_the_scale_is_named_over_the_chart():
    high = of_tables(shares("x", "X", row("a", "Kandal", Proportion(45, 48))))
    low = of_tables(shares("x", "X", row("a", "Kandal", Proportion(5, 48))))

    assert "the scale runs from 40 to 100%" in "\n".join(lines(high))
    assert "the scale runs from 0 to 100%" in "\n".join(lines(low))


def test_the_same_share_stands_in_the_same_column_of_every_table_of_a_section():
    one = shares("x", "X", row("a", "Kandal", Proportion(38, 48)), row("b", "Kep", Proportion(900, 1000)))
    other = shares("y", "Y", row("a", "A longer label", Proportion(38, 48)))

    shown = lines(of_tables(one, other))

    dots = [line.index("●") for line in shown if line.endswith("38 of 48")]
    assert len(dots) == 2
    assert len(set(dots)) == 1


def test_better_goes_to_the_right_and_worse_to_the_left_on_one_scale():
    columns = (ReportColumn("better", "better"), ReportColumn("worse", "worse"))
    table = a_table("change", "Change", columns, (row("safety", "Safety", Proportion(50, 100), Proportion(10, 100)),))
    shown = Page()

    report_shares.add_two_sided_bars(shown, table, 80)

    chart = list(plain_lines(shown.parts, UNFOLDED))[-1]
    left, right = (side.count("█") for side in chart.split("│"))
    assert right == 5 * left
    assert "50%" in list(plain_lines(shown.parts, UNFOLDED))[1]


@given(st.lists(st.integers(0, 100), min_size=1, max_size=8))
def test_a_mark_of_the_curve_stands_at_its_percent(percents):
    rows = (row(str(3 * at), "", Estimate(n), 10) for at, n in enumerate(sorted(percents, reverse=True)))
    table = a_table("curve", "Still reintegrated", CURVE, tuple(rows))
    shown = Page()

    curve.add_curve(shown, table, 110, "2026Q3")

    drawn = [line.split("┤") for line in plain_lines(shown.parts, UNFOLDED) if "┤" in line]
    steps = {int(level.strip().rstrip("%")): line.count("●") for level, line in drawn}
    half = (max(steps) - min(steps)) / 20
    assert sum(steps.values()) == len(percents)
    for level, dots in steps.items():
        assert dots <= sum(abs(n - level) <= half for n in percents)


# --- the command ----------------------------------------------------------------------------------------------------


def test_a_quarter_a_day_and_what_was_known_are_handed_on(desk, asked):
    result = desk.run("report", "quarter", "2026Q3", "--as-of", "2026-09-30", "--known-at", "2026-10-20", "--internal")

    assert result.exit_code == 0, result.stderr
    assert asked == [
        reports.ReportSelection(
            quarter=Quarter(2026, 3),
            as_of=date(2026, 9, 30),
            known_at=datetime(2026, 10, 20, 16, 59, 59, 999_999, UTC),  # the end of the day in Phnom Penh
            internal=True,
        )
    ]


def test_what_was_known_at_may_be_said_to_the_minute_with_its_distance_from_utc(desk, asked):
    desk.run("report", "quarter", "--known-at", "2026-10-20T17:00+07:00")

    assert asked[0].known_at == datetime(2026, 10, 20, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["2026-10-21T17:00", "2026-10-20T99:00+07:00", "soon", "10:00"])
def test_an_instant_that_cannot_be_is_refused_and_not_repeated(desk, asked, typed):
    result = desk.run("report", "quarter", "--known-at", typed)

    assert result.exit_code == 2
    assert result.stderr.startswith("--known-at")
    assert typed not in result.stderr
    assert not asked


def test_the_report_for_staff_is_not_published(desk):
    result = desk.run("report", "quarter", "--internal", "--publish")

    assert result.exit_code == 2
    assert "does not leave the office" in result.stderr


def test_why_a_quarter_cannot_be_published_is_said(desk, monkeypatch):
    def refuse(*_):
        raise Refused("2026Q3 is not complete.", "The quarter is not over.")

    monkeypatch.setattr(reports, "report_to_publish", refuse)

    result = desk.run("report", "quarter", "--publish")

    assert result.exit_code == 1
    assert "The quarter is not over." in result.stderr


def test_publishing_says_what_goes_out_for_good_and_is_asked_about(desk, monkeypatch):
    ready = reports.ReportToPublish(a_report(), Published("2026Q3", date(2026, 10, 14), "{}", "{}"))
    monkeypatch.setattr(reports, "report_to_publish", lambda *_: ready)

    no = desk.run("report", "quarter", "2026Q3", "--publish", typed="\n")
    thought = desk.run("report", "quarter", "2026Q3", "--publish", "--dry-run")

    assert (no.exit_code, thought.exit_code) == (130, 0)
    assert "It cannot be taken back" in no.stderr
    assert figures_check(a_report()) in no.stderr
    assert not desk.book.store.facts(PUBLISHED)
    assert desk.run("report", "quarter", "2026Q3", "--publish", typed="yes\n").exit_code == 0
    assert len(desk.book.store.facts(PUBLISHED)) == 1


def test_only_publishing_is_thought_through_or_agreed_to(desk):
    assert desk.run("report", "quarter", "2026Q3", "--yes").exit_code == 2
    assert desk.run("report", "quarter", "2026Q3", "--dry-run").exit_code == 2


def test_programs_are_told_the_whole_report(desk, asked):
    assert told_to_programs(desk, "report", "quarter") == a_report()


# --- the table in a file --------------------------------------------------------------------------------------------


def test_the_table_in_a_file(desk, asked, golden, tmp_path):
    result = desk.run("report", "quarter", "--csv", str(tmp_path / "report.csv"))

    assert result.exit_code == 0, result.stderr
    assert result.stdout.endswith("Written: report.csv\n")
    golden("report-quarter.csv", (tmp_path / "report.csv").read_bytes())


def test_a_table_for_staff_says_so_in_its_name_and_takes_no_place_of_one_that_goes_out(desk, asked, tmp_path):
    desk.run("report", "quarter", "--csv", str(tmp_path / "q3.csv"))

    result = desk.run("report", "quarter", "--internal", "--csv", str(tmp_path / "q3.csv"))

    assert result.stdout.endswith("Written: INTERNAL-q3.csv\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["INTERNAL-q3.csv", "q3.csv"]


def test_a_table_that_takes_the_place_of_another_says_so(desk, asked, tmp_path):
    desk.run("report", "quarter", "--csv", str(tmp_path / "q3.csv"))

    result = desk.run("report", "quarter", "--csv", str(tmp_path / "q3.csv"))

    assert "Written: q3.csv, in place of what was in that file before" in " ".join(result.stdout.split())


def test_the_table_holds_the_check_of_its_figures():
    told = {line[2]: line[10] for line in report_tables.csv_lines(a_report()) if line[0] == "report"}

    assert told["figures_check"] == figures_check(a_report())


def test_the_table_holds_every_figure_once():
    report = an_internal_report()

    told = list(report_tables.csv_lines(report))

    places = [line[:3] + line[4:5] for line in told]
    assert len(set(places)) == len(places)
    tables = [table for section in report.sections for table in section.tables]
    figures = sum(len(table.columns) * (len(table.rows) + bool(table.total)) + bool(table.note) for table in tables)
    assert len(told) == 2 + 9 + 4 * len(report.heads) + figures + len(report.definitions)


def test_a_share_that_is_not_told_keeps_what_it_lies_between_and_says_whether_it_went_out():
    told = list(report_tables.csv_lines(a_report()))

    second = next(line for line in told if line[1] == "second" and line[4] == "value")
    assert second[5:11] == (None, None, None, 80, 100, "not told yet")
    untold = next(line for line in told if line[2:5:2] == ("flags_open", "2026Q2"))
    assert (untold[5:11], untold[-1]) == ((None, None, None, None, None, "not published"), 1)


def test_the_table_is_read_back_by_any_program(desk, asked, tmp_path):
    desk.run("report", "quarter", "--csv", str(tmp_path / "report.csv"))

    read = list(csv.DictReader(io.StringIO((tmp_path / "report.csv").read_text("utf-8-sig"), newline="")))

    by_place = {one["row"]: one for one in read if one["table"] == "by_place"}
    assert by_place["all"]["count"] + " of " + by_place["all"]["of"] == "128 of 159"
    assert (by_place["all"]["percent"], by_place["all"]["low"], by_place["all"]["high"]) == ("81", "74", "86")
    assert by_place["merged"]["count"] == "9"
    assert {one["held"] for one in read if one["table"] == "results"} == {"2026Q2"}


@pytest.mark.parametrize("planted", ["Sreymom", "Trapeang Veng"])
@pytest.mark.parametrize("table", ["by_place", "trades", "lessons", "one of a later version"])
def test_a_name_planted_in_a_label_or_a_text_stops_the_table(planted, table, tmp_path):
    columns = (ReportColumn("asked", "asked"),)
    labelled = replace(
        a_report(),
        sections=(ReportSection("x", "X", "", (a_table(table, "T", columns, (row("1", planted, 3),)),)),),
    )
    told = a_table(table, "T", columns, (row("1", "1", f"Ask {planted} to teach it."),))
    written = replace(a_report(), sections=(ReportSection("x", "X", "", (told,)),))

    for report in (labelled, written):
        with pytest.raises(Exposed):
            report_tables.write_csv(a_casebook(), report, tmp_path / "report.csv")

    assert not list(tmp_path.iterdir())


def test_a_graduate_called_like_a_word_of_the_program_stops_no_table(tmp_path):
    book = a_casebook(a_graduate(nickname="Success", village="Kandal"))

    report_tables.write_csv(book, a_report(), tmp_path / "report.csv")

    assert (tmp_path / "report.csv").exists()


def test_a_file_name_that_shows_somebody_is_refused(desk, asked, tmp_path):
    result = desk.run("report", "quarter", "--csv", str(tmp_path / "for-sreymom.csv"))

    assert result.exit_code == 1
    assert "sreymom" not in result.stderr.lower()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("typed", ["q3.xlsx", "q3", ".csv", "nowhere/q3.csv"])
def test_a_place_where_no_table_can_be_is_refused_before_anything_is_done(desk, asked, typed, tmp_path):
    result = desk.run("report", "quarter", "--csv", str(tmp_path / typed))

    assert result.exit_code == 2
    assert result.stderr.startswith("--csv")
    assert "q3" not in result.stderr.replace("q3.csv", "")
    assert not asked


# --- the whole way ----------------------------------------------------------------------------------------------------


def test_a_real_report_of_one_graduate_shows_nobody(desk):
    result = desk.run("report", "quarter", "2026Q3")
    staff = told_to_programs(desk, "report", "quarter", "2026Q3", "--internal")

    assert result.exit_code == 0, result.stderr
    assert "Sreymom" not in result.stdout
    assert staff.section("caseload").table("movement").cell("end", "people") == 1
    assert (
        report_to_json(reports.quarter_report(Casebook(desk.book.store, desk.book.moment), reports.ReportSelection()))[
            "internal"
        ]
        is False
    )
