"""Jobs that tell of flags: ids in, safe to repeat. Messages name no person and no figure."""

from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.members.supervision import sharing_supervisors, supervisors_at_home
from people.messages.notices import Start, tell_person
from workload.models import FlagStep

TEAM_NEWS = _("Kamlangjai: the team page has something new")
TALK = _("Somebody's load needs a talk. Please look at the team page:")
LOOK = _("You are asked to look at a load. Please look at the team page:")
SHARED = _("A load that your team shares needs a talk. Another supervisor looks after it:")
YOURS = _("There is news on your page. Please look when you have a moment:")


@task
def tell_supervisors(step_id: int) -> None:
    """Tell a person and their supervisors that there is something to read; no one asked for it.

    Of a person with several posts those at the home are told, who handle the flag. The others hear
    once of each flag that it is there; who leads where the person helps without hours does not.
    """
    step = FlagStep.objects.select_related("flag__person").get(pk=step_id)
    person, about, now = step.flag.person, ("flag", str(step.pk)), timezone.now()
    at_home = supervisors_at_home(person, now)
    for recipient in at_home:
        tell_person(recipient, *about, "team", sentence=TALK, start=Start.OWN)
    for recipient in sharing_supervisors(person, now):
        if recipient not in at_home:
            key = f"shared-{step.flag_id}"
            tell_person(recipient, "flag", key, "team", sentence=SHARED, start=Start.OWN)
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
