"""The tree of units, the people in them, and invitations; for admins, at or below their unit."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
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
from people.units.outline import UnitOutline
from people.units.picking import UnitPick
from people.weeks import today
from people.writing.forms import form_page, sent
from people.writing.lists import PEOPLE_A_PAGE

from . import invitations
from .forms import InviteForm
from .page import STATES, PeopleAsked, PeopleList, UnitTree
from .slips.many import slips_waiting
from .slips.views import slip_to_print
from .tasks import send_invitation
from .unled import unled_among, without_lead


def own_units(admin: Person) -> QuerySet[Unit]:
    """The units this admin manages."""
    return Unit.objects.visible_to(admin).within(*admin.paths(Role.ADMIN))


@only(Role.ADMIN)
def people(request: SignedInRequest) -> HttpResponse:
    """Show the tree of units, and the people of one unit or of all, twelve a page."""
    now = timezone.now()
    mine = own_units(request.person)
    units_here = UnitOutline(mine)
    pick = UnitPick(mine, request.GET, units_here)
    if pick.lost:
        raise Http404
    asked = people_filter(request, pick.chosen)
    tree = UnitTree(units_here, today(now), open_at=asked.unit)
    found = PeopleList(request.person, asked, now)
    page = found.page(request.GET.get("page"))
    note_look(request, people=() if found.state == "invited" else page)
    context = {
        "asked": asked,
        "tree": tree,
        "pick": pick,
        "found": found,
        "page": page,
        "states": [(key, label, found.counts[key]) for key, label in STATES.items()],
        "roles": Role.choices,
        "now": now,
    }
    return render(request, "people/members/people.html", context)


def people_filter(request: SignedInRequest, unit: Unit | None) -> PeopleAsked:
    """Read what the viewer asks for; a role or state that is none asks for nothing."""
    role, state = request.GET.get("role", ""), request.GET.get("state", "")
    # PostgreSQL knows no text with a NUL in it.
    text = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:80]
    return PeopleAsked(
        unit=unit,
        state=state if state in STATES else "",
        role=role if role in Role.values else "",
        text=text,
    )


@only(Role.ADMIN)
def unit_tree(request: SignedInRequest) -> HttpResponse:
    """Show the tree of units by itself: who leads each, and how many people belong to it."""
    opened = unit_in_address(request) if request.GET.get("unit") else None
    day = today(timezone.now())
    mine = own_units(request.person)
    tree = UnitTree(UnitOutline(mine), day, open_at=opened)
    unled = unled_among(without_lead(mine, day), day)
    return render(request, "people/members/unit_tree.html", {"tree": tree, "unled": unled})


def note_look(request: SignedInRequest, **shown: Any) -> None:
    """Note that names, units, roles and hours were read."""
    audit.note_access(
        viewer=request.person,
        role=Role.ADMIN,
        what=access_kinds.MEMBERSHIP,
        at=timezone.now(),
        **shown,
    )


@only(Role.ADMIN)
def unit(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show one unit, all its people, and describe it anew."""
    found = get_object_or_404(
        own_units(request.person).select_related("parent"), public_id=public_id
    )
    form = UnitForm(sent(request), instance=own_units(request.person).get(pk=found.pk))
    if form.is_valid():
        try:
            form.refuse_stale()
            units.describe(unit=form.instance, by=request.person, **form.cleaned_data)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The unit is saved."))
            return redirect("unit", public_id)
    now = timezone.now()
    current = Membership.objects.on(today(now)).filter(unit=found)
    members = current.select_related("person", "job")
    members = members.order_by("role", *name_order("person__"), "pk")
    waiting = Invitation.objects.visible_to(request.person).waiting()
    waiting = waiting.filter(unit=found, person=None)
    context = {
        "unit": found,
        "page": Paginator(members, PEOPLE_A_PAGE).get_page(request.GET.get("page")),
        "now": now,
        "heads": members.values("person").distinct().order_by().count(),
        "slips": slips_waiting(request.person, now).filter(unit=found).count(),
        "below": own_units(request.person).filter(parent=found),
        "unled": unled_among([found.pk], today(now)),
        "waiting": waiting.select_related("job"),
    }
    note_look(request, units=[found.pk])
    return form_page(request, "people/members/unit.html", form, **context)


