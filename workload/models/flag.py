"""The flags that came of the weeks, and what was done about them."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.keys.sealing import SealedRow
from people.models import Organisation, Person, Role, at_home_in, office_has, supervised_by
from people.weeks import today
from workload.rules import flag_clock
from workload.rules import flags as flag_rules
from workload.rules import load as load_rules

from .choices import LevelChoice
from .supervised import OwnAndSupervisedQuerySet

WORDS = "workload.FlagStep.text"
# Of steps: a viewer who was asked to look is asked until the flag closes. When it comes back it is
# the same flag, and viewers are asked anew.
ASKED_STILL = Q(flag__came_back_at=None) | Q(at__gte=F("flag__came_back_at"))


class FlagQuerySet(OwnAndSupervisedQuerySet):
    """Flags, by who may see them."""

    def visible_to(self, viewer: Person) -> Self:
        """The viewer's own, those they handle, and those they were asked to see."""
        return self.filter(person=viewer) | self.handled_by(viewer) | self.asking(viewer)

    def asking(self, viewer: Person) -> Self:
        """Those that the viewer was asked to look at, and not for their own people."""
        return self.invited(viewer) | self.passed_on_to(viewer)

    def handled_by(self, viewer: Person) -> Self:
        """Those the viewer plans on and ends: of people they supervise, or passed on to them.

        Of a person with several posts, those who answer for the home handle the flag; it is one,
        on the sum of all posts. Whether that is here is asked of the flags of the viewer's people
        alone: asked of all people, PostgreSQL read the posts of the whole organisation.
        """
        led = supervised_by(viewer, "person")
        here = at_home_in(viewer.charge, viewer.today, "person")
        return self.filter(led & here) | self.passed_on_to(viewer)

    def invited(self, viewer: Person) -> Self:
        """Those that the viewer was invited to, of people the viewer cares for today."""
        return self.asked(viewer, [FlagStep.Kind.INVITED], Role.CARE)

    def passed_on_to(self, viewer: Person) -> Self:
        """Those that were passed on or handed over to the viewer, of people below the viewer."""
        return self.asked(viewer, FlagStep.GIVEN, Role.SUPERVISOR)

    def asked(self, viewer: Person, kinds: Iterable["FlagStep.Kind"], role: Role) -> Self:
        """Those with such a step for the viewer, while they hold the role around the person.

        A step of before the flag closed and came back counts no more.
        """
        steps = FlagStep.objects.filter(ASKED_STILL, to=viewer, kind__in=kinds)
        # First the steps, which are few: where the person is costs more to ask, of every open flag.
        return self.filter(Q(pk__in=steps.values("flag_id")) & office_has("person", viewer, role))


class PlanItem(models.TextChoices):
    """What a plan can hold; the menu is the same for all."""

    MOVE = "move", _("Move cases to a colleague")
    CLOSE = "close", _("Close or pause cases")
    LEAVE = "leave", _("Leave")
    TIME_OFF = "time_off", _("Time off in lieu")
    DEBRIEF = "debrief", _("Debrief or clinical supervision")
    STAFF = "staff", _("Ask for more staff")
    NOTHING = "nothing", _("Nothing for now, and why")


def words_of_returns(times: int) -> str:
    """Say which time a flag came back."""
    if times == 2:
        return gettext("Came back (2nd time)")
    if times == 3:
        return gettext("Came back (3rd time)")
    return gettext("Came back (%(n)sth time)") % {"n": times}


