"""The parts of an xlsx or ods file: a zip of XML, looked at before anybody else reads it.

Only the parts that hold cells are unpacked, within limits, and packed anew: whoever reads after us sees what we have
looked at, and neither pictures nor what a zip may hide. XML that no spreadsheet program writes (a DOCTYPE, from which a
few letters can grow to gigabytes) is refused.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from xml.parsers import expat

from followup.intake import limits
from followup.intake.refusals import Refusal, Unreadable

_NEEDED = re.compile(
    r"\[content_types\]\.xml|_rels/\.rels|mimetype|content\.xml|meta-inf/manifest\.xml"
    r"|xl/(workbook|styles|sharedstrings)\.xml|xl/_rels/workbook\.xml\.rels|xl/worksheets/[^/]+\.xml"
)
_OTHERS = {"xl/workbook.bin": Refusal.OTHER_FORMAT, "word/document.xml": Refusal.TEXT_DOCUMENT}
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, IndexError)
_STEP = 1_000_000
_ENCRYPTED = 0x1

Attributes = dict[str, str]
StartCalls = Mapping[str, Callable[[Attributes], None]]
EndCalls = Mapping[str, Callable[[], None]]


class Parts:
    """The parts that are read, by their names in small letters."""

    def __init__(self, data: bytes) -> None:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                self._parts = _unpacked(packed)
        except _BROKEN as error:
            raise Unreadable(Refusal.DAMAGED) from error

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def __getitem__(self, name: str) -> bytes:
        try:
            return self._parts[name][1]
        except KeyError as error:
            raise Unreadable(Refusal.DAMAGED) from error

    def packed(self) -> bytes:
        """A file of these parts alone."""
        whole = io.BytesIO()
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as anew:
            for name, content in self._parts.values():
                anew.writestr(name, content)
        return whole.getvalue()


def _unpacked(packed: zipfile.ZipFile) -> dict[str, tuple[str, bytes]]:
    entries = packed.infolist()
    if len(entries) > limits.ENTRIES:
        raise Unreadable(Refusal.MANY_PARTS, most=f"{limits.ENTRIES:,}")
    names = {entry.filename.lower(): entry for entry in entries}
    for name in names.keys() & _OTHERS.keys():
        raise Unreadable(_OTHERS[name])
    wanted = {name: entry for name, entry in names.items() if _NEEDED.fullmatch(name)}
    if len(wanted) > limits.PARTS:
        raise Unreadable(Refusal.MANY_PARTS, most=limits.PARTS)
    return dict(_contents(packed, wanted))


def _contents(packed: zipfile.ZipFile, wanted: dict[str, zipfile.ZipInfo]) -> list[tuple[str, tuple[str, bytes]]]:
    left, found = limits.UNPACKED_MB * limits.MB, []
    for name, entry in wanted.items():
        if entry.flag_bits & _ENCRYPTED:
            raise Unreadable(Refusal.PASSWORD)
        with packed.open(entry) as part:
            content = part.read(left + 1)
        left -= len(content)
        if left < 0:
            raise Unreadable(Refusal.UNPACKED, most=limits.UNPACKED_MB)
        found.append((name, (entry.filename, content)))
    return found


def walk(
    part: bytes, start: StartCalls, end: EndCalls | None = None, text: Callable[[str], None] | None = None
) -> None:
    """Call for the elements of the XML that are named, without prefixes, and for its texts."""
    parser, ends = expat.ParserCreate(), end or {}

    def begun(name: str, said: Attributes) -> None:
        if call := start.get(name) or start.get(name.rpartition(":")[2]):
            call(said)

    def ended(name: str) -> None:
        if call := ends.get(name) or ends.get(name.rpartition(":")[2]):
            call()

    parser.StartDoctypeDeclHandler = _no_doctype
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begun, ended, text
    try:
        for at in range(0, len(part), _STEP):
            parser.Parse(part[at : at + _STEP])
        parser.Parse(b"", True)  # noqa: FBT003  # it takes no name
    except (expat.ExpatError, UnicodeError) as error:
        raise Unreadable(Refusal.DAMAGED) from error


def _no_doctype(*_: object) -> None:
    raise Unreadable(Refusal.DAMAGED)


def plain(attributes: Attributes) -> Attributes:
    """The same without prefixes."""
    return {name.rpartition(":")[2]: value for name, value in attributes.items()}


def count_of(value: str | None, otherwise: int) -> int:
    """A number that XML says, where it says one."""
    return int(value) if value and value.isascii() and value.isdecimal() and len(value) < 10 else otherwise
