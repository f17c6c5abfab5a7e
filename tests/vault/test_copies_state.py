"""Three copies of a casebook, written, copied, put back, emptied and brought together in any order.

- what was acknowledged in a copy is shown there, or something is told of
- no number is given twice under one name
- however copies are brought together, in the end all hold the same, and all that any of them ever acknowledged
"""

import shutil
import tempfile
from collections.abc import Iterable
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from followup.case.facts import Fact
from followup.errors import Damaged
from followup.store import OFFICE
from followup.vault.union import add_facts
from tests.vault.copies_for_tests import CASES, Desk, copied, readable, two_copies, vault_at
from tests.vault.facts_for_tests import opened

PLACES = ("A", "B", "C")
places, cases = st.sampled_from(PLACES), st.sampled_from((*CASES, "d4", OFFICE))
parts = st.sampled_from(("cases", "revisions", "registers", "journals.list", "spare", "device.json"))


class Copies(RuleBasedStateMachine):
    """People with three copies, a stick, and no care."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="fu-copies-"))
        a, b = two_copies(self.folder)
        copied(a.home, self.folder / "C")
        self.desks = {"A": a, "B": b, "C": Desk(self.folder / "C", set(a.acknowledged))}
        self.everything = set(a.acknowledged)
        self.numbers: dict[tuple[str, str, int], str] = {}
        self.kept: list[Path] = []

    @rule(place=places, case=cases)
    def write(self, place: str, case: str) -> None:
        """A command; refused where entries of the case are missing."""
        desk = self.desks[place]
        try:
            desk.write(case, opened(f"SR-{place}")) if case == "d4" else desk.write(case)
        except Damaged:
            assert desk.told
        self.everything |= desk.acknowledged

    @rule(source=places, into=places, part=parts)
    def copy_a_part(self, source: str, into: str, part: str) -> None:
        """Over what is there."""
        path = self.desks[source].home / part
        if source != into and path.exists():
            there = self.desks[into].home / part
            copied(path, there) if path.is_dir() else shutil.copy(path, there)

    @rule(source=places, into=places)
    def copy_whole(self, source: str, into: str) -> None:
        """Over what is there, or after it was moved away."""
        if source != into:
            copied(self.desks[source].home, self.desks[into].home)

    @rule(source=places, into=places)
    def replace_whole(self, source: str, into: str) -> None:
        """The casebook that was there is kept, for who knows."""
        if source != into:
            kept = self.folder / f"kept {len(self.kept)}"
            shutil.move(self.desks[into].home, kept)
            self.kept.append(kept)
            copied(self.desks[source].home, self.desks[into].home)

    @rule(place=places)
    def take_a_backup(self, place: str) -> None:
        """A whole copy on a stick."""
        copied(self.desks[place].home, self.folder / f"stick {place}")

    @rule(place=places)
    def put_the_backup_back(self, place: str) -> None:
        """Over what is there."""
        if (stick := self.folder / f"stick {place}").exists():
            copied(stick, self.desks[place].home)

    @rule(place=places, case=cases)
    def delete_a_file(self, place: str, case: str) -> None:
        """By mistake."""
        for file in sorted((self.desks[place].home / "cases").glob(f"{case}.*"))[:1]:
            shutil.move(file, self._bin(place))

    @rule(place=places, part=st.sampled_from(("revisions", "registers", "journals.list")))
    def delete_a_part(self, place: str, part: str) -> None:
        """To see whether it is needed."""
        path = self.desks[place].home / part
        if path.exists():
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    @rule(source=places, into=places)
    def merge(self, source: str, into: str) -> None:
        """``followup merge FOLDER``."""
        self.desks[into].merge(self.desks[source].home)

    @rule(place=places)
    def put_back(self, place: str) -> None:
        """``followup merge``."""
        self.desks[place].merge()

    @rule(place=places)
    def check(self, place: str) -> None:
        """``followup check``."""
        self.desks[place].problems()

    def _bin(self, place: str) -> Path:
        path = self.folder / "bin" / str(len(self.kept))
        path.mkdir(parents=True)
        self.kept.append(path)
        return path

    @invariant()
    def what_is_missing_is_told_of(self) -> None:
        for desk in self.desks.values():
            assert desk.acknowledged <= desk.shown or desk.told

    @invariant()
    def no_number_is_given_twice(self) -> None:
        for desk in self.desks.values():
            for case, fact in facts_in(desk.home):
                assert self.numbers.setdefault((case, fact.device, fact.seq), fact.id) == fact.id

    def teardown(self) -> None:
        """Everything is brought together, twice round."""
        for desk in [*self.desks.values()] * 2:
            desk.merge()
            for other in (*(one.home for one in self.desks.values()), *self.kept):
                if any(other.rglob("*.case")):
                    desk.merge(other)
        shown = [desk.shown for desk in self.desks.values()]
        assert shown[0] == shown[1] == shown[2]
        assert self.everything <= shown[0]
        for desk in self.desks.values():
            desk.problems()
            vault_at(desk.home).accept_older()
            assert (desk.told, desk.problems(), desk.shown) == ([], [], shown[0])
        shutil.rmtree(self.folder)


def facts_in(home: Path) -> Iterable[tuple[str, Fact]]:
    """Every fact in the files of a copy, whatever is told of them."""
    vault = vault_at(home)
    return ((case, fact) for case in (*vault.case_ids(), OFFICE) for fact in vault.readable_facts(case))


def test_whatever_people_do_with_three_copies_nothing_is_lost_without_a_word() -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Copies,
        settings=settings(
            max_examples=8, stateful_step_count=12, suppress_health_check=list(HealthCheck), print_blob=True
        ),
    )


@settings(max_examples=6, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sets(st.integers(0, 9), min_size=1), min_size=3, max_size=3))
def test_a_union_is_the_same_in_any_order_and_however_often(
    tmp_path_factory: pytest.TempPathFactory, picked: list[set[int]]
) -> None:
    """Commutative, associative, idempotent, of any parts of any facts."""
    folder = tmp_path_factory.mktemp("union")
    a, b = two_copies(folder)
    for number in range(10):
        (a, b)[number % 2].write("a1")
    a.merge(b.home)
    facts = list(readable(vault_at(a.home), "a1"))[-10:]
    empty, _ = two_copies(folder / "other")
    results = set()
    for number, order in enumerate([*permutations(range(3)), (0, 0, 1, 1, 2, 2), (2, 1, 0, 2, 1, 0)]):
        place = Desk(folder / f"union {number}")
        copied(empty.home, place.home)
        for one in order:
            add_facts(vault_at(place.home).journals, "z9", [facts[index] for index in picked[one]])
        results.add(frozenset(fact.id for fact in readable(vault_at(place.home), "z9")))
        assert place.told == []
    assert results == {frozenset(facts[index].id for one in picked for index in one)}