class Flag(models.Model):
    """A person's load needs a talk. It speaks of the work, never of the person."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="flags")
    level = models.CharField(max_length=5, choices=LevelChoice)
    opened_week = models.DateField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    # It may come back within eight weeks: how many times it opened, and when last.
    times = models.PositiveSmallIntegerField(default=1)
    came_back_at = models.DateTimeField(null=True)
    # When a message went out last: not more than one in four weeks says that it came back.
    told_at = models.DateTimeField(null=True)
    # While it rests: the latest week that counted.
    rests_since = models.DateField(null=True)
    # Closed by hand: the latest week by then. Only a later one opens it again.
    ended_week = models.DateField(null=True)
    # Two supervisors at once: the one who read an older version is told, and loses nothing.
    version = models.PositiveIntegerField(default=0)

    objects = FlagQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(closed_at=None), name="one_open_flag_per_person"
            ),
            models.CheckConstraint(
                condition=Q(level__in=["amber", "red"]), name="a_flag_is_amber_or_red"
            ),
        ]

    @property
    def since(self) -> datetime:
        """When it opened, or came back last."""
        return self.came_back_at or self.opened_at

    @property
    def standing(self) -> flag_rules.FlagStanding:
        """The flag as the state table sees it."""
        return flag_rules.FlagStanding(
            level=None if self.closed_at else load_rules.Level(self.level),
            resting=self.rests_since is not None,
            times=self.times,
            opened_week=self.opened_week,
            closed_on=self.closed_at and today(self.closed_at),
            ended_week=self.ended_week,
            told_on=self.told_at and today(self.told_at),
        )


class FlagStep(SealedRow, models.Model):
    """Something that happened to a flag. Steps are added, never changed.

    What a person wrote is sealed, for the flag and its writer; what happened when is not: the board
    finds it by a query.
    """

    class Kind(models.TextChoices):
        """What happened to the flag."""

        OPENED = "opened", _("Flag opened")
        RETURNED = "returned", _("Flag came back")
        RAISED = "raised", _("Raised to help this week")
        LOWERED = "lowered", _("Lowered to help soon")
        SEEN = "seen", _("Seen")
        PLANNED = "planned", _("Planned")
        LAPSED = "lapsed", _("The plan has ended: please look at it again")
        MOVED = "moved", _("Took work over")
        ANSWERED = "answered", _("Answered")
        CHECKED = "checked", _("Looked at again after four weeks")
        PASSED_ON = "passed", _("Passed on to the next supervisor")
        HANDED = "handed", _("Handed over")
        INVITED = "invited", _("Invited to look")
        RESTED = "rested", _("On hold: no week for four weeks")
        WOKEN = "woken", _("Counts again: a week was sent")
        CLOSED = "closed", _("Closed by itself")
        ENDED = "ended", _("Closed by hand")

    class Why(models.TextChoices):
        """Why something happened by itself."""

        LOAD = "load", _("the load came down")
        BESIDE = "beside", _("the other reasons are over")
        BOTH = "both", _("the load came down, and the other reasons are over")
        CORRECTED = "corrected", _("the week was corrected")
        UNSENT = "unsent", _("no week for half a year")
        LEFT = "left", _("the work here has ended")
        UNSEEN = "unseen", _("nobody looked in time")
        UNPLANNED = "unplanned", _("seen, and no plan in time")
        PLANS = "plans", _("three plans, and the load is no lower")

    # With such a step the flag is for the person it was given to, too.
    GIVEN = (Kind.PASSED_ON, Kind.HANDED)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    flag = models.ForeignKey(Flag, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=8, choices=Kind)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    sealed_text = models.BinaryField(blank=True, default=b"")
    SEALED = {"sealed_text": WORDS}
    BOUND_TO = ("flag__person_id", "flag_id", "public_id", "by_id")
    SAID_AT = "at"
    # Of what happened by itself: why. Of what came back: which time it is.
    why = models.CharField(max_length=9, choices=Why, blank=True)
    time = models.PositiveSmallIntegerField(null=True)
    # Of a plan: what was chosen, who does it, until when.
    chosen = models.JSONField(default=list)
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    # The person who was asked to look, where there is one.
    to = models.ForeignKey(Person, models.PROTECT, null=True, related_name="asked_to_look")
    # The week that brought it, or the latest one by then, with its percentage.
    week = models.DateField(null=True)
    percent = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    # Of work that moved: how many cases, and their points a week.
    cases = models.PositiveSmallIntegerField(null=True)
    points = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

    @classmethod
    def of(cls, flag: Flag, text: str = "", **fields: Any) -> Self:
        """Make a step, with what a person wrote sealed."""
        step = cls(flag=flag, **fields)
        step.write(text)
        return step

    def write(self, text: str) -> None:
        """Seal what a person wrote; without a word nothing is kept."""
        self.sealed_text = b""
        if text:
            self.keep("sealed_text", {"text": text})

    @property
    def said_by(self) -> object:
        """The person, where it is their own word; what supervisors write is their work."""
        return self.by_id if self.by_id == self.flag.person_id else None

    @property
    def text(self) -> str:
        """What a person wrote, opened."""
        return self.opened("sealed_text").get("text", "")

    @property
    def said(self) -> str:
        """What happened, in words; what happened by itself says why."""
        words = words_of_returns(self.time) if self.time else self.get_kind_display()
        return f"{words}: {self.get_why_display()}" if self.why else str(words)

    @property
    def rule(self) -> flag_clock.FlagStepTaken:
        """The step as the flag's clock sees it."""
        return flag_clock.step_of(
            self.kind, self.at, due_on=self.due_on, week=self.week, load=self.percent
        )

    @property
    def chosen_words(self) -> list[str]:
        """What a plan holds, in words."""
        return [str(PlanItem(item).label) for item in self.chosen]
