"""A text in columns: which letters its bytes are, and by which sign its cells are parted."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import islice

from django.utils.translation import gettext_lazy as _

from .problems import ListUnreadable

# In this order where two part a text equally well: a comma may stand in a number or an address.
PARTINGS = ("\t", ";", "|", ",")
# Of UTF-16: the upper byte of Thai is 14, of Latin 0, of dashes and spaces 32.
LAST_SCRIPT = 0x20
LOOKED_AT = 60  # lines by which the parting sign is found
THAI_CONSONANT = re.compile("[\u0e01-\u0e2e]")
# From here on a byte begins a sign of three bytes or more in UTF-8, as each Thai one is.
THREE_BYTES = 0xE0
# A quotation mark encloses cells: it parts none, whatever is told.
TOLD_PARTING = re.compile(r"sep=([^\"\n])\r?\n?", re.IGNORECASE)
NUMBERED = re.compile(r"\s*(?:[0-9๐-๙]{1,3}[.)]|[-•*–])\s+")
WIDE_GAP = re.compile(r"(?<=\S)[ \u00a0]{3,}(?=\S)|\t+")
# Of a cell: longer ones are a document, or a quotation mark that never ends.
LETTERS_AT_MOST, LINES_OF_A_CELL = 32_768, 20

type Lines = Iterator[tuple[int, list[str]]]


def letters_in(content: bytes) -> str:
    """Read bytes as letters: UTF-8, UTF-16, or the Thai of older files (Windows-874)."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return wide_text(content, "utf-16")
    if content.startswith(b"\xef\xbb\xbf"):
        return utf8_text(content)
    if b"\0" in content and (wide := wide_encoding(content)):
        return wide_text(content, wide)
    if b"\0" in content:
        raise not_letters(content[: content.index(b"\0")].count(b"\n") + 1)
    return utf8_text(content)


def wide_encoding(content: bytes) -> str | None:
    """Find which of two bytes is small, as that of a script is: so UTF-16 is known."""
    sample = content[: 2 * 4096]
    first, second = sample[::2], sample[1::2]
    small = [sum(byte <= LAST_SCRIPT for byte in half) for half in (first, second)]
    if len(content) % 2 or max(small) < 0.95 * len(second) or first.count(0) == second.count(0):
        return None
    return "utf-16-be" if first.count(0) > second.count(0) else "utf-16-le"


def wide_text(content: bytes, encoding: str) -> str:
    """Read UTF-16; what is none, or holds an empty letter, is refused with its line."""
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as broken:
        line = content[: broken.start].decode(encoding, "ignore").count("\n") + 1
        raise not_letters(line) from broken
    if "\0" in text:
        raise not_letters(text[: text.index("\0")].count("\n") + 1)
    return text


def utf8_text(content: bytes) -> str:
    """Read UTF-8, or else Windows-874; a file that is written in both is refused with its line."""
    if b"\0" in content:
        raise not_letters(content[: content.index(b"\0")].count(b"\n") + 1)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        refuse_mixture(content)
    try:
        text = content.removeprefix(b"\xef\xbb\xbf").decode("cp874")
    except UnicodeDecodeError as broken:
        raise not_letters(content[: broken.start].count(b"\n") + 1) from broken
    # Without one Thai consonant it is a Latin list with accents.
    return text if THAI_CONSONANT.search(text) else content.decode("cp1252", "replace")


def refuse_mixture(content: bytes) -> None:
    """Refuse a text of which some lines are UTF-8 and others are not; the first of the fewer.

    In a Thai list of Windows-874 a line such as รถ reads as UTF-8 too, as one letter with an
    accent: it belongs to the others.
    """
    numbered = enumerate(re.split(rb"\r\n|\r|\n", content), 1)
    lines = [(number, line, is_utf8(line)) for number, line in numbered if not line.isascii()]
    others = b"".join(line for _, line, whole in lines if not whole).decode("cp874", "ignore")
    is_thai = THAI_CONSONANT.search(others)
    first: dict[bool, int] = {}
    seen: Counter[bool] = Counter()
    for number, line, reads in lines:
        whole = reads and not (is_thai and max(line) < THREE_BYTES)
        seen[whole] += 1
        first.setdefault(whole, number)
    if seen[True] and seen[False]:
        raise ListUnreadable(
            "mixed_encoding",
            _(
                "Line %(line)d is written in another encoding than the rest. Please save the list"
                " once more, as XLSX or CSV UTF-8."
            ),
            first[seen[True] < seen[False]],
        )


