"""followup referral: sent, answered, done or not, withdrawn; listed and shown; names in it are masked."""

from datetime import date

import pytest

from followup.case.consent_words import Purpose
from followup.case.facts import ConsentAsked
from followup.case.referral_words import ReferralState, SharedDetail
from tests.builders import a_casebook, a_graduate
from tests.cli.desk import Desk


@pytest.fixture
def desk(monkeypatch):
    book = a_casebook(a_graduate(), a_graduate("OTH-1", worker="KB", name="Other"))
    consent = ConsentAsked((Purpose.REFERRAL_MEDICAL, Purpose.REFERRAL_LEGAL), (), "SN", "In plain words.")
    book.write(book.find("KML"), consent, on=date(2026, 10, 1))
    desk = Desk(book, monkeypatch)
    told = ("--why", "Take Sreymom to a test.", "--to", "Dr Sreymom's clinic", "--on", "2026-11-01")
    assert desk.run("referral", "add", "KML", "--service", "medical", *told).exit_code == 0
    assert desk.run("referral", "add", "KML", "--service", "legal", "--why", "Her land.").exit_code == 0
    return desk


def test_all_open_referrals(desk, golden):
    golden("referral-list.txt", desk.run("referral", "list").stdout_bytes)


def test_all_referrals_of_one_graduate(desk, golden):
    desk.run("referral", "answer", "KML", "1", "--reply", "refused", "--note", "No place before the new year.")

    golden("referral-list-one.txt", desk.run("referral", "list", "KML").stdout_bytes)


def test_one_referral_with_all_its_steps(desk, golden):
    desk.run("referral", "answer", "KML", "1", "--reply", "accepted", "--on", "2026-11-10", "--waits-for", "herself")
    came_of = ("--done", "--came-of", "Tablets for three months.")
    assert desk.run("referral", "done", "KML", "1", *came_of).exit_code == 0

    shown = desk.run("referral", "show", "KML", "1").stdout
    reference = desk.data("referral", "show", "KML", "1")["reference"]
    golden("referral-show.txt", shown.replace(reference, "R-3F9A2C").encode())


def test_names_are_masked_unless_asked_for(desk):
    shown = [desk.run("referral", *words).output for words in (["list"], ["list", "KML"], ["show", "KML", "1"])]

    assert "Sreymom" not in "".join(shown)
    assert "Sreymom" not in str(desk.data("referral", "list"))
    assert "Sreymom" in desk.run("referral", "list", "--names").stdout


@pytest.mark.parametrize("missing", ["--service", "--why"])
def test_nobody_is_asked_without_a_terminal(desk, missing):
    words = {"--service": "legal", "--why": "Her land."}
    given = [word for option, value in words.items() if option != missing for word in (option, value)]

    result = desk.run("referral", "add", "KML", *given)

    assert (result.exit_code, f"{missing} is missing" in result.stderr) == (2, True)


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        (("answer", "KML", "1"), "--reply"),
        (("answer", "KML", "1", "--reply", "refused"), "--note"),
        (("done", "KML", "1"), "--done"),
        (("done", "KML", "1", "--done"), "--came-of"),
        (("withdraw", "KML", "1"), "--reason"),
    ],
)
def test_what_is_missing_of_a_step_is_named_without_a_terminal(desk, words, missing):
    result = desk.run("referral", *words)

    assert (result.exit_code, missing in result.stderr) == (2, True), result.output


def test_a_person_is_asked_question_by_question_and_may_tell_nothing_of_her(desk):
    typed = "legal\nHer papers.\n\nname, age\nin 3 weeks\nyes\n"

    result = desk.run("referral", "add", "KML", typed=typed)

    assert result.exit_code == 0, result.output
    said = desk.case().referrals[-1].said
    assert (said.why, said.to, said.shares) == ("Her papers.", "", (SharedDetail.NAME, SharedDetail.AGE))
    assert said.until == date(2026, 12, 12)


def test_without_her_yes_nothing_is_sent_but_by_a_decision_with_a_name_and_a_reason(desk):
    refused = desk.run("referral", "add", "OTH", "--service", "police", "--why", "A report.")
    assert refused.exit_code == 1
    assert "followup consent ask OTH-1" in refused.stderr.replace("\n", " ")

    typed = "police\ny\nKB\nShe is in danger.\nA report.\n\n\n\nyes\n"
    assert desk.run("referral", "add", "OTH", typed=typed).exit_code == 0
    log = desk.run("log", "OTH").stdout
    assert "She is in danger." in log
    assert "Referred: police" in log


def test_a_page_is_taken_along_only_of_an_open_referral_she_agrees_to(desk, tmp_path):
    desk.run("referral", "withdraw", "KML", "2", "--reason", "Not wanted.")
    assert desk.case().referrals[1].state is ReferralState.WITHDRAWN

    assert desk.run("print", "referral", "KML", "2", "--to", str(tmp_path)).exit_code == 1
    desk.run("consent", "withdraw", "KML", "referral-medical", "--yes")
    assert desk.run("print", "referral", "KML", "--to", str(tmp_path)).exit_code == 1
    assert not list(tmp_path.iterdir())


def test_what_stands_on_her_screen_stands_on_the_list_and_in_the_data(desk):
    listed = desk.data("referral", "list", "KML")
    shown = desk.data("graduate", "show", "KML")["referrals"]

    assert shown == [one for one in listed if one["open"]]
    assert desk.data("status")["referrals_past"] == 1
    page = desk.run("graduate", "show", "KML").stdout
    assert "Referrals" in page
    assert "referral past" in desk.run("today").stdout
