"""Overviews: what is kept of all cases together.

- it is made once, and serves until a file changes: also one written by another window, another laptop or a copy
- an entry written here that does not concern it leaves it as it is
- what was made with a problem is never kept, and a damaged one costs time, never an answer
- who writes to one case finds her without a look at all, unless a file came, went or was put in the place of another
"""

import os
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from followup.case.facts import Amended, Merged, Withdrawn
from followup.case.fields import MARK
from followup.casebook import Casebook, Moment
from followup.errors import Damaged, Missing
from followup.services.guarded_names import _kept_guard, guard_of
from followup.store import NewFact, OverviewKind
from followup.values import replace
from followup.vault import files
from followup.vault.vault import Vault
from followup.whose_codes import code_of
from tests.vault.facts_for_tests import DAY, NAME, NOW, identified, opened, visited
from tests.vault.test_register import made_older


class Count:
    """Counts the cases, and how often it was asked to."""

    def __init__(self, vault: Vault) -> None:
        self.vault, self.asked, self.whole = vault, 0, True

    def __call__(self) -> tuple[int, bool]:
        self.asked += 1
        return len(self.vault.case_ids()), self.whole


def kind(count: Count) -> OverviewKind:
    return OverviewKind("count", count, lambda _, bodies: any(body.kind == "opened" for body in bodies))


@pytest.fixture
def ten(vault: Vault) -> Vault:
    """A vault of ten cases whose files are a minute old."""
    for number in range(10):
        vault.append(f"c{number}", [opened()], by="me", now=NOW)
    for file in Path(vault.home, "cases").iterdir():
        made_older(file)
    return vault


@pytest.fixture
def count(ten: Vault) -> Count:
    """What counts its cases, asked once."""
    count = Count(ten)
    assert ten.overview(kind(count)) == 10
    return count


def test_it_is_made_once(ten: Vault, count: Count, reopened: Callable[[], Vault]) -> None:
    for vault in (ten, reopened(), reopened()):
        assert vault.overview(kind(count)) == 10
    assert count.asked == 1


def test_what_does_not_concern_it_leaves_it_as_it_is(ten: Vault, count: Count, reopened: Callable[[], Vault]) -> None:
    """However many entries are written one after the other, by one command or by several."""
    for vault in (ten, reopened()):
        vault.overview(kind(count))
        for case in ("c1", "c2", "c1"):
            vault.append(case, [visited()], by="me", now=NOW)
    assert reopened().overview(kind(count)) == 10
    assert count.asked == 1


def test_what_concerns_it_is_seen_at_once(ten: Vault, count: Count, reopened: Callable[[], Vault]) -> None:
    ten.append("new", [opened()], by="me", now=NOW)
    assert ten.overview(kind(count)) == 11
    assert reopened().overview(kind(count)) == 11


def test_what_another_window_writes_is_seen(ten: Vault, count: Count, reopened: Callable[[], Vault]) -> None:
    """Also where this one writes to the same case right after it."""
    other = reopened()
    other.append("c1", [visited()], by="me", now=NOW)
    ten.append("c1", [visited()], by="me", now=NOW)
    reopened().overview(kind(count))
    assert count.asked == 2


@pytest.mark.parametrize("is_young", [True, False])
def test_a_file_that_is_changed_in_its_place_is_seen(ten: Vault, count: Count, is_young: bool) -> None:
    """As by a copy: neither its name nor the folder says so; of a young one not even its stamp."""
    file = next(Path(ten.home, "cases").glob("c1.*"))
    before = file.stat()
    if is_young:
        ten.append("c1", [visited()], by="me", now=NOW)
        ten.overview(kind(count))
        before = file.stat()
    blob = bytearray(file.read_bytes())
    blob[-1] ^= 1
    file.write_bytes(blob)
    if is_young:
        os.utime(file, ns=(before.st_mtime_ns, before.st_mtime_ns))
    ten.overview(kind(count))
    assert count.asked == 2


@pytest.mark.parametrize("change", [Path.unlink, lambda file: shutil.copy(file, file.with_name("c1x.case"))])
def test_a_file_that_is_gone_or_has_come_is_seen(ten: Vault, count: Count, change: Callable[[Path], Any]) -> None:
    change(next(Path(ten.home, "cases").glob("c1.*")))
    ten.overview(kind(count))
    assert count.asked == 2


def test_what_was_made_with_a_problem_is_not_kept(ten: Vault) -> None:
    count = Count(ten)
    count.whole = False
    for _ in range(2):
        assert ten.overview(kind(count)) == 10
    assert count.asked == 2


@pytest.mark.parametrize("name", ["count.reg", "count-state.reg"])
@pytest.mark.parametrize("content", [None, b"", b"half"])
def test_a_damaged_one_costs_time(ten: Vault, count: Count, name: str, content: bytes | None) -> None:
    file = Path(ten.home, "registers", name)
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content)
    assert ten.overview(kind(count)) == 10
    assert ten.overview(kind(count)) == 10
    assert count.asked == 2


