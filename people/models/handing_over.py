"""Who takes what rests with a person in a role that ends."""

from django.db import models

from .memberships import Membership
from .persons import Person


class HandOver(models.Model):
    """What an admin settled about the end of a role; it is done on the day after the last one."""

    membership = models.OneToOneField(Membership, models.CASCADE, related_name="hand_over")
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    # Given for good: the last day was over, and what had come until then went along.
    done_at = models.DateTimeField(null=True)


class HandOverLine(models.Model):
    """One kind of what rests with the person, and who takes it."""

    hand_over = models.ForeignKey(HandOver, models.CASCADE, related_name="lines")
    # The code of a kind that an app registers: see `people/handing_over/kinds.py`.
    kind = models.CharField(max_length=20)
    # Empty, where no person could take it and it goes back to the person it is about.
    taker = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["hand_over", "kind"], name="each_kind_is_taken_once")
        ]
