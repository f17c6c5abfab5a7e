"""Vaults to test on: made with a cheap passphrase hash, in a folder of their own, their agent ended afterwards."""

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from followup.vault import access, agent, keys
from followup.vault.vault import Vault
from tests.vault.facts_for_tests import PASSPHRASE

CHEAP = keys.Cost(memory_kib=8, passes=1)


@pytest.fixture
def runtime() -> Iterator[Path]:
    """This user's private folder for sockets, with a path as short as the system's: a test's own may be too long."""
    folder = Path(tempfile.mkdtemp(prefix="fu-", dir=None if sys.platform == "win32" else "/tmp"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def _quick_and_apart(runtime: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cheap hash, sockets of one's own, and an agent that may be slow to answer because the machine is busy."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    monkeypatch.setattr(keys, "COST", CHEAP)
    monkeypatch.setattr(agent, "_WAIT", 30.0)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """Where a vault may be made."""
    yield tmp_path / "vault"
    access.lock(tmp_path / "vault")


@pytest.fixture
def vault(home: Path) -> Vault:
    """A new vault."""
    return access.create(home, PASSPHRASE)


@pytest.fixture
def reopened(home: Path) -> Callable[[], Vault]:
    """The vault as the next command finds it."""
    return lambda: access.load_vault(home, ask=lambda: PASSPHRASE, environ={})


@pytest.fixture
def laptop(home: Path, tmp_path: Path) -> Callable[[], Vault]:
    """One more laptop of the same office: the same key and a copy of the cases, but its own name."""

    def copied() -> Vault:
        other = tmp_path / "other"
        other.mkdir(mode=0o700)
        for name in ("vault.json", "journals.list"):
            shutil.copy(home / name, other)
        for folder in ("cases", "registers", "revisions"):
            (other / folder).mkdir()
        for file in (home / "cases").iterdir():
            shutil.copy(file, other / "cases")
        return access.load_vault(other, ask=lambda: PASSPHRASE, environ={})

    return copied
