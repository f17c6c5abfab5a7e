"""A vault of every version that ever landed opens, for ever.

Each file in ``fixtures/landed`` is the demonstration's vault as that version made it, without invented people, and what
it held by that version's own reading. A version that lands adds one more; none is ever renewed.

- every entry is there, and every command that shows something works
- it is written to, which brings what is beside the journals up to today's formats; killed at any step of that, it is
  whole, and the next command goes on
"""

import json
import os
import shutil
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from followup.vault import access, files
from followup.vault.vault import Vault
from followup_cli.app import app
from tests.vault.facts_for_tests import NOW, visited
from tests.vault.faulty_disk import FaultyDisk

LANDED = sorted((Path(__file__).parent / "fixtures" / "landed").glob("*.zip"))
PASSPHRASE = "demo only not for real people"
Expected = dict[str, list[list[object]]]
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="the kill is tried in a forked process")
each_landed = pytest.mark.parametrize("landed", LANDED, ids=lambda path: path.stem)


def unpacked(landed: Path, folder: Path) -> tuple[Path, Expected]:
    """The vault of a version, and what it held by that version's own reading: id, kind, day, device and number."""
    with zipfile.ZipFile(landed) as packed:
        packed.extractall(folder)
    return folder / "vault", json.loads((folder / "expected.json").read_text("utf-8"))


def opened(home: Path) -> Vault:
    """The vault as the next command finds it."""
    return access.load_vault(home, ask=lambda: PASSPHRASE, environ={})


def held(vault: Vault, expected: Expected) -> Expected:
    """What a vault holds of the journals that are expected."""
    return {
        name: [[fact.id, fact.body.kind, fact.on.isoformat(), fact.device, fact.seq] for fact in vault.facts(name)]
        for name in expected
    }


def test_there_is_one_of_each_version() -> None:
    """From the first one on."""
    assert len(LANDED) >= 6
    assert LANDED[0].stem.startswith("2026-11-21")


@each_landed
def test_every_entry_is_there(landed: Path, tmp_path: Path) -> None:
    """As that version read it; nothing is damaged; and a backup of it is whole."""
    home, expected = unpacked(landed, tmp_path)

    assert held(opened(home), expected) == expected
    assert opened(home).check().problems == ()


@each_landed
def test_every_command_that_shows_something_works(
    landed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And says the same before and after something was written."""
    home, _ = unpacked(landed, tmp_path)
    monkeypatch.setenv("FOLLOWUP_HOME", str(home))
    monkeypatch.setenv("FOLLOWUP_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("FOLLOWUP_TODAY", "2026-11-21")
    for words in (["today"], ["graduate", "list"], ["log", "DEMO-2"], ["plan", "show", "DEMO-1"], ["lesson", "list"]):
        done = CliRunner().invoke(app, words)
        assert done.exit_code == 0, done.output
    done = CliRunner().invoke(app, ["backup", str(tmp_path / "stick")])
    assert done.exit_code == 0, done.output


@needs_fork
@pytest.mark.parametrize("landed", LANDED[:1], ids=lambda path: path.stem)
def test_killed_at_any_step_of_bringing_it_up_to_date(landed: Path, tmp_path: Path) -> None:
    """It is opened, checked and written to by a process that is killed; every entry is there afterwards."""
    home, expected = unpacked(landed, tmp_path)
    at, finished = 0, False
    while not finished:
        at += 1
        here = tmp_path / f"{at}"
        shutil.copytree(home, here)
        finished = brought_up_to_date(here, sorted(expected)[0], FaultyDisk(at, lambda name: os._exit(9)))
        now = held(opened(here), expected)
        assert {name: [one for one in now[name] if one in expected[name]] for name in expected} == expected
        opened(here).append(sorted(expected)[0], [visited("next")], by="me", now=NOW)
        assert opened(here).check().problems == ()
        shutil.rmtree(here)
    assert at > 40


def brought_up_to_date(home: Path, case: str, disk: FaultyDisk) -> bool:
    """Check and write in a forked process, killed meanwhile; whether it came to its end."""
    child = os.fork()
    if not child:
        try:
            vars(files)["os"] = disk
            opened(home).check()
            opened(home).append(case, [visited("new")], by="me", now=NOW)
            opened(home).keep_draft("a1", {"half": "filled"})
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
