"""PDFs: plain ones pass whatever wrote them; what could do more than be read does not."""

import io
import random
import zlib
from contextlib import suppress

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.papers import make_packed_pdf, make_pdf, stream
from training.formats import pdf
from training.formats.apart import ActiveFileError, UnfitFileError, copy_made_apart
from training.formats.pdf import MOST_OBJECTS, copy_of

LINK = b"/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << %s >> >>]"


def is_active(content):
    with pytest.raises(UnfitFileError) as refused:
        copy_of(content)
    return isinstance(refused.value, ActiveFileError)


@pytest.mark.parametrize("make", [make_pdf, make_packed_pdf])
def test_a_page_passes_and_its_copy_is_the_same_document(make):
    with pikepdf.open(io.BytesIO(copy_of(make(b"/Lang (th)")))) as copy:
        assert len(copy.pages) == 1
        assert str(copy.Root.Lang) == "th"


@pytest.mark.parametrize(
    "catalog",
    [
        b"/OpenAction << /S /JavaScript /JS (1) >>",
        b"/OpenAction << /S /URI /URI (https://example.org) >>",
        b"/OpenAction << /S /Launch /F (cmd.exe) >>",
        b"/OpenAction << /S /GoTo /D [3 0 R /Fit] /Next << /S /URI /URI (https://x.org) >> >>",
        b"/OpenAction 4 0 R",
        b"/AA << /WC << /S /GoTo /D [3 0 R /Fit] >> >>",
        b"/Names << /JavaScript << /Names [] >> >>",
        b"/Names << /EmbeddedFiles << /Names [] >> >>",
        b"/Names << /Renditions << /Names [] >> >>",
        b"/AcroForm << /XFA [] >>",
        b"/Collection << /View /D >>",
        b"/AF [<< /Type /Filespec >>]",
        b"/X << /OnInstantiate (1) >>",
        b"/X [[<< /Subtype /U3D >>]]",
        b"/X << /#4aS (1) >>",
    ],
)
@pytest.mark.parametrize("make", [make_pdf, make_packed_pdf])
def test_what_begins_by_itself_or_brings_more_along_is_refused_plain_and_packed(make, catalog):
    more = (b"<< /S /URI /URI (https://x.org) >>",) if make is make_pdf else ()
    if b"4 0 R" in catalog and not more:
        return
    assert is_active(make(catalog, *more))


@pytest.mark.parametrize(
    "kind",
    [b"FileAttachment", b"Sound", b"Movie", b"Screen", b"3D", b"RichMedia", b"PS", b"TrapNet"],
)
def test_a_note_that_is_more_than_a_note_is_refused(kind):
    annotation = b"/Annots [<< /Type /Annot /Subtype /%s /Rect [0 0 9 9] >>]"
    assert is_active(make_pdf(page=annotation % kind))
    assert copy_of(make_pdf(page=annotation % b"Text"))


@pytest.mark.parametrize(
    "action",
    [
        b"/S /URI /URI (https://example.org)",
        b"/S /URI /URI (mailto:help@example.org)",
        b"/S /GoTo /D [3 0 R /Fit]",
    ],
)
def test_a_link_that_a_person_presses_is_fine(action):
    assert copy_of(make_pdf(page=LINK % action))


@pytest.mark.parametrize(
    "action",
    [
        b"/S /URI /URI (javascript:alert\\(1\\))",
        b"/S /URI /URI (file:///etc/passwd)",
        b"/S /GoToR /F (other.pdf)",
        b"/S /GoToE /T << >>",
        b"/S /SubmitForm /F (https://example.org)",
        b"/S /ImportData /F (x.fdf)",
        b"/S /Rendition /OP 0",
        b"/S /Hide /T (x)",
        b"/S /Named /N /Print",
        b"/S /URI /URI (https://x.org) /Next << /S /Launch /F (x) >>",
        b"/D [3 0 R /Fit]",
    ],
)
def test_a_link_that_does_anything_else_is_refused(action):
    assert is_active(make_pdf(page=LINK % action))


def test_a_document_may_open_at_one_of_its_pages():
    assert copy_of(make_pdf(b"/OpenAction [3 0 R /Fit]"))
    assert copy_of(make_pdf(b"/OpenAction << /S /GoTo /D [3 0 R /Fit] >>"))


