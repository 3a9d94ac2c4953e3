"""Posts: what a place should have, and who holds it."""

import uuid
from datetime import date
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from people.models import (
    Job,
    Membership,
    Organisation,
    OwnOrganisationQuerySet,
    Person,
    SpokenLanguage,
    Unit,
)
from people.models.jobs import ListEntry
from programme.regions.reading import Province, provinces
from programme.rules.cover import HoldingSpan
from training.models import CareerLevel, CertificateType

AT_MOST = 20


class Station(ListEntry):
    """A specialised unit or a station where posts are, perhaps of others: a police station."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    province = models.CharField(_("Province"), max_length=6)

    @property
    def place(self) -> Province | None:
        """The province in which it is."""
        return provinces().get(self.province)


class PostQuerySet(OwnOrganisationQuerySet):
    """Posts, by viewer."""

    def on(self, day: date) -> Self:
        """Those that are there on a day."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=day), since__lte=day)


class ProgrammePost(models.Model):
    """What a unit, a station or a province should have: a kind of specialist, and how many."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    job = models.ForeignKey(
        Job, models.PROTECT, related_name="+", verbose_name=_("Kind of specialist")
    )
    # The code of a province: every post is in one.
    province = models.CharField(_("Province"), max_length=6)
    station = models.ForeignKey(
        Station, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Station")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Unit")
    )
    needed = models.PositiveSmallIntegerField(
        _("How many"), default=1, validators=[MinValueValidator(1), MaxValueValidator(AT_MOST)]
    )
    level = models.ForeignKey(
        CareerLevel,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Level"),
    )
    certificates = models.ManyToManyField(
        CertificateType, blank=True, related_name="+", verbose_name=_("Certificates")
    )
    languages = models.JSONField(_("Languages"), default=list, blank=True)
    on_call = models.BooleanField(_("On call"), default=False)
    since = models.DateField(_("Since"))
    # The first day on which it is no longer there.
    closed_on = models.DateField(null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(condition=Q(needed__gte=1), name="a_post_needs_somebody"),
        ]

    @property
    def place(self) -> Province | None:
        """The province in which it is."""
        return provinces().get(self.province)

    @property
    def spoken(self) -> str:
        """The languages it asks for, in words."""
        return ", ".join(SpokenLanguage.in_words(self.languages))


class PostHolderQuerySet(models.QuerySet):
    """Who holds posts, by viewer."""

    def visible_to(self, viewer: Person) -> Self:
        """Those of the viewer's own organisation."""
        return self.filter(post__organisation=viewer.organisation_id)

    def on(self, day: date) -> Self:
        """Those that hold on a day, of people who have a role then."""
        here = Membership.objects.on(day).filter(person=OuterRef("person"))
        lasting = self.filter(Q(ends=None) | Q(ends__gte=day), starts__lte=day)
        return lasting.filter(Exists(here))

    def staying(self, day: date) -> Self:
        """Those of people who have a role on a day, or will after it."""
        still = Membership.objects.lasting(day).filter(person=OuterRef("person"))
        return self.filter(Exists(still))


class PostHolder(models.Model):
    """A person holds a post between two days, or acts in it until a day."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="posts_held")
    post = models.ForeignKey(ProgrammePost, models.CASCADE, related_name="holders")
    starts = models.DateField(_("From"))
    ends = models.DateField(_("Last day"), null=True, blank=True)
    acting = models.BooleanField(_("Acting"), default=False)
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    objects = PostHolderQuerySet.as_manager()

    class Meta:
        ordering = ("starts", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=models.F("starts")),
                name="a_holder_ends_after_starting",
            ),
            models.CheckConstraint(
                condition=Q(acting=False) | Q(ends__isnull=False), name="an_acting_holder_ends"
            ),
        ]

    @property
    def span(self) -> HoldingSpan:
        """From when until when."""
        return HoldingSpan(self.starts, self.ends)