def test_the_content_of_one_state_is_not_taken_for_that_of_another(ten: Vault, count: Count) -> None:
    """As where a synchroniser puts one of the two files back."""
    content = Path(ten.home, "registers", "count.reg")
    old = content.read_bytes()
    ten.append("new", [opened()], by="me", now=NOW)
    assert ten.overview(kind(count)) == 11
    content.write_bytes(old)
    assert ten.overview(kind(count)) == 11


def test_only_entries_that_say_whose_code_is_which_concern_it(vault: Vault, reopened: Callable[[], Vault]) -> None:
    """A visit that is taken back does not; her beginning that is taken back, and given again, does."""
    (beginning,) = vault.append("c1", [opened("SR-1")], by="me", now=NOW)
    (visit,) = vault.append("c1", [visited()], by="me", now=NOW)

    def codes() -> dict[str, str]:
        return Casebook(reopened(), Moment(NOW.date(), NOW)).codes

    with patch("followup.casebook.code_of", wraps=code_of) as read:
        book = Casebook(vault, Moment(NOW.date(), NOW))
        assert [book.codes, codes(), book.codes] == [{"c1": "SR-1"}] * 3  # the first look put her file on the list
        book.write("c1", Withdrawn(visit.id, "twice"))
        asked = read.call_count
        assert (codes(), read.call_count) == ({"c1": "SR-1"}, asked)
        (taken,) = book.write("c1", Withdrawn(beginning.id, "somebody else"))
        assert codes() == {}
        book.write("c1", Withdrawn(taken.id, "it was her"))
        assert codes() == {"c1": "SR-1"}


def test_the_guard_knows_a_new_name_at_once_and_is_made_again_for_no_visit(
    ten: Vault, reopened: Callable[[], Vault]
) -> None:
    """In the window that wrote it, and in any other."""

    def masked(vault: Vault) -> str:
        return guard_of(Casebook(vault, Moment(NOW.date(), NOW))).mask(f"{NAME} was there")

    with patch("followup.services.guarded_names._kept_guard", wraps=_kept_guard) as made:
        plain = [f"{NAME} was there"] * 2
        assert [masked(ten), masked(reopened())] == plain
        assert [masked(ten), masked(reopened())] == plain  # the first look put the files on the list
        asked = made.call_count
        ten.append("c1", [visited()], by="me", now=NOW)
        assert [masked(ten), masked(reopened())] == plain
        assert made.call_count == asked
        ten.append("c1", [identified()], by="me", now=NOW)
        assert [masked(ten), masked(reopened())] == [f"{MARK} was there"] * 2


def test_what_is_written_is_acknowledged_though_nobody_can_say_what_it_concerns(
    ten: Vault, count: Count, reopened: Callable[[], Vault]
) -> None:
    """As where another file of hers turned bad just then: the overview is made anew."""

    def cannot_say(*_: object) -> bool:
        raise Damaged("c1 cannot be read.")

    assert ten.overview(replace(kind(count), concerned_by=cannot_say)) == 10
    assert len(ten.append("c1", [visited()], by="me", now=NOW)) == 1
    reopened().overview(kind(count))
    assert count.asked == 2


# --- as the folder was left -----------------------------------------------------------------------------------------