@only(Role.ADMIN)
def unit_new(request: SignedInRequest) -> HttpResponse:
    """Add a unit below another."""
    parent = unit_in_address(request)
    form = UnitForm(sent(request))
    if form.is_valid():
        try:
            made = units.add(parent=parent, by=request.person, **form.cleaned_data)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The unit is there. You can invite people into it."))
            return redirect("unit", made.public_id)
    return form_page(request, "people/members/unit_new.html", form, parent=parent)


def unit_in_address(request: SignedInRequest) -> Unit:
    """Take the unit named in the address, or the first one this admin manages."""
    mine = own_units(request.person)
    if not (wanted := request.GET.get("unit")):
        return mine[0]
    try:
        return get_object_or_404(mine, public_id=UUID(wanted))
    except ValueError:
        raise Http404 from None


@only(Role.ADMIN)
def invite(request: SignedInRequest) -> HttpResponse:
    """Invite a person into a unit: by mail, or without an address on a slip to print."""
    start = {"unit": unit_in_address(request).public_id, "role": Role.WORKER}
    start |= {"language": request.person.language}
    form = InviteForm(sent(request), admin=request.person, initial=start)
    if form.is_valid():
        try:
            made = invitations.invite(
                invited_by=request.person, now=timezone.now(), **form.cleaned_data
            )
        except ValidationError as refused:
            form.refuse(refused)
        else:
            if made.is_slip:
                return slip_to_print(request, made)
            send_invitation.enqueue(made.pk)
            messages.success(request, _("The invitation is on its way."))
            return redirect("unit", made.unit.public_id)
    return form_page(request, "people/members/invite.html", form)


@require_POST
@only(Role.ADMIN)
def waiting(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Send an unused invitation again or print a new slip, or take it back."""
    open_here = Invitation.objects.visible_to(request.person).waiting()
    found = get_object_or_404(open_here.select_related("unit", "person"), public_id=public_id)
    who: dict[str, Any] = {"by": request.person, "now": timezone.now()}
    if found.person:
        return way_in(request, found, found.person)
    if request.POST.get("do") == "withdraw":
        invitations.withdraw(invitation=found, **who)
        said = _("The invitation is withdrawn. Its link no longer works.")
        if found.is_slip:
            said = _("The slip is withdrawn. Its code no longer works.")
        messages.success(request, said)
        return redirect("unit", found.unit.public_id)
    try:
        invitations.renew(invitation=found, **who)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
        return redirect("unit", found.unit.public_id)
    if found.is_slip:
        return slip_to_print(request, found)
    send_invitation.enqueue(found.pk)
    messages.success(request, _("A new link is on its way. The old one no longer works."))
    return redirect("unit", found.unit.public_id)


def way_in(request: SignedInRequest, found: Invitation, person: Person) -> HttpResponse:
    """Send the invitation of a person who was entered, print their slip, or remove them again."""
    do, by, now = request.POST.get("do", ""), request.person, timezone.now()
    try:
        if do == "withdraw":
            name = person.name
            invitations.withdraw(invitation=found, by=by, now=now)
            messages.success(request, _("%(name)s is not expected any more.") % {"name": name})
            return redirect("people")
        on_paper = {"slip": True, "mail": False}.get(do)
        invitations.renew(invitation=found, on_paper=on_paper, by=by, now=now)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
        return redirect("person", person.public_id)
    if found.is_slip:
        return slip_to_print(request, found)
    send_invitation.enqueue(found.pk)
    messages.success(request, _("A new link is on its way. The old one no longer works."))
    return redirect("person", person.public_id)
