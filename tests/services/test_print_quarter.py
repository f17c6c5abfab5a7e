"""The quarter's summary on paper.

- two to four pages, from a casebook of nobody's business to one of thousands; what staff see may take six
- exactly the figures of the report: the same check on paper and on the screen; another figure is another check
- INTERNAL and DRAFT stand on every page, and neither takes the place of what goes out
- a table that is not known is drawn, one that is not there is left out; long ones are told together and still add up
- what somebody typed passes the guard and is set as it stands; the same report is the same bytes
"""

import re
from datetime import date

import pytest

from followup.handout.guard import Exposed
from followup.handout.paper.catalogue import Language
from followup.handout.paper.document import all_texts
from followup.handout.paper.typesetting import page_count, typeset
from followup.services.prints import quarter
from followup.services.prints.quarter import QuarterPaper, print_quarter
from followup.services.reports import ReportSelection
from followup.statistics.proportions import Proportion
from followup.statistics.report import figures_check
from followup.statistics.report_model import (
    NOT_PUBLISHED,
    NOT_TOLD,
    Estimate,
    NotTold,
    Report,
    ReportColumn,
    ReportRow,
    ReportSection,
    ReportTable,
    TableKind,
    report_from_json,
    report_to_json,
)
from followup.values import replace
from tests.builders import a_casebook, a_graduate
from tests.cli.sample_report import a_report, a_table, an_empty_report, an_internal_report, row

TODAY = date(2026, 10, 20)
BETWEEN = "Not told yet; it lies between these, whatever became of those who left."


def a_paper(report: Report, **changed) -> QuarterPaper:
    return QuarterPaper(report, Language.EN, TODAY, "Open Door", "The director", 85, **changed)


def with_table(report: Report, section: str, table: ReportTable) -> Report:
    """The report with one table in the place of the one of its id, or as one more."""

    def changed(one: ReportSection) -> ReportSection:
        others = tuple(known for known in one.tables if known.id != table.id)
        return replace(one, tables=(*others, table)) if one.id == section else one

    return replace(report, sections=tuple(map(changed, report.sections)))


def districts(number: int) -> ReportTable:
    rows = tuple(ReportRow(f"D{n}", f"District {n}", {"when_due": Proportion(7, 9)}) for n in range(number))
    total = ReportRow("all", "All", {"when_due": Proportion(7 * number, 9 * number)})
    columns = (ReportColumn("when_due", "done when due"),)
    return ReportTable(id="by_place", title="By district", columns=columns, rows=rows, total=total)


def a_large_report() -> Report:
    """Of thousands: every district of the country, thirty lessons that wait, as many kinds of flags as there are."""
    asked = a_report().section("lessons").table("lessons")
    report = with_table(a_report(), "lessons", replace(asked, rows=asked.rows * 15))
    open_flags = tuple(ReportRow(f"K{n}", f"Kind of flag {n}", {"open_end": 1_000 - n}) for n in range(13))
    columns = (ReportColumn("open_end", "open at end"),)
    kinds = ReportTable(id="flags", title="Risk flags by kind", columns=columns, rows=open_flags)
    return with_table(with_table(report, "flags", kinds), "visits", districts(190))


# --- pages ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("report", [an_empty_report(), a_report(), a_large_report()])
def test_it_has_two_to_four_pages(report):
    _, pdf = a_paper(report).fitting()

    assert 2 <= page_count(pdf) <= 4


def test_what_staff_see_has_at_most_six():
    large = replace(a_large_report(), published="", internal=True)
    _, pdf = a_paper(large).fitting()

    assert page_count(pdf) <= 6


def test_it_is_drawn_together_only_as_far_as_it_must(monkeypatch):
    roomy, _ = a_paper(a_report()).fitting()
    monkeypatch.setattr(quarter, "MOST_PAGES", 1)
    tight, _ = a_paper(a_report()).fitting()

    assert roomy.dense < tight.dense == quarter.DENSEST


