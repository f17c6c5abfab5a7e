"""One graduate's whole file as it is read elsewhere: a zip with a page for any browser, the same as JSON, and tables.

Nothing here needs this program, a network or a script; the page shows what it is given and nothing else.
"""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from html import escape
from typing import Any, Final, NamedTuple

from followup.handout.spreadsheet import SheetTable, xlsx_bytes

READ_ME: Final = """This is the whole file of one person, as an organisation that supported her kept it.

file.html   to be read: open it with any browser; it needs no network
file.json   the same for programs
file.xlsx   the same as tables, for Excel or LibreOffice

These files are NOT encrypted any more. They say who she is and what happened to her; if that becomes known where she
lives, she can lose her home, or her life. Read them where nobody looks over your shoulder, keep them only where
they are encrypted, show them to nobody who need not see them, and delete them, also from the bin, when you are done.
You were given them with her yes, or because somebody decided that it could not wait. If she says no, delete them.
"""
_STYLE = """
body { font: 11pt/1.4 "Noto Sans", "Noto Sans Khmer", "Khmer OS", sans-serif; margin: 2em auto; max-width: 46em; }
h1 { font-size: 1.4em } h2 { font-size: 1.15em; margin-top: 2em; border-bottom: 1px solid } h3 { font-size: 1em }
table { border-collapse: collapse; width: 100% } th { text-align: left; width: 15em; font-weight: normal; color: #444 }
td, th { vertical-align: top; padding: .15em .6em .15em 0; white-space: pre-line; overflow-wrap: anywhere }
.notice { border: 2px solid; padding: .6em } section > table { break-inside: avoid }
"""

Told = tuple[str, str]
"""What something is called, and what is told of it."""


class ParcelPart(NamedTuple):
    """A part of the file: its title, and its entries, each with a heading of its own or none, and what it tells."""

    title: str
    entries: Sequence[tuple[str, Sequence[Told]]]


class Parcel(NamedTuple):
    """The content of one file: what stands above it, its parts, the same as plain data, and as tables."""

    title: str
    notices: Sequence[str]
    parts: Sequence[ParcelPart]
    data: Mapping[str, Any]
    tables: Sequence[SheetTable]
    made_on: date


def parcel_bytes(parcel: Parcel) -> bytes:
    """The zip; of the same content the same bytes."""
    files = {
        "READ-ME.txt": READ_ME.encode(),
        "file.html": _page(parcel).encode(),
        "file.json": json.dumps(parcel.data, ensure_ascii=False, indent=1).encode(),
        "file.xlsx": xlsx_bytes(parcel.tables, parcel.made_on),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            day = parcel.made_on
            packed.writestr(zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0)), data)
    return written.getvalue()


def _page(parcel: Parcel) -> str:
    notices = "".join(f"<p>{escape(one)}</p>" for one in parcel.notices)
    parts = "\n".join(map(_part, parcel.parts))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{escape(parcel.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f'<h1>{escape(parcel.title)}</h1>\n<div class="notice">{notices}</div>\n{parts}\n</body>\n</html>\n'
    )


def _part(part: ParcelPart) -> str:
    entries = "\n".join(_entry(heading, told) for heading, told in part.entries)
    return f"<section>\n<h2>{escape(part.title)}</h2>\n{entries}\n</section>"


def _entry(heading: str, told: Iterable[Told]) -> str:
    above = f"<h3>{escape(heading)}</h3>\n" if heading else ""
    rows = "".join(f"<tr><th>{escape(what)}</th><td>{escape(text)}</td></tr>" for what, text in told)
    return f"{above}<table>{rows}</table>"
