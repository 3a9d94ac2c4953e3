"""Find reports and open them: as far as their reader may still look today."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError

from people.keys import sealing
from people.lists import actions as lists
from people.models import BackgroundJob, Person
from programme.members import door
from programme.models import ProgrammeReport
from programme.models.reports import CONTENT
from programme.rules.periods import ReportPeriod

from .asking import TOLD_PARTS, ReportReach, is_within, reach_today
from .parts import ReportContent
from .words import period_days, period_name

# A report is deleted so long after it was made, with its files; one that was never made sooner.
KEPT_FOR, UNMADE_FOR = timedelta(days=730), timedelta(days=7)
LISTED = 24
PROGRAMME = ProgrammeReport.Scope.PROGRAMME


@dataclass(frozen=True)
class ReportLine:
    """A report in the list."""

    report: ProgrammeReport
    period: ReportPeriod
    goes_on: bool

    @property
    def name(self) -> str:
        """What it is called."""
        return period_name(self.period)

    @property
    def days(self) -> str:
        """From when to when it tells."""
        return period_days(self.period)

    @property
    def job(self) -> BackgroundJob | None:
        """The job that makes it."""
        return self.report.job


def line_of(report: ProgrammeReport, now: datetime) -> ReportLine:
    """Say how a report stands."""
    going = report.made_at is None and lists.in_hand(report.job, now)
    return ReportLine(report, ReportPeriod.parse(report.period), going)


def reports_of(viewer: Person, now: datetime) -> tuple[list[ReportLine], ReportReach | None]:
    """List the reports that a viewer may read, the newest first, and their programme's reach."""
    reach = reach_today(viewer, PROGRAMME)
    found = ProgrammeReport.objects.visible_to(viewer).defer("sealed_content")
    found = found.select_related("job")
    shown = [one for one in found if is_within(one, reach)]
    return [line_of(one, now) for one in shown[:LISTED]], reach


def may_read(viewer: Person, report: ProgrammeReport, now: datetime) -> bool:
    """Say whether a viewer may open a report now; of a programme its door notes the look.

    A report tells of a member only as long as that member shares the part.
    """
    if report.scope != PROGRAMME:
        return True
    if not is_within(report, reach_today(viewer, PROGRAMME)):
        return False
    try:
        with door.office_door(viewer, *TOLD_PARTS, now=now):
            return True
    except ValidationError:
        return False


def opened_content(report: ProgrammeReport) -> ReportContent:
    """Open what a report tells; refused if it is not what was kept."""
    text = sealing.keys_of(CONTENT).unseal(bytes(report.sealed_content), report.bound)
    content = ReportContent.read(text)
    if content.digest != report.digest:
        raise ValueError(f"Report {report.public_id} is not what was kept")
    return content
