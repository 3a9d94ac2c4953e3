"""The days of a week as a person noted them: shifts, nights, days off, minutes with material."""

from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from people.models import Organisation, Person
from workload.rules import reasons

from .supervised import OwnAndSupervisedQuerySet

MINUTES_A_DAY = 24 * 60
BANGKOK = ZoneInfo("Asia/Bangkok")


class SeverityChoice(models.TextChoices):
    """How hard material was to look at, as people read it; never what it showed."""

    MILD = reasons.Severity.MILD, _("Mild")
    HARD = reasons.Severity.HARD, _("Hard")
    VIOLENT = reasons.Severity.VIOLENT, _("Violent")


class DutyDay(models.Model):
    """One day. No row where nothing was noted: missing is neither work nor rest."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="duty_days")
    day = models.DateField()
    starts = models.DateTimeField(null=True)
    ends = models.DateTimeField(null=True)
    night = models.BooleanField(default=False)
    off = models.BooleanField(default=False)
    # Minutes, how hard, and whether it was seen before. No content, no hash, no victim.
    minutes = models.PositiveSmallIntegerField(default=0)
    severity = models.CharField(max_length=7, choices=SeverityChoice, blank=True)
    known = models.BooleanField(default=False)
    # Minutes of breaks from it; null where nothing was said, which is not the same as none.
    breaks = models.PositiveSmallIntegerField(null=True)
    # Something happened to the worker, who let it be known; never what.
    incident = models.BooleanField(default=False, db_default=False)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = OwnAndSupervisedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "day"], name="one_note_of_a_day"),
            models.CheckConstraint(
                condition=Q(starts=None, ends=None) | Q(ends__gt=F("starts")),
                name="a_shift_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(minutes__lte=MINUTES_A_DAY), name="a_day_has_1440_minutes"
            ),
            models.CheckConstraint(
                condition=Q(breaks=None) | Q(breaks__lte=MINUTES_A_DAY, minutes__gt=0),
                name="breaks_are_from_material",
            ),
            models.CheckConstraint(
                condition=Q(off=False) | Q(starts=None, night=False, minutes=0),
                name="a_day_off_is_free",
            ),
        ]

    @property
    def rule(self) -> reasons.Day:
        """The day as the rules see it; times as they are in Bangkok."""
        return reasons.Day(
            day=self.day,
            starts=self.starts and self.starts.astimezone(BANGKOK),
            ends=self.ends and self.ends.astimezone(BANGKOK),
            night=self.night,
            off=self.off,
            minutes=self.minutes,
            severity=reasons.Severity(self.severity) if self.severity else None,
            breaks=self.breaks,
            incident=self.incident,
        )
