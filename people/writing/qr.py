"""QR codes, drawn so that a page with a strict CSP may hold them."""

import segno


def drawn(content: str) -> tuple[int, str]:
    """Draw a QR code as the path of an SVG: its side with the quiet margin, and its dark parts."""
    code = segno.make(content, error="m", micro=False)
    rows = list(code.matrix_iter(border=4))
    pieces = [
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    ]
    return len(rows), "".join(pieces)
