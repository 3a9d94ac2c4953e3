"""Awards: a cycle with its criteria, who was named, what a panel found, and what came of it."""

import uuid
from datetime import date
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from people.languages.fields import LocalTextField
from people.models import (
    Named,
    OneName,
    Organisation,
    OwnOrganisationQuerySet,
    Person,
    Unit,
    belongs_still,
    colleague_in,
)
from people.writing.texts import refuse_identity
from training.rules.panels import verdict

from .audience import SHARED, Audience
from .certificates import Certificate

LONGEST = 600


class AwardCycleQuerySet(OwnOrganisationQuerySet):
    """Cycles of the viewer's own organisation."""

    def visible_to(self, viewer: Person) -> Self:
        """Those of the organisation that the viewer belongs to today."""
        return super().visible_to(viewer) if viewer.belongs else self.none()

    def open_on(self, day: date) -> Self:
        """Those in which people can be named on a day; both days count."""
        return self.filter(opens__lte=day, closes__gte=day)


class AwardCycle(Named):
    """An award that is given once: what it is for, until when people can be named, who judges."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    criteria = LocalTextField(_("What it is for, in {language}"), max_length=LONGEST)
    opens = models.DateField(_("People can be named from"))
    closes = models.DateField(_("Until which day"))
    # How many of the panel must have spoken before anything is decided.
    quorum = models.PositiveSmallIntegerField(
        _("How many of the panel must have spoken"),
        default=3,
        validators=[MinValueValidator(2), MaxValueValidator(15)],
    )
    panel = models.ManyToManyField(Person, related_name="+")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    objects = AwardCycleQuerySet.as_manager()

    class Meta:
        constraints = [
            OneName(
                fields=["organisation", "name"],
                name="one_award_of_a_name",
                violation_error_message=_("There is already an award of this name."),
            ),
            models.CheckConstraint(
                condition=Q(closes__gte=F("opens")),
                name="award_closes_after_it_opens",
                violation_error_code="closes_early",
                violation_error_message=_("The last day is before the first."),
            ),
        ]


def for_somebody(name: str) -> models.CheckConstraint:
    """Require that a row is about a person or a unit, and not both."""
    one = Q(person=None, unit__isnull=False) | Q(person__isnull=False, unit=None)
    return models.CheckConstraint(condition=one, name=name)


class NominationQuerySet(models.QuerySet):
    """Nominations, by who may see them. The person named does not."""

    def visible_to(self, viewer: Person) -> Self:
        """Those the viewer wrote, and those the viewer judges."""
        return self.filter(Q(by=viewer) | Q(pk__in=self.model.objects.judged_by(viewer)))

    def judged_by(self, viewer: Person) -> Self:
        """What this member of a panel judges: nothing that they wrote or that is about them.

        Both belong today, the member and the person named.
        """
        if not viewer.belongs:
            return self.none()
        around = {unit for m in viewer.current_memberships for unit in m.unit.lineage}
        own = Q(by=viewer) | Q(person=viewer) | Q(unit__in=around)
        here = self.filter(organisation_id=viewer.organisation_id, decided_at=None)
        named = Q(person=None) | colleague_in("person", viewer)
        return here.filter(named, cycle__panel=viewer).exclude(pk__in=self.filter(own).values("pk"))


class Nomination(models.Model):
    """One person names a colleague or a team, and says why."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    cycle = models.ForeignKey(AwardCycle, models.PROTECT, related_name="nominations")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=LONGEST, validators=[refuse_identity])
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = NominationQuerySet.as_manager()

    class Meta:
        constraints = [
            for_somebody("a_nomination_names_one"),
            models.CheckConstraint(
                condition=Q(person=None) | ~Q(person=F("by")), name="nobody_names_themselves"
            ),
            models.UniqueConstraint(
                fields=["cycle", "by", "person"],
                name="one_person_named_once",
                violation_error_code="named",
                violation_error_message=_("You have already named them for this award."),
            ),
            models.UniqueConstraint(
                fields=["cycle", "by", "unit"],
                name="one_team_named_once",
                violation_error_code="named",
                violation_error_message=_("You have already named them for this award."),
            ),
        ]

    @property
    def who(self) -> Person | Unit:
        """Who is named."""
        return self.person or self.unit  # type: ignore[return-value] # one of both: a constraint

    def verdict(self) -> bool | None:
        """What the panel found so far; None until enough of it have spoken."""
        said = list(self.opinions.values_list("aye", flat=True))
        return verdict(ayes=said.count(True), noes=said.count(False), quorum=self.cycle.quorum)