@pytest.fixture
def looks(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A casebook of SR-0 to SR-9, in which somebody was found; the folders that were looked at since then."""
    for number in range(10):
        vault.append(f"c{number}", [opened(f"SR-{number}")], by="me", now=NOW)
    for file in Path(vault.home, "cases").iterdir():
        made_older(file)
    for _ in range(2):  # the first look put the files on the list
        _book(vault).find("SR-1")
    looks, real = list[str](), files.stamps
    monkeypatch.setattr(files, "stamps", lambda folder, names: looks.append(folder) or real(folder, names))
    return looks


def _book(vault: Vault) -> Casebook:
    return Casebook(vault, Moment(NOW.date(), NOW))


@pytest.mark.skipif(files.WINDOWS, reason="a listing has all stamps there")
def test_who_writes_to_one_case_looks_at_no_other(looks: list[str], reopened: Callable[[], Vault]) -> None:
    """However often, and one right after the other; until there are many to be noted."""
    for case in ("SR-1", "SR-2", "SR-1", "SR-3"):
        with _book(reopened()).change(case) as her:
            her.write(visited(), visited())
    reopened().append("c4", [visited()], by="me", now=NOW)
    assert not looks
    assert _book(reopened()).find("SR-4") == "c4"
    assert looks


def _another(cases: Path, case: str) -> Path:
    """A file of a case as another laptop writes it."""
    return cases / f"{case}.0123456789abcdef.case"


def _put_in_place(cases: Path) -> None:
    """One file takes the place of another, with its size and time, and then once more, so that the inode is free."""
    file = next(cases.glob("c2.*"))
    for _ in range(2):
        shutil.copy2(file, cases / "new")
        (cases / "new").replace(file)


@pytest.mark.parametrize(
    "change",
    [
        _put_in_place,
        lambda cases: next(cases.glob("c2.*")).unlink(),
        lambda cases: shutil.copy2(next(cases.glob("c2.*")), _another(cases, "c2")),
        lambda cases: os.utime(shutil.copy2(next(cases.glob("c2.*")), _another(cases, "new")), ns=(1, 1)),
    ],
)
def test_what_comes_or_goes_is_looked_at(
    looks: list[str], reopened: Callable[[], Vault], change: Callable[[Path], Any]
) -> None:
    """Before the first command that writes, and between two."""
    cases = Path(reopened().home, "cases")
    change(cases)
    _book(reopened()).find("SR-1")
    assert len(looks) >= 1


@pytest.mark.parametrize("hides", [False, True])
def test_what_comes_while_somebody_writes_is_looked_at(
    looks: list[str], reopened: Callable[[], Vault], monkeypatch: pytest.MonkeyPatch, hides: bool
) -> None:
    """Also where the folder's own stamp says nothing of it, as on a disk whose clock ticks every two seconds."""
    vault = reopened()
    cases = Path(vault.home, "cases")
    real = files.save

    def save(path: str, content: bytes, *, durable: bool = True) -> None:
        real(path, content, durable=durable)
        if Path(path).parent == cases:
            _another(cases, "new").write_bytes(content)

    book = _book(vault)
    book.find("SR-1")
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(files, "save", save)
        if hides:
            stamp = files.stamp
            seen = stamp(str(cases))
            meanwhile.setattr(files, "stamp", lambda path: seen if Path(path) == cases else stamp(path))
        book.write("c1", visited())
    _book(reopened()).find("SR-1")
    assert looks


def test_a_copy_written_over_the_file_of_another_laptop_is_looked_at(
    looks: list[str], reopened: Callable[[], Vault], laptop: Callable[[], Vault]
) -> None:
    """As by a second `cp` of what the other laptop wrote: neither the folder nor an inode tells of it."""
    cases, other = Path(reopened().home, "cases"), laptop()

    def copied() -> None:
        for file in Path(other.home, "cases").glob("c2.*"):
            (cases / file.name).write_bytes(file.read_bytes())

    other.append("c2", [visited()], by="you", now=NOW + timedelta(minutes=1))
    copied()
    for file in cases.iterdir():
        made_older(file)
    for _ in range(2):
        assert _book(reopened()).find("SR-1") == "c1"
    looks.clear()
    assert _book(reopened()).find("SR-1") == "c1"
    assert len(looks) == 1  # at the one file of the other laptop
    folder = cases.stat()
    other.append("c2", [NewFact(DAY, Amended(code="SR-1"))], by="you", now=NOW + timedelta(hours=1))
    copied()
    assert cases.stat().st_mtime_ns == folder.st_mtime_ns
    with pytest.raises(Missing, match="More than one"):
        _book(reopened()).find("SR-1")


@pytest.mark.parametrize("said", [Amended(code="SR-77"), Merged("c2", "SR-2")])
def test_her_own_journal_says_who_she_is(looks: list[str], reopened: Callable[[], Vault], said: Any) -> None:
    """Also where it was written over in its place, which the folder does not tell."""
    file = next(Path(reopened().home, "cases").glob("c1.*"))
    folder, kept = file.parent.stat(), file.parents[1] / "kept"
    kept.hardlink_to(file)
    reopened().append("c1", [NewFact(DAY, said)], by="me", now=NOW)
    after = file.read_bytes()
    kept.replace(file)
    file.write_bytes(after)
    os.utime(file.parent, ns=(folder.st_atime_ns, folder.st_mtime_ns))
    book = _book(reopened())
    if said.kind == "merged":
        assert book.find("SR-1") == "c2"
    else:
        assert book.find("SR-77") == "c1"
        with pytest.raises(Missing):
            book.find("SR-1")
    assert looks


def test_another_window_that_gives_a_code_is_heard(looks: list[str], reopened: Callable[[], Vault]) -> None:
    """The code that the one finds is the code that the other gave, whichever of them writes last."""
    for code in ("SR-A", "SR-B"):
        one, other = _book(reopened()), _book(reopened())
        assert one.find("SR-1") == "c1"
        other.write(other.find("SR-2"), NewFact(DAY, Amended(code=code)))
        one.write("c1", visited())
        assert _book(reopened()).find(code) == "c2"
        with pytest.raises(Missing):
            _book(reopened()).find("SR-2")
        other = _book(reopened())
        other.write("c2", NewFact(DAY, Amended(code="SR-2")))
    assert _book(reopened()).find("SR-2") == "c2"
