"""Other organisations to which a session is open."""

import uuid
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models import Organisation, Person, Role

from .sessions import Session


class SessionPartnerQuerySet(models.QuerySet):
    """Offers of seats to other organisations, by who may see them and how they stand."""

    def visible_to(self, viewer: Person) -> Self:
        """For trainers: those to their organisation, and those of sessions that they arrange."""
        if Role.TRAINER not in viewer.roles:
            return self.none()
        arranged = Session.objects.taught_by(viewer)
        return self.filter(Q(organisation_id=viewer.organisation_id) | Q(host__in=arranged))

    def standing(self) -> Self:
        """Those that were offered or accepted, and not taken back since."""
        return self.filter(state__in=SessionPartner.STANDS)


class SessionPartner(models.Model):
    """An organisation is offered seats in a session of another one. It names no participant."""

    class State(models.TextChoices):
        """How an offer stands."""

        OFFERED = "offered", _("Waiting for an answer")
        ACCEPTED = "accepted", pgettext_lazy("organisation", "Takes part")
        DECLINED = "declined", pgettext_lazy("organisation", "Does not take part")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    STANDS = (State.OFFERED, State.ACCEPTED)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Who is invited: the row is theirs, so that it is within their walls; the host opens a door.
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    host = models.ForeignKey(Session, models.CASCADE, related_name="partners")
    # As the host's session has it, for readers within the walls of who is invited.
    day = models.DateField()
    # Empty: no limit of seats.
    seats = models.PositiveSmallIntegerField(
        _("Seats for them"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5000)],
    )
    state = models.CharField(max_length=9, choices=State, default=State.OFFERED)
    offered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    # The invited organisation's own session, with its own people.
    session = models.OneToOneField(
        Session, models.SET_NULL, null=True, related_name="hosted_through"
    )

    objects = SessionPartnerQuerySet.as_manager()

    class Meta:
        ordering = ("offered_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["host", "organisation"], name="an_organisation_is_asked_once_a_session"
            ),
            models.CheckConstraint(
                condition=Q(state="accepted") | Q(session=None), name="only_who_accepted_has_one"
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def stands(self) -> bool:
        """Say whether it was offered or accepted, and not taken back since."""
        return self.state in self.STANDS
