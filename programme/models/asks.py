"""What the office of a programme asks those who keep another member's posts."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Person, Role

from .posts import ProgrammePost
from .programmes import Programme


class KeeperAskQuerySet(models.QuerySet):
    """What was asked about posts of the viewer's organisation, by viewer."""

    def visible_to(self, viewer: Person) -> Self:
        """For those who keep the posts, all of their own organisation; for others none."""
        if not (viewer.administers_all or Role.PROGRAMME in viewer.roles):
            return self.none()
        return self.filter(post__organisation=viewer.organisation_id)

    def open(self) -> Self:
        """Those that wait for an answer, and those that were agreed to and are not done."""
        return self.filter(state__in=KeeperAsk.OPEN)

    def waiting(self) -> Self:
        """Those without any answer."""
        return self.filter(state=KeeperAsk.State.ASKED)

    def take_back(self, organisation_id: int, now: datetime) -> int:
        """Withdraw what is open about an organisation's posts; say how many there were."""
        mine = self.filter(post__organisation=organisation_id).open()
        return mine.update(state=KeeperAsk.State.WITHDRAWN, settled_at=now)


class KeeperAsk(models.Model):
    """The office asks the keepers of an uncovered post to look at it. It changes nothing by itself.

    It names no person of the organisation that is asked, and is bound to the post alone.
    """

    class Kind(models.TextChoices):
        """What the keepers are asked for."""

        PERSON = "person", _("Look for a person")
        SESSION = "session", _("Plan a session")
        STAND_IN = "stand_in", _("Agree on a stand-in")

    class State(models.TextChoices):
        """How it stands."""

        ASKED = "asked"
        YES = "yes"
        NO = "no"
        DONE = "done"
        WITHDRAWN = "withdrawn"

    OPEN = (State.ASKED, State.YES)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # The first key: the row belongs to the organisation of its post.
    post = models.ForeignKey(ProgrammePost, models.CASCADE, related_name="keeper_asks")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    # A person of another member: the keepers read which programme asks, and no name.
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default=State.ASKED)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    objects = KeeperAskQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["post"],
                condition=Q(state__in=("asked", "yes")),
                name="one_open_ask_a_post",
                violation_error_message=_("This is asked already."),
            ),
            models.CheckConstraint(
                condition=Q(state="asked", settled_at=None)
                | (~Q(state="asked") & Q(settled_at__isnull=False)),
                name="an_ask_is_settled_at_a_moment",
            ),
        ]
