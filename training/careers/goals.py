"""Goals: the person's own words, steps and days, and a mentor who sees them too."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.models import Person
from training.finding.colleagues import refuse_no_colleague
from training.models import Goal, GoalStep

from . import tasks as careers_tasks

AT_ONCE = 20


@transaction.atomic
def add(*, person: Person, words: str, by_day: date | None, now: datetime) -> Goal:
    """Write down a goal; refused without words, with an identity, and beyond twenty open ones."""
    Person.objects.select_for_update().get(pk=person.pk)
    if Goal.objects.filter(person=person, done_at=None).count() >= AT_ONCE:
        raise ValidationError(
            _("You can have up to twenty goals. Please finish or drop one first.")
        )
    goal = Goal(person=person, words=words, by_day=by_day, made_at=now)
    goal.full_clean()
    goal.save()
    return goal


@transaction.atomic
def add_step(goal: Goal, *, by: Person, words: str, by_day: date | None) -> GoalStep:
    """Add a step to the person's own goal; refused beyond twenty."""
    own = own_goal(goal, by)
    if own.steps.count() >= AT_ONCE:
        raise ValidationError(_("A goal can have up to twenty steps. Please make it two goals."))
    step = GoalStep(goal=own, words=words, by_day=by_day)
    step.full_clean()
    step.save()
    return step


@transaction.atomic
def tick(step: GoalStep, *, done: bool, by: Person, now: datetime) -> None:
    """Mark a step as done, or as not done after all; its person and the mentor can.

    What is so already stays, with its day: of two who say it, the second undoes nothing.
    """
    found = GoalStep.objects.visible_to(by).get(pk=step.pk)
    found.done_at = (found.done_at or now) if done else None
    found.save(update_fields=["done_at"])


@transaction.atomic
def finish(goal: Goal, *, reached: bool, by: Person, now: datetime) -> None:
    """Mark the person's own goal as reached, or as not reached after all; said twice it stays."""
    own = own_goal(goal, by)
    own.done_at = (own.done_at or now) if reached else None
    own.save(update_fields=["done_at"])


@transaction.atomic
def drop(goal: Goal, *, by: Person) -> None:
    """Delete the person's own goal with its steps; nothing of it is kept."""
    own_goal(goal, by).delete()


@transaction.atomic
def choose_mentor(goal: Goal, *, by: Person, mentor: Person, day: date) -> None:
    """Choose a colleague as the mentor of the person's own goal; they are told once."""
    own = own_goal(goal, by)
    refuse_no_colleague(mentor, of=by, day=day)
    if own.mentor != mentor:  # choosing the same one again is no new beginning
        own.mentor, own.mentored_since = mentor, day
        own.save(update_fields=["mentor", "mentored_since"])
    careers_tasks.tell_mentor.enqueue(own.pk, mentor.pk)


@transaction.atomic
def without_mentor(goal: Goal, *, by: Person) -> None:
    """Go on without the mentor; its person and the mentor themselves can say so."""
    Goal.objects.visible_to(by).filter(pk=goal.pk).update(mentor=None, mentored_since=None)


def own_goal(goal: Goal, by: Person) -> Goal:
    """Find the person's own goal; another person's is not found."""
    return Goal.objects.visible_to(by).get(pk=goal.pk, person=by)
