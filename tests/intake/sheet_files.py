"""Sheets made byte by byte, good ones and ones that are made to hurt; no spreadsheet program would write the latter."""

import io
import struct
import zipfile
from collections.abc import Iterable

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
    'ContentType="application/xml"/></Types>'
)
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="46"/></cellXfs>'
    "</styleSheet>"
)
"""Style 1 is a day, style 2 is hours."""
OF = "urn:oasis:names:tc:opendocument:xmlns"
_END_OF_CHAIN = 0xFFFFFFFE
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def packed(parts: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these parts."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", method) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return whole.getvalue()


def xlsx_parts(*sheets: str, strings: str = "", states: Iterable[str] = ()) -> dict[str, str | bytes]:
    """The parts of an xlsx file whose sheets hold these rows, as XML."""
    numbered = list(enumerate(sheets, 1))
    of_state = dict(enumerate(states, 1))
    named = "".join(
        f'<sheet name="Sheet{n}" sheetId="{n}" r:id="r{n}" state="{of_state.get(n, "visible")}"/>' for n, _ in numbered
    )
    targets = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n, _ in numbered
    )
    targets += f'<Relationship Id="s" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>' if strings else ""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="b" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><sheets>{named}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{targets}</Relationships>',
        "xl/styles.xml": STYLES,
    }
    if strings:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{strings}</sst>'
    return parts | {f"xl/worksheets/sheet{n}.xml": worksheet(rows) for n, rows in numbered}


def worksheet(rows: str, after: str = "") -> str:
    """The XML of a sheet."""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def xlsx(*sheets: str, strings: str = "", states: Iterable[str] = ()) -> bytes:
    """An xlsx file."""
    return packed(xlsx_parts(*sheets, strings=strings, states=states))


def row(number: int, *cells: str) -> str:
    """A row of cells."""
    return f'<row r="{number}">{"".join(cells)}</row>'


def text(name: str, said: str) -> str:
    """A cell with a text."""
    return f'<c r="{name}" t="inlineStr"><is><t>{said}</t></is></c>'


def figure(name: str, value: float | str, style: int = 0) -> str:
    """A cell with a figure."""
    return f'<c r="{name}" s="{style}"><v>{value}</v></c>'


def ods_parts(*tables: str, manifest: str = "", styles: str = "") -> dict[str, str | bytes]:
    """The parts of an ods file whose tables hold these rows, as XML."""
    named = "".join(f'<table:table table:name="Sheet{n}">{rows}</table:table>' for n, rows in enumerate(tables, 1))
    names = {"office": "office", "table": "table", "text": "text", "style": "style"}
    spaces = " ".join(f'xmlns:{short}="{OF}:{whole}:1.0"' for short, whole in names.items())
    spaces += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    return {
        "mimetype": ODS_TYPE,
        "META-INF/manifest.xml": f'<m:manifest xmlns:m="{OF}:manifest:1.0">{manifest}</m:manifest>',
        "content.xml": f"<office:document-content {spaces}>{styles}<office:body><office:spreadsheet>{named}"
        "</office:spreadsheet></office:body></office:document-content>",
    }


def ods(*tables: str, manifest: str = "", styles: str = "") -> bytes:
    """An ods file."""
    return packed(ods_parts(*tables, manifest=manifest, styles=styles))


def ods_row(*cells: str, times: int = 1) -> str:
    """A row, so many times."""
    return f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'


def ods_text(said: str, times: int = 1, more: str = "") -> str:
    """A cell with a text, so many times."""
    return (
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{times}" {more}>'
        f"<text:p>{said}</text:p></table:table-cell>"
    )


def ods_nothing(times: int = 1) -> str:
    """Empty cells."""
    return f'<table:table-cell table:number-columns-repeated="{times}"/>'


