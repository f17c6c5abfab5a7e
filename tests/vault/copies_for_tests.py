"""Two copies of a casebook that are written on, and everything that was acknowledged in them."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from followup.case.facts import Fact
from followup.errors import FollowupError, each_once
from followup.store import OFFICE, NewFact, RegisterKind
from followup.vault import access
from followup.vault.vault import Vault
from tests.vault.facts_for_tests import NOW, PASSPHRASE, opened, visited

CASES = ("a1", "b2", "c3")


def vault_at(home: Path) -> Vault:
    """The vault in a folder, as the next command finds it."""
    return access.load_vault(home, ask=lambda: PASSPHRASE, environ={})


def copied(source: Path, target: Path) -> None:
    """``cp -a SOURCE/. TARGET``: what is there is written over, nothing is deleted."""
    shutil.copytree(source, target, dirs_exist_ok=True)


def readable(vault: Vault, case: str) -> tuple[Fact, ...]:
    """The facts of a case, none if it is refused."""
    try:
        return vault.facts(case)
    except FollowupError:
        return ()


def told(vault: Vault) -> list[str]:
    """Everything that a command which shows graduates would tell of."""
    register = vault.register(RegisterKind("agenda", "1", lambda case, facts: len(facts)))
    problems = [*register.problems.values(), *vault.gaps()]
    try:
        vault.facts(OFFICE)
    except FollowupError as problem:
        problems.append(problem)
    return [problem.what for problem in each_once(problems)]


@dataclass
class Desk:
    """A copy of the casebook in a folder, and the facts that were acknowledged to whoever writes in it."""

    home: Path
    acknowledged: set[str] = field(default_factory=set)

    def write(self, case: str, *new: NewFact) -> None:
        """One command."""
        self.acknowledged |= {
            fact.id for fact in vault_at(self.home).append(case, new or [visited()], by="me", now=NOW)
        }

    @property
    def shown(self) -> set[str]:
        """The facts that are given out."""
        vault = vault_at(self.home)
        return {fact.id for case in (*vault.case_ids(), OFFICE) for fact in readable(vault, case)}

    @property
    def told(self) -> list[str]:
        """What is told of by every command."""
        return told(vault_at(self.home))

    def merge(self, folder: Path | None = None) -> None:
        """``followup merge [FOLDER]``."""
        vault_at(self.home).merge(str(folder) if folder else None)

    def problems(self) -> list[str]:
        """What ``followup check`` says."""
        return [problem.what for problem in vault_at(self.home).check().problems]


def two_copies(folder: Path, copy: Callable[[Path, Path], None] = copied) -> tuple[Desk, Desk]:
    """A casebook of three graduates that was written on, and a whole copy of it."""
    access.create(folder / "A", PASSPHRASE)
    a = Desk(folder / "A")
    for number, case in enumerate(CASES):
        a.write(case, opened(f"SR-{number}"))
        a.write(case)
    a.write(OFFICE)
    a.told  # noqa: B018 - the registers are made
    copy(a.home, folder / "B")
    return a, Desk(folder / "B", set(a.acknowledged))