class OpinionQuerySet(models.QuerySet):
    """What members of a panel said."""

    def visible_to(self, viewer: Person) -> Self:
        """The viewer's own, and those on what the viewer judges too."""
        return self.filter(Q(by=viewer) | Q(nomination__in=Nomination.objects.judged_by(viewer)))


class Opinion(models.Model):
    """What one member of the panel says of one nomination."""

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="opinions")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    aye = models.BooleanField()
    words = models.CharField(max_length=LONGEST, validators=[refuse_identity])
    at = models.DateTimeField()

    objects = OpinionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["nomination", "by"], name="one_opinion_a_member")
        ]


class AwardQuerySet(models.QuerySet):
    """Awards and milestones, by who may see them."""

    def visible_to(self, viewer: Person) -> Self:
        """The viewer's own, also declined, those of the viewer's team, and what others share."""
        return self.filter(
            Q(pk__in=self.model.objects.answered_by(viewer))
            | Q(unit__in=[m.unit_id for m in viewer.current_memberships], audience__in=Audience)
            | shared_inside(viewer)
        )

    def answered_by(self, viewer: Person) -> Self:
        """What this person accepts or declines: their own, and that of a team they answer for.

        A team without a supervisor answers through the level above.
        """
        return self.filter(Q(person=viewer) | Q(unit__in=list(viewer.charge.members_of)))

    def on_the_wall(self, viewer: Person) -> Self:
        """What people of the viewer's organisation let each other read."""
        return self.filter(shared_inside(viewer))

    def public(self, day: date) -> Self:
        """What any reader with its link may read, while its owner could still take it back."""
        return self.filter(still_there(day), audience=Audience.PUBLIC)

    def resting_on(self, certificates: models.QuerySet) -> Self:
        """What falls with these certificates: their milestones, and an unanswered one of all."""
        unanswered = Q(complete=True, audience="", declined_at=None)
        of_all = unanswered & Q(person__in=certificates.values("person"))
        return self.filter(Q(certificate__in=certificates.values("pk")) | of_all)


def shared_inside(viewer: Person) -> Q:
    """What people of the viewer's organisation share, for as long as both belong to it."""
    if not viewer.belongs:
        return Q(pk__in=())
    here = Q(organisation_id=viewer.organisation_id, audience__in=SHARED)
    return here & still_there(viewer.today)


def still_there(day: date) -> Q:
    """A team's, or that of a person who belongs to their organisation on a day."""
    return Q(person=None) | Q(belongs_still("person", day))


class Award(models.Model):
    """An award or a milestone, and what its receiver chose to do with it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="awards")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    nomination = models.OneToOneField(Nomination, models.PROTECT, null=True, blank=True)
    # Years of service; empty for an award.
    years = models.PositiveSmallIntegerField(null=True, blank=True)
    # The first of its type; taking it back takes the milestone along.
    certificate = models.OneToOneField(
        Certificate, models.CASCADE, null=True, blank=True, related_name="+"
    )
    # With it the person held all that their work asks for, for the first time.
    complete = models.BooleanField(default=False)
    citation = models.CharField(max_length=LONGEST, blank=True, validators=[refuse_identity])
    given_on = models.DateField()
    # Empty until it is accepted, and for ever when it was declined.
    audience = models.CharField(max_length=7, choices=Audience, blank=True)
    # Some work here is better done without a name on a wall.
    named = models.BooleanField(default=True)
    declined_at = models.DateTimeField(null=True, blank=True)

    objects = AwardQuerySet.as_manager()

    class Meta:
        constraints = [
            for_somebody("an_award_is_for_one"),
            models.UniqueConstraint(fields=["person", "years"], name="one_milestone_of_years"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(complete=True), name="one_milestone_of_all"
            ),
            models.CheckConstraint(
                condition=Q(nomination=None, years__isnull=False, certificate=None)
                | Q(nomination__isnull=False, years=None, certificate=None)
                | Q(nomination=None, years=None, certificate__isnull=False),
                name="an_award_has_one_reason",
            ),
            models.CheckConstraint(
                condition=Q(complete=False) | Q(certificate__isnull=False),
                name="all_are_there_with_a_certificate",
            ),
            models.CheckConstraint(
                condition=Q(declined_at=None) | Q(audience=""),
                name="what_is_declined_nobody_reads",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "audience"], name="awards_by_wall")]

    def __str__(self) -> str:
        if self.years:
            return ngettext("%(n)s year here", "%(n)s years here", self.years) % {"n": self.years}
        if self.complete:
            return gettext("Every certificate that the work asks for")
        if self.certificate:
            return gettext("For the first time: %(kind)s") % {"kind": self.certificate.type}
        return str(self.nomination.cycle)

    @property
    def who(self) -> str:
        """The name that others read, or none where its owner stays unnamed."""
        return str(self.person or self.unit) if self.named else ""
