"""Take over courses, certificates and requirements to begin with, once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from people.languages import local_text
from people.mandates import not_yours, refuse_part_admin
from people.models import Job, Membership, Named, Organisation, Person, Role
from people.weeks import today
from training.models import CertificateType, Course, Requirement
from training.requirements.actions import whom


@dataclass(frozen=True)
class ChosenTraining:
    """A course with its certificate as the admin wants it, and who is asked for the certificate."""

    name: Mapping[str, str]
    hours: Decimal
    months: int | None = None
    renewal_hours: int | None = None
    kind: str = ""
    asked: tuple[str, ...] = ()


def may_take(viewer: Person, now: datetime) -> bool:
    """Say whether an admin may take the set over: none was taken, and no trainer is there yet."""
    return not (
        CertificateType.objects.visible_to(viewer).exists()
        or Course.objects.visible_to(viewer).exists()
        or trainer_is_here(viewer.organisation_id, now)
    )


def trainer_is_here(organisation_id: int, now: datetime) -> bool:
    """Say whether an organisation has a trainer today."""
    held = Membership.objects.on(today(now)).filter(person__organisation=organisation_id)
    return held.filter(role=Role.TRAINER).exists()


@transaction.atomic
def take_over(*, chosen: Iterable[ChosenTraining], by: Person, now: datetime) -> int:
    """Write courses, certificates and requirements to begin with; return how many are new.

    A course or certificate that is there by its name stays as it is, so a second press adds
    nothing. Refused: a viewer who is neither a trainer nor an admin of the whole organisation, and
    such an admin where a trainer is, or where courses or certificates are already. Catalogues are
    a trainer's; only the first is an admin's, while there is none.
    """
    if Role.TRAINER not in by.roles:
        refuse_part_admin(by, by.organisation_id)
    Organisation.objects.select_for_update().get(pk=by.organisation_id)  # two presses, one set
    kinds = by_name(CertificateType.objects.visible_to(by))
    courses = by_name(Course.objects.visible_to(by))
    fresh = [one for one in chosen if not (found(kinds, one) and found(courses, one))]
    if not fresh:
        return 0
    if Role.TRAINER not in by.roles and not may_take(by, now):
        raise not_yours()
    jobs = {one.code: one for one in Job.objects.visible_to(by)}
    for one in fresh:
        kind = found(kinds, one) or new_type(one, by.organisation_id)
        if not found(courses, one):
            new_course(one, kind)
        asked = [whom(key, jobs) for key in one.asked if known(key, jobs)]
        Requirement.objects.bulk_create(
            [
                Requirement(
                    organisation_id=by.organisation_id, type=kind, added_by=by, added_at=now, **who
                )
                for who in asked
            ],
            ignore_conflicts=True,
        )
    return len(fresh)


def known(key: str, jobs: Mapping[str, Job]) -> bool:
    """Say whether the organisation has the job of a requirement; it has every role."""
    return not key.startswith("job-") or key.removeprefix("job-") in jobs


def by_name[Kind: Named](rows: Iterable[Kind]) -> dict[str, Kind]:
    """Sort rows by each of their names."""
    return {local_text.plain(text): row for row in rows for text in row.name.values()}


def found[Kind: Named](rows: Mapping[str, Kind], one: ChosenTraining) -> Kind | None:
    """Find the row that has one of these names."""
    return next(
        (rows[key] for text in one.name.values() if (key := local_text.plain(text)) in rows), None
    )


def new_type(one: ChosenTraining, organisation_id: int) -> CertificateType:
    """Write the certificate of a training."""
    kind = CertificateType(
        organisation_id=organisation_id,
        name=one.name,
        validity_months=one.months,
        renewal_hours=one.renewal_hours if one.months else None,
    )
    kind.full_clean()
    kind.save()
    return kind


def new_course(one: ChosenTraining, kind: CertificateType) -> Course:
    """Write the course of a training."""
    course = Course(
        organisation_id=kind.organisation_id,
        name=one.name,
        hours=one.hours,
        kind=one.kind,
        certificate_type=kind,
    )
    course.full_clean()
    course.save()
    return course
