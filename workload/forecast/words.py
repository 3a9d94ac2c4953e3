"""A forecast in words: the figures, the band, and what it takes for granted."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.calendar.words import names_in_week
from people.weeks import Week
from people.writing.formats import percent, plain_number
from workload.rules.forecast import ForecastBand, Rate

from .actions import Outlook
from .pictures import LikelyPicture


@dataclass(frozen=True)
class ToldForecast:
    """What the page says of the weeks to come."""

    rows: list[tuple[Week, str, str, str, str, str]]
    # What the calendar says of these weeks: each week with its names.
    known: list[tuple[Week, str]]
    inflow: str
    closing: str
    worst: str
    needed: str
    picture: SafeString


def told_forecast(found: Outlook) -> ToldForecast | None:
    """Write a forecast down, or nothing where there is none."""
    if found.forecast is None:
        return None
    forecast = found.forecast
    rows = [
        (one, *figures(load), plain_number(tenth(room)), names_in_week(found.days, one))
        for one, load, room in zip(
            found.weeks, forecast.loads, forecast.team.capacities, strict=True
        )
    ]
    inflow, closing = forecast.inflow, forecast.flow.closing
    spoken = [f"{one.number}: {low}–{high}" for one, low, _middle, high, _room, _names in rows]
    return ToldForecast(
        rows=rows,
        known=[(row[0], row[-1]) for row in rows if row[-1]],
        inflow=_("New cases a week: about %(n)s (%(low)s to %(high)s)")
        % {name: plain_number(tenth(x)) for name, x in named(inflow).items()},
        closing=_("About %(n)s of the open cases close in a week (%(low)s to %(high)s)")
        % {name: percent(Decimal(100 * x)) for name, x in named(closing).items()},
        worst=tightest(found.weeks, forecast.loads),
        needed=people(*forecast.needed),
        picture=LikelyPicture(
            forecast.loads,
            [one.number for one in found.weeks],
            [bool(names_in_week(found.days, one)) for one in found.weeks],
            _("Expected load by week, from lower to upper end of the band: %(loads)s")
            % {"loads": ", ".join(spoken)},
        ).draw(),
    )


def tightest(weeks: Sequence[Week], loads: Sequence[ForecastBand | None]) -> str:
    """Name the week with the band that reaches highest; the first of several."""
    known = [(load.high, -n) for n, load in enumerate(loads) if load]
    if not known:
        return _("Everybody is away in these weeks")
    place = -max(known)[1]
    low, _middle, high = figures(loads[place])
    return _("Week %(week)s is the tightest: %(low)s to %(high)s of capacity") % {
        "week": weeks[place].number,
        "low": low,
        "high": high,
    }


def named(rate: Rate) -> dict[str, float]:
    """Name a rate's three figures."""
    return {"n": rate.mean, "low": rate.low, "high": rate.high}


def tenth(value: float) -> Decimal:
    """Round for display."""
    return Decimal(value).quantize(Decimal("0.1"))


def figures(load: ForecastBand | None) -> tuple[str, str, str]:
    """Write a band's three figures in percent; a week with all people away is a dash."""
    if load is None:
        return ("–", "–", "–")
    low, middle, high = (percent(Decimal(one)) for one in (load.low, load.middle, load.high))
    return low, middle, high


def people(low: int, high: int) -> str:
    """Say how many more people would bring the load to 100 % or less."""
    if not high:
        return _("Nobody more is needed to stay at 100% or less")
    if not low:
        return ngettext(
            "At most %(n)s person more would keep it at 100%% or less",
            "At most %(n)s people more would keep it at 100%% or less",
            high,
        ) % {"n": high}
    if low == high:
        return ngettext(
            "%(n)s person more would bring it to 100%% or less",
            "%(n)s people more would bring it to 100%% or less",
            high,
        ) % {"n": high}
    return _("%(low)s to %(high)s people more would bring it to 100%% or less") % {
        "low": low,
        "high": high,
    }
