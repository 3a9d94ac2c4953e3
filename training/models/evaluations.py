"""What participants say of a session: each person's answers, and what was told of all together."""

import json
from dataclasses import asdict
from typing import Self

from django.db import models
from django.db.models import F, Q

from people.keys import closed, ring
from people.models import Frozen, FrozenQuerySet, OwnRowQuerySet, Person, by_the_rule
from training.rules.evaluations import ITEM_SET, LINES, EvaluationAnswers

from .sessions import Enrolment, Session

PURPOSE = "training.Evaluation.answers"


class EvaluationQuerySet(OwnRowQuerySet):
    """Answers about sessions, by who gave them."""

    def that_count(self) -> Self:
        """Those of people who were there; who leads a session has no voice in it."""
        there = Enrolment.objects.were_there().filter(
            session=models.OuterRef("session"), person=models.OuterRef("person")
        )
        return self.filter(models.Exists(there))

    def closed(self) -> Self:
        """Those about sessions that were told, or of which it was said that nothing is told."""
        return self.filter(session__evaluation__isnull=False)

    def with_answers(self) -> Self:
        """Those with answers that are still there."""
        return self.exclude(sealed_answers="")


class Evaluation(models.Model):
    """One participant's answers about one session. No row at all when nothing was answered.

    When the session is told, the answers go for good. That the person answered stays.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    # JSON by line. Sealed, because they speak of a colleague: the one who teaches.
    sealed_answers = models.TextField(blank=True)
    SEALED = {"sealed_answers": PURPOSE}
    item_set = models.PositiveSmallIntegerField(default=ITEM_SET)
    answered_at = models.DateTimeField()

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="one_evaluation_each")
        ]

    @property
    def answers(self) -> EvaluationAnswers:
        """The answers, opened; empty ones once they are gone."""
        closed.refuse(self.answered_at, self.person_id)
        text = ring.unseal(self.sealed_answers, owner=str(self.person_id), purpose=PURPOSE)
        return EvaluationAnswers(**json.loads(text)) if text else EvaluationAnswers()

    def write(self, answers: EvaluationAnswers) -> None:
        """Seal answers for this row's owner."""
        text = json.dumps(asdict(answers))
        self.sealed_answers = ring.seal(text, owner=str(self.person_id), purpose=PURPOSE)


class SessionEvaluationQuerySet(FrozenQuerySet):
    """What was told of sessions, by who may read it."""

    def visible_to(self, viewer: Person) -> Self:
        """Of the sessions about which the viewer may hear the participants."""
        return self.filter(session__in=Session.objects.heard_by(viewer))


class SessionEvaluation(Frozen):
    """What is told of a session: how many answered in words, and a band of each line."""

    LINES = LINES

    session = models.OneToOneField(Session, models.CASCADE, related_name="evaluation")
    use = models.CharField(max_length=6, blank=True)
    clear = models.CharField(max_length=6, blank=True)
    safe = models.CharField(max_length=6, blank=True)
    time = models.CharField(max_length=6, blank=True)
    # Shown to no viewer. How many answered: the privacy check works also after answers went.
    people = models.PositiveIntegerField(null=True)

    objects = SessionEvaluationQuerySet.as_manager()

    class Meta:
        constraints = [
            *by_the_rule("evaluation", lines=LINES),
            models.CheckConstraint(
                condition=Q(size="", people=None)
                | ~Q(size="") & Q(people__isnull=False, people__gte=F("smallest")),
                name="evaluation_of_enough_people",
            ),
        ]
