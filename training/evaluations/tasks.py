"""Jobs of evaluations: ask how a session was, and tell it once."""

from django.tasks import task
from django.utils import timezone

from people.messages.notices import Start, tell_person
from people.weeks import today
from training.models import Enrolment

from . import actions as evaluations


@task
def ask_how_it_was(place_id: int) -> None:
    """Tell a participant that there is something to answer about a session, while it is open."""
    place = Enrolment.objects.were_there().filter(pk=place_id).select_related("person", "session")
    found = place.first()
    if found and evaluations.is_open(found.session, today(timezone.now())):
        page = "evaluation", found.session.public_id
        tell_person(found.person, "evaluation", str(found.pk), *page, start=Start.OWN)


@task
def ask_how_they_found_it(place_ids: list[int]) -> None:
    """Ask the participants of a whole list, one after the other."""
    for place_id in place_ids:
        ask_how_it_was.call(place_id)


@task
def tell_evaluations() -> None:
    """Tell once what participants said of sessions after their two weeks, and unlink it."""
    now = timezone.now()
    while evaluations.freeze(now=now):
        pass
    evaluations.unlink()
