"""What the job of a report does: tell every section, draw, write the files, keep it all.

A job may run twice, and its process may be killed at any moment. So what it keeps, and that it is
done, are one transaction, which first asks whether the job is still the one that goes on.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from people.keys import sealing
from people.lists import carrying
from people.lists.carrying import Clock
from people.models import BackgroundJob, Person, Role
from people.weeks import today
from people.writing.formats import day as write_day
from programme.members import door
from programme.models import ProgrammeReport, ReportFile
from programme.models.reports import CONTENT
from programme.rules.periods import ReportPeriod

from .asking import TOLD_PARTS, ReportAsk, ReportReach, reach_today
from .charts import drawings_of
from .parts import ReportContent, ReportPart
from .pdf import what_is_lacking, write_pdf
from .sections import sections_of
from .words import period_days, period_name
from .workbook import write_workbook

State = BackgroundJob.State
# After its sections: pictures, workbook, PDF.
MORE_STEPS = 3


def count_steps(scope: str) -> int:
    """Count the steps in which a report is made, for its progress."""
    return len(sections_of(scope)) + MORE_STEPS


def build(job_id: int, clock: Clock) -> None:
    """Make a report and keep it. Safe to repeat."""
    if job := carrying.begun(job_id, clock):
        with carrying.breaking_off(job, clock):
            report = ProgrammeReport.objects.get(job=job)
            with override(report.language):
                make(job, report, clock)


def make(job: BackgroundJob, report: ProgrammeReport, clock: Clock) -> None:
    """Tell, draw and write a report in its language; then keep it at once."""

    def step() -> None:
        job.done, job.moved_at = job.done + 1, clock()
        going = BackgroundJob.objects.filter(pk=job.pk, state=State.RUNNING)
        going.update(done=job.done, moved_at=job.moved_at)

    job.done = 0
    now = clock()
    reach = still_within(job.by, report)
    with asking(job.by, report, now) as asked:
        parts = []
        for section in sections_of(report.scope):
            parts.append(section.read(asked))
            step()
    content = content_of(asked, reach, tuple(one for one in parts if one))
    step()
    files = {ReportFile.Kind.XLSX: write_workbook(content)}
    step()
    if not (lacking := what_is_lacking(report.language)):
        files[ReportFile.Kind.PDF] = write_pdf(report, content)
    step()
    with transaction.atomic():
        carrying.hold(job)
        # What was told while a member joined or took back a part is not kept.
        still_within(as_now(job.by), report)
        keep(report, content, files, lacking, clock())
        carrying.end(job, State.DONE, {}, clock())


def as_now(viewer: Person) -> Person:
    """Read a person anew, with the roles that they have by now."""
    return Person.objects.select_related("account", "organisation").get(pk=viewer.pk)


def still_within(viewer: Person, report: ProgrammeReport) -> ReportReach:
    """Say how far a person's report reaches now; refused if that changed since it was asked for.

    Asked before anything is read, and again when all of it is told: that takes a while.
    """
    may = Role.PROGRAMME in viewer.roles
    reach = reach_today(viewer, report.scope) if may else None
    if reach is None or reach.digest != report.office:
        raise ValidationError(_("What this report would show has changed."), code="changed")
    return reach


@contextmanager
def asking(viewer: Person, report: ProgrammeReport, now: datetime) -> Iterator[ReportAsk]:
    """Ask for a report: of a programme with its door open, which notes the look at each member."""
    period = ReportPeriod.parse(report.period)
    if report.scope == ProgrammeReport.Scope.OWN:
        yield ReportAsk(viewer, period, now)
        return
    with door.office_door(viewer, *TOLD_PARTS, now=now) as opened:
        yield ReportAsk(viewer, period, now, opened)


def content_of(
    asked: ReportAsk, reach: ReportReach, parts: tuple[ReportPart, ...]
) -> ReportContent:
    """Put a report together, with its pictures."""
    rule = _(
        "Figures of groups are those of the whole blocks of four weeks that end in this period. "
        "“Withheld” is shown where there are too few people, or where it would reveal such a "
        "group."
    )
    return ReportContent(
        title=_("Report: %(period)s") % {"period": period_name(asked.period)},
        of=reach.name,
        days=period_days(asked.period),
        made_on=_("Made on %(day)s, from the same figures as the pages.")
        % {"day": write_day(today(asked.now))},
        rule=rule,
        parts=parts,
        drawings=drawings_of(parts),
    )


def keep(
    report: ProgrammeReport,
    content: ReportContent,
    files: dict[ReportFile.Kind, bytes],
    lacking: str,
    now: datetime,
) -> None:
    """Keep a report with its files, sealed."""
    sealed = sealing.keys_of(CONTENT).seal(content.written(), report.bound)
    ProgrammeReport.objects.filter(pk=report.pk).update(
        sealed_content=sealed, digest=content.digest, without_pdf=lacking, made_at=now
    )
    ReportFile.objects.filter(report=report).delete()
    for kind, written in files.items():
        row = ReportFile(report=report, kind=kind)
        row.keep(written)
        row.save()
