"""How periods are called, in either calendar and language."""

from django.utils.translation import gettext as _

from people.weeks import Block
from people.writing.formats import block_as_read, day, fiscal_year, short_day, year_as_read
from programme.rules.periods import PeriodKind, ReportPeriod


def period_name(period: ReportPeriod) -> str:
    """Name a period: Weeks 43–46, 2026; July to September 2026; Fiscal year 2026.

    A quarter goes by its months: in Thailand “the first quarter” is October to December.
    """
    if period.kind == PeriodKind.BLOCK:
        return block_of_year(*period.blocks)
    if period.kind == PeriodKind.QUARTER:
        months = {"first": day(period.first, "F"), "last": day(period.last, "F Y")}
        return _("%(first)s to %(last)s") % months
    if period.kind == PeriodKind.FISCAL:
        return fiscal_year(period.number)
    return _("Calendar year %(year)s") % {"year": year_as_read(period.first)}


def block_of_year(block: Block) -> str:
    """Name a block with its year: Weeks 43–46, 2026; over a New Year with both."""
    named = block_as_read(block)
    if named["begins"] == named["year"]:
        return _("Weeks %(first)s–%(last)s, %(year)s") % named
    return _("Week %(first)s, %(begins)s – week %(last)s, %(year)s") % named


def period_days(period: ReportPeriod) -> str:
    """Write its first and last day."""
    return f"{short_day(period.first)} – {short_day(period.last)}"


def block_name(block: Block) -> str:
    """Name a block in a table: Weeks 43–46."""
    numbers = {"first": block.first.number, "last": block.last.number}
    return _("Weeks %(first)s–%(last)s") % numbers


def short_digest(digest: str) -> str:
    """Write the beginning of a digest as people compare it: 9c41 7be0 52aa."""
    return " ".join(digest[at : at + 4] for at in range(0, 12, 4))
