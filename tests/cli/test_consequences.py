"""What cannot be taken back easily is shown first, then asked about; what was shown is what is written.

- a person sees what would follow, and Enter means no: nothing is written
- scripts have --yes and --dry-run; steps that scripts could take before they still can
- over random casebooks, what a dry run says is what is written then
- what another window wrote meanwhile is shown and asked about again
- the calendar entries that an outcome cancels are those that the next export cancels
"""

import json

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from followup.case.date_ranges import Pause
from followup.case.facts import Ended, Tapered
from followup.case.outcome_words import OutcomeKind
from followup.case.vocabulary import RiskKind, Severity
from followup.casebook import Casebook, Moment
from followup.errors import FollowupError
from followup.services import calendars, flags, handovers, outcomes, schedule_changes, workers
from followup_cli.fragments import consequences
from followup_cli.terminal import form
from tests.builders import a_casebook, a_flag, a_graduate
from tests.cli.desk import Desk
from tests.random_casebooks import NOW, TODAY, WOMEN, store_of

DANGER = a_flag(kind="violence", severity="danger")
OUTCOME = [
    "outcome",
    "record",
    "KML",
    "--how",
    "self-supporting",
    "--against",
    "She has a good post.",
    "--note",
    "Well.",
]
OUTCOME += ["--decided-by", "SN"]
TAPER = ["schedule", "taper", "KML", "--from", "13", "--every", "2", "--why", "Stable.", "--agreed", "--second", "CV"]
STEPS = {
    "an outcome": OUTCOME,
    "a reopening": ["outcome", "reopen", "END", "--why", "She came back."],
    "a hand-over": ["graduate", "hand-over", "KML", "--to", "KB"],
    "a hand-over of all": ["graduate", "hand-over", "--all", "--from", "SN", "--to", "KB"],
    "rarer visits": TAPER,
    "a pause": ["schedule", "pause", "KML", "2027-01-01..2027-03-01", "--why", "Harvest."],
    "a second return": ["graduate", "return", "END"],
    "two cases made one": ["graduate", "merge", "KML", "TWO"],
    "an entry taken back": ["withdraw", "KML", "4", "--reason", "A slip."],
}
NEEDS_YES = {"a hand-over of all", "two cases made one", "an entry taken back"}
"""What scripts could not do without --yes before, and cannot now."""


@pytest.fixture
def desk(monkeypatch):
    book = a_casebook(a_graduate(flags=[DANGER, a_flag()]), a_graduate("TWO-1"), a_graduate("END-1"))
    workers.add_worker(book, "KB")
    desk = Desk(book, monkeypatch)
    ended = desk.run("outcome", "record", "END", "--how", "moved-away", "--on", "2026-11-02")
    assert ended.exit_code == 0, ended.stderr
    return desk


def facts(desk: Desk) -> int:
    return sum(len(desk.book.store.facts(journal)) for journal in (*desk.book.store.case_ids(), "office"))


@pytest.mark.parametrize("name", STEPS)
def test_a_person_is_asked_enter_means_no_and_yes_writes_it(desk, name):
    before = facts(desk)

    no = desk.run(*STEPS[name], typed="\n")
    assert (no.exit_code, facts(desk)) == (130, before), no.output

    yes = desk.run(*STEPS[name], typed="yes\nyes\n")
    assert yes.exit_code == 0, yes.output
    assert facts(desk) > before


@pytest.mark.parametrize("name", STEPS)
def test_a_dry_run_writes_nothing_and_says_so(desk, name):
    before = facts(desk)

    shown = desk.run(*STEPS[name], "--dry-run")

    assert shown.exit_code == 0, shown.stderr
    assert facts(desk) == before
    assert shown.stdout.endswith("Nothing was written.\n")


@pytest.mark.parametrize("name", STEPS)
def test_what_a_program_is_told_on_a_dry_run_is_what_is_written_then(desk, name):
    thought, done = desk.data(*STEPS[name], "--dry-run"), desk.data(*STEPS[name], "--yes")

    for told in (thought, done):
        for key in ("written", "dry_run", "handed_over", "graduate"):
            told.pop(key, None)
    assert _without_numbers(thought) == _without_numbers(done)


def _without_numbers(data):
    return json.loads(json.dumps(data).replace('"written": false', '"written": true'))


@pytest.mark.parametrize("name", STEPS)
def test_without_a_terminal_only_what_scripts_could_do_before_is_done_without_yes(desk, name):
    before = facts(desk)

    result = desk.run(*STEPS[name])

    assert (result.exit_code, "--yes is missing" in result.stderr) == ((2, True) if name in NEEDS_YES else (0, False))
    assert (facts(desk) == before) is (name in NEEDS_YES)


def test_an_outcome_says_what_is_not_met_what_is_dangerous_and_what_is_cancelled(desk, tmp_path, golden):
    assert desk.run("calendar", "export", "KML", "--out", str(tmp_path)).exit_code == 0

    asked = desk.run(*OUTCOME, typed="no\n")

    shown, question, _ = asked.stderr.partition("End her follow-up?")
    golden("outcome-consequences.txt", (shown + question).encode())
    assert "violence" in asked.stderr
    assert asked.stdout == ""


