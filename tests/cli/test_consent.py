"""followup consent: her yes and no, purpose by purpose; what she takes back takes effect everywhere it is asked for."""

import json
from datetime import date

import pytest

from followup.case.consent_words import FOLLOWED
from followup.case.facts import ConsentAsked, ConsentOverridden, Identified
from followup.handout.paper.catalogue import Language
from followup_cli.terminal.form import Form
from followup_cli.visits.closing_questions import ask_consents
from followup_cli.visits.questions import VisitQuestions
from tests.builders import a_casebook, a_graduate, a_plan
from tests.cli.desk import Desk

WORDS = "In Khmer, with the sheet; Sreymom said it back."


@pytest.fixture
def desk(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    return Desk(a_casebook(a_graduate(plan=a_plan()), a_graduate("OTH-1", worker="KB")), monkeypatch)


def ask(desk, *words, code="KML"):
    result = desk.run("consent", "ask", code, "--words", WORDS, *words)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def take_back(desk, what, *more):
    result = desk.run("consent", "withdraw", "KML", what, "--yes", *more)
    assert result.exit_code == 0, result.stderr
    return " ".join(result.stdout.split())


def states(desk, code="KML"):
    return {one["purpose"]: one["state"] for one in desk.data("consent", "show", code)["purposes"]}


def born(desk, year):
    desk.book.write(desk.book.find("KML"), Identified(birth_year=year))


# --- asked ----------------------------------------------------------------------------------------------------------


def test_what_she_was_not_asked_is_neither_a_yes_nor_a_no(desk):
    ask(desk, "--given", "calendar,calls", "--refused", "family")

    known = {one: state for one, state in states(desk).items() if state != "not_asked"}
    assert known == {"calls": "given", "calendar": "given", "family": "refused"}


def test_names_in_the_words_are_masked_unless_asked_for(desk):
    ask(desk, "--given", "calendar", "--explained-by", "Sreymom")

    assert "Sreymom" not in desk.run("consent", "show", "KML").output
    assert "Sreymom" not in json.dumps(desk.data("consent", "show", "KML"))
    assert "Sreymom" in desk.run("consent", "show", "KML", "--names").stdout
    assert "Sreymom" not in desk.run("log", "KML").stdout


def test_it_is_asked_purpose_by_purpose_and_enter_asks_nothing(desk):
    typed = ["", "yes", *[""] * 9, "n", "referral-job,", "SN", "She said it back.", "", "yes"]
    result = desk.run("consent", "ask", "KML", typed="\n".join(typed) + "\n")

    assert result.exit_code == 0, result.output
    known = {one: state for one, state in states(desk).items() if state != "not_asked"}
    assert known == {"visits_at_home": "given", "authorities": "refused", "referral_job": "given"}
    assert {one.ask_again for one in desk.case().consents.values()} == {date(2027, 11, 21), None}


def test_where_nobody_can_be_asked_it_names_the_option(desk):
    nothing = desk.run("consent", "ask", "KML")
    wordless = desk.run("consent", "ask", "KML", "--given", "calendar")
    unagreed = desk.run("consent", "withdraw", "KML", "calendar")

    assert [one.exit_code for one in (nothing, wordless, unagreed)] == [2, 2, 2]
    assert "--given" in nothing.stderr
    assert "--words" in wordless.stderr
    assert "--yes" in unagreed.stderr
    assert set(states(desk).values()) == {"not_asked"}


def test_it_is_read_from_a_file(desk, tmp_path):
    file = tmp_path / "consent.json"
    file.write_text(json.dumps({"given": ["story"], "refused": "family, calls", "words": WORDS, "on": "2026-11-01"}))

    assert desk.run("consent", "ask", "KML", "--from", str(file)).exit_code == 0
    assert states(desk)["story"] == "given"
    assert {one.on for one in desk.case().consents.values()} == {date(2026, 11, 1)}
    file.write_text(json.dumps({"givn": ["story"]}))
    assert "given" in desk.run("consent", "ask", "KML", "--from", str(file)).stderr


def test_a_minors_guardian_is_asked_beside_her_and_kept_as_identity(desk):
    born(desk, 2010)
    alone = desk.run("consent", "ask", "KML", "--given", "story", "--words", WORDS)
    assert (alone.exit_code, "under 18" in alone.stderr) == (1, True)

    ask(desk, "--given", "story", "--guardian", "agreed", "--guardian-name", "Sok Dara")
    assert "Sok Dara" not in desk.run("consent", "show", "KML").stdout + desk.run("log", "KML").stdout
    assert "Sok Dara" in desk.run("consent", "show", "KML", "--names").stdout
    ask(desk, "--given", "story", "--guardian", "did-not-agree")
    assert states(desk)["story"] == "refused"


def test_who_is_of_age_speaks_for_herself(desk):
    born(desk, 2000)

    spoken_for = desk.run("consent", "ask", "KML", "--given", "story", "--words", WORDS, "--guardian", "agreed")
    assert (spoken_for.exit_code, "speaks for herself" in spoken_for.stderr) == (1, True)


# --- asked again ----------------------------------------------------------------------------------------------------


def test_the_list_says_who_was_not_asked_and_who_is_to_be_asked_again(desk):
    assert [one["code"] for one in desk.data("consent", "list", "--missing")] == ["KML-1", "OTH-1"]
    ask(desk, "--given", "calendar", "--on", "2025-11-01", "--ask-again", "2026-11-20")

    assert [one["code"] for one in desk.data("consent", "list", "--due")] == ["KML-1"]
    assert "consent ask KML-1" in " ".join(desk.run("graduate", "show", "KML").stdout.split())
    ask(desk, "--given", "calendar")
    assert not desk.data("consent", "list", "--due")


def test_the_visit_form_asks_again_in_the_same_words_when_it_is_time(desk):
    ask(desk, "--given", "calendar,calls", "--on", "2025-11-01", "--ask-again", "2026-11-20")
    row = {"code": "KML-1", "date": "2026-11-20", "contact": "home-visit", "went": "KB"}
    form = {**row, "consent": {"given": ["calendar"], "refused": "calls"}}
    result = desk.run("visit", "record", "--from", "-", stdin=json.dumps(form))

    assert result.exit_code == 0, result.stderr
    stands = desk.case().consents
    assert {one.state.value for one in stands.values()} == {"given", "refused"}
    assert {one.words for one in stands.values()} == {WORDS}
    assert {one.explained_by for one in stands.values()} == {"KB"}
    again = desk.run("visit", "record", "--from", "-", stdin=json.dumps(form))
    assert len([fact for fact in desk.book.facts(desk.book.find("KML")) if isinstance(fact.body, ConsentAsked)]) == 2
    assert again.exit_code in (0, 1)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (["yes"], {"given"}),
        (["one by one", "yes", "no"], {"given", "refused"}),
        ([""], {"given"}),
    ],
)
def test_at_the_terminal_one_answer_is_enough_where_she_agrees_to_all_of_it(desk, typed, expected):
    ask(desk, "--given", "calendar,calls", "--on", "2025-11-01", "--ask-again", "2026-11-20")
    parts = {"consent.all": typed[0], "consent.calls": "yes", "consent.calendar": "no"}
    case = desk.case()
    form = Form(None, "x", title="", command="")
    for key, answer in parts.items():
        form.keep(key, answer)
    asking = VisitQuestions(desk.book, case, {}, form, str, names=False)
    said = ask_consents(asking).get("consent", {})

    given, refused = said.get("given", []), said.get("refused", [])
    assert ({"given"} if given else set()) | ({"refused"} if refused else set()) == (expected if typed[0] else set())


