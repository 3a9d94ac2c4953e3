"""One person as their admin sees them: names, and where they belong from when until when."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from people import access, memberships
from people.doors import only
from people.fields import typed
from people.forms import EndForm, MembershipForm, sent, starting_from
from people.models import AccessEvent, Membership, Person, Role
from people.weeks import today

from .units import chosen_unit


def managed(request: HttpRequest, public_id: UUID) -> Person:
    """Find somebody this admin looks after; anybody else is not there."""
    return get_object_or_404(Person.objects.managed_by(request.user), public_id=public_id)


def shown(request: HttpRequest, name: str, context: dict, *, refused: object) -> HttpResponse:
    """Show a page about a person and note the look, however it was asked for."""
    access.note(
        viewer=request.user,
        role=Role.ADMIN,
        what=AccessEvent.What.MEMBERSHIP,
        at=timezone.now(),
        person=context["person"],
    )
    return render(request, f"people/{name}.html", context, status=422 if refused else 200)


@only(Role.ADMIN)
def person(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show somebody's names and memberships; close or open their account."""
    found, day = managed(request, public_id), today(timezone.now())
    refusal: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            close_or_open(request, found, day)
        except ValidationError as refused:
            refusal = [("", sentence) for sentence in refused.messages]
            found.refresh_from_db()
        else:
            return redirect("person", public_id)
    held = found.memberships.select_related("unit").order_by("-starts", "-pk")
    mine = tuple(request.user.paths(Role.ADMIN))
    current, past = [], []
    for member in held:
        member.can_change = member.unit.path.startswith(mine)
        (past if member.ends and member.ends < day else current).append(member)
    context = {"person": found, "current": current, "past": past, "problems": refusal}
    return shown(request, "person", context, refused=refusal)


def refuse_elsewhere(admin: Person, found: Person, day: date) -> None:
    """Refuse to close the account of somebody who also has a role that others look after."""
    mine = Membership.objects.managed_by(admin)
    if found.memberships.lasting(day).exclude(pk__in=mine.values("pk")).exists():
        raise ValidationError(
            _(
                "This person also has a role in a unit that you do not look after. You can end "
                "the roles here; an admin of the other unit can close the account."
            )
        )


def close_or_open(request: HttpRequest, found: Person, day: date) -> None:
    """Do the one or the other; anything else changes nothing."""
    if request.POST.get("do") == "close":
        refuse_elsewhere(request.user, found, day)
        memberships.deactivate(person=found, day=day)
        messages.success(request, _("The account is closed."))
    elif request.POST.get("do") == "open":
        memberships.reactivate(person=found)
        messages.success(request, _("The account is open again. Please give it a role."))


@only(Role.ADMIN)
def join(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give somebody one more role."""
    found, day = managed(request, public_id), today(timezone.now())
    start = {"unit": chosen_unit(request).public_id, "day": typed(day)}
    form = MembershipForm(sent(request), admin=request.user, initial=start)
    if form.is_valid():
        try:
            memberships.join(person=found, **form.cleaned_data)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The role is given."))
            return redirect("person", public_id)
    context = {"person": found, "form": form, "problems": form.problems()}
    return shown(request, "join", context, refused=form.errors)


@only(Role.ADMIN)
def membership(request: HttpRequest, public_id: UUID, pk: int) -> HttpResponse:
    """Change one role from a day on, move it to another unit, or end it."""
    found, day = managed(request, public_id), today(timezone.now())
    mine = Membership.objects.managed_by(request.user).lasting(day).select_related("unit", "person")
    member = get_object_or_404(mine, person=found, pk=pk)
    ending = request.POST.get("do") == "end"
    asked = sent(request)
    change = MembershipForm(
        None if ending else asked, admin=request.user, initial=starting_from(member, day)
    )
    end = EndForm(asked if ending else None, initial={"last_day": typed(day)})
    form = end if ending else change
    if form.is_valid():
        try:
            alter(member, ending, form.cleaned_data)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The change is saved."))
            return redirect("person", public_id)
    context = {
        "person": found,
        "member": mine.get(pk=pk),
        "form": change,
        "end": end,
        "problems": form.problems(),
    }
    return shown(request, "membership", context, refused=form.errors)


def alter(member: Membership, ending: bool, asked: dict) -> None:
    """Call the verb that was asked for."""
    if ending:
        memberships.leave(membership=member, last_day=asked["last_day"])
    else:
        memberships.move(membership=member, **asked)
