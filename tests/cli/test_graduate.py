"""followup graduate: enrolled by answering or from a file, listed, shown, put right; never a name unasked."""

import json

import pytest

from followup.case.home_words import AssessmentDecision, Placement
from followup.services import caseload
from followup_cli.graduates.commands import SORT_KEYS
from followup_cli.graduates.listing import graduates_table
from followup_cli.terminal.layout import line_text, lines_of
from tests.builders import a_casebook, a_flag, a_graduate, a_plan
from tests.cli.desk import Desk

FLAGGED = a_graduate(
    flags=[a_flag(severity="danger", note="Sreymom owes a lender in trapeang veng."), a_flag("health", "watch")],
    assessments=[{"what": "family", "decision": "conditional", "reasons": "Mrs Keo agrees", "by": "SN"}],
    modules=["hairdressing"],
    safe_weekdays=["mon", "thu"],
    avoid=["2026-12-01..2026-12-10"],
    plan=a_plan(customers_a_day="1", assumed=["days open"]),
    contact={"name": "Aunt Lin", "phone": "099 111 222", "say": "I sell soap."},
)


@pytest.fixture
def desk(monkeypatch):
    others = (
        a_graduate("ABC-1", "2025-05-30", name="សុខា", policy="hcc", district="Bati", province="Takeo", worker="KB"),
        a_graduate("NEW-1", "2026-12-15", name="Dara", placement=None, district=None, province=None),
    )
    return Desk(a_casebook(FLAGGED, *others), monkeypatch)


# --- add ------------------------------------------------------------------------------------------------------------


def test_without_a_terminal_or_a_file_the_missing_option_is_named(desk):
    result = desk.run("graduate", "add")

    assert result.exit_code == 2
    assert "--return" in result.stderr
    assert "--from" in result.stderr


def test_options_alone_enrol_and_the_code_is_printed_for_scripts(desk):
    result = desk.run("graduate", "add", "--return", "2026-10-01", "--code", "kml-9", "--trade", "sewing")

    assert (result.exit_code, result.stdout) == (0, "KML-9\n")
    assert desk.case("KML-9").trade == "sewing"


def test_a_person_is_asked_and_a_wrong_answer_is_explained_and_asked_again(desk):
    answers = ["", "soon", "2026-10-01", "with the moon", "on her own", "Takeo", "Bati", ""]
    answers += ["Chan Thy", "", "later", "2004", "", "", "", "someday", "mon,thu", "y"]

    result = desk.run("graduate", "add", "--trade", "sewing", "--code", "CHT-1", typed="\n".join(answers) + "\n")

    assert result.exit_code == 0, result.output
    case = desk.case("CHT-1")
    assert (case.placement, case.trade, case.policy) == (Placement.ON_HER_OWN, "sewing", "monthly-36")
    assert (case.identity.name, case.identity.birth_year, case.weekdays) == ("Chan Thy", 2004, (0, 3))
    assert "This question needs an answer." in result.stderr
    assert result.stdout == "CHT-1\n"


def test_every_question_but_the_return_date_may_be_skipped(desk):
    result = desk.run("graduate", "add", typed="2026-10-01\n" + "\n" * 10 + "yes\n")

    assert result.exit_code == 0, result.output
    assert len(desk.book.codes) == 4


def test_a_person_who_says_no_in_the_end_has_written_nothing(desk):
    result = desk.run("graduate", "add", typed="2026-10-01\n" + "\n" * 9 + "no\n")

    assert result.exit_code == 130
    assert len(desk.book.codes) == 3


def test_a_code_that_is_taken_is_told_before_the_questions(desk):
    result = desk.run("graduate", "add", "--code", "kml-1", typed="")

    assert result.exit_code == 1
    assert "taken" in result.stderr
    assert "Name" not in result.stderr


def test_a_file_of_many_keeps_the_good_rows_and_names_the_bad_ones(desk, tmp_path):
    rows = [
        a_graduate("G-1", name="Sok Thida"),
        a_graduate("G-2", placement="moon"),
        a_graduate("G-3", name="Chan Thy"),
    ]
    path = tmp_path / "many.json"
    path.write_text(json.dumps(rows), "utf-8")

    result = desk.run("graduate", "add", "--from", str(path))

    assert result.exit_code == 1
    assert result.stdout == "G-1\nG-3\n"
    assert "Row 2, placement" in result.stderr
    assert "moon" not in result.output


