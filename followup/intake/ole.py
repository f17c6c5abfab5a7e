"""Files of the Office of before 2007: a small disk of its own, with a table of sectors, a directory and streams.

As [MS-CFB] describes it. Also what later Office makes of a file with a password.
"""

import struct

from followup.intake.refusals import Refusal, Unreadable

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NO_SECTOR = 0xFFFFFFFA
"""Numbers from here on are no sectors: the end of a chain, a free one."""
_ENTRY = 128
_SMALL = 64
"""Bytes of an entry of the directory, and of a sector of the small streams."""


class OleFile:
    """The streams of such a file, by their names."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            self._read()
        except (struct.error, IndexError, ValueError) as error:
            raise Unreadable(Refusal.DAMAGED) from error

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def stream(self, name: str) -> bytes:
        """What the stream holds."""
        begin, size = self._entries[name]
        try:
            return (self._small_chained(begin) if size < self._small_below else self._chained(begin))[:size]
        except IndexError as error:
            raise Unreadable(Refusal.DAMAGED) from error

    def _read(self) -> None:
        head = struct.unpack_from("<HHHHH6xIIIIIIIII", self._data, 24)
        self._shift = head[3]
        if self._shift not in (9, 12) or 1 << head[4] != _SMALL:
            raise ValueError
        directory, self._small_below, small_table = head[7], head[9], head[10]
        self._table = self._sector_table(head[12])
        self._entries: dict[str, tuple[int, int]] = {}
        self._small_table = self._numbers(self._chained(small_table)) if small_table < _NO_SECTOR else ()
        self._small = b""
        for entry in self._directory(self._chained(directory)):
            self._enter(*entry)

    def _directory(self, listed: bytes) -> list[tuple[str, int, int, int]]:
        found = []
        for at in range(0, len(listed) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", listed, at + 64)
            begin, size = struct.unpack_from("<II", listed, at + 116)
            found.append((listed[at : at + max(length - 2, 0)].decode("utf-16-le", "replace"), kind, begin, size))
        return found

    def _enter(self, name: str, kind: int, begin: int, size: int) -> None:
        if kind == 2:
            self._entries.setdefault(name, (begin, size))
        elif kind == 5 and begin < _NO_SECTOR:  # the root: what holds the small streams
            self._small = self._chained(begin)[:size]

    def _sector_table(self, more: int) -> tuple[int, ...]:
        """Which sector follows which; the sectors of this table are named in the header and in sectors of their own."""
        places = list(struct.unpack_from("<109I", self._data, 76))
        seen: set[int] = set()
        while more < _NO_SECTOR and more not in seen:
            seen.add(more)
            *named, more = self._numbers(self._sector(more))
            places += named
        return self._numbers(b"".join(self._sector(place) for place in dict.fromkeys(places) if place < _NO_SECTOR))

    def _numbers(self, content: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])

    def _sector(self, number: int) -> bytes:
        begin = (number + 1) << self._shift
        if begin >= len(self._data):
            raise IndexError
        return self._data[begin : begin + (1 << self._shift)]

    def _chained(self, begin: int) -> bytes:
        return b"".join(self._sector(number) for number in _chain(begin, self._table))

    def _small_chained(self, begin: int) -> bytes:
        numbers = _chain(begin, self._small_table)
        return b"".join(self._small[number * _SMALL : (number + 1) * _SMALL] for number in numbers)


def _chain(begin: int, table: tuple[int, ...]) -> list[int]:
    """The numbers from the first on; a chain that comes back to itself is no chain."""
    numbers: dict[int, None] = {}
    while begin < _NO_SECTOR:
        if begin in numbers:
            raise IndexError
        numbers[begin] = None
        begin = table[begin]
    return list(numbers)
