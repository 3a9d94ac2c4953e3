"""Reports of the programme office: what was told of a period, kept as it was told."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from people.keys import sealing
from people.models import BackgroundJob, Organisation, Person, Role, Unit, at_or_below

CONTENT, FILE = "programme.ProgrammeReport.content", "programme.ReportFile.content"


class ReportQuerySet(models.QuerySet):
    """Reports, by viewer."""

    def visible_to(self, viewer: Person) -> Self:
        """Those of units that lie in the viewer's programme office today, all of them.

        What a report tells of other organisations is asked of the programme's door besides.
        """
        if Role.PROGRAMME not in viewer.roles:
            return self.none()
        units = ProgrammeReport.units.through.objects.filter(programmereport=OuterRef("pk"))
        beyond = units.exclude(at_or_below("unit__path", viewer.paths(Role.PROGRAMME)))
        return self.filter(~Exists(beyond), organisation=viewer.organisation_id)


class ProgrammeReport(models.Model):
    """A report of a period, in one language, of some units or of a programme's members.

    It is told once, by a job, and stays as it was told. Its content is sealed: it holds more than
    what is published.
    """

    class Scope(models.TextChoices):
        """Of what it tells."""

        OWN = "own", _("Your own units")
        PROGRAMME = "programme", _("The programme of several organisations")

    class Lacking(models.TextChoices):
        """Why there is no PDF."""

        PANGO = "pango", _("This server has no Pango.")
        FONT = "font", _("This server has no Thai font.")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    # As `ReportPeriod.parse` reads it.
    period = models.CharField(max_length=16)
    scope = models.CharField(max_length=9, choices=Scope)
    language = models.CharField(max_length=8)
    # The units of the office that asked.
    units = models.ManyToManyField(Unit, related_name="+")
    # Of a programme the organisations of each part that it tells of, by their ids.
    reached = models.JSONField(default=dict, blank=True)
    # A digest of scope, units and organisations: of the same, one report is kept.
    office = models.CharField(max_length=64)
    job = models.OneToOneField(BackgroundJob, models.SET_NULL, null=True, related_name="+")
    sealed_content = models.BinaryField(blank=True, default=b"")
    SEALED = {"sealed_content": CONTENT}
    BOUND_TO = ("organisation_id", "public_id")
    # SHA-256 of the figures and words; empty until they are told.
    digest = models.CharField(max_length=64, blank=True, default="")
    without_pdf = models.CharField(max_length=5, choices=Lacking, blank=True, default="")
    made_at = models.DateTimeField(null=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "office", "period", "language"], name="one_report_of_a_kind"
            ),
        ]

    @property
    def bound(self) -> bytes:
        """What its content is sealed for."""
        return sealing.bound_to(CONTENT, self.organisation_id, sealing.row_of(self.public_id))


class ReportFileQuerySet(models.QuerySet):
    """Files of reports, by viewer."""

    def visible_to(self, viewer: Person) -> Self:
        """Those of the reports that the viewer may read."""
        return self.filter(report__in=ProgrammeReport.objects.visible_to(viewer))


class ReportFile(models.Model):
    """A report as a file, sealed."""

    class Kind(models.TextChoices):
        """What kind of file it is, with its media type."""

        PDF = "pdf", "application/pdf"
        XLSX = "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    report = models.ForeignKey(ProgrammeReport, models.CASCADE, related_name="files")
    kind = models.CharField(max_length=4, choices=Kind)
    sealed_content = models.BinaryField()
    SEALED = {"sealed_content": FILE}
    BOUND_TO = ("report_id", "kind")

    objects = ReportFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "kind"], name="a_report_has_each_file_once"),
        ]

    @property
    def bound(self) -> bytes:
        """What it is sealed for."""
        return sealing.bound_to(FILE, self.report_id, sealing.row_of(self.kind))

    def keep(self, content: bytes) -> None:
        """Seal a file."""
        self.sealed_content = sealing.keys_of(FILE).seal(content, self.bound)

    @property
    def content(self) -> bytes:
        """The file, opened."""
        return sealing.keys_of(FILE).unseal(bytes(self.sealed_content), self.bound)
