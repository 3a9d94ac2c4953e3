"""The pictures for home screens are the mark, as large as phones ask, and nothing of it is cut."""

import io
import re
import struct
from math import hypot

import pytest
from django.conf import settings
from PIL import Image, ImageChops

from config.home_screen.icons import HOME_PICTURES, draw_picture, read_mark

STATIC = settings.BASE_DIR / "config" / "static"
SVG = (STATIC / "icons.svg").read_text(encoding="utf-8")
MARK = (settings.BASE_DIR / "config" / "templates" / "components" / "mark.html").read_text("utf-8")
SAFE = 0.4  # of the width, from the middle: W3C's safe zone of a maskable icon


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGBA")


@pytest.mark.parametrize("name", HOME_PICTURES)
def test_each_picture_is_drawn_from_the_mark_as_it_is_today(name):
    kept = opened((STATIC / name).read_bytes())
    drawn = opened(draw_picture(read_mark(SVG), HOME_PICTURES[name]))

    assert kept.size == drawn.size == (HOME_PICTURES[name].size,) * 2
    assert max(high for _low, high in ImageChops.difference(kept, drawn).getextrema()) < 8


def test_a_picture_is_a_png_of_a_few_kilobytes():
    for name in HOME_PICTURES:
        data = (STATIC / name).read_bytes()
        assert data[:8] == b"\x89PNG\r\n\x1a\n"
        assert struct.unpack(">II", data[16:24]) == (HOME_PICTURES[name].size,) * 2
        assert len(data) < 8_000


def test_what_phones_cut_to_a_shape_of_their_own_has_no_clear_corner_and_the_whole_mark():
    mark = read_mark(SVG)
    assert mark.reach <= SAFE
    ground = tuple(bytes.fromhex(mark.ground[1:]))
    for name in ("icon-mask.png", "icon-touch.png"):
        picture = opened((STATIC / name).read_bytes())
        middle = picture.width / 2
        assert picture.getchannel("A").getextrema() == (255, 255)
        dots = picture.load()
        outside = [
            dots[x, y][:3]
            for x in range(picture.width)
            for y in range(picture.height)
            if hypot(x + 0.5 - middle, y + 0.5 - middle) > SAFE * picture.width
        ]
        assert all(abs(a - b) < 4 for dot in set(outside) for a, b in zip(dot, ground, strict=True))


def test_the_picture_of_one_colour_is_the_mark_alone():
    picture = opened((STATIC / "icon-mono.png").read_bytes())
    seen = {dot[:3] for _count, dot in picture.getcolors(512 * 512) if dot[3] > 200}

    assert all(min(dot) > 240 for dot in seen)
    assert picture.getpixel((0, 0))[3] == 0


def test_the_mark_of_the_pages_is_the_mark_of_the_pictures():
    shown = re.findall(r"icons.svg' %}#([\w-]+)", MARK)
    drawn = re.findall(r'<g stroke="#\w+"><path id="([\w-]+)"', SVG)

    assert shown == drawn
    assert len(shown) == len(read_mark(SVG).strokes)


def test_a_drawing_without_the_mark_is_refused():
    with pytest.raises(ValueError, match="no mark"):
        read_mark("<svg></svg>")
