"""The product's mark as pictures for home screens, drawn from the mark itself.

Phones take no SVG there. The drawing stands in config/static/icons.svg; `manage.py draw_icons`
draws the pictures anew when it changes.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot

# Drawn larger and then made smaller, so that edges are smooth.
FINER = 4
# A flat drawing of three colours and their edges; more would only weigh more.
COLOURS = 32
GRID = 32  # units of the drawing, across
GROUP = re.compile(
    r'<g transform="translate\(([\d. ]+)\) scale\(([\d.]+)\)"'
    r'[^>]* stroke-width="([\d.]+)"[^>]*>(.*?)</g></g>'
)
STROKE = re.compile(r'<g stroke="(#\w+)"><path id="[\w-]+" d="([^"]+)"')
NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")

type Point = tuple[float, float]


@dataclass(frozen=True)
class HomePicture:
    """One picture: its width in dots, and what is behind the mark.

    `ground` is "tile" (with round corners, nothing around them), "full" (to the edges, for phones
    that cut a shape of their own) or "none" (the mark alone, for phones that colour it).
    """

    size: int
    ground: str


HOME_PICTURES = {
    "icon-192.png": HomePicture(192, "tile"),
    "icon-512.png": HomePicture(512, "tile"),
    "icon-mask.png": HomePicture(512, "full"),
    "icon-mono.png": HomePicture(512, "none"),
    "icon-touch.png": HomePicture(180, "full"),
}


@dataclass(frozen=True)
class DrawnMark:
    """The mark as it stands in the drawing, in the units of its grid."""

    ground: str
    corner: float
    width: float
    strokes: tuple[tuple[str, tuple[Point, ...]], ...]

    @property
    def reach(self) -> float:
        """Say how far from the middle the mark is drawn, as a share of the picture's width."""
        middle = GRID / 2
        points = (point for _colour, line in self.strokes for point in line)
        return (max(hypot(x - middle, y - middle) for x, y in points) + self.width / 2) / GRID


def read_mark(svg: str) -> DrawnMark:
    """Read the mark from the drawing that browsers show beside the title of a page."""
    rect = re.search(r'<rect [^>]*rx="([\d.]+)" fill="(#\w+)"', svg)
    group = GROUP.search(svg)
    if not rect or not group:
        raise ValueError("The drawing has no mark as it is read here.")
    (left, top), scale = map(float, group[1].split()), float(group[2])
    strokes = tuple(
        (colour, tuple((left + scale * x, top + scale * y) for x, y in points_of(path)))
        for colour, path in STROKE.findall(group[4])
    )
    return DrawnMark(rect[2], float(rect[1]), float(group[3]) * scale, strokes)


def points_of(path: str) -> Iterator[Point]:
    """Follow a path of the letters M, C and c, and give points close to each other."""
    x = y = 0.0
    for letter, rest in re.findall(r"([MCc])([^MCc]*)", path):
        numbers = [float(one) for one in NUMBER.findall(rest)]
        if letter == "M":
            x, y = numbers
            continue
        for at in range(0, len(numbers), 6):
            back = (x, y) if letter == "c" else (0.0, 0.0)
            curve = [n + back[i % 2] for i, n in enumerate(numbers[at : at + 6])]
            for step in range(201):
                yield on_curve(((x, y), *zip(curve[::2], curve[1::2], strict=True)), step / 200)
            x, y = curve[4:]


def on_curve(four: tuple[Point, ...], part: float) -> Point:
    """Find the point of a Bézier curve at a part of its way, from 0 to 1."""
    rest = 1 - part
    shares = (rest**3, 3 * rest * rest * part, 3 * rest * part * part, part**3)
    x, y = (sum(s * point[axis] for s, point in zip(shares, four, strict=True)) for axis in (0, 1))
    return x, y


def draw_picture(mark: DrawnMark, picture: HomePicture) -> bytes:
    """Draw the mark as a PNG."""
    # Processes that serve pages only say which pictures there are.
    from PIL import Image, ImageDraw

    wide = picture.size * FINER
    scale = wide / GRID
    clear = (255, 255, 255, 0)
    image = Image.new("RGBA", (wide, wide), mark.ground if picture.ground == "full" else clear)
    pen = ImageDraw.Draw(image)
    if picture.ground == "tile":
        pen.rounded_rectangle((0, 0, wide - 1, wide - 1), mark.corner * scale, mark.ground)
    half = mark.width * scale / 2
    for colour, line in mark.strokes:
        for x, y in line:
            box = (x * scale - half, y * scale - half, x * scale + half, y * scale + half)
            pen.ellipse(box, "white" if picture.ground == "none" else colour)
    small = image.resize((picture.size, picture.size), Image.Resampling.BOX)
    flat = small.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    written = io.BytesIO()
    flat.save(written, "PNG", optimize=True)
    return written.getvalue()
