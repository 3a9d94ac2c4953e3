"""PDFs: whether one can only be read, and a fresh copy of it. No Django; read apart.

A library reads the document as readers do. What we keep is written anew from what it found, so
nothing lies in the file that was not looked at: no older version, no object that nothing leads to,
no second way to read it.
"""

import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf

from .apart import ActiveFileError, UnfitFileError

# A fresh copy is not packed; a document of 5 MB does not come to more.
MOST_WRITTEN = 10 * 1024 * 1024

# Far above what a document of 5 MB unpacks to, an object stream at a time; a bomb ends here.
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=4 * 1024 * 1024,
    png_max_memory=4 * 1024 * 1024,
    tiff_max_memory=4 * 1024 * 1024,
    run_length_max_memory=4 * 1024 * 1024,
    parser_max_nesting=60,
    doc_max_warnings=100,
)
MOST_OBJECTS = 20_000
# A page of the web inside, which no PDF holds.
MARKUP = re.compile(rb"<(?:script|html|svg)[\s/>]", re.IGNORECASE)
# By ISO 32000-2: what runs by itself, brings files along, or is a form of its own language.
ACTIVE_KEYS = {
    "/AA",
    "/JS",
    "/JavaScript",
    "/OnInstantiate",
    "/EmbeddedFiles",
    "/EF",
    "/RF",
    "/AF",
    "/XFA",
    "/RichMediaContent",
    "/RichMediaSettings",
    "/Renditions",
    "/Collection",
    "/FFilter",
}
# Names that make an annotation, a picture or a file of another kind than something to read.
ACTIVE_KINDS = {
    "/3D",
    "/EmbeddedFile",
    "/FileAttachment",
    "/Filespec",
    "/Movie",
    "/PRC",
    "/PS",
    "/Rendition",
    "/RichMedia",
    "/Screen",
    "/Sound",
    "/TrapNet",
    "/U3D",
}
# The actions of a link that a person presses: to a place in the document, or to a page outside.
HARMLESS_ACTIONS = {"/GoTo", "/URI"}
SAFE_LINK = re.compile(r"(https?|mailto):", re.IGNORECASE)


def copy_of(content: bytes) -> bytes:
    """Write a PDF anew, with what can be read of it; one that can do more is an ActiveFileError.

    One that cannot be read at all is an UnfitFileError. A signature inside it is not valid in the
    copy: it was over the octets of the file.
    """
    if MARKUP.search(content):
        raise ActiveFileError("a page of the web inside")
    try:
        fresh = rewritten(content)
        with pikepdf.open(BytesIO(fresh)) as document:
            judge(document)
    except pikepdf.PasswordError as locked:
        raise ActiveFileError("locked") from locked
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError) as broken:
        raise UnfitFileError("not a PDF that can be read") from broken
    return fresh


def rewritten(content: bytes) -> bytes:
    """Write only what the document leads to; a locked one or one without a page is refused."""
    written = BytesIO()
    with pikepdf.open(BytesIO(content)) as document:
        if document.is_encrypted:
            raise ActiveFileError("locked")
        if not document.pages:
            raise UnfitFileError("without a page")
        if len(document.objects) > MOST_OBJECTS:
            raise UnfitFileError("more objects than a document has")
        document.save(
            written,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            deterministic_id=True,
        )
    if written.tell() > MOST_WRITTEN:
        raise UnfitFileError("more than a document of its size holds")
    return written.getvalue()


def judge(document: pikepdf.Pdf) -> None:
    """Refuse a document in which any object is more than something to read."""
    opened = document.Root.get("/OpenAction")
    if isinstance(opened, pikepdf.Dictionary) and opened.get("/S") != "/GoTo":
        raise ActiveFileError("something begins when it is opened")
    for found in every_dictionary(document):
        judge_dictionary(found)


def every_dictionary(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Give each dictionary of a document once, those of streams and those inside others too."""
    for whole in document.objects:
        waiting = [whole]
        while waiting:
            found = waiting.pop()
            if isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
                yield found
                inner = [one for _name, one in found.items()]
            else:
                inner = list(found) if isinstance(found, pikepdf.Array) else []
            waiting += [one for one in inner if is_inside(one)]


def is_inside(found: object) -> bool:
    """Say whether something lies in another object; what stands by itself comes by itself."""
    return isinstance(found, pikepdf.Object) and not found.is_indirect


def judge_dictionary(found: pikepdf.Object) -> None:
    """Refuse a dictionary that is, or that leads to, something that does more than be read."""
    keys = set(found.keys())
    if active := keys & ACTIVE_KEYS:
        raise ActiveFileError(f"more than a document: {sorted(active)}")
    if isinstance(found, pikepdf.Stream) and "/F" in keys:
        raise ActiveFileError("something that lies in another file")
    if {str(found.get(name)) for name in ("/Type", "/Subtype")} & ACTIVE_KINDS:
        raise ActiveFileError("more than something to read")
    for name in ("/A", "/PA", "/OpenAction"):
        if isinstance(action := found.get(name), pikepdf.Dictionary):
            judge_action(action)


def judge_action(action: pikepdf.Object) -> None:
    """Refuse an action that is no plain link, or that others follow."""
    if action.get("/S") not in HARMLESS_ACTIONS or "/Next" in action:
        raise ActiveFileError("an action that is no link")
    if "/URI" in action and not SAFE_LINK.match(str(action.URI)):
        raise ActiveFileError("a link that leads to no page")
