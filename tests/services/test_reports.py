"""A quarter's report: which one, when it may go out, and that it is the same whenever and wherever it is asked for.

- the quarter and the day that are meant; bad ones are refused with a sentence
- publishing: complete quarters only, once, in order; what was published stays as it went out
- the same facts and the same day give the same bytes; late facts count from when they were written down
- what cannot be read is told of, and stops no report
"""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

import pytest

from followup.case.facts import Amended, Ended, LessonProposed, Opened, Visited
from followup.case.outcome_words import FailureCause, OutcomeKind
from followup.case.visit_words import ContactMethod
from followup.casebook import Casebook, Moment
from followup.demo.build import build
from followup.errors import Refused
from followup.services import lessons, outcomes
from followup.services.agenda import agenda_of
from followup.services.graduates import enrol_all
from followup.services.reports import ReportSelection, how_to_publish, publish, quarter_report
from followup.services.training import training_brief
from followup.statistics.quarters import Quarter
from followup.statistics.report_model import NOT_PUBLISHED, Report, report_from_json, report_to_json
from followup.store import LESSONS, NON_CASE_JOURNALS, PUBLISHED, NewFact, is_case
from followup.values import replace
from followup.vault import access, keys
from followup.vault.journal import Journals
from tests.builders import a_graduate
from tests.memory_store import MemoryStore
from tests.vault.facts_for_tests import PASSPHRASE

TODAY = date(2026, 11, 21)
Q2, Q3, Q4 = Quarter(2026, 2), Quarter(2026, 3), Quarter(2026, 4)
HOME = Visited(ContactMethod.HOME_VISIT)
A_LESSON = LessonProposed("Teach it.", "", (FailureCause.DEBT,))


def on(day: date, store: Any = None) -> Casebook:
    """A casebook opened on a day; what is written then bears its stamp."""
    return Casebook(store or MemoryStore(), Moment(day, datetime(day.year, day.month, day.day, 9, tzinfo=UTC)))


@cache
def _programme() -> MemoryStore:
    book = on(date(2026, 6, 30))
    build(book, 80, 4)
    left = lessons.prefill_lesson(book, lessons.list_lessons(book).unlearned)
    lessons.propose(book, left, LessonProposed("Teach it.", "", (FailureCause.DEBT,)))
    return book.store  # type: ignore[return-value]


def a_copy(store: Any, shuffled: Random | None = None, device: str = "00000000000000aa") -> MemoryStore:
    """The same facts in another store, in the order they stand in or in any other."""
    copy = MemoryStore(device)
    for journal in (*store.case_ids(), *store.access_journals(), *sorted(NON_CASE_JOURNALS)):
        facts = list(store.facts(journal))
        if shuffled:
            shuffled.shuffle(facts)
        if facts:
            copy.receive(journal, facts)
    return copy


@pytest.fixture
def programme() -> MemoryStore:
    """Eighty graduates as they were written down by the end of June."""
    return a_copy(_programme())


def a_few(number: int, today: date = TODAY) -> Casebook:
    """So many graduates of whom nothing is known but that they came home."""
    book = on(today)
    done = enrol_all(book, [a_graduate(f"FEW-{at}", "2026-07-15") for at in range(number)])
    assert not done.problems
    return book


def bytes_of(report: Report) -> bytes:
    return json.dumps(report_to_json(report), ensure_ascii=False).encode()


def refusal(book: Casebook, wanted: ReportSelection) -> str:
    with pytest.raises(Refused) as refused:
        quarter_report(book, wanted)
    return f"{refused.value.what} {refused.value.hint}"