def look_alike(tmp_path):
    path = tmp_path / "one.json"
    path.write_text(json.dumps([{"return_date": "2026-10-01", "name": "KEO Sreymom"}]), "utf-8")
    return str(path)


def test_whoever_looks_like_somebody_is_left_out_by_a_script_and_the_way_is_told(desk, tmp_path):
    result = desk.run("graduate", "add", "--from", look_alike(tmp_path))

    assert (result.exit_code, result.stdout, len(desk.book.codes)) == (1, "", 3)
    assert "She may be in the casebook already, as KML-1" in result.stderr
    assert "--as-new" in result.stderr
    assert "KEO" not in result.output


@pytest.mark.parametrize(("typed", "people"), [("no\n", 3), ("yes\n", 4)])
def test_a_person_is_asked_whether_she_is_somebody_else(desk, tmp_path, typed, people):
    result = desk.run("graduate", "add", "--from", look_alike(tmp_path), typed=typed)

    assert "as KML-1" in result.stderr
    assert "Somebody else, to be enrolled as new?" in result.stderr
    assert len(desk.book.codes) == people


def test_whoever_is_new_though_she_looks_alike_is_called_so(desk, tmp_path):
    assert desk.run("graduate", "add", "--from", look_alike(tmp_path), "--as-new").exit_code == 0
    assert len(desk.book.codes) == 4


def test_a_file_given_again_says_who_stands_already(desk, tmp_path):
    path = look_alike(tmp_path)
    (code,) = desk.run("graduate", "add", "--from", path, "--as-new").stdout.split()

    result = desk.run("graduate", "add", "--from", path)

    assert (result.exit_code, result.stdout) == (0, "")
    assert f"She is in the casebook already: {code}" in result.stderr
    assert "0 enrolled; 1 known already." in result.stderr


def test_two_by_hand_who_are_told_apart_by_nothing_are_two(desk):
    for _ in range(2):
        assert desk.run("graduate", "add", "--return", "2026-10-01").exit_code == 0
    assert len(desk.book.codes) == 5


def test_a_rehearsal_writes_nothing(desk, tmp_path):
    path = tmp_path / "one.toml"
    path.write_text('code = "G-1"\nreturn_date = 2026-10-01\n[contact]\nphone = "012"\n', "utf-8")

    assert desk.run("graduate", "add", "--from", str(path), "--dry-run").stdout == "G-1\n"
    assert len(desk.book.codes) == 3


