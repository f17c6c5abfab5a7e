"""Files of 1 to 47 MB that are made to hurt, each read as a user's would be: ``python -m tests.intake.large_files``.

Prints what is said of each and the time of a processor it took; ends with 1 if one of them was no sentence. Takes about
a minute and 50 MB of disk.
"""

import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from followup.errors import FollowupError
from followup.intake.workbook import read_workbook
from tests.intake.sheet_files import (
    MAIN,
    figure,
    ods,
    ods_row,
    ods_text,
    packed,
    row,
    text,
    worksheet,
    xls,
    xls_text,
    xlsx,
    xlsx_parts,
)

LETTERS = "ABCDEFGHIJKLMNOPQRST"
_SHEET, _STYLES, _STRINGS = "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml"


def _with(name: str, content: str | bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    return packed(xlsx_parts(row(1, figure("A1", 1))) | {name: content}, method)


def _office(rows: int) -> bytes:
    """A sheet as an office has it, with so many rows."""
    cells = (
        row(n, *(text(f"{one}{n}", "some words") if one < "K" else figure(f"{one}{n}", n) for one in LETTERS))
        for n in range(1, rows + 1)
    )
    return xlsx("".join(cells))


def _attributes() -> str:
    return "".join(f' a{n}="1"' for n in range(500_000))


def _styles(inner: str) -> bytes:
    return _with(_STYLES, f'<styleSheet xmlns="{MAIN}">{inner}</styleSheet>')


FILES: dict[str, Callable[[], bytes]] = {
    "5,000 rows of 20 (good)": lambda: _office(5_000),
    "20,000 rows of 20 (good)": lambda: _office(20_000),
    "40 MB of pictures (good)": lambda: _with("xl/media/a.jpg", os.urandom(40_000_000), zipfile.ZIP_STORED),
    "40 MB of xls (good)": lambda: xls(b"".join(xls_text(n, at, "w" * 60) for n in range(15_000) for at in range(20))),
    "47 MB of chance, packed": lambda: _with(_STRINGS, os.urandom(47_000_000)),
    "400 MB from 400 kB": lambda: _with(_STRINGS, b"<sst>" + b" " * 400_000_000 + b"</sst>"),
    "60,000 pictures": lambda: packed(xlsx_parts("") | {f"xl/media/{n}": "" for n in range(60_000)}),
    "2,400,000 cells": lambda: xlsx("".join(row(n, "<c><v>1</v></c>" * 200) for n in range(1, 12_000))),
    "a text of 30 MB": lambda: xlsx(row(1, text("A1", "y" * 30_000_000))),
    "a million elements, each in the other": lambda: _with(_SHEET, worksheet("<a>" * 1_000_000 + "</a>" * 1_000_000)),
    "500,000 attributes": lambda: _with(
        _SHEET, worksheet("<row" + "".join(map(' a{}="1"'.format, range(500_000))) + "/>")
    ),
    "an attribute of 50 MB": lambda: _with(_SHEET, worksheet('<row a="' + "x" * 50_000_000 + '"/>')),
    "a million merged areas": lambda: _with(
        _SHEET, worksheet("", "<mergeCells>" + '<mergeCell ref="A1:B2"/>' * 1_000_000 + "</mergeCells>")
    ),
    "3 million styles": lambda: _styles("<cellXfs>" + '<xf numFmtId="0"/>' * 3_000_000 + "</cellXfs>"),
    "a format of 30 MB": lambda: _styles(
        '<numFmts><numFmt numFmtId="170" formatCode="' + "y" * 30_000_000 + '"/></numFmts>'
        '<cellXfs><xf numFmtId="170"/></cellXfs>'
    ),
    "an ods of a long text 8 million times": lambda: ods(ods_row(ods_text("x" * 30_000, 400), times=20_000)),
    "a csv of one line of 45 MB": lambda: b"Name,Age\n" + b"x" * 45_000_000,
    "a csv of 20 million cells": lambda: b"Name,Age\n" + b"x," * 20_000_000,
    "40 MB of quotation marks": lambda: b'"' * 40_000_001,
    "48 MB and one byte": lambda: b"x" * 48_000_001,
}


def main() -> int:
    """Try all of them; 1 if one was no sentence."""
    failed = 0
    with TemporaryDirectory() as folder:
        file = Path(folder, "hurting")
        for name, made in FILES.items():
            file.write_bytes(made())
            begin = _used()
            said = _said(file)
            failed += said.startswith("!")
            print(f"{name:<40}{file.stat().st_size / 1e6:5.1f} MB {_used() - begin:5.1f} s  {said}", flush=True)
    return 1 if failed else 0


def _said(file: Path) -> str:
    try:
        sheets = read_workbook(file).sheets
        return f"read: {len(sheets[0].rows):,} rows of {len(sheets[0].rows[0])}"
    except FollowupError as error:
        return error.what
    except Exception as error:  # what is looked for
        return f"! {type(error).__name__}"


def _used() -> float:
    """Seconds of a processor that this process and those it started have used."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


if __name__ == "__main__":
    sys.exit(main())
