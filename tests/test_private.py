"""What somebody wrote is shown through the mask only: mypy sees most of it, and this test what mypy lets pass."""

import ast
import os
from collections.abc import Iterator
from importlib import import_module
from inspect import isclass
from pathlib import Path
from typing import get_type_hints

import pytest

from followup.case.facts import body_class
from followup.case.facts.base import KINDS
from followup.case.fields import leaves
from followup.values import Value

ROOT = Path(__file__).parent.parent
SHOWING = [*(ROOT / "cli").rglob("*.py"), *(ROOT / "followup" / "services").rglob("*.py")]
OTHERS = ["case.business.plan", "case.parts", "case.case", "case.forms.visit", "case.forms.enrolment"]
MODULES = {body_class(kind).__module__ for kind in KINDS} | {f"followup.{name}" for name in OTHERS}

FORMATTERS = {"str", "repr", "format", "print", "join", "echo"}
OF_THE_PROGRAM = {"error.what", "problem.what", "entry.by"}
"""Names that are private elsewhere: an error's sentence is the program's own, and an entry is signed with initials."""


def private_names() -> set[str]:
    """The names of all fields that hold what somebody wrote."""
    classes = [one for name in MODULES for one in vars(import_module(name)).values() if isclass(one)]
    hints = [get_type_hints(one, include_extras=True) | {"": one} for one in classes if issubclass(one, Value)]
    return {
        name
        for said in hints
        for name in said[""].__struct_fields__
        if any(leaf.private for leaf in leaves(said[name]))
    }


PRIVATE = private_names()


def formatted(tree: ast.AST) -> Iterator[ast.expr]:
    """Every expression whose text is made part of another text."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FormattedValue):
            yield node.value
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
            yield from (node.left, node.right)
        elif isinstance(node, ast.Call) and {getattr(node.func, "id", ""), getattr(node.func, "attr", "")} & FORMATTERS:
            yield from node.args


def shown(node: ast.AST) -> Iterator[ast.Attribute]:
    """The attributes whose value the expression may be; what goes through a call, such as the mask, is not."""
    if isinstance(node, ast.Attribute):
        yield node
    elif isinstance(node, ast.IfExp):
        yield from (*shown(node.body), *shown(node.orelse))
    elif isinstance(node, ast.GeneratorExp | ast.ListComp):
        yield from shown(node.elt)
    elif not isinstance(node, ast.Call):
        for inner in ast.iter_child_nodes(node):
            yield from shown(inner)


def unmasked(source: str) -> list[str]:
    found = (one for expression in formatted(ast.parse(source)) for one in shown(expression))
    named = (ast.unparse(one) for one in found if one.attr in PRIVATE)
    return [name for name in named if name not in OF_THE_PROGRAM]


@pytest.mark.parametrize("path", SHOWING, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_that_somebody_wrote_is_formatted_without_the_mask(path: Path) -> None:
    assert not unmasked(path.read_text("utf-8"))


FORGOTTEN = [
    'f"{said.note}"',
    '"Note: " + said.note',
    "str(visit.said.agreed)",
    '", ".join(said.went)',
    'print(who.name or "")',
    '"%s" % flag.how',
    'f"{one.what if one else 0}"',
]


@pytest.mark.parametrize("forgotten", FORGOTTEN)
def test_a_forgotten_mask_is_found(forgotten: str) -> None:
    assert unmasked(forgotten)


def test_the_names_of_private_fields_are_known() -> None:
    assert {"name", "contact_say", "note", "agreed", "went", "by_whom", "found", "assumed", "service"} <= PRIVATE
    assert not {"code", "policy", "worker", "severity"} & PRIVATE


TYPED = """
from followup.case.facts.visits import Visited
from followup.case.fields import Mask, revealed
from followup.messages import say
from followup_cli.terminal.json import JsonValue, print_json
from followup_cli.terminal.page import Page
from followup.values import Value

def shown(said: Visited, mask: Mask, page: Page) -> JsonValue:
    page.line(mask(said.note))
    print_json({"it": [mask(said.note), revealed(said.note), say("{it}", it=mask(said.note))]})
    # from here on the mask is forgotten
    page.line(said.note)
    say("{it}", it=said.note)
    print_json({"it": [said.note]})
    ", ".join(said.went)
    return {"it": said.went}
"""


def test_a_page_or_json_that_forgets_the_mask_does_not_pass_mypy(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    api = pytest.importorskip("mypy.api")
    monkeypatch.setenv("MYPYPATH", os.pathsep.join(str(ROOT / root) for root in ("", "cli", "data")))
    settings = ["--config-file=", "--strict", "--explicit-package-bases", f"--cache-dir={tmp_path}"]

    found, wrong, _ = api.run([*settings, "--follow-imports=silent", "-c", TYPED])

    forgotten = TYPED[: TYPED.index("    # from")].count("\n") + 1
    assert not wrong
    assert {int(line.split(":")[1]) - forgotten for line in found.splitlines() if ": error:" in line} == {1, 2, 3, 4, 5}
