"""Small pictures of a load, as SVG with presentation attributes only: the CSP allows no style."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from people.writing.formats import plain_number

# The meter and the charts end at 150 %; the number beside them stays true.
ENDS_AT = 150
HEIGHT = 136
# Of one line of answers.
ANSWER_HEIGHT = 34
FULL = Decimal("66.67")


def share(value: Decimal) -> str:
    """Write a width in percent of the picture."""
    return f"{value:.2f}%"


def px(value: float) -> str:
    """Write a length in pixels, with one decimal."""
    return f"{value:.1f}"


def meter(percent: Decimal | None, label: str) -> SafeString:
    """Draw a load against capacity: tall mark at 100 %, hatching above it.

    Its parts are known by their place, and the stylesheet says how they look: a board has a
    hundred of them. First the track, last the mark.
    """
    clipped = min(percent or Decimal(), Decimal(ENDS_AT))
    fill = min(clipped, Decimal(100)) * 100 / ENDS_AT
    over = max(clipped - 100, Decimal()) * 100 / ENDS_AT
    at = f'x="{FULL}%" width="{share(over)}"'
    above = f'<rect class="over" {at}/><rect {at} fill="url(#hatch)"/>' if over else ""
    return format_html(
        '<svg class="load" role="img" aria-label="{}"><rect/><rect width="{}"/>{}<rect/></svg>',
        label,
        share(fill),
        SafeString(above),
    )


def spark(loads: Sequence[Decimal | None], label: str, *, high: bool) -> SafeString:
    """Draw weeks of load as a line 96 by 32, oldest first; a missing week is a gap."""
    runs = spark_runs(loads)
    lines = "".join(
        f'<polyline points="{" ".join(f"{x},{y:.4g}" for x, y in run)}"/>'
        for run in runs
        if len(run) > 1
    )
    dot = f'<circle cx="{runs[-1][-1][0]}" cy="{runs[-1][-1][1]:.4g}"/>' if runs else ""
    return format_html(
        '<svg class="spark" viewBox="0 0 96 32" role="img" aria-label="{}"{}>'
        '<path d="M0 10.4H96"/>{}</svg>',
        label,
        SafeString(' data-state="help"') if high else "",
        SafeString(lines + dot),
    )


def spark_runs(loads: Sequence[Decimal | None]) -> list[list[tuple[int, float]]]:
    """Place the weeks of a spark, parted where a week is missing; 30 to 130 % fill the height.

    Each stands at a whole pixel, at a tenth of one in height.
    """
    steps = max(len(loads) - 1, 1)
    runs: list[list[tuple[int, float]]] = [[]]
    for n, value in enumerate(loads):
        if value is None:
            runs.append([])
            continue
        inside = min(max(float(value), 30), 130)
        runs[-1].append((round(3 + 90 * n / steps), round(2 + 28 * (130 - inside) / 100, 1)))
    return [run for run in runs if run]


def load_bars(
    loads: Sequence[Decimal | None],
    label: str,
    *,
    limit: Decimal = Decimal(100),
    height: int = HEIGHT,
) -> SafeString:
    """Draw weeks of load as bars with the part above the limit hatched; the last is this week.

    A limit above what the chart shows is not drawn.
    """
    room, unit = height - 8, 100 / max(len(loads), 1)
    mark = height - room * float(limit) / ENDS_AT
    parts = []
    for n, value in enumerate(loads):
        left, width = f"{unit * n + unit * 0.21:.2f}%", f"{unit * 0.58:.2f}%"
        if value is None:
            parts.append(draw_dash(unit * (n + 0.5), height - 5))
            continue
        now = " now" if n == len(loads) - 1 else ""
        top = height - room * float(min(value, limit, Decimal(ENDS_AT))) / ENDS_AT
        parts.append(bar("chart-bar" + now, left, top, width, height - top))
        if limit < min(value, Decimal(ENDS_AT)):
            over = room * float(min(value, Decimal(ENDS_AT)) - limit) / ENDS_AT
            parts.append(bar("chart-bar over", left, mark - over, width, over))
            parts.append(bar("chart-hatch", left, mark - over, width, over))
    if limit <= ENDS_AT:
        parts.append(limit_line(limit, mark))
    return format_html(
        '<svg class="chart" role="img" aria-label="{}" width="100%" height="{}">{}</svg>',
        label,
        height,
        SafeString("".join(parts)),
    )


def hours_bars(
    hours: Sequence[Decimal | None],
    label: str,
    *,
    usual: Decimal,
    most: Decimal,
) -> SafeString:
    """Draw weeks of hours as bars against two limits; what is above the higher one is hatched.

    The picture ends a quarter above the higher limit; the numbers beside it stay true.
    """
    ends, unit = most * 5 / 4, 100 / max(len(hours), 1)

    def top(value: Decimal) -> float:
        """Place so many hours."""
        return HEIGHT - (HEIGHT - 8) * float(min(value, ends) / ends)

    parts = []
    for n, value in enumerate(hours):
        left, width = f"{unit * n + unit * 0.21:.2f}%", f"{unit * 0.58:.2f}%"
        if value is None:
            parts.append(draw_dash(unit * (n + 0.5), HEIGHT - 5))
            continue
        now, foot = " now" if n == len(hours) - 1 else "", top(min(value, most))
        parts.append(bar("chart-bar" + now, left, foot, width, HEIGHT - foot))
        if value > most:
            parts.append(bar("chart-bar over", left, top(value), width, foot - top(value)))
            parts.append(bar("chart-hatch", left, top(value), width, foot - top(value)))
    lines = ((px(top(one)), px(top(one) - 5), plain_number(one)) for one in (usual, most))
    return format_html(
        '<svg class="chart" role="img" aria-label="{}" width="100%" height="{}">{}{}</svg>',
        label,
        HEIGHT,
        SafeString("".join(parts)),
        format_html_join(
            "",
            '<line class="chart-limit" x1="0" x2="100%" y1="{0}" y2="{0}"/>'
            '<text x="0" y="{1}">{2}</text>',
            lines,
        ),
    )


def limit_line(limit: Decimal, height: float) -> SafeString:
    """Draw the line above which a load is too high, with its number."""
    return format_html(
        '<line class="chart-limit" x1="0" x2="100%" y1="{0}" y2="{0}"/>'
        '<text x="0" y="{1}">{2}%</text>',
        px(height),
        px(height - 5),
        plain_number(limit),
    )


def bar(css: str, left: str, top: float, width: str, height: float) -> SafeString:
    """Draw one bar."""
    place = f'x="{left}" y="{px(top)}" width="{width}" height="{px(height)}"'
    return SafeString(f'<rect class="{css}" {place} rx="3"/>')


def draw_dash(middle: float, base: float) -> SafeString:
    """Draw the dash of a missing week: never a zero."""
    return SafeString(f'<text x="{middle:.2f}%" y="{px(base)}" text-anchor="middle">–</text>')


def answer_bars(answers: Sequence[int | None], label: str, *, holds_up: bool) -> SafeString:
    """Draw weeks of one line's answers, 0 to 4; a skipped one is a dash."""
    heights, foot = (2, 8, 17, 25, 33), ANSWER_HEIGHT
    unit = 100 / max(len(answers), 1)
    good = " good" if holds_up else ""
    parts = []
    for n, value in enumerate(answers):
        if value is None:
            parts.append(draw_dash(unit * (n + 0.5), foot - 5))
            continue
        now = " now" if n == len(answers) - 1 else ""
        left, width = f"{unit * n + unit * 0.21:.2f}%", f"{unit * 0.58:.2f}%"
        tall = heights[value]
        parts.append(bar("chart-bar" + good + now, left, foot - tall, width, tall))
    return format_html(
        '<svg class="chart" role="img" aria-label="{0}" width="100%" height="{2}">'
        '<line class="chart-rule" x1="0" x2="100%" y1="{1}" y2="{1}"/>{3}</svg>',
        label,
        foot - 0.5,
        foot,
        SafeString("".join(parts)),
    )


