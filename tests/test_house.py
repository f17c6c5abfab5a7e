"""The house rules that no import check can see: no clock and no disk in pure code, every sentence through one door."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PURE = [*(ROOT / "followup" / "case").rglob("*.py"), *(ROOT / "followup" / "schedule").rglob("*.py")]
PURE += (ROOT / "followup" / "review").rglob("*.py")
SOURCES = [path for root in ("followup", "cli", "data") for path in (ROOT / root).rglob("*.py")]

CLOCK_AND_DISK = {"today", "now", "utcnow", "open", "print", "input", "read_text", "write_text", "read_bytes"}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def calls(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    found = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "") for func in found}


@pytest.mark.parametrize("path", PURE, ids=named)
def test_pure_code_asks_neither_clock_nor_disk(path):
    assert not calls(path) & CLOCK_AND_DISK


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_a_module_fits_a_morning(path):
    assert len(path.read_text("utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_every_sentence_is_a_fixed_template_that_a_catalogue_can_hold(path):
    tree = ast.parse(path.read_text("utf-8"))
    said = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say"]

    assert not [node.lineno for node in said if node.args and isinstance(node.args[0], ast.JoinedStr)]


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_every_module_says_what_it_is_for(path):
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


def test_only_the_edge_of_the_program_reads_the_clock():
    readers = {named(path) for path in SOURCES if calls(path) & {"today", "now", "utcnow"}}

    assert readers <= {"cli/followup_cli/context.py", "followup/vault/agent_process.py"}  # the agent counts its hours
