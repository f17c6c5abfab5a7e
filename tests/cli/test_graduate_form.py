"""Somebody new is asked for once, and what is wrong is put right without typing the rest again.

- what is typed is kept, shown to who typed it, and to nobody else who goes on with the form
- whom she looks like is said at the question, not after the last one
- an edit begins from what is written down; only what was changed becomes a correction
"""

import pytest

from followup.case.facts import Amended, Identified
from followup.case.fields import described
from followup.services import corrections
from tests.builders import a_casebook, a_graduate
from tests.cli.desk import Desk

HER = a_graduate(
    modules=["hairdressing"],
    safe_weekdays=["mon", "thu"],
    avoid=["2026-12-01..2026-12-10"],
    contact={"name": "Aunt Lin", "phone": "099 111 222", "say": "I sell soap."},
)
IDENTITY = [*described(Identified)]


@pytest.fixture
def desk(monkeypatch):
    return Desk(a_casebook(HER), monkeypatch)


def types(desk, *lines, words=("graduate", "add")):
    return desk.run(*words, typed="".join(f"{line}\n" for line in lines))


def edits(desk, *lines, more=()):
    return types(desk, *lines, words=("graduate", "edit", "KML", *more))


def facts(desk):
    return len(desk.book.store.facts(desk.case().id))


SHORT = ["2026-10-01", "", "sewing", ""]
"""When she went home, with whom (nobody knows), her trade, no training."""
WHO = ["Chan Thy", "", "2004", "", "", "", ""]
"""Name, nickname, birth year, phone, village, safe contact, safe weekdays."""


# --- new ------------------------------------------------------------------------------------------------------------


def test_somebody_is_enrolled_in_twelve_answers_and_what_was_typed_is_shown_first(desk):
    result = types(desk, *SHORT, *WHO, "yes")

    assert result.exit_code == 0, result.output
    assert len([*SHORT, *WHO, "yes"]) == 12
    assert "Name" in result.stderr
    assert "Chan Thy" in result.stderr
    assert "Chan" not in result.stdout
    case = desk.case(result.stdout.strip())
    assert (case.trade, case.policy, case.identity.name, case.identity.birth_year) == (
        "sewing",
        "monthly-36",
        "Chan Thy",
        2004,
    )


@pytest.mark.parametrize(
    ("part", "typed", "field", "value"),
    [("policy", "ccpcr", "policy", "ccpcr"), ("centre", "Siem Reap", "centre", "Siem Reap")],
)
def test_what_is_seldom_asked_is_changed_in_the_summary(desk, part, typed, field, value):
    result = types(desk, *SHORT, *WHO, part, typed, "yes")

    assert getattr(desk.case(result.stdout.strip()), field) == value


def test_the_safe_contact_is_asked_for_whole_once_there_is_one(desk):
    answers = [*SHORT, *WHO[:5], "an aunt", "011 000 000", "after six", "The sewing course.", "mon", "yes"]

    who = desk.case(types(desk, *answers).stdout.strip()).identity

    assert (who.contact_name, who.contact_phone, who.contact_say) == ("an aunt", "011 000 000", "The sewing course.")


def test_what_options_say_is_not_asked_and_can_be_changed(desk):
    words = ("graduate", "add", "--return", "2026-10-01", "--trade", "sewing", "--code", "NEW-9")

    result = types(desk, "", "", *WHO, "trade", "weaving", "yes", words=words)

    assert (result.exit_code, result.stdout) == (0, "NEW-9\n")
    assert desk.case("NEW-9").trade == "weaving"


def test_whoever_stops_is_told_how_to_go_on_and_goes_on(desk):
    stopped = types(desk, *SHORT, "Chan Thy")
    assert "Go on with: followup graduate add" in stopped.stderr
    assert len(desk.book.codes) == 1

    result = types(desk, "yes", *WHO[1:], "yes")

    assert result.exit_code == 0, result.output
    assert desk.case(result.stdout.strip()).identity.name == "Chan Thy"
    assert "Return date (" not in result.stderr


def test_who_goes_on_with_the_form_of_somebody_else_is_not_shown_who_it_is_about(desk):
    types(desk, *SHORT, "Chan Thy", "Thy", "2004")

    result = types(desk, "yes", *WHO[3:], "name", "", "no", "")

    assert "Chan" not in result.output
    assert "2004" not in result.output
    assert "written down" in result.stderr


def test_back_leads_to_the_question_before(desk):
    result = types(desk, "2026-10-01", "", "sewing", "back", "weaving", "", *WHO, "yes")

    assert desk.case(result.stdout.strip()).trade == "weaving"


@pytest.mark.parametrize("name", ["KEO Sreymom", "កែវ ស្រីមុំ"])
def test_whom_she_looks_like_is_said_at_the_name(desk, name):
    result = types(desk, *SHORT, name, "no", "Chan Thy", *WHO[1:], "yes")

    assert result.exit_code == 0, result.output
    before, _, after = result.stderr.partition("as KML-1")
    assert "Name: " in before
    assert "Nickname" in after
    assert desk.case(result.stdout.strip()).identity.name == "Chan Thy"


