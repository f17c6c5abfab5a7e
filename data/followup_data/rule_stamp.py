"""What tells whether the shipped rules are others than before, so that what was computed by them is computed anew."""

# ruff: noqa: PTH118, PTH120, PTH123
# Paths are plain text here: every daily command asks, and `pathlib` would be its most costly import.

from contextlib import suppress
from os.path import dirname, join
from zlib import crc32

_RULES = ("policies.json", "attention.json")


def rule_stamp(country: str) -> str:
    """The policies, the limits of attention and the public holidays of a country, in short."""
    stamp = 0
    for name in (*_RULES, join("holidays", f"{country}.json")):
        with suppress(OSError), open(join(dirname(__file__), name), "rb") as file:
            stamp = crc32(file.read(), stamp)
    return f"{stamp:08x}"
