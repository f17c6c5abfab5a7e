"""Sentences beside what is shown: in a window of any width they fold between words, in a pipe they stay whole."""

import pytest

from followup_cli.terminal.layout import clusters, lines_of, width_of
from followup_cli.terminal.notes import note_lines, window_width
from followup_cli.terminal.table import Column, Table

ENGLISH = (
    "She may be in the casebook already, as KML-1: the same name, also in other letters, or phone, or birth year and "
    "place. If she is somebody else: --as-new. If it is she, see what is written down: followup graduate show KML-1"
)
KHMER = (
    "ថ្ងៃនោះ\u200bមិន\u200bទាន់\u200bមក\u200bដល់\u200bទេ។ "
    "សូម\u200bពិនិត្យ\u200bមើល\u200bកាលបរិច្ឆេទ\u200bម្តងទៀត\u200bដោយ\u200bប្រុងប្រយ័ត្ន"
)
KHMER_WITHOUT_BREAKS = KHMER.replace("\u200b", "").replace(" ", "")
WIDTHS = range(32, 201)


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_wider_than_the_window(width):
    for text in (ENGLISH, KHMER, KHMER_WITHOUT_BREAKS):
        assert max(map(width_of, note_lines(text, width))) <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_lines_break_between_words_and_lose_none(width):
    assert " ".join(line.strip() for line in note_lines(ENGLISH, width)) == ENGLISH
    words = KHMER.replace(" ", "\u200b").split("\u200b")
    for line in note_lines(KHMER, width):
        assert set(line.replace(" ", "\u200b").strip("\u200b").split("\u200b")) <= set(words)


@pytest.mark.parametrize("width", WIDTHS)
def test_khmer_without_marks_between_words_breaks_between_written_signs(width):
    lines = [line.strip() for line in note_lines(KHMER_WITHOUT_BREAKS, width)]

    assert "".join(lines) == KHMER_WITHOUT_BREAKS
    assert [sign for line in lines for sign in clusters(line)] == list(clusters(KHMER_WITHOUT_BREAKS))


def test_a_path_stays_whole_so_that_it_can_be_copied():
    path = "/home/worker/" + "casebook/" * 10

    assert f"  {path}" in note_lines(f"Written: {path} and more.", 40)


def test_what_has_lines_of_its_own_keeps_them():
    assert note_lines("Two do not fit:\n  entry 3\n  entry 4", 80) == ["Two do not fit:", "  entry 3", "  entry 4"]


def test_the_width_that_was_said_counts(monkeypatch):
    monkeypatch.setenv("COLUMNS", "47")
    assert window_width() == 47

    monkeypatch.setenv("COLUMNS", "3")
    assert window_width() == 20


def test_an_error_in_a_pipe_is_one_line_for_whoever_looks_for_it(capsys):
    from followup.errors import Invalid
    from followup_cli.error_output import print_error

    print_error(Invalid(ENGLISH, "Check it."), [])

    assert capsys.readouterr().err == f"{ENGLISH}\nCheck it.\n"


@pytest.mark.parametrize("width", [20, 30, 40, 80])
def test_columns_that_have_no_room_are_named_below_the_table(width):
    columns = (Column("Code"), Column("Place", drop=2), Column("Worker", drop=1), Column("0%  100%", drop=3))
    table = Table(columns, [["KML-1", "Kampong Cham, Kandal", "Sokha Noun", "────●───"]])
    lines = ["".join(cell.text for cell in line) for line in lines_of(table, width)]
    shown, said = lines[0], " ".join(lines).partition("too narrow: ")[2]

    for title in ("Code", "Place", "Worker"):
        assert (title in shown) != (title in said)
    assert "100%" not in said


def test_in_a_pipe_every_column_is_there_and_nothing_is_said():
    table = Table((Column("Code"), Column("Place", drop=1)), [["KML-1", "Kampong Cham, Kandal"]])

    assert not any("narrow" in cell.text for line in lines_of(table, 12, whole=True) for cell in line)
