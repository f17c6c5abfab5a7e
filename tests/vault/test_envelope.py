"""The sealed format.

- what goes in comes out, under the same names and key only
- no changed, cut or longer file opens
- its length tells little
"""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup.errors import Damaged
from followup.vault.envelope import FORMAT, DataKey, Kind, open_sealed, seal

KEY = DataKey(bytes(range(32)))
NAMES = ("case", "device")


def sealed(content: bytes = b"some content", revision: int = 3) -> bytes:
    """A small sealed file."""
    return seal(content, KEY, Kind.JOURNAL, NAMES, revision)


def test_what_is_sealed_opens_again() -> None:
    """With its revision and format."""
    opened = open_sealed(sealed(), KEY, Kind.JOURNAL, NAMES, "x.case")

    assert (opened.content, opened.revision, opened.format) == (b"some content", 3, FORMAT)


@settings(deadline=None)
@given(st.binary(max_size=5000))
def test_any_content_survives(content: bytes) -> None:
    """The empty one too; every file is a whole number of KiB."""
    blob = sealed(content)

    assert open_sealed(blob, KEY, Kind.JOURNAL, NAMES, "x.case").content == content
    assert len(blob) % 1024 == 0


def test_no_single_bit_can_be_flipped() -> None:
    """Each byte of a small file, each in a random bit."""
    blob = sealed()
    for place in range(len(blob)):
        changed = bytearray(blob)
        changed[place] ^= 1 << (os.urandom(1)[0] % 8)
        with pytest.raises(Damaged, match=r"x\.case"):
            open_sealed(bytes(changed), KEY, Kind.JOURNAL, NAMES, "x.case")


def test_no_cut_file_opens() -> None:
    """Cut at any length, the empty file included."""
    blob = sealed()
    for length in range(len(blob)):
        with pytest.raises(Damaged, match=r"x\.case"):
            open_sealed(blob[:length], KEY, Kind.JOURNAL, NAMES, "x.case")


@settings(deadline=None)
@given(st.binary(max_size=3000))
def test_no_foreign_file_opens(blob: bytes) -> None:
    """Whatever its bytes: it is refused, never a crash."""
    with pytest.raises(Damaged):
        open_sealed(blob, KEY, Kind.JOURNAL, NAMES, "x.case")


@pytest.mark.parametrize(
    ("key", "kind", "names"),
    [
        (DataKey(bytes(32)), Kind.JOURNAL, NAMES),
        (DataKey(KEY.key, generation=2), Kind.JOURNAL, NAMES),
        (KEY, Kind.REGISTER, NAMES),
        (KEY, Kind.JOURNAL, ("case", "other")),
        (KEY, Kind.JOURNAL, ("other", "device")),
        (KEY, Kind.JOURNAL, ("casedevice", "")),
        (KEY, Kind.JOURNAL, ("case",)),
    ],
)
def test_a_file_opens_only_as_what_it_was_sealed(key: DataKey, kind: Kind, names: tuple[str, ...]) -> None:
    """Another key, kind, case or device is refused."""
    with pytest.raises(Damaged):
        open_sealed(sealed(), key, kind, names, "x.case")


def test_something_added_is_noticed() -> None:
    """Also zeros, as a failing disk adds them."""
    with pytest.raises(Damaged, match="added"):
        open_sealed(sealed() + bytes(1024), KEY, Kind.JOURNAL, NAMES, "x.case")


def test_a_newer_format_asks_for_an_update() -> None:
    """It is not called damaged without saying what to do."""
    blob = bytearray(sealed())
    blob[8:10] = (FORMAT + 1).to_bytes(2, "big")

    with pytest.raises(Damaged, match="newer") as refused:
        open_sealed(bytes(blob), KEY, Kind.JOURNAL, NAMES, "x.case")
    assert "Update" in refused.value.hint


def test_the_same_content_never_looks_the_same() -> None:
    """A fresh nonce each time."""
    assert sealed() != sealed()


def test_a_key_is_not_shown() -> None:
    """Not in a traceback's repr."""
    assert KEY.key.hex() not in repr(KEY)
    assert "key=" not in repr(KEY)
