"""Files of certificates: added where there was none, put in place of another, or taken away."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.audit import actions as audit
from people.models import Person, Role
from training import access_kinds
from training.models import Certificate, Evidence

from . import evidence


@transaction.atomic
def attach(*, certificate: Certificate, file: bytes, by: Person, now: datetime) -> Evidence:
    """Add a file that shows a certificate, in place of the one that is there.

    Its holder reads in their access log who added it. Refused: one's own, a revoked certificate, an
    unfit file, and another file than the one with which a second organisation confirmed it.
    """
    found = held(certificate, by)
    if found.revoked_at:
        raise ValidationError(_("This certificate is revoked already."), code="revoked")
    kind, content = evidence.fit(file)
    gone(found)
    evidence.refuse_too_much([found.person], content)
    made = Evidence.objects.create(
        certificate=found, kind=kind, content=content, added_by=by, added_at=now
    )
    note(found, access_kinds.FILE_ADDED, by, now)
    return made


@transaction.atomic
def take_away(*, certificate: Certificate, by: Person, now: datetime) -> None:
    """Take the file of a certificate away; its holder's access log still says that it was there.

    Refused: one's own, none there, and the one with which a second organisation confirmed it.
    """
    found = held(certificate, by)
    if not gone(found):
        raise ValidationError(_("There is no file any more."), code="none")
    note(found, access_kinds.FILE_REMOVED, by, now)


def held(certificate: Certificate, by: Person) -> Certificate:
    """Lock the certificate of a person the trainer trains, not their own, until all is written."""
    taught = Person.objects.in_office_of(by, Role.TRAINER)
    theirs = Certificate.objects.visible_to(by).filter(person__in=taught)
    found = theirs.select_for_update(of=("self",)).select_related("person").get(pk=certificate.pk)
    if found.person_id == by.pk:
        raise ValidationError(_("Somebody else has to issue yours."), code="own")
    return found


def gone(certificate: Certificate) -> bool:
    """Delete the file of a certificate, unless it has to stay, and say whether there was one."""
    there = Evidence.objects.filter(certificate=certificate).defer("content").first()
    if there is None:
        return False
    if there.stays:
        raise ValidationError(
            _("Another organisation has confirmed this certificate with its file."),
            code="confirmed",
        )
    there.delete()
    return True


def note(certificate: Certificate, what: str, by: Person, now: datetime) -> None:
    """Note in the access log what was done, and to which certificate."""
    audit.note_access(
        viewer=by,
        role=Role.TRAINER,
        what=what,
        person=certificate.person,
        subject=certificate.public_id,
        at=now,
    )
