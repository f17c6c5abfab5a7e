"""The USB folder: what needs what on another system is found, and every file is checked by its hash."""

import hashlib
import importlib.util
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[1] / "scripts"


@pytest.fixture
def usb():
    spec = importlib.util.spec_from_file_location("make_usb", SCRIPTS / "make_usb.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def a_wheel(folder, name, *needs):
    """A wheel that holds only what it says of itself."""
    lines = [f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0", *(f"Requires-Dist: {one}" for one in needs)]
    with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{name}-1.0.dist-info/METADATA", "\n".join(lines) + "\n\n")


def test_what_only_another_system_needs_is_fetched_for_it(usb, tmp_path):
    a_wheel(tmp_path, "one", 'colours>=2; platform_system == "Windows"', 'old; python_version < "3.12"', "two")
    a_wheel(tmp_path, "two", 'more; extra == "all"')

    assert usb._missing(tmp_path, "windows", "3.12") == ["colours>=2"]
    assert usb._missing(tmp_path, "linux", "3.11") == ["old"]
    assert usb._missing(tmp_path, "macos-arm", "3.13") == []


def test_every_package_is_installed_by_its_hash_alone(usb, tmp_path):
    a_wheel(tmp_path, "one")
    (line,) = usb._requirements(tmp_path)

    digest = hashlib.sha256((tmp_path / "one-1.0-py3-none-any.whl").read_bytes()).hexdigest()
    assert line == f"one==1.0 \\\n    --hash=sha256:{digest}\n"


@pytest.mark.skipif(sys.platform == "win32", reason="the installer for Linux and macOS is a shell script")
@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_a_folder_that_was_changed_installs_nothing(usb, tmp_path, harm):
    out, home = tmp_path / "stick", tmp_path / "home"
    (out / "wheels").mkdir(parents=True)
    home.mkdir()
    a_wheel(out / "wheels", "one")
    usb._copy_installer("install-on-mac-or-linux.sh", out)
    (out / "SHA256SUMS").write_text("".join(usb._sums(out)), encoding="utf-8")
    wheel = out / "wheels" / "one-1.0-py3-none-any.whl"
    wheel.write_bytes(b"something else") if harm == "changed" else wheel.unlink()

    done = subprocess.run(
        ["sh", out / "install-on-mac-or-linux.sh"],
        env={"HOME": str(home), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 1
    assert "nothing was installed" in done.stderr
    assert not list(home.iterdir())


def test_a_folder_that_holds_something_is_not_written_to(usb, tmp_path):
    (tmp_path / "letters.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(SystemExit, match="not empty"):
        usb.make(tmp_path)
