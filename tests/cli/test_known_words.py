"""Provinces, districts, trades and modules: known words in one spelling, near ones asked about, new ones possible.

- a known word is kept as it is spelled in the list, however it was typed: in capitals, in Khmer, with its kind of place
- what is nearly a known word is asked about on a terminal, and refused without one, unless it stands as written
- a district of another province is said to be one
- what a casebook holds already is known, unless it shows who somebody is
"""

import json

import pytest

from followup.services.words_in_use import WordsInUse
from followup_data import shipped
from tests.builders import a_casebook, a_graduate
from tests.cli.desk import Desk

ADD = ("graduate", "add", "--return", "2026-10-01", "--code", "NEW-1", "--placement", "family")


@pytest.fixture
def desk(monkeypatch):
    hers = {"province": "Kandal", "district": "Koh Oknha", "trade": "pottery", "modules": ["first-aid"]}
    return Desk(a_casebook(a_graduate(**hers), a_graduate("SRE-1", trade="Sreymom")), monkeypatch)


def home(desk, code="NEW-1"):
    case = desk.case(code)
    return case.province, case.district, case.trade, case.modules


# --- what is known --------------------------------------------------------------------------------------------------


def test_every_place_has_its_khmer_name_and_no_spelling_means_two_places_of_a_province():
    places, spellings = shipped.places(), shipped.place_spellings()

    assert len(places) == 25
    assert sum(map(len, places.values())) == 210
    assert places.keys() == spellings["provinces"].keys() == spellings["districts"].keys()
    for province, districts in places.items():
        otherwise = spellings["districts"][province]
        assert districts == sorted(otherwise, key=str.casefold)
        names = [*districts, *(name for those in otherwise.values() for name in those)]
        assert len(set(names)) == len(names)
        for khmer, *_ in (spellings["provinces"][province], *otherwise.values()):
            assert all("\u1780" <= sign <= "\u17ff" or sign == " " for sign in khmer)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("BATTAMBANG", "Battambang"),
        ("បាត់ដំបង", "Battambang"),
        ("ខេត្តបាត់ដំបង", "Battambang"),
        ("Khaet Battambang", "Battambang"),
        ("កណ្តាល", "Kandal"),
        ("កណ្ដាល", "Kandal"),
        ("Siemreap", "Siem Reap"),
        ("Preah-Vihéar", "Preah Vihear"),
    ],
)
def test_a_province_is_kept_in_one_spelling(desk, typed, word):
    assert desk.run(*ADD, "--province", typed).exit_code == 0
    assert home(desk)[0] == word


def test_words_of_the_casebook_are_known_but_for_those_that_name_somebody(desk):
    words = WordsInUse(desk.book)

    assert "pottery" in words.of("trade").words
    assert "Sreymom" not in words.of("trade").words
    assert "first-aid" in words.of("modules").words
    assert "Koh Oknha" in words.of("district", "Kandal").words
    assert "Koh Oknha" not in words.of("district", "Takeo").words


def test_a_word_that_names_somebody_is_offered_nowhere(desk):
    asked = desk.run("graduate", "add", "--return", "2026-10-01", typed="\nsreymum\nyes\n")
    option = desk.run(*ADD, "--trade", "Sreymum")

    assert option.exit_code == 0
    assert "Sreymom" not in asked.output + option.output


@pytest.mark.parametrize("typed", ["Kandal", "kandal", "កណ្ដាល", "ខេត្តកណ្តាល"])
def test_a_list_is_of_a_place_in_any_spelling(desk, typed):
    assert "KML-1" in [one["code"] for one in desk.data("graduate", "list", "--place", typed)]


# --- options --------------------------------------------------------------------------------------------------------


def test_without_a_terminal_a_near_word_is_refused_and_kept_if_it_is_meant_as_written(desk):
    refused = desk.run(*ADD, "--trade", "Potery")
    kept = desk.run(*ADD, "--trade", "Potery", "--as-written")

    assert refused.exit_code == 2
    assert "--trade: That looks like pottery." in refused.stderr
    assert "--as-written" in refused.stderr
    assert kept.exit_code == 0
    assert home(desk)[2] == "Potery"


@pytest.mark.parametrize("trade", ["brewing", "sewing machines", "Centre 2"])
def test_a_new_word_is_taken(desk, trade):
    assert desk.run(*ADD, "--trade", trade).exit_code == 0
    assert home(desk)[2] == trade


def test_a_district_of_another_province_is_said_to_be_one(desk):
    refused = desk.run(*ADD, "--province", "Kandal", "--district", "Bavel")
    placed = desk.run("graduate", "place", "KML", "--how", "family", "--province", "Kandal", "--district", "Samraong")
    kept = desk.run(*ADD, "--province", "Kandal", "--district", "Bavel", "--as-written")

    assert "--district: That district is in Battambang." in refused.stderr
    assert "That district is in Oddar Meanchey and Takeo." in placed.stderr
    assert (refused.exit_code, placed.exit_code, kept.exit_code) == (2, 2, 0)
    assert home(desk)[:2] == ("Kandal", "Bavel")


def test_on_a_terminal_a_near_word_of_an_option_is_asked_about(desk):
    said_yes = desk.run("graduate", "edit", "KML", "--trade", "Potery", "--modules", "literacy,firstaid", typed="\ny\n")

    assert said_yes.exit_code == 0, said_yes.output
    assert "pottery? [Yes/no]" in said_yes.stderr
    assert home(desk, "KML-1")[2:] == ("pottery", ("literacy", "first-aid"))

    assert desk.run("graduate", "edit", "KML", "--trade", "Potery", typed="no\n").exit_code == 0
    assert home(desk, "KML-1")[2] == "Potery"


