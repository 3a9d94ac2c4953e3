"""How days, weeks and numbers are written, in each language."""

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.dates import get_day_names, get_month_names
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from people.rules.typed_days import BUDDHIST_OFFSET
from people.weeks import BANGKOK, Block, Week

# Their months and weekdays, long or short, are not in Django.
NAMED_BY_CLDR = {"my", "km", "lo"}
# After a day's number or its month a line does not break.
WITHIN_A_DAY = re.compile(r"(?<=[jFM]) ")
TENTH = Decimal("0.1")
# After a whole number: nothing, a quarter, a half, three quarters.
QUARTERS = ("", "¼", "½", "¾")


def year_as_read(day: date) -> int:
    """Write a year as the reader counts: Buddhist in Thai."""
    return day.year + (BUDDHIST_OFFSET if get_language() == "th" else 0)


def week_year_as_read(week: Week) -> int:
    """Write the year of an ISO week as the reader counts; 4 January lies in its first week."""
    return year_as_read(date(week.year, 1, 4))


def block_as_read(block: Block) -> dict[str, int]:
    """Give the numbers of a block's first and last week, and both years as the reader counts.

    The last week's year is `year`, and `begins` the first one's: the same but over a New Year.
    """
    return {
        "first": block.first.number,
        "last": block.last.number,
        "begins": week_year_as_read(block.first),
        "year": week_year_as_read(block.last),
    }


def fiscal_year(ends: int) -> str:
    """Name a budget year, October to September, after the year in which it ends."""
    return _("Fiscal year %(year)s") % {"year": year_as_read(date(ends, 9, 30))}


def as_day(value: date | datetime) -> date:
    """Take the day of a moment as it is in Bangkok."""
    return value.astimezone(BANGKOK).date() if isinstance(value, datetime) else value


def day(value: date | datetime | None, form: str = "j F Y") -> str:
    """Write a day: 24 November 2026, or 24 พฤศจิกายน 2569. `form` is as in Django's `date`."""
    return written_day(as_day(value), form, get_language()) if value else ""


@lru_cache(maxsize=4096)
def written_day(found: date, form: str, language: str | None) -> str:
    """Write a day in the language that is on; a page has the same few many times."""
    if language == "th":
        form = form.replace("l j", r"\ว\ั\นl\ท\ี\่ j")  # วันอังคารที่ 24
    form = WITHIN_A_DAY.sub("\u00a0", form)
    written = date_format(found, in_letters(found, form.replace("Y", r"\Y\Y")))
    return written.replace("YY", str(year_as_read(found)))


def in_letters(day: date, form: str) -> str:
    """Write the names of the month and the weekday into a form, where Django has none."""
    if (language := get_language()) not in NAMED_BY_CLDR:
        return form
    names = {
        "F": get_month_names("wide", locale=language)[day.month],
        "M": get_month_names("abbreviated", locale=language)[day.month],
        "l": get_day_names("wide", locale=language)[day.weekday()],
        "D": get_day_names("abbreviated", locale=language)[day.weekday()],
    }
    return "".join(
        "".join(f"\\{sign}" for sign in names[letter]) if letter in names else letter
        for letter in form
    )


def short_day(value: date | datetime | None) -> str:
    """Write a day in a table: 9 Dec 2026, or 9 ธ.ค. 2569."""
    return day(value, "j M Y")


def moment(value: datetime | None) -> str:
    """Write a day and its time in Bangkok: Monday 23 November, 08:05."""
    if not value:
        return ""
    local = timezone.localtime(value, BANGKOK)
    clock = f" เวลา\u00a0{local:%H.%M}\u00a0น." if get_language() == "th" else f", {local:%H:%M}"
    return day(local, "l j F") + clock


def weekday_time(value: datetime) -> str:
    """Write a moment of a week that is named already: Mon 08:05."""
    local = timezone.localtime(value, BANGKOK)
    clock = f"{local:%H.%M} น." if get_language() == "th" else f"{local:%H:%M}"
    return f"{day(local, 'D')} {clock}"


def span(week: Week) -> str:
    """Write a week's days: 16-22 Nov 2026."""
    form = "j" if week.monday.month == week.sunday.month else "j M"
    first = day(week.monday, form if week.monday.year == week.sunday.year else "j M Y")
    return f"{first}–{day(week.sunday, 'j M Y')}"


def week_name(week: Week) -> str:
    """Name a week: Week 47."""
    return _("Week %(number)s") % {"number": week.number}


def week_of_year(week: Week) -> str:
    """Name a week with its year in a table: 2026-W47, or 47/2569."""
    named = {"year": week_year_as_read(week), "number": week.number}
    return _("%(year)s-W%(number)02d") % named


def written_points(value: Decimal | None) -> str:
    """Write points with one decimal, a second only when needed: 26.0, 3.35."""
    if value is None:
        return "–"
    exact = Decimal(value).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{exact:.1f}" if exact == exact.quantize(TENTH) else f"{exact}"


def percent(value: Decimal | None) -> str:
    """Write a load: 128.1%; not available is a dash, never a zero."""
    return "–" if value is None else f"{Decimal(value).quantize(TENTH, ROUND_HALF_UP)}%"


def percent_aloud(value: Decimal | None) -> str:
    """Write a load for what reads a picture aloud, which passes over a dash."""
    return _("not available") if value is None else percent(value)


def whole_percent(value: Decimal | None) -> str:
    """Write a load in a list: 128%; the page behind the row has the tenth."""
    return "–" if value is None else f"{Decimal(value).quantize(Decimal(1), ROUND_HALF_UP)}%"


def plain_number(value: Decimal | float | int | None) -> str:
    """Write a number without idle zeros: 40, 7.5."""
    return "–" if value is None else f"{Decimal(value).normalize():f}"


def long_number(value: Decimal | float | int) -> str:
    """Write a number with its thousands apart and without idle zeros: 3,900, 7.5."""
    return f"{Decimal(value).normalize():,f}"


def in_quarters(value: Decimal | float | int) -> str:
    """Write a number to the nearest quarter, as people say it: 9¼, ½, 22."""
    whole, rest = divmod(int((Decimal(value) * 4).quantize(Decimal(1), ROUND_HALF_UP)), 4)
    return f"{whole or ''}{QUARTERS[rest]}" or "0"


def written_hours(minutes: Decimal | int) -> str:
    """Write minutes as hours: 22 h, 9¼ h; what is no quarter of an hour keeps its minutes."""
    hours, rest = divmod(int(minutes), 60)
    if not rest % 15:
        return _("%(n)s h") % {"n": in_quarters(Decimal(int(minutes)) / 60)}
    if not hours:
        return _("%(n)s min") % {"n": rest}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}
