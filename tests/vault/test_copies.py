"""Copies of a casebook, made in all the ways in which people make them.

- whatever was acknowledged is shown afterwards, or what is missing is told of by every command
- bringing the copies together shows all of it in both, and nothing is told of any more
- what no copy holds can be given up, and no two copies ever write under one name
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from followup.errors import FollowupError, Missing
from followup.store import OFFICE
from followup.vault import access, files
from tests.vault.copies_for_tests import CASES, Desk, copied, two_copies, vault_at
from tests.vault.facts_for_tests import NOW, PASSPHRASE, opened, visited
from tests.vault.test_register import made_older

Way = Callable[[Desk, Desk], None]


def both_write(a: Desk, b: Desk) -> None:
    """One entry there, two here, of the same graduate; and one of the office in both."""
    a.write("a1")
    a.write(OFFICE)
    b.write("a1")
    b.write("a1")
    b.write("b2")
    b.write(OFFICE)


def whole_over(a: Desk, b: Desk) -> None:
    both_write(a, b)
    copied(b.home, a.home)


def cases_over(a: Desk, b: Desk) -> None:
    both_write(a, b)
    copied(b.home / "cases", a.home / "cases")


def office_over(a: Desk, b: Desk) -> None:
    both_write(a, b)
    for file in (b.home / "cases").glob("office.*"):
        shutil.copy(file, a.home / "cases")


def one_file_over(a: Desk, b: Desk) -> None:
    older = next((b.home / "cases").glob("a1.*"))
    both_write(a, b)
    shutil.copy(older, a.home / "cases")


def older_over_newer(a: Desk, b: Desk) -> None:
    a.write("a1")
    a.write("d4", opened("SR-4"))
    copied(b.home / "cases", a.home / "cases")


def newer_over_older(a: Desk, b: Desk) -> None:
    b.write("a1")
    b.write("d4", opened("SR-4"))
    copied(b.home / "cases", a.home / "cases")


def both_directions(a: Desk, b: Desk) -> None:
    both_write(a, b)
    copied(b.home / "cases", a.home / "cases")
    copied(a.home / "cases", b.home / "cases")


def with_the_register(a: Desk, b: Desk) -> None:
    both_write(a, b)
    for folder in ("cases", "registers"):
        copied(b.home / folder, a.home / folder)


def without_the_register(a: Desk, b: Desk) -> None:
    cases_over(a, b)
    shutil.rmtree(a.home / "registers")


def without_the_memory(a: Desk, b: Desk) -> None:
    cases_over(a, b)
    shutil.rmtree(a.home / "revisions")


def with_the_memory(a: Desk, b: Desk) -> None:
    both_write(a, b)
    for folder in ("cases", "revisions", "registers"):
        copied(b.home / folder, a.home / folder)


def replaced_whole(a: Desk, b: Desk) -> None:
    both_write(a, b)
    shutil.move(a.home, a.home.with_name("A before"))
    copied(b.home, a.home)


def as_a_synchroniser(a: Desk, b: Desk) -> None:
    """The same file changed on two machines: one of them comes under another name."""
    both_write(a, b)
    for file in (b.home / "cases").iterdir():
        there = a.home / "cases" / file.name
        shutil.copy(
            file, there.with_name(f"{file.stem} (conflicted copy 2026-07-01).case") if there.exists() else there
        )


def put_back_from_before(a: Desk, b: Desk) -> None:
    """A backup taken before, copied back over everything."""
    copied(a.home, a.home.with_name("stick"))
    both_write(a, b)
    copied(a.home.with_name("stick"), a.home)


def swapped(a: Desk, b: Desk) -> None:
    """The copy stands where the casebook was, and the casebook where the copy was."""
    aside = a.home.with_name("aside")
    both_write(a, b)
    for source, target in ((a.home, aside), (b.home, a.home), (aside, b.home)):
        shutil.move(source, target)
    a.acknowledged, b.acknowledged = b.acknowledged, a.acknowledged
    both_write(a, b)


WAYS: dict[Way, str] = {
    whole_over: "older than when it was last seen on this laptop",
    cases_over: "",
    office_over: "",
    one_file_over: "",
    older_over_newer: "",
    newer_over_older: "",
    both_directions: "",
    with_the_register: "",
    without_the_register: "",
    without_the_memory: "remembered of the files is missing",
    with_the_memory: "",
    replaced_whole: "older than what was written in it on this laptop",
    as_a_synchroniser: "a name that followup did not give",
    put_back_from_before: "older than when it was last seen on this laptop",
    swapped: "",
}
"""Each way, and what is told of after it where both copies wrote files of their own: a part of one sentence."""


@pytest.mark.parametrize("first", ["A writes first", "both were copied before"])
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_nothing_acknowledged_is_missing_without_a_word_and_all_of_it_after_a_merge(
    tmp_path: Path, way: Way, first: str
) -> None:
    """Whether the file that is written over is one that the other copy had, or one of its own."""
    a, b = two_copies(tmp_path)
    if first == "both were copied before":
        both_write(a, b)
    way(a, b)

    for desk in (a, b):
        if not desk.acknowledged <= desk.shown:
            assert desk.told
            assert desk.told == desk.told  # every time
    if WAYS[way]:
        assert [sentence for sentence in a.told if WAYS[way] in sentence]

    for desk, other in ((a, b), (b, a), (a, b)):
        desk.merge()
        desk.merge(other.home)
        if a.home.with_name("A before").exists():
            desk.merge(a.home.with_name("A before"))
    assert a.acknowledged | b.acknowledged <= a.shown & b.shown
    assert a.shown == b.shown
    for desk in (a, b):
        desk.problems()
        assert (desk.told, desk.problems()) == ([], [])


def test_a_file_written_over_by_an_older_copy_is_told_of_by_code_and_put_back(tmp_path: Path) -> None:
    """The file is one that both copies have, so it is written over; the laptop holds what was in it all the same."""
    a, b = two_copies(tmp_path)
    a.write("a1")
    copied(b.home / "cases", a.home / "cases")

    (sentence,) = a.told
    assert sentence.startswith("SR-0: ")
    assert "1 entry is missing" in sentence
    with pytest.raises(FollowupError):
        vault_at(a.home).append("a1", [visited()], by="me", now=NOW)
    a.merge()
    assert (a.told, a.acknowledged <= a.shown) == ([], True)


def test_what_is_put_back_whole_names_the_graduates_whose_entries_are_missing(tmp_path: Path) -> None:
    """Also where the folder was deleted first, so that no spare copy is left either."""
    a, _ = two_copies(tmp_path)
    copied(a.home, tmp_path / "stick")
    a.write("a1")
    a.write("b2")
    a.write("b2")
    shutil.move(a.home, tmp_path / "bin")
    copied(tmp_path / "stick", a.home)

    for _ in range(2):
        (sentence,) = a.told
        assert "Entries missing: 3." in sentence
        assert "SR-0, SR-1" in sentence
    a.write("c3")
    assert len(a.told) == 1  # written under a new name, and still told of
    a.merge(tmp_path / "bin")
    assert (a.told, a.problems()) == ([], [])
    assert a.acknowledged <= a.shown


# --- what should be there -------------------------------------------------------------------------------------------


def test_an_older_whole_copy_put_over_the_casebook_is_told_of_also_where_the_last_entry_is_still_there(
    tmp_path: Path,
) -> None:
    """It brings older spare copies and an older memory along; the last entry is of a graduate whom it does not know."""
    a, b = two_copies(tmp_path)
    a.write("b2")
    a.write("d4", opened("SR-9"))
    copied(b.home, a.home)

    for _ in range(2):
        assert [sentence[:5] for sentence in a.told] == ["SR-1:"]
    a.merge()
    assert (a.told, a.shown) == ([], a.acknowledged)


def test_older_files_that_kept_their_stamps_are_told_of_although_their_rows_are_kept(tmp_path: Path) -> None:
    """The cases, the memory and the registers of an older copy fit together; only the spare copies know of more."""
    a, _ = two_copies(tmp_path)
    for file in (a.home / "cases").iterdir():
        made_older(file)
    assert [a.told, a.told] == [[], []]
    parts = ("cases", "revisions", "registers")
    for part in parts:
        shutil.copytree(a.home / part, tmp_path / "older" / part, copy_function=os.link)
    a.write("b2")
    a.write("d4", opened("SR-9"))
    for part in parts:
        for file in (tmp_path / "older" / part).iterdir():
            file.replace(a.home / part / file.name)

    for _ in range(2):
        assert [sentence[:5] for sentence in a.told] == ["SR-1:"]
    a.merge()
    assert (a.told, a.shown) == ([], a.acknowledged)


def test_whose_file_is_gone_and_forgotten_is_refused_and_is_no_empty_case(tmp_path: Path) -> None:
    """The list knows of it, or only a spare copy does."""
    for folder, part in (("one", "revisions"), ("other", "journals.list")):
        a, b = two_copies(tmp_path / folder)
        a.write("d4", opened("SR-9"))
        next((a.home / "cases").glob("d4.*")).unlink()
        shutil.rmtree(a.home / "revisions")
        copied(b.home / "revisions", a.home / "revisions")
        if part == "journals.list":
            shutil.copy(b.home / part, a.home / part)
        with pytest.raises(FollowupError, match="is missing"):
            vault_at(a.home).facts("d4")
        assert a.told


def test_a_copy_that_was_cut_short_names_everybody_who_is_missing(tmp_path: Path) -> None:
    """20 of 33 files arrived."""
    home = Desk(tmp_path / "A")
    access.create(home.home, PASSPHRASE)
    for number in range(33):
        home.write(f"c{number:02}", opened(f"SR-{number:02}"))
    assert home.told == []
    cut = Desk(tmp_path / "B", home.acknowledged)
    copied(home.home, cut.home)
    for file in sorted((cut.home / "cases").iterdir())[20:]:
        file.unlink()
    shutil.rmtree(cut.home / "spare")

    for _ in range(2):
        assert [sentence[:5] for sentence in cut.told] == [f"SR-{number}" for number in range(20, 33)]
    assert len(cut.problems()) == 13
    cut.merge(home.home)
    assert (cut.told, cut.problems(), cut.shown) == ([], [], home.acknowledged)


@pytest.mark.parametrize("gone", ["journals.list", "revisions", "registers", "spare", "device.json", "lock"])
def test_what_lies_beside_the_cases_is_missed_or_made_again(tmp_path: Path, gone: str) -> None:
    """Never without a word where it is what a missing case would be known by."""
    a, _ = two_copies(tmp_path)
    path = a.home / gone
    shutil.rmtree(path) if path.is_dir() else path.unlink()

    assert (a.told != []) is (gone in ("journals.list", "revisions"))
    a.write("a1")
    assert (a.told != []) is (gone in ("journals.list", "revisions"))
    assert a.acknowledged <= a.shown
    a.problems()
    if gone == "journals.list":
        assert "may be incomplete" in a.told[0]
        vault_at(a.home).accept_older()
    assert (a.told, a.problems()) == ([], [])


def test_a_case_that_is_gone_together_with_the_memory_of_it_is_still_missed(tmp_path: Path) -> None:
    """The list knows it; and the older file beside the memory that is gone is compared with the spare copy."""
    a, b = two_copies(tmp_path)
    a.write("b2")
    next((a.home / "cases").glob("a1.*")).unlink()
    shutil.copy(next((b.home / "cases").glob("b2.*")), a.home / "cases")
    for folder in ("revisions", "registers"):
        shutil.rmtree(a.home / folder)

    for _ in range(2):
        assert {sentence[:5] for sentence in a.told} >= {"SR-0:", "SR-1:"}
    assert len(a.problems()) == 3
    a.merge()
    a.problems()
    assert (a.told, a.problems(), a.acknowledged <= a.shown) == ([], [], True)


def test_a_damaged_list_is_told_of_and_writing_goes_on(tmp_path: Path) -> None:
    """It can be made anew."""
    a, _ = two_copies(tmp_path)
    (a.home / "journals.list").write_bytes(b"damaged")

    a.write("a1")
    assert "journals.list" in a.told[0]
    vault_at(a.home).accept_older()
    assert (a.told, a.problems(), a.acknowledged <= a.shown) == ([], [], True)


def test_a_deleted_or_emptied_folder_removes_nothing_elsewhere(tmp_path: Path) -> None:
    """What is not in a copy is not taken away."""
    a, b = two_copies(tmp_path)
    shutil.rmtree(b.home / "cases")
    (b.home / "cases").mkdir()
    a.merge(b.home)
    shutil.rmtree(b.home)
    with pytest.raises(Missing):
        a.merge(b.home)
    b.home.mkdir()
    with pytest.raises(Missing):
        a.merge(b.home)

    assert (a.told, a.problems(), a.acknowledged <= a.shown) == ([], [], True)


# --- names that copying gives ---------------------------------------------------------------------------------------

RENAMED = (
    "{stem} (conflicted copy 2026-07-01 080000).case",
    "{stem} (Dara's conflicted copy 2026-07-01).case",
    "{stem}.sync-conflict-20260701-080000-ABCDEFG.case",
    "{stem}(1).case",
    "{stem} - Copy.case",
    "Copy of {stem}.case",
    "{stem}.case.part",
    "{stem}.case~",
    ".{stem}.case.0123456789abcdef.tmp",
    ".syncthing.{stem}.case.tmp",
    "{upper}.CASE",
)


@pytest.mark.parametrize("name", RENAMED)
def test_a_file_is_taken_under_whatever_name_copying_gives(tmp_path: Path, name: str) -> None:
    """The seal proves which file it is."""
    a, b = two_copies(tmp_path)
    b.write("a1")
    stick = tmp_path / "stick" / "deep"
    stick.mkdir(parents=True)
    file = max((b.home / "cases").glob("a1.*"), key=lambda file: file.stat().st_mtime_ns)
    shutil.copy(file, stick / name.format(stem=file.stem, upper=file.stem.upper()))
    a.merge(tmp_path / "stick")

    assert b.acknowledged <= a.shown


def test_a_file_that_is_cut_short_is_named_and_the_others_are_taken(tmp_path: Path) -> None:
    """As a copy that was stopped leaves it; and one that belongs to another casebook."""
    a, b = two_copies(tmp_path)
    b.write("a1")
    b.write("d4", opened("SR-4"))
    new = next((b.home / "cases").glob("d4.*"))
    new.with_suffix(".case.part").write_bytes(new.read_bytes()[:900])
    foreign = Desk(tmp_path / "foreign")
    access.create(foreign.home, PASSPHRASE)
    foreign.write("e5")
    shutil.copy(next((foreign.home / "cases").iterdir()), b.home / "cases")
    merged = vault_at(a.home).merge(str(b.home))

    assert len(merged.unread) == 2
    assert merged.new_cases == ("d4",)
    assert b.acknowledged <= a.shown
    assert "e5" not in vault_at(a.home).case_ids()


def test_a_copy_taken_while_another_writes(tmp_path: Path) -> None:
    """Some files from before the entry, some from after it."""
    a, _ = two_copies(tmp_path)
    stick = tmp_path / "stick"
    copied(a.home, stick)
    for case in CASES:
        a.write(case)
        shutil.copy(max((a.home / "cases").glob(f"{case}.*"), key=os.path.getmtime), stick / "cases")
        break
    here = Desk(stick, set(a.acknowledged))

    assert here.told == []
    here.write("a1")
    a.merge(stick)
    here.merge(a.home)
    assert a.shown == here.shown >= here.acknowledged


def test_conflict_copies_in_the_folder_of_cases_are_told_of_taken_over_and_put_aside(tmp_path: Path) -> None:
    """Nothing of them is deleted."""
    a, b = two_copies(tmp_path)
    b.write("a1")
    as_a_synchroniser(a, b)
    strange = {file.name for file in (a.home / "cases").glob("*conflicted*")}
    assert len(a.told) == len(strange) > 0
    a.merge()

    assert (a.told, b.acknowledged <= a.shown) == ([], True)
    assert {file.name.rpartition(".")[0] for file in (a.home / "aside").iterdir()} == strange


# --- two copies under one name --------------------------------------------------------------------------------------


@pytest.fixture
def one_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every copy believes that it is the same installation, as after a whole machine was put back from an image."""
    monkeypatch.setattr("followup.vault.installation.Installation._record_name", lambda self: "here")


