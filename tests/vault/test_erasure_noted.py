"""Whose identity was erased is noted a second time: her own files may be lost, and old ones come back."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from followup.case.facts import Ended
from followup.case.outcome_words import OutcomeKind
from followup.casebook import Casebook, Moment
from followup.handout.guard import Guard
from followup.services.backups import gather
from followup.services.erasure import erase, erased_cases
from followup.services.guarded_names import guard_of
from followup.services.restores import plan_restore
from followup.store import ERASURES, NewFact
from followup.vault import files
from followup.vault.backup_file import BackupContents
from followup.vault.restoring import restore_into
from followup.vault.vault import Vault
from tests.vault.facts_for_tests import DAY, KHMER_NAME, NAME, NOTE, NOW, VILLAGE, identified, opened, visited

CASE = "a-case"
LATER = Moment(DAY + timedelta(40), NOW)
Reopened = Callable[[], Vault]
SECRETS = (NAME, KHMER_NAME, VILLAGE, NOTE)


@pytest.fixture
def old(vault: Vault, laptop: Callable[[], Vault]) -> Vault:
    """Another laptop with a copy of her case, made before she was erased."""
    vault.append(CASE, [opened(), identified(), visited(NOTE)], by="SN", now=NOW)
    vault.append(CASE, [NewFact(DAY, Ended(OutcomeKind.MOVED_AWAY))], by="SN", now=NOW)
    return laptop()


@pytest.fixture
def before(vault: Vault, old: Vault) -> BackupContents:
    """A backup of the day before she was erased."""
    contents = gather(vault, LATER)
    assert NAME in str(contents.journals)
    erase(Casebook(vault, LATER), "SR-1")
    return contents


def lose_her_files(vault: Vault) -> None:
    for path in list(files.below(vault.home)):
        if Path(path).name.startswith(CASE):
            Path(path).unlink()


def assert_she_stays_erased(vault: Vault) -> None:
    book = Casebook(vault, LATER)
    shown = str([fact for journal in (CASE, ERASURES) for fact in vault.facts(journal)])
    assert not [secret for secret in SECRETS if secret in shown]
    assert [one.code for one in erased_cases(book)] == [book.code_in_log(CASE)]
    assert guard_of(book).find(NAME)
    assert not vault.check().problems


def test_though_her_files_were_lost_an_old_backup_does_not_bring_her_back(
    vault: Vault, before: BackupContents, reopened: Reopened
) -> None:
    lose_her_files(vault)
    vault = reopened()
    restore_into(vault, before.journals)
    reopened().accept_older()

    assert_she_stays_erased(reopened())
    assert len(reopened().facts(CASE)) == len(before.journals[CASE]) + 1


@pytest.mark.parametrize("accepts", ["first", "after"])
def test_nor_do_old_files_copied_in_by_hand(
    vault: Vault, old: Vault, before: BackupContents, reopened: Reopened, accepts: str
) -> None:
    lose_her_files(vault)
    if accepts == "first":
        reopened().accept_older()
    for path in (Path(old.home) / "cases").glob(f"{CASE}.*"):
        shutil.copy(path, Path(vault.home) / "cases" / path.name)
    reopened().accept_older()

    assert_she_stays_erased(reopened())


def test_nor_does_a_merge(vault: Vault, old: Vault, before: BackupContents, reopened: Reopened) -> None:
    lose_her_files(vault)
    reopened().accept_older()
    merged = reopened().merge(old.home)

    assert merged.withheld == (CASE,)
    assert_she_stays_erased(reopened())


def test_a_laptop_that_holds_her_erases_her_though_only_the_note_arrives(
    vault: Vault, old: Vault, before: BackupContents
) -> None:
    lose_her_files(vault)
    assert guard_of(Casebook(old, LATER)).find(NAME)
    old.merge(vault.home)

    assert_she_stays_erased(old)


def test_while_her_files_are_gone_the_guard_still_knows_her(
    vault: Vault, before: BackupContents, reopened: Reopened
) -> None:
    lose_her_files(vault)
    reopened().accept_older()

    assert isinstance(guard := guard_of(Casebook(reopened(), LATER)), Guard)
    assert guard.find(NAME)


def test_an_erasure_stopped_before_it_was_noted_is_noted_when_it_is_given_again(
    vault: Vault, before: BackupContents, reopened: Reopened
) -> None:
    for path in (Path(vault.home) / "cases").glob(f"{ERASURES}.*"):
        path.unlink()
    for path in files.below(vault.home):
        if Path(path).name.startswith(ERASURES):
            Path(path).unlink()
    reopened().accept_older()
    assert not reopened().facts(ERASURES)
    book = Casebook(reopened(), LATER)
    erase(book, book.code_in_log(CASE))

    assert len(reopened().facts(ERASURES)) == 1
    erase(Casebook(reopened(), LATER), book.code_in_log(CASE))
    assert len(reopened().facts(ERASURES)) == 1


def test_what_a_backup_tells_of_her_is_said_to_stay_erased(vault: Vault, before: BackupContents) -> None:
    plan = plan_restore(vault, before)

    assert plan.withheld == (Casebook(vault, LATER).code_in_log(CASE),)
    assert (plan.new, plan.differing) == (0, 0)
