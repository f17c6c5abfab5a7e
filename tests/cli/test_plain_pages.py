"""What goes into a pipe or a file, and from there to a printer.

- no line is wider than 76 columns, whatever command prints it; nothing is cut or left out, and no figure is parted
- a text breaks between words, in Khmer too, and never inside a cluster
- ``--pages``: sheets parted by form feeds; a table is whole where it fits, and its titles are said again where not
- what must stand on every page stands on every sheet
"""

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup_cli.reports.commands import SheetOptions
from followup_cli.reports.page import report_page
from followup_cli.terminal.layout import _folded_plain, _folded_words, clusters, folded, width_of
from followup_cli.terminal.page import Page, plain_lines
from followup_cli.terminal.sheets import FORM_FEED, sheets
from followup_cli.terminal.table import PLAIN_WIDTH, Cell, Column, Table
from tests.cli.desk import Desk
from tests.cli.sample_report import a_report, an_internal_report
from tests.demo.demos import a_demo

INTERNAL = "INTERNAL: shows"
KHMER = "ស្ត្រី\u200bបាន\u200bត្រឡប់\u200bទៅ\u200bផ្ទះ\u200bវិញ\u200bក្រោយ\u200bពី\u200bរៀន\u200bចប់"

words = st.text(st.characters(categories=["Ll", "Lo", "Nd"], max_codepoint=0x17FF), min_size=1, max_size=20)
texts = st.lists(words, max_size=8).map(" ".join)

# --- every command --------------------------------------------------------------------------------------------------

COMMANDS = (
    *("today --everybody", "today --everybody --days 60", "today --everybody --month", "graduate list"),
    *("graduate list --names", "graduate show CODE", "graduate show CODE --names", "graduate review CODE"),
    *("plan show PUBLISHED", "plan check PUBLISHED", "flag list", "flag list CODE", "promise list", "visit list CODE"),
    *("referral list", "referral list CODE"),
    *("log", "log CODE", "outcome list", "lesson list", "lesson evidence"),
    *("lesson evidence --internal", "lesson evidence small-business --internal", "report quarter"),
    *("report quarter --internal", "report caseload", "report caseload --internal", "report training"),
    *("report training --internal", "schedule show CODE", "schedule preview --return 2026-01-31", "office show"),
    *("office worker list", "schedule extend CODE 6 --why harvest --dry-run", "flag agree CODE"),
    *("schedule pause CODE 2027-01-01..2027-03-01 --why harvest --dry-run", "report quarter --pages"),
)


@cache
def the_demo():
    return a_demo(20)


@pytest.mark.parametrize("command", COMMANDS)
def test_no_line_is_wider_than_a_printer_with_wide_margins_prints(command, monkeypatch):
    book, codes = the_demo()

    whose = {"CODE": codes.invented[3], "PUBLISHED": codes.failed}
    shown = Desk(book, monkeypatch).run(*(whose.get(word, word) for word in command.split()))

    assert shown.exit_code == 0, shown.stderr
    assert shown.stdout.strip()
    assert max(map(width_of, shown.stdout.splitlines())) <= PLAIN_WIDTH


# --- tables and texts -----------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(st.integers(1, 9).flatmap(lambda n: st.lists(st.lists(texts, min_size=n, max_size=n), min_size=1, max_size=5)))
def test_a_table_fits_and_nothing_of_it_is_cut(rows):
    columns = [
        Column(f"Heading {at}", "right" if at % 3 == 2 else "left", at, at % 4 == 1) for at in range(len(rows[0]))
    ]

    lines = [*plain_lines([Table(columns, rows)])]

    assert max(map(width_of, lines)) <= PLAIN_WIDTH
    assert sorted("".join(lines).replace(" ", "")) == sorted(
        "".join(["".join(column.title for column in columns), *(cell for row in rows for cell in row)]).replace(" ", "")
    )


def test_a_figure_stays_on_one_line_where_texts_can_give_way():
    told = "a long text that goes on and on, as texts do, until the table is far too wide"
    columns = [Column("What"), Column("With it"), Column("How many there were", "right")]

    lines = [*plain_lines([Table(columns, [[told, "12 of 40, 30% (18–45%)", "1,234 of 5,678"]])])]

    assert any("12 of 40, 30% (18–45%)" in line and "1,234 of 5,678" in line for line in lines)


def test_a_date_stays_whole_where_even_words_have_to_be_broken():
    """Half of a date is another date."""
    words = ["Longword", "in-follow-up", "Ruessei", "Sangkae", "Chralong", "abcdefghij", "klmnopqrst", "uvwxyz"]
    columns = [Column(word) for word in ("When", *words)]

    lines = [*plain_lines([Table(columns, [["2027-01-11", *words]])])]

    assert any(line.startswith("2027-01-11") for line in lines)
    assert max(map(width_of, lines)) <= PLAIN_WIDTH