@pytest.mark.parametrize(("day", "asked"), [("2025-12-20", False), ("2026-01-10", True)])
def test_whether_she_is_a_minor_is_asked_of_the_day_of_the_visit(desk, day, asked):
    ask(desk, "--given", "calendar", "--on", "2025-11-01", "--ask-again", "2025-12-01")
    born(desk, 2008)
    form = Form(None, "x", title="", command="")
    for key, answer in {"met.date": day, "consent.calendar": "yes"}.items():
        form.keep(key, answer)

    said = ask_consents(VisitQuestions(desk.book, desk.case(), {}, form, str, names=False))
    assert bool(said) is asked


def test_a_visit_asks_nothing_again_that_was_never_explained(desk):
    form = {"code": "KML-1", "date": "2026-11-20", "contact": "home-visit", "consent": {"given": ["story"]}}
    result = desk.run("visit", "record", "--from", "-", stdin=json.dumps(form))

    assert (result.exit_code, "never asked" in result.stdout + result.stderr) == (1, True)
    assert not desk.case().visits


# --- taken back -----------------------------------------------------------------------------------------------------


def test_her_entries_leave_the_calendar_at_the_next_export_and_her_visits_are_due_as_before(desk):
    desk.run("calendar", "export")
    due = [one["code"] for one in desk.data("today", "--days", "30")["items"]]
    told = take_back(desk, "calendar")
    assert "off the phone" in told

    exported = desk.data("calendar", "export")
    assert exported["no_consent"] == ["KML-1"]
    assert exported["entries"]["cancelled"] > 0
    assert [one["code"] for one in desk.data("today", "--days", "30")["items"]] == due
    ask(desk, "--given", "calendar")
    assert desk.data("calendar", "export")["no_consent"] == []


