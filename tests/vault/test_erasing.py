"""What was erased of a case is in none of its files any more, whatever stopped the erasure or came back afterwards."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from followup.case.facts import Erased, ErasedText, Fact, Identified
from followup.casebook import Moment
from followup.errors import Damaged
from followup.services.backups import gather
from followup.store import NewFact
from followup.vault import files
from followup.vault.envelope import Kind, open_sealed
from followup.vault.erasing import erase_in_files
from followup.vault.journal import Journals
from followup.vault.journal_format import case_and_device
from followup.vault.restoring import restore_into
from followup.vault.vault import Vault
from tests.vault.facts_for_tests import DAY, KHMER_NAME, NAME, NOTE, NOW, VILLAGE, identified, opened, visited

CASE = "a-case"
Reopened = Callable[[], Vault]
SECRETS = (NAME, KHMER_NAME, VILLAGE, NOTE)


def journals_of(vault: Vault) -> Journals:
    return vault.journals


def written(vault: Vault) -> None:
    """A graduate with her name and a note that tells of her, written in two commands."""
    vault.append(CASE, [opened(), identified()], by="SN", now=NOW)
    vault.append(CASE, [visited(NOTE), visited("well")], by="SN", now=NOW)


def erasure(facts: Iterable[Fact]) -> NewFact:
    """The erasure of everything there is: the note that tells of her is taken away, the other kept."""
    facts = tuple(facts)
    note = next(fact.id for fact in facts if getattr(fact.body, "note", "") == NOTE)
    return NewFact(DAY, Erased(tuple(fact.id for fact in facts), (ErasedText(note, "note"),), "00", ("hash",)))


def erase(vault: Vault) -> None:
    vault.append(CASE, [erasure(vault.facts(CASE))], by="SN", now=NOW)
    vault.facts(CASE)


def contents(vault: Vault) -> Iterator[str]:
    """Everything in every file that is kept of the case, whatever folder it lies in."""
    journals = journals_of(vault)
    for path in files.below(vault.home):
        stem = Path(path).name.split(".")
        if stem[0] == CASE and path.endswith((".case", ".spare")):
            names = case_and_device(".".join((*stem[:2], "case")))
            assert names is not None
            yield open_sealed(files.read(path), journals.key, Kind.JOURNAL, names, path).content.decode()


def shown(vault: Vault) -> str:
    text = " ".join(contents(vault)).encode().decode("unicode_escape")
    return " ".join((text, *(str(fact) for fact in vault.facts(CASE))))


def test_what_was_erased_is_in_no_file_and_everything_else_is(vault: Vault, reopened: Reopened) -> None:
    written(vault)
    before = vault.facts(CASE)
    erase(vault)

    again = reopened()
    assert not [secret for secret in SECRETS if secret in shown(again)]
    left = again.facts(CASE)
    assert [(fact.id, fact.on, fact.body.kind) for fact in left if fact.body.kind != "erased"] == [
        (fact.id, fact.on, fact.body.kind) for fact in before
    ]
    assert next(fact.body for fact in left if fact.body.kind == "identified") == Identified()
    notes = sorted(getattr(fact.body, "note", "") for fact in left if fact.body.kind == "visited")
    assert notes == ["(erased)", "well"]
    assert not again.check().problems


def test_an_older_copy_of_a_file_put_back_says_no_more_and_is_cleaned_when_it_is_read(
    vault: Vault, reopened: Reopened, tmp_path: Path
) -> None:
    written(vault)
    shutil.copytree(Path(vault.home) / "cases", tmp_path / "older")
    erase(vault)
    shutil.copytree(tmp_path / "older", Path(vault.home) / "cases", dirs_exist_ok=True)
    assert NAME in " ".join(contents(vault))
    with pytest.raises(Damaged, match="is older than when it was last seen"):
        reopened().facts(CASE)
    assert NAME not in str(reopened().readable_facts(CASE))
    reopened().merge()
    assert NAME not in " ".join(contents(vault))
    reopened().merge(str(tmp_path / "older"))

    assert not [secret for secret in SECRETS if secret in shown(reopened())]
    assert not reopened().check().problems


def test_another_laptop_erases_it_too_when_it_merges_and_tells_nothing_back(
    vault: Vault, laptop: Callable[[], Vault], reopened: Reopened
) -> None:
    written(vault)
    other = laptop()
    other.append(CASE, [visited("from the other laptop")], by="TK", now=NOW)
    erase(vault)
    other.merge(vault.home)
    assert not [secret for secret in SECRETS if secret in shown(other)]
    vault.merge(other.home)

    assert not [secret for secret in SECRETS if secret in shown(reopened())]
    assert {fact.id for fact in reopened().facts(CASE)} == {fact.id for fact in other.facts(CASE)}
    assert "from the other laptop" in shown(reopened())


def test_a_damaged_file_replaced_from_an_older_copy_says_no_more(
    vault: Vault, reopened: Reopened, tmp_path: Path
) -> None:
    written(vault)
    shutil.copytree(Path(vault.home) / "cases", tmp_path / "older")
    erase(vault)
    file = next((Path(vault.home) / "cases").glob(f"{CASE}.*"))
    file.write_bytes(file.read_bytes()[:-1024])
    reopened().merge()
    reopened().merge(str(tmp_path / "older"))

    assert not [secret for secret in SECRETS if secret in shown(reopened())]
    aside = [path for path in (Path(vault.home) / "aside").iterdir() if CASE in path.name]
    assert not aside, "what was put aside because it is damaged is removed, for it may hold her"


def test_a_backup_of_before_brings_nothing_back(vault: Vault, reopened: Reopened) -> None:
    written(vault)
    contents = {CASE: vault.facts(CASE)}
    assert NAME in str(contents)
    erase(vault)
    back, problems = restore_into(vault, contents)

    assert (back, problems) == (0, ())
    assert not [secret for secret in SECRETS if secret in shown(reopened())]
    assert not [secret for secret in SECRETS if secret in str(gather(reopened(), Moment(DAY, NOW)).journals)]


@pytest.mark.parametrize("arrives", ["before", "after"])
def test_a_copy_that_a_synchroniser_named_is_taken_over_and_leaves_nothing(
    vault: Vault, reopened: Reopened, arrives: str
) -> None:
    written(vault)
    file = next((Path(vault.home) / "cases").glob(f"{CASE}.*"))
    older = file.read_bytes()
    if arrives == "after":
        erase(vault)
    (file.parent / f"{file.stem} (conflicted copy).case").write_bytes(older)
    if arrives == "before":
        erase(vault)
        vault.erase(CASE)
    reopened().merge()

    kept = [path.name for path in Path(vault.home).rglob("*") if CASE in path.name]
    assert [name for name in kept if "conflicted" in name] == []
    assert not [secret for secret in SECRETS if secret in shown(reopened())]


@pytest.mark.parametrize("step", range(12))
def test_stopped_at_any_file_call_it_is_finished_by_whoever_reads_next(
    vault: Vault, reopened: Reopened, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    written(vault)
    vault.append(CASE, [erasure(vault.facts(CASE))], by="SN", now=NOW)
    calls = iter(range(1000))
    for name in ("save", "remove"):
        real = getattr(files, name)

        def stopping(*args: object, real: Callable[..., None] = real, **options: object) -> None:
            if next(calls) == step:
                raise KeyboardInterrupt
            real(*args, **options)

        monkeypatch.setattr(files, name, stopping)
    journals = journals_of(vault)
    try:
        with journals.lock.held():
            erase_in_files(journals, CASE)
    except KeyboardInterrupt:
        pass
    monkeypatch.undo()

    again = reopened()
    again.facts(CASE)
    assert not [secret for secret in SECRETS if secret in shown(again)]
    assert not reopened().check().problems
