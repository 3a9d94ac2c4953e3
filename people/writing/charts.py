"""The look of pictures in reports: colours, letters, size. The slow library is imported inside."""

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import get_language

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# The product's own colours, by theme: text, rule, band, line, limit.
THEMES = {
    "light": ("#555968", "#e1e0da", "#bcc7e2", "#2d3f79", "#9c2934"),
    "dark": ("#b9bccb", "#3a3f52", "#41507f", "#a9b8ec", "#f08a8f"),
}
# The first font that the machine has measures the Thai; DejaVu comes with the library. The reader's
# browser writes the text, in its own font if this one is not there.
THAI = ("Sarabun", "Noto Sans Thai", "Noto Sans Thai Looped", "Noto Looped Thai", "Loma", "Garuda")
FONTS = {
    "th": THAI,
    "my": ("Noto Sans Myanmar", "Padauk", "Pyidaungsu"),
    "km": ("Noto Sans Khmer", "Khmer OS Battambang"),
    "lo": ("Noto Sans Lao", "Phetsarath OT"),
}
OTHERWISE = ["sans-serif"]
# Letters as text: a browser shapes Thai, and the file is half as large. One font to measure.
SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "font.sans-serif": ["DejaVu Sans"],
    # One picture, one file: its ids are not random.
    "svg.hashsalt": "kamlangjai",
}
# Inches. A phone shows the narrow one smaller than it is, so that its letters are larger.
WIDE, NARROW = (7.2, 3.2), (4.2, 3.2)
LETTERS, OTHER_LETTERS = {WIDE[0]: 12, NARROW[0]: 14}, 12
# The library keeps one cache of letters, and one set of settings, for all threads.
drawing = threading.Lock()


@dataclass(frozen=True)
class ChartStyle:
    """The colours and letters of one picture; without `words` it has numbers only."""

    text: str
    rule: str
    band: str
    line: str
    limit: str
    families: list[str]
    words: bool
    letters: int

    @property
    def writing(self) -> dict[str, Any]:
        """The way words are written in it."""
        return {"color": self.text, "fontsize": self.letters, "fontfamily": self.families}


def fonts() -> tuple[list[str], bool]:
    """Name the fonts to draw with, and say whether they can write the reader's language."""
    from matplotlib.font_manager import fontManager

    there = set(fontManager.get_font_names())
    asked = FONTS.get(get_language() or "", ())
    found = [[name for name in names if name in there][:1] for names in (asked, THAI)]
    return [*dict.fromkeys(sum(found, [])), *OTHERWISE], bool(found[0]) or not asked


def picture(
    draw: Callable[["Axes", ChartStyle], None],
    *,
    size: tuple[float, float],
    margins: tuple[float, float, float, float],
    theme: str,
) -> bytes:
    """Let `draw` fill a pair of axes and give the picture as SVG.

    Size and margins (left, bottom, right, top) are inches and fixed, so that no layout is needed:
    it takes longer than all the rest.
    """
    os.environ.setdefault("MPLCONFIGDIR", str(settings.DATA_DIR / "matplotlib"))
    width, height = size
    left, bottom, right, top = margins
    place = (left / width, bottom / height, 1 - (left + right) / width, 1 - (bottom + top) / height)
    with drawing:
        from matplotlib import rc_context
        from matplotlib.figure import Figure

        families, words = fonts()
        letters = LETTERS.get(width, OTHER_LETTERS)
        look = ChartStyle(*THEMES[theme], families if words else OTHERWISE, words, letters)
        written = BytesIO()
        with rc_context(SETTINGS):
            figure = Figure(figsize=size)
            figure.patch.set_alpha(0)
            axes = figure.add_axes(place)
            calm(axes, look)
            draw(axes, look)
            figure.savefig(written, format="svg", metadata={"Date": None})
    return written.getvalue()


def calm(axes: "Axes", look: ChartStyle) -> None:
    """Remove frame and ticks, and set the letters."""
    axes.set_facecolor("none")
    axes.set_axisbelow(True)
    axes.tick_params(
        colors=look.text, length=0, labelsize=look.letters, labelfontfamily=look.families
    )
    for spine in axes.spines.values():
        spine.set_visible(False)
