"""PDFs: plain ones pass whatever wrote them; what could hide something does not."""

import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training import pdfs
from training.pdfs import harmless

from .conftest import PDF
from .files import PROGRAM, packed, pdf_with

CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
FLATE = b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode"


@pytest.mark.parametrize(
    "head",
    [
        FLATE,
        b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode",
        b"/Type /ObjStm /N 1 /First 4 /Filter [ /FlateDecode ] /Extends 3 0 R",
        b"/First 4\n/N 1\n/Filter /FlateDecode\n/Type /ObjStm\n",
    ],
)
def test_packed_objects_are_looked_into_however_their_head_is_written(head):
    assert harmless(packed(CATALOG, head))
    assert not harmless(packed(PROGRAM, head))


def test_objects_that_are_not_packed_are_read_as_they_stand():
    head = b"/Type /ObjStm /N 1 /First 4"
    assert harmless(packed(b"", head, body=CATALOG))
    assert not harmless(packed(b"", head, body=PROGRAM))


@pytest.mark.parametrize(
    "head",
    [
        FLATE.replace(b"/FlateDecode", b"/LZWDecode"),
        FLATE.replace(b"/FlateDecode", b"[/ASCIIHexDecode /FlateDecode]"),
        FLATE.replace(b"/FlateDecode", b"[/FlateDecode /FlateDecode]"),
        FLATE.replace(b"/FlateDecode", b"9 0 R"),
        FLATE.replace(b"/FlateDecode", b"/Fl"),
        FLATE.replace(b"ObjStm", b"Obj#53tm"),
        FLATE.replace(b"/Type /ObjStm", b"/Type 9 0 R /X /ObjStm"),
        FLATE + b" /DecodeParms 9 0 R",
        FLATE + b" /DecodeParms << /Predictor 12 >>",
        FLATE + b" % stream\n",
        FLATE + b" /X (stream\n)",
        FLATE + b" /F 9 0 R",
        FLATE + b" " * 300,
    ],
)
def test_objects_packed_in_a_way_that_hides_them_are_refused(head):
    assert not harmless(packed(CATALOG, head))


@pytest.mark.parametrize(
    "name",
    [
        b"JavaScript",
        b"Rendition",
        b"Launch",
        b"EmbeddedFile",
        b"EmbeddedFiles",
        b"RichMedia",
        b"XFA",
        b"SubmitForm",
        b"ImportData",
        b"GoToR",
        b"GoToE",
        b"Encrypt",
    ],
)
def test_whatever_a_pdf_can_do_besides_being_read_is_refused_plain_and_packed(name):
    assert not harmless(pdf_with(b"/S /" + name))
    assert not harmless(packed(b"<< /S /" + name + b" >>"))
    assert harmless(pdf_with(b"/S /" + name + b"Or"))


@pytest.mark.parametrize("page", [b"<script>", b"<SCRIPT src=x>", b"<html\n>", b"<svg/onload=x>"])
def test_a_page_of_the_web_inside_is_refused(page):
    assert not harmless(pdf_with(page))


def test_packed_objects_that_are_cut_short_or_broken_are_refused():
    body = zlib.compress(b"7 0 " + CATALOG)
    broken = body[:-1] + bytes([body[-1] ^ 1])
    for one in (body[:-3], broken, b"x" + body, b"", body[:9] + b"endstream" + body[9:]):
        assert not harmless(packed(b"", body=one))


def test_a_type_that_stands_elsewhere_is_refused():
    assert not harmless(pdf_with(b"/X 9 0 R").replace(b"trailer", b"9 0 obj /ObjStm\ntrailer"))


def test_objects_may_be_unpacked_to_ten_mb_in_all():
    half = packed(b" " * (pdfs.MOST_UNPACKED // 2 - 4))
    again = half[half.index(b"4 0 obj") : half.index(b"trailer")]
    assert harmless(half.replace(b"trailer", again + b"trailer"))
    for more in (packed(b" ")[:-6], again):
        piece = more[more.index(b"4 0 obj") :].split(b"trailer")[0]
        assert not harmless(half.replace(b"trailer", again + piece + b"trailer"))


def test_a_large_scan_is_not_refused_for_what_stands_in_it_by_chance():
    pixels = random.Random(1).randbytes(4_000_000) + b"/JS /js( /Launched #4a <svgx <html5"
    scan = b"5 0 obj\n<< /Subtype /Image >>\nstream\n" + pixels + b"\nendstream\nendobj\n"
    assert harmless(PDF.replace(b"trailer", scan + b"trailer"))


def test_a_name_may_hold_a_space_or_thai_as_numbers_and_links_are_fine():
    assert harmless(pdf_with(b"/BaseFont /TH#20Sarabun#E0#B8 /S /URI /URI (https://example.org)"))


def test_letters_as_numbers_without_end_are_refused():
    assert harmless(pdf_with(b"/X#41" * (pdfs.MOST_ESCAPES - 1)))
    assert not harmless(pdf_with(b"/X#41" * pdfs.MOST_ESCAPES))


@given(st.binary(max_size=300))
def test_nothing_that_is_sent_makes_it_fail(content):
    assert harmless(content) in {True, False}
    assert harmless(packed(b"", body=content)) in {True, False}


@given(st.sets(st.integers(0, 9)), st.booleans())
def test_a_program_is_found_however_its_letters_are_written(places, hidden):
    letters = [
        f"#{ord(one):02X}" if place in places else one for place, one in enumerate("JavaScript")
    ]
    text = f"/OpenAction << /S /{''.join(letters)} >>".encode()
    assert not harmless(packed(text) if hidden else pdf_with(text))
