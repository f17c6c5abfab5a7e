"""How every print looks, whatever stands on it.

- no colour, three tones at most, type of 7.5 points or more, small type black on white, each word clear on its ground
- on a black and white printer of 300 dpi a word is as dense as it is set: no letter fills up or breaks up
- its pages look as the golden pictures, which are renewed with ``pytest --renew-golden`` and then looked at
- so many pages for so many graduates
"""

import time

import pytest

from followup.handout.paper.catalogue import Language
from followup.handout.paper.document import PaperDocument
from followup.handout.paper.typesetting import page_count, typeset
from followup.services.prints.quarter import QuarterPaper
from followup.statistics.proportions import Proportion
from followup.statistics.report import Report, ReportRow, ReportTable
from followup.values import replace
from tests.cli.sample_report import a_report, an_empty_report
from tests.prints.looking import (
    Run,
    check_golden,
    check_looks,
    check_printed,
    difference,
    picture_of,
    pictures,
    png,
    runs,
)
from tests.prints.samples import DAY, NAMES, sample

GREY = """
#import "base.typ": *
#show: paper
= Title
#text(size: 7.5pt, fill: luma(40%))[small and grey]
"""


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", NAMES)
def test_a_print_keeps_the_rules_of_paper(name, language):
    check_looks(typeset(sample(name, language)))


@pytest.mark.parametrize("name", NAMES)
def test_a_cheap_printer_breaks_no_letter(name):
    check_printed(typeset(sample(name, Language.EN_KM)))


@pytest.mark.parametrize("name", NAMES)
def test_the_pages_look_as_they_were_looked_at(name, request):
    check_golden(request, name, typeset(sample(name, Language.EN_KM)))


# --- that these tests would see it ------------------------------------------------------------------------------------


@pytest.fixture
def of_template(monkeypatch, tmp_path):
    """A PDF of a template of the test's own."""
    from followup_data import shipped

    (tmp_path / "base.typ").write_bytes(shipped.paper_template("base").read_bytes())
    monkeypatch.setattr(shipped, "paper_template", lambda name: tmp_path / f"{name}.typ")

    def made(template: str) -> bytes:
        (tmp_path / "plain.typ").write_text(template, "utf-8")
        return typeset(PaperDocument("plain", "A print", Language.EN, {}, DAY))

    return made


@pytest.mark.parametrize(
    "change",
    [
        ("luma(40%)", "luma(0%)", "size: 7.5pt", "size: 6pt"),
        ("luma(40%)", "rgb(200, 0, 0)"),
        ("luma(40%)", "luma(0%)", "[small and grey]", "[#box(fill: luma(85%), inset: 3pt)[on a tint]]"),
        (
            "luma(40%)",
            "luma(0%)",
            "[small and grey]",
            "[#for n in range(1, 6) { box(width: 9mm, height: 9mm, fill: luma(n * 15%)) }]",
        ),
        (),
    ],
    ids=["tiny", "coloured", "on a tint", "five tones", "small and grey"],
)
def test_what_breaks_a_rule_is_seen(of_template, change):
    template = GREY
    for one, other in zip(change[::2], change[1::2], strict=True):
        template = template.replace(one, other)

    with pytest.raises(AssertionError):
        check_looks(of_template(template))


def test_the_size_and_tone_of_text_are_read_from_the_page(of_template):
    assert {Run(7.5, 0.4), Run(25.0, 0.0)} <= {Run(run.size, round(run.tone, 2)) for run in runs(of_template(GREY))}


def test_a_line_that_moved_is_another_picture(of_template):
    one, other = (pictures(of_template(GREY.replace("= Title", f"= Title\n#v({gap}mm)")), 60)[0] for gap in (0, 4))

    assert difference(one, other) > 0
    assert difference(one, picture_of(png(one))) == 0


# --- pages ------------------------------------------------------------------------------------------------------------


def of_so_many(number: int) -> Report:
    """A report in which every count is in proportion to so many graduates, and every district has some of them."""
    report = a_report() if number else an_empty_report()
    districts = tuple(
        ReportRow(f"district-{n}", f"District {n}", {"when_due": Proportion(min(number, 7), min(number, 9))})
        for n in range(min(number // 5, 190))
    )

    def scaled(table: ReportTable) -> ReportTable:
        if table.id == "by_place" and districts:
            return replace(table, rows=districts)
        return replace(table, rows=tuple(map(scaled_row, table.rows)), total=table.total and scaled_row(table.total))

    def scaled_row(row: ReportRow) -> ReportRow:
        cells = {name: cell * number // 125 if isinstance(cell, int) else cell for name, cell in row.cells.items()}
        return replace(row, cells=cells)

    sections = tuple(replace(one, tables=tuple(map(scaled, one.tables))) for one in report.sections)
    return replace(report, sections=sections)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("graduates", [0, 5, 20, 60, 120, 5000])
def test_a_quarter_has_two_to_four_pages_and_takes_seconds(graduates, language):
    begun = time.monotonic()

    _, pdf = QuarterPaper(of_so_many(graduates), language, DAY, "Open Door", "The director", 85).fitting()

    assert pdf is not None
    assert 2 <= page_count(pdf) <= 4
    assert time.monotonic() - begun < 20


def a_route(visits: int) -> PaperDocument:
    """A route of so many visits, nine in a district."""
    document = sample("route")
    group = document.content["groups"][0]  # type: ignore[call-overload,index]
    row = group["rows"][0]
    groups = [
        {
            "place": f"Province, district {at // 9}",
            "rows": [{**row, "who": f"KML-{n}"} for n in range(at, min(at + 9, visits))],
        }
        for at in range(0, visits, 9)
    ]
    return replace(document, content={**document.content, "groups": groups, "others": []})


@pytest.mark.parametrize(
    ("visits", "pages"), [(0, (1, 1)), (5, (1, 1)), (20, (1, 2)), (60, (3, 6)), (5000, (150, 400))]
)
def test_a_route_grows_with_its_visits_and_loses_none(visits, pages):
    begun = time.monotonic()

    pdf = typeset(a_route(visits))

    assert pages[0] <= page_count(pdf) <= pages[1]
    assert time.monotonic() - begun < 60
