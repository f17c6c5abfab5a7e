"""Many at once, and many laptops.

- nothing acknowledged is lost between processes
- each laptop writes its own files, and a case is the union
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from followup.errors import Damaged
from followup.store import RegisterKind
from followup.vault.vault import Vault
from tests.vault.facts_for_tests import NOW, PASSPHRASE, opened, visited

WRITER = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from followup.case.visit_words import ContactMethod
from followup.case.facts import Visited
from followup.store import NewFact, RegisterKind
from followup.vault import access
vault = access.load_vault(Path(sys.argv[1]), ask=None, environ={"FOLLOWUP_PASSPHRASE": sys.argv[2]})
for number in range(25):
    case = "a1" if sys.argv[3] == "one" else f"case{number % 5}"
    drafts = [NewFact(date(2026, 7, 1), Visited(ContactMethod.PHONE))]
    for fact in vault.append(case, drafts, by="me", now=datetime.now(UTC)):
        print(fact.id, flush=True)
    vault.register(RegisterKind("agenda", "1", lambda case, facts: len(facts)))
"""


@pytest.mark.parametrize("where", ["one", "several"])
def test_eight_processes_write_at_once(vault: Vault, where: str) -> None:
    """Of 200 acknowledged facts none is lost, and the numbers run on."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", WRITER, vault.home, PASSPHRASE, where]
    writers = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(8)]
    told = [writer.communicate()[0].split() for writer in writers]

    assert [writer.returncode for writer in writers] == [0] * 8
    acknowledged = {fact for ids in told for fact in ids}
    journals = [vault.facts(case) for case in vault.case_ids()]
    assert len(acknowledged) == 200
    assert acknowledged == {fact.id for journal in journals for fact in journal}
    for journal in journals:
        assert sorted(fact.seq for fact in journal) == list(range(1, len(journal) + 1))
    assert vault.check().problems == ()
    rows = vault.register(RegisterKind("agenda", "1", lambda case, facts: len(facts))).rows
    assert sum(rows.values()) == 200


def test_threads_of_one_program_write_at_once(vault: Vault) -> None:
    """The lock counts threads too."""
    with ThreadPoolExecutor(4) as pool:
        written = list(pool.map(lambda n: vault.append(f"c{n % 2}", [visited(str(n))], by="me", now=NOW), range(40)))

    kept = {fact.id for case in vault.case_ids() for fact in vault.facts(case)}
    assert kept == {fact.id for facts in written for fact in facts}
    assert len(kept) == 40


def bring(source: Vault, target: Vault) -> None:
    """Copy a laptop's own files to another, as a synchronised folder does."""
    for file in Path(source.home, "cases").glob(f"*.{source.device}.case"):
        shutil.copy(file, Path(target.home, "cases"))


def test_two_laptops_merge_by_union(vault: Vault, laptop: Callable[[], Vault]) -> None:
    """Both wrote on the same case, and on new ones."""
    vault.append("a1", [opened()], by="me", now=NOW)
    other = laptop()
    assert other.device != vault.device
    vault.append("a1", [visited("mine")], by="me", now=NOW)
    other.append("a1", [visited("theirs")], by="you", now=NOW)
    other.append("b2", [opened("SR-2")], by="you", now=NOW)
    bring(vault, other)
    bring(other, vault)

    assert vault.facts("a1") == other.facts("a1")
    assert len(vault.facts("a1")) == 3
    assert vault.case_ids() == other.case_ids() == ["a1", "b2"]
    assert vault.register(RegisterKind("agenda", "1", lambda case, facts: len(facts))).rows == {"a1": 3, "b2": 1}
    assert vault.check().problems == other.check().problems == ()


def test_an_answer_is_stamped_after_what_it_answers(vault: Vault, laptop: Callable[[], Vault]) -> None:
    """Though the other laptop's clock runs a year ahead."""
    vault.append("a1", [opened()], by="me", now=NOW)
    other = laptop()
    (ahead,) = other.append("a1", [visited()], by="you", now=NOW + timedelta(days=365))
    bring(other, vault)
    vault.facts("a1")

    (answer,) = vault.append("a1", [visited()], by="me", now=NOW)
    assert answer.at == ahead.at + timedelta(microseconds=1)


def test_the_same_fact_said_otherwise_is_damage(
    vault: Vault, laptop: Callable[[], Vault], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two answers under one id cannot both be true; under two ids both are kept."""
    other = laptop()
    with monkeypatch.context() as patch:
        patch.setattr("followup.vault.journal_file.os.urandom", lambda count: bytes(count))
        vault.append("a1", [opened()], by="me", now=NOW)
        other.append("a1", [visited()], by="you", now=NOW)
    bring(other, vault)

    with pytest.raises(Damaged, match=r"say different things about one entry"):
        vault.facts("a1")
    assert len(vault.check().problems) == 1


def test_a_laptops_name_is_not_among_the_cases(vault: Vault) -> None:
    """A copied folder of cases does not make two laptops one."""
    vault.append("a1", [opened()], by="me", now=NOW)

    assert [path.suffix for path in Path(vault.home, "cases").iterdir()] == [".case"]
    assert Path(vault.home, "device.json").exists()


def test_a_vault_without_a_laptops_name_gets_a_new_one(vault: Vault, reopened: Callable[[], Vault]) -> None:
    """As after putting back a backup; what the old one wrote is still read."""
    vault.append("a1", [opened()], by="me", now=NOW)
    before = vault.device
    Path(vault.home, "device.json").unlink()
    again = reopened()
    again.append("a1", [visited()], by="me", now=NOW)

    assert again.device != before
    assert len(again.facts("a1")) == 2


def test_what_another_window_writes_first_is_seen_though_the_folder_was_listed_before(
    vault: Vault, laptop: Callable[[], Vault]
) -> None:
    """The case came from another laptop, so that this one has no file of it yet when both windows begin."""
    vault.append("a1", [opened()], by="me", now=NOW)
    other = laptop()
    first, second = Vault(other.home, other._ring), Vault(other.home, other._ring)
    assert len(first.facts("a1")) == len(second.facts("a1")) == 1

    second.append("a1", [visited()], by="me", now=NOW)

    with first.exclusive():
        assert len(first.facts("a1")) == 2
