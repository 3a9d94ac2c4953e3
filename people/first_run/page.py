"""The list of first steps as its admin sees it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.urls import NoReverseMatch, reverse

from people.models import Person
from people.product_modules import route_is_open

from .steps import FIRST_STEPS, FirstStep, StepState


@dataclass(frozen=True)
class ShownStep:
    """One step in the list: how far it is, whether it is left out, and whether it comes next."""

    number: int
    step: FirstStep
    state: StepState
    skipped: bool
    next: bool

    @property
    def settled(self) -> bool:
        """Say whether nothing is left to do: done, or left out."""
        return self.state.done or self.skipped

    @property
    def address(self) -> str:
        """Give the page where it is done."""
        try:
            return reverse(self.step.route, args=self.step.route_args)
        except NoReverseMatch:
            return reverse(self.step.otherwise)


class FirstRun:
    """All first steps of an admin's organisation; each reads what it needs, once."""

    def __init__(self, viewer: Person, now: datetime, skipped: Collection[str]) -> None:
        self.viewer, self.now, self.skipped = viewer, now, skipped

    @cached_property
    def shown(self) -> list[ShownStep]:
        """The steps in their order; the first that is neither done nor left out comes next."""
        found: list[ShownStep] = []
        for step in sorted(FIRST_STEPS.values(), key=lambda one: one.place):
            if not route_is_open(step.route, self.viewer):
                continue
            state = step.state(self.viewer, self.now)
            skipped = step.code in self.skipped and not state.done
            before = any(one.next for one in found)
            is_next = not (state.done or skipped or before)
            found.append(ShownStep(len(found) + 1, step, state, skipped, is_next))
        return found

    @property
    def count(self) -> int:
        """How many steps there are."""
        return len(self.shown)

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(one.state.done for one in self.shown)

    @property
    def left(self) -> int:
        """How many are neither done nor left out."""
        return sum(not one.settled for one in self.shown)


def first_run_of(viewer: Person, now: datetime) -> FirstRun | None:
    """Find the list that stands on the home of an admin; none where it is closed."""
    organisation = viewer.own_organisation
    if not (organisation.first_run_open and viewer.administers_all):
        return None
    return FirstRun(viewer, now, set(organisation.first_run_skipped))
