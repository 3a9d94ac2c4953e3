"""Files as evidence: a PDF, a JPEG or a PNG, and nothing that only says it is one."""

import warnings
from io import BytesIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from . import pdfs
from .models import Evidence

LARGEST = 5 * 1024 * 1024
MOST_PIXELS = 20_000_000
# Enough to read an A4 page by.
LONGEST_SIDE = 2_400
PDF_START, PDF_END = b"%PDF-", b"%%EOF"

# What Pillow raises for files that are cut short or lie about themselves.
BROKEN = (OSError, ValueError, SyntaxError, IndexError, EOFError, OverflowError)


def judged(content: bytes) -> tuple[Evidence.Kind, bytes]:
    """Say what a file is and give the bytes to keep; refuse all but a plain PDF, JPEG or PNG.

    Its name and what the browser says of it count for nothing. A picture is drawn anew, so that
    nothing hides in it and no place or device is kept with it; a PDF stays as it is.
    """
    if len(content) > LARGEST:
        raise ValidationError(_("This file is too large. Up to 5 MB, please."), code="large")
    if content.startswith(PDF_START):
        return Evidence.Kind.PDF, plain_pdf(content)
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return redrawn(content)
    raise unfit()


def fit(content: bytes) -> tuple[Evidence.Kind, bytes]:
    """Judge the file of a form: what is wrong with it stands at its field."""
    try:
        return judged(content)
    except ValidationError as refused:
        raise ValidationError({"file": refused}) from refused


def unfit() -> ValidationError:
    """Say which files can be taken."""
    return ValidationError(
        _("This file cannot be read as a PDF, JPEG or PNG. Please choose another."), code="file"
    )


def plain_pdf(content: bytes) -> bytes:
    """Refuse a PDF that does not end as one, or that brings programs, files or forms along."""
    if PDF_END not in content[-1024:]:
        raise unfit()
    if not pdfs.harmless(content):
        raise ValidationError(
            _("This PDF can do more than be read. Please print it to a plain PDF first."),
            code="active",
        )
    return content


def redrawn(content: bytes) -> tuple[Evidence.Kind, bytes]:
    """Draw a picture anew from its pixels alone, upright, and smaller if it is very large."""
    # A quarter of a second that only pages with a picture pay for.
    from PIL import Image, ImageOps

    try:
        with (
            warnings.catch_warnings(action="error", category=Image.DecompressionBombWarning),
            Image.open(BytesIO(content), formats=("JPEG", "PNG")) as image,
        ):
            kind = Evidence.Kind.JPEG if image.format == "JPEG" else Evidence.Kind.PNG
            # Asked before a pixel is unpacked: a bomb is small until then.
            if image.width * image.height > MOST_PIXELS or getattr(image, "n_frames", 1) > 1:
                raise unfit()
            picture = image if image.mode == "RGB" else image.convert("RGB")
            # Smaller first: each copy of a large photo takes 50 MB.
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture)
    except BROKEN + (Image.DecompressionBombError, Image.DecompressionBombWarning) as broken:
        raise unfit() from broken
    fresh = Image.new("RGB", upright.size)
    fresh.paste(upright)
    text = BytesIO()
    if kind is Evidence.Kind.JPEG:
        fresh.save(text, "JPEG", quality=82)
    else:
        fresh.save(text, "PNG", optimize=True)
    return kind, text.getvalue()
