"""The page on which an admin hands over what rests with a person, and that of who takes it."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from people.guards import SignedInRequest, only
from people.handing_over.actions import settled_lines, settled_version
from people.handing_over.forms import HandOverForm
from people.handing_over.page import HandOverPage, handed_to
from people.models import Membership, Person, Role
from people.weeks import today
from people.writing.forms import sent

from . import memberships
from . import views as members_views
from .forms import EndForm


def others_roles(admin: Person, day: date) -> QuerySet[Membership]:
    """Find the roles of others that an admin manages and that are not over."""
    mine = Membership.objects.managed_by(admin).lasting(day).exclude(person=admin)
    return mine.select_related("unit__organisation", "person__account")


@only(Role.ADMIN)
def hand_over(request: SignedInRequest, public_id: UUID, pk: int) -> HttpResponse:
    """Show what rests with a role, and end it once it is said who takes each."""
    now = timezone.now()
    mine = others_roles(request.person, today(now))
    member = get_object_or_404(mine, person__public_id=public_id, pk=pk)
    asked = EndForm(request.POST or request.GET)
    last_day = last_day_asked(asked, member, today(now))
    page = HandOverPage(member, last_day, viewer=request.person, now=now)
    form = HandOverForm(sent(request), resting=page.resting, before=settled_lines(member))
    if form.is_valid():
        try:
            refuse_unread(asked)
            memberships.leave(
                membership=member,
                last_day=last_day,
                takers=form.cleaned_data["takers"],
                settled=request.POST.get("version"),
                by=request.person,
                now=now,
            )
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("It is settled who takes what. They are told."))
            return redirect("person", public_id)
    context = {
        "page": page,
        "person": member.person,
        "member": member,
        "form": form,
        "version": settled_version(member),
        "lines": page.lines(form),
        "problems": form.problems(),
    }
    return members_views.shown(request, "hand_over", context)


def last_day_asked(asked: EndForm, member: Membership, day: date) -> date:
    """Read the last day that the page before asked for; without one, that of the role, or today."""
    if asked.is_valid():
        return asked.cleaned_data["last_day"]
    return member.ends or max(member.starts, day)


def refuse_unread(asked: EndForm) -> None:
    """Refuse a last day that was sent and is none: the role would end on another day."""
    if "last_day" in asked.data and not asked.is_valid():
        raise ValidationError([str(one) for one in asked.errors["last_day"]])


def handed_to_me(request: SignedInRequest) -> HttpResponse:
    """List what is handed over to the person, from which colleague and from when."""
    found = handed_to(request.person, timezone.now())
    return render(request, "people/members/handed_to_me.html", {"found": found})
