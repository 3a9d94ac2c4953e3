"""Requests for contact: a name and nothing else."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.keys.sealing import SealedRow
from people.models import Organisation, Person, Role, in_office_of, supervised_by

END = "wellbeing.ContactRequest.end"


def may_ask(contact: Person) -> Q:
    """Who can ask this contact today, as a condition on Person.

    The people they answer or care for, and their colleagues if they offered to listen; no one while
    they are on a long absence. `contacts.offered` lists it from the other side.
    """
    if not contact.belongs:
        return Q(pk__in=())
    found = supervised_by(contact) | in_office_of(contact, Role.CARE)
    if contact.open_to_talk and not contact.away_until:
        found |= Q(pk__in=Person.objects.colleagues_of(contact))
    return found & ~Q(pk=contact.pk)


class ContactRequestQuerySet(models.QuerySet):
    """Requests for contact, by viewer."""

    def visible_to(self, viewer: Person) -> Self:
        """The viewer's own, and those to the viewer from people who could ask them today."""
        return self.filter(Q(person=viewer) | Q(pk__in=self.model.objects.asked_of(viewer)))

    def asked_of(self, viewer: Person) -> Self:
        """Those addressed to the viewer, while their person could ask them."""
        return self.filter(contact=viewer, person__in=Person.objects.filter(may_ask(viewer)))

    def waiting(self) -> Self:
        """Requests without an answer that were not taken back."""
        return self.filter(done_at=None)


class ContactRequest(SealedRow, models.Model):
    """'Please get in touch with me': a name and nothing else.

    Who asked which contact and when is readable: both find it by a query, the person is told once
    if the contact does not answer, and the audit trail names both as soon as the contact opens it.
    How it ended is sealed.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="asked_for_contact")
    contact = models.ForeignKey(Person, models.CASCADE, related_name="contact_requests")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    # When the person was told that the contact had not answered in time.
    told_at = models.DateTimeField(null=True)
    # Taken back by the person, or done by the contact; empty while it waits.
    sealed_end = models.BinaryField(blank=True, default=b"")
    SEALED = {"sealed_end": END}
    BOUND_TO = ("person_id", "public_id", "contact_id")
    SAID_AT = "asked_at"

    objects = ContactRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "contact"],
                condition=Q(done_at=None),
                name="one_waiting_request",
                violation_error_message=_("You have already asked this person."),
            )
        ]
        indexes = [models.Index(fields=["contact", "done_at"], name="requests_by_contact")]

    @property
    def withdrawn(self) -> bool:
        """Whether its person took it back, opened."""
        return self.opened("sealed_end").get("withdrawn", False)

    def end(self, withdrawn: bool) -> None:
        """Seal how it ended."""
        self.keep("sealed_end", {"withdrawn": withdrawn})