def ole(streams: dict[str, bytes]) -> bytes:
    """A file of the Office of before 2007, with these streams."""
    sectors, chains = list[bytes](), list[int]()
    entries = [_entry("Root Entry", 5, _END_OF_CHAIN, 0)]
    for name, content in streams.items():
        whole = content.ljust(4096, b"\0")
        entries.append(_entry(name, 2, len(sectors), len(whole)))
        _chain(sectors, chains, whole)
    directory = len(sectors)
    _chain(sectors, chains, b"".join(entries))
    tables = -(-len(chains) // 120)  # a table has room for 128 numbers; some are of the tables themselves
    more = -(-max(tables - 109, 0) // 127)
    first, beyond = len(chains), len(chains) + tables
    numbers = [*chains, *[0xFFFFFFFD] * tables, *[0xFFFFFFFC] * more]
    places = [*range(first, beyond), *[0xFFFFFFFF] * (109 + more * 127 - tables)]
    named = [[*places[109 + n * 127 :][:127], beyond + n + 1 if n + 1 < more else _END_OF_CHAIN] for n in range(more)]
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    shape = (0, tables, directory, 0, 4096, _END_OF_CHAIN, 0, beyond if more else _END_OF_CHAIN, more)
    head += struct.pack("<9I109I", *shape, *places[:109])
    table = _numbers([*numbers, *[0xFFFFFFFF] * (tables * 128 - len(numbers))])
    return head + b"".join(sectors) + table + b"".join(map(_numbers, named))


def _numbers(numbers: list[int]) -> bytes:
    return struct.pack(f"<{len(numbers)}I", *numbers)


def _chain(sectors: list[bytes], chains: list[int], content: bytes) -> None:
    pieces = [content[at : at + 512].ljust(512, b"\0") for at in range(0, len(content), 512)]
    chains += [len(sectors) + n for n in range(1, len(pieces))] + [_END_OF_CHAIN]
    sectors += pieces


def _entry(name: str, kind: int, begin: int, size: int) -> bytes:
    named = name.encode("utf-16-le")
    shape = struct.pack("<64sHBBIII", named, len(named) + 2, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF)
    return shape + bytes(36) + struct.pack("<III", begin, size, 0)


def record(kind: int, body: bytes) -> bytes:
    """A record of an xls file."""
    return struct.pack("<HH", kind, len(body)) + body


_BOF_BOOK = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 1997, 0, 6))
_BOF_SHEET = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 1997, 0, 6))
END = record(0x000A, b"")


def xls(*sheets: bytes, kind: int = 0, hidden: int = 0, before: bytes = b"") -> bytes:
    """An xls file whose sheets hold these records."""
    named = [f"Sheet{n}".encode() for n, _ in enumerate(sheets, 1)]
    at = len(_BOF_BOOK + before + END) + sum(4 + 8 + len(name) for name in named)
    listed, bodies = b"", b""
    for name, cells in zip(named, sheets, strict=True):
        state = struct.pack("<IBBBB", at + len(bodies), hidden, kind, len(name), 0)
        listed += record(0x0085, state + name)
        bodies += _BOF_SHEET + cells + END
    return ole({"Workbook": _BOF_BOOK + before + listed + END + bodies})


def xls_figure(line: int, column: int, value: float) -> bytes:
    """A cell with a figure."""
    return record(0x0203, struct.pack("<HHHd", line, column, 0, value))


def xls_row(line: int, *, hidden: bool = False) -> bytes:
    """What is said of a row."""
    return record(0x0208, struct.pack("<HHHHIBBH", line, 0, 1, 255, 0, 0x20 if hidden else 0, 1, 0))


def xls_text(line: int, column: int, said: str) -> bytes:
    """A cell with a text."""
    letters = said.encode("utf-16-le")
    return record(0x0204, struct.pack("<HHHHB", line, column, 0, len(said), 1) + letters)


def xls_error(line: int, column: int, code: int = 0x2A) -> bytes:
    """A cell that shows an error."""
    return record(0x0205, struct.pack("<HHHBB", line, column, 0, code, 1))
