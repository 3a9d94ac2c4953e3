"""Certificates: issued for a session, taken back when it is corrected, and how they stand."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people.judged_rows import save_judged
from people.mandates import not_yours, refuse_out_of_reach, refuse_without
from people.models import MAY, Person, Role
from people.tenancy.context import everywhere
from people.viewer_statements import written_for_alike
from people.weeks import noon, today
from training.models import (
    Award,
    Certificate,
    CertificateQuerySet,
    CertificateType,
    ProofLine,
    Session,
)
from training.rules.certificates import CertificateState, state

Crew = dict[int, "HeldCertificate"]


class HeldCertificate(NamedTuple):
    """The current certificate of a type, as it stands on a day."""

    expires_on: date | None
    state: CertificateState


@transaction.atomic
def add_type(
    *,
    by: Person,
    name: Mapping[str, str],
    validity_months: int | None = None,
    renewal_hours: int | None = None,
    allows: Mapping[str, str] | None = None,
    by_law: bool = False,
) -> CertificateType:
    """Add a certificate to the organisation's list; a name that is there is refused.

    Refused: a viewer who is no trainer.
    """
    refuse_without(by, Role.TRAINER)
    kind = CertificateType(
        organisation_id=by.organisation_id,
        name=name,
        validity_months=validity_months,
        renewal_hours=renewal_hours,
        allows=allows,
        by_law=by_law,
    )
    save_judged(kind)
    return kind


def hold_holders(people: QuerySet[Person]) -> list[int]:
    """Let the certificates of people change one step after the other; name those who are held.

    Which one of a type is current depends on all of a person's: two who write different ones at
    once would choose two, or the wrong one. Once in a transaction, and before a certificate of
    theirs is locked: then two who hold several people never wait for each other in a ring.
    """
    held = Person.objects.filter(pk__in=people.values("pk")).order_by("pk")
    held = held.select_for_update(of=("self",), no_key=True)
    return list(held.values_list("pk", flat=True))


def hold_certificate(certificate: Certificate) -> Certificate:
    """Lock a certificate, and its holder's others, until all is written.

    Refused: one that was taken back meanwhile.
    """
    hold_holders(Person.objects.filter(pk=certificate.person_id))
    held = Certificate.objects.select_for_update(of=("self",)).select_related("type", "person")
    if (found := held.filter(pk=certificate.pk).first()) is None:
        raise no_longer_valid()
    return found


def no_longer_valid() -> ValidationError:
    """Make the refusal of a certificate without force."""
    return ValidationError(_("This certificate is no longer valid."), code="over")


@transaction.atomic
def issue(*, session: Session, people: Iterable[int], by: Person) -> list[Certificate]:
    """Certify people for a session, each of them once; the newest of a type is the current one.

    The caller holds the session, and these people by `hold_holders`.

    Refused: a session or people who are not the trainer's, oneself, and a course that leads to no
    certificate.
    """
    people = set(people)
    refuse_untaught(session, people, by)
    if (kind := session.course.certificate_type) is None:
        raise ValidationError(_("This course leads to no certificate."), code="no_certificate")
    given = Certificate.objects.visible_to(by).filter(session=session)
    held = set(given.values_list("person_id", flat=True))
    fresh = [
        Certificate(
            person_id=person,
            type=kind,
            session=session,
            issued_on=session.day,
            expires_on=session.expires_on(),
            issued_by=by,
            current=False,
        )
        for person in people
        if person not in held
    ]
    Certificate.objects.bulk_create(fresh)
    choose_current(kind=kind, people=[one.person_id for one in fresh], by=by)
    return fresh


@transaction.atomic
def withdraw(*, session: Session, people: Iterable[int], by: Person) -> int:
    """Take back what a session gave these people; the one before is current again.

    One that another organisation has confirmed stands, and one with hours or a file: it can be
    revoked with a reason only. One that was revoked stays so, for who checks it. Held and refused
    as in `issue`.
    """
    people = set(people)
    refuse_untaught(session, people, by)
    wrong = Certificate.objects.visible_to(by).filter(
        session=session, person__in=people, revoked_at=None
    )
    # Locked: one that is being confirmed is waited for.
    given = dict(wrong.select_for_update(of=("self",)).values_list("person_id", "confirmed_at"))
    if any(given.values()):
        raise ValidationError(
            _("Another organisation has confirmed one of these certificates. Please revoke it."),
            code="confirmed",
        )
    refuse_added_to(wrong)
    if holders := list(given):
        Award.objects.resting_on(wrong).delete()
        with everywhere():  # its holder may show it from another place of the account
            wrong.delete()
        if kind := session.course.certificate_type:
            choose_current(kind=kind, people=holders, by=by)
    return len(holders)


def refuse_added_to(given: CertificateQuerySet) -> None:
    """Refuse to delete what was added to certificates: hours with what shows them, and files."""
    if given.added_to().exists():
        raise ValidationError(
            _("Hours or a file were added to one of these certificates. Please revoke it."),
            code="added_to",
        )


@everywhere()  # its holder may show it from another place of the account
def shown(certificates: Iterable[int]) -> set[int]:
    """Find those of these certificates that their holders have shown to others; one statement."""
    lines = ProofLine.objects.filter(certificate__in=list(certificates))
    return set(lines.values_list("certificate_id", flat=True))


def refuse_untaught(session: Session, people: set[int], by: Person) -> None:
    """Refuse oneself, a session that is not the trainer's to record, and people out of reach."""
    if by.pk in people:
        raise ValidationError(_("Somebody else has to issue yours."), code="own")
    taught = Person.objects.in_office_of(by, Role.TRAINER).filter(pk__in=people)
    if not Session.objects.taught_by(by).filter(pk=session.pk).exists() or taught.count() < len(
        people
    ):
        raise not_yours()


