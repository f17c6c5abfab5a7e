"""`followup demo`: asks nothing, leaves files to look at, shows nobody, and deletes only what a demo wrote.

- one run writes a vault that opens, calendar files, and says what to try next
- no name is on the screen, nor in any file outside the vault, nor in any file's name
- a second run refuses, --force makes it anew, and a folder that no demo made is never touched
- what goes wrong is a sentence and an exit code, and leaves nothing half
"""

from pathlib import Path

import pytest

from followup.casebook import Casebook, Moment
from followup.demo import folder as place
from followup.errors import DiskFailure
from followup.services.guarded_names import guard_of
from followup.store import RegisterKind
from followup.vault import access, files, keys
from followup_cli import context
from followup_cli.demo.commands import DEMO_PASSPHRASE
from tests.demo.demos import TODAY, everything_below, run


@pytest.fixture(autouse=True)
def _quick_and_apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(keys, "COST", keys.Cost(memory_kib=8, passes=1))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("FOLLOWUP_TODAY", TODAY.isoformat())


def opened(folder: Path, passphrase: str = DEMO_PASSPHRASE) -> Casebook:
    """The demo's casebook as the next command finds it."""
    vault = access.load_vault(folder / "vault", ask=lambda: passphrase, environ={})
    return Casebook(vault, Moment(TODAY, context.moment().now))


