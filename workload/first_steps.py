"""The first step about the load: by which numbers it is counted."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from people.first_run.steps import FirstStep, StepState, first_step
from people.models import Person
from workload.models import LoadPolicy


def of_numbers(viewer: Person, now: datetime) -> StepState:
    """Say whether the organisation adopted numbers."""
    if LoadPolicy.objects.visible_to(viewer).exists():
        return StepState(True, _("Adopted by your organisation."))
    return StepState(False, _("The project’s numbers count until you say so."))


first_step(
    FirstStep(
        code="numbers",
        place=40,
        title=_("How load is counted"),
        why=_("Everyone can read it, and you can change a weight later."),
        act=_("Look"),
        route="first_numbers",
        state=of_numbers,
    )
)
