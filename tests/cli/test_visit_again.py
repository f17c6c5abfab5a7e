"""A visit or a try that is written down already: asked about at once, put right without typing it again."""

import json

import pytest
from hypothesis import Phase, given, settings

from followup.case.facts import Visited, Withdrawn, effective
from followup.case.visit_words import AttemptReason, ContactMethod
from followup.casebook import Casebook, Moment
from tests.builders import a_casebook, a_flag, a_graduate, a_plan
from tests.cli.desk import Desk
from tests.random_casebooks import NOW, TODAY, WOMEN, store_of

LOAN = {"amount": 400_000, "instalments": [{"due": "2026-11-01", "amount": 100_000}]}
WRITTEN = {
    "code": "KML-1",
    "date": "2026-11-20",
    "contact": "home visit",
    "went": ["SN", "KB"],
    "scores": {"safety": "3/2", "social_support": "-/2", "physical_health": 4},
    "month": {"takings": "120,000 riel", "costs": {"materials": 40_000, "rent": 5_000}, "debt": 5_000},
    "flags": [{"kind": "isolation", "severity": "watch", "note": "Nobody comes."}],
    "promises": [{"what": "Bring seed.", "due": "2026-12-15"}],
    "note": "Sreymom was well.",
    "agreed": "She keeps a book.",
    "contact_right": True,
    "agreement": "partly",
    "not_seen": ["health"],
}


@pytest.fixture
def desk(monkeypatch):
    desk = Desk(a_casebook(a_graduate(flags=[a_flag()], plan=a_plan())), monkeypatch)
    assert desk.run("visit", "record", "--from", "-", stdin=json.dumps(WRITTEN)).exit_code == 0
    return desk


def lines(*typed):
    return "".join(f"{line}\n" for line in typed)


def bodies(desk):
    return [fact.body for fact in effective(desk.book.store.facts(desk.case().id))]


def said(desk):
    (visit,) = desk.case().visits
    return visit.said


# --- the same visit -------------------------------------------------------------------------------------------------


def test_the_same_visit_is_asked_about_before_anything_else_and_only_what_is_wrong_is_answered(desk):
    before = said(desk)

    result = desk.run("visit", "record", "KML", typed=lines("20 nov", "same", "note", "Sreymom is ill.", "yes"))

    assert result.exit_code == 0, result.output
    assert said(desk) == Visited(
        **{name: getattr(before, name) for name in before.__slots__} | {"note": "Sreymom is ill."}
    )
    asked = result.stderr
    assert "A visit of Fri 20 Nov is written down: home visit, SN, KB." in asked
    assert "How she was met" not in asked
    assert "Safety" not in asked
    assert (len(desk.case().flags), len(desk.case().promises)) == (2, 1)


def test_the_same_visit_as_it_is_writes_nothing(desk):
    before = bodies(desk)

    result = desk.run("visit", "record", "KML", typed=lines("20 nov", "1", ""))

    assert result.exit_code == 0, result.output
    assert "Nothing was changed" in result.stdout
    assert bodies(desk) == before


def test_a_second_visit_of_a_day_is_asked_for_from_the_beginning(desk):
    typed = lines("20 nov", "second", "phone", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "yes")

    result = desk.run("visit", "record", "KML", typed=typed)

    assert result.exit_code == 0, result.output
    assert [visit.said.contact for visit in desk.case().visits] == [ContactMethod.HOME_VISIT, ContactMethod.PHONE]


def test_what_names_somebody_is_not_shown_when_a_visit_is_put_right_unless_asked_for(desk):
    masked = desk.run("visit", "edit", "KML", typed=lines("note", "", ""))
    named = desk.run("visit", "edit", "KML", "--names", typed=lines("no\nyes\n"))

    assert "Sreymom" not in masked.output
    assert "Sreymom was well." in named.stderr


def test_an_interrupted_change_goes_on_and_is_no_draft_of_a_new_visit(desk):
    stopped = desk.run("visit", "edit", "KML", typed=lines("how", "phone"))
    assert "Go on with: followup visit edit KML-1 --on 2026-11-20" in stopped.stderr

    assert "begun and not finished" not in desk.run("visit", "record", "KML", typed="").stderr
    result = desk.run("visit", "edit", "KML", typed=lines("yes", "yes"))

    assert result.exit_code == 0, result.output
    assert said(desk).contact is ContactMethod.PHONE
    assert said(desk).agreement is not None


def test_a_visit_is_put_right_in_its_day_and_the_log_shows_the_former_one(desk):
    result = desk.run("visit", "edit", "KML", typed=lines("met", "1", "19 nov", "yes"))

    assert result.exit_code == 0, result.output
    (visit,) = desk.case().visits
    assert visit.on.isoformat() == "2026-11-19"
    withdrawn = [body for body in bodies(desk) if isinstance(body, Withdrawn)]
    assert [body.reason for body in withdrawn] == ["Given again, put right."]


