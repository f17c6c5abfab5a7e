"""Prints as they look: their pages as pictures, what is set on them in which size and tone, and golden pictures.

Pictures are made by pdftoppm, of the package poppler-utils; without it tests are skipped, but never in CI.
"""

import os
import re
import struct
import subprocess
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from shutil import which
from typing import NamedTuple

import pytest

GOLDEN = Path(__file__).parent / "golden"
SCREEN_DPI, GOLDEN_DPI, PRINTER_DPI = 90, 60, 300
POINTS = 72
INK, PAPER = 0, 255
"""The darkest and the lightest that a point of a picture can be."""


class Picture(NamedTuple):
    """A page as points from left to right and from the top down, each from 0 (black) to 255 (white)."""

    width: int
    height: int
    points: bytes

    def part(self, left: float, top: float, right: float, bottom: float) -> bytes:
        """The points of a rectangle."""
        columns = slice(max(int(left), 0), int(right) + 1)
        rows = range(max(int(top), 0), min(int(bottom) + 1, self.height))
        return b"".join(self.points[row * self.width : (row + 1) * self.width][columns] for row in rows)


# --- made by poppler --------------------------------------------------------------------------------------------------


def need_poppler() -> None:
    """Skip a test where pages cannot be made pictures; in CI that is a failure, or nobody would look any more."""
    if which("pdftoppm") is None:
        told = "pdftoppm is not on this machine (package poppler-utils)"
        if os.environ.get("CI"):
            pytest.fail(told)
        pytest.skip(told)


def pictures(pdf: bytes, dpi: int = SCREEN_DPI, *, smooth: bool = True) -> list[Picture]:
    """Every page in tones of grey; not ``smooth``, every point has the tone of what is drawn there, and no other."""
    rough = () if smooth else ("-aa", "no", "-aaVector", "no")
    return [_picture(data, 1) for data in _pages(pdf, dpi, "-gray", *rough)]


def is_grey(pdf: bytes, dpi: int = GOLDEN_DPI) -> bool:
    """Whether no point of any page has a colour."""
    coloured = (_picture(data, 3).points for data in _pages(pdf, dpi))
    return all(points[0::3] == points[1::3] == points[2::3] for points in coloured)


def printed(pdf: bytes) -> Picture:
    """The first page as a cheap laser prints it: 300 points an inch, each black or white."""
    return _bits(_pages(pdf, PRINTER_DPI, "-mono", "-l", "1")[0])


def _pages(pdf: bytes, dpi: int, *options: str) -> list[bytes]:
    need_poppler()
    with tempfile.TemporaryDirectory() as folder:
        made = subprocess.run(
            ["pdftoppm", "-r", str(dpi), *options, "-", str(Path(folder) / "page")],
            input=pdf,
            capture_output=True,
            check=True,
        )
        assert not made.stderr, made.stderr
        return [path.read_bytes() for path in sorted(Path(folder).iterdir())]


def _picture(data: bytes, values: int) -> Picture:
    """A file of the kinds P5 and P6, with one or three values a point."""
    found = re.match(rb"P[56]\s+(\d+)\s+(\d+)\s+255\s", data)
    assert found
    width, height = int(found[1]), int(found[2])
    return Picture(width, height, data[found.end() : found.end() + width * height * values])


def _bits(data: bytes) -> Picture:
    """A file of the kind P4: eight points a byte, 1 is black."""
    found = re.match(rb"P4\s+(\d+)\s+(\d+)\s", data)
    assert found
    width, height = int(found[1]), int(found[2])
    row = (width + 7) // 8
    body = data[found.end() :]
    rows = (body[at : at + row] for at in range(0, row * height, row))
    points = b"".join(b"".join(map(_EIGHT.__getitem__, packed))[:width] for packed in rows)
    return Picture(width, height, points)


_EIGHT = [bytes(INK if byte >> bit & 1 else PAPER for bit in range(7, -1, -1)) for byte in range(256)]


# --- what is set ------------------------------------------------------------------------------------------------------


class Run(NamedTuple):
    """Letters set together: their size in points and their tone, 0 for black and 1 for white."""

    size: float
    tone: float


@dataclass(slots=True)
class _Pen:
    """What a page's drawing commands have set so far."""

    tone: float = 0.0
    size: float = 0.0
    kept: list[float] = field(default_factory=list)


