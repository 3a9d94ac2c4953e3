"""How days, weeks, numbers and icons are written. Built in: every template has them."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from people import free_text
from people.weeks import BANGKOK, BUDDHIST_OFFSET, Week

register = template.Library()
TENTH = Decimal("0.1")


@lru_cache(maxsize=1)
def sprite() -> str:
    """Find the icons' file once."""
    return static("icons.svg")


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """Draw one icon of the sprite; it says nothing to a screen reader, so a word stands beside."""
    return drawn(name, extra, static("icons.svg") if settings.DEBUG else sprite())


@lru_cache(maxsize=512)
def drawn(name: str, extra: str, file: str) -> SafeString:
    """Draw an icon out of a file, once a process."""
    css = f"icon {extra}".strip()
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#i-{}"/></svg>', css, file, name
    )


def year_of(day: date) -> int:
    """Write a year as the reader counts: Buddhist in Thai."""
    return day.year + (BUDDHIST_OFFSET if get_language() == "th" else 0)


def as_day(value: date | datetime) -> date:
    """Take the day of a moment as it is in Bangkok."""
    return value.astimezone(BANGKOK).date() if isinstance(value, datetime) else value


@register.filter
def day(value: date | datetime | None, form: str = "j F Y") -> str:
    """Write a day: 24 November 2026, or 24 พฤศจิกายน 2569. `form` is as in Django's `date`."""
    if not value:
        return ""
    found = as_day(value)
    if get_language() == "th":
        form = form.replace("l j", r"\ว\ั\นl\ท\ี\่ j")  # วันอังคารที่ 24
    written = date_format(found, form.replace("Y", r"\Y\Y"))
    return written.replace("YY", str(year_of(found)))


@register.filter
def short_day(value: date | datetime | None) -> str:
    """Write a day in a table: 9 Dec 2026, or 9 ธ.ค. 2569."""
    return day(value, "j M Y")


@register.filter
def moment(value: datetime | None) -> str:
    """Write a day and its time in Bangkok: Monday 23 November, 08:05."""
    if not value:
        return ""
    local = timezone.localtime(value, BANGKOK)
    clock = f" เวลา {local:%H.%M} น." if get_language() == "th" else f", {local:%H:%M}"
    return day(local, "l j F") + clock


@register.filter
def span(week: Week) -> str:
    """Write a week's days: 16-22 Nov 2026."""
    form = "j" if week.monday.month == week.sunday.month else "j M"
    first = day(week.monday, form if week.monday.year == week.sunday.year else "j M Y")
    return f"{first}–{day(week.sunday, 'j M Y')}"


@register.filter
def week_name(week: Week) -> str:
    """Name a week: Week 47."""
    return _("Week %(number)s") % {"number": week.number}


@register.filter
def points(value: Decimal | None) -> str:
    """Write points with one decimal, a second only when needed: 26.0, 3.35."""
    if value is None:
        return "–"
    exact = Decimal(value).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{exact:.1f}" if exact == exact.quantize(TENTH) else f"{exact}"


@register.filter
def percent(value: Decimal | None) -> str:
    """Write a load: 128.1%; not available is a dash, never a zero."""
    return "–" if value is None else f"{Decimal(value).quantize(TENTH, ROUND_HALF_UP)}%"


@register.filter
def plain(value: Decimal | float | int | None) -> str:
    """Write a number without idle zeros: 40, 7.5."""
    return "–" if value is None else f"{Decimal(value).normalize():f}"


@register.simple_tag(takes_context=True)
def all_the_same(context, text: str | None, warned: object = True, kept: bool = False):
    """Draw the tick that sends a free text all the same, below a field that no form draws.

    `warned` is the sentence at the field, if there is one; `kept` says that the page shows words
    that were kept before, as long as nothing was posted.
    """
    request = context["request"]
    if kept and request.method != "POST":
        return free_text.kept_mark(text or "")
    seen = free_text.ticks(request.POST)
    return free_text.tick(text or "", seen=seen, warned=bool(warned))


@register.simple_tag
def other_language() -> str:
    """The language of the names that stand beside the reader's own."""
    return "en" if get_language() == "th" else "th"
