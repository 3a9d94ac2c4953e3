"""The tree of units, the people in them, and invitations; for admins, at or below their unit."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people import access_kinds
from people.audit import actions as audit
from people.guards import SignedInRequest, only
from people.models import Invitation, Membership, Person, Role, Unit, name_order
from people.units import actions as units
from people.units.forms import UnitForm
from people.weeks import today
from people.writing.forms import sent

from . import invitations
from .forms import InviteForm
from .tasks import send_invitation

UNITS_A_PAGE, PEOPLE_A_UNIT, PEOPLE_A_PAGE = 12, 12, 40


def own_units(admin: Person) -> QuerySet[Unit]:
    """The units this admin manages."""
    return Unit.objects.visible_to(admin).within(*admin.paths(Role.ADMIN))


@only(Role.ADMIN)
def people(request: SignedInRequest) -> HttpResponse:
    """Show the units and the people in them, or the people that a search finds."""
    # PostgreSQL knows no text with a NUL in it.
    if wanted := " ".join(request.GET.get("q", "").replace("\0", " ").split())[:80]:
        page = Paginator(search(request.user, wanted), PEOPLE_A_PAGE).get_page(
            request.GET.get("page")
        )
        note_look(request, people=page)
        context = {"page": page, "wanted": wanted, "day": today(timezone.now())}
        return render(request, "people/members/people_found.html", context)
    tree = units.in_tree_order(own_units(request.user))
    found = Paginator(tree, UNITS_A_PAGE).get_page(request.GET.get("page"))
    fill(found, now := timezone.now())
    names = {unit.pk: unit for unit in tree}
    for unit in found:
        unit.above = names.get(unit.parent_id) if unit.parent_id else None
    note_look(request, units=[unit.pk for unit in found if unit.size])
    return render(request, "people/members/people.html", {"page": found, "now": now})


def note_look(request: SignedInRequest, **shown: Any) -> None:
    """Note that names, units, roles and hours were read."""
    audit.note_access(
        viewer=request.user,
        role=Role.ADMIN,
        what=access_kinds.MEMBERSHIP,
        at=timezone.now(),
        **shown,
    )


def search(admin: Person, wanted: str) -> QuerySet[Person]:
    """Find people by any of their names, also the sign-in name."""
    people = Person.objects.managed_by(admin).called(wanted, "username")
    return people.prefetch_related("memberships__unit").by_name()


def fill(page: Page, now: datetime) -> None:
    """Give each unit of a page its first people, their number and its invitations."""
    shown = {unit.pk: unit for unit in page}
    for unit in shown.values():
        unit.members, unit.waiting, unit.size, unit.heads = [], [], 0, 0
    current = Membership.objects.on(today(now)).filter(unit__in=shown)
    sizes = current.values_list("unit").annotate(Count("pk"), Count("person", distinct=True))
    for pk, size, heads in sizes:
        shown[pk].size, shown[pk].heads = size, heads
    by_name = name_order("person__")
    place = Window(RowNumber(), partition_by=F("unit"), order_by=["role", *by_name])
    first = current.annotate(place=place).filter(place__lte=PEOPLE_A_UNIT)
    for member in first.select_related("person").order_by("unit", "place"):
        shown[member.unit_id].members.append(member)
    for invitation in Invitation.objects.waiting().filter(unit__in=shown).order_by("pk"):
        shown[invitation.unit_id].waiting.append(invitation)


@only(Role.ADMIN)
def unit(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show one unit, all its people, and describe it anew."""
    found = get_object_or_404(own_units(request.user).select_related("parent"), public_id=public_id)
    form = UnitForm(sent(request), instance=own_units(request.user).get(pk=found.pk))
    if form.is_valid():
        try:
            units.describe(unit=form.instance, by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The unit is saved."))
            return redirect("unit", public_id)
    now = timezone.now()
    current = Membership.objects.on(today(now)).filter(unit=found)
    members = current.select_related("person").order_by("role", *name_order("person__"), "pk")
    context = {
        "unit": found,
        "form": form,
        "problems": form.problems(),
        "page": Paginator(members, PEOPLE_A_PAGE).get_page(request.GET.get("page")),
        "now": now,
        "heads": members.values("person").distinct().order_by().count(),
        "below": own_units(request.user).filter(parent=found),
        "waiting": Invitation.objects.visible_to(request.user).waiting().filter(unit=found),
    }
    note_look(request, units=[found.pk])
    return render(request, "people/members/unit.html", context, status=422 if form.errors else 200)


@only(Role.ADMIN)
def unit_new(request: SignedInRequest) -> HttpResponse:
    """Add a unit below another."""
    parent = unit_in_address(request)
    form = UnitForm(sent(request))
    if form.is_valid():
        try:
            made = units.add(parent=parent, by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The unit is there. You can invite people into it."))
            return redirect("unit", made.public_id)
    context = {"form": form, "problems": form.problems(), "parent": parent}
    return render(
        request, "people/members/unit_new.html", context, status=422 if form.errors else 200
    )


def unit_in_address(request: SignedInRequest) -> Unit:
    """Take the unit named in the address, or the first one this admin manages."""
    mine = own_units(request.user)
    if not (wanted := request.GET.get("unit")):
        return mine[0]
    try:
        return get_object_or_404(mine, public_id=UUID(wanted))
    except ValueError:
        raise Http404 from None


@only(Role.ADMIN)
def invite(request: SignedInRequest) -> HttpResponse:
    """Invite a person into a unit."""
    start = {"unit": unit_in_address(request).public_id, "role": Role.WORKER}
    form = InviteForm(sent(request), admin=request.user, initial=start)
    if form.is_valid():
        try:
            made = invitations.invite(
                invited_by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except ValidationError as refused:
            form.refuse(refused)
        else:
            send_invitation.enqueue(made.pk)
            messages.success(request, _("The invitation is on its way."))
            return redirect("unit", made.unit.public_id)
    context = {"form": form, "problems": form.problems()}
    return render(
        request, "people/members/invite.html", context, status=422 if form.errors else 200
    )


@require_POST
@only(Role.ADMIN)
def waiting(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Send an unused invitation again, or take it back."""
    found = get_object_or_404(
        Invitation.objects.visible_to(request.user).waiting().select_related("unit"),
        public_id=public_id,
    )
    who: dict[str, Any] = {"by": request.user, "now": timezone.now()}
    if request.POST.get("do") == "withdraw":
        invitations.withdraw(invitation=found, **who)
        messages.success(request, _("The invitation is taken back. Its link opens nothing now."))
    else:
        invitations.renew(invitation=found, **who)
        send_invitation.enqueue(found.pk)
        messages.success(request, _("A new link is on its way. The old one opens nothing now."))
    return redirect("unit", found.unit.public_id)
