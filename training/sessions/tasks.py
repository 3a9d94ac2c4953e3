"""Jobs of sessions: tell a person of a place. Messages name no person."""

from django.tasks import task

from people.messages.notices import tell_person
from training.models import Enrolment, PlaceState


@task
def tell_invited(place_id: int) -> None:
    """Tell a person once that they are invited to a session, unless it was taken back."""
    place = Enrolment.objects.filter(pk=place_id).select_related("person").first()
    if place:
        tell_person(place.person, "invited", str(place.pk), "my_trainings")


@task
def tell_moved_up(place_id: int) -> None:
    """Tell a person who waited that they have a place now."""
    place = Enrolment.objects.filter(pk=place_id, state=PlaceState.BOOKED).select_related("person")
    if found := place.first():
        tell_person(
            found.person, "moved-up", f"{found.pk}-{found.since:%Y%m%d%H%M%S}", "my_trainings"
        )
