"""Small pictures of quarters, oldest first, as SVG with attributes only: the CSP allows no style.

What is withheld is a dashed frame; a quarter that was never counted is empty.
"""

from collections.abc import Iterator, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from people.writing.pictures import IN_STRIP

HEIGHT, FOOT = 44, 42
# A hatched part is drawn twice: its colour, and the lines above it for who sees none.
Part = tuple[str, bool]


def rects(parts: Iterator[tuple[str, float, float, float, float]]) -> SafeString:
    """Draw boxes: class, left and width in percent, top and height in pixels."""
    form = '<rect class="{}" x="{}%" y="{}" width="{}%" height="{}" rx="3"/>'
    numbers = (
        (css, f"{left:.2f}", f"{top:.1f}", f"{width:.2f}", f"{height:.1f}")
        for css, left, top, width, height in parts
    )
    return format_html_join("", form, numbers)


def drawn(label: str, parts: Iterator[tuple[str, float, float, float, float]]) -> SafeString:
    """Put boxes into a picture with words for who does not see it."""
    return format_html(
        '<svg class="chart" role="img" aria-label="{}" width="100%" height="{}">'
        '<line class="chart-rule" x1="0" x2="100%" y1="{}" y2="{}"/>{}</svg>',
        label,
        HEIGHT,
        FOOT + 1,
        FOOT + 1,
        rects(parts),
    )


def kept_frame(left: float, width: float) -> tuple[str, float, float, float, float]:
    """Place the frame of what is withheld."""
    return "band-kept", left, 14, width, FOOT - 14


def step_bars(places: Sequence[int | None], most: int, label: str) -> SafeString:
    """Draw a bar a quarter, as high as its word's place among so many; None is withheld."""
    each = 100 / max(1, len(places))

    def parts() -> Iterator[tuple[str, float, float, float, float]]:
        """Place each quarter's bar."""
        for at, place in enumerate(places):
            left, width = each * (at + 0.2), each * 0.6
            if place is None:
                yield kept_frame(left, width)
                continue
            tall = FOOT * (place + 1) / (most + 0.5)
            now = " now" if at == len(places) - 1 else ""
            yield f"chart-bar{now}", left, FOOT - tall, width, tall

    return drawn(label, parts())


def block_bars(quarters: Sequence[Sequence[int | None]], label: str) -> SafeString:
    """Draw the blocks of each quarter beside each other: a band by height and shade."""
    each = 100 / max(1, len(quarters))

    def parts() -> Iterator[tuple[str, float, float, float, float]]:
        """Place each block's bar."""
        for at, blocks in enumerate(quarters):
            width = each * 0.84 / max(1, len(blocks))
            for n, place in enumerate(blocks):
                css, _top, height = IN_STRIP[place]
                tall = height * 1.5
                yield css, each * (at + 0.08) + width * n + 0.2, FOOT - tall, width - 0.4, tall

    return drawn(label, parts())


def stacked_bars(
    counts: Sequence[Sequence[int] | None], css: Sequence[Part], label: str
) -> SafeString:
    """Draw the parts of each quarter on top of each other, the first below; None is withheld."""
    each = 100 / max(1, len(counts))
    most = max((sum(one) for one in counts if one), default=0) or 1

    def parts() -> Iterator[tuple[str, float, float, float, float]]:
        """Place each quarter's parts."""
        for at, one in enumerate(counts):
            left, width, foot = each * (at + 0.2), each * 0.6, float(FOOT)
            if one is None:
                yield kept_frame(left, width)
                continue
            for (name, hatched), count in zip(css, one, strict=True):
                tall = FOOT * count / most
                if count:
                    yield name, left, foot - tall, width, max(tall - 1, 1)
                if count and hatched:
                    yield "chart-hatch", left, foot - tall, width, max(tall - 1, 1)
                foot -= tall

    return drawn(label, parts())


def quarter_axis(names: Sequence[tuple[str, str]]) -> SafeString:
    """Write each quarter under the pictures, and its year where one begins."""
    each = 100 / max(1, len(names))
    words = (
        (f"{each * (at + 0.5):.2f}", name, f"{each * (at + 0.5):.2f}", year)
        for at, (name, year) in enumerate(names)
    )
    return format_html(
        '<svg class="chart" aria-hidden="true" width="100%" height="32">{}</svg>',
        format_html_join(
            "",
            '<text x="{}%" y="12" text-anchor="middle">{}</text>'
            '<text x="{}%" y="28" text-anchor="middle">{}</text>',
            words,
        ),
    )
