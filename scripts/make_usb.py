"""Make a USB folder from which followup is installed where there is no internet.

    python scripts/make_usb.py /media/stick/followup

The folder holds the wheels of followup and of all it needs, for Windows (x64), macOS (both kinds) and Linux (x64), each
checked by its hash; uv, which installs them, taken out of its own wheel; and an installer for each system. Making it
needs the internet, and ``pip install build``; using it needs Python 3.11 or later on the computer, and nothing else.
"""

import argparse
import hashlib
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from email import message_from_bytes
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PYTHONS = ("3.11", "3.12", "3.13")
PLATFORMS = {
    "windows": ("win_amd64",),
    "macos-arm": ("macosx_12_0_arm64", "macosx_12_0_universal2"),
    "macos-intel": ("macosx_12_0_x86_64", "macosx_12_0_universal2"),
    "linux": (*(f"manylinux_2_{minor}_x86_64" for minor in range(28, 16, -1)), "manylinux2014_x86_64"),
}
"""What pip calls the computers that the folder is for."""
MACHINES = {
    "windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
    "macos-arm": {
        "sys_platform": "darwin",
        "platform_system": "Darwin",
        "os_name": "posix",
        "platform_machine": "arm64",
    },
    "macos-intel": {
        "sys_platform": "darwin",
        "platform_system": "Darwin",
        "os_name": "posix",
        "platform_machine": "x86_64",
    },
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"},
}
"""What a package is told of them when it says what it needs where; pip asks this computer only."""
INSTALLERS = ("install-on-windows.cmd", "install-on-mac-or-linux.sh", "READ-ME-FIRST.txt")


def make(out: Path, platforms: Iterable[str] = PLATFORMS, pythons: Iterable[str] = PYTHONS) -> None:
    """Fill the folder ``out``, which must be new or empty."""
    if out.exists() and any(out.iterdir()):
        sys.exit(f"{out} is not empty. Choose a new folder, or empty it first.")
    wheels = out / "wheels"
    wheels.mkdir(parents=True)
    own = _own_wheel(wheels)
    for platform in platforms:
        for python in pythons:
            _download(wheels, platform, python, str(own))
            while missing := _missing(wheels, platform, python):
                _download(wheels, platform, python, *missing)
        _take_uv(out, platform)
    (out / "requirements.txt").write_text("".join(_requirements(wheels)), encoding="utf-8", newline="\n")
    for name in INSTALLERS:
        _copy_installer(name, out)
    (out / "SHA256SUMS").write_text("".join(_sums(out)), encoding="utf-8", newline="\n")


def _own_wheel(wheels: Path) -> Path:
    _run("build", "--wheel", "--outdir", str(wheels), str(ROOT))
    return next(wheels.glob("followup-*.whl"))


def _missing(wheels: Path, platform: str, python: str) -> list[str]:
    """What the wheels need on another system than this one, and is not there yet."""
    machine = {**MACHINES[platform], "python_version": python, "python_full_version": f"{python}.0", "extra": ""}
    there = {canonicalize_name(wheel.name.partition("-")[0]) for wheel in wheels.glob("*.whl")}
    wanted = (one for wheel in wheels.glob("*.whl") for one in _needs(wheel))
    return sorted(
        {
            f"{one.name}{one.specifier}"
            for one in wanted
            if canonicalize_name(one.name) not in there and (one.marker is None or one.marker.evaluate(machine))
        }
    )


def _needs(wheel: Path) -> Iterator[Requirement]:
    with zipfile.ZipFile(wheel) as packed:
        inside = next(name for name in packed.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = message_from_bytes(packed.read(inside))
    yield from map(Requirement, metadata.get_all("Requires-Dist", []))


def _download(folder: Path, platform: str, python: str, *what: str) -> None:
    """The wheels of ``what`` and all it needs, for one system and Python; ``what`` may hold options of pip."""
    tags = [part for tag in PLATFORMS[platform] for part in ("--platform", tag)]
    kind = ("--only-binary=:all:", "--implementation", "cp", "--python-version", python)
    abis = ("--abi", f"cp{python.replace('.', '')}", "--abi", "abi3", "--abi", "none")
    _run("pip", "download", "--quiet", "--dest", str(folder), *kind, *abis, *tags, *what)


def _take_uv(out: Path, platform: str) -> None:
    """uv itself, which stands in its wheel as a program."""
    with tempfile.TemporaryDirectory() as folder:
        _download(Path(folder), platform, PYTHONS[0], "uv", "--no-deps")
        (wheel,) = Path(folder).glob("uv-*.whl")
        with zipfile.ZipFile(wheel) as packed:
            inside = next(name for name in packed.namelist() if Path(name).name in ("uv", "uv.exe"))
            program = out / "uv" / platform / Path(inside).name
            program.parent.mkdir(parents=True)
            program.write_bytes(packed.read(inside))
    program.chmod(0o755)


def _requirements(wheels: Path) -> Iterator[str]:
    """Every package with its version and the hash of each of its wheels: uv takes no other file."""
    hashes: dict[str, list[str]] = {}
    for wheel in sorted(wheels.glob("*.whl")):
        name, version, *_ = wheel.name.split("-")
        hashes.setdefault(f"{name.replace('_', '-')}=={version}", []).append(_hash(wheel))
    for package, known in hashes.items():
        yield package + "".join(f" \\\n    --hash=sha256:{one}" for one in known) + "\n"


def _copy_installer(name: str, out: Path) -> None:
    text = (ROOT / "scripts" / "usb" / name).read_text(encoding="utf-8")
    uv = out / "uv" / "windows" / "uv.exe"
    text = text.replace("@UV_HASH@", _hash(uv) if uv.exists() else "")
    target = out / name
    target.write_text(text, encoding="utf-8", newline="\r\n" if name.endswith((".cmd", ".txt")) else "\n")
    if name.endswith(".sh"):
        target.chmod(0o755)


def _sums(out: Path) -> Iterator[str]:
    """The hash of every file, as ``sha256sum -c`` reads them."""
    for file in sorted(path for path in out.rglob("*") if path.is_file()):
        yield f"{_hash(file)}  {file.relative_to(out).as_posix()}\n"


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _run(module: str, *words: str) -> None:
    subprocess.run([sys.executable, "-m", module, *words], check=True)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Make a USB folder from which followup is installed without internet.")
    parser.add_argument("folder", type=Path, help="a new or empty folder, on the stick or to be copied to it")
    parser.add_argument(
        "--only", choices=sorted(PLATFORMS), action="append", help="only for this system; may be repeated"
    )
    parser.add_argument(
        "--python", action="append", help="only for this version of Python, such as 3.12; may be repeated"
    )
    given = parser.parse_args()
    make(given.folder, given.only or PLATFORMS, given.python or PYTHONS)
    print(f"Made: {given.folder}. Begin with READ-ME-FIRST.txt.")


if __name__ == "__main__":
    main()
