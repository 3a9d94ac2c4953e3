"""Pictures: a fresh one, drawn from the pixels of what was sent. No Django; read apart."""

import warnings
from io import BytesIO

from PIL import Image, ImageOps

from .apart import UnfitFileError

MOST_PIXELS = 20_000_000
# Enough to read an A4 page by.
LONGEST_SIDE = 2_400
# A JPEG that is drawn more finely again and again has ten such passes; each of a large one takes
# a hundredth of a second, and has only some bytes.
PASS, MOST_PASSES = b"\xff\xda", 64
# What Pillow raises for files that are cut short or lie about themselves.
BROKEN = (OSError, ValueError, SyntaxError, IndexError, EOFError, OverflowError)
BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def copy_of(content: bytes) -> bytes:
    """Draw a JPEG or PNG anew from its pixels alone, upright, and smaller if it is very large.

    It stays of its kind. One that cannot be drawn, moves, or is larger than any photo of a page is
    an UnfitFileError.
    """
    if content.count(PASS) > MOST_PASSES and content.startswith(b"\xff\xd8"):
        raise UnfitFileError("drawn over itself")
    try:
        with (
            warnings.catch_warnings(action="error", category=Image.DecompressionBombWarning),
            Image.open(BytesIO(content), formats=("JPEG", "PNG")) as image,
        ):
            kind = image.format
            # Asked before a pixel is unpacked: a bomb is small until then.
            if image.width * image.height > MOST_PIXELS or getattr(image, "n_frames", 1) > 1:
                raise UnfitFileError("no picture of a page")
            picture = image if image.mode == "RGB" else image.convert("RGB")
            # Smaller first: each copy of a large photo takes 50 MB.
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture)
    except BROKEN + BOMB as broken:
        raise UnfitFileError("not a picture that can be read") from broken
    fresh = Image.new("RGB", upright.size)
    fresh.paste(upright)
    drawn = BytesIO()
    if kind == "JPEG":
        fresh.save(drawn, "JPEG", quality=82)
    else:
        fresh.save(drawn, "PNG", optimize=True)
    return drawn.getvalue()
