"""What the pages around volunteers show: links with their source, and how far people came."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from people.groups.rule import SMALLEST, size
from people.models import Person
from people.writing import links
from programme.models import VolunteerApplication, VolunteerPage, VolunteerSource
from programme.rules.funnel import FUNNEL_STEPS, funnel


@dataclass(frozen=True)
class SourceLink:
    """The address to hand on for one source."""

    label: str
    address: str


@dataclass(frozen=True)
class FunnelLine:
    """One source with how many came how far, in words."""

    label: str
    told: tuple[str, ...]


def links_of(page: VolunteerPage) -> list[SourceLink]:
    """Write the address of a page, once for each source that it offers."""
    address = links.to("volunteer_page", page.slug)
    offered = [VolunteerSource(one) for one in page.sources]
    return [SourceLink(str(one.label), f"{address}?from={one.value}") for one in offered] or [
        SourceLink(_("Everybody"), address)
    ]


def funnel_lines(viewer: Person) -> list[FunnelLine]:
    """Read how far people came by their source, for who may read it: words, and no person."""
    counts = VolunteerApplication.objects.counted_for(viewer)
    return [
        FunnelLine(str(VolunteerSource(row.source).label), tuple(map(told_count, row.reached)))
        for row in funnel(counts, VolunteerSource.values)
    ]


def funnel_heads() -> list[str]:
    """Name the steps in their order."""
    return [str(VolunteerApplication.Step(one).label) for one in FUNNEL_STEPS]


def told_count(people: int) -> str:
    """Write a number of people in words."""
    if people == 0:
        return _("none so far")
    if people < SMALLEST:
        return _("fewer than %(n)s") % {"n": SMALLEST}
    return size(people).replace("-", "–")
