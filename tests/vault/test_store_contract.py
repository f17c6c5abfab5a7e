"""What every store promises; run on the memory store and on the vault alike.

- facts come back as they were written, in replay order
- all or none; numbered on; never stamped before the latest
- the office's journal is apart
- registers hold one row a case
- a form that is not finished is kept, replaced and dropped
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from followup.case.facts import Fact
from followup.errors import FollowupError, Invalid
from followup.store import OFFICE, RegisterKind, Store
from followup.vault import access
from tests.memory_store import MemoryStore
from tests.vault.facts_for_tests import DAY, NOW, PASSPHRASE, identified, opened, visited


@pytest.fixture(params=["memory", "vault"])
def store(request: pytest.FixtureRequest, home: Path) -> Store:
    """Each store in turn."""
    return MemoryStore() if request.param == "memory" else access.create(home, PASSPHRASE)


def count(case_id: str, facts: tuple[Fact, ...]) -> list[object]:
    """A row that shows what it was made from."""
    return [case_id, len(facts)]


def test_what_was_appended_is_read_back(store: Store) -> None:
    """The facts returned are the facts kept."""
    written = store.append("a1", [opened(), identified()], by="me", now=NOW)

    assert store.facts("a1") == written
    assert [fact.body for fact in written] == [opened().body, identified().body]


def test_facts_carry_number_device_stamp_and_initials(store: Store) -> None:
    """Numbers run on over appends; the stamp is now."""
    store.append("a1", [opened(), visited()], by="me", now=NOW)
    (third,) = store.append("a1", [visited()], by="you", now=NOW + timedelta(hours=1))

    assert (third.seq, third.device, third.by, third.at) == (3, store.device, "you", NOW + timedelta(hours=1))


def test_ids_are_random_and_never_alike(store: Store) -> None:
    """Sixteen hex digits each."""
    facts = store.append("a1", [visited()] * 50, by="me", now=NOW)

    assert len({fact.id for fact in facts}) == 50
    assert all(len(bytes.fromhex(fact.id)) == 8 for fact in facts)


def test_facts_come_in_replay_order(store: Store) -> None:
    """An earlier day entered later comes first."""
    store.append("a1", [visited(day=date(2026, 6, 2))], by="me", now=NOW)
    store.append("a1", [visited(day=date(2026, 6, 1))], by="me", now=NOW)

    assert [fact.on.day for fact in store.facts("a1")] == [1, 2]


def test_a_clock_set_back_does_not_stamp_before_the_latest(store: Store) -> None:
    """The stamp is then just after the latest one."""
    store.append("a1", [opened()], by="me", now=NOW)
    (late,) = store.append("a1", [visited()], by="me", now=NOW - timedelta(days=400))

    assert late.at == NOW + timedelta(microseconds=1)


def test_a_stamp_is_kept_in_utc(store: Store) -> None:
    """The same instant, whatever zone it came in."""
    (fact,) = store.append("a1", [opened()], by="me", now=NOW.astimezone(timezone(timedelta(hours=7))))

    assert fact.at == NOW
    assert fact.at.utcoffset() == timedelta(0)


def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    """Nothing is written."""
    with pytest.raises(Invalid):
        store.append("a1", [opened()], by="me", now=datetime(2026, 7, 1, tzinfo=UTC).replace(tzinfo=None))
    assert store.facts("a1") == ()


def test_nothing_to_append_makes_no_journal(store: Store) -> None:
    """No drafts, no case."""
    assert store.append("a1", [], by="me", now=NOW) == ()
    assert list(store.case_ids()) == []


def test_an_unknown_case_has_no_facts(store: Store) -> None:
    """Empty rather than an error."""
    assert store.facts("nobody") == ()


def test_cases_are_listed_sorted_and_without_the_office(store: Store) -> None:
    """The office's journal is read by its own name."""
    for case in ("b2", OFFICE, "a1"):
        store.append(case, [opened()], by="me", now=NOW)

    assert list(store.case_ids()) == ["a1", "b2"]
    assert len(store.facts(OFFICE)) == 1


def test_one_case_does_not_see_another(store: Store) -> None:
    """Also where one id begins with the other."""
    store.append("a1", [opened()], by="me", now=NOW)
    store.append("a12", [opened(), visited()], by="me", now=NOW)

    assert len(store.facts("a1")) == 1


def test_exclusive_lets_its_holder_write(store: Store) -> None:
    """A rule over all cases and the entry it guards, together."""
    with store.exclusive(), store.exclusive():
        store.append("a1", [opened()], by="me", now=NOW)

    assert len(store.facts("a1")) == 1


