"""A word that nobody knows is an error that names the near ones; it never gives an empty list.

- every option that takes a word, of every command, with a typo: exit code 2, the near word, nothing on stdout, and the
  typo is not repeated
- the beginning of one word is that word; of several it is an error that names them
- capitals and accents do not matter
"""

import re
from datetime import date

import pytest
import typer

from followup.case.facts import Configured, Ended, WorkerAdded, WorkerLeft
from followup.case.outcome_words import FailureCause, OutcomeKind
from followup.services import lessons, outcomes
from followup_cli.app import app
from tests.builders import a_casebook, a_flag, a_graduate, a_plan
from tests.cli.desk import Desk
from tests.cli.test_reading import all_commands

END = ("--how", "no-contact", "--note", "Gone.")
FLAG = ("KML", "--kind", "debt", "--severity", "watch", "--note", "x")
HOME = ("--return", "2026-10-01", "--placement", "family")
PLACE = ("KML", "--how", "family")
LESSON = ("lesson", "propose", "--change", "Teach it.")

TYPOS = {
    ("today", "--worker"): (["--worker", "~KBX"], "KB"),
    ("flag list", "--worker"): (["--worker", "~KBX"], "KB"),
    ("promise list", "--worker"): (["--worker", "~KBX"], "KB"),
    ("calendar export", "--worker"): (["--worker", "~KBX"], "KB"),
    ("export caseload", "--worker"): (["--internal", "--worker", "~KBX"], "KB"),
    ("export visits", "--worker"): (["--internal", "--worker", "~KBX"], "KB"),
    ("export flags", "--worker"): (["--internal", "--worker", "~KBX"], "KB"),
    ("export outcomes", "--worker"): (["--internal", "--worker", "~KBX"], "KB"),
    ("graduate list", "--worker"): (["--worker", "~KBX"], "KB"),
    ("graduate list", "--place"): (["--place", "~rusey"], "Russey Keo"),
    ("graduate list", "--risk"): (["--risk", "~hihg"], "high"),
    ("graduate list", "--trade"): (["--trade", "~hiar"], "hairdressing"),
    ("graduate list", "--policy"): (["--policy", "~montly-36"], "monthly-36"),
    ("graduate list", "--state"): (["--state", "~perod-over"], "period_over"),
    ("graduate list", "--sort"): (["--sort", "~retrun"], "return"),
    ("graduate add", "--worker"): (["--return", "2026-10-01", "--worker", "~KBX"], "KB"),
    ("graduate add", "--placement"): (["--return", "2026-10-01", "--placement", "~famly"], "family"),
    ("graduate add", "--policy"): (["--return", "2026-10-01", "--policy", "~montly-36"], "monthly-36"),
    ("graduate add", "--province"): ([*HOME, "--province", "~Batambang"], "Battambang"),
    ("graduate add", "--district"): ([*HOME, "--province", "Kandal", "--district", "~Kien-Svai"], "Kien Svay"),
    ("graduate add", "--trade"): ([*HOME, "--trade", "~hairdresing"], "hairdressing"),
    ("graduate add", "--modules"): ([*HOME, "--modules", "literacy,~life-skils"], "life-skills"),
    ("graduate edit", "--trade"): (["KML", "--trade", "~weavin"], "weaving"),
    ("graduate edit", "--modules"): (["KML", "--modules", "~literary"], "literacy"),
    ("graduate place", "--province"): (["KML", "--how", "family", "--province", "~Takéoo"], "Takeo"),
    ("graduate place", "--district"): ([*PLACE, "--province", "Takeo", "--district", "~Batti"], "Bati"),
    ("graduate add", "--safe"): (["--return", "2026-10-01", "--safe", "~mno"], "mon"),
    ("graduate edit", "--policy"): (["KML", "--policy", "~montly-36"], "monthly-36"),
    ("graduate edit", "--safe"): (["KML", "--safe", "~mno"], "mon"),
    ("graduate hand-over", "--to"): (["KML", "--to", "~KBX"], "KB"),
    ("graduate hand-over", "--from"): (["--all", "--from", "~KBX", "--to", "SN"], "KB"),
    ("graduate return", "--policy"): (["END-1", "--on", "2026-11-02", "--policy", "~montly-36"], "monthly-36"),
    ("graduate assess", "--what"): (["KML", "--what", "~comunity", "--decision", "yes"], "community"),
    ("graduate assess", "--decision"): (["KML", "--what", "family", "--decision", "~yse"], "yes"),
    ("graduate place", "--how"): (["KML", "--how", "~reltive"], "relative"),
    ("flag raise", "--kind"): (["KML", "--kind", "~dept", "--severity", "watch", "--note", "x"], "debt"),
    ("flag raise", "--severity"): (["KML", "--kind", "debt", "--severity", "~wacth", "--note", "x"], "watch"),
    ("flag raise", "--owner"): (
        ["KML", "--kind", "debt", "--severity", "watch", "--note", "x", "--owner", "~Chanto"],
        "C",
    ),
    ("flag review", "--severity"): (["KML", "1", "--severity", "~dagner", "--note", "x"], "danger"),
    ("flag review", "--owner"): (["KML", "1", "--note", "x", "--owner", "~Chanto"], "Chantou"),
    ("promise make", "--by"): (["KML", "--what", "x", "--due", "2026-12-24", "--by", "~Chanto"], "Chantou"),
    ("consent list", "--worker"): (["--worker", "~KBX"], "KB"),
    ("consent ask", "--given"): (["KML", "--given", "calls,~calender", "--words", "x"], "calendar"),
    ("consent ask", "--refused"): (["KML", "--refused", "~famly", "--words", "x"], "family"),
    ("consent ask", "--guardian"): (["KML", "--given", "calls", "--words", "x", "--guardian", "~agred"], "agreed"),
    ("consent withdraw", "what"): (["KML", "~calender", "--yes"], "calendar"),
    ("consent override", "purpose"): (["KML", "~famly", "--reason", "x"], "family"),
    ("promise end", "--by"): (["KML", "--on", "2029-01-31", "--by", "~Chanto"], "Chantou"),
    ("today", "--by"): (["--by", "~comune"], "commune"),
    ("support add", "--kind"): (["KML", "--kind", "~scool"], "school"),
    ("support add", "--for"): (["KML", "--kind", "school", "--for", "~chidl"], "child"),
    ("support add", "--fund"): (["KML", "--kind", "school", "--fund", "~Scool fund"], "School fund"),
    ("support list", "--kind"): (["--kind", "~scool"], "school"),
    ("support list", "--fund"): (["--fund", "~Scool fund"], "School fund"),
    ("referral add", "--service"): (["KML", "--service", "~medcal", "--why", "x"], "medical"),
    ("referral add", "--shares"): (
        ["KML", "--service", "medical", "--why", "x", "--shares", "name,~ditsrict"],
        "district",
    ),
    ("referral add", "--waits-for"): (
        ["KML", "--service", "medical", "--why", "x", "--waits-for", "~servce"],
        "service",
    ),
    ("referral answer", "--reply"): (["KML", "1", "--reply", "~acepted"], "accepted"),
    ("referral answer", "--waits-for"): (["KML", "1", "--reply", "not-yet", "--waits-for", "~herslf"], "herself"),
    ("referral list", "--worker"): (["--worker", "~KBX"], "KB"),
    ("referral list", "--service"): (["--service", "~medcal"], "medical"),
    ("print referral", "--language"): (["KML", "--language", "~kmh"], "km"),
    ("visit record", "--contact"): (["KML", "--contact", "~hmoe-visit"], "home_visit"),
    ("visit record", "--score"): (["KML", "--contact", "phone", "--score", "~saftey=3"], "safety"),
    ("visit record", "--cost"): (["KML", "--contact", "phone", "--takings", "1", "--cost", "~materals=3"], "materials"),
    ("visit record", "--agreement"): (["KML", "--contact", "phone", "--agreement", "~parlty"], "partly"),
    ("visit record", "--not-seen"): (["KML", "--contact", "phone", "--not-seen", "debt,~voilence"], "violence"),
    ("print sheets", "--worker"): (["--worker", "~KBX"], "KB"),
    ("print sheets", "--language"): (["--language", "~kmm"], "km"),
    ("visit attempt", "--reason"): (["KML", "--reason", "~refusd", "--safe"], "refused"),
    ("outcome record", "--how"): (["KML", "--how", "~no-contcat", "--causes", "debt"], "no_contact"),
    ("outcome record", "--causes"): (["KML", *END, "--causes", "debt,~distnace"], "distance"),
    ("outcome edit", "--how"): (["END-1", "--how", "~no-contcat", "--causes", "debt"], "no_contact"),
    ("outcome edit", "--causes"): (["END-1", *END, "--causes", "debt,~distnace"], "distance"),
    ("outcome milestone", "--how"): (["KML", "--month", "12", "--how", "~not-yte"], "not_yet"),
    ("outcome milestone", "--month"): (["KML", "--month", "~13", "--how", "not-yet"], "12"),
    ("outcome list", "--result"): (["--result", "~faliure"], "failure"),
    ("lesson propose", "--cause"): (["--change", "x", "--cause", "~distnace"], "distance"),
    ("lesson propose", "--module"): (
        ["--change", "x", "--cause", "debt", "--module", "~smal-business"],
        "small-business",
    ),
    ("lesson answer", "--owner"): (["1", "--accept", "--by", "2026-12-01", "--owner", "~Chanto"], "Chantou"),
    ("lesson apply", "--centre"): (["1", "--centre", "~Tmo"], "Tom Dy"),
    ("lesson check", "--verdict"): (["1", "--verdict", "~helpd", "--note", "x"], "helped"),
    ("lesson evidence", "module"): (["~smal-business", "--internal"], "small-business"),
    ("office set", "--currency"): (["--currency", "~KRH"], "KHR"),
    ("office set", "--dates"): (["--dates", "~mnoth-first"], "month_first"),
    ("office set", "--timezone"): (["--timezone", "~Asia/Pnom_Penh"], "Asia/Phnom_Penh"),
    ("office worker rename", "worker"): (["~KBX", "--to", "KBY"], "KB"),
    ("office worker leave", "worker"): (["~KBX", "--to", "SN"], "KB"),
    ("office worker leave", "--to"): (["SN", "--to", "~KBX"], "KB"),
    ("office district", "--province"): (["Bati", "--province", "~Takoe"], "Takeo"),
    ("office district", "--distance"): (["Bati", "--distance", "~naer"], "near"),
    ("schedule preview", "--workdays"): (["--return", "2026-01-31", "--workdays", "~weekdyas"], "weekdays"),
    ("schedule preview", "--safe"): (["--return", "2026-01-31", "--safe", "~mno"], "mon"),
    ("calendar export", "--cancelled"): (["--cancelled", "~recnet"], "recent"),
    ("lesson propose", "--for"): (["--change", "x", "--cause", "debt", "--for", "~plasement"], "placement"),
    ("lesson edit", "--for"): (["1", "--for", "~plasement"], "placement"),
    ("lesson edit", "--cause"): (["1", "--cause", "~distnace"], "distance"),
    ("lesson edit", "--module"): (["1", "--module", "~smal-business"], "small-business"),
    ("lesson list", "--for"): (["--for", "~plasement"], "placement"),
    ("plan set", "--kind"): (["KML", "--kind", "~animlas"], "animals"),
    ("print quarter", "--language"): (["--language", "~kmh"], "km"),
    ("print route", "--language"): (["--language", "~kmh"], "km"),
    ("print route", "--worker"): (["--worker", "~KBX"], "KB"),
    ("print cash-book", "--language"): (["--language", "~kmh"], "km"),
    ("print recovery", "--language"): (["--yes", "--language", "~kmh"], "km"),
    ("print plan", "--language"): (["KML", "--language", "~kmh"], "km"),
    ("log", "--by"): (["--access", "--by", "~KBX"], "KB"),
    ("print training", "--language"): (["--language", "~kmh"], "km"),
    ("import graduates", "--date-order"): (["x.csv", "--date-order", "~day-frist"], "day_first"),
    ("import visits", "--date-order"): (["x.csv", "--date-order", "~day-frist"], "day_first"),
    ("import plans", "--date-order"): (["x.csv", "--date-order", "~day-frist"], "day_first"),
    ("schedule taper", "--every"): (["KML", "--from", "30", "--every", "~4", "--why", "x"], "3"),
}
"""Every option that takes a word: the command line with a ~typo in it, and the word that was meant."""

