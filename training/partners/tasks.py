"""Jobs of sessions together: tell trainers and people. Messages name no person and no session."""

from django.tasks import task
from django.utils import timezone

from people.messages.notices import tell_person
from people.models import Membership, Person, Role
from people.weeks import today
from training.models import PlaceState, Session, SessionPartner


def trainers_in(organisation_id: int) -> list[Person]:
    """Find who trains in an organisation today."""
    held = Membership.objects.on(today(timezone.now())).filter(role=Role.TRAINER)
    here = held.filter(unit__organisation=organisation_id)
    return list(Person.objects.filter(pk__in=here.values("person"), is_active=True))


def who_leads(trainer_id: int, organisation_id: int) -> list[Person]:
    """Find the trainer of a session; the others there where that person trains no more."""
    there = trainers_in(organisation_id)
    return [one for one in there if one.pk == trainer_id] or there


@task
def tell_offered(partner_id: int, moment: str) -> None:
    """Tell the trainers of an organisation that it was offered seats, while the offer stands."""
    waits = SessionPartner.objects.filter(pk=partner_id, state=SessionPartner.State.OFFERED)
    for partner in waits:
        for one in trainers_in(partner.organisation_id):
            tell_person(one, "partner-offered", f"{partner_id}-{moment}", "partner_offers")


@task
def tell_answered(partner_id: int, state: str, moment: str) -> None:
    """Tell the trainer of a session that an invited organisation has answered."""
    for found in SessionPartner.objects.filter(pk=partner_id).select_related("host"):
        key, page = f"{partner_id}-{state}-{moment}", ("session_partners", found.host.public_id)
        for one in who_leads(found.host.trainer_id, found.host.organisation_id):
            tell_person(one, "partner-answered", key, *page)


@task
def tell_ended(partner_id: int, trainer_id: int | None, state: str, moment: str) -> None:
    """Tell the other side that an offer was declined, given up or withdrawn."""
    if state == SessionPartner.State.DECLINED:
        tell_answered.call(partner_id, state, moment)
        return
    if trainer_id is None:  # it had no session of it yet
        return
    for trainer in Person.objects.filter(pk=trainer_id):
        for one in who_leads(trainer.pk, trainer.organisation_id):
            tell_person(one, "partner-ended", f"{partner_id}-{moment}", "training")


@task
def tell_moved(session_id: int, moment: str, trainer: bool = False) -> None:
    """Tell those in the lists of a session that it is at another time or place, and its trainer."""
    session = Session.objects.filter(pk=session_id).first()
    if session is None:
        return
    key = f"{session_id}-{moment}"
    for place in session.enrolments.exclude(state=PlaceState.DECLINED).select_related("person"):
        tell_person(place.person, "session-moved", key, "my_trainings")
    for one in who_leads(session.trainer_id, session.organisation_id) if trainer else ():
        tell_person(one, "session-moved", key, "session", session.public_id)


@task
def tell_called_off(person_id: int, key: str) -> None:
    """Tell a person that a session does not take place."""
    for person in Person.objects.filter(pk=person_id, is_active=True):
        tell_person(person, "session-off", key, "my_trainings")