@pytest.mark.parametrize("width", range(1, 60))
def test_khmer_breaks_between_words_and_never_inside_a_cluster(width):
    pieces = folded(KHMER, width)

    whole = [*clusters(KHMER.replace("\u200b", ""))]
    assert [one for piece in pieces for one in clusters(piece.replace("\u200b", ""))] == whole
    if width >= max(map(width_of, KHMER.split("\u200b"))):
        words = KHMER.split("\u200b")
        assert [word for piece in pieces for word in piece.split("\u200b")] == words


def test_a_letter_that_stands_under_another_stays_with_it():
    assert [*clusters("ស្ត្រី")] == ["ស្ត្រី"]
    assert [*clusters("កាំភ្លើង")] == ["កាំ", "ភ្លើ", "ង"]


def test_a_label_wider_than_its_column_leaves_less_room_for_its_text():
    page = Page().pair("A label of many words", "and a text " * 20, indent=12)

    assert max(map(width_of, plain_lines(page.parts))) <= PLAIN_WIDTH


# --- sheets ---------------------------------------------------------------------------------------------------------


def pages_of(report, lines: int = 66) -> list[list[str]]:
    return [sheet.splitlines() for sheet in sheets(report_page(report, 78).parts, lines).split(FORM_FEED)]


@pytest.mark.parametrize("lines", [30, 40, 66, 72, 400])
@pytest.mark.parametrize("report", [a_report(), an_internal_report()], ids=["out", "staff"])
def test_no_sheet_holds_more_than_its_lines_less_the_edges(report, lines):
    pages = pages_of(report, lines)

    assert all(len(page) <= lines - 6 for page in pages)
    assert [page[0].split("page ")[-1] for page in pages] == [f"{n} of {len(pages)}" for n in range(1, len(pages) + 1)]


def test_sheets_say_what_the_page_says_in_its_order():
    told = [line for line in plain_lines(report_page(a_report(), 78).parts) if line]
    printed = [line for page in pages_of(a_report()) for line in page[1:] if line]

    assert printed == told


def test_what_is_not_to_leave_the_office_says_so_on_every_sheet():
    assert all(any(INTERNAL in line for line in page) for page in pages_of(an_internal_report(), 40))
    assert not any(INTERNAL in line for page in pages_of(a_report(), 40) for line in page)


def test_a_table_is_kept_whole_where_it_fits():
    small = Table([Column("Name of a column")], [[f"row {n}"] for n in range(10)])
    page = Page().table(small).line().table(small).line().table(small)

    printed = [sheet.splitlines()[1:] for sheet in sheets(page.parts, 31).split(FORM_FEED)]

    assert [len([line for line in lines if "row" in line]) for lines in printed] == [20, 10]


def test_a_table_that_goes_over_a_sheet_says_its_titles_again():
    long = Table([Column("Code"), Column("Days", "right")], [[f"row {n}", str(n)] for n in range(100)])
    pages = sheets(Page().line("Who was not met", "head").table(long).parts, 40).split(FORM_FEED)

    assert len(pages) > 2
    assert "Who was not met\nCode" in pages[0]
    assert all("Who was not met (continued)\nCode" in page for page in pages[1:])
    assert [int(n) for page in pages for n in re.findall(r"row (\d+)", page)] == [*range(100)]


def test_a_row_is_not_cut_in_two():
    rows = [["word " * 30, str(n)] for n in range(40)]
    table = Table([Column("What", fold=True), Column("Days", "right")], rows)

    for page in sheets(Page().table(table).parts, 41).split(FORM_FEED):
        body = [line for line in page.splitlines()[3:] if line]
        assert re.search(r"\d$", body[0])


@pytest.mark.parametrize("rows", [12, 19, 20, 21])
def test_a_heading_stands_on_the_sheet_of_what_follows(rows):
    body = Table([Column("Code")], [[f"row {n}"] for n in range(rows)])
    page = Page().table(body).line().line("A heading", "head").line("what it means", "quiet").line().table(body)

    printed = sheets(page.parts, 31).split(FORM_FEED)

    assert ["row" in sheet.partition("A heading")[2] for sheet in printed if "A heading" in sheet] == [True]


def test_a_sheet_has_66_lines_or_as_many_as_are_said():
    assert SheetOptions(as_json=True).sheet_lines == 0
    assert SheetOptions(pages=True).sheet_lines == 66
    assert SheetOptions(page_lines=40).sheet_lines == 40


def test_data_for_programs_have_no_pages(monkeypatch):
    refused = Desk(the_demo()[0], monkeypatch).run("report", "quarter", "--pages", "--json")

    assert refused.exit_code == 2
    assert "--json has no pages." in refused.stderr
    assert "Leave out --json, or --pages and --page-lines." in refused.stderr
    assert not refused.stdout


def test_an_empty_page_is_no_sheet():
    assert sheets([], 66) == ""
    assert sheets([Cell("")], 66) == ""


latin = st.lists(st.text("abc.,(-", min_size=1, max_size=9), min_size=1, max_size=12).map(" ".join)


@given(latin, st.integers(1, 30))
def test_plain_latin_words_are_folded_as_all_words_are(text, width):
    assert _folded_plain(text, width) in ([], _folded_words(text, width, whole_words=False))
    if all(len(word) <= width for word in text.split()):
        assert _folded_plain(text, width)