class TestWhichReport:
    def test_the_last_complete_quarter_is_meant_as_of_the_day_its_last_visits_can_be_judged(self, programme):
        report = quarter_report(on(TODAY, programme), ReportSelection())

        assert (report.quarter, report.first, report.last) == ("2026Q3", "2026-07-01", "2026-09-30")
        assert report.as_of == "2026-10-14"

    def test_before_that_day_it_is_as_of_today_and_says_until_when_to_wait(self, programme):
        report = quarter_report(on(date(2026, 10, 5), programme), ReportSelection())

        assert (report.quarter, report.as_of) == ("2026Q3", "2026-10-05")
        assert "can be judged from 2026-10-14 on" in report.open[0]

    def test_a_day_alone_means_the_quarter_that_holds_it(self, programme):
        wanted = ReportSelection(as_of=date(2026, 5, 2), internal=True)

        assert quarter_report(on(TODAY, programme), wanted).quarter == "2026Q2"

    def test_another_day_than_the_quarters_own_is_for_staff(self, programme):
        book = on(TODAY, programme)

        assert refusal(book, ReportSelection(Q2, date(2026, 7, 20))) == (
            "The report of 2026Q2 that leaves the office is as of 2026-07-14, the quarter's own day. "
            "Leave --as-of out; staff see other days with --internal."
        )
        assert quarter_report(book, ReportSelection(Q2, date(2026, 7, 14))).draft

    def test_the_running_quarter_is_a_draft_and_says_so(self, programme):
        report = quarter_report(on(TODAY, programme), ReportSelection(Q4))

        assert (report.as_of, report.published, report.draft) == ("2026-11-21", "", True)
        assert "The quarter is not over." in report.open

    def test_a_quarter_ahead_is_refused_and_says_which_is_complete(self):
        assert refusal(a_few(6), ReportSelection(Quarter(2027, 1))) == (
            "That quarter has not begun. The last complete one is 2026Q3."
        )

    def test_a_day_ahead_is_refused(self):
        assert "in the future" in refusal(a_few(6), ReportSelection(as_of=TODAY + timedelta(days=1)))

    def test_a_day_before_the_quarter_is_refused(self):
        assert "On that day the quarter had not begun." in refusal(a_few(6), ReportSelection(Q3, date(2026, 6, 30)))

    @pytest.mark.parametrize(
        "wanted", [ReportSelection(Q2), ReportSelection(Q3, date(2026, 7, 14)), ReportSelection(Q3, date(2026, 7, 1))]
    )
    def test_before_anybody_came_home_there_is_nothing_to_report(self, wanted):
        asked = ReportSelection(wanted.quarter, wanted.as_of or date(2026, 6, 30), internal=True)

        assert "Nobody had come home by that day" in refusal(a_few(6), asked)
        assert "Nobody had come home by that day" in refusal(a_few(6), ReportSelection(Quarter(2026, 1)))

    @pytest.mark.parametrize("internal", [False, True])
    def test_before_anything_was_written_down_it_says_so_and_not_that_nobody_was_home(self, programme, internal):
        known_at = datetime(2020, 1, 1, tzinfo=UTC)

        said = refusal(on(TODAY, programme), ReportSelection(Q3, known_at=known_at, internal=internal))

        assert said.startswith("Nothing was written down by that day of anybody who had come home")
        assert "Choose a later day for --known-at" in said

    @pytest.mark.parametrize("internal", [False, True])
    def test_an_empty_casebook_is_refused_with_what_to_do(self, internal):
        assert "followup graduate add" in refusal(on(TODAY), ReportSelection(internal=internal))

    def test_who_comes_home_later_is_not_counted_in_the_running_quarter(self):
        book = a_few(5)
        enrol_all(book, [a_graduate("NEXT-1", "2026-12-24")])

        report = quarter_report(book, ReportSelection(Q4, internal=True))

        assert report.section("caseload").table("movement").cell("end", "people") == 5

    @pytest.mark.parametrize("number", [1, 2, 5])
    @pytest.mark.parametrize("which", [Q3, Q4])
    @pytest.mark.parametrize("internal", [False, True])
    def test_a_casebook_of_a_few_in_which_nothing_is_recorded_has_a_report(self, number, which, internal):
        report = quarter_report(a_few(number), ReportSelection(which, internal=internal))

        assert report_from_json(json.loads(bytes_of(report))) == report


