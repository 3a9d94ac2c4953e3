"""Promotions: a worker asks for a level, a panel looks at it, and gives its reasons."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Organisation, Person, colleague_in
from people.writing.texts import refuse_identity
from training.rules.panels import verdict

from .careers import CareerLevel

LONGEST = 600


class PromotionQuerySet(models.QuerySet):
    """Requests, by who may see them."""

    def visible_to(self, viewer: Person) -> Self:
        """The viewer's own, those the viewer judges, and for an admin those that need a panel."""
        judged, arranged = self.model.objects.judged_by(viewer), self.arranged_by(viewer)
        return self.filter(Q(person=viewer) | Q(pk__in=judged) | Q(pk__in=arranged))

    def waiting(self) -> Self:
        """Those neither decided nor taken back."""
        return self.filter(decided_at=None, withdrawn_at=None)

    def judged_by(self, viewer: Person) -> Self:
        """What this member of a panel judges; never what they asked for themselves.

        Both belong today, the member and the one who asks.
        """
        return self.of_colleagues(viewer).filter(panel=viewer)

    def arranged_by(self, viewer: Person) -> Self:
        """For which an admin of the whole organisation chooses the panel; not for themselves."""
        if not viewer.administers_all:
            return self.model.objects.none()
        return self.model.objects.of_colleagues(viewer)

    def of_colleagues(self, viewer: Person) -> Self:
        """Those that wait, of all others who belong to the viewer's organisation today."""
        others = colleague_in("person", viewer) & ~Q(person=viewer)
        return self.waiting().filter(others, organisation_id=viewer.organisation_id)


class Promotion(models.Model):
    """A worker asks for a level, and what a panel found."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="promotions")
    level = models.ForeignKey(CareerLevel, models.PROTECT, related_name="+")
    words = models.CharField(max_length=LONGEST, blank=True, validators=[refuse_identity])
    asked_at = models.DateTimeField()
    panel = models.ManyToManyField(Person, related_name="+")
    # How many of the panel must have spoken: two, so that no one person decides.
    quorum = models.PositiveSmallIntegerField(default=2)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    granted = models.BooleanField(null=True, blank=True)
    reasons = models.CharField(max_length=LONGEST, blank=True, validators=[refuse_identity])

    objects = PromotionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(decided_at=None, withdrawn_at=None),
                name="one_request_at_a_time",
                violation_error_code="asked",
                violation_error_message=_("You have already asked. Please wait for the panel."),
            )
        ]

    def verdict(self) -> bool | None:
        """What the panel found so far; None until enough of it have spoken."""
        said = list(self.opinions.values_list("aye", flat=True))
        return verdict(ayes=said.count(True), noes=said.count(False), quorum=self.quorum)


class PromotionOpinionQuerySet(models.QuerySet):
    """What members of a panel said."""

    def visible_to(self, viewer: Person) -> Self:
        """The viewer's own, and those on what the viewer judges too."""
        judged = Promotion.objects.judged_by(viewer)
        return self.filter(Q(by=viewer) | Q(promotion__in=judged))


class PromotionOpinion(models.Model):
    """What one member of the panel says of one request."""

    promotion = models.ForeignKey(Promotion, models.CASCADE, related_name="opinions")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    aye = models.BooleanField()
    words = models.CharField(max_length=LONGEST, validators=[refuse_identity])
    at = models.DateTimeField()

    objects = PromotionOpinionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["promotion", "by"], name="one_word_a_member")
        ]
