"""A lost sign-in: an admin asks that a person be helped in again, and a second person agrees."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from people.models.answering import supervised_by
from people.models.memberships import Membership
from people.models.persons import Person
from people.models.roles import MAY, Role

# How long a request waits for the second person.
OPEN_FOR = timedelta(days=3)
# How long the owner reads on their first page who helped, and may object: from the decision on, and
# from when what was closed is open again. Until then it has no end: who helped could wait.
SHOWN_FOR = timedelta(days=30)
# So long both of the two must have had a role above the person: no one makes their own second.
HELD_FOR = timedelta(days=30)


class LostSignInQuerySet(models.QuerySet):
    """Requests to help a person in again, by viewer and by whether they wait."""

    def visible_to(self, viewer: Person) -> Self:
        """Those for people that the viewer manages or supervises today; never the viewer's own."""
        mine = supervised_by(viewer, "person")
        if Role.ADMIN in viewer.roles:
            managed = Person.objects.managed_by(viewer).filter(pk=OuterRef("person"))
            mine |= Q(Exists(managed))
        return self.filter(mine).exclude(person=viewer)

    def seconded_by(self, viewer: Person) -> Self:
        """Those for which the viewer could be the second person: asked for by another."""
        others = self.visible_to(viewer).exclude(asked_by=viewer)
        return others.filter(known_long_to(viewer, "person"))

    def waiting(self, now: datetime) -> Self:
        """Those without a decision, for three days; an objection ends them."""
        return self.filter(decided_at=None, objected_at=None, asked_at__gt=now - OPEN_FOR)

    def lately(self, now: datetime) -> Self:
        """Those that were asked for or decided in thirty days, or opened in them or not yet."""
        since, account = now - SHOWN_FOR, "person__account"
        told = self.alias(told_at=Coalesce("decided_at", "asked_at"))
        shut = Q(**{f"{account}__claimed_at": None}) | Q(**{f"{account}__claimed_at__gt": since})
        last = Q(agreed=True, decided_at__gte=F(f"{account}__helped_at"))
        return told.filter(Q(told_at__gt=since) | last & shut)

    def to_decide(self, viewer: Person, now: datetime) -> Self:
        """Those that wait for this viewer or for another second person."""
        return self.seconded_by(viewer).waiting(now)


def known_long_to(viewer: Person, person: str) -> Exists:
    """Whether the viewer had a role over a unit of a person thirty days ago; `person` is a field.

    It is asked of rows and not of what was read before: pages write it once for people alike.
    """
    line = ExpressionWrapper(OuterRef("unit__path"), models.CharField())
    then = Membership.objects.on(viewer.today - HELD_FOR).annotate(line=line)
    held = then.filter(person=viewer, role__in=MAY.help_sign_in, line__startswith=F("unit__path"))
    return Exists(Membership.objects.filter(Exists(held), person=OuterRef(person)))


class LostSignIn(models.Model):
    """A person lost their ways in. Two others help: neither of them can alone.

    Without `asked_by` the operator of the installation helped, by a command. The second person who
    agreed gets the code on paper; it is kept as a hash with a key.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # The person at the place where it was asked for.
    person = models.ForeignKey(Person, models.CASCADE, related_name="lost_sign_ins")
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    # Empty if the admin took it back.
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(default=False, db_default=False)
    code_hash = models.CharField(max_length=64, blank=True, default="", db_default="")
    code_ends = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    # When the owner said that it was not them.
    objected_at = models.DateTimeField(null=True)

    objects = LostSignInQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code_hash"], condition=~Q(code_hash=""), name="one_code_opens_one_sign_in"
            ),
        ]

    def __str__(self) -> str:
        return self.get_state()

    @property
    def by_operator(self) -> bool:
        """Whether the operator helped, by a command."""
        return self.agreed and self.asked_by_id is None

    def get_state(self) -> str:
        """Say in words how it stands."""
        if self.objected_at:
            return str(_("The person says that it was not them"))
        if self.used_at:
            return str(_("The person is in again"))
        if self.agreed:
            return str(_("Agreed"))
        return str(_("Not agreed") if self.decided_at else _("Waits for a second person"))
