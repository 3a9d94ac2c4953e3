"""Files as somebody who means harm, or knows no better, would send them."""

import struct
import zlib
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from PIL import Image, PngImagePlugin

from tests.training.conftest import PDF
from tests.training.papers import make_packed_pdf, make_pdf
from training.certificates import evidence

SCRIPT = b"<script>alert(1)</script>"
# Stands in everything that a picture could carry besides its pixels.
MARK = b"canary-5d1e"


def picture(form="JPEG", size=(40, 30), colour="indigo", **options):
    text = BytesIO()
    Image.new("RGB", size, colour).save(text, form, **options)
    return text.getvalue()


def chunk(name, data):
    crc = struct.pack(">I", zlib.crc32(name + data))
    return struct.pack(">I", len(data)) + name + data + crc


def png_bomb(width, height):
    """A PNG that says it is huge; it is small, because all its lines are alike."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * (width * 3 + 1) * 16)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def animated():
    text = BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(text, "PNG", save_all=True, append_images=frames[1:])
    return text.getvalue()


def drawn_over(passes):
    """A JPEG that is drawn more finely again and again: its last pass stands there many times."""
    sent = picture(progressive=True)
    return sent[:-2] + sent[sent.rindex(b"\xff\xda") : -2] * passes + sent[-2:]


def zipped(*names):
    text = BytesIO()
    with ZipFile(text, "w") as archive:
        for name in names:
            archive.writestr(name, MARK)
    return text.getvalue()


def placed():
    """A photo that says where it was taken, and by which phone."""
    exif = Image.Exif()
    exif[0x010F], exif[0x8825] = MARK.decode(), {1: "N", 2: (18.0, 47.0, 0.0)}
    return picture(exif=exif, comment=MARK + SCRIPT)


def noted():
    """A PNG with a text in it."""
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", (MARK + SCRIPT).decode())
    return picture("PNG", pnginfo=notes)


PROGRAM = b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"

# Refused with a sentence.
HOSTILE = {
    "empty": b"",
    "text": b"hello",
    "null bytes": b"\0" * 4_000,
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "svg with a declaration": b"<?xml version='1.0'?><svg/>",
    "html": b"<!doctype html>" + SCRIPT,
    "gif": b"GIF89a" + b"\0" * 40,
    "gif that is a script": b"GIF89a=1;alert(1)",
    "webp": b"RIFF\0\0\0\0WEBPVP8 ",
    "bmp": b"BM" + b"\0" * 60,
    "tiff called a jpeg": picture("TIFF"),
    "zip": zipped("a.txt"),
    "docx": zipped("[Content_Types].xml", "word/document.xml"),
    "program": b"MZ" + b"\0" * 60,
    "elf": b"\x7fELF" + b"\0" * 60,
    "shell script": b"#!/bin/sh\nrm -rf /",
    "postscript": b"%!PS-Adobe-3.0\n",
    "pdf after something": b"\n" + PDF,
    "pdf without an end": PDF[:-6],
    "pdf without a page": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n%%EOF\n",
    "pdf with a program": make_pdf(PROGRAM),
    "pdf with a program spelled in numbers": make_pdf(b"/AA << /S /J#61v#61Scr#69pt >>"),
    "pdf with a program in packed objects": make_packed_pdf(PROGRAM),
    "pdf with one in packed objects without a type": make_packed_pdf(PROGRAM, head=b""),
    "pdf with one spelled in numbers in them": make_packed_pdf(PROGRAM.replace(b"Java", b"J#61va")),
    "pdf that starts a program": make_pdf(b"/AA << /S /Launch /F (cmd.exe) >>"),
    "pdf that calls an address": make_pdf(b"/OpenAction << /S /URI /URI (https://x.org) >>"),
    "pdf with a room that runs": make_pdf(b"/X << /Type /3D /OnInstantiate (app.alert(1)) >>"),
    "pdf with a file": make_pdf(b"/Names << /EmbeddedFiles << /Names [] >> >>"),
    "pdf with a form": make_pdf(b"/AcroForm << /XFA [] >>"),
    "pdf that is locked": make_pdf(trailer=b"/Encrypt << /Filter /Standard /V 1 /R 2 >>"),
    "pdf that is a page": make_pdf(b"/X (" + SCRIPT + b")"),
    "pdf with a bomb": make_packed_pdf(b" " * (40 << 20)),
    "jpeg cut short": picture()[:200],
    "jpeg that is a page": b"\xff\xd8\xff\xe0" + SCRIPT,
    "jpeg that is drawn over itself": drawn_over(60),
    "png cut short": picture("PNG")[:40],
    "png that moves": animated(),
    "png of 400 million pixels": png_bomb(20_000, 20_000),
    "png of 21 million pixels": png_bomb(7_000, 3_000),
    "too large": PDF[:-6] + b"0" * evidence.LARGEST + b"%%EOF\n",
}

# Drawn anew: what was between, before or behind the pixels is gone.
REDRAWN = {
    "jpeg with a place": placed(),
    "jpeg that is drawn more and more finely": picture(progressive=True, comment=MARK + SCRIPT),
    "jpeg that is a zip too": picture() + zipped("a.txt"),
    "jpeg that is a page too": picture() + MARK + SCRIPT,
    "png with a text": noted(),
    "png that is a zip too": picture("PNG") + zipped("a.txt"),
}

# Its name and its type say nothing true; both count for nothing.
NAMES = {
    "two endings": ("certificate.pdf.exe", "application/pdf"),
    "another type": ("certificate.pdf", "text/html"),
    "a path": ("../../etc/passwd", "application/pdf"),
    "a path of windows": ("..\\..\\windows\\x.pdf", "application/pdf"),
    "right to left": ("certificate\N{RIGHT-TO-LEFT OVERRIDE}fdp.exe", "application/pdf"),
    "a very long one": ("a" * 5_000 + ".pdf", "application/pdf"),
    "markup": ("<img src=x onerror=alert(1)>.pdf", "image/svg+xml"),
    "no ending": ("certificate", ""),
}


# --- Workbooks ------------------------------------------------------------------------------------

BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://'
    'schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="One" sheetId="1" r:id="rId1"/><sheet name="Two" sheetId="2" r:id="rId2"/>'
    "</sheets></workbook>"
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId2" Type="{OFFICE}/worksheet" Target="worksheets/sheet2.xml"/>'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="/xl/worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId3" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    "</Relationships>"
)
PACKAGE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>"
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
KINDS = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{KIND}.sharedStrings+xml"/></Types>'
)


def make_workbook(lines=(), sheet=None, texts=None, extra=None, **parts):
    """A workbook as spreadsheets write them: texts apart, numbers and ticks in their cells."""
    apart = [one for line in lines for one in line if isinstance(one, str) and one]
    cells = "".join(f"<row>{''.join(map(cell_of(apart), line))}</row>" for line in lines)
    shared = "".join(f"<si><t>{escape(one)}</t></si>" for one in apart)
    written = {
        "[Content_Types].xml": KINDS,
        "_rels/.rels": PACKAGE,
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": RELATIONS,
        "xl/worksheets/sheet1.xml": sheet
        or f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>',
        "xl/worksheets/sheet2.xml": f'<worksheet xmlns="{MAIN}"/>',
        "xl/sharedStrings.xml": texts or f'<sst xmlns="{MAIN}">{shared}</sst>',
    }
    packed_book = BytesIO()
    with ZipFile(packed_book, "w", ZIP_DEFLATED) as archive:
        for name, text in (written | parts | (extra or {})).items():
            if text is not None:
                archive.writestr(name, text)
    return packed_book.getvalue()


def cell_of(apart):
    """Write cells whose texts stand apart."""

    def write(value):
        if isinstance(value, bool):
            return f'<c t="b"><v>{int(value)}</v></c>'
        if isinstance(value, str) and value:
            return f'<c t="s"><v>{apart.index(value)}</v></c>'
        return f"<c><v>{value}</v></c>" if value != "" else "<c/>"

    return write
