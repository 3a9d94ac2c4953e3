"""The first steps of an organisation. Each app registers its own when it loads.

Whether a step is done is computed of what is there, in at most two statements, and never stored.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from people.models import Person
from people.writing.sentences import Sentence


@dataclass(frozen=True)
class StepState:
    """How far a step is: whether it is done, and one sentence on what is there or missing."""

    done: bool
    sentence: Sentence


@dataclass(frozen=True)
class FirstStep:
    """One step: what it is, why, what the button says, and the page where it is done."""

    code: str
    # Its place in the list.
    place: int
    title: Sentence
    # One sentence.
    why: Sentence
    act: Sentence
    route: str
    state: Callable[[Person, datetime], StepState]
    # The arguments that its route takes, and the page in its place where it is not there.
    route_args: tuple[str, ...] = ()
    otherwise: str = ""
    # A second way to do it: what its button says, and its page.
    or_act: Sentence = ""
    or_route: str = ""


FIRST_STEPS: dict[str, FirstStep] = {}


def first_step(step: FirstStep) -> FirstStep:
    """Register a step. A taken code is refused."""
    if step.code in FIRST_STEPS:
        raise ValueError(f"{step.code!r} is taken.")
    FIRST_STEPS[step.code] = step
    return step