def test_the_entries_that_an_outcome_cancels_are_those_the_next_export_cancels(desk, tmp_path):
    calendars.export(desk.book, calendars.ExportRequest(codes=("KML",)), tmp_path)

    said = desk.data(*OUTCOME)["on_phone"]

    again = Casebook(desk.book.store, desk.book.moment)
    assert said == calendars.export(again, calendars.ExportRequest(codes=("KML",)), tmp_path).cancelled > 0


def test_names_in_what_was_written_are_in_no_consequence(desk):
    for words in STEPS.values():
        asked = desk.run(*words, typed="no\n")
        assert "Sreymom" not in asked.output


def test_what_was_shown_before_it_was_agreed_to_is_not_told_twice(desk):
    result = desk.run(*TAPER, typed="yes\n")

    assert "What would move for KML-1" in result.stderr
    assert "Saved. Visits that changed:" in result.stdout
    assert "2027" not in result.stdout


def test_a_program_on_a_terminal_gets_its_data_and_the_person_the_consequences(desk):
    result = desk.run(*OUTCOME, "--json", typed="yes\n")

    assert json.loads(result.stdout)["data"]["written"] is True
    assert "Nobody looks at them then" in result.stderr


def test_of_who_has_died_no_criteria_are_shown(desk):
    words = ["outcome", "record", "TWO", "--note", "Gone.", "--decided-by", "SN", "--dry-run", "--how"]

    died, moved = desk.run(*words, "died"), desk.run(*words, "moved-away")

    assert "Died, neither a success nor a failure" in " ".join(died.stdout.split())
    assert "criteria" not in died.stdout
    assert "criteria" in moved.stdout


# --- two windows ----------------------------------------------------------------------------------------------------


def test_what_another_window_wrote_meanwhile_is_shown_and_asked_about_again(desk, monkeypatch):
    answers = []

    def confirmed(*_):
        new = flags.NewFlag(RiskKind.DEBT, Severity.DANGER, "A lender came.", "SN", None)
        flags.raise_flag(Casebook(desk.book.store, desk.book.moment), "TWO", new)

    def agreed(question, *, default):
        answers.append((question, default))
        return True

    monkeypatch.setattr(form, "confirmed", confirmed)
    monkeypatch.setattr(consequences, "agreed", agreed)
    words = ["outcome", "record", "TWO", "--how", "moved-away", "--note", "Gone.", "--decided-by", "SN"]

    result = desk.run(*words, typed="")

    assert result.exit_code == 0, result.output
    assert answers == [("End her follow-up?", False)]
    assert "in another window meanwhile" in result.stderr
    assert result.stderr.index("Nobody looks at them then") > result.stderr.index("in another window meanwhile")


# --- over random casebooks ------------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(women=WOMEN, kind=st.sampled_from(["outcome", "reopen", "hand over", "taper", "pause"]), data=st.data())
def test_whatever_was_written_before_what_is_shown_is_what_is_written(women, kind, data):
    store, ids = store_of(women)
    book = Casebook(store, Moment(TODAY, NOW))
    open_ones = [one for one in ids if one in book.codes]
    assume(open_ones)
    code = book.codes[data.draw(st.sampled_from(open_ones))]
    step = _a_step(kind, data)
    try:
        shown = step(book, code, dry_run=True)
    except FollowupError as refused:
        with pytest.raises(type(refused)):
            step(Casebook(store, Moment(TODAY, NOW)), code, dry_run=False)
        return

    written = step(Casebook(store, Moment(TODAY, NOW)), code, dry_run=False)

    assert _plain(written) == _plain(shown)


def _a_step(kind, data):
    if kind == "outcome":
        return lambda book, code, dry_run: outcomes.record(book, code, Ended(OutcomeKind.MOVED_AWAY), dry_run=dry_run)
    if kind == "reopen":
        return lambda book, code, dry_run: outcomes.reopen(book, code, "Again.", dry_run=dry_run)
    if kind == "hand over":
        return lambda book, code, dry_run: handovers.hand_over_to(book, code, "KB", dry_run=dry_run)
    if kind == "pause":
        rest = Pause(TODAY, TODAY.replace(year=TODAY.year + 1), extend=data.draw(st.booleans()))
        return lambda book, code, dry_run: schedule_changes.pause(book, code, rest, "Harvest.", dry_run=dry_run)
    said = Tapered(data.draw(st.integers(1, 37)), 2, "Stable.", agreed=True, second="CV")
    return lambda book, code, dry_run: schedule_changes.taper(book, code, said, dry_run=dry_run)


def _plain(result):
    """What is shown of a result: the facts of a dry run have other ids and no device."""
    shown = {name: getattr(result, name) for name in type(result).__slots__ if name not in ("case", "sheet")}
    return repr({name: value for name, value in shown.items() if name != "review"}), _criteria(result)


def _criteria(result):
    return getattr(getattr(result, "review", None), "findings", None)