def test_on_a_terminal_no_to_a_district_elsewhere_writes_nothing(desk):
    words = ("graduate", "place", "KML", "--how", "family", "--province", "Kandal", "--district", "Bavel")

    assert desk.run(*words, typed="no\n").exit_code == 2
    assert home(desk, "KML-1")[1] == "Koh Oknha"
    assert desk.run(*words, typed="yes\n\n\n").exit_code == 0
    assert home(desk, "KML-1")[1] == "Bavel"


# --- questions ------------------------------------------------------------------------------------------------------


def test_a_place_is_asked_for_by_number_and_its_districts_are_those_of_the_province(desk):
    result = desk.run("graduate", "place", "KML", "--how", "family", typed="ខេត្តបាត់ដំបង\nbavell\n\n\n\n")

    assert result.exit_code == 0, result.output
    assert " 2 Battambang " in result.stderr
    assert "Bavel? [Yes/no]" in result.stderr
    assert home(desk, "KML-1")[:2] == ("Battambang", "Bavel")


def test_enter_keeps_a_place_that_is_in_no_list(desk):
    result = desk.run("graduate", "place", "KML", "--how", "relative", typed="\n\n\n\n")

    assert result.exit_code == 0, result.output
    assert home(desk, "KML-1")[:2] == ("Kandal", "Koh Oknha")


def test_at_a_question_a_district_elsewhere_is_asked_about_before_it_is_taken(desk):
    result = desk.run("graduate", "place", "KML", "--how", "family", typed="kandal\nBanan\nno\nkien svay\n\n\n")

    assert "That district is in Battambang. Write it down all the same? [yes/No]" in result.stderr
    assert home(desk, "KML-1")[:2] == ("Kandal", "Kien Svay")


# --- files ----------------------------------------------------------------------------------------------------------

ROWS = [
    {"code": "ONE-1", "return_date": "2026-10-01", "trade": "Potery", "placement": "family", "province": "Takeoo"},
    {"code": "TWO-1", "return_date": "2026-10-01", "trade": "Potery", "modules": ["LITERACY", 7]},
    {"code": "SIX-1", "return_date": "2026-10-01", "trade": "POTTERY", "modules": ["LITERACY"]},
]


def test_rows_of_a_file_with_near_words_are_left_out_and_told(desk):
    result = desk.run("graduate", "add", "--from", "-", stdin=json.dumps(ROWS))

    assert result.exit_code == 1
    assert "trade: That looks like pottery. Write pottery; or add --as-written" in " ".join(result.stderr.split())
    assert "province: That looks like Takeo." in " ".join(result.stderr.split())
    assert sorted(desk.book.codes.values()) == ["KML-1", "SIX-1", "SRE-1"]
    assert home(desk, "SIX-1")[2:] == ("pottery", ("literacy",))


def test_rows_of_a_file_are_kept_as_written_if_that_is_said(desk):
    desk.run("graduate", "add", "--from", "-", "--as-written", stdin=json.dumps(ROWS[:1]))

    assert home(desk, "ONE-1")[::2] == ("Takeoo", "Potery")


def test_on_a_terminal_each_near_word_of_a_file_is_asked_about_once(desk, tmp_path):
    file = tmp_path / "rows.json"
    file.write_text(json.dumps(ROWS), encoding="utf-8")

    result = desk.run("graduate", "add", "--from", str(file), typed="\nyes\n\n")

    assert result.stderr.count("pottery? [Yes/no]") == 1
    assert home(desk, "ONE-1")[::2] == ("Takeo", "pottery")
    assert home(desk, "SIX-1")[2] == "pottery"


# --- who looks after something --------------------------------------------------------------------------------------

PROMISE = ("promise", "make", "KML", "--what", "Bring seed.", "--due", "2026-12-15")


@pytest.mark.parametrize(("lines", "owner"), [("chanto\n\n", "Chantou"), ("1\n", "Chantou"), ("Mr X\ny\n", "Mr X")])
def test_whoever_looks_after_something_is_chosen_among_the_workers_or_is_from_outside(desk, lines, owner):
    desk.run("office", "worker", "add", "Chantou")

    result = desk.run(*PROMISE, typed=lines)

    assert result.exit_code == 0, result.output
    assert desk.case().promises[0].said.by_whom == owner


@pytest.mark.parametrize(("word", "owner"), [("\n", "Chantou"), ("no\n", "Chanto")])
def test_on_a_terminal_a_slip_in_a_workers_name_is_asked_about(desk, word, owner):
    desk.run("office", "worker", "add", "Chantou")

    assert desk.run(*PROMISE, "--by", "Chanto", typed=word).exit_code == 0
    assert desk.case().promises[0].said.by_whom == owner


def test_the_worker_of_a_laptop_is_not_called_by_the_whole_name_of_a_graduate(desk):
    desk.run("graduate", "edit", "KML", "--from", "-", stdin=json.dumps({"name": "Dara Sok"}))

    for words in (("--renamed",), ("--somebody-else",), ()):
        result = desk.run("office", "set", "--worker", "dara sok", *words)

        assert result.exit_code == 1
        assert "use initials" in result.stderr