def test_an_answer_is_taken_away_by_a_hyphen(desk):
    result = desk.run("visit", "edit", "KML", typed=lines("wellbeing", "1", "-", "yes"))

    assert result.exit_code == 0, result.output
    assert [score.domain.value for score in said(desk).scores] == ["social_support", "physical_health"]


def test_what_is_impossible_is_said_at_the_summary_and_leads_back(desk):
    answers = ("met", "2", "40", "met", "2", "9", "yes")

    result = desk.run("visit", "edit", "KML", typed=lines(*answers))

    assert result.exit_code == 0, result.output
    assert "her follow-up has 36 visits" in result.stderr
    assert said(desk).slot == 9


def test_without_a_visit_or_a_terminal_it_says_what_to_do(desk):
    assert "followup visit list" in desk.run("visit", "edit", "KML", "--on", "2026-11-02", typed="").stderr
    refused = desk.run("visit", "edit", "KML")
    assert (refused.exit_code, "--same" in refused.stderr) == (2, True)


# --- a try ----------------------------------------------------------------------------------------------------------


def tried(desk, *words, typed=None):
    return desk.run("visit", "attempt", "KML", *words, typed=typed)


def reasons(desk):
    return [attempt.said.reason for attempt in desk.case().attempts]


FIRST = ("--reason", "not-at-home", "--safe")


def test_a_try_is_asked_for_and_nothing_of_it_is_said_by_enter(desk):
    result = tried(desk, typed=lines("", "", "moved", "", "yes", "", "yes"))

    assert result.exit_code == 0, result.output
    assert result.stderr.startswith("KML-1: month 9 of 36, Kandal; last met Fri 20 Nov.\n")
    assert result.stderr.count("This question needs an answer.") == 2
    (attempt,) = desk.case().attempts
    assert (attempt.said.reason, attempt.said.safe, attempt.said.note) == (AttemptReason.MOVED, True, "")


def test_a_second_try_of_a_day_is_asked_about_at_once(desk):
    tried(desk, *FIRST)

    second = tried(desk, typed=lines("", "second", "moved", "yes", "", "yes"))

    assert "A try of Sat 21 Nov is written down: not at home." in second.stderr
    assert reasons(desk) == [AttemptReason.NOT_AT_HOME, AttemptReason.MOVED]


def test_the_same_try_is_put_right_from_what_is_written_down(desk):
    tried(desk, *FIRST, "--note", "At the market.")

    result = tried(desk, typed=lines("", "same", "why", "moved", "yes"))

    assert result.exit_code == 0, result.output
    (attempt,) = desk.case().attempts
    assert (attempt.said.reason, attempt.said.note) == (AttemptReason.MOVED, "At the market.")


def test_with_all_options_it_is_asked_on_a_terminal_and_refused_in_a_script(desk):
    tried(desk, *FIRST)

    refused = tried(desk, "--reason", "moved", "--safe")
    assert (refused.exit_code, "--second" in refused.stderr) == (1, True)
    assert reasons(desk) == [AttemptReason.NOT_AT_HOME]

    assert tried(desk, "--reason", "moved", "--safe", typed=lines("", "no")).exit_code == 0
    assert tried(desk, "--reason", "refused", "--safe", "--same").exit_code == 0
    assert reasons(desk) == [AttemptReason.NOT_AT_HOME, AttemptReason.REFUSED]


@pytest.mark.parametrize("stopped_after", range(1, 4))
def test_an_interrupted_try_goes_on_where_it_stopped(desk, stopped_after):
    answers = ("20 nov", "moved", "no", "A neighbour said so.", "yes")

    stopped = tried(desk, typed=lines(*answers[:stopped_after]))
    assert "Go on with: followup visit attempt KML-1" in stopped.stderr
    result = tried(desk, typed=lines("yes", *answers[stopped_after:]))

    assert result.exit_code == 0, result.output
    (attempt,) = desk.case().attempts
    assert (attempt.on.isoformat(), attempt.said.safe, attempt.said.note) == (
        "2026-11-20",
        False,
        "A neighbour said so.",
    )


# --- given back -----------------------------------------------------------------------------------------------------


def given_back(desk, shown, *words):
    return json.loads(desk.run("visit", "record", "--from", "-", "--json", *words, stdin=shown).stdout)["data"]


@pytest.mark.parametrize("names", [(), ("--names",)])
def test_the_list_of_visits_given_back_is_no_change_also_where_names_are_covered(desk, names):
    tried(desk, *FIRST, "--note", "Sreymom was at the market.")
    before, shown = bodies(desk), desk.run("visit", "list", "KML", "--json", *names).stdout

    told = given_back(desk, shown)

    assert (told["known"], told["problems"], bodies(desk)) == (2, [], before)


def test_what_was_changed_in_it_is_asked_about_and_covered_names_stay(desk):
    shown = desk.run("visit", "list", "KML", "--json").stdout.replace("She keeps a book.", "She keeps two books.")
    assert "--same" in given_back(desk, shown)["problems"][0]["what"]

    rows = json.loads(shown)
    rows["data"]["visits"][0]["same"] = True
    given_back(desk, json.dumps(rows))

    assert (said(desk).agreed, said(desk).note) == ("She keeps two books.", "Sreymom was well.")