# --- the figures ----------------------------------------------------------------------------------------------------


def test_every_text_of_a_report_is_as_it_was_agreed(golden):
    golden("print-quarter.txt", "\n".join(all_texts(a_paper(a_report()).content)).encode())


def test_the_check_is_that_of_the_figures_whether_published_or_not():
    report = a_report()
    head, *others = report.heads

    assert re.fullmatch("[0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4}", figures_check(report))
    assert figures_check(replace(report, published="")) == figures_check(report)
    assert figures_check(replace(report, heads=(replace(head, value=126), *others))) != figures_check(report)
    assert figures_check(report_from_json(report_to_json(report))) == figures_check(report)


def test_figures_that_are_told_apart_are_told_apart_in_the_check():
    report = a_report()

    assert len({figures_check(with_head(report, value)) for value in (0, None, NOT_TOLD, Proportion(0, 5))}) == 4


def with_head(report: Report, value) -> Report:
    return replace(report, heads=(replace(report.heads[0], value=value), *report.heads[1:]))


def parts(paper: QuarterPaper, section: str) -> list[dict]:
    return next(one["parts"] for one in paper.content["sections"] if one["id"] == section)


def test_of_a_long_table_the_rest_is_told_together_and_adds_up():
    rows = next(
        part["rows"]
        for part in parts(a_paper(with_table(a_report(), "visits", districts(30))), "visits")
        if part["title"] == "By district"
    )

    assert [row["label"] for row in rows[-2:]] == ["21 more, together", "All"]
    assert rows[-2]["base"] == "147 of 189"


def test_shares_of_one_whole_are_added_up_as_such():
    columns = (ReportColumn("people", "main cause"), ReportColumn("share", "of all"))
    rows = tuple(ReportRow(f"c{n}", f"Cause {n}", {"people": 2, "share": Proportion(2, 24)}) for n in range(12))
    total = ReportRow("all", "All failures", {"people": 24, "share": Proportion(24, 24)})
    causes = ReportTable(id="causes", title="Why", columns=columns, rows=rows, total=total)

    rest = parts(a_paper(with_table(a_report(), "outcomes", causes)), "outcomes")[-1]["rows"][-1]

    assert (rest["label"], rest["text"], rest["more"]) == ("5 more, together", "10", ["42%"])


def causes(named: tuple[int, ...], total: int | None) -> list[str]:
    """What the joined row says beside its bar, of causes that are main causes twice each."""
    columns = (ReportColumn("people", "main cause"), ReportColumn("named", "named at all"))
    rows = tuple(ReportRow(f"c{n}", f"Cause {n}", {"people": 2, "named": one}) for n, one in enumerate(named))
    whole = ReportRow("all", "All failures", {"people": 2 * len(rows), "named": total})
    table = ReportTable(id="causes", title="Why", columns=columns, rows=rows, total=whole)
    return parts(a_paper(with_table(a_report(), "outcomes", table)), "outcomes")[-1]["rows"][-1]["more"]


def test_what_counts_a_woman_in_several_rows_is_never_added_up():
    assert causes((6,) * 12, 24) == ["–"]
    assert causes((2,) * 12, 24) == ["–"]
    assert causes((2,) * 12, None) == ["–"]


def test_counts_that_do_not_make_their_total_are_not_added_up():
    columns = (ReportColumn("heard", "heard"),)
    rows = [row(f"c{n}", f"Place {n}", 2) for n in range(12)]

    def rest(total: int) -> str:
        table = replace(a_table("new", "New", columns, rows), total=ReportRow("all", "All", {"heard": total}))
        return parts(a_paper(with_table(a_report(), "contact", table)), "contact")[-1]["rows"][-1]["cells"][0]

    assert (rest(24), rest(20)) == ("6", "–")


