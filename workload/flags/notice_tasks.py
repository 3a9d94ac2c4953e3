"""Jobs that tell of flags: ids in, safe to repeat. Messages name no person and no figure."""

from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.members.supervision import supervisors_of
from people.messages.notices import Start, tell_person
from workload.models import FlagStep

TEAM_NEWS = _("Kamlangjai: the team page has something new")
TALK = _("Somebody's load needs a talk. Please look at the team page:")
LOOK = _("You are asked to look at a load. Please look at the team page:")
YOURS = _("There is news on your page. Please look when you have a moment:")


@task
def tell_supervisors(step_id: int) -> None:
    """Tell a person and their supervisors that there is something to read; no one asked for it."""
    step = FlagStep.objects.select_related("flag__person").get(pk=step_id)
    person, about = step.flag.person, ("flag", str(step.pk))
    for recipient in supervisors_of(person, timezone.now()):
        tell_person(recipient, *about, "team", sentence=TALK, start=Start.OWN)
    tell_person(person, *about, "my_trend", sentence=YOURS, start=Start.OWN)


@task
def tell_flag_asked(step_id: int) -> None:
    """Tell the person who was asked to look at a flag, and the person it is about.

    A person made the invitation, so it goes at once; passing on happens by itself.
    """
    step = FlagStep.objects.select_related("flag__person", "to").get(pk=step_id)
    start = Start.ASKED if step.kind == FlagStep.Kind.INVITED else Start.OWN
    about = ("flag", str(step.pk))
    if step.to:
        tell_person(step.to, *about, "team", sentence=LOOK, subject=TEAM_NEWS, start=start)
    tell_person(step.flag.person, *about, "my_trend", sentence=YOURS, start=start)
