"""The first step about help: numbers that an admin has called."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from people.first_run.steps import FirstStep, StepState, first_step
from people.models import Person
from people.weeks import today
from wellbeing.models import Hotline


def of_hotlines(viewer: Person, now: datetime) -> StepState:
    """Say whether the organisation has a list of its own, with every number called."""
    own = Hotline.objects.visible_to(viewer)
    if not (count := own.count()):
        return StepState(False, _("The numbers that came with Kamlangjai are filled in."))
    if n := own.to_call(today(now)).count():
        sentence = ngettext("%(n)s number waits for a call.", "%(n)s numbers wait for a call.", n)
        return StepState(False, sentence % {"n": n})
    return StepState(True, ngettext("%(n)s number.", "%(n)s numbers.", count) % {"n": count})


first_step(
    FirstStep(
        code="hotlines",
        place=70,
        title=_("Numbers for help"),
        why=_("Call each once, then say that they answer: people need them on a hard day."),
        act=_("Check"),
        route="hotlines",
        state=of_hotlines,
    )
)
