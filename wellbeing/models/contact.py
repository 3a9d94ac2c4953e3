"""Requests for a word: a name and nothing else."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Organisation, Person


class ContactRequestQuerySet(models.QuerySet):
    """Requests for contact, by who may see them."""

    def visible_to(self, viewer: Person) -> Self:
        """One's own, and those addressed to oneself."""
        return self.filter(Q(person=viewer) | Q(contact=viewer))

    def waiting(self) -> Self:
        """Those that nobody has answered or taken back."""
        return self.filter(done_at=None)


class ContactRequest(models.Model):
    """'Please get in touch with me': a name and nothing else."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="asked_for_contact")
    contact = models.ForeignKey(Person, models.CASCADE, related_name="contact_requests")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    # When the person was told that nobody had answered in time.
    told_at = models.DateTimeField(null=True)
    # Taken back by the person, or done by the contact.
    withdrawn = models.BooleanField(default=False)

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
