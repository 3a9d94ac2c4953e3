"""The container of Excel before 2007 (OLE): its streams are read, and one is packed anew.

A reader is handed a container that was written here, so it meets no chain that leads in a circle.
Source: [MS-CFB], the compound file format.
"""

import struct
from collections.abc import Iterator

START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SECTOR, END, FREE, FAT_SECTOR = 512, 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
ENTRY, IN_HEADER, SMALL = 128, 109, 4096
STREAM, ROOT = 2, 5
NO_ID = 0xFFFFFFFF


class Container:
    """The streams of a file, by name; whatever does not fit together is a ValueError."""

    def __init__(self, content: bytes) -> None:
        if len(content) < SECTOR or not content.startswith(START):
            raise ValueError("no container")
        self.content = content
        shift, small_shift = struct.unpack_from("<HH", content, 30)
        if shift not in (9, 12) or small_shift != 6:
            raise ValueError("sectors of another size")
        self.size = 1 << shift
        first, _, self.cutoff = struct.unpack_from("<3I", content, 48)
        small_table, _, more, _ = struct.unpack_from("<4I", content, 60)
        self.table = self.numbers(self.listed(more))
        self.entries = self.named(b"".join(map(self.sector, self.chain(first))))
        self.small_table = self.numbers(self.chain(small_table))

    def sector(self, number: int) -> bytes:
        """Read a sector; the last may be cut short."""
        start = (number + 1) * self.size
        if start >= len(self.content):
            raise ValueError("a sector that is not there")
        return self.content[start : start + self.size].ljust(self.size, b"\0")

    def listed(self, more: int) -> Iterator[int]:
        """List the sectors of the table of chains: in the header, then in further sectors."""
        yield from (one for one in struct.unpack_from("<109I", self.content, 76) if one < END - 2)
        seen = set()
        while more < END - 2 and more not in seen:
            seen.add(more)
            *found, more = struct.unpack(f"<{self.size // 4}I", self.sector(more))
            yield from (one for one in found if one < END - 2)

    def numbers(self, sectors: Iterator[int]) -> list[int]:
        """Read sectors as a table of numbers, once each."""
        found: list[int] = []
        for number in sectors:
            found += struct.unpack(f"<{self.size // 4}I", self.sector(number))
            if len(found) > len(self.content):
                raise ValueError("a table longer than the file")
        return found

    def chain(self, number: int, table: list[int] | None = None) -> Iterator[int]:
        """Follow a chain of sectors; one that comes back to itself is refused."""
        table = self.table if table is None else table
        for _step in range(len(table) + 1):
            if number == END or (number == FREE and not _step):
                return
            if number >= len(table):
                raise ValueError("a chain that leads nowhere")
            yield number
            number = table[number]
        raise ValueError("a chain without an end")

    def named(self, directory: bytes) -> dict[str, tuple[int, int, int]]:
        """Read the directory: of each name its kind, where it begins and how long it is."""
        found: dict[str, tuple[int, int, int]] = {}
        for start in range(0, len(directory), ENTRY):
            entry = directory[start : start + ENTRY]
            length, kind = struct.unpack_from("<HB", entry, 64)
            name = entry[: min(max(length - 2, 0), 62)].decode("utf-16-le", "replace")
            begin, size = struct.unpack_from("<II", entry, 116)
            if kind:
                found.setdefault(name, (kind, begin, size))
        return found

    def read(self, name: str) -> bytes:
        """Read a stream; small ones stand together in the stream of the root."""
        kind, begin, size = self.entries[name]
        if size > len(self.content) or kind != STREAM:
            raise ValueError("no stream, or longer than the file")
        if size >= self.cutoff:
            return b"".join(map(self.sector, self.chain(begin)))[:size]
        root = next(one for one in self.entries.values() if one[0] == ROOT)
        together = b"".join(map(self.sector, self.chain(root[1])))
        small = self.chain(begin, self.small_table)
        return b"".join(together[one * 64 : one * 64 + 64] for one in small)[:size]


def pack_stream(stream: bytes, name: str = "Workbook") -> bytes:
    """Write a container of one stream."""
    stream = stream.ljust(SMALL, b"\0")
    length = len(stream)
    sectors = -(-length // SECTOR)
    tables, extra = 1, 0
    while tables * 128 < sectors + 1 + tables + extra:
        tables += 1
        extra = -(-max(tables - IN_HEADER, 0) // 127)
    first_table, directory = sectors + 1, sectors
    chain = [*range(1, sectors), END, END, *[FAT_SECTOR] * tables, *[FAT_SECTOR - 1] * extra]
    chain += [FREE] * (tables * 128 - len(chain))
    places = [first_table + one for one in range(tables)]
    further = first_table + tables
    head = START + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack(
        "<9I", 0, tables, directory, 0, SMALL, END, 0, further if extra else END, extra
    )
    head += struct.pack("<109I", *(places + [FREE] * IN_HEADER)[:IN_HEADER])
    lists = b""
    rest = places[IN_HEADER:]
    for number in range(extra):
        some = (rest[number * 127 : number * 127 + 127] + [FREE] * 127)[:127]
        lists += struct.pack("<128I", *some, further + number + 1 if number + 1 < extra else END)
    entries = entry_of("Root Entry", ROOT, END, 0, child=1) + entry_of(name, STREAM, 0, length)
    body = stream.ljust(sectors * SECTOR, b"\0") + entries.ljust(SECTOR, b"\0")
    return head + body + struct.pack(f"<{len(chain)}I", *chain) + lists


def entry_of(name: str, kind: int, begin: int, size: int, child: int = NO_ID) -> bytes:
    """Write a line of the directory."""
    text = name.encode("utf-16-le")
    head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2, kind, 1)
    return head + struct.pack("<3I36xIIxxxx", NO_ID, NO_ID, child, begin, size)
