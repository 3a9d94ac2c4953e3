"""Lending a hand: room that a unit offers to others, and who asked for it."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.jobs.starter import kind_of_work
from people.languages.local_text import LocalText
from people.models import Job, Organisation, Person, SpokenLanguage, Unit


def units_led_by(viewer: Person) -> list[int]:
    """The units that the viewer leads today, and those below without a supervisor of their own."""
    return sorted(viewer.charge.members_of)


class RoomOfferQuerySet(models.QuerySet):
    """Offers of room, by who may see them."""

    def visible_to(self, viewer: Person) -> Self:
        """For supervisors of any organisation those that are open, and their own units' all."""
        units = units_led_by(viewer)
        return self.filter(Q(unit__in=units) | Q(closed_at=None)) if units else self.none()

    def open_on(self, day: date) -> Self:
        """Those that can be asked for on a day; the last day counts."""
        return self.filter(closed_at=None, until__gte=day)


class RoomOffer(models.Model):
    """A unit has room for some points a week. It names no person."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    points = models.DecimalField(max_digits=4, decimal_places=1)
    job = models.ForeignKey(Job, models.PROTECT, related_name="+")
    languages = models.JSONField(default=list, blank=True)
    until = models.DateField()
    offered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    # What is not promised yet: the page that shows an offer counts it.
    rest: Decimal

    objects = RoomOfferQuerySet.as_manager()

    class Meta:
        ordering = ("until", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(points__gt=0), name="an_offer_has_room"),
        ]

    @property
    def kind_of_work(self) -> LocalText | Promise:
        """The work that is offered, in words that name no organisation."""
        return kind_of_work(self.job)

    @property
    def spoken(self) -> str:
        """The languages that come with it, in words."""
        return ", ".join(SpokenLanguage.in_words(self.languages))


class HandRequestQuerySet(models.QuerySet):
    """Requests for a hand, by who may see them."""

    def visible_to(self, viewer: Person) -> Self:
        """For the supervisors of the unit that asks and of the unit that is asked."""
        units = units_led_by(viewer)
        return self.filter(Q(unit__in=units) | Q(offer__unit__in=units))


class HandRequest(models.Model):
    """A unit asks for some of the room. Names are shown only once both have agreed."""

    class State(models.TextChoices):
        """How a request stands."""

        ASKED = "asked", _("Waiting for an answer")
        AGREED = "agreed", _("Agreed")
        DECLINED = "declined", _("Not now")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    offer = models.ForeignKey(RoomOffer, models.CASCADE, related_name="requests")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    points = models.DecimalField(max_digits=4, decimal_places=1)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default=State.ASKED)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = HandRequestQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = [
            models.CheckConstraint(condition=Q(points__gt=0), name="a_request_has_points"),
            models.CheckConstraint(
                condition=Q(state="asked", answered_at=None)
                | Q(state__in=["agreed", "declined", "withdrawn"], answered_at__isnull=False),
                name="a_request_is_answered_once",
            ),
            models.UniqueConstraint(
                fields=["offer", "unit"],
                condition=Q(state="asked"),
                name="a_unit_asks_once_at_a_time",
            ),
        ]

    @property
    def waits(self) -> bool:
        """Say whether it can still be answered or withdrawn."""
        return self.state == self.State.ASKED

    @property
    def agreed(self) -> bool:
        """Say whether both sides have agreed, so that names may be shown."""
        return self.state == self.State.AGREED