def test_a_fork_that_nobody_could_prevent_is_named_and_the_entries_of_both_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, one_machine: None
) -> None:
    """Two entries have one number under one name; their ids tell them apart."""
    a, _ = two_copies(tmp_path)
    state = Path(os.environ["FOLLOWUP_STATE"])
    a.write("a1")
    image, copied_state = tmp_path / "image", tmp_path / "image state"
    copied(a.home, image)
    copied(state, copied_state)
    a.write("a1")
    other = Desk(image, set(a.acknowledged))
    monkeypatch.setenv("FOLLOWUP_STATE", str(copied_state))
    for _ in range(2):
        other.write("a1")
    monkeypatch.setenv("FOLLOWUP_STATE", str(state))
    file = next(file for file in (image / "cases").glob("a1.*"))
    shutil.copy(file, a.home / "cases")

    assert [sentence for sentence in a.told if "two copies of it were written on" in sentence]
    for desk, folder in ((a, None), (a, image), (other, a.home)):
        desk.merge(folder)
    assert a.shown == other.shown >= a.acknowledged | other.acknowledged
    assert a.told == other.told == []


def test_a_damaged_file_is_replaced_by_what_the_laptop_or_another_copy_holds(tmp_path: Path) -> None:
    """And kept aside."""
    a, b = two_copies(tmp_path)
    for case, folder in (("a1", None), ("b2", b.home)):
        file = next((a.home / "cases").glob(f"{case}.*"))
        file.write_bytes(file.read_bytes()[:500])
        a.merge(folder)

    assert (a.told, a.problems(), a.acknowledged <= a.shown) == ([], [], True)
    assert len(list((a.home / "aside").iterdir())) == 2


