"""Files: what is taken is plain, what only says it is one is refused, and no bomb goes off."""

import struct
import time
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, PngImagePlugin

from training import evidence
from training.models import Evidence

from .conftest import PDF

SCRIPT = b"<script>alert(1)</script>"


def picture(form="JPEG", size=(40, 30), **options):
    text = BytesIO()
    Image.new("RGB", size, "indigo").save(text, form, **options)
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


def pdf_with(text):
    return PDF.replace(b"/Type /Catalog", b"/Type /Catalog " + text)


HOSTILE = {
    "empty": b"",
    "text": b"hello",
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "svg with a declaration": b"<?xml version='1.0'?><svg/>",
    "html": b"<!doctype html>" + SCRIPT,
    "gif": b"GIF89a" + b"\0" * 40,
    "gif that is a script": b"GIF89a=1;alert(1)",
    "webp": b"RIFF\0\0\0\0WEBPVP8 ",
    "bmp": b"BM" + b"\0" * 60,
    "tiff": b"II*\0" + b"\0" * 60,
    "zip": b"PK\x03\x04" + b"\0" * 60,
    "program": b"MZ" + b"\0" * 60,
    "elf": b"\x7fELF" + b"\0" * 60,
    "shell": b"#!/bin/sh\nrm -rf /",
    "postscript": b"%!PS-Adobe-3.0\n",
    "pdf after something": b"\n" + PDF,
    "pdf without an end": PDF[:-6],
    "pdf with a program": pdf_with(b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
    "pdf that starts a program": pdf_with(b"/AA << /S /Launch /F (cmd.exe) >>"),
    "pdf with a file": pdf_with(b"/Names << /EmbeddedFiles 4 0 R >>"),
    "pdf with a form": pdf_with(b"/AcroForm << /XFA [] >>"),
    "pdf that is locked": pdf_with(b"/Encrypt 9 0 R"),
    "pdf that is a page": pdf_with(SCRIPT),
    "jpeg cut short": picture()[:200],
    "jpeg that is a page": b"\xff\xd8\xff\xe0" + SCRIPT,
    "png cut short": picture("PNG")[:40],
    "png that moves": animated(),
    "png of 400 million pixels": png_bomb(20_000, 20_000),
    "png of 21 million pixels": png_bomb(7_000, 3_000),
    "too large": PDF[:-6] + b"0" * evidence.LARGEST + b"%%EOF\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(name):
    began = time.perf_counter()
    with pytest.raises(ValidationError) as refused:
        evidence.judged(HOSTILE[name])
    assert refused.value.messages[0].endswith((".", "first."))
    assert time.perf_counter() - began < 2


def test_there_are_more_than_25_of_them():
    assert len(HOSTILE) >= 25


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_picture_is_drawn_anew_and_nothing_else_stays(form):
    options = {}
    if form == "JPEG":
        exif = Image.Exif()
        exif[0x010F], exif[0x8825] = "PHONE", {1: "N", 2: (18.0, 47.0, 0.0)}
        options = {"exif": exif, "comment": SCRIPT}
    else:
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Comment", SCRIPT.decode())
        options = {"pnginfo": notes}
    sent = picture(form, **options) + SCRIPT
    kind, kept = evidence.judged(sent)
    assert SCRIPT in sent
    assert SCRIPT not in kept
    assert b"PHONE" not in kept
    with Image.open(BytesIO(kept)) as image:
        assert (image.format, image.size, dict(image.getexif())) == (form, (40, 30), {})
    assert kind == {"JPEG": Evidence.Kind.JPEG, "PNG": Evidence.Kind.PNG}[form]


def test_a_picture_lying_on_its_side_is_put_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    _kind, kept = evidence.judged(picture(exif=exif))
    with Image.open(BytesIO(kept)) as image:
        assert image.size == (30, 40)


def test_a_very_large_picture_becomes_one_to_read():
    _kind, kept = evidence.judged(picture(size=(4_000, 3_000)))
    with Image.open(BytesIO(kept)) as image:
        assert image.size == (2_400, 1_800)


def test_a_plain_pdf_stays_as_it_is():
    assert evidence.judged(PDF) == (Evidence.Kind.PDF, PDF)
