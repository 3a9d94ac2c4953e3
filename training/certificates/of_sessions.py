"""Certificates of many sessions at once, in as many statements for a hundred as for one."""

from collections import defaultdict
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.statements import one_of
from people.tenancy.context import everywhere
from training.models import Award, Certificate, CertificateType, Session

from .actions import choose_current, hold_holders, refuse_added_to

# Session and person.
PlaceKey = tuple[int | None, int]


def match_results(
    *, results: Mapping[PlaceKey, bool], sessions: Mapping[int, Session], viewer: Person
) -> None:
    """Give certificates to those who passed and take them from the others, as a roll does.

    The caller has asked whether the sessions and the people are the trainer's. One that another
    organisation has confirmed is refused, as is one with hours or a file, and one that was revoked
    stays so. Seven statements, and four for each type.
    """
    hold_holders(Person.objects.filter(pk__in=one_of({person for _session, person in results})))
    given = Certificate.objects.visible_to(viewer).filter(session__in=list(sessions))
    # Locked: one that is being confirmed is waited for.
    given = given.select_for_update(of=("self",)).order_by("pk")
    held = {(one.session_id, one.person_id): one for one in given}
    wrong = [one for key, one in held.items() if results.get(key) is False and not one.revoked_at]
    if any(one.confirmed_at for one in wrong):
        raise ValidationError(
            _("Another organisation has confirmed one of these certificates. Please revoke it."),
            code="confirmed",
        )
    fresh = [
        certificate_for(sessions[session], person, viewer)
        for (session, person), passed in results.items()
        if session is not None
        and passed
        and (session, person) not in held
        and sessions[session].course.certificate_type
    ]
    if wrong:
        rows = Certificate.objects.filter(pk__in=[one.pk for one in wrong])
        refuse_added_to(rows)
        Award.objects.resting_on(rows).delete()
        with everywhere():  # their holders may show them from another place of the account
            rows.delete()
    Certificate.objects.bulk_create(fresh, batch_size=1000)
    choose_each(wrong, fresh, sessions, viewer)


def certificate_for(session: Session, person: int, viewer: Person) -> Certificate:
    """Make the certificate of a session for a person; which one is current is chosen later."""
    return Certificate(
        person_id=person,
        type=session.course.certificate_type,
        session=session,
        issued_on=session.day,
        expires_on=session.expires_on(),
        issued_by=viewer,
        current=False,
    )


def choose_each(
    wrong: list[Certificate],
    fresh: list[Certificate],
    sessions: Mapping[int, Session],
    viewer: Person,
) -> None:
    """Choose the current one of each type for people with certificates that came or went."""
    kinds: dict[int, CertificateType] = {
        one.course.certificate_type.pk: one.course.certificate_type
        for one in sessions.values()
        if one.course.certificate_type
    }
    people: dict[int, set[int]] = defaultdict(set)
    for one in (*wrong, *fresh):
        people[one.type_id].add(one.person_id)
    for kind, holders in people.items():
        if kind in kinds:
            choose_current(kind=kinds[kind], people=list(holders), by=viewer)