def test_a_demo_asks_nothing_and_leaves_a_casebook_that_opens(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("builtins.input", lambda *_: pytest.fail("it asked"))

    assert run(monkeypatch, tmp_path / "demo", "--graduates", 12) == 0

    shown = capsys.readouterr()
    assert DEMO_PASSPHRASE in shown.out
    assert "FOLLOWUP_HOME" in shown.out
    assert shown.err == ""
    assert len(list(opened(tmp_path / "demo").cases())) == 14
    assert (tmp_path / "demo" / "calendar" / "calendar.ics").stat().st_size > 500


def test_a_passphrase_that_was_set_is_used_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(monkeypatch, tmp_path / "demo", "--graduates", 1, passphrase="a phrase of my own") == 0

    shown = capsys.readouterr().out
    assert "a phrase of my own" not in shown
    assert DEMO_PASSPHRASE not in shown
    assert opened(tmp_path / "demo", "a phrase of my own").worker == "DM"


def test_a_passphrase_too_short_is_refused_before_an_earlier_demo_is_deleted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(monkeypatch, tmp_path / "demo", "--graduates", 1) == 0
    before = everything_below(tmp_path / "demo")

    assert run(monkeypatch, tmp_path / "demo", "--graduates", 1, "--force", passphrase="too short ") == 2
    assert "at least 12 characters" in capsys.readouterr().err
    assert everything_below(tmp_path / "demo") == before


def test_blanks_around_the_passphrase_of_a_demo_are_told_of_and_do_not_count(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(monkeypatch, tmp_path / "demo", "--graduates", 1, passphrase=" a phrase of my own ") == 0

    assert "were left out" in capsys.readouterr().err
    assert opened(tmp_path / "demo", "a phrase of my own").worker == "DM"


def test_nobody_is_shown_on_the_screen_or_in_any_file_outside_the_vault(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = tmp_path / "demo"

    assert run(monkeypatch, folder, "--graduates", 60) == 0

    screen = capsys.readouterr()
    book = opened(folder)
    guard = guard_of(book)
    assert guard.find(screen.out) == guard.find(screen.err) == ()
    names = {
        text.encode()
        for case in book.cases()
        for text in (case.identity.name, case.identity.nickname, case.identity.village, case.identity.business)
        if text
    }
    assert b"Vanna" in names
    assert b"Bopha" in names
    for path, data in everything_below(folder).items():
        assert not [name for name in names if name in str(path.relative_to(folder)).encode()]
        assert not [name for name in names if name in data], path.name
        if "vault" not in path.parts:
            assert not [name for name in names if name.lower() in data.lower()], path.name


def test_the_same_demo_twice_has_the_same_cases(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert run(monkeypatch, tmp_path / name, "--graduates", 6, "--seed", 3) == 0

    one, two = (sorted(opened(tmp_path / name).codes.values()) for name in ("one", "two"))
    assert one == two


def test_every_file_of_a_demo_is_known_as_one_that_a_demo_writes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert run(monkeypatch, tmp_path / "demo", "--graduates", 25) == 0
    opened(tmp_path / "demo").register(RegisterKind("agenda", "x", lambda case, facts: len(facts)))

    assert place.foreign_files(tmp_path / "demo") == []


def test_a_second_run_refuses_without_force_and_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    run(monkeypatch, tmp_path / "demo", "--graduates", 2)
    before = everything_below(tmp_path / "demo")

    assert run(monkeypatch, tmp_path / "demo", "--graduates", 2) == 1

    assert "--force" in capsys.readouterr().err
    assert everything_below(tmp_path / "demo") == before


def test_force_makes_it_anew_and_leaves_what_lies_beside_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    run(monkeypatch, tmp_path / "demo", "--graduates", 5)
    (tmp_path / "demo" / "my notes.txt").write_text("mine")

    assert run(monkeypatch, tmp_path / "demo", "--graduates", 2, "--force") == 0

    assert len(list(opened(tmp_path / "demo").cases())) == 4
    assert (tmp_path / "demo" / "my notes.txt").read_text() == "mine"


@pytest.mark.parametrize("where", ["vault/cases/letter.txt", "vault/photo.jpg", "calendar/mine.ics", "vault/a/b.txt"])
def test_force_deletes_nothing_where_a_file_is_not_the_demos(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, where: str
) -> None:
    run(monkeypatch, tmp_path / "demo", "--graduates", 1)
    own = tmp_path / "demo" / where
    own.parent.mkdir(exist_ok=True)
    own.write_text("mine")
    before = everything_below(tmp_path / "demo")

    assert run(monkeypatch, tmp_path / "demo", "--force") == 1

    assert everything_below(tmp_path / "demo") == before


def test_force_deletes_no_vault_but_the_one_the_demo_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    run(monkeypatch, tmp_path / "demo", "--graduates", 1)
    run(monkeypatch, tmp_path / "other", "--graduates", 1)
    (tmp_path / "demo" / "vault").rename(tmp_path / "aside")
    (tmp_path / "other" / "vault").rename(tmp_path / "demo" / "vault")
    before = everything_below(tmp_path / "demo")

    assert run(monkeypatch, tmp_path / "demo", "--force") == 1

    assert everything_below(tmp_path / "demo") == before


@pytest.mark.parametrize("force", [(), ("--force",)])
def test_a_folder_that_no_demo_made_is_never_touched(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, force: tuple[str, ...]
) -> None:
    folder = tmp_path / "work"
    (folder / "vault").mkdir(parents=True)
    (folder / "vault" / "vault.json").write_text("{}")

    assert run(monkeypatch, folder, *force) == 1

    assert set(everything_below(folder)) == {folder / "vault" / "vault.json"}


def test_a_file_in_place_of_the_folder_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "demo").write_text("mine")

    assert run(monkeypatch, tmp_path / "demo", "--force") == 1

    assert "a file" in capsys.readouterr().err
    assert (tmp_path / "demo").read_text() == "mine"


def test_a_folder_inside_a_file_cannot_be_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")

    assert run(monkeypatch, tmp_path / "file" / "demo") == 5


def test_a_full_disk_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    real, saved = files.save, []

    def full(path: str, content: bytes, *, durable: bool = True) -> None:
        saved.append(path)
        if len(saved) > 12:
            raise DiskFailure("The disk is full.")
        real(path, content, durable=durable)

    monkeypatch.setattr(files, "save", full)

    assert run(monkeypatch, tmp_path / "demo") == 5

    assert "Traceback" not in capsys.readouterr().err
    assert not (tmp_path / "demo").exists()


def test_an_interrupted_demo_can_be_made_anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As after a power cut: the folder is marked, the vault begun, nothing cleared away."""
    run(monkeypatch, tmp_path / "demo", "--graduates", 3)
    (tmp_path / "demo" / "vault" / "vault.json").unlink()

    assert run(monkeypatch, tmp_path / "demo", "--graduates", 1, "--force") == 0


@pytest.mark.parametrize(
    "words", [("--graduates", "-1"), ("--graduates", "100000"), ("--graduates", "many"), ("--seed", "x")]
)
def test_a_number_that_cannot_be_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, words: tuple[str, ...]
) -> None:
    assert run(monkeypatch, tmp_path / "demo", *words) == 2

    assert words[0] in capsys.readouterr().err
    assert not (tmp_path / "demo").exists()


def test_nobody_but_the_two_published_is_possible(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert run(monkeypatch, tmp_path / "demo", "--graduates", 0) == 0

    assert len(list(opened(tmp_path / "demo").cases())) == 2
