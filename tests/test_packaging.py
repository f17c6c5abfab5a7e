"""What is installed: three packages and their data, and nothing else."""

import os
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (found,) = built.glob("*.whl")
    return found


def test_the_wheel_holds_our_three_packages_and_nothing_else(wheel):
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}

    assert {top for top in tops if not top.endswith(".dist-info")} == {"followup", "followup_cli", "followup_data"}


def test_the_wheel_holds_every_source_and_data_file(wheel):
    shipped = set(zipfile.ZipFile(wheel).namelist())
    roots = (ROOT, ROOT / "cli", ROOT / "data")
    packages = ("followup", "followup_cli", "followup_data")

    for root, package in zip(roots, packages, strict=True):
        wanted = {
            path.relative_to(root).as_posix()
            for path in (root / package).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        assert wanted
        assert wanted <= shipped


def test_the_wheel_holds_the_documents_that_help_shows(wheel):
    from followup_cli.helping.commands import TOPICS

    shipped = zipfile.ZipFile(wheel)
    for _, name in TOPICS.values():
        assert shipped.read(f"followup_data/docs/{name}.md") == (ROOT / "docs" / f"{name}.md").read_bytes()


def test_site_packages_gains_only_our_three_packages(wheel, tmp_path):
    target = tmp_path / "site"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(target), str(wheel)]
    subprocess.run(command, check=True, timeout=300)

    gained = {path.name for path in target.iterdir() if not path.name.endswith(".dist-info")}

    assert gained - {"bin", "Scripts"} == {"followup", "followup_cli", "followup_data"}


def test_the_installed_program_runs_without_the_checkout(wheel, tmp_path):
    target = tmp_path / "site"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(target), str(wheel)]
    subprocess.run(command, check=True, timeout=300)

    start = f"import sys; sys.path.insert(0, {str(target)!r}); import followup_cli.__main__ as program; program.main()"
    preview = ["schedule", "preview", "--return", "2026-01-31", "--visits", "1", "--json"]
    done = subprocess.run(
        [sys.executable, "-c", start, *preview], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert '"2026-02-27"' in done.stdout


def test_the_source_archive_holds_what_the_tests_need(built):
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as files:
        names = {name.split("/", 1)[1] for name in files.getnames() if "/" in name}

    assert {"README.md", "LICENSE", "CHANGELOG.md", "tests/test_packaging.py", "scripts/make_holidays.py"} <= names


def test_typer_stays_below_the_version_that_triples_start_up():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert "typer>=0.26,<0.29" in project["dependencies"]


@pytest.mark.parametrize("package", ["followup", "followup_cli"])
def test_the_program_is_run_by_the_name_of_its_package(package):
    roots = os.pathsep.join(str(root) for root in (ROOT, ROOT / "cli", ROOT / "data"))
    done = subprocess.run(
        [sys.executable, "-m", package, "--version"],
        env=os.environ | {"PYTHONPATH": roots},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.startswith("followup ")
