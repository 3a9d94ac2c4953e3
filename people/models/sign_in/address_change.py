"""A new work email, until the person has opened its link."""

from django.db import models

from people.models.persons import Person
from people.models.seeing import OwnRowQuerySet


class AddressChange(models.Model):
    """A new address of a person; it counts after its link was opened."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="address_change")
    email = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True)
    expires = models.DateTimeField()
    # Set before the mail goes out, so that a job that runs twice sends it once.
    sent_at = models.DateTimeField(null=True)

    objects = OwnRowQuerySet.as_manager()

    def __str__(self) -> str:
        return self.email