OF_ANOTHER_KIND = (
    {"--note", "--what", "--reasons", "--why", "--reason", "--how", "--change", "--seen", "--decline", "--against"}
    | {"--words", "--explained-by", "--ask-again", "--guardian-name"}  # of consent, in words of one's own
    | {"--agreed", "--cover", "--code", "--went", "--came-of", "--reference"}  # what is written, kept as it is
    | {"--by", "--decided-by", "--second", "--supervisor", "--owner"}  # whoever it is, also from outside
    | {"--given-to", "--key"}  # an organisation, and an age key
    | {"--centre"}  # a new one may be true of a new graduate
    | {"--worker", "--to", "name", "worker", "--country"}  # somebody or something new, or refused in its own words
    | {"--on", "--as-of", "--return", "--review", "--due", "--since", "--until", "--known-at", "--end", "day", "days"}
    | {
        "--last-contact",
        "--leave",
        "--avoid",
        "--frozen",
        "--pause",
        "--closed",
        "--open",
        "--holidays",
        "--year",
        "--from",
        "--time",
    }
    | {"--days", "--minutes", "--slot", "--customers", "--takings", "--drawings", "--stock", "--debt", "--savings"}
    | {"--visits", "--window", "--fallback", "--min-gap", "--extra-months", "--extra-window", "--extra-gap", "--weeks"}
    | {
        "--organisation",
        "--responsible",
        "--visit-goal",
        "--retention",
        "--to",
        "--month",
    }  # what prints say, and where they go
    | {"--rate", "--months", "--monthly", "--graduates", "--seed", "--out", "--csv", "k", "number", "visits", "folder"}
    | {"--header-row", "--mapping", "--map", "--always", "--century", "--as-new"}  # of a sheet, in its own words
    | {"--hours"}  # of the way, refused in its own words
    | {"--caseload", "--seconds"}  # of trips: a file, and for how long they are looked for
    | {"--also", "other", "--amount"}  # whom and how much, refused in their own words
    | {"text", "words"}  # what is looked for or to be explained, in any words
    | {
        "--page-lines",
        "--rate",
        "--months",
        "--monthly",
        "--graduates",
        "--seed",
        "--out",
        "--csv",
        "k",
        "number",
        "visits",
        "folder",
    }
    | {
        "code",
        "codes",
        "other",
        "which",
        "why",
        "--repaid",
        "--sheet",
        "file",
        "public",
        "--case",
    }  # codes and numbers, refused in their own words
)
"""What is no word of a list: texts, people, days, numbers, files, codes."""


