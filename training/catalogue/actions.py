"""The catalogue: add a course, say of which kind it is."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db import transaction

from people.judged_rows import save_judged
from people.mandates import not_yours, refuse_without
from people.models import Person, Role
from training.models import (
    CertificateType,
    Competency,
    Course,
)


@transaction.atomic
def add(
    *,
    by: Person,
    name: Mapping[str, str],
    hours: Decimal,
    kind: str = "",
    certificate_type: CertificateType | None = None,
    requires: CertificateType | None = None,
) -> Course:
    """Add a course to the organisation's catalogue.

    Refused: a viewer who is no trainer, a certificate of another organisation, a name that is
    there.
    """
    refuse_without(by, Role.TRAINER)
    if any(
        one and one.organisation_id != by.organisation_id for one in (certificate_type, requires)
    ):
        raise not_yours()
    course = Course(
        organisation_id=by.organisation_id,
        name=name,
        hours=hours,
        kind=kind,
        certificate_type=certificate_type,
        requires=requires,
    )
    save_judged(course)
    return course


@transaction.atomic
def classify(
    *, course: Course, kind: str, competencies: Iterable[Competency] = (), by: Person
) -> Course:
    """Say what kind of training a course is and which competencies it teaches, and no others.

    The hours that people have had in it count for its kind too. Refused: a viewer who is no trainer
    of the course's organisation.
    """
    refuse_without(by, Role.TRAINER)
    found = Course.objects.visible_to(by).get(pk=course.pk)
    found.kind = kind
    found.full_clean()
    found.save(update_fields=["kind"])
    taught = [one.pk for one in competencies]
    found.competencies.set(Competency.objects.visible_to(by).filter(pk__in=taught))
    return found