def is_utf8(line: bytes) -> bool:
    """Say whether a line is whole UTF-8."""
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def not_letters(line: int) -> ListUnreadable:
    """Say that a file is no text."""
    return ListUnreadable(
        "not_text",
        _(
            "Line %(line)d holds signs that are no letters. Please save the list as XLSX or CSV"
            " UTF-8."
        ),
        line,
    )


def text_lines(text: str) -> Lines:
    """Split a text into lines and cells, each with the number of the line where it begins."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    told = TOLD_PARTING.match(text)
    if told:
        text = "\n" + text[told.end() :]
    parting = told[1] if told else parting_of(text)
    return split_cells(text, parting)


def split_cells(text: str, parting: str) -> Lines:
    """Read cells between a parting sign; a quotation mark that never ends is a plain sign."""
    if not ends_its_quotations(text, parting):
        for number, line in enumerate(StringIO(text, newline="\n"), 1):
            yield number, [unquoted(cell) for cell in line.split(parting)]
        return
    reader = csv.reader(StringIO(text, newline="\n"), delimiter=parting)
    before = 0
    for cells in reader:
        yield before + 1, cells
        before = reader.line_num


def ends_its_quotations(text: str, parting: str) -> bool:
    """Say whether quotation marks enclose cells, as CSV has it, and no cell holds a document."""
    if '"' not in text:
        longest = max(map(len, StringIO(text, newline="\n")), default=0)
        return longest <= csv.field_size_limit()
    reader = csv.reader(StringIO(text, newline="\n"), delimiter=parting, strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return True
        except csv.Error as broken:
            if "unexpected end" in str(broken) or "limit" in str(broken):
                return False
            continue
        if any(len(cell) > LETTERS_AT_MOST or cell.count("\n") > LINES_OF_A_CELL for cell in cells):
            return False


def unquoted(cell: str) -> str:
    """Leave out the marks around a cell."""
    cell = cell.strip()
    return cell[1:-1] if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell


def parting_of(text: str) -> str:
    """Find the sign that parts most lines into the same number of cells."""
    lines = (line.strip("\n") for line in StringIO(text, newline="\n") if line.strip())
    sample = "\n".join(line[:LETTERS_AT_MOST] for line in islice(lines, LOOKED_AT))
    found = {sign: evenness(sample, sign) for sign in PARTINGS}
    if found["\t"] >= max(1, sample.count("\n") // 2):
        return "\t"
    return max(PARTINGS, key=lambda sign: (found[sign], -PARTINGS.index(sign)))


def evenness(sample: str, sign: str) -> int:
    """Count the lines of the usual number of cells, times the partings in each."""
    widths: Counter[int] = Counter()
    for _number, cells in split_cells(sample, sign):
        widths[len(cells)] += len(cells) > 1
    return max(((width - 1) * lines for width, lines in widths.items()), default=0)


def loose_lines(text: str) -> Lines:
    """Split what was copied; without any parting sign, by numbers before and gaps within lines."""
    text = text.replace("\0", "").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    full = [line for line in lines if line.strip()]
    if any(sign in text for sign in ("\t", ";", "|")) or '"' in text:
        return text_lines(text)
    numbered = sum(bool(NUMBERED.match(line)) for line in full) * 2 > len(full)
    if numbered:
        lines = [NUMBERED.sub("", line, count=1) for line in lines]
    gaps = sum(bool(WIDE_GAP.search(line.strip())) for line in full) * 2 > len(full)
    if gaps and text.count(",") < len(full):
        return ((number, WIDE_GAP.split(line.strip())) for number, line in enumerate(lines, 1))
    return text_lines("\n".join(lines))
