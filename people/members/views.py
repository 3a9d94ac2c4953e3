"""One person as their admin sees them: names, and where they belong from when until when."""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people import access_kinds
from people.audit import actions as audit
from people.guards import SignedInRequest, only
from people.handing_over.actions import what_rests
from people.models import Invitation, Membership, Person, Role, RoleProposal, most_hours_first
from people.weeks import today
from people.writing.fields import typed_day
from people.writing.forms import page_with_problems, problems_of, sent
from people.writing.lists import PEOPLE_A_PAGE

from . import memberships, proposals
from .absences import actions as absences
from .forms import EndForm, MembershipForm, starting_from
from .unit_views import note_look, unit_in_address

PROPOSED = gettext_lazy("Proposed. It takes effect when a supervisor confirms it.")


def managed(request: SignedInRequest, public_id: UUID) -> Person:
    """Find a person this admin manages; any other person is a 404."""
    return get_object_or_404(Person.objects.managed_by(request.person), public_id=public_id)


def shown(request: SignedInRequest, name: str, context: dict) -> HttpResponse:
    """Show a page about a person and note the look, for every way of asking."""
    audit.note_access(
        viewer=request.person,
        role=Role.ADMIN,
        what=access_kinds.MEMBERSHIP,
        at=timezone.now(),
        person=context["person"],
    )
    return page_with_problems(request, f"people/members/{name}.html", context)