class TestPublishing:
    def test_what_was_published_comes_back_the_same_though_facts_were_written_since(self, programme):
        went_out = publish(on(date(2026, 7, 20), programme), ReportSelection(Q2)).report
        later = on(TODAY, programme)
        met_again(later)

        assert went_out.published == "2026-07-20"
        assert bytes_of(quarter_report(later, ReportSelection(Q2))) == bytes_of(went_out)
        assert when_due(quarter_report(later, ReportSelection(Q2, internal=True))) != when_due(went_out)

    def test_a_failure_from_which_no_lesson_was_drawn_keeps_a_quarter_from_going_out_and_is_named(self):
        book = a_few(8)
        outcomes.record(book, "FEW-3", Ended(OutcomeKind.BUSINESS_CLOSED, (FailureCause.DEBT,)), date(2026, 9, 1))

        with pytest.raises(Refused, match="2026Q3 is not complete") as refused:
            publish(book, ReportSelection(Q3))

        assert "No lesson was drawn from FEW-3." in refused.value.hint
        assert book.store.facts(PUBLISHED) == ()

    def test_what_leaves_the_house_does_not_say_that_a_failure_has_no_lesson(self):
        book = a_few(8)
        outcomes.record(book, "FEW-3", Ended(OutcomeKind.BUSINESS_CLOSED, (FailureCause.DEBT,)), date(2026, 9, 1))

        assert quarter_report(book, ReportSelection(Q3)).open == ()
        assert "FEW-3" in quarter_report(book, ReportSelection(Q3, internal=True)).open[0]

    def test_once_a_lesson_was_drawn_the_quarter_goes_out(self):
        book = a_few(8)
        outcomes.record(book, "FEW-3", Ended(OutcomeKind.BUSINESS_CLOSED, (FailureCause.DEBT,)), date(2026, 9, 1))
        lessons.propose(
            book, lessons.prefill_lesson(book, ["FEW-3"]), LessonProposed("Teach it.", "", (FailureCause.DEBT,))
        )

        assert publish(book, ReportSelection(Q3)).report.open == ()

    def test_a_failure_of_a_published_quarter_that_is_written_down_late_needs_a_lesson_too(self):
        book = a_few(8, date(2027, 1, 20))
        publish(book, ReportSelection(Q3))
        outcomes.record(book, "FEW-3", Ended(OutcomeKind.BUSINESS_CLOSED, (FailureCause.DEBT,)), date(2026, 9, 1))

        with pytest.raises(Refused, match="2026Q4 is not complete") as refused:
            publish(book, ReportSelection(Q4))
        assert "No lesson was drawn from FEW-3." in refused.value.hint
        assert "FEW-3" in quarter_report(book, ReportSelection(Q4, internal=True)).open[0]
        assert [one.code for one in training_brief(book, ReportSelection(Q4, internal=True)).staff.failures] == [
            "FEW-3"
        ]

        drawn = lessons.prefill_lesson(book, ["FEW-3"])
        lessons.propose(book, drawn, LessonProposed("Teach it.", "", (FailureCause.DEBT,)))
        assert publish(book, ReportSelection(Q4)).report.open == ()

    def test_a_failure_from_before_the_first_publication_keeps_nothing_from_going_out(self):
        book = a_few(8, date(2027, 1, 20))
        outcomes.record(book, "FEW-3", Ended(OutcomeKind.BUSINESS_CLOSED, (FailureCause.DEBT,)), date(2026, 9, 1))

        assert publish(book, ReportSelection(Q4)).report.open == ()

    @pytest.mark.parametrize("day", [date(2026, 7, 20), date(2026, 9, 30), date(2026, 10, 13)])
    def test_a_quarter_that_is_not_over_or_not_judged_does_not_go_out(self, day):
        with pytest.raises(Refused, match="2026Q3 is not complete"):
            publish(a_few(8, day), ReportSelection(Q3))

    @pytest.mark.parametrize("which", [Q2, Q3])
    def test_no_quarter_goes_out_twice_or_after_a_later_one(self, programme, which):
        book = on(TODAY, programme)
        publish(book, ReportSelection(Q3))

        with pytest.raises(Refused, match="2026Q3 was published already"):
            publish(book, ReportSelection(which))

    def test_a_published_report_is_not_told_as_of_another_day(self, programme):
        book = on(TODAY, programme)
        publish(book, ReportSelection(Q3))

        assert "is as of 2026-10-14" in refusal(book, ReportSelection(Q3, date(2026, 11, 1)))
        assert quarter_report(book, ReportSelection(Q3, date(2026, 11, 1), internal=True)).as_of == "2026-11-01"

    def test_the_quarter_after_a_publication_counts_what_was_written_down_late(self, programme):
        before = publish(on(date(2026, 7, 20), programme), ReportSelection(Q2)).report
        late = [a_graduate(f"LATE-{at}", "2026-05-05", worker="DM") for at in range(6)]
        enrol_all(on(date(2026, 9, 3), programme), late)

        after = quarter_report(on(TODAY, programme), ReportSelection(Q3))

        assert people(after, "start") == people(before, "end") + 6
        assert after.section("caseload").table("movement").note == (
            f"2026Q2 was published with {people(before, 'end')} at its end; "
            "the rest was written down or put right since."
        )

    def test_visits_of_a_published_quarter_that_were_written_down_late_are_told_of_in_the_next(self, programme):
        before = when_due(publish(on(date(2026, 7, 20), programme), ReportSelection(Q2)).report)
        assert "visits" not in visits_note(quarter_report(on(date(2026, 10, 20), programme), ReportSelection(Q3)))
        met_again(on(date(2026, 9, 3), programme))

        after = quarter_report(on(TODAY, programme), ReportSelection(Q3))

        now = after.section("trend").table("quarters").cell("visits_when_due", "2026Q2")
        assert now.count > before.count
        assert visits_note(after) == (
            f"2026Q2 was published with {before.count} of {before.of} visits done when due, and {now.count} of "
            f"{now.of} are known now; the rest was written down or put right since."
        )

    @pytest.mark.parametrize(
        ("which", "day", "words"),
        [
            (Q3, TODAY, "followup report quarter 2026Q3 --publish"),
            (Q3, date(2026, 10, 13), "can be published from 2026-10-14 on"),
            (Q4, TODAY, "can be published from 2027-01-14 on"),
            (Q2, date(2027, 1, 20), "2026Q3 was published: an earlier quarter stays in the office."),
            (Q3, date(2027, 1, 20), "leave --known-at out"),
            (Q4, date(2027, 1, 20), "followup report quarter 2026Q4 --publish"),
        ],
    )
    def test_a_draft_is_told_to_be_published_only_where_that_can_work(self, programme, which, day, words):
        if day.year == 2027:
            publish(on(TODAY, programme), ReportSelection(Q3))

        told = how_to_publish(on(day, programme), which)

        assert words in told
        assert ("--publish" in words) == ("--publish" in told)

    def test_what_became_of_graduates_stands_beside_later_quarters_as_it_was_printed(self, programme):
        before = publish(on(date(2026, 7, 20), programme), ReportSelection(Q2)).report

        after = quarter_report(on(TODAY, programme), ReportSelection(Q3))

        told = after.section("trend").table("quarters_told")
        assert told.cell("flags_open", "2026Q2") == before.heads[2].value == after.heads[2].before
        assert told.cell("flags_open", "2026Q1") == NOT_PUBLISHED

    def test_outcomes_stand_as_they_were_told_last_until_five_more_have_ended(self, programme):
        book, later = on(date(2026, 7, 20), programme), on(TODAY, programme)
        ended = Ended(OutcomeKind.SELF_SUPPORTING, against="She asked for it.")
        for case in [case for case in book.cases() if case.end is None][:12]:
            outcomes.record(book, case.code, ended, date(2026, 6, 20))
        before = publish(book, ReportSelection(Q2)).report.section("outcomes").table("results")
        left = [case for case in later.cases() if case.end is None]
        for case in left[:4]:
            outcomes.record(later, case.code, ended, date(2026, 9, 20))

        stands = quarter_report(later, ReportSelection(Q3)).section("outcomes").table("results")
        outcomes.record(later, left[4].code, ended, date(2026, 9, 20))
        anew = quarter_report(later, ReportSelection(Q3)).section("outcomes").table("results")

        assert stands == replace(before, carried_from="2026Q2")
        assert (anew.carried_from, anew.cell("success", "people")) == ("", before.cell("success", "people") + 5)

    def test_before_it_was_published_a_report_is_known_as_a_draft(self, programme):
        publish(on(date(2026, 7, 20), programme), ReportSelection(Q2))

        draft = quarter_report(on(TODAY, programme), ReportSelection(Q2, known_at=datetime(2026, 7, 19, tzinfo=UTC)))

        assert draft.published == ""

    def test_staff_see_when_the_quarter_was_published_and_no_draft(self, programme):
        publish(on(date(2026, 7, 20), programme), ReportSelection(Q2))
        asked = ReportSelection(Q2, internal=True)

        assert quarter_report(on(TODAY, programme), asked).published == "2026-07-20"
        assert quarter_report(on(TODAY, programme), replace(asked, quarter=Q3)).published == ""

    def test_what_staff_see_explains_no_rule_that_it_does_not_follow(self, programme):
        def words(internal: bool) -> set[str]:
            report = quarter_report(on(TODAY, programme), ReportSelection(Q3, internal=internal))
            return {one.word for one in report.definitions}

        assert words(internal=False) - words(internal=True) == {"Told together", "Not told yet"}

    def test_what_was_published_is_no_case(self, programme):
        book = on(TODAY, programme)
        cases = book.store.case_ids()
        publish(book, ReportSelection(Q3))

        assert book.store.case_ids() == cases
        assert len(list(book.cases())) == len(cases)
        assert not book.problems


