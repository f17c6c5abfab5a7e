"""Colours of a terminal: the same signs as Rich would write, without importing it."""

from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment, Segments

from followup_cli.terminal import paint
from followup_cli.terminal.layout import without_end
from followup_cli.terminal.table import STYLES, Cell

WIDTH = 24
TEXTS = st.text(st.sampled_from("ab  ·ស្រី"), max_size=9)
LINES = st.lists(st.lists(st.builds(Cell, TEXTS, st.sampled_from(sorted(STYLES))), max_size=4), max_size=4)


def by_rich(lines, **settings):
    console = Console(file=StringIO(), force_terminal=True, width=WIDTH, highlight=False, _environ={}, **settings)
    styles = {name: console.get_style(style) if style else None for name, style in STYLES.items()}
    segments = []
    for line in lines:
        segments += [Segment(cell.text, styles[cell.style]) for cell in without_end(line) if cell.text]
        segments.append(Segment.line())
    console.print(Segments(segments), end="")
    return console.file.getvalue()


def painted(lines, **environment):
    """What is written to a terminal in a given environment."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ({"COLUMNS": str(WIDTH), "TERM": "xterm", "NO_COLOR": ""} | environment).items():
            patch.setenv(name, value)
        paint._code.cache_clear()
        found = "".join(f"{line}\n" for line in paint.painted(lines))
    paint._code.cache_clear()
    return found


@settings(max_examples=60)
@given(LINES)
def test_lines_are_painted_as_rich_would(lines):
    assert painted(lines) == by_rich(lines, color_system="standard")


def test_where_no_colours_are_wanted_what_is_bold_stays_bold():
    lines = [[Cell("danger ", "bad"), Cell("fine", "good")]]

    assert painted(lines, NO_COLOR="1") == by_rich(lines, color_system="standard", no_color=True)
    assert painted(lines, TERM="unknown") == "danger fine\n"


def test_what_is_wider_than_the_window_is_left_out_as_by_rich():
    lines = [[Cell("a" * 20), Cell("b" * 20, "good"), Cell("c", "head")]]

    assert painted(lines) == by_rich(lines, color_system="standard")
    assert paint.painted(lines, whole=True)[0].count("b") == 20