def test_a_covered_text_that_nobody_knows_is_refused(desk):
    shown = desk.run("visit", "list", "KML", "--json").stdout.replace("was well", "is very well")

    refused = desk.run("visit", "record", "--from", "-", stdin=shown)

    assert (refused.exit_code, refused.stderr.startswith("--from: A name is covered")) == (2, True)


@given(WOMEN)
@settings(max_examples=15, deadline=None, phases=[Phase.generate])
def test_the_list_of_any_visits_given_back_is_no_change(women):
    store, ids = store_of(women)
    book = Casebook(store, Moment(TODAY, NOW))
    with pytest.MonkeyPatch.context() as patch:
        desk = Desk(book, patch)
        for case_id in ids:
            shown, before = desk.run("visit", "list", book.case(case_id).code, "--json"), store.facts(case_id)
            listed = json.loads(shown.stdout)["data"] if shown.exit_code == 0 else {"visits": []}
            if listed["visits"]:
                told = given_back(desk, shown.stdout)
                assert told["problems"] == []
                assert told["known"] == len(listed["visits"]) + len(listed["attempts"])
            assert store.facts(case_id) == before


# --- Enter says nothing ---------------------------------------------------------------------------------------------


def test_enter_at_every_question_that_can_be_skipped_writes_nothing_that_was_seen(desk):
    before = bodies(desk)

    result = desk.run("visit", "record", "KML", typed=lines("", "", "phone", *[""] * 25, "yes"))

    assert result.exit_code == 0, result.output
    visit = desk.case().visits[-1]
    assert visit.said == Visited(ContactMethod.PHONE, went=("SN",))
    assert bodies(desk) == [*before, visit.said]


def test_each_score_needs_its_own_key(desk):
    typed = lines("", "phone", "", "", "", "", "3/= =/2 =", "32", "", "", "-/= ==", "-2", *[""] * 25, "yes")

    result = desk.run("visit", "record", "KML", typed=typed)

    assert result.exit_code == 0, result.output
    assert "Legal protection: no such score was written down last time." in result.stderr
    scores = {score.domain.value: (score.worker, score.own) for score in desk.case().visits[-1].said.scores}
    assert scores == {"safety": (3, 2), "livelihood_and_education": (None, 2)}


def test_all_scores_fit_on_one_line_and_a_dot_skips_the_figures_that_follow(desk):
    answers = ("", "phone", "", "", "", "", "3/= 2 - 4/4, 32 =", "yes", "4", "=", ".", "", "", "", "", "", "", "yes")

    result = desk.run("visit", "record", "KML", typed=lines(*answers))

    assert result.exit_code == 0, result.output
    visit = desk.case().visits[-1].said
    assert [(score.worker, score.own) for score in visit.scores] == [(3, 2), (2, None), (4, 4), (3, 2), (4, None)]
    assert (visit.month.takings.written(), visit.month.debt) == ("120000 riel", None)
    assert "Legal protection" not in result.stderr[: result.stderr.index("Is her business open")]


def test_a_score_too_many_is_said(desk):
    asked = desk.run("visit", "record", "KML", typed=lines("", "phone", "", "", "", "", "1 2 3 4 1 2 3")).stderr

    assert "There are only 6 scores to come." in asked


def test_what_options_said_is_in_the_summary_and_can_be_changed_there(desk):
    options = ("--score", "safety=1", "--note", "By option.", "--went", "KB")
    answers = ("", "phone", *[""] * 22)

    asked = desk.run("visit", "record", "KML", *options, typed=lines(*answers)).stderr

    assert "safety: 1" in asked
    assert "By option." in asked


# --- whom it is about -----------------------------------------------------------------------------------------------

ASKING = [
    ("visit record", ""),
    ("visit edit", ""),
    ("visit attempt", ""),
    ("flag raise", ""),
    ("flag review", "1"),
    ("flag clear", "1"),
    ("promise make", ""),
    ("promise settle", "1"),
    ("promise end", ""),
    ("graduate assess", ""),
    ("graduate place", ""),
    ("graduate edit", ""),
    ("graduate hand-over", ""),
    ("plan set", ""),
    ("plan edit", ""),
    ("schedule taper", ""),
    ("schedule monthly", ""),
    ("outcome record", ""),
]
"""Commands that ask about one graduate, and what else they are given."""


@pytest.mark.parametrize(("command", "more"), ASKING)
def test_whom_it_is_about_is_said_before_anything_is_asked(desk, command, more):
    shown = desk.run(*command.split(), "km", *more.split(), typed="").stderr

    before, whom, _ = shown.partition("KML-1: month 9 of 36, Kandal; last met Fri 20 Nov.\n")
    assert whom, shown
    assert not before.rstrip().endswith((":", "]")), shown
    assert "Sreymom" not in shown
