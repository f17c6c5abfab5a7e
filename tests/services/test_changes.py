"""A change: found once, read once, checked and written under one lock, whatever another window does meanwhile.

- where only one of two may succeed, exactly one does, at whatever moment the other one comes in
- where both may, both are kept
- a hand-over finds her once and reads her once
- a dry run takes no lock and writes nothing
- no service writes past a change
"""

import ast
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache, partial
from pathlib import Path

import pytest

from followup.case.facts import (
    Amended,
    Configured,
    Ended,
    Fact,
    FlagCleared,
    Flagged,
    HandedOut,
    HandedOver,
    Housed,
    LessonAnswered,
    LessonApplied,
    LessonProposed,
    MilestoneReached,
    Moved,
    Placed,
    Promised,
    PromiseSettled,
    Reopened,
    ReturnedAgain,
    Visited,
    Withdrawn,
)
from followup.case.home_words import Placement
from followup.case.outcome_words import FailureCause, MilestoneStanding, OutcomeKind
from followup.case.vocabulary import RiskKind, Severity
from followup.casebook import Casebook, Moment
from followup.errors import FollowupError
from followup.services import (
    attention,
    calendars,
    corrections,
    flags,
    graduates,
    handovers,
    households,
    lessons,
    milestones,
    office,
    outcomes,
    plans,
    promises,
    schedule_changes,
    second_returns,
    visits,
    withdrawals,
    workers,
)
from followup.store import LESSONS, OFFICE
from tests.builders import NOW, TODAY, a_flag, a_graduate, a_plan
from tests.memory_store import MemoryStore

Window = Callable[[Casebook], object]

SERVICES = Path(__file__).parents[2] / "followup" / "services"


class SharedStore(MemoryStore):
    """A store that another window writes to at a moment of choice: at any reading or writing outside the lock."""

    def __init__(self) -> None:
        super().__init__()
        self.rival: Callable[[], object] | None = None
        self.calls: Counter[str] = Counter()
        self._depth = 0

    def wait(self, moment: int, rival: Callable[[], object]) -> None:
        """Let a rival in once, after so many moments at which it might have come in."""
        self.rival, self._moment = rival, moment

    def facts(self, case_id: str) -> tuple[Fact, ...]:
        self.calls[f"facts {case_id}"] += 1
        found = super().facts(case_id)
        self._let_in()
        return found

    def append(self, *args, **kwargs):
        self._let_in()
        return super().append(*args, **kwargs)

    def register(self, kind, along=tuple):
        self.calls[f"register {kind.name}"] += 1
        before, self.calls = self.calls, Counter()
        found = super().register(kind, along)
        self.calls = before
        return found

    @contextmanager
    def exclusive(self, patience: float = 30) -> Iterator[None]:
        self._let_in()
        self._depth += 1
        with super().exclusive(patience):
            yield
        self._depth -= 1

    def _let_in(self) -> None:
        if self._depth or self.rival is None:
            return
        self._moment -= 1
        if self._moment < 0:
            rival, self.rival = self.rival, None
            rival()


def opened(store: MemoryStore) -> Casebook:
    return Casebook(store, Moment(TODAY, NOW))


def a_case() -> SharedStore:
    """One graduate with a flag, a promise, a poor plan and an accepted lesson; another whose follow-up has ended."""
    store = SharedStore()
    for journal, facts in _facts().items():
        store.receive(journal, facts)
    return store


@cache
def _facts() -> dict[str, tuple[Fact, ...]]:
    store = MemoryStore()
    book = opened(store)
    poor = a_plan(customers_a_day="1", costs={"rent": "100,000 riel"})
    people = [a_graduate(returned="2025-10-31", plan=poor, flags=[a_flag("health")]), a_graduate("END-1")]
    assert not graduates.enrol_all(book, people).problems
    workers.add_worker(book, "KB")
    promises.make(book, "KML", "A spare part.", "SN", date(2026, 12, 1))
    outcomes.record(book, "END", Ended(OutcomeKind.MOVED_AWAY), date(2026, 11, 1))
    lessons.propose(book, lessons.prefill_lesson(book, ()), LessonProposed("Teach it.", "", (FailureCause.DEBT,)))
    lessons.answer(book, "1", LessonAnswered("-", accepted=True, owner="KB", due=date(2027, 1, 1)))
    return {journal: store.facts(journal) for journal in (*store.case_ids(), LESSONS, OFFICE)}


def succeed(store: MemoryStore, window: Window, answers: list[bool]) -> None:
    """Note whether what a window does succeeds."""
    try:
        window(opened(store))
    except FollowupError:
        answers.append(False)
    else:
        answers.append(True)


def at_every_moment(first: Window, second: Window) -> Iterator[tuple[list[bool], SharedStore]]:
    """Which of two windows succeeded, and the store then, for every moment of the first at which the second comes."""
    for moment in range(99):
        store = a_case()
        answers: list[bool] = []
        store.wait(moment, partial(succeed, store, second, answers))
        succeed(store, first, answers)
        if store.rival is not None:  # the first was over before that moment
            assert moment, "the second window never came in"
            return
        yield answers, store


