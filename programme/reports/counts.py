"""The parts that count: flags, posts, certificates, and those who left."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from people.groups.rule import enough
from people.groups.words import WITHHELD
from people.models import Turnover
from people.weeks import Block, today
from people.writing.formats import day as write_day
from people.writing.formats import short_day
from programme.board import page as board
from programme.coverage import actions as coverage
from programme.members import door
from programme.models import SharedPart
from programme.rules.cover import LEAVES_AFTER
from training.year import actions as training_year
from training.year.year_end import HeldAtYearEnd

from .asking import ReportAsk
from .parts import Cell, ReportPart, ReportTable

DAY = timedelta(days=1)


def flags_part(asked: ReportAsk) -> ReportPart | None:
    """Tell about how many people had a flag when the newest block was frozen, in all units."""
    block = Block.latest(asked.now)
    found = coverage.flags(
        coverage.sums(asked.viewer, asked.now), asked.viewer.own_organisation, block
    )
    about = _("About how many on %(day)s, for all units together. A flag is about the work.") % {
        "day": write_day(today(block.freezes))
    }
    cells: list[Cell] = [found.all, found.people] if found else [str(WITHHELD)] * 2
    labels = (_("People with a flag"), _("Workers and supervisors"))
    facts = tuple(zip(labels, cells, strict=True))
    return ReportPart("flags", _("Flags open"), about, facts=facts)


def posts_part(asked: ReportAsk) -> ReportPart | None:
    """Tell by region how posts are covered, as it may leave the office: ninety days late."""
    opened = asked.opened or door.own_alone(asked.viewer, SharedPart.POSTS, now=asked.now)
    day = min(asked.period.last, asked.day - LEAVES_AFTER)
    regions = board.regions_on(opened, day)
    if not regions:
        return None
    about = _("As of %(day)s. By region, at least %(days)s days old.") % {
        "day": write_day(day),
        "days": LEAVES_AFTER.days,
    }
    header = (
        _("Region"),
        _("Posts"),
        pgettext("post", "Held"),
        _("One person only"),
        _("Certificate expires or is missing"),
        _("Uncovered"),
    )
    rows = tuple((str(one.region.name), *region_cells(one)) for one in regions)
    told = [one for one in regions if not one.withheld]
    lead = ""
    if told:
        numbers = {"held": sum(one.held for one in told), "all": sum(one.posts for one in told)}
        sentence = _("%(held)s of %(all)s posts were held on %(day)s, in the regions shown here.")
        lead = sentence % {**numbers, "day": short_day(day)}
    table = ReportTable(_("Region by region"), header, rows)
    return ReportPart("posts", _("Posts and coverage"), about, lead, tables=(table,))


def region_cells(region: board.RegionRow) -> tuple[Cell, ...]:
    """Write the numbers of a region, or that they are withheld."""
    if region.withheld:
        return (str(WITHHELD),) * 5
    return (region.posts, region.held, region.one, region.lapsing, region.vacant)


def certificates_part(asked: ReportAsk) -> ReportPart | None:
    """Tell who held what is required on the last day, beside the day before the period began."""
    last, before = asked.period.last, asked.period.first - DAY
    found = training_year.beside(asked.viewer, asked.people, last, before)
    if not found:
        return None
    header = (
        _("Certificate"),
        _("Required of"),
        _("Have it"),
        _("Required of, %(day)s") % {"day": short_day(before)},
        _("Have it, %(day)s") % {"day": short_day(before)},
    )
    rows = tuple(
        (str(kind), *held_cells(now, asked.smallest), *held_cells(then, asked.smallest))
        for kind, now, then in found
    )
    about = _(
        "On %(day)s, of people who are here today: by their roles and jobs on that day, without "
        "people who are exempt. Of few people nothing is shown."
    ) % {"day": write_day(last)}
    lead = ""
    told = [(kind, now) for kind, now, _then in found if enough(now.asked, asked.smallest)]
    if told:
        kind, held = told[0]
        sentence = _("“%(certificate)s” is held by %(n)s of the %(all)s people who need it.")
        lead = sentence % {"certificate": kind, "n": held.holding, "all": held.asked}
    table = ReportTable(_("Who has what is required"), header, rows)
    return ReportPart("certificates", _("Certificates needed"), about, lead, tables=(table,))


def held_cells(held: HeldAtYearEnd, smallest: int) -> tuple[Cell, ...]:
    """Write of how many people a certificate was required, and how many held it."""
    if not enough(held.asked, smallest):
        return (str(WITHHELD),) * 2
    return (held.asked, held.holding)


def turnover_part(asked: ReportAsk) -> ReportPart | None:
    """Tell of those who left in the half-years that were counted in the period."""
    counted = [
        one
        for one in Turnover.objects.visible_to(asked.viewer)
        if asked.period.first <= one.half.freezes <= asked.period.last
    ]
    if not counted:
        return None
    rows = tuple((half_name(one), *turnover_cells(one)) for one in counted)
    header = (_("Half-year"), _("People who left"), _("Out of"), _("Reasons that enough named"))
    about = _("Of the whole organisation. A half-year is counted once, a month after its end.")
    table = ReportTable(_("Half-years counted in this period"), header, rows)
    return ReportPart("turnover", _("Turnover"), about, tables=(table,))


def half_name(row: Turnover) -> str:
    """Write the days of a half-year."""
    return f"{short_day(row.half.first)} – {short_day(row.half.last)}"


def turnover_cells(row: Turnover) -> tuple[Cell, ...]:
    """Write what was told of a half-year, in the words of its page."""
    if not row.size:
        return (str(WITHHELD),) * 3
    return (row.size_read, row.out_of_read, ", ".join(row.named) or str(WITHHELD))
