"""Invite by gap: everybody who needs a certificate, to the next session that leads to it."""

from datetime import date, datetime

from django.db.models import QuerySet

from people.models import Person, Role

from . import needs, places
from .models import CertificateType, Enrolment, Session


def next_session(viewer: Person, kind: CertificateType, day: date) -> Session | None:
    """Find the next session in a trainer's reach that leads to a certificate."""
    coming = Session.objects.visible_to(viewer).filter(course__certificate_type=kind)
    return coming.filter(day__gte=day).order_by("day", "starts", "pk").first()


def uninvited(viewer: Person, kind: CertificateType, day: date) -> QuerySet[Person]:
    """The people a trainer looks after who need it and are in no coming session for it.

    Who declined one is not asked again by this: it would be asking until they give in.
    """
    wanted = needs.Filter(kind=kind, show="action")
    coming = Session.objects.filter(course__certificate_type=kind, day__gte=day)
    arranged = Enrolment.objects.filter(session__in=coming)
    return (
        needs.people_asked(viewer, wanted, day)
        .in_office_of(viewer, Role.TRAINER)
        .exclude(pk__in=arranged.values("person_id"))
    )


def invite_needing(
    *, session: Session, kind: CertificateType, by: Person, day: date, now: datetime
) -> list[Enrolment]:
    """Invite all of them to a session; pressing twice invites nobody twice."""
    people = uninvited(by, kind, day)
    return places.invite(session=session, people=people, now=now)