def small_bars(
    values: Sequence[Decimal | None], label: str, *, line: Decimal | None = None
) -> SafeString:
    """Draw weeks of one figure as small bars up to its own most; a missing week is a dash."""
    known = [value for value in (*values, line) if value is not None]
    most, unit = max(known, default=0) or 1, 100 / max(len(values), 1)
    parts = []
    for n, value in enumerate(values):
        if value is None:
            parts.append(draw_dash(unit * (n + 0.5), 37))
            continue
        now = " now" if n == len(values) - 1 else ""
        left, width = f"{unit * n + unit * 0.21:.2f}%", f"{unit * 0.58:.2f}%"
        tall = 2 + 36 * float(value / most)
        parts.append(bar("chart-bar" + now, left, 42 - tall, width, tall))
    if line is not None:
        at = px(42 - 2 - 36 * float(line / most))
        parts.append(
            format_html('<line class="chart-limit" x1="0" x2="100%" y1="{0}" y2="{0}"/>', at)
        )
    return format_html(
        '<svg class="chart" role="img" aria-label="{}" width="100%" height="42">'
        '<line class="chart-rule" x1="0" x2="100%" y1="41.5" y2="41.5"/>{}</svg>',
        label,
        SafeString("".join(parts)),
    )


def week_axis(numbers: Sequence[int | str]) -> SafeString:
    """Write the weeks' numbers under a chart."""
    unit = 100 / max(len(numbers), 1)
    return format_html(
        '<svg class="chart" aria-hidden="true" width="100%" height="16">{}</svg>',
        format_html_join(
            "",
            '<text x="{}%" y="12" text-anchor="middle">{}</text>',
            ((f"{unit * (n + 0.5):.2f}", number) for n, number in enumerate(numbers)),
        ),
    )
