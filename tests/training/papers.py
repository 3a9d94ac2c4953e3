"""PDFs, written by hand: whatever stands in one stands where the test puts it."""

import zlib

PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] "
XREF = b"/Type /XRef /Size %d /Root 1 0 R /W [1 4 2] /Filter /FlateDecode /Length %d"


def make_pdf(catalog=b"", *more, page=b"", trailer=b""):
    """A page; `more` objects are numbered from 4 on."""
    first = b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>"
    found, places = b"%PDF-1.7\n", []
    for number, text in enumerate((first, PAGES, PAGE + page + b" >>", *more), 1):
        places.append(len(found))
        found += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(places) + 1
    return found + (
        b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
        + b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (size, trailer)
        + b"startxref\n%d\n%%%%EOF\n" % len(found)
    )


def make_packed_pdf(catalog=b"", head=b"/Type /ObjStm ", body=None):
    """The same page with its catalog packed into an object stream, as programs write it."""
    packed = b"1 0 << /Type /Catalog /Pages 2 0 R " + catalog + b" >>"
    body = zlib.compress(packed) if body is None else body
    texts = {
        2: PAGES,
        3: PAGE + b">>",
        4: stream(head + b"/N 1 /First 4 /Filter /FlateDecode /Length %d" % len(body), body),
    }
    found, rows = b"%PDF-1.7\n", [row(0, 0, 65535), row(2, 4, 0)]
    for number, text in texts.items():
        rows.append(row(1, len(found), 0))
        found += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    rows.append(row(1, len(found), 0))
    table = zlib.compress(b"".join(rows))
    whole = stream(XREF % (len(rows), len(table)), table)
    return found + b"5 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (whole, len(found))


def row(kind, place, index):
    return kind.to_bytes(1) + place.to_bytes(4) + index.to_bytes(2)


def stream(head, body):
    return b"<< " + head + b" >>\nstream\n" + body + b"\nendstream"
