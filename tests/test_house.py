"""The house rules that no import check can see.

- pure code asks neither clock nor disk; every sentence goes through `say`
- a class name means one thing within a wing
- no module needs another that needs it, not even by way of a function
"""

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PURE_ROOMS = ("case", "schedule", "monitoring", "statistics")
PURE = [path for room in PURE_ROOMS for path in (ROOT / "followup" / room).rglob("*.py")]
SOURCES = [path for root in ("followup", "cli", "data") for path in (ROOT / root).rglob("*.py")]

WINGS = {
    "case and schedule": ("followup/case", "followup/schedule"),
    **{
        room: (f"followup/{room}",)
        for room in ("monitoring", "statistics", "services", "handout", "intake", "vault", "demo")
    },
    "command line": ("cli/followup_cli",),
}

CLOCK_AND_DISK = {"today", "now", "utcnow", "open", "print", "input", "read_text", "write_text", "read_bytes"}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def calls(path: Path) -> set[str]:
    found = (node.func for node in ast.walk(parsed(path)) if isinstance(node, ast.Call))
    return {func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "") for func in found}


@pytest.mark.parametrize("room", PURE_ROOMS)
def test_each_pure_room_is_there(room):
    assert any(path.is_relative_to(ROOT / "followup" / room) for path in PURE)


@pytest.mark.parametrize("path", PURE, ids=named)
def test_pure_code_asks_neither_clock_nor_disk(path):
    assert not calls(path) & CLOCK_AND_DISK


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_a_module_fits_a_morning(path):
    assert len(path.read_text("utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_every_sentence_is_a_fixed_template_that_a_catalogue_can_hold(path):
    said = [
        node
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("say", "say_count")
    ]

    assert not [node.lineno for node in said if any(isinstance(one, ast.JoinedStr) for one in node.args)]


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_every_module_says_what_it_is_for(path):
    assert ast.get_docstring(parsed(path))


def test_only_the_edge_of_the_program_reads_the_clock():
    readers = {named(path) for path in SOURCES if calls(path) & {"today", "now", "utcnow"}}

    assert readers <= {"cli/followup_cli/context.py", "followup/vault/agent_process.py"}  # the agent counts its hours


DEPENDENCIES = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]


@pytest.mark.parametrize("line", DEPENDENCIES)
def test_every_dependency_is_imported_and_stays_below_a_version_that_may_break_it(line):
    found = re.fullmatch(r"([a-z-]+)(>=[0-9.]+,<[0-9.]+|==[0-9.]+)(; .+)?", line)
    assert found
    module = {"python-dateutil": "dateutil", "pynacl": "nacl"}.get(found[1], found[1].replace("-", "_"))
    readers = [ROOT / "tests" / "handout" / "test_written_as_icalendar_does.py"] if module == "icalendar" else SOURCES
    assert any(re.search(rf"^ *(from|import) {module}\b", path.read_text("utf-8"), re.M) for path in readers)


def test_of_the_programs_libraries_only_icalendar_needs_typing_extensions_which_commands_do_without():
    needed, asking = [re.split("[>=]", line)[0] for line in DEPENDENCIES], set()
    for library in needed:
        with suppress(metadata.PackageNotFoundError):  # one that another system or an older Python needs
            for line in metadata.requires(library) or ():
                wanted = re.split(r"[^\w-]", line)[0].replace("_", "-")
                if wanted == "typing-extensions" and 'python_version < "3.11"' not in line:
                    asking.add(library)
                elif "extra ==" not in line and wanted not in needed:
                    needed.append(wanted)

    assert asking == {"icalendar"}


# --- names ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wing", WINGS)
def test_a_class_name_means_one_thing_within_a_wing(wing):
    homes = defaultdict(list)
    for path in (path for folder in WINGS[wing] for path in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ClassDef):
                homes[node.name].append(f"{named(path)}:{node.lineno}")

    assert homes
    assert not {name: places for name, places in homes.items() if len(places) > 1}


# --- circles --------------------------------------------------------------------------------------------------------


def modules() -> dict[str, Path]:
    """Every module of the program by its dotted name; a package has the name of its folder."""
    files = [(root, path) for root in (ROOT, ROOT / "cli") for path in SOURCES if path.is_relative_to(root)]
    names = {".".join(path.relative_to(root).with_suffix("").parts): path for root, path in files}
    return {
        name.removesuffix(".__init__"): path
        for name, path in names.items()
        if name.startswith(("followup.", "followup_cli."))
    }


def imports(tree: ast.AST) -> Iterator[str]:
    """What a module imports, at its top or in a function; what stands under TYPE_CHECKING is never imported."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        yield from imports(node)


def needs(source: str, known: set[str]) -> set[str]:
    """The modules among ``known`` that the source of a module imports, by their dotted names."""
    asked = imports(ast.parse(source))
    return {name if name in known else name.rpartition(".")[0] for name in asked} & known


def circle(graph: dict[str, set[str]]) -> list[str]:
    """The modules of one circle, the first again at the end; empty where there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return error.args[1]
    return []


@pytest.mark.parametrize("package", ["followup", "followup_cli"])
def test_no_module_needs_another_that_needs_it(package):
    known = {name: path for name, path in modules().items() if name.split(".")[0] == package}
    graph = {name: needs(path.read_text("utf-8"), set(known)) - {name} for name, path in known.items()}

    assert any(graph.values())
    assert circle(graph) == []


@pytest.mark.parametrize(
    ("source", "needed"),
    [
        ("from followup import b", {"followup.b"}),
        ("from followup.b import name", {"followup.b"}),
        ("import followup.b", {"followup.b"}),
        ("def late():\n    from followup.b import name", {"followup.b"}),
        ("if TYPE_CHECKING:\n    from followup.b import name", set()),
        ("import json", set()),
    ],
)
def test_imports_are_seen_wherever_they_stand(source, needed):
    assert needs(source, {"followup.a", "followup.b"}) == needed


def test_a_circle_is_found():
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"a"}})
    assert circle({"a": {"b"}, "b": {"c"}, "c": set()}) == []