def test_who_was_said_to_be_somebody_else_is_not_asked_about_again(desk):
    result = types(desk, *SHORT, "KEO Sreymom", "yes", *WHO[1:], "yes")

    assert result.exit_code == 0, result.output
    assert result.stderr.count("as KML-1") == 1
    assert len(desk.book.codes) == 2


def test_what_cannot_be_is_said_at_the_summary_and_leads_back(desk):
    words = ("graduate", "add", "--code", "THY-1")

    result = types(desk, *SHORT, *WHO, "code", "SEW-1", "yes", words=words)

    assert "The code shows who she is." in result.stderr
    assert result.stdout == "SEW-1\n"


def test_a_form_that_was_written_down_just_before_the_program_ended_is_not_written_twice(desk, monkeypatch):
    from followup_cli.terminal.form import Form

    with monkeypatch.context() as patch:
        patch.setattr(Form, "drop", lambda self: None)
        types(desk, "2026-10-01", *[""] * 10, "yes")
    assert len(desk.book.codes) == 2

    result = types(desk, "yes", "yes")

    assert "in the casebook already" in result.stderr
    assert len(desk.book.codes) == 2


# --- put right ------------------------------------------------------------------------------------------------------


def test_an_edit_shows_what_is_written_down_and_asks_only_what_is_chosen(desk):
    before = facts(desk)

    result = edits(desk, "trade", "weaving", "yes")

    assert result.exit_code == 0, result.output
    assert "KML-1: month 9 of 36" in result.stderr
    assert "Put right: trade." in result.stdout
    assert desk.case().trade == "weaving"
    assert facts(desk) == before + 1


@pytest.mark.parametrize("lines", [("",), ("trade", "", ""), ("name", "", ""), ("trade", "hairdressing", "")])
def test_an_edit_that_changes_nothing_writes_nothing(desk, lines):
    before = facts(desk)

    result = edits(desk, *lines)

    assert (result.exit_code, facts(desk)) == (0, before)
    assert "Nothing was changed." in result.stdout


def test_who_she_is_stays_covered_in_an_edit_until_asked_for(desk):
    for lines in (("",), ("name", "", ""), ("contact", "", "", "", "", "")):
        shown = edits(desk, *lines).output
        assert "Sreymom" not in shown
        assert "Aunt Lin" not in shown
        assert "099" not in shown
    assert "Sreymom" in edits(desk, "", more=("--names",)).stderr


def test_a_hyphen_takes_away_and_the_summary_says_so(desk):
    result = edits(desk, "village", "-", "safe_weekdays", "-", "contact", "2", "-", "yes")

    assert result.exit_code == 0, result.output
    assert "taken away" in result.stderr
    assert (desk.case().identity.village, desk.case().weekdays, desk.case().identity.contact_phone) == ("", (), "")


def test_identity_is_put_right_by_answering(desk):
    answers = [{"nickname": "Mom", "village": "-"}.get(name, "") for name in IDENTITY]

    result = edits(desk, *answers, "yes", more=("--identity",))

    assert result.exit_code == 0, result.stderr
    who = desk.case().identity
    assert (who.name, who.nickname, who.village) == ("Sreymom Keo", "Mom", "")
    assert "Mom" not in result.stdout
    assert "Sreymom" not in result.output


def test_what_another_window_put_right_meanwhile_is_not_overwritten(desk, monkeypatch):
    """The other window writes while the summary of this one waits for its yes."""
    lines = ["trade", "sewing", "yes", "y"]

    def read(prompt, **_shape):
        if not lines:
            raise KeyboardInterrupt
        if lines[0] == "yes":
            corrections.edit(desk.book, "KML", Amended(trade="cooking"))
        return lines.pop(0)

    monkeypatch.setattr("followup_cli.terminal.asking.read_line", read)
    result = desk.run("graduate", "edit", "KML", typed="")

    assert result.exit_code == 1
    assert "Another window has changed the same of her meanwhile." in result.stderr
    assert desk.case().trade == "cooking"
    assert "sewing (changed)" in desk.run("graduate", "edit", "KML", typed="").stderr


def test_an_edit_is_rehearsed(desk):
    before = facts(desk)

    result = edits(desk, "trade", "weaving", more=("--dry-run",))

    assert (result.exit_code, facts(desk)) == (0, before)
    assert "Would put right: trade." in result.stdout


def test_what_contradicts_the_entries_is_said_at_the_summary(desk):
    desk.run("visit", "record", "KML", "--date", "2026-03-01", "--contact", "home-visit")

    result = edits(desk, "return", "2026-05-01", "return", "2026-02-01", "yes")

    assert result.exit_code == 0, result.output
    assert f"{desk.case().return_date}" == "2026-02-01"


def test_without_a_terminal_nobody_is_asked(desk):
    assert desk.run("graduate", "edit", "KML").exit_code == 1