def test_options_stand_in_for_what_a_file_does_not_say(desk):
    rows = '[{"code": "G-1", "return_date": "2026-10-01"}, {"code": "G-2", "return_date": "2026-10-01", "worker": "X"}]'

    result = desk.run("graduate", "add", "--from", "-", "--worker", "KB", "--policy", "ccpcr", stdin=rows)

    assert result.exit_code == 0, result.stderr
    assert [desk.case(code).worker for code in ("G-1", "G-2")] == ["KB", "X"]
    assert desk.case("G-1").policy == "ccpcr"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"  \n", "is empty"),
        (b"[]", "no entry"),
        ('{"name": "Sréy"}'.encode("utf-16"), "UTF-16"),
        (b'{\n"name": "Sr\xe9y"}', "Line 2"),
        (b'{"name": "Srey",\n "code": ', "cut off"),
        (b'{"name" "Srey"}', "line 1"),
        (b'{"return_date": NaN}', "NaN"),
        (b'{"code": "A1", "code": "A2"}', "twice"),
        (b"[" * 100_000, "lists inside lists"),
        (b'{"birth_year": ' + b"9" * 5000 + b"}", "too many digits"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence_that_repeats_nothing(desk, tmp_path, data, said):
    path = tmp_path / "bad.json"
    path.write_bytes(data)

    result = desk.run("graduate", "add", "--from", str(path))

    assert result.exit_code == 2, result.output
    assert said in result.stderr
    assert "Sr" not in result.stderr


def test_a_toml_file_says_on_which_line_it_goes_wrong(desk, tmp_path):
    path = tmp_path / "bad.toml"
    path.write_text('code = "A1"\nname = Srey\n', "utf-8")

    result = desk.run("graduate", "add", "--from", str(path))

    assert (result.exit_code, "line 2" in result.stderr, "Srey" in result.stderr) == (2, True, False)


def test_a_file_that_is_not_there_or_a_folder_or_huge_is_refused(desk, tmp_path):
    huge = tmp_path / "huge.json"
    huge.write_bytes(b" " * 20_000_001)

    for path in (tmp_path / "none.json", tmp_path, huge):
        assert desk.run("graduate", "add", "--from", str(path)).exit_code == 2


# --- list -----------------------------------------------------------------------------------------------------------


def test_the_list(desk, golden):
    golden("graduate-list.txt", desk.run("graduate", "list", "--sort", "risk").stdout_bytes)


def test_names_stand_last_and_only_when_asked_for(desk):
    assert "Sreymom" not in desk.run("graduate", "list").output
    named = desk.run("graduate", "list", "--names").stdout.splitlines()
    assert [line.split()[-1] for line in named if "KML-1" in line] == ["Sreymom"]
    assert [line.split()[-1] for line in named if line.endswith("Keo")] == ["Keo"]
    assert "name" not in desk.data("graduate", "list")[0]
    assert desk.data("graduate", "list", "--names")[0]["name"] == "សុខា"


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (("--risk", "High"), ["KML-1"]),
        (("--state", "in-follow-up"), ["ABC-1", "KML-1"]),
        (("--state", "period-over"), ["ABC-1"]),
        (("--state", "expected"), ["NEW-1"]),
        (("--place", "takeo"), ["ABC-1"]),
        (("--worker", "KB"), ["ABC-1"]),
        (("--policy", "hcc"), ["ABC-1"]),
        (("--trade", "weaving"), []),
    ],
)
def test_the_list_is_narrowed(desk, words, codes):
    assert [one["code"] for one in desk.data("graduate", "list", *words)] == codes


def test_a_word_that_is_none_of_those_there_are_lists_them(desk):
    result = desk.run("graduate", "list", "--risk", "Sreymom")

    assert result.exit_code == 2
    assert "low, raised, high" in result.stderr
    assert "Sreymom" not in result.stderr


def test_the_list_can_be_sorted_as_help_says():
    assert tuple(caseload.SORT_KEYS) == SORT_KEYS


def test_a_damaged_case_is_told_and_the_others_are_listed(desk):
    desk.book.store.damage(desk.book.find("ABC-1"))

    result = desk.run("graduate", "list")

    assert result.exit_code == 4
    assert "KML-1" in result.stdout
    assert "was changed" in result.stderr


# --- show -----------------------------------------------------------------------------------------------------------


def test_the_sheet(desk, golden):
    golden("graduate-show.txt", desk.run("graduate", "show", "KML").stdout_bytes)
    golden("graduate-show-all.txt", desk.run("graduate", "show", "KML", "--all").stdout_bytes)


def test_the_sheet_with_names(desk, golden):
    golden("graduate-show-names.txt", desk.run("graduate", "show", "KML", "--names").stdout_bytes)
    golden("graduate-show-all-names.txt", desk.run("graduate", "show", "KML", "--all", "--names").stdout_bytes)


@pytest.mark.parametrize("word", ["sreymom", "keo", "trapeang", "lin", "099 111", "099111", "soap"])
@pytest.mark.parametrize(
    "command",
    [("graduate", "show", "KML"), ("graduate", "show", "KML", "--all"), ("flag", "list", "KML"), ("log", "KML")],
)
def test_nothing_shows_who_she_is_unless_asked(desk, command, word):
    for words in (command, (*command, "--json")):
        assert word not in desk.run(*words).output.casefold().replace("follow", "")


def test_a_damaged_case_hides_every_note_since_its_names_are_not_known(desk):
    desk.book.store.damage(desk.book.find("ABC-1"))

    result = desk.run("graduate", "show", "KML")

    assert result.exit_code == 4
    assert "agrees" not in result.stdout
    assert "KML-1" in result.stdout


