"""Whether memory may go to the disk unencrypted is told as far as Linux tells it.

- a partition, a file, a mapped device, several layers: plain unless a layer encrypts
- memory that is swapped to memory is nothing to tell of
- the worst of several counts, and what cannot be found out is unknown
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from followup.vault import swap
from followup.vault.swap import Swap

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc and /sys of Linux")
HEAD = "Filename\tType\tSize\tUsed\tPriority\n"


@pytest.fixture
def laptop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Swap]:
    """``laptop({"dm-0": ("CRYPT-LUKS2-x", ["sda2"])}, "/dev/dm-0")``: the devices, and where they swap to."""
    numbers: dict[str, int] = {}

    def stat(path: str) -> SimpleNamespace:
        name = path.rpartition("/")[2]
        if name == "away":
            raise FileNotFoundError
        return SimpleNamespace(st_dev=numbers.get("sda1"), st_rdev=numbers.get(name))

    def told(devices: dict[str, tuple[str, list[str]]], *places: str) -> Swap:
        (tmp_path / "proc").mkdir()
        (tmp_path / "sys/dev/block").mkdir(parents=True)
        for minor, (name, (uuid, below)) in enumerate(devices.items()):
            folder = tmp_path / "sys/devices" / name
            (folder / "slaves").mkdir(parents=True)
            for one in below:
                (folder / "slaves" / one).symlink_to(tmp_path / "sys/devices" / one)
            if uuid:
                (folder / "dm").mkdir()
                (folder / "dm/uuid").write_text(f"{uuid}\n", "utf-8")
            numbers[name] = os.makedev(253, minor)
            (tmp_path / f"sys/dev/block/253:{minor}").symlink_to(folder)
        lines = [f"{place}\t{'file' if 'swapfile' in place else 'partition'}\t8\t0\t-2\n" for place in places]
        (tmp_path / "proc/swaps").write_text(HEAD + "".join(lines), "utf-8")
        monkeypatch.setattr(os, "stat", stat)
        try:
            return swap.swap(str(tmp_path))
        finally:
            monkeypatch.undo()

    return told


PLAIN = ("", [])
CASES = {
    "no swap": ({}, (), Swap.NONE),
    "a partition": ({"sda2": PLAIN}, ("/dev/sda2",), Swap.PLAIN),
    "in memory": ({"zram0": PLAIN}, ("/dev/zram0",), Swap.NONE),
    "in memory, and a partition": ({"zram0": PLAIN, "sda2": PLAIN}, ("/dev/zram0", "/dev/sda2"), Swap.PLAIN),
    "encrypted": ({"dm-0": ("CRYPT-PLAIN-swap", ["sda2"]), "sda2": PLAIN}, ("/dev/dm-0",), Swap.ENCRYPTED),
    "LVM on LUKS": (
        {"dm-1": ("LVM-abc", ["dm-0"]), "dm-0": ("CRYPT-LUKS2-x", ["sda2"]), "sda2": PLAIN},
        ("/dev/dm-1",),
        Swap.ENCRYPTED,
    ),
    "LVM alone": ({"dm-1": ("LVM-abc", ["sda2"]), "sda2": PLAIN}, ("/dev/dm-1",), Swap.PLAIN),
    "LVM on two disks, one encrypted": (
        {"dm-1": ("LVM-abc", ["dm-0", "sdb"]), "dm-0": ("CRYPT-LUKS2-x", []), "sdb": PLAIN},
        ("/dev/dm-1",),
        Swap.PLAIN,
    ),
    "a file with a blank in its name": ({"sda1": PLAIN}, ("/my\\040swapfile",), Swap.PLAIN),
    "not to be found": ({}, ("/dev/away",), Swap.UNKNOWN),
}


@pytest.mark.parametrize("case", CASES)
def test_swap_is_told(laptop: Callable[..., Swap], case: str) -> None:
    """As the system describes it."""
    devices, places, expected = CASES[case]

    assert laptop(devices, *places) is expected


def test_a_system_without_proc_is_unknown(tmp_path: Path) -> None:
    """It does not count as safe."""
    assert swap.swap(str(tmp_path)) is Swap.UNKNOWN
