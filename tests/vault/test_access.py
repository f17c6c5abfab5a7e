"""Making a vault, and the ways in.

- only in an empty or new folder, private to its owner
- the agent's key, then FOLLOWUP_PASSPHRASE, then asking; otherwise locked
- never in the program's source by default
"""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from followup.errors import Damaged, Locked, Missing, Refused
from followup.store import RegisterKind
from followup.vault import access
from followup.vault.vault import Vault
from tests.vault.facts_for_tests import (
    KHMER_NAME,
    NAME,
    NOTE,
    NOW,
    PASSPHRASE,
    VILLAGE,
    identified,
    opened,
    visited,
)


def test_a_new_vault(home: Path) -> None:
    """It is one, and it is empty."""
    assert not access.is_vault(home)
    vault = access.create(home, PASSPHRASE)

    assert access.is_vault(home)
    assert vault.case_ids() == []


def test_a_second_vault_in_the_same_folder_is_refused(vault: Vault, home: Path) -> None:
    """The first stays as it is."""
    vault.append("a1", [opened()], by="me", now=NOW)
    with pytest.raises(Refused, match="already"):
        access.create(home, "another passphrase")
    assert len(access.load_vault(home, ask=lambda: PASSPHRASE, environ={}).facts("a1")) == 1


def test_a_folder_with_other_files_is_refused(home: Path) -> None:
    """Nothing is written into it."""
    home.mkdir()
    (home / "letter.txt").write_text("mine")
    with pytest.raises(Refused, match="not empty"):
        access.create(home, PASSPHRASE)
    assert [path.name for path in home.iterdir()] == ["letter.txt"]


def test_a_file_in_place_of_the_folder_is_refused(home: Path) -> None:
    """With a sentence."""
    home.write_text("a file")
    with pytest.raises(Refused):
        access.create(home, PASSPHRASE)
    home.unlink()


def test_an_interrupted_start_can_be_repeated(home: Path) -> None:
    """Empty folders are no obstacle."""
    (home / "cases").mkdir(parents=True)
    (home / "lock").touch()

    assert access.create(home, PASSPHRASE).case_ids() == []


def test_cases_without_their_keys_are_never_built_over(vault: Vault, home: Path) -> None:
    """A lost vault.json is said to be missing; no new one takes its place."""
    vault.append("a1", [opened()], by="me", now=NOW)
    (home / "vault.json").unlink()

    with pytest.raises(Refused, match="not empty"):
        access.create(home, PASSPHRASE)
    with pytest.raises(Damaged, match=r"vault\.json is missing"):
        access.load_vault(home, ask=lambda: PASSPHRASE, environ={})


def test_no_vault_yet(home: Path) -> None:
    """And what to do about it."""
    with pytest.raises(Missing) as refused:
        access.load_vault(home, ask=lambda: PASSPHRASE, environ={})
    assert "followup init" in refused.value.hint


def test_the_passphrase_of_the_environment(vault: Vault, home: Path) -> None:
    """For scripts; nobody is asked."""
    entered = access.load_vault(home, ask=lambda: pytest.fail("asked"), environ={"FOLLOWUP_PASSPHRASE": PASSPHRASE})

    assert entered.device == vault.device


def test_locked_without_any(vault: Vault, home: Path) -> None:
    """Exit 3, with the command that helps."""
    for ask in (None, lambda: ""):
        with pytest.raises(Locked) as refused:
            access.load_vault(home, ask=ask, environ={"FOLLOWUP_PASSPHRASE": ""})
        assert (refused.value.code, refused.value.hint) == (3, "Unlock it with: followup unlock")


def test_where_nobody_can_be_asked_it_is_said_once_that_it_is_locked(vault: Vault, home: Path) -> None:
    told = list[str]()
    with pytest.raises(Locked):
        access.load_vault(home, ask=None, environ={}, tell=told.append)
    assert told == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps the user's folders private by itself")
def test_only_the_owner_can_look_in(vault: Vault, home: Path) -> None:
    """Folders 0700, files 0600, whatever the umask."""
    old = os.umask(0)
    try:
        vault.append("a1", [opened()], by="me", now=NOW)
        vault.register(RegisterKind("agenda", "1", lambda case, facts: None))
    finally:
        os.umask(old)

    for path in (home, *home.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_the_home_named_by_the_user(tmp_path: Path) -> None:
    """FOLLOWUP_HOME, made absolute."""
    assert access.default_home({"FOLLOWUP_HOME": str(tmp_path)}) == tmp_path
    assert access.default_home({"FOLLOWUP_HOME": "somewhere"}).is_absolute()


def test_the_home_by_default(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The user's data folder, unless that lies in the program's source."""
    monkeypatch.setattr("platformdirs.user_data_dir", lambda *names, **options: str(tmp_path / "data" / "followup"))
    assert access.default_home({}) == tmp_path / "data" / "followup"

    (tmp_path / "pyproject.toml").write_text('[project]\nname = "followup"\n')
    with pytest.raises(Refused, match="source"):
        access.default_home({})


def test_no_planted_word_is_in_any_file(
    vault: Vault, home: Path, runtime: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names, villages, notes, Khmer and Latin: not in the sealed files, a file half written, or the agent's folder."""
    access.unlock(home, PASSPHRASE)
    with monkeypatch.context() as patch:
        patch.setattr("followup.vault.files.os.unlink", lambda path: None)
        patch.setattr("followup.vault.files.os.replace", copied)
        vault.append("a1", [opened("PLANTED-1"), identified(), visited(NOTE)], by="PLANTED", now=NOW)
        vault.register(RegisterKind("agenda", "1", lambda case, facts: [NAME, KHMER_NAME, VILLAGE, NOTE]))
        vault.keep_draft("a1", {"note": [NAME, KHMER_NAME, VILLAGE, NOTE]})

    planted = [NAME, KHMER_NAME, VILLAGE, NOTE, "PLANTED", "Planted", PASSPHRASE]
    needles = [text.encode(code) for text in planted for code in ("utf-8", "utf-16-le", "utf-16-be")]
    needles += [text.encode("ascii", "backslashreplace") for text in planted] + [vault._ring.data.key]
    paths = [path for path in (*home.parent.rglob("*"), *runtime.rglob("*")) if path.is_file()]
    assert any(path.suffix == ".tmp" for path in paths)
    for path in paths:
        content = path.read_bytes() + str(path).encode()
        assert not any(needle in content for needle in needles)


def copied(old: str, new: str) -> None:
    """A rename that leaves the temporary file behind, to be looked at."""
    Path(new).write_bytes(Path(old).read_bytes())


def test_reading_does_not_import_tinydb(vault: Vault, home: Path) -> None:
    """Nor what only making or unlocking a vault needs; the door alone needs nearly nothing."""
    vault.append("a1", [opened()], by="me", now=NOW)
    program = (
        "import sys; from pathlib import Path; from followup.vault import access\n"
        "light = {'nacl', 'tinydb', 'json', 'socket'} & sys.modules.keys()\n"
        "vault = access.load_vault(Path(sys.argv[1]), ask=None, environ={'FOLLOWUP_PASSPHRASE': sys.argv[2]})\n"
        "from followup.store import RegisterKind; vault.facts('a1')\n"
        "vault.register(RegisterKind('agenda', '1', lambda case, facts: None))\n"
        "print(light, {'tinydb', 'pyrage', 'socket', 'subprocess', 'secrets', 'platformdirs'} & sys.modules.keys())"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", program, str(home), PASSPHRASE]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout

    assert told.split() == ["set()", "set()"]
