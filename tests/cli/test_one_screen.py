"""Everything about one graduate that the day needs, on one screen; all of it with --all."""

import os

import pytest

from followup.services.graduate_sheet import graduate_sheet
from followup.services.guarded_names import masks_of
from followup_cli.graduates import one_screen
from tests.builders import a_casebook, a_flag, a_graduate
from tests.cli.desk import Desk
from tests.cli.followed import the_caseload, write
from tests.demo.demos import a_demo

PROMPT = 2
"""Rows of the window that the command and the next one take."""


@pytest.fixture
def desk(monkeypatch):
    return Desk(the_caseload(), monkeypatch)


@pytest.fixture
def a_window(monkeypatch):
    """Makes the window a terminal of so many columns and rows."""

    def opened(columns, rows):
        monkeypatch.setattr(one_screen, "_window", lambda: os.terminal_size((columns, rows)))

    return opened


def screens(book, *, names):
    masks = masks_of(book, names=names)
    for code in book.codes.values():
        sheet = graduate_sheet(book, code)
        yield code, one_screen.graduate_screen(sheet, *masks, today=book.today, names=names)


@pytest.mark.parametrize("graduates", [20, 60, 120])
def test_everybody_of_the_demo_fits_a_window_of_80_by_24(a_window, graduates):
    a_window(80, 24)
    book, _ = a_demo(graduates)

    tall = {code: page.height(80) for code, page in screens(book, names=False)}
    with_names = {code: page.height(80) for code, page in screens(book, names=True)}

    assert max(tall.values()) <= 24 - PROMPT
    assert max(with_names.values()) <= 24 - 1  # the pager's last row says which keys there are


def test_a_larger_window_shows_more_of_what_needs_attention(a_window):
    book = the_caseload()
    a_window(80, 24)
    small = dict(screens(book, names=False))["SHOP-1"].height(80)
    a_window(80, 60)

    assert dict(screens(book, names=False))["SHOP-1"].height(80) > small


def in_one_line(desk, *words):
    return " ".join(desk.run("graduate", "show", *words).stdout.split())


def test_it_says_what_to_do_as_the_agenda_does_and_the_command(desk):
    shown = in_one_line(desk, "GONE")

    assert "To do Not met for 62 days; visit 9, overdue since 8 Nov: go now. followup visit record GONE-1" in shown
    assert desk.run("today").stdout.startswith("First: GONE-1, not met for 62 days; visit 9, overdue since 8 Nov: go")


def test_it_says_that_nothing_is_due_where_that_is_so(desk):
    assert "To do Nothing is due today." in in_one_line(desk, "WELL")


def test_as_she_was_on_another_day_there_is_nothing_to_do(desk):
    assert "To do" not in in_one_line(desk, "GONE", "--as-of", "2026-11-01")


def test_why_she_is_at_risk_is_never_cut(a_window):
    kinds = ("debt", "violence", "health", "isolation", "recruiter-near", "past-disclosed")
    book = a_casebook(a_graduate(flags=[a_flag(kind, "danger") for kind in kinds]))
    a_window(80, 12)

    (page,) = [page for _, page in screens(book, names=False)]

    (risk,) = [part.text for part in page.parts if getattr(part, "label", "") == "Risk"]
    assert all(kind.replace("-", " ") in risk for kind in kinds)
    assert page.height(80) > 12  # the pager shows what does not fit


def test_what_is_left_out_is_counted_and_said_where_it_stands(desk, a_window):
    a_window(80, 18)
    shown = in_one_line(desk, "SHOP")

    assert "danger: Safety is scored 1, in danger. and 6 more" in shown
    assert "More: followup graduate show SHOP-1 --all; name and contact: --names" in shown
    assert "Takings under costs two months running" in in_one_line(desk, "SHOP", "--all")


def test_one_promise_too_many_is_shown_and_not_counted(desk, a_window):
    a_window(80, 18)

    shown = in_one_line(desk, "SHOP")

    assert "Ask Mrs ▒▒▒ about the stall." in shown
    assert "due Mon 30 Nov, by KB: Bring the scissors." in shown


def test_her_name_stands_there_only_when_asked_for(desk):
    assert "Sreymom" not in in_one_line(desk, "SHOP")
    assert "Who she is name Sreymom Keo;" in in_one_line(desk, "SHOP", "--names")


def test_tries_since_she_was_met_are_one_line(desk):
    from tests.cli.followed import TRY

    write(desk.book, "SHOP", ("2026-11-14", TRY))

    assert "Tries 2 failed, the last Sat 14 Nov 2026: not at home" in in_one_line(desk, "SHOP")
