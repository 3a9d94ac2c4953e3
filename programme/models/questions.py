"""Questions around posts: whether a person would take one, and a session that is wished for."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from people.models import MAY, Organisation, Person, Role
from programme.rules.gaps import ASKED_FOR
from training.models import CertificateType, Session

from .posts import ProgrammePost


class PostQuestionQuerySet(models.QuerySet):
    """Questions about posts, by viewer."""

    def visible_to(self, viewer: Person) -> Self:
        """The viewer's own, and for those who keep the posts all of their organisation."""
        keeps = viewer.administers_all or Role.PROGRAMME in viewer.roles
        kept = Q(post__organisation=viewer.organisation_id) if keeps else Q(pk__in=())
        return self.filter(Q(person=viewer) | kept)

    def waiting(self, now: datetime) -> Self:
        """Those without an answer, for fourteen days."""
        asked = PostQuestion.State.ASKED
        return self.filter(state=asked, asked_at__gt=now - ASKED_FOR)

    def open(self, now: datetime) -> Self:
        """Those that wait for an answer, and a yes that waits for who keeps the posts."""
        waits = Q(state=PostQuestion.State.ASKED, asked_at__gt=now - ASKED_FOR)
        return self.filter(waits | Q(state=PostQuestion.State.YES))

    def to_answer(self, person: Person, now: datetime) -> Self:
        """Those that wait for this person."""
        return self.waiting(now).filter(person=person)

    def to_confirm(self, viewer: Person, now: datetime) -> Self:
        """A yes of others that waits for the viewer."""
        return self.visible_to(viewer).filter(state=PostQuestion.State.YES).exclude(person=viewer)


class PostQuestion(models.Model):
    """A person is asked whether they would take a post from a day. It changes nothing by itself."""

    class State(models.TextChoices):
        """How a question stands."""

        ASKED = "asked"
        YES = "yes"
        NO = "no"
        TAKEN = "taken"
        WITHDRAWN = "withdrawn"

    OPEN = (State.ASKED, State.YES)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    post = models.ForeignKey(ProgrammePost, models.CASCADE, related_name="questions")
    person = models.ForeignKey(Person, models.CASCADE, related_name="post_questions")
    starts = models.DateField()
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default=State.ASKED)
    settled_at = models.DateTimeField(null=True)

    objects = PostQuestionQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="asked", settled_at=None)
                | (~Q(state="asked") & Q(settled_at__isnull=False)),
                name="a_question_is_settled_at_a_moment",
            ),
        ]

    def waits_at(self, now: datetime) -> bool:
        """Say whether it still waits for an answer."""
        return self.state == self.State.ASKED and self.asked_at > now - ASKED_FOR


class SessionWishQuerySet(models.QuerySet):
    """Sessions that are wished for, by viewer."""

    def visible_to(self, viewer: Person) -> Self:
        """For trainers, and those who keep the posts, all of their organisation."""
        sees = viewer.administers_all or not viewer.roles.isdisjoint(MAY.see_wishes)
        return self.filter(organisation=viewer.organisation_id) if sees else self.none()

    def waiting(self) -> Self:
        """Those that no trainer answered, and for which no session is planned."""
        planned = Session.objects.filter(
            organisation=OuterRef("organisation"),
            course__certificate_type=OuterRef("kind"),
            day__gte=OuterRef("asked_on"),
        )
        return self.filter(~Exists(planned), answered_at=None)


class SessionWish(models.Model):
    """Who keeps the posts asks the trainers for a session that gives a certificate."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.ForeignKey(CertificateType, models.CASCADE, related_name="+")
    # The post from which it was asked: it says where the people are missing.
    post = models.ForeignKey(ProgrammePost, models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_on = models.DateField()
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = SessionWishQuerySet.as_manager()

    class Meta:
        ordering = ("asked_on", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind"],
                condition=Q(answered_at=None),
                name="one_open_wish_a_certificate",
            ),
        ]
