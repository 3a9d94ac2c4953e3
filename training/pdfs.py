"""PDFs: whether one can only be read. No Django, bounded in time and memory.

Names are what counts, as a PDF writes them (ISO 32000-1): whatever a document does is an object
with a name like /JavaScript, plain in the file or packed in an object stream. This is no parser:
a file written so that a reader could find other objects than we do is not harmless.
"""

import re
import zlib
from collections.abc import Iterator

# Far above the packed objects of a document of 5 MB; a bomb is stopped here.
MOST_UNPACKED = 10 * 1024 * 1024
# Chance writes some thirty into 5 MB of pictures; nobody has a reason for so many.
MOST_ESCAPES = 10_000
ESCAPE = re.compile(rb"#([4-7][0-9A-Fa-f])")
# What a PDF can do besides being read. No /JS: its action is a /JavaScript or a /Rendition, and
# three letters stand in every large photo by chance.
ACTIVE = re.compile(
    rb"/(?:JavaScript|Rendition|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData"
    rb"|GoToR|GoToE|Encrypt)\b"
)
# A page of the web inside, which no PDF holds.
MARKUP = re.compile(rb"<(?:script|html|svg)[\s/>]", re.IGNORECASE)
PACKED = re.compile(rb"/ObjStm\b")
# The head of an object stream as programs write it, without texts, remarks or anything nested.
HEAD = re.compile(rb"\bobj\s*<<([^<>()%]{1,300})>>\s*stream\r?\n")
NAME = re.compile(rb"/[^\s/\[\]]*")
FLATE = b"/FlateDecode"
IN_HEAD = {b"/Type", b"/ObjStm", b"/N", b"/First", b"/Length", b"/Extends", b"/Filter", FLATE}


def harmless(content: bytes) -> bool:
    """Say whether nothing in a PDF runs, opens, sends, embeds or locks anything."""
    try:
        plain = spelled(content)
        if ACTIVE.search(plain) or MARKUP.search(plain):
            return False
        hidden = len(PACKED.findall(plain))
        return not any(ACTIVE.search(spelled(text)) for text in packed_objects(content, hidden))
    except (ValueError, zlib.error):
        return False


def spelled(content: bytes) -> bytes:
    """Write the letters that stand as # and two digits; too many of them are a ValueError."""
    found, count = ESCAPE.subn(lambda one: bytes.fromhex(one[1].decode()), content, MOST_ESCAPES)
    if count == MOST_ESCAPES:
        raise ValueError("more letters as numbers than anybody needs")
    return found


def packed_objects(content: bytes, hidden: int) -> Iterator[bytes]:
    """Unpack every object stream; one that cannot be looked into is a ValueError or zlib.error.

    `hidden` is how many there must be: one that does not begin as programs write it is missing.
    """
    left = MOST_UNPACKED
    for head in HEAD.finditer(content):
        if found := len(PACKED.findall(head[1])):
            hidden -= found
            if is_packed(NAME.findall(head[1])):
                text = unpacked(content, head.end(), left)
                left -= len(text)
                yield text
    if hidden:
        raise ValueError("an object stream that does not begin as one")


def is_packed(names: list[bytes]) -> bool:
    """Read the head of an object stream: packed by Flate alone, or not at all; else a ValueError.

    Readers undo other filters and predictors too; programs do not use them here.
    """
    if not IN_HEAD.issuperset(names) or names.count(b"/Filter") != names.count(FLATE):
        raise ValueError("an object stream packed in another way")
    return FLATE in names


def unpacked(content: bytes, start: int, most: int) -> bytes:
    """Unpack one stream, up to so many octets; one that is longer or cut short is a ValueError."""
    inflating = zlib.decompressobj()
    # Never 0, which would mean without an end.
    text = inflating.decompress(content[start : content.find(b"endstream", start)], max(1, most))
    if not inflating.eof:
        raise ValueError("an object stream that is too long or cut short")
    return text