def test_a_share_that_is_not_told_stands_between_what_it_lies():
    between = NotTold(not_told=True, low=83, high=100)
    head = next(head for head in a_report().heads if head.id == "at_12_months")
    report = replace(a_report(), heads=(replace(head, value=between),))
    curve = replace(
        a_report().section("survival").table("curve"), rows=(ReportRow("12", "12", {"value": between, "observed": 33}),)
    )
    paper = a_paper(with_table(report, "survival", curve))
    (drawn,) = [part for part in parts(paper, "survival") if part["form"] == "curve"]

    assert (paper.content["heads"][0]["value"], paper.content["heads"][0]["range"]) == ("83–100%?", "not told yet")
    assert {"word": "?", "means": BETWEEN} in paper.content["marks"]
    assert "?" not in [mark["word"] for mark in a_paper(an_empty_report()).content["marks"]]
    assert (drawn["points"][0]["open"], drawn["points"][0]["low"], drawn["lowest"]) == (True, 83, 50)
    assert page_count(typeset(paper.document)) >= 2


def test_where_a_range_is_known_it_stands_in_every_place_of_the_figure():
    between = NotTold(not_told=True, low=83, high=100)
    head = next(head for head in a_report().heads if head.id == "at_12_months")
    report = replace(a_report(), heads=(replace(head, before=between, year_before=NOT_TOLD),))
    columns = (ReportColumn("2026Q2", "2026Q2"), ReportColumn("2026Q3", "2026Q3"))
    cells = {"2026Q2": between, "2026Q3": NOT_TOLD}
    trend = ReportTable(id="quarters_told", title="T", columns=columns, rows=(ReportRow("x", "X", cells),))
    second = a_table("second", "Another way", columns[:1], [row("12", "At 12 months", between)])
    report = with_table(with_table(report, "trend", trend), "survival", second)
    paper = a_paper(report)

    assert [one["text"] for one in paper.content["heads"][0]["earlier"]] == ["83–100%?", "not told yet"]
    assert parts(paper, "trend")[-1]["rows"][-1]["cells"] == ["83–100%?", "not told yet"]
    assert parts(paper, "survival")[-1]["rows"][0]["figure"] == "83–100%?"


def test_a_quarter_that_was_never_published_says_that_and_not_that_it_is_kept_back():
    head = next(head for head in a_report().heads if head.id == "at_12_months")
    report = replace(a_report(), heads=(replace(head, before=NOT_PUBLISHED, year_before=NOT_TOLD),))
    columns = (ReportColumn("2026Q2", "2026Q2"), ReportColumn("2026Q3", "2026Q3"))
    cells = {"2026Q2": NOT_PUBLISHED, "2026Q3": 5}
    trend = ReportTable(id="quarters_told", title="T", columns=columns, rows=(ReportRow("x", "X", cells),))
    paper = a_paper(with_table(report, "trend", trend))

    assert [one["text"] for one in paper.content["heads"][0]["earlier"]] == ["not published", "not told yet"]
    assert parts(paper, "trend")[-1]["rows"][-1]["cells"] == ["/", "5"]
    assert paper.content["marks"][-1] == {
        "word": "not published, /",
        "means": "The report of that quarter did not go out. Not 0.",
    }
    assert "not published, /" not in [mark["word"] for mark in a_paper(an_empty_report()).content["marks"]]


def test_staff_see_whether_the_report_went_out():
    assert a_paper(an_internal_report()).content["status"] == "Not published"
    gone_out = replace(an_internal_report(), published="2026-10-20")
    assert a_paper(gone_out).content["status"] == "Published on 20 October 2026; this is the internal view"


def curve_of(*values) -> dict:
    """The curve as it is drawn, of figures at 3, 6, 9 ... months."""
    rows = tuple(ReportRow(f"{3 * n}", "", {"value": value, "observed": 33}) for n, value in enumerate(values, 1))
    curve = replace(a_report().section("survival").table("curve"), rows=rows)
    (drawn,) = [
        one for one in parts(a_paper(with_table(a_report(), "survival", curve)), "survival") if one["form"] == "curve"
    ]
    return drawn