def written(store: MemoryStore, journal: str, kind: type) -> list[Fact]:
    return [fact for fact in store.facts(journal) if isinstance(fact.body, kind)]


def her(store: MemoryStore, code: str = "KML") -> str:
    return opened(store).find(code)


# --- where one of two may succeed -----------------------------------------------------------------------------------


def clear_flag(book: Casebook) -> None:
    flags.clear(book, "KML", "1", "Paid back.")


def review_flag(book: Casebook) -> None:
    flags.review(book, "KML", "1", "Worse.")


def settle(book: Casebook) -> None:
    promises.settle(book, "KML", "1", kept=True)


def announce_end(book: Casebook) -> None:
    promises.announce_end(book, "KML", date(2027, 3, 1))


def link_house(book: Casebook) -> None:
    households.link(book, "KML", "END")


def hand_over(book: Casebook) -> None:
    handovers.hand_over_to(book, "KML", "KB")


def end(book: Casebook) -> None:
    outcomes.record(book, "KML", Ended(OutcomeKind.MOVED_AWAY))


def reopen(book: Casebook) -> None:
    outcomes.reopen(book, "END", "She came back.")


def milestone(book: Casebook) -> None:
    milestones.record(book, "KML", milestones.MilestoneInput(MilestoneStanding.NOT_YET), 12)


def withdraw(book: Casebook) -> None:
    seen = withdrawals.dry_run_withdrawal(book, "KML", 4)
    withdrawals.withdraw(book, "KML", 4, "Her sister.", seen.entry.id)


def move(book: Casebook) -> None:
    schedule_changes.move(book, "KML", 15, date(2027, 1, 27), "Harvest.")


def take_code(book: Casebook) -> None:
    corrections.edit(book, "KML", Amended(code="SAME-1"))


def take_code_too(book: Casebook) -> None:
    corrections.edit(book, "END", Amended(code="SAME-1"))


def go_home(book: Casebook) -> None:
    second_returns.return_again(book, "END")


def enrol(book: Casebook) -> None:
    if graduates.enrol_all(book, [a_graduate("SAME-1")]).problems:
        raise FollowupError("taken")


def apply_lesson(book: Casebook) -> None:
    lessons.apply(book, "1", LessonApplied("-"))


def decline_lesson(book: Casebook) -> None:
    lessons.answer(book, "1", LessonAnswered("-", accepted=False, reason="No time."))


def agree(book: Casebook) -> None:
    found = attention.attention_of(book, "KML")
    first = attention.attention_of(opened(a_case()), "KML").unraised[0]
    attention.raise_findings(book, found.case, attention.pick_findings(found, [first.number]))


def raise_warnings(book: Casebook) -> None:
    found = plans.check_plan(book, book.case(book.find("KML")))
    plans.raise_warnings(book, found.case, found.unraised)
    if not found.unraised:
        raise FollowupError("raised already")


ONLY_ONE = [
    (clear_flag, clear_flag, "KML", FlagCleared),
    (settle, settle, "KML", PromiseSettled),
    (announce_end, announce_end, "KML", Promised),
    (link_house, link_house, "KML", Housed),
    (hand_over, hand_over, "KML", HandedOver),
    (end, end, "KML", Ended),
    (reopen, reopen, "END", Reopened),
    (go_home, go_home, "END", ReturnedAgain),
    (milestone, milestone, "KML", MilestoneReached),
    (withdraw, withdraw, "KML", Withdrawn),
    (move, move, "KML", Moved),
    (take_code, take_code_too, "SAME", Amended),
    (take_code, enrol, "SAME", Amended),
    (apply_lesson, decline_lesson, LESSONS, LessonApplied),
    (decline_lesson, apply_lesson, LESSONS, LessonApplied),
    (agree, agree, "KML", Flagged),
    (raise_warnings, raise_warnings, "KML", Flagged),
]


@pytest.mark.parametrize(("first", "second", "code", "kind"), ONLY_ONE)
def test_of_two_windows_exactly_one_succeeds_at_whatever_moment_the_other_comes(first, second, code, kind):
    for answers, store in at_every_moment(first, second):
        assert sorted(answers) == [False, True]
        said = [fact.body for fact in written(store, code if code == LESSONS else her(store, code), kind)]
        assert len(said) == len({repr(body) for body in said})


def test_a_cleared_flag_is_not_reviewed():
    for answers, store in at_every_moment(review_flag, clear_flag):
        times = [type(fact.body) for fact in sorted(store.facts(her(store)), key=lambda fact: fact.written)]
        assert answers[0]
        assert times[-1] is FlagCleared


# --- where both may -------------------------------------------------------------------------------------------------


def raise_debt(book: Casebook) -> None:
    flags.raise_flag(book, "KML", flags.NewFlag(RiskKind.DEBT, Severity.CONCERN, "A lender came."))


def raise_violence(book: Casebook) -> None:
    flags.raise_flag(book, "KML", flags.NewFlag(RiskKind.VIOLENCE, Severity.DANGER, "He hits her."))


def place(book: Casebook) -> None:
    graduates.place(book, "KML", Placed(Placement.RELATIVE, "Kandal", "Bati"))