@pytest.fixture
def desk(monkeypatch, tmp_path):
    book = a_casebook(
        a_graduate(flags=[a_flag()], plan=a_plan(), centre="Tom Dy", province="Phnom Penh", district="Russey Keo"),
        a_graduate("END-1", worker="KB"),
        a_graduate("LFT-1", worker="PV"),
    )
    book.write_office(Configured(worker="SN"), WorkerAdded("KB"), WorkerAdded("Chantou"))
    outcomes.record(book, "END-1", Ended(OutcomeKind.NO_CONTACT, (FailureCause.DEBT,)), date(2026, 9, 1))
    monkeypatch.chdir(tmp_path)
    desk = Desk(book, monkeypatch)
    desk.run(*LESSON, "--cause", "debt", "--on", "2026-10-01")
    desk.run("support", "add", "KML", "--kind", "school", "--fund", "School fund")
    desk.run("lesson", "answer", "1", "--accept", "--owner", "KB", "--by", "2026-12-01", "--on", "2026-10-02")
    assert len(lessons.all_lessons(book)) == 1
    return desk


@pytest.mark.parametrize(("command", "option"), TYPOS, ids=[" ".join(one) for one in TYPOS])
def test_a_typo_is_an_error_that_names_what_was_meant(desk, command, option):
    words, meant = TYPOS[command, option]
    typo = next(found[1] for word in words if (found := re.search(r"~([^=]+)", word)))

    result = desk.run(*command.split(), *(word.replace("~", "") for word in words))

    assert result.exit_code == 2
    assert result.stdout == ""
    assert any(word in result.stderr for word in (meant, meant.replace("_", "-")))
    assert not re.search(rf"(?<!\w){re.escape(typo)}(?!\w)", result.stderr)