@only(Role.ADMIN)
def person(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show a person's names and memberships; close or open their account."""
    found, day = managed(request, public_id), today(timezone.now())
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            close_or_open(request, found)
        except ValidationError as refused:
            problems = problems_of(refused)
            found.refresh_from_db()
        else:
            return redirect("person", public_id)
    held = found.memberships.select_related("unit", "job", "acting_for")
    held = held.order_by("-starts", "-pk")
    mine = tuple(request.person.paths(Role.ADMIN))
    current: list[Membership] = []
    past: list[Membership] = []
    for member in held:
        member.can_change = member.unit.path.startswith(mine)
        (past if member.ends and member.ends < day else current).append(member)
    posts = most_hours_first(m for m in current if m.hours is not None and m.starts <= day)
    context = {
        "person": found,
        "own": found == request.person,
        "posts": posts if len(posts) > 1 else [],
        "hours": sum(one.contracted for one in posts),
        "proposal": RoleProposal.objects.waiting(timezone.now()).filter(person=found).first(),
        "way_in": Invitation.objects.waiting().filter(person=found).first(),
        "current": current,
        "past": past,
        "absence": absences.current(found, day),
        "problems": problems,
    }
    return shown(request, "person", context)


def close_or_open(request: SignedInRequest, found: Person) -> None:
    """Close or open the account; any other step changes nothing."""
    who: dict[str, Any] = {"person": found, "by": request.person, "now": timezone.now()}
    if request.POST.get("do") == "close":
        memberships.deactivate(**who)
        messages.success(request, _("The membership is closed."))
    elif request.POST.get("do") == "open":
        memberships.reactivate(**who)
        messages.success(request, _("The membership is open again. Please give it a role."))


@only(Role.ADMIN)
def join(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Give a person one more role."""
    found, day = managed(request, public_id), today(timezone.now())
    start = {"unit": unit_in_address(request).public_id, "day": typed_day(day)}
    form = MembershipForm(sent(request), admin=request.person, initial=start)
    if form.is_valid():
        try:
            give(request, found, form.cleaned_data)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            return redirect("person", public_id)
    own = found == request.person
    context = {"person": found, "own": own, "form": form, "problems": form.problems()}
    return shown(request, "join", context)


def give(request: SignedInRequest, found: Person, asked: dict) -> None:
    """Give a person a role; an admin's own role is proposed."""
    by, now = request.person, timezone.now()
    if found == by:
        proposals.propose(by=by, now=now, **asked)
        messages.success(request, PROPOSED)
    else:
        memberships.join(person=found, by=by, now=now, **asked)
        messages.success(request, _("The role is given."))


@only(Role.ADMIN)
def membership(request: SignedInRequest, public_id: UUID, pk: int) -> HttpResponse:
    """Change one role from a day on, move it to another unit, or end it."""
    found, day = managed(request, public_id), today(timezone.now())
    mine = (
        Membership.objects.managed_by(request.person)
        .lasting(day)
        .select_related("unit", "person", "job")
    )
    member = get_object_or_404(mine, person=found, pk=pk)
    ending = request.POST.get("do") == "end"
    asked = sent(request)
    change = MembershipForm(
        None if ending else asked, admin=request.person, initial=starting_from(member, day)
    )
    end = EndForm(asked if ending else None, initial={"last_day": typed_day(day)})
    form = end if ending else change
    if form.is_valid():
        try:
            if ending and (place := hand_over_page(request, member, form.cleaned_data["last_day"])):
                return redirect(place)
            form.refuse_stale()
            alter(request, member, ending, form.cleaned_data)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            return redirect("person", public_id)
    context = {
        "person": found,
        "own": found == request.person,
        "member": mine.get(pk=pk),
        "form": change,
        "end": end,
        "problems": form.problems(),
    }
    return shown(request, "membership", context)


def hand_over_page(request: SignedInRequest, member: Membership, last_day: date) -> str:
    """Give the page that settles who takes what rests with a role, if anything can; else nothing.

    A day on which the role cannot end is refused here, beside its field.
    """
    if member.person_id == request.person.pk or not what_rests(member, last_day, by=request.person):
        return ""
    memberships.judge_day(last_day, timezone.now(), Role(member.role), field="last_day")
    place = reverse("hand_over", args=[member.person.public_id, member.pk])
    return f"{place}?{urlencode({'last_day': typed_day(last_day)})}"


def alter(request: SignedInRequest, member: Membership, ending: bool, asked: dict) -> None:
    """Call the verb that was asked for; an admin's own role is proposed."""
    own = member.person_id == request.person.pk
    verbs: dict[tuple[bool, bool], Callable[..., object]] = {
        (False, False): memberships.move,
        (False, True): memberships.leave,
        (True, False): proposals.propose_change,
        (True, True): proposals.propose_end,
    }
    verbs[own, ending](membership=member, by=request.person, now=timezone.now(), **asked)
    messages.success(request, PROPOSED if own else _("The change is saved."))


@only(Role.ADMIN)
def without_role(request: SignedInRequest) -> HttpResponse:
    """List the accounts that are open and have no role any more."""
    mine = Person.objects.managed_by(request.person).without_role(today(timezone.now()))
    left = mine.filter(is_active=True).annotate(last=Max("memberships__ends"))
    page = Paginator(left.order_by("-last", "pk"), PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    note_look(request, people=page)
    return render(request, "people/members/without_role.html", {"page": page})


def role_proposal(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show a role that an admin proposes for herself; confirm, decline or take it back."""
    now = timezone.now()
    mine = RoleProposal.objects.visible_to(request.person).select_related("person", "unit")
    found = get_object_or_404(mine, public_id=public_id)
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            decide(request, found)
        except ValidationError as refused:
            problems = problems_of(refused)
        else:
            return redirect("account")
    waits = RoleProposal.objects.waiting(now).filter(pk=found.pk).exists()
    context = {"proposal": found, "waits": waits, "problems": problems}
    return page_with_problems(request, "people/members/role_proposal.html", context)


def decide(request: SignedInRequest, found: RoleProposal) -> None:
    """Call the verb that was asked for; anything else changes nothing."""
    verbs = {
        "confirm": (proposals.confirm, _("The role is confirmed.")),
        "decline": (proposals.decline, _("Declined. Nothing changes.")),
        "withdraw": (proposals.withdraw, _("Withdrawn. Nothing changes.")),
    }
    if chosen := verbs.get(request.POST.get("do", "")):
        verb, sentence = chosen
        verb(proposal=found, by=request.person, now=timezone.now())
        messages.success(request, sentence)