def test_no_page_about_her_is_printed_unless_somebody_decides_it_by_name(desk):
    take_back(desk, "paper")
    refused = desk.run("print", "plan", "KML")
    assert (refused.exit_code, "consent override KML-1 paper" in refused.stderr) == (1, True)
    assert desk.run("print", "sheets", "KML", "OTH").exit_code == 1

    desk.run("consent", "override", "KML", "paper", "--by", "DR", "--reason", "The court asks for it.")
    assert desk.run("print", "plan", "KML", "--language", Language.EN).exit_code == 0
    decided = desk.data("consent", "show", "KML")["purposes"]
    assert [one["override"]["decided_by"] for one in decided if "override" in one] == ["DR"]
    assert "court" in desk.run("log", "KML").stdout


def test_her_cash_book_is_a_page_about_her_too(desk):
    take_back(desk, "paper")

    assert desk.run("print", "cash-book", "KML").exit_code == 1
    assert desk.run("print", "cash-book").exit_code == 0


@pytest.mark.parametrize("words", [("withdraw", "KML", "calendar", "--yes"), ("ask", "KML", "--refused", "calendar")])
def test_what_she_is_said_to_have_said_before_her_last_word_is_refused_since_it_would_change_nothing(desk, words):
    ask(desk, "--given", "calendar")
    more = ("--words", WORDS) if words[0] == "ask" else ()
    refused = desk.run("consent", *words, *more, "--on", "2026-11-01")

    assert (refused.exit_code, "She said something later about that, on 2026-11-21" in refused.stderr) == (1, True)
    assert states(desk)["calendar"] == "given"


def test_her_no_to_visits_at_home_is_shown_with_her_and_said_when_she_was_met_so_all_the_same(desk):
    take_back(desk, "visits-at-home")
    told = " ".join(desk.run("visit", "record", "KML", "--contact", "home-visit").stdout.split())
    elsewhere = desk.run("visit", "record", "KML", "--contact", "met-elsewhere", "--on", "2026-11-20").stdout

    assert "does not agree any more" in told
    assert "still followed in another way: calls by phone, meetings away from her home." in told
    assert "agree" not in elsewhere
    for page in (("graduate", "show", "KML"), ("graduate", "show", "KML", "--all")):
        assert "Says no to" in desk.run(*page).stdout


def test_the_others_have_their_sheets_and_who_has_none_is_named(desk):
    take_back(desk, "paper")
    printed = desk.data("print", "sheets", "--everybody", "--days", "60")

    assert printed["no_consent"] == ["KML-1"]


def test_who_agrees_to_no_way_of_being_followed_stays_on_the_list_until_it_is_decided(desk):
    before = desk.data("today", "--days", "30")
    told = take_back(desk, ",".join(one.value for one in FOLLOWED))

    assert "outcome record KML-1" in told
    assert [one["code"] for one in desk.data("today", "--days", "30")["items"]] == [
        one["code"] for one in before["items"]
    ]
    assert "follow_up_declined" in [one["rule"] for one in desk.data("graduate", "show", "KML")["attention"]]


def test_what_nobody_may_decide_for_her_is_refused(desk):
    for purpose in ("figures", "data-kept", *(one.value for one in FOLLOWED)):
        refused = desk.run("consent", "override", "KML", purpose, "--reason", "x")
        assert (refused.exit_code, "Nobody can decide" in refused.stderr) == (1, True)


def test_a_decision_without_her_is_for_a_month_at_most(desk):
    late = desk.run("consent", "override", "KML", "family", "--reason", "x", "--until", "2027-03-01")
    assert late.exit_code == 1
    kept = [fact for fact in desk.book.facts(desk.book.find("KML")) if isinstance(fact.body, ConsentOverridden)]
    assert not kept


def test_a_mistake_is_undone_and_her_yes_stands_again(desk):
    ask(desk, "--given", "calendar")
    take_back(desk, "calendar")
    last = desk.data("log", "KML")[-1]["number"]
    shown = desk.run("withdraw", "KML", str(last), "--reason", "It was another woman.", "--yes")

    assert "given instead of withdrawn" in " ".join(shown.stdout.split())
    assert states(desk)["calendar"] == "given"


def test_no_lesson_is_drawn_from_her_case_where_she_says_no_to_her_story(desk):
    take_back(desk, "story")
    desk.run("outcome", "record", "KML", "--how", "no-contact", "--causes", "debt")
    refused = desk.run("lesson", "propose", "KML", "--change", "Teach it.")

    assert (refused.exit_code, "consent override KML-1 story" in refused.stderr) == (1, True)
    assert desk.data("lesson", "list")["lessons"] == []


def test_status_says_how_many_nobody_ever_asked(desk):
    assert desk.data("status")["never_asked"] == 2
    ask(desk, "--refused", "story")
    assert desk.data("status")["never_asked"] == 1
    assert "consent list --missing" in " ".join(desk.run("status").stdout.split())