@transaction.atomic
def follow(*, certificate: Certificate, expires_on: date, by: Person, day: date) -> Certificate:
    """Issue the certificate that follows another without a session, and make it the current one.

    The caller holds its person by `hold_holders`.

    Refused: the trainer's own, and one of a person the trainer does not train.
    """
    if certificate.person_id == by.pk:
        raise ValidationError(_("Somebody else has to issue yours."), code="own")
    refuse_out_of_reach(by, certificate.person, Role.TRAINER)
    fresh = Certificate.objects.create(
        person_id=certificate.person_id,
        type=certificate.type,
        issued_on=day,
        expires_on=expires_on,
        issued_by=by,
        current=False,
    )
    choose_current(kind=certificate.type, people=[certificate.person_id], by=by)
    fresh.refresh_from_db()
    return fresh


@transaction.atomic
def revoke(*, certificate: Certificate, reason: str, by: Person, now: datetime) -> Certificate:
    """Take a certificate's force away for good, with a reason that its holder reads.

    The one before it is current again, if there is one. Refused: a viewer who neither trains nor
    administers the holder, no reason, one's own, one that is revoked already.
    """
    found = hold_certificate(certificate)
    if found.person_id == by.pk:
        raise ValidationError(_("Somebody else has to revoke this."), code="own")
    refuse_out_of_reach(by, found.person, *MAY.judge_certificates)
    if found.revoked_at:
        raise ValidationError(_("This certificate is revoked already."), code="revoked")
    if not reason.strip():
        sentence = _("Please say why; the person reads it.")
        raise ValidationError({"reason": ValidationError(sentence, code="reason")})
    found.revoked_at, found.revoked_by, found.revoked_reason = now, by, reason.strip()
    found.current = False
    found.clean_fields(exclude=["session", "revoked_by", "expires_on"])
    found.save()
    Award.objects.resting_on(Certificate.objects.filter(pk=found.pk)).delete()
    choose_current(kind=found.type, people=[found.person_id], by=by)
    return found


@transaction.atomic
def confirm(*, certificate: Certificate, by: Person, now: datetime) -> Certificate:
    """Confirm a certificate that its holder showed, for a second organisation; once, for good.

    From then on a correction of its session no longer takes it back. Refused: a viewer who is no
    trainer or admin of another organisation, one that was revoked or has expired, one that is
    confirmed.
    """
    found = hold_certificate(certificate)
    if not may_confirm(found.person, by):
        raise ValidationError(
            _("A trainer or admin of another organisation has to confirm this."), code="stranger"
        )
    if found.revoked_at or found.state(today(now)) is CertificateState.EXPIRED:
        raise no_longer_valid()
    if found.confirmed_at:
        raise ValidationError(_("This certificate is confirmed already."), code="confirmed")
    found.confirmed_at, found.confirmed_by = now, by
    found.save(update_fields=["confirmed_at", "confirmed_by"])
    return found


def may_confirm(holder: Person, by: Person) -> bool:
    """Say whether the viewer speaks for a second organisation about a holder's certificates.

    Not about their own, which they may hold at another place of their account.
    """
    if by.organisation_id == holder.organisation_id or by.account_id == holder.account_id:
        return False
    return bool(by.roles.intersection(MAY.judge_certificates))


def choose_current(*, kind: CertificateType, people: list[int], by: Person) -> None:
    """Make the one that was earned last the current one of its type.

    By the day of the session: one that is recorded late must not replace a later one.
    """
    theirs = Certificate.objects.visible_to(by).filter(type=kind, person__in=people)
    good = theirs.filter(revoked_at=None)
    ordered = good.order_by("issued_on", "pk").values_list("person_id", "pk")
    newest = list(dict(ordered).values())
    # In this order: two current ones at once would break the database's constraint.
    theirs.current().exclude(pk__in=newest).update(current=False)
    theirs.filter(pk__in=newest, current=False).update(current=True)


def states(*, viewer: Person, people: Iterable[int], day: date) -> dict[int, Crew]:
    """Tell how the current certificates stand: person → type → held. One statement.

    Only what the viewer may see; a type that no person holds is not in it.
    """
    found: dict[int, Crew] = {person: {} for person in people}
    for person, kind, expires in current_ones(viewer, noon(viewer.today), people=list(found)):
        found[person][kind] = HeldCertificate(expires, state(expires, day))
    return found


@written_for_alike
def current_ones(viewer: Person, now: datetime, people: list[int]) -> QuerySet[Certificate, tuple]:
    """Find the current certificates of some people that a viewer may see."""
    current = Certificate.objects.visible_to(viewer).current().filter(person__in=people)
    return current.values_list("person_id", "type_id", "expires_on")