def set_plan(book: Casebook) -> None:
    plans.set_plan(book, "KML", a_plan())


def settings(book: Casebook) -> None:
    office.configure(book, Configured(cover="Meeting"))


BOTH = [
    (raise_debt, raise_violence),
    (clear_flag, raise_debt),
    (place, set_plan),
    (set_plan, hand_over),
    (settings, end),
]


@pytest.mark.parametrize(("first", "second"), BOTH)
def test_what_two_windows_may_both_do_is_both_kept(first, second):
    kept = {window: all_written(window) for window in (first, second)}

    for answers, store in at_every_moment(first, second):
        assert answers == [True, True]
        assert all_kinds(store) == all_kinds(a_case()) + kept[first] + kept[second]


def all_written(window: Window) -> Counter[str]:
    """What a window writes when it is alone."""
    store = a_case()
    window(opened(store))
    return all_kinds(store) - all_kinds(a_case())


def all_kinds(store: MemoryStore) -> Counter[str]:
    return Counter(fact.body.kind for journal in (*store.case_ids(), OFFICE, LESSONS) for fact in store.facts(journal))


def test_a_file_given_twice_at_once_is_written_once():
    row = {"code": "KML-1", "date": "2026-11-20", "contact": "home_visit", "note": "She sells well."}

    def give(book: Casebook) -> None:
        assert not visits.record_all(book, [row]).problems

    for answers, store in at_every_moment(give, give):
        assert answers == [True, True]
        assert len(written(store, her(store), Visited)) == 1


def test_two_exports_at_once_hand_a_visit_out_once(tmp_path):
    def export(book: Casebook) -> None:
        calendars.export(book, calendars.ExportRequest(codes=("KML",)), tmp_path / "calendar")

    for answers, store in at_every_moment(export, export):
        entries = [entry for fact in written(store, her(store), HandedOut) for entry in fact.body.entries]
        assert answers == [True, True]
        assert len(entries) == len({entry.key for entry in entries})


# --- what was seen is what is meant ---------------------------------------------------------------------------------


def test_a_number_that_is_another_entry_by_now_is_not_taken_back():
    store = a_case()
    book = opened(store)
    seen = withdrawals.dry_run_withdrawal(book, "KML", 4)
    late = Fact("0f" * 8, datetime(2026, 1, 1, tzinfo=UTC), TODAY, "bb" * 8, 1, "KB", Moved(15, TODAY, "Harvest."))
    store.receive(her(store), [late])

    with pytest.raises(FollowupError, match="numbers in the log have changed"):
        withdrawals.withdraw(book, "KML", 4, "Her sister.", seen.entry.id)


def test_what_needs_attention_is_raised_only_as_it_was_shown():
    book = opened(a_case())
    found = attention.attention_of(book, "KML")
    hand_over(book)
    end(book)

    with pytest.raises(FollowupError, match="has changed since"):
        attention.raise_findings(book, found.case, found.unraised)


# --- what a change costs --------------------------------------------------------------------------------------------


def test_a_hand_over_finds_her_once_and_reads_her_once():
    store = a_case()
    case_id = her(store)
    store.calls.clear()

    handovers.hand_over_to(opened(store), "KML", "KB")

    assert (store.calls[f"facts {case_id}"], store.calls["register codes"]) == (1, 1)


@pytest.mark.parametrize("window", [clear_flag, settle, raise_debt, end, milestone, move, place, set_plan])
def test_what_is_written_is_shown_without_reading_her_again(window):
    store = a_case()
    case_id = her(store)
    store.calls.clear()

    window(opened(store))

    assert (store.calls[f"facts {case_id}"], store.calls["register codes"]) == (1, 1)


def test_what_a_change_shows_is_what_the_next_command_reads():
    store = a_case()

    with opened(store).change("KML") as change:
        change.write(Moved(15, date(2027, 1, 27), "Harvest."))

    assert change.after == opened(store).case(her(store))
    assert change.after != change.case
    assert set(change.facts) == set(store.facts(her(store)))


def test_a_dry_run_takes_no_lock_and_writes_nothing():
    store = a_case()
    before = store.facts(her(store))
    store.exclusive = lambda: pytest.fail("a lock was taken")  # type: ignore[method-assign]

    with opened(store).change("KML", dry_run=True) as change:
        change.write(Moved(15, date(2027, 1, 27), "Harvest."))

    assert change.after.moves == {15: date(2027, 1, 27)}
    assert store.facts(her(store)) == before


MORE_THAN_ONE_JOURNAL = {"graduates.py", "calendars.py", "reports.py", "undo.py", "access_log.py"}
"""Codes given once, a worker's calendar, what goes out, what one command wrote: these hold the lock themselves. So
does who looked, which is no change: no command shows it as what it wrote."""


@pytest.mark.parametrize("path", sorted(SERVICES.glob("*.py")), ids=lambda path: path.name)
def test_no_service_writes_past_a_change(path):
    calls = [node.func for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    past = {ast.unparse(call) for call in calls} & {"book.write", "book.store.append", "book.store.exclusive"}

    assert past == set() or path.name in MORE_THAN_ONE_JOURNAL