def test_the_sheet_for_programs(desk):
    data = desk.data("graduate", "show", "KML")

    assert (data["risk"], data["month"], data["months"]) == ("high", 9, 36)
    assert [flag["number"] for flag in data["open_flags"]] == [1, 2]
    assert "identity" not in data
    assert desk.data("graduate", "show", "KML", "--names")["identity"]["contact_name"] == "Aunt Lin"


def test_a_code_that_nobody_has_suggests_a_near_one(desk):
    result = desk.run("graduate", "show", "KLM-1")

    assert result.exit_code == 2
    assert "KML-1" in result.stderr


# --- edit, assess, place, hand-over ---------------------------------------------------------------------------------


def test_an_edit_is_rehearsed_then_made(desk):
    dry_run = desk.run("graduate", "edit", "KML", "--safe", "tue", "--dry-run")

    assert "Would put right: weekdays" in dry_run.stdout
    assert desk.case().weekdays == (0, 3)
    assert desk.run("graduate", "edit", "KML", "--safe", "", "--cover", "Errand").exit_code == 0
    assert (desk.case().weekdays, desk.case().cover) == ((), "Errand")


def test_identity_cannot_be_asked_without_a_terminal(desk):
    assert desk.run("graduate", "edit", "KML", "--identity").exit_code == 2


def test_an_edit_from_a_file_changes_only_its_keys(desk):
    result = desk.run("graduate", "edit", "KML", "--from", "-", stdin='{"phone": "012 345 678"}')

    assert result.exit_code == 0, result.stderr
    assert (desk.case().identity.phone, desk.case().identity.name) == ("012 345 678", "Sreymom Keo")


def test_an_edit_of_nothing_is_refused(desk):
    assert desk.run("graduate", "edit", "KML").exit_code == 1


def test_an_assessment_may_say_no_and_then_needs_its_reasons(desk):
    words = ("graduate", "assess", "KML", "--what", "Community", "--decision", "no")

    assert desk.run(*words).exit_code == 2
    assert desk.run(*words, "--reasons", "There is no work.", "--on", "2026-11-01").exit_code == 0
    assert [one.said.decision for one in desk.case().assessments] == [
        AssessmentDecision.CONDITIONAL,
        AssessmentDecision.NO,
    ]


def test_a_placement_asks_for_commune_and_village(desk):
    result = desk.run("graduate", "place", "KML", "--how", "relative", typed="\n\nTang Doung\nPrey Lvea\n")

    assert result.exit_code == 0, result.stderr
    assert desk.case().identity.village == "Prey Lvea"
    assert desk.case().district == "Kien Svay"


def test_a_district_needs_its_province_where_nobody_can_be_asked(desk):
    result = desk.run("graduate", "place", "KML", "--how", "relative", "--district", "Bati")

    assert result.exit_code == 2
    assert "--province" in result.stderr


def test_a_hand_over_names_the_flags_that_stay_with_another_owner(desk):
    result = desk.run("graduate", "hand-over", "KML", "--to", "KB")

    assert result.exit_code == 0
    assert "another owner: 2" in result.stdout


@pytest.mark.parametrize("verb", ["assess", "place", "hand-over"])
def test_nobody_is_asked_without_a_terminal(desk, verb):
    result = desk.run("graduate", verb, "KML")

    assert result.exit_code == 2
    assert "is missing" in result.stderr


@pytest.mark.parametrize("typed", ["abc", "19x5", "$5", "1900", "3000"])
def test_a_birth_year_that_is_none_is_refused_with_a_hint_for_years_and_not_for_money(desk, typed):
    row = json.dumps({"return_date": "2026-10-01", "birth_year": typed})

    result = desk.run("graduate", "add", "--from", "-", stdin=row)

    assert result.exit_code == 1
    assert "four digits" in result.stderr
    assert not any(word in result.stderr for word in ("riel", "$", "cents"))


@pytest.mark.parametrize("names", [False, True])
def test_in_a_narrow_window_the_next_visit_is_whole_and_less_is_shown_of_the_rest(desk, names):
    lines = caseload.list_graduates(desk.book, caseload.CaseloadFilter(), names=names)
    table = graduates_table(lines, desk.book.today, str, names=names)

    head, _, *rows = [line_text(line) for line in lines_of(table, 40)]

    assert "Next visit" in head
    assert any("Mon  2 Nov" in row for row in rows)