def test_every_option_that_takes_a_word_is_tried_here():
    tried: set[tuple[str, str]] = set()
    for words, command in all_commands(typer.main.get_command(app)).items():
        for one in command.params:
            name = one.opts[0] if one.opts[0].startswith("--") else str(one.name)
            if not getattr(one, "is_flag", False):
                tried.add((words, name))

    tried.remove(("init", "--currency"))  # there is no casebook yet; the same check as that of office set
    assert {one for one in tried if one[1] not in OF_ANOTHER_KIND} <= TYPOS.keys() <= tried


def test_the_beginning_of_one_word_is_that_word(desk):
    listed = [
        desk.data("graduate", "list", option, typed)
        for option, typed in (("--place", "russ"), ("--trade", "Hair"), ("--state", "in"), ("--worker", "s"))
    ]

    codes = [[one["code"] for one in rows] for rows in listed]
    assert codes == [
        ["KML-1"],
        ["END-1", "KML-1", "LFT-1"],
        ["KML-1", "LFT-1"],
        ["KML-1"],
    ]


def test_the_beginning_of_several_words_is_an_error_that_names_them(desk):
    result = desk.run("graduate", "list", "--place", "Kampong")

    assert result.exit_code == 2
    assert "Kampong Cham" in result.stderr
    assert "Kampong Thom" in result.stderr


def test_accents_and_capitals_do_not_matter(desk):
    assert desk.data("graduate", "list", "--place", "RÛSSÉY-KEO")[0]["code"] == "KML-1"


def test_a_known_word_of_which_there_is_nobody_is_an_empty_list(desk):
    assert desk.data("graduate", "list", "--trade", "weaving") == []


def test_who_left_or_is_called_otherwise_now_is_no_typo(desk):
    desk.run("office", "worker", "rename", "Chantou", "--to", "CT")
    desk.book.write_office(WorkerLeft("PV"))

    assert desk.data("graduate", "list", "--worker", "Chantou") == []
    assert desk.data("graduate", "list", "--worker", "PV") == []
    assert [one["code"] for one in desk.data("graduate", "list", "--worker", "nobody")] == ["LFT-1"]


def test_a_word_that_a_worker_wrote_for_a_place_is_masked_where_it_names_somebody(desk):
    desk.run("graduate", "place", "KML", "--how", "family", "--province", "Kandal", "--district", "Sreymom")

    result = desk.run("graduate", "list", "--place", "Sreymum")

    assert result.exit_code == 2
    assert "Sreymom" not in result.stderr