def runs(pdf: bytes) -> set[Run]:
    """In which sizes and tones text is set on the pages, read from the commands that draw them."""
    return {run for commands in _drawings(pdf) for run in _runs(commands)}


_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_TEXT = re.compile(rb"<[0-9a-fA-F]*>|\((?:\\.|[^\\)])*\)", re.DOTALL)


def _drawings(pdf: bytes) -> Iterator[bytes]:
    """The drawing commands of the pages that set text, without the texts."""
    for found in _STREAM.finditer(pdf):
        commands = _uncompressed(found[1])
        if b"BT" in commands:
            yield _without_texts(commands)


def _uncompressed(data: bytes) -> bytes:
    """What a stream of a PDF holds; nothing where it is no drawing."""
    try:
        commands = zlib.decompress(data)
    except zlib.error:
        return b""
    return b"" if b"\0" in commands else commands


def _without_texts(commands: bytes) -> bytes:
    return _TEXT.sub(b"", commands)


_COMMAND = re.compile(rb"(?:([-\d. ]+?)\s+)?(q|Q|g|sc|scn|Tj|TJ)(?=\s)|/\w+ ([\d.]+) Tf")


def _runs(commands: bytes) -> Iterator[Run]:
    pen = _Pen()
    for values, command, size in _COMMAND.findall(commands):
        if size:
            pen.size = float(size)
        elif command == b"q":
            pen.kept.append(pen.tone)
        elif command == b"Q" and pen.kept:
            pen.tone = pen.kept.pop()
        elif command in (b"g", b"sc", b"scn"):
            pen.tone = float(values.split()[-1]) if values.split() else pen.tone
        elif command in (b"Tj", b"TJ"):
            yield Run(pen.size, pen.tone)


# --- what text stands on ----------------------------------------------------------------------------------------------


class Standing(NamedTuple):
    """A word, how tall it is in points, its tone and that of the ground it stands on, from 0 (black) to 255."""

    page: int
    tall: float
    ink: int
    ground: int

    @property
    def contrast(self) -> float:
        """As WCAG reckons it: 21 for black on white."""
        dark, light = sorted((_light(self.ink), _light(self.ground)))
        return (light + 0.05) / (dark + 0.05)


def _light(tone: int) -> float:
    value = tone / 255
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def words_on_ground(pdf: bytes, dpi: int = 150) -> list[Standing]:
    """Every word that lies on a page, with its tone and that of what is behind it."""
    shown = pictures(pdf, dpi, smooth=False)
    return [word for number, boxes in enumerate(_boxes(pdf)) for word in _standing(shown[number], number, boxes, dpi)]


_BOX = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">')


def _boxes(pdf: bytes) -> list[list[list[float]]]:
    """Left, top, right and bottom of every word of every page, in points."""
    need_poppler()
    told = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return [[[*map(float, found)] for found in _BOX.findall(page)] for page in told.split("<page ")[1:]]


def _standing(page: Picture, number: int, boxes: Sequence[Sequence[float]], dpi: int) -> Iterator[Standing]:
    for left, top, right, bottom in boxes:
        points = page.part(*(value * dpi / POINTS for value in (left, top, right, bottom)))
        tones = sorted({tone: points.count(tone) for tone in set(points)}.items(), key=lambda one: -one[1])
        if len(tones) > 1:
            (ground, _), (ink, _) = tones[:2]
            yield Standing(number, bottom - top, ink, ground)


_TONE = re.compile(rb"([\d.]+) (?:g|G|sc|SC|scn|SCN)\s")


def tones(pdf: bytes) -> set[float]:
    """Every tone that lines, fills and letters are drawn in, from 0 (black) to 1 (white), patterns included."""
    drawn = (_uncompressed(found[1]) for found in _STREAM.finditer(pdf))
    return {float(tone) for commands in drawn if commands for tone in _TONE.findall(_without_texts(commands))}


# --- golden pictures --------------------------------------------------------------------------------------------------


