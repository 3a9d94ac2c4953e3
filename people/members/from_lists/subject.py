"""The subject "people" of lists: who may bring one in, and what follows."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from people.lists.kinds import Bringing, ListSubject, ReportDoor, RowFate, RowVerdict, list_subject
from people.members.givers import administered
from people.members.slips.many import slips_waiting
from people.models import (
    Employment,
    Invitation,
    Job,
    ListImport,
    Membership,
    Person,
    Unit,
)

from .columns import COLUMNS
from .judging import judge_people
from .roster import READ_OF_PEOPLE, READ_OF_ROLES
from .undoing import take_people_back
from .writing import lock_roles, note_looks_of_list, prepare_people, write_list_of_people

CODE = "people"


def may_bring(by: Person, now: datetime) -> bool:
    """Say whether a person is an admin today."""
    return bool(administered(by, now))


def fingerprint(bringing: Bringing) -> str:
    """Write down what rows are judged against: units, jobs, people, their roles, invitations."""
    by, here = bringing.by, {"organisation": bringing.by.organisation_id}
    lasting = Membership.objects.filter(person__organisation=by.organisation_id)
    rows = (
        Unit.objects.filter(**here).values_list("pk", "path", "name"),
        Job.objects.filter(**here).values_list("pk", "is_offered", "name"),
        Employment.objects.filter(**here).values_list("pk", "is_offered", "name"),
        Person.objects.filter(**here).values_list("pk", *READ_OF_PEOPLE),
        lasting.lasting(bringing.today).values_list("pk", *READ_OF_ROLES),
        Invitation.objects.filter(**here, person=None, accepted_at=None).values_list("pk", "email"),
    )
    found = hashlib.sha256()
    for some in rows:
        found.update(repr(list(some.order_by("pk"))).encode())
    return found.hexdigest()


def notices(bringing: Bringing, verdicts: list[RowVerdict]) -> Iterable[str]:
    """Say how many are mailed, how many get a slip, and when they are seen."""
    new = [one for one in verdicts if one.fate is RowFate.NEW]
    if not new:
        return
    mailed = sum(1 for one in new if one.plan.cells.email)
    yield ngettext(
        "%(n)s new person is on the board at once, as not come in yet.",
        "%(n)s new people are on the board at once, as not come in yet.",
        len(new),
    ) % {"n": len(new)}
    if mailed:
        yield ngettext(
            "%(n)s invitation is mailed as soon as you save.",
            "%(n)s invitations are mailed as soon as you save.",
            mailed,
        ) % {"n": mailed}
    if len(new) - mailed:
        n = len(new) - mailed
        yield ngettext(
            "%(n)s person without an email gets a slip, which you print afterwards.",
            "%(n)s people without an email get slips, which you print afterwards.",
            n,
        ) % {"n": n}


def doors(by: Person, brought: ListImport) -> Iterable[ReportDoor]:
    """Lead to the slips of people without an address."""
    if slips_waiting(by, timezone.now(), brought=brought).exists():
        yield ReportDoor(
            said("Slips to print"),
            said("For people without an email. Each code works once, for 14 days."),
            said("Slips"),
            f"{reverse('slips')}?list={brought.public_id}",
            "print",
        )


list_subject(
    ListSubject(
        code=CODE,
        name=_("People"),
        hint=_("Everybody of a list is on the board at once, and comes in when they can."),
        columns=COLUMNS,
        page="people",
        then="people",
        may=may_bring,
        judge=judge_people,
        prepare=prepare_people,
        write=write_list_of_people,
        take_back=take_people_back,
        lock=lock_roles,
        fingerprint=fingerprint,
        notices=notices,
        looked=note_looks_of_list,
        doors=doors,
        manual=(
            _("People are known by their employee number, or else by their email or phone."),
            _("A name is taken only where one person has it, and the row says so."),
            _("An empty cell changes nothing."),
            _("Names of people who have come in are their own: a list does not change them."),
            _("Admins are not made by a list, nor is your own row brought in."),
        ),
    )
)