class TestTheSameBytes:
    @pytest.mark.parametrize("day", [date(2026, 12, 31), date(2027, 11, 21)])
    def test_whenever_it_is_asked_for(self, programme, day):
        for wanted in (
            ReportSelection(Q3),
            ReportSelection(Q3, date(2026, 10, 14), internal=True),
            ReportSelection(Q4, TODAY, internal=True),
        ):
            assert bytes_of(quarter_report(on(day, programme), wanted)) == bytes_of(
                quarter_report(on(TODAY, programme), wanted)
            )

    @pytest.mark.parametrize("internal", [False, True])
    def test_in_whatever_order_the_facts_came_and_on_whichever_laptop(self, programme, internal):
        other = a_copy(programme, Random(1), device="00000000000000bb")

        assert bytes_of(quarter_report(on(TODAY, other), ReportSelection(Q3, internal=internal))) == bytes_of(
            quarter_report(on(TODAY, programme), ReportSelection(Q3, internal=internal))
        )

    @pytest.mark.parametrize("internal", [False, True])
    def test_a_late_entry_changes_only_reports_as_they_are_known_from_then_on(self, programme, internal):
        entered = datetime(2026, 11, 21, 9, tzinfo=UTC)
        before = ReportSelection(Q2, known_at=entered - timedelta(microseconds=1), internal=internal)
        first = quarter_report(on(TODAY, programme), before)

        met_again(on(TODAY, programme))

        assert bytes_of(quarter_report(on(TODAY, programme), before)) == bytes_of(first)
        for instant in (entered + timedelta(hours=1), None):
            known = quarter_report(on(TODAY, programme), ReportSelection(Q2, known_at=instant, internal=internal))
            assert when_due(known) != when_due(first)

    def test_what_is_true_later_changes_no_report_as_of_an_earlier_day(self, programme):
        wanted = ReportSelection(Q3, date(2026, 10, 14), internal=True)
        book = on(TODAY, programme)
        first = quarter_report(book, wanted)
        lessons.propose(book, lessons.prefill_lesson(book, []), LessonProposed("Teach it.", "", (FailureCause.DEBT,)))
        for case in list(book.cases())[:20]:
            book.write(case.id, HOME)

        assert bytes_of(quarter_report(on(TODAY, programme), wanted)) == bytes_of(first)

    @pytest.mark.parametrize("internal", [False, True])
    def test_from_the_sealed_vault_as_from_memory(self, vault, internal):
        book = on(TODAY, vault)
        build(book, 8, 3)

        assert bytes_of(quarter_report(on(TODAY, vault), ReportSelection(internal=internal))) == bytes_of(
            quarter_report(on(TODAY, a_copy(vault)), ReportSelection(internal=internal))
        )

    def test_published_from_the_sealed_vault_as_it_went_out(self, vault):
        book = on(TODAY, vault)
        enrol_all(book, [a_graduate(f"FEW-{at}", "2026-07-15") for at in range(6)])
        went_out = publish(book, ReportSelection(Q3)).report

        assert bytes_of(quarter_report(on(TODAY, vault), ReportSelection(Q3))) == bytes_of(went_out)
        assert len(vault.case_ids()) == 6
        assert vault.check().problems == ()


