"""A person's answers to a longer scale. Only the person reads them: sealed, and never shared."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import astuple
from decimal import Decimal

from django.db import models

from people.keys import closed, ring
from people.models import OwnRowQuerySet, Person
from wellbeing.instruments import Figure, Key, ScaleScore, instrument_keys

from .pack import WordingPack

ANSWERS, FIGURES = "wellbeing.Assessment.answers", "wellbeing.Assessment.figures"


class Assessment(models.Model):
    """One time that a person took a scale: the answers, and what they added up to then."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    # The key that scored it, the version, and the bands.
    instrument = models.CharField(max_length=20)
    key_version = models.CharField(max_length=20)
    norm = models.CharField(max_length=10, blank=True)
    # The pack of words, while it exists.
    pack = models.ForeignKey(WordingPack, models.SET_NULL, null=True, related_name="+")
    language = models.CharField(max_length=2)
    # JSON. The answers are deleted after a year, what they added up to after two.
    sealed_answers = models.TextField(blank=True)
    sealed_figures = models.TextField()
    SEALED = {"sealed_answers": ANSWERS, "sealed_figures": FIGURES}
    taken_at = models.DateTimeField()

    objects = OwnRowQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "instrument", "taken_at"], name="own_scales")]

    @property
    def key(self) -> Key:
        """The scoring key, as it is today."""
        return instrument_keys()[self.instrument]

    @property
    def owner(self) -> str:
        """The person it belongs to."""
        return str(self.person_id)

    def write(self, answers: Mapping[str, int | None], result: ScaleScore) -> None:
        """Seal the answers and what they add up to."""
        self.sealed_answers = ring.seal(json.dumps(answers), owner=self.owner, purpose=ANSWERS)
        figures = [astuple(one) for one in result.figures]
        # Decimals as text, exactly as they are.
        told = {"figures": figures, "pattern": result.pattern, "help": result.help}
        text = json.dumps(told, default=str)
        self.sealed_figures = ring.seal(text, owner=self.owner, purpose=FIGURES)

    @property
    def answers(self) -> dict[str, int | None]:
        """The answers by item; none after a year."""
        closed.refuse(self.taken_at, self.person_id)
        text = ring.unseal(self.sealed_answers, owner=self.owner, purpose=ANSWERS)
        return json.loads(text) if text else {}

    @property
    def result(self) -> ScaleScore:
        """What the answers added up to when they were given."""
        closed.refuse(self.taken_at, self.person_id)
        found = json.loads(ring.unseal(self.sealed_figures, owner=self.owner, purpose=FIGURES))
        figures = tuple(
            Figure(code, None if value is None else Decimal(value), *rest)
            for code, value, *rest in found["figures"]
        )
        return ScaleScore(figures, found["pattern"], found["help"])
