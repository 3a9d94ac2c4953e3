"""Gaps that sessions can close: who needs a certificate, and inviting all of them at once."""

from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from people.models import Membership, Person, Role, office_has
from people.viewer_statements import written_for_alike
from people.weeks import noon
from training.models import CertificateType, Enrolment, Requirement, Session
from training.requirements import needs

from . import places


def next_session(viewer: Person, kind: CertificateType, day: date) -> Session | None:
    """Find the next session in a trainer's reach that leads to a certificate."""
    coming = Session.objects.taught_by(viewer).filter(course__certificate_type=kind)
    return coming.filter(day__gte=day).order_by("day", "starts", "pk").first()


def uninvited(viewer: Person, kind: CertificateType, day: date) -> QuerySet[Person]:
    """The people a trainer looks after who need it and are in no coming session for it.

    A person who declined one is not asked again by this: it would be asking until they give in. Who
    is on a long absence, or has not come in yet, is asked for nothing meanwhile.
    """
    wanted = needs.NeedsFilter(kind=kind, show="action")
    coming = Session.objects.filter(course__certificate_type=kind, day__gte=day)
    arranged = Enrolment.objects.filter(session__in=coming, person=OuterRef("pk"))
    here = Membership.objects.present_on(day).filter(person=OuterRef("pk"))
    return (
        needs.people_asked(viewer, wanted, day)
        .filter(Exists(here), office_has("pk", viewer, Role.TRAINER))
        .exclude(Exists(arranged))
    )


def invite_needing(
    *, session: Session, kind: CertificateType, by: Person, day: date, now: datetime
) -> list[Enrolment]:
    """Invite all of them to a session; pressing twice invites no one twice."""
    people = uninvited(by, kind, day)
    return places.invite(session=session, people=people, by=by, now=now)


def demand(
    viewer: Person, day: date, counts: dict[int, int] | None = None
) -> list[CertificateType]:
    """The certificates that people in a trainer's reach need and are in no session for.

    Each with `people`, how many, most first, and `next_day`, the day of the next session in
    reach, or None. One statement, and one where they are not counted yet.
    """
    counts = needed(viewer, day) if counts is None else counts
    found = with_next_day(viewer, noon(day), kinds=list(counts), day=day) if counts else []
    for kind in found:
        kind.people = counts[kind.pk]
    return sorted(found, key=lambda kind: -kind.people)


@written_for_alike
def with_next_day(
    viewer: Person, now: datetime, kinds: list[int], day: date
) -> QuerySet[CertificateType]:
    """Find these certificates, each with the day of the next session in reach for it."""
    coming = Session.objects.taught_by(viewer).filter(
        course__certificate_type=OuterRef("pk"), day__gte=day
    )
    next_day = Subquery(coming.order_by("day").values("day")[:1])
    found = CertificateType.objects.visible_to(viewer).filter(pk__in=kinds)
    return found.annotate(next_day=next_day, people=Value(0)).order_by("pk")


def needed(viewer: Person, day: date) -> dict[int, int]:
    """Count by certificate the people in a trainer's reach who need it and are in no session."""
    lacking = (
        Requirement.objects.visible_to(viewer)
        .of_membership()
        .filter(needs.stands("action", day), type=OuterRef(OuterRef("pk")))
    )
    arranged = Enrolment.objects.filter(
        person=OuterRef("person"),
        session__day__gte=day,
        session__course__certificate_type=OuterRef(OuterRef("pk")),
    )
    reach = Person.objects.in_office_of(viewer, Role.TRAINER).filter(is_active=True)
    counted = (
        Membership.objects.present_on(day)
        .filter(Exists(lacking), ~Exists(arranged), person__in=reach.order_by())
        .order_by()
        .values(all=Value(1))
        .annotate(n=Count("person", distinct=True))
        .values("n")
    )
    found = CertificateType.objects.visible_to(viewer).annotate(
        people=Coalesce(Subquery(counted), 0)
    )
    # Here and not in the query: there, each condition would count each person once more.
    return {kind: n for kind, n in found.order_by("pk").values_list("pk", "people") if n}