def check_golden(request: pytest.FixtureRequest, name: str, pdf: bytes) -> None:
    """The pages look as ``golden/<name>-<page>.png``, but for what another version of poppler smooths otherwise."""
    pages = pictures(pdf, GOLDEN_DPI)
    kept = sorted(GOLDEN.glob(f"{name}-[0-9].png"))
    if request.config.getoption("--renew-golden"):
        for path in kept:
            path.unlink()
        kept = [GOLDEN / f"{name}-{number}.png" for number in range(1, len(pages) + 1)]
        for path, page in zip(kept, pages, strict=True):
            path.write_bytes(png(page))
    assert len(kept) == len(pages), f"{name} has {len(pages)} pages and {len(kept)} golden pictures"
    for path, page in zip(kept, pages, strict=True):
        apart = difference(page, picture_of(path.read_bytes()))
        assert apart < MOST_APART, (
            f"{path.name} differs by {apart:.4f}; if that is meant, pytest --renew-golden and look"
        )


MOST_APART = 0.004
"""Of a page that may look otherwise. A line of text that moved by its height is more."""
VISIBLY = 96
"""Tones by which a point must differ before it counts."""


def difference(one: Picture, other: Picture) -> float:
    """The part of the points that are visibly different."""
    if one[:2] != other[:2]:
        return 1.0
    apart = sum(abs(a - b) > VISIBLY for a, b in zip(one.points, other.points, strict=True) if a != b)
    return apart / len(one.points)


def png(page: Picture) -> bytes:
    """A picture as a small file: 16 tones of grey."""
    rows = (page.points[at : at + page.width] for at in range(0, len(page.points), page.width))
    packed = b"".join(b"\0" + _nibbles(row) for row in rows)
    head = struct.pack(">IIBBBBB", page.width, page.height, 4, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(packed, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _nibbles(row: bytes) -> bytes:
    tones = bytes((point + 8) // 17 for point in row) + b"\0" * (len(row) % 2)
    return bytes(left << 4 | right for left, right in zip(tones[::2], tones[1::2], strict=True))


def picture_of(data: bytes) -> Picture:
    """What `png` made a file of."""
    width, height = struct.unpack(">II", data[16:24])
    packed = zlib.decompress(b"".join(_data_chunks(data)))
    row = (width + 1) // 2 + 1
    points = b"".join(
        bytes(tone * 17 for byte in packed[at + 1 : at + row] for tone in (byte >> 4, byte & 15))[:width]
        for at in range(0, row * height, row)
    )
    return Picture(width, height, points)


def _data_chunks(data: bytes) -> Iterator[bytes]:
    at = 8
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        if kind == b"IDAT":
            yield data[at + 8 : at + 8 + length]
        at += length + 12


# --- rules that every print keeps -------------------------------------------------------------------------------------

MOST_TONES = 3
"""Beside black and white."""
LEAST_SIZE = 7.5
SMALL = 8.0
"""Points: text of less must be black on white, or a cheap laser breaks it up."""
LINE = 1.4
"""How tall a word's box is, in sizes of its type."""
LEAST_CONTRAST = 7
MOST_DENSER = 0.15
"""Of the ground of a word: letters that fill up or break up on a black and white printer change more."""


def check_looks(pdf: bytes) -> None:
    """What holds of every print: no colour, few tones, black small text, and each word clear on its ground."""
    assert is_grey(pdf)
    assert len(tones(pdf) - {0, 1}) <= MOST_TONES, sorted(tones(pdf))
    sizes = {run.size for run in runs(pdf)}
    assert min(sizes) >= LEAST_SIZE, sorted(sizes)
    assert all(run.tone == 0 for run in runs(pdf) if run.size < SMALL)
    words = words_on_ground(pdf)
    unclear = [word for word in words if word.contrast < LEAST_CONTRAST]
    assert not unclear, unclear[:5]
    tinted = [word for word in words if word.tall < SMALL * LINE and word.ground not in (INK, PAPER)]
    assert not tinted, tinted[:5]


def check_printed(pdf: bytes) -> None:
    """On a 300 dpi black and white printer each word of the first page is black on white, and as dense as it is set."""
    grey, boxes = pictures(pdf, PRINTER_DPI)[0], _boxes(pdf)[0]
    page = printed(pdf)
    for box in boxes:
        place = [value * PRINTER_DPI / POINTS for value in box]
        apart = _density(page.part(*place)) - _density(grey.part(*place))
        assert abs(apart) < MOST_DENSER, (box, apart)


def _density(points: bytes) -> float:
    return 1 - sum(points) / 255 / len(points) if points else 0