def test_a_register_has_a_row_for_each_case(store: Store) -> None:
    """And none for the office."""
    for case in ("a1", "b2", OFFICE):
        store.append(case, [opened()], by="me", now=NOW)

    assert dict(store.register(RegisterKind("agenda", "1", count)).rows) == {"a1": ["a1", 1], "b2": ["b2", 1]}


def test_a_register_follows_new_facts(store: Store) -> None:
    """At once."""
    store.append("a1", [opened()], by="me", now=NOW)
    store.register(RegisterKind("agenda", "1", count))
    for expected in range(2, 8):
        store.append("a1", [visited()], by="me", now=NOW)

        assert store.register(RegisterKind("agenda", "1", count)).rows["a1"] == ["a1", expected]


def test_a_register_is_made_again_for_another_fingerprint(store: Store) -> None:
    """A new day, for example."""
    store.append("a1", [opened()], by="me", now=NOW)
    store.register(RegisterKind("agenda", "1", count))

    assert store.register(RegisterKind("agenda", "2", lambda case, facts: "new")).rows["a1"] == "new"


def test_registers_of_different_names_are_apart(store: Store) -> None:
    """Each has its own rows."""
    store.append("a1", [opened()], by="me", now=NOW)
    store.register(RegisterKind("agenda", "1", lambda case, facts: "agenda"))
    store.register(RegisterKind("codes", "1", lambda case, facts: "codes"))

    assert store.register(RegisterKind("agenda", "1", lambda case, facts: "agenda")).rows["a1"] == "agenda"


def test_a_fresh_row_looks_like_a_kept_one(store: Store) -> None:
    """Rows are JSON: a tuple comes back as a list the first time already."""
    store.append("a1", [opened()], by="me", now=NOW)

    assert store.register(RegisterKind("agenda", "1", lambda case, facts: (1, 2))).rows["a1"] == [1, 2]


def test_a_row_that_cannot_be_made_is_a_problem_of_its_case_alone(store: Store) -> None:
    """The others stay usable."""

    def build(case: str, facts: tuple[Fact, ...]) -> object:
        if case == "a1":
            raise FollowupError("no row")
        return case

    for case in ("a1", "b2"):
        store.append(case, [opened()], by="me", now=NOW)

    register = store.register(RegisterKind("agenda", "1", build))
    assert dict(register.rows) == {"b2": "b2"}
    assert list(register.problems) == ["a1"]


def test_a_case_that_cannot_be_read_any_more_keeps_its_last_row(store: Store) -> None:
    """And is named among the problems."""
    for case in ("a1", "b2"):
        store.append(case, [opened()], by="me", now=NOW)
    store.register(RegisterKind("agenda", "1", count))
    damage(store, "a1")

    for fingerprint in ("1", "2", "2"):
        register = store.register(RegisterKind("agenda", fingerprint, count))
        assert dict(register.rows) == {"a1": ["a1", 1], "b2": ["b2", 1]}
        assert list(register.problems) == ["a1"]


def damage(store: Store, case_id: str) -> None:
    """Make a case unreadable, each store in its way."""
    if isinstance(store, MemoryStore):
        store.damage(case_id)
    else:
        home: Callable[[], str] = lambda: store.home  # type: ignore[attr-defined]  # noqa: E731
        (file,) = Path(home(), "cases").glob(f"{case_id}.*")
        file.write_bytes(file.read_bytes()[:-1])


def test_days_do_not_matter_to_numbers(store: Store) -> None:
    """Numbers follow the writing, not the days."""
    facts = store.append("a1", [visited(day=DAY), visited(day=date(2020, 1, 1))], by="me", now=NOW)

    assert [fact.seq for fact in facts] == [1, 2]


def test_a_draft_is_kept_replaced_and_dropped(store: Store) -> None:
    """What was kept last is there; other names know nothing of it."""
    assert store.draft("a1") is None
    store.keep_draft("a1", {"answers": {"met.date": "2026-07-01"}})
    store.keep_draft("a1", {"answers": {"note": "សុគន្ធា", "went": ["SN"]}})

    assert store.draft("a1") == {"answers": {"note": "សុគន្ធា", "went": ["SN"]}}
    assert store.draft("b2") is None
    store.drop_draft("a1")
    store.drop_draft("a1")
    assert store.draft("a1") is None


def test_a_draft_is_no_fact_and_no_case(store: Store) -> None:
    """Whoever lists cases does not see it."""
    store.keep_draft("a1", {})

    assert store.case_ids() == []
    assert store.facts("a1") == ()