def spans(drawn: dict) -> list[tuple]:
    return [(one["from"], one["to"], one["percent"], one["low"], one["high"]) for one in drawn["spans"]]


def test_the_curve_is_drawn_as_told_no_further_than_it_is_told():
    untold = NotTold(not_told=True, low=83, high=100)

    assert spans(curve_of(Estimate(100), Estimate(100), Estimate(100), untold)) == [
        (0, 3, 100, None, None),
        (3, 6, 100, None, None),
        (6, 9, 100, None, None),
        (9, 12, None, 83, 100),
    ]
    assert spans(curve_of(untold, Estimate(95, 90, 98), untold, Estimate(90, 80, 96))) == [
        (0, 3, None, 83, 100),
        (3, 6, None, 95, 100),
        (6, 9, None, 83, 95),
        (9, 12, None, 90, 100),
    ]


def test_the_curve_falls_in_steps_only_where_every_step_is_told():
    drawn = [
        next(one for one in parts(a_paper(report), "survival") if one["form"] == "curve")
        for report in (a_report(), an_internal_report())
    ]

    assert [one["stepped"] for one in drawn] == [False, True]


def test_how_many_ended_so_stands_with_the_share_of_all():
    columns = (ReportColumn("people", "people"), ReportColumn("share", "of all"))
    rows = [row("a", "Moved away", 1, Proportion(1, 4)), row("b", "Died", NOT_TOLD, NOT_TOLD)]
    told = {
        name: parts(a_paper(with_table(a_report(), "outcomes", a_table(name, name, columns, rows))), "outcomes")
        for name in ("results", "kinds_neither")
    }
    (results,), (kinds,) = ([part for part in told[name] if part["title"] == name] for name in told)

    assert [(one["label"], one["text"]) for one in results["rows"]] == [
        ("Moved away, 25%", "1"),
        ("Died", "not told yet"),
    ]
    assert [(one["label"], one["text"]) for one in kinds["rows"]] == [
        ("Moved away", "1 (25%)"),
        ("Died", "not told yet"),
    ]


def test_a_table_that_nobody_knows_yet_is_drawn_as_figures():
    columns = (ReportColumn("a", "people asked"), ReportColumn("b", "of them heard"))
    new = ReportTable(
        id="something_new",
        title="Something new",
        columns=columns,
        rows=(ReportRow("x", "All", {"a": 3, "b": NOT_TOLD}),),
    )
    part = parts(a_paper(with_table(a_report(), "contact", new)), "contact")[-1]

    assert (part["form"], part["rows"][0]["cells"]) == ("numbers", ["3", "not told yet"])
    assert page_count(typeset(a_paper(with_table(a_report(), "contact", new)).document)) >= 2


def test_a_report_without_a_section_is_printed_without_it():
    report = replace(a_report(), sections=a_report().sections[:1])

    assert page_count(typeset(a_paper(report).document)) >= 1


def test_what_is_not_told_stands_as_that_and_never_as_nothing():
    content = a_paper(with_head(a_report(), NOT_TOLD)).content

    assert content["heads"][0]["value"] == "not told yet"
    assert not content["heads"][0]["told"]


def test_tables_of_an_earlier_quarter_are_named_where_it_is_said_why_this_differs():
    kinds = a_report().section("outcomes").tables[1]
    report = with_table(a_report(), "outcomes", replace(kinds, carried_from="2026Q1"))

    assert any(f"{kinds.title} (Q1 2026)" in sentence for sentence in a_paper(report).content["differs"])
    assert a_paper(an_internal_report()).content["differs"] == []


