"""Certificates of trainings held elsewhere: issued to one person or many, with what shows it."""

from collections.abc import Collection
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.models import Person, Role
from people.weeks import today
from people.writing.formats import short_day
from training.models import Certificate, CertificateType, Evidence
from training.rules.certificates import CertificateState, state

from . import actions as certificates
from . import evidence

# Each keeps the file as their own, to be erased with them: 20 x 5 MB is what one form may store.
WITH_A_FILE_AT_MOST = 20


@transaction.atomic
def issue(
    *,
    kind: CertificateType,
    people: Collection[Person],
    issued_on: date,
    file: bytes | None = None,
    by: Person,
    now: datetime,
) -> list[Certificate]:
    """Issue a certificate for a training held elsewhere, with a file that shows it or without.

    Of several of a type the one that was earned last is the current one. Refused as a whole: one's
    own, a person the trainer does not train, a day to come, one that would be over by now, a person
    who has it of that day, an unfit file, and a file for more than 20 people.
    """
    # Held, so that a second tap finds what the first has issued.
    kind = CertificateType.objects.visible_to(by).select_for_update(no_key=True).get(pk=kind.pk)
    refuse_people(kind, people, issued_on, by)
    refuse_day(kind, issued_on, today(now))
    shown = file_of(file, people)
    made = Certificate.objects.bulk_create(
        Certificate(
            person=person,
            type=kind,
            issued_on=issued_on,
            expires_on=kind.expiry(issued_on),
            issued_by=by,
            current=False,
        )
        for person in people
    )
    if shown:
        for one in made:
            Evidence.objects.create(certificate=one, kind=shown[0], content=shown[1])
    certificates.choose_current(kind=kind, people=[one.pk for one in people], by=by)
    return made


def refuse_people(
    kind: CertificateType, people: Collection[Person], issued_on: date, by: Person
) -> None:
    """Refuse the trainer's own and people they do not train, and say who has it already."""
    if by in people:
        raise ValidationError(_("Somebody else has to issue yours."), code="own")
    taught = Person.objects.in_office_of(by, Role.TRAINER)
    held = certificates.hold_holders(taught.filter(pk__in=[one.pk for one in people]))
    if len(held) < len(people):
        raise ValidationError({"people": _("Please choose somebody from the list.")})
    same = Certificate.objects.visible_to(by).filter(
        type=kind, issued_on=issued_on, person__in=people, revoked_at=None
    )
    sentence = _("%(name)s already has this certificate from that day.")
    if wrong := [
        ValidationError(sentence, code="held", params={"name": one.person.name})
        for one in same.select_related("person")
    ]:
        raise ValidationError({"people": wrong})


def refuse_day(kind: CertificateType, issued_on: date, day: date) -> None:
    """Refuse a day to come, and one so long ago that the certificate is over."""
    if issued_on > day:
        sentence = _("Please choose a day that is not to come.")
        raise ValidationError({"issued_on": ValidationError(sentence, code="to_come")})
    ends = kind.expiry(issued_on)
    if state(ends, day) is CertificateState.EXPIRED:
        refused = ValidationError(
            _("A certificate from that day expired on %(day)s. The training has to be repeated."),
            code="over",
            params={"day": short_day(ends)},
        )
        raise ValidationError({"issued_on": refused})


def file_of(file: bytes | None, people: Collection[Person]) -> tuple[Evidence.Kind, bytes] | None:
    """Judge the file, once for all; nothing where none was sent."""
    if file is None:
        return None
    if len(people) > WITH_A_FILE_AT_MOST:
        sentence = _("With a file, please choose %(n)d people at most.")
        about = {"n": WITH_A_FILE_AT_MOST}
        raise ValidationError({"file": ValidationError(sentence, code="many", params=about)})
    kind, content = evidence.fit(file)
    evidence.refuse_too_much(people, content)
    return kind, content
