"""Certificates over HTTP: who has which until when, and one recorded as a trainer does."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema, Status
from pydantic import StringConstraints

from people import access_kinds as people_kinds
from people import program_calls
from people.api_pages import AskedPage, PageOut, cut
from people.audit.actions import note_access
from people.models import MAY, KeyScope, Person, Role
from people.models.audit import program_now
from people.program_calls import KeyedIn
from people.program_keys import ProgramRequest, Token
from people.programs.fields import CommonDay, KeptText
from people.programs.reading import person_named
from people.weeks import today
from people.writing.fields import uuid_of
from people.writing.schemas import PROBLEMS
from training import access_kinds
from training.models import Certificate, CertificateType
from training.rules.certificates import CertificateState

from . import elsewhere

router = Router(tags=["certificates"])
# The roles that read certificates of others on pages.
READING = MAY.see_requirements


class AskedCertificatePage(AskedPage):
    """Which certificates: of one type, and those that end by a day."""

    type: UUID | None = None
    expires_by: CommonDay | None = None


class CertificateIn(KeyedIn):
    """A certificate of a training held elsewhere, with the day on which it was earned.

    `person` is their id, or for an admin who manages them also the employee number.
    """

    person: Annotated[KeptText, StringConstraints(min_length=1, max_length=40)]
    type: UUID
    issued_on: CommonDay


class CertificateTypeOut(Schema):
    """A certificate that can be earned, in the reader's language."""

    id: UUID
    name: str
    # Null where it holds for ever.
    validity_months: int | None
    by_law: bool


class CertificateTypesOut(PageOut):
    """A page of the organisation's certificates."""

    items: list[CertificateTypeOut]


class CertificateOut(Schema):
    """The current certificate of a type that a person has.

    The employee number is there for an admin who manages the person, and empty for others.
    """

    id: UUID
    person: UUID
    name: str
    employee_number: str
    type: UUID
    issued_on: date
    # Null where it holds for ever.
    expires_on: date | None
    state: Literal[*(one.value for one in CertificateState)]


class CertificatesOut(PageOut):
    """A page of certificates."""

    items: list[CertificateOut]


def reader_calling(request: ProgramRequest) -> Person:
    """Name the person that a call acts for; one who reads no certificates of others is refused."""
    if not request.auth.roles.intersection(READING):
        raise PermissionDenied(_("You read certificates of others in none of your roles."))
    return request.auth


def written(viewer: Person, rows: Sequence[Certificate], now: datetime) -> list[CertificateOut]:
    """Write certificates, and note the look once a day; two statements beside the rows."""
    people = {one.person_id: one.person for one in rows}
    managed = set(
        Person.objects.managed_by(viewer).filter(pk__in=people).values_list("pk", flat=True)
    )
    note_access(
        viewer=viewer,
        role=viewer.acts_as(*READING),
        what=access_kinds.CERTIFICATES,
        people=people.values(),
        at=now,
        once_a_day=True,
    )
    return [
        CertificateOut(
            id=one.public_id,
            person=one.person.public_id,
            name=one.person.name,
            employee_number=one.person.employee_number if one.person_id in managed else "",
            type=one.type.public_id,
            issued_on=one.issued_on,
            expires_on=one.expires_on,
            state=one.state(today(now)).value,
        )
        for one in rows
    ]


@router.get(
    "/certificate-types",
    auth=Token(KeyScope.CERTIFICATES),
    response={200: CertificateTypesOut, **PROBLEMS},
)
def list_certificate_types(request, response: HttpResponse, asked: Query[AskedPage]):
    """Read which certificates there are."""
    by = reader_calling(request)
    page = cut(request, response, CertificateType.objects.visible_to(by), asked)
    return {"items": [kind_out(one) for one in page.rows], "next": page.next}


def kind_out(kind: CertificateType) -> CertificateTypeOut:
    """Write a type."""
    return CertificateTypeOut(
        id=kind.public_id,
        name=str(kind),
        validity_months=kind.validity_months,
        by_law=kind.by_law,
    )


@router.get(
    "/certificates", auth=Token(KeyScope.CERTIFICATES), response={200: CertificatesOut, **PROBLEMS}
)
def list_certificates(request, response: HttpResponse, asked: Query[AskedCertificatePage]):
    """Read the current certificates of the people in reach; the look is noted."""
    by, now = reader_calling(request), timezone.now()
    found = Certificate.objects.visible_to(by).current().select_related("person", "type")
    if asked.type:
        kinds = CertificateType.objects.visible_to(by)
        found = found.filter(type=get_object_or_404(kinds, public_id=asked.type))
    if asked.expires_by:
        found = found.filter(expires_on__lte=asked.expires_by)
    page = cut(request, response, found, asked)
    return {"items": written(by, page.rows, now), "next": page.next}


@router.post(
    "/certificates",
    auth=Token(KeyScope.CERTIFICATES_WRITE),
    response={200: CertificateOut, 201: CertificateOut, **PROBLEMS},
)
def record_certificate(request, sent: CertificateIn):
    """Record a certificate as a trainer does: 201 when new, 200 for a repeat.

    The repeat of one that was revoked since is refused, with `revoked`.
    """
    by, now = request.auth, timezone.now()
    if Role.TRAINER not in by.roles:
        raise PermissionDenied(_("Only trainers record certificates."))
    kinds = CertificateType.objects.visible_to(by)

    def make() -> list[str]:
        if (kind := kinds.filter(public_id=sent.type).first()) is None:
            raise ValidationError({"type": _("There is no such certificate here.")})
        person = trainee_named(by, sent.person)
        [made] = elsewhere.issue(
            kind=kind, people=[person], issued_on=sent.issued_on, by=by, now=now
        )
        if program_now():
            what = people_kinds.BY_PROGRAM
            note_access(viewer=by, role=Role.TRAINER, what=what, person=person, at=now)
        return [str(made.public_id)]

    made, new = program_calls.once(
        caller=by, operation="record_certificate", body=sent, make=make, now=now
    )
    rows = Certificate.objects.visible_to(by).select_related("person", "type")
    found = get_object_or_404(rows, public_id=made[0])
    if found.revoked_at:
        raise ValidationError(_("This certificate was revoked. It stays so."), code="revoked")
    [told] = written(by, [found], now)
    return Status(201 if new else 200, told)


def trainee_named(trainer: Person, name: str) -> Person:
    """Find a person that the trainer trains, by id, or by number where they manage them."""
    if (public_id := uuid_of(name)) and (
        found := Person.objects.in_office_of(trainer, Role.TRAINER)
        .filter(public_id=public_id)
        .first()
    ):
        return found
    try:
        return person_named(trainer, name)
    except Http404:
        raise ValidationError({"person": _("There is no such person in your reach.")}) from None