class TestWhatCannotBeRead:
    def test_a_damaged_file_is_told_of_and_stops_no_report(self, programme):
        whole = quarter_report(on(TODAY, programme), ReportSelection(Q3, internal=True))
        lost = next(case for case in on(TODAY, programme).cases() if case.end is None)
        programme.damage(lost.id)

        report = quarter_report(on(TODAY, programme), ReportSelection(Q3, internal=True))

        assert report.section("unknown").table("unknown").cell("unread", "known") == 1
        assert people(report, "end") == people(whole, "end") - 1
        assert "There are cases that cannot be read. Run: followup check" in report.open

    def test_a_case_whose_policy_is_not_known_is_told_of_likewise(self, programme):
        book = on(TODAY, programme)
        lost = next(case for case in book.cases() if case.end is None)
        book.write(lost.id, Amended(policy="of-another-office"), on=lost.return_date)

        report = quarter_report(on(TODAY, programme), ReportSelection(Q3, internal=True))

        assert report.section("unknown").table("unknown").cell("unread", "known") == 1

    def test_how_many_cannot_be_read_is_told_outside_too(self, programme):
        programme.damage(programme.case_ids()[0])

        report = quarter_report(on(TODAY, programme), ReportSelection(Q3))

        assert report.section("unknown").table("unknown").cell("unread", "known") == 1

    def test_a_quarter_with_cases_that_cannot_be_read_does_not_go_out(self, programme):
        programme.damage(programme.case_ids()[0])

        with pytest.raises(Refused, match="not complete") as refused:
            publish(on(TODAY, programme), ReportSelection(Q3))

        assert "followup check" in refused.value.hint