def test_a_picture_that_lies_in_another_file_is_refused():
    lying = stream(b"/Length 1 /F (https://example.org/x)", b"x")
    assert is_active(make_pdf(b"/X 4 0 R", lying))


def test_a_locked_one_is_refused():
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(make_pdf())) as document:
        document.save(written, encryption=pikepdf.Encryption(owner="o", user=""))
    assert is_active(written.getvalue())
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(make_pdf())) as document:
        document.save(written, encryption=pikepdf.Encryption(owner="o", user="u"))
    assert is_active(written.getvalue())


@pytest.mark.parametrize("page", [b"<script>", b"<SCRIPT src=x>", b"<html\n>", b"<svg/onload=x>"])
def test_a_page_of_the_web_inside_is_refused(page):
    assert is_active(make_pdf(b"/X (%s)" % page))


def test_what_nothing_leads_to_is_not_kept():
    program = b"<< /S /JavaScript /JS (canary-5d1e) >>"
    assert b"canary-5d1e" not in copy_of(make_pdf(b"", program))


@pytest.mark.parametrize(
    "bomb",
    [
        make_packed_pdf(b" " * (40 << 20)),
        make_pdf(b"/X " + b"[" * 100_000 + b"]" * 100_000),
        make_packed_pdf(body=zlib.compress(b"1 0 <<")[:-2]),
        make_pdf(b"", *[b"1"] * MOST_OBJECTS),
    ],
)
def test_what_grows_when_it_is_read_is_refused(bomb):
    assert len(bomb) < 5 << 20
    assert not is_active(bomb)


def test_a_large_scan_is_not_refused_for_what_stands_in_it_by_chance():
    pixels = random.Random(1).randbytes(4_000_000) + b"/JS /js( /Launched #4a <svgx <html5 /AA"
    scan = stream(b"/Subtype /Image /Length %d" % len(pixels), pixels)
    assert pixels in copy_of(make_pdf(b"/X 4 0 R", scan))


def test_names_in_thai_pass():
    assert copy_of(make_pdf(b"/BaseFont /TH#20Sarabun#E0#B8"))


@given(st.binary(max_size=300))
def test_nothing_that_is_sent_makes_it_fail(content):
    for sent in (content, b"%PDF-1.7\n" + content, make_packed_pdf(body=content)):
        with suppress(UnfitFileError):
            assert copy_of(sent)


@given(st.sets(st.integers(0, 9)), st.booleans())
def test_a_program_is_found_however_its_letters_are_written(places, hidden):
    letters = [
        f"#{ord(one):02X}" if place in places else one for place, one in enumerate("JavaScript")
    ]
    text = f"/Names << /{''.join(letters)} << /Names [] >> >>".encode()
    assert is_active(make_packed_pdf(text) if hidden else make_pdf(text))


# --- In a process of its own ----------------------------------------------------------------------

# A list of so many numbers packs to four kilobytes, and lies in memory as 300 MB.
NUMBERS = b"/X [" + b"1 " * 1_900_000 + b"]"


def test_a_page_passes_through_the_process_too():
    assert copy_made_apart("pdf", make_packed_pdf()) == copy_of(make_packed_pdf())


@pytest.mark.parametrize(
    ("catalog", "kind"), [(b"/AA << >>", ActiveFileError), (b"/Pages 9 0 R", UnfitFileError)]
)
def test_what_is_refused_there_is_refused_here(catalog, kind):
    with pytest.raises(UnfitFileError) as refused:
        copy_made_apart("pdf", make_pdf(catalog))
    assert type(refused.value) is kind


def test_a_small_file_that_unpacks_to_millions_of_numbers_takes_no_memory_of_the_pages():
    """Read in the process of the pages, thirty kilobytes took 2.3 GB, and 17 seconds of all."""
    bomb = make_packed_pdf(NUMBERS)
    assert len(bomb) < 5_000
    try:
        copy = copy_made_apart("pdf", bomb)
    except UnfitFileError:
        return
    assert len(copy) < len(bomb)


def test_a_copy_that_is_larger_than_files_may_be_is_not_kept(monkeypatch):
    monkeypatch.setattr(pdf, "MOST_WRITTEN", 1_000)
    assert copy_of(make_packed_pdf())
    with pytest.raises(UnfitFileError):
        copy_of(make_packed_pdf(b"/X (" + b"x" * 1_000 + b")"))
