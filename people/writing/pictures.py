"""Small pictures of three bands, as SVG with presentation attributes: the CSP allows no style.

A band is its place, 0 to 2; None is a withheld one.
"""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

BANDS = 3


def draw_bands(place: int | None, label: str, *, good: bool) -> SafeString:
    """Draw three bands in a line; the one that is told is filled."""
    width = 32.4
    boxes = format_html_join(
        "",
        '<rect class="{}" x="{}%" y="5" width="{}%" height="10" rx="5"/>',
        (
            (
                ("bands-on good" if good else "bands-on") if at == place else "bands-off",
                f"{at * 33.8:.1f}",
                width,
            )
            for at in range(BANDS)
        ),
    )
    return format_html(
        '<svg class="chart bands" role="img" aria-label="{}" width="100%" height="20">{}</svg>',
        label,
        boxes,
    )


STAIRS = '<svg class="stairs" viewBox="0 0 36 24" aria-hidden="true">{}</svg>'


def stairs(place: int | None) -> SafeString:
    """Draw one to three steps, filled up to the band; a withheld one is a dashed frame."""
    return format_html(STAIRS, steps(place))


def steps(place: int | None) -> SafeString:
    """Draw the steps of a band without their frame."""
    if place is None:
        return SafeString('<rect class="kept" x="1" y="3" width="34" height="18" rx="3"/>')
    return format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="10" height="{}" rx="2"/>',
        (
            ("bands-on" if at <= place else "bands-off", at * 13, 14 - at * 7, 8 + at * 7)
            for at in range(BANDS)
        ),
    )


def stairs_again(place: int | None) -> SafeString:
    """Show stairs that the page has drawn once (`all_stairs`): for a page that has them often."""
    return format_html(STAIRS, format_html('<use href="#stairs-{}"/>', step_name(place)))


def all_stairs() -> SafeString:
    """Draw each of the stairs once, where it is not seen, for `stairs_again`."""
    return format_html_join(
        "",
        '<g class="stairs" id="stairs-{}">{}</g>',
        ((step_name(place), steps(place)) for place in (None, *range(BANDS))),
    )


def step_name(place: int | None) -> str:
    """Name the stairs of a band in a page."""
    return "kept" if place is None else str(place)


# How each band stands in a strip: its shade, where it begins, how high it is.
IN_STRIP = {
    None: ("band-kept", 3, 22),
    0: ("band-low", 17, 9),
    1: ("band-mid", 10, 16),
    2: ("band-high", 2, 24),
}


def band_strip(places: Sequence[int | None]) -> SafeString:
    """Draw one unit's blocks on a common axis, oldest first: bands by height and shade.

    What is withheld is a dashed frame. A screen reader skips it, so the words stand beside it.
    """
    each = 100 / max(1, len(places))
    boxes = format_html_join(
        "",
        '<rect class="{}" x="{}%" y="{}" width="{}%" height="{}" rx="4"/>',
        (
            (css, f"{at * each + 0.4:.2f}", top, f"{each - 0.8:.2f}", height)
            for at, (css, top, height) in enumerate(IN_STRIP[place] for place in places)
        ),
    )
    return format_html(
        '<svg class="bandstrip" height="28" width="100%" aria-hidden="true">{}</svg>', boxes
    )
