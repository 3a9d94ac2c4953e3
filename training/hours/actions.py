"""Continuing education: tell hours, send them, have them confirmed, renew."""

from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from people.mandates import not_yours, refuse_out_of_reach
from people.models import Person, Role, office_has
from people.weeks import today
from training.certificates import actions as certificates
from training.certificates import evidence
from training.models import Certificate, CertificateQuerySet, Evidence, Study
from training.rules.renewal import Progress, next_due

from . import tasks as hours_tasks

NOTHING = Decimal(0)


def hours_to_check(trainer: Person) -> CertificateQuerySet:
    """Find the certificates of others with hours that this trainer confirms or refuses."""
    told = Study.objects.filter(state=Study.State.TOLD)
    # What waits is little: it is found by its hours, not among all certificates.
    return (
        Certificate.objects.current()
        .filter(office_has("person", trainer, Role.TRAINER), pk__in=told.values("certificate"))
        .exclude(person=trainer)
    )


def opens_hours_as(viewer: Person, person: Person) -> Role | None:
    """Name the role in which a viewer opens the hours of a person: a worker opens their own.

    Else it is that of a trainer, or of a supervisor; None where the hours do not open.
    """
    if viewer == person:
        return Role.WORKER
    them = Person.objects.filter(pk=person.pk)
    if them.in_office_of(viewer, Role.TRAINER).exists():
        return Role.TRAINER
    return Role.SUPERVISOR if them.supervised_by(viewer).exists() else None


def progress(certificate: Certificate) -> Progress | None:
    """Add up the hours of a certificate; None where hours do not renew it, or it never ends."""
    needed = certificate.type.renewal_hours
    if needed is None or certificate.expires_on is None:
        return None
    sums = certificate.studies.counting().aggregate(
        told=Sum("hours"), confirmed=Sum("hours", filter=Q(state=Study.State.CONFIRMED))
    )
    return Progress(
        needed=Decimal(needed),
        confirmed=sums["confirmed"] or NOTHING,
        told=sums["told"] or NOTHING,
        due=certificate.expires_on,
    )


@transaction.atomic
def tell(
    *,
    certificate: Certificate,
    by: Person,
    day: date,
    hours: Decimal,
    what: str,
    kind: str = "",
    file: bytes | None,
    now: datetime,
) -> Study:
    """Write down something learnt, with a file that shows it, if there is one.

    Refused: another's certificate, a day before it or to come, a day with hours that counted for
    the one before, hours that cannot be, an identity, an unfit file or one too many, and a
    certificate that hours do not renew or that is not the current one.
    """
    refuse_other(certificate, by)
    if not certificate.current or progress(certificate) is None:
        raise ValidationError(_("Hours do not renew this certificate."), code="not_by_hours")
    refuse_day(certificate, day, today(now))
    study = Study(
        certificate=certificate, day=day, hours=hours, what=what.strip(), kind=kind, told_at=now
    )
    study.full_clean()
    study.save()
    if file is not None:
        file_kind, content = evidence.fit(file)
        evidence.refuse_undecided(certificate)
        evidence.refuse_too_much([certificate.person], content)
        Evidence.objects.create(study=study, kind=file_kind, content=content)
    return study


def refuse_day(certificate: Certificate, day: date, today: date) -> None:
    """Refuse a day outside the certificate's own time: hours are not counted twice.

    The day of an early renewal is in the time of two. If hours of it counted for the one
    before, it is of that one's time.
    """
    if not certificate.issued_on <= day <= today:
        sentence = _("Please choose a day since the certificate was issued and not to come.")
        raise ValidationError({"day": ValidationError(sentence, code="day")})
    confirmed = Study.objects.filter(day=day, state=Study.State.CONFIRMED)
    others = Certificate.objects.filter(person=certificate.person_id, type=certificate.type_id)
    before = others.filter(revoked_at=None).exclude(pk=certificate.pk)
    if confirmed.filter(certificate__in=before).exists():
        sentence = _("Hours of this day counted for the certificate before. Choose a later day.")
        raise ValidationError({"day": ValidationError(sentence, code="day")})


def take_back(*, study: Study, by: Person) -> None:
    """Take away the holder's own hours that have no decision yet; what is decided stays."""
    refuse_other(study.certificate, by)
    gone, _rows = Study.objects.filter(pk=study.pk, state=Study.State.TOLD).delete()
    if not gone:
        raise ValidationError(_("This is decided already and stays in the list."), code="decided")


@transaction.atomic
def send(*, certificate: Certificate, by: Person, now: datetime) -> None:
    """Send the holder's own renewal pack: tell the trainers that hours wait to be confirmed.

    Refused while hours are missing, and after its date; a second tap on the same day sends no
    second message.
    """
    refuse_other(certificate, by)
    found = progress(certificate)
    if found is None or found.to_tell:
        raise ValidationError(_("Some hours are still missing."), code="missing")
    refuse_over(found, today(now))
    hours_tasks.tell_renewal.enqueue(certificate.pk, today(now).isoformat())


def refuse_over(found: Progress, day: date) -> None:
    """Refuse hours for a date that is past."""
    if found.over(day):
        raise ValidationError(
            _("The date has passed. The whole training has to be repeated."), code="lapsed"
        )


@transaction.atomic
def decide(*, study: Study, counts: bool, reason: str = "", by: Person, now: datetime) -> Study:
    """Confirm hours, or say why they do not count; the last word stands.

    Refused: one's own, those of a person the trainer does not train, and no reason.
    """
    held = Study.objects.select_for_update(of=("self",)).select_related("certificate__person")
    study = held.get(pk=study.pk)
    refuse_other_trainer(study.certificate, by)
    if not counts and not reason.strip():
        sentence = _("Please say why it does not count; the person reads it.")
        raise ValidationError({"reason": ValidationError(sentence, code="reason")})
    study.state = Study.State.CONFIRMED if counts else Study.State.REFUSED
    study.reason = "" if counts else reason.strip()
    study.decided_by, study.decided_at = by, now
    study.full_clean()
    study.save()
    return study


def refuse_other(certificate: Certificate, by: Person) -> None:
    """Refuse a viewer who is not the holder."""
    if certificate.person_id != by.pk:
        raise not_yours()


def refuse_other_trainer(certificate: Certificate, by: Person) -> None:
    """Refuse the holder themselves, and a viewer who does not train them."""
    if certificate.person_id == by.pk:
        raise ValidationError(_("Somebody else has to confirm this."), code="own")
    refuse_out_of_reach(by, certificate.person, Role.TRAINER)


@transaction.atomic
def renew(*, certificate: Certificate, by: Person, now: datetime) -> Certificate:
    """Issue the next certificate, counted from the old date. It is the current one at once.

    Refused: one's own, that of a person the trainer does not train, hours that are missing, a date
    that is over.
    """
    certificate = certificates.hold_certificate(certificate)
    refuse_other_trainer(certificate, by)
    found = progress(certificate)
    ends, months = certificate.expires_on, certificate.type.validity_months
    if not (certificate.current and found and found.complete and ends and months):
        raise ValidationError(_("Some hours are still missing."), code="missing")
    refuse_over(found, today(now))
    return certificates.follow(
        certificate=certificate,
        expires_on=next_due(ends, months),
        by=by,
        day=today(now),
    )
