"""The page of who can cover a gap, and inviting them to a session."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from people.audit import actions as audit
from people.guards import SignedInRequest, only
from people.models import MAY, Role
from people.weeks import today
from training import access_kinds
from training.models import CertificateType
from training.requirements import cover
from training.requirements import words as requirements_words

from . import invitations
from .words import said_of_inviting


@only(*MAY.see_requirements)
def who_covers(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show who cannot take on what a certificate allows, and who can instead."""
    viewer, now = request.person, timezone.now()
    kind = get_object_or_404(CertificateType.objects.visible_to(viewer), public_id=public_id)
    if request.method == "POST":
        return invited(request, kind, now)
    found = cover.read(viewer=viewer, kind=kind, day=today(now))
    homes = [home for _person, home, _need in found.without] + [
        home for _one, home in found.holding
    ]
    audit.note_access(
        viewer=viewer,
        role=viewer.acts_as(*MAY.see_requirements),
        what=access_kinds.CERTIFICATES,
        units={home.unit_id for home in homes if home},
        at=now,
    )
    without = [(person, home, requirements_words.mark(one)) for person, home, one in found.without]
    context = {"kind": kind, "without": without, "holding": found.holding}
    if Role.TRAINER in viewer.roles:
        context["session"] = invitations.next_session(viewer, kind, today(now))
        context["needing"] = invitations.uninvited(viewer, kind, today(now)).count()
    return render(request, "training/sessions/who_covers.html", context)


def invited(request: SignedInRequest, kind: CertificateType, now: datetime) -> HttpResponse:
    """Invite all who need a certificate to the next session that leads to it."""
    session = invitations.next_session(request.person, kind, today(now))
    if Role.TRAINER not in request.person.roles or session is None:
        raise Http404
    made = invitations.invite_needing(
        session=session, kind=kind, by=request.person, day=today(now), now=now
    )
    messages.success(request, said_of_inviting(len(made)))
    return redirect("who_covers", public_id=kind.public_id)
