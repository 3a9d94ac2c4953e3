"""What releases tell of: the measures with their bands, and the places. One list for good."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models import LeavingReason
from people.writing.formats import year_as_read
from people.writing.sentences import Sentence
from programme.models import ReleasePart
from programme.regions.reading import regions
from programme.rules.quarters import CalendarQuarter
from programme.rules.release import WHOLE

from .published import ReleasedMeasure, ReleasedPlace

LICENCE = "CC-BY-4.0"
LANGUAGES = ("en", "th")
EXIT = "exit_"
NAMED = "named"
WHOLE_NAME = pgettext_lazy("place", "The whole programme")


@dataclass(frozen=True)
class ToldMeasure:
    """Something that releases tell: in which part, and how often, with its words."""

    key: str
    part: str
    name: Sentence
    about: Sentence
    # From the least to the most.
    bands: tuple[tuple[str, Sentence], ...]
    # What hardly changes in four weeks is told once a quarter, or its chance could be averaged out.
    slow: bool = False
    # A rare fact is told of the whole programme alone.
    rare: bool = False


HOW_MANY: tuple[tuple[str, Sentence], ...] = (
    ("few", _("Fewer than 40 of 100")),
    ("half", _("From 40 to 59 of 100")),
    ("most", _("60 of 100 or more")),
)
FIGURES = (
    ToldMeasure(
        "load",
        ReleasePart.LOAD,
        _("Load"),
        _("The mean load of people with contracted hours, as a part of what their hours can bear."),
        (
            ("light", _("Under 75 percent")),
            ("usual", _("From 75 to 109 percent")),
            ("heavy", _("110 percent or more")),
        ),
    ),
    ToldMeasure(
        "wellbeing",
        ReleasePart.WELLBEING,
        _("Strain"),
        _("The mean strain that people tell of in their weekly pulse."),
        (
            ("low", _("Low strain")),
            ("some", _("Some strain")),
            ("high", _("High strain")),
        ),
    ),
    ToldMeasure(
        "certificates",
        ReleasePart.CERTIFICATES,
        _("People with a certificate"),
        _("How many people have at least one certificate in date on the last day."),
        HOW_MANY,
        slow=True,
    ),
    ToldMeasure(
        "coverage",
        ReleasePart.COVERAGE,
        _("Posts that are held"),
        _("How many posts are held by enough people, as it was 90 days before the last day."),
        HOW_MANY,
        slow=True,
    ),
)
RARE_FIGURES = (
    ToldMeasure(
        "evaluations",
        ReleasePart.EVALUATIONS,
        _("Of use at work"),
        _("What most groups of participants said of training in the quarter."),
        (
            ("little", pgettext_lazy("what a group says", "Little")),
            ("partly", pgettext_lazy("what a group says", "Partly")),
            ("mostly", pgettext_lazy("what a group says", "Mostly")),
        ),
        slow=True,
        rare=True,
    ),
    *(
        ToldMeasure(
            f"{EXIT}{reason.value}",
            ReleasePart.EXITS,
            reason.label,
            _("A reason to leave that enough people gave in the half-year before."),
            ((NAMED, pgettext_lazy("reason to leave", "Named")),),
            slow=True,
            rare=True,
        )
        for reason in LeavingReason.Reason
    ),
)
TOLD = (*FIGURES, *RARE_FIGURES)


def in_each_language(text: Sentence) -> Mapping[str, str]:
    """Write a text in each language in which releases are read."""
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = str(text)
    return found


@cache
def released_measures() -> Mapping[str, ReleasedMeasure]:
    """Describe every measure, by its key."""
    return {
        one.key: ReleasedMeasure(
            one.key,
            in_each_language(one.name),
            in_each_language(one.about),
            tuple((band, in_each_language(word)) for band, word in one.bands),
        )
        for one in TOLD
    }


@cache
def released_places() -> tuple[ReleasedPlace, ...]:
    """List the whole programme and every region: one geography for good."""
    whole = ReleasedPlace(WHOLE, in_each_language(WHOLE_NAME))
    return (whole, *(ReleasedPlace(one.key, dict(one.name)) for one in regions().values()))


def quarter_as_read(quarter: str) -> str:
    """Name a quarter as the reader counts years: 2026-Q4."""
    read = CalendarQuarter.parse(quarter)
    about = {"n": read.number, "year": year_as_read(read.first)}
    return translation.gettext("Quarter %(n)s of %(year)s") % about
