"""The glossary tells the truth: every path exists, every name is defined where it says, every term stands once."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CELLS = [
    tuple(cell.strip() for cell in line.strip("|").split("|"))
    for line in (ROOT / "docs" / "glossary.md").read_text("utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| **")
][1:]
"""Term, meaning and home of each row, without the head of the table and the names of the rooms."""

CODE = re.compile(r"`([^`]+)`")


def defined_in(path: Path) -> set[str]:
    """The classes, functions, methods, fields and constants that a module, or the modules of a folder, define."""
    files = [path] if path.is_file() else path.rglob("*.py")
    nodes = [node for file in files for node in ast.walk(ast.parse(file.read_text("utf-8")))]
    targets = [target for node in nodes if isinstance(node, ast.Assign) for target in node.targets]
    targets += [node.target for node in nodes if isinstance(node, ast.AnnAssign)]
    named = {node.name for node in nodes if isinstance(node, (ast.ClassDef, ast.FunctionDef))}
    return named | {target.id for target in targets if isinstance(target, ast.Name)}


def test_the_glossary_has_about_sixty_terms_each_of_them_once():
    terms = [term for term, _, _ in CELLS]

    assert 50 <= len(terms) <= 85
    assert len(set(terms)) == len(terms)


@pytest.mark.parametrize(("term", "meaning", "home"), CELLS, ids=lambda cell: cell[:20])
def test_a_term_lives_where_the_glossary_says(term, meaning, home):
    paths = [ROOT / word for word in CODE.findall(home) if "/" in word]
    names = {word for word in CODE.findall(home) if "/" not in word}

    assert paths
    assert all(path.exists() for path in paths)
    assert names <= set().union(*map(defined_in, paths))
    assert meaning.endswith(".")
    assert not CODE.search(term + meaning)


def test_a_name_that_is_not_there_is_noticed():
    assert "Fact" in defined_in(ROOT / "followup" / "case" / "facts" / "base.py")
    assert "Fiction" not in defined_in(ROOT / "followup")