# --- what may leave the office ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("report", "name", "mark"),
    [
        (a_report(), "quarter-2026Q3", ""),
        (replace(a_report(), published=""), "quarter-2026Q3-draft", "DRAFT, NOT TO LEAVE THE OFFICE"),
        (
            an_internal_report(),
            "quarter-2026Q3-internal",
            "INTERNAL: shows staff every figure. Not to leave the office.",
        ),
    ],
)
def test_what_may_not_leave_says_so_on_every_page_and_has_a_name_of_its_own(report, name, mark):
    paper = a_paper(report)

    assert (paper.name, paper.document.mark) == (name, mark)


def test_every_language_has_a_file_of_its_own():
    names = [QuarterPaper(a_report(), language, TODAY).name for language in Language]

    assert names == ["quarter-2026Q3", "quarter-2026Q3-km", "quarter-2026Q3-en+km"]


def test_a_draft_says_how_to_say_who_is_responsible_and_nothing_else_does():
    said = [
        QuarterPaper(report, Language.EN, TODAY).content["responsible"]
        for report in (replace(a_report(), published=""), a_report(), an_internal_report())
    ]

    assert said == ["Responsible: not said yet: followup office set --responsible", "", ""]


def test_tables_that_tell_nothing_stand_under_one_another_and_share_their_note():
    columns = (ReportColumn("people", "people"),)
    untold = [
        replace(a_table(name, f"{name}: how", columns, [row("all", "All", NOT_TOLD)]), kind=TableKind.ENDINGS)
        for name in ("Success", "Failure")
    ]
    report = replace(a_report(), sections=(replace(a_report().section("outcomes"), tables=tuple(untold)),))

    (part,) = parts(a_paper(report), "outcomes")

    assert (part["title"], part["notes"]) == ("Success: how\nFailure: how", ["Not told yet."])


def test_the_same_report_is_the_same_bytes():
    assert typeset(a_paper(a_report()).document) == typeset(a_paper(a_report()).document)


def lessons(text: str) -> Report:
    asked = a_report().section("lessons").table("lessons")
    row = replace(asked.rows[0], cells={**asked.rows[0].cells, "asked": text})
    return with_table(a_report(), "lessons", replace(asked, rows=(row,)))


def test_what_somebody_wrote_is_set_as_it_stands():
    report = lessons("#let x = 1; *bold* $ @x [ ] \\ <a> // `raw`")

    assert page_count(typeset(a_paper(report).document)) >= 2


@pytest.fixture
def book():
    return a_casebook(a_graduate(name="Kev Total"), a_graduate("ABC-2", name="Chan Sreymom"))


def test_a_name_in_what_somebody_wrote_stops_it_and_the_programs_own_words_do_not(book, monkeypatch, tmp_path):
    monkeypatch.setattr(quarter, "quarter_report", lambda *_: lessons("Sreymom's mother is to be asked."))
    with pytest.raises(Exposed):
        print_quarter(book, ReportSelection(), tmp_path, Language.EN)
    assert not list(tmp_path.iterdir())

    monkeypatch.setattr(quarter, "quarter_report", lambda *_: with_total(a_report()))
    assert print_quarter(book, ReportSelection(), tmp_path, Language.EN).path.is_file()


def with_total(report: Report) -> Report:
    """A report with a word of the program in it that is also a graduate's name."""
    return replace(report, heads=(replace(report.heads[0], title="Total"), *report.heads[1:]))


def test_a_casebook_prints_its_quarter_and_says_what_it_is(book, tmp_path):
    drafted = print_quarter(book, ReportSelection(), tmp_path, Language.EN_KM)
    internal = print_quarter(book, ReportSelection(internal=True), tmp_path, Language.KM)

    assert (drafted.draft, drafted.internal, internal.draft, internal.internal) == (True, False, False, True)
    assert {path.name for path in tmp_path.iterdir()} == {
        "quarter-2026q3-draft-en-km.pdf",
        "quarter-2026q3-internal-km.pdf",
    }
    assert drafted.pages <= 4