def test_a_dry_run_says_the_same_and_writes_nothing(tmp_path: Path) -> None:
    """Not even a spare copy."""
    a, b = two_copies(tmp_path)
    b.write("a1")
    b.write("d4", opened("SR-4"))
    before = {path: path.read_bytes() for path in a.home.rglob("*") if path.is_file() and path.name != "lock"}
    tried = vault_at(a.home).merge(str(b.home), dry_run=True)

    assert {path: path.read_bytes() for path in before} == before
    done = vault_at(a.home).merge(str(b.home))
    assert (tried.added, tried.new_cases) == (done.added, done.new_cases) == ({"a1": 1, "d4": 1}, ("d4",))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the kill is tried in a forked process")
def test_a_merge_killed_at_any_file_call_is_run_again(tmp_path: Path) -> None:
    """Whatever was done until then stands, and the next one does the rest."""
    from tests.vault.faulty_disk import FaultyDisk

    a, b = two_copies(tmp_path)
    for case in ("a1", "d4"):
        b.write(case, opened("SR-4"))
    for at in range(1, 60, 3):
        child = os.fork()
        if not child:
            vars(files)["os"] = FaultyDisk(at, lambda name: os._exit(9))
            try:
                a.merge(b.home)
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        assert a.acknowledged <= a.shown
    a.merge(b.home)
    assert (a.told, a.problems(), b.acknowledged <= a.shown) == ([], [], True)