def met_again(book: Casebook) -> None:
    """Visits of the second quarter that nobody had written down are entered for everybody, weeks late."""
    for case in book.cases():
        for month in (4, 5, 6):
            if case.return_date and case.return_date < date(2026, 3, 1):
                book.write(case.id, HOME, on=min(date(2026, month, case.return_date.day % 28 + 1), book.today))


def when_due(report: Report) -> Any:
    return next(head.value for head in report.heads if head.id == "visits_when_due")


def visits_note(report: Report) -> str:
    return report.section("visits").table("became").note


def people(report: Report, row: str) -> Any:
    return report.section("caseload").table("movement").cell(row, "people")


@pytest.fixture
def vault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    """A sealed vault that is quick to make."""
    (tmp_path / "run").mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    monkeypatch.setattr(keys, "COST", keys.Cost(memory_kib=8, passes=1))
    yield access.create(tmp_path / "vault", PASSPHRASE)
    access.lock(tmp_path / "vault")


@pytest.mark.parametrize(
    "look",
    [lambda book: quarter_report(book, ReportSelection(Q3)), lambda book: agenda_of(book, worker="SN")],
    ids=["report", "agenda of a worker"],
)
def test_where_nothing_is_kept_each_case_is_read_once(vault: Any, look: Callable[[Casebook], object]) -> None:
    """What is made of cases first is made with all that the command asks for later."""
    for number in range(3):
        home = Opened(f"SR-{number}", date(2026, 2, 1), worker="SN")
        vault.append(f"c{number}", [NewFact(date(2026, 2, 1), home)], by="SN", now=datetime(2026, 2, 1, tzinfo=UTC))
    vault.append(LESSONS, [NewFact(date(2026, 3, 1), A_LESSON)], by="SN", now=datetime(2026, 3, 1, tzinfo=UTC))

    with patch.object(Journals, "read", autospec=True, side_effect=Journals.read) as read:
        look(on(TODAY, vault))

    assert sorted(call.args[1] for call in read.call_args_list if is_case(call.args[1])) == ["c0", "c1", "c2"]
