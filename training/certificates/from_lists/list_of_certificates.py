"""Certificates that a trainer brings in as a list: of trainings held elsewhere, for many people.

It does what `elsewhere.issue` does, row by row, and refuses what that refuses: one's own, people
that the viewer does not train, a day to come, what would be over by now.
"""

from datetime import datetime

from django.db.models import Count, Max, Q
from django.utils.translation import gettext_lazy as _

from people.audit import actions as audit
from people.lists.kinds import Bringing, ListSubject, RowVerdict, list_subject
from people.lists.row_cells import print_of_rows
from people.models import Person, Role
from training import access_kinds
from training.models import Certificate, CertificateType

from .certificate_columns import COLUMNS
from .certificate_judging import judge_certificates
from .certificate_undoing import take_certificates_back
from .certificate_writing import lock_kinds, write_certificates


def issues_certificates(viewer: Person, now: datetime) -> bool:
    """Say whether the viewer issues certificates."""
    return Role.TRAINER in viewer.roles


def fingerprint(bringing: Bringing) -> str:
    """Say how the types and certificates in reach stand; two statements."""
    kinds = CertificateType.objects.visible_to(bringing.by).order_by("pk")
    return print_of_rows(
        list(kinds.values_list("pk", "name", "validity_months")), counted_certificates(bringing.by)
    )


def counted_certificates(viewer: Person) -> dict[str, object]:
    """Count the certificates in reach so that any that comes, goes or changes is noticed."""
    return Certificate.objects.visible_to(viewer).aggregate(
        last=Max("pk"),
        n=Count("pk"),
        revoked=Count("revoked_at"),
        confirmed=Count("confirmed_at"),
        current=Count("pk", filter=Q(current=True)),
    )


def looked(bringing: Bringing, verdicts: list[RowVerdict]) -> None:
    """Note that the certificates of these people were compared with a list."""
    people = {one.plan.person for one in verdicts if one.plan}
    audit.note_access(
        viewer=bringing.by,
        role=Role.TRAINER,
        what=access_kinds.CERTIFICATES,
        people=[Person(pk=one) for one in sorted(people)],
        at=bringing.now,
        once_a_day=True,
    )


CERTIFICATES = list_subject(
    ListSubject(
        code="certificates",
        name=_("Certificates"),
        hint=_(
            "Certificates that people have from elsewhere or from before. "
            "A later one takes the place of an earlier one."
        ),
        columns=COLUMNS,
        page="training",
        then="training",
        may=issues_certificates,
        judge=judge_certificates,
        write=write_certificates,
        take_back=take_certificates_back,
        lock=lock_kinds,
        fingerprint=fingerprint,
        looked=looked,
        manual=(
            _("Person, certificate and day say which one it is. The same day is not issued twice."),
            _("Not yours, not of a day to come, and nothing that has expired by now."),
        ),
    )
)
