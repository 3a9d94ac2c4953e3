"""What a list of certificates issued, taken back where it was not used since."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from people.lists.kinds import Effect, KeptEffect
from people.mandates import refuse_without
from people.models import Person, Role
from people.writing.sentences import Sentence
from training.certificates import actions as certificates
from training.models import Award, Certificate, Evidence, Study

from .certificate_writing import choose_newest


@transaction.atomic
def take_certificates_back(
    viewer: Person, now: datetime, effects: list[Effect]
) -> list[KeptEffect]:
    """Take back what was issued and not used since; the one before is current again.

    Kept: a certificate that was revoked, confirmed, shown, renewed or given a file or hours, and
    one of a person that the viewer does not train any more.
    """
    refuse_without(viewer, Role.TRAINER)
    found = {one.pk: one for one in issued(viewer, [effect.pk for effect in effects])}
    kept, gone = [], []
    for effect in effects:
        if (one := found.get(effect.pk)) is None:
            continue
        if why := why_kept(one):
            kept.append(KeptEffect(effect.row, one.person.name, why))
        else:
            gone.append(one)
    Award.objects.resting_on(Certificate.objects.filter(pk__in=[one.pk for one in gone])).delete()
    Certificate.objects.filter(pk__in=[one.pk for one in gone]).delete()
    choose_newest(gone, viewer)
    return kept


def issued(viewer: Person, pks: list[int]) -> list[Certificate]:
    """Read what a list issued and how it was used since; three statements."""
    own = Certificate.objects.filter(pk__in=pks, person__organisation=viewer.organisation_id)
    certificates.hold_holders(Person.objects.filter(pk__in=own.values("person")))
    of_this = {"certificate": OuterRef("pk")}
    studies = Study.objects.filter(**of_this)
    files = Evidence.objects.filter(Q(certificate=OuterRef("pk")))
    newer = Certificate.objects.filter(
        person=OuterRef("person"), type=OuterRef("type"), pk__gt=OuterRef("pk"), revoked_at=None
    )
    # What the same list brought in is taken back with it.
    newer = newer.filter(issued_on__gt=OuterRef("issued_on")).exclude(pk__in=pks)
    taught = Person.objects.in_office_of(viewer, Role.TRAINER).exclude(pk=viewer.pk)
    rows = own.annotate(
        worked_on=Exists(studies),
        filed=Exists(files),
        renewed=Exists(newer),
        reached=Q(person__in=taught),
    )
    found: list[Certificate] = [
        *rows.select_for_update(of=("self",)).select_related("person", "type")
    ]
    shown = certificates.shown(one.pk for one in found)
    for one in found:
        vars(one)["shown"] = one.pk in shown
    return found


def why_kept(one: Certificate) -> Sentence:
    """Say why a certificate is not taken back; nothing where it can be."""
    known = vars(one)
    for wrong, sentence in (
        (not known["reached"], _("You do not train this person any more.")),
        (one.revoked_at, _("It was revoked since.")),
        (one.confirmed_at, _("Another organisation has confirmed it.")),
        (known["shown"], _("The person has shown it to others.")),
        (known["filed"], _("A file was added to it.")),
        (known["worked_on"], _("Hours were told for it.")),
        (known["renewed"], _("It was renewed since.")),
    ):
        if wrong:
            return sentence
    return ""
