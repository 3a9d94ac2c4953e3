"""A person's long absence as their admin sees it: its days, and who stands in for which role."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from people.guards import SignedInRequest, only
from people.members import views as members_views
from people.models import Absence, Membership, Person, Role
from people.weeks import today
from people.writing.fields import typed_day
from people.writing.forms import PageForm, sent
from people.writing.texts import CHANGED

from . import acting
from . import actions as absences
from . import page as absence_page
from .forms import AbsenceForm, BackForm, StandInForm, absence_as_it_is


@only(Role.ADMIN)
def absence(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Enter a person's long absence, move it, or end it early."""
    found, day = members_views.managed(request, public_id), today(timezone.now())
    current = absences.current(found, day)
    back = request.POST.get("do") == "back" and current is not None
    asked = sent(request)
    form = AbsenceForm(None if back else asked, initial=absence_as_it_is(current, day))
    end = BackForm(asked if back else None, initial={"day": typed_day(day)})
    used: PageForm = end if back else form
    if used.is_valid():
        try:
            refuse_stale(request, current, used.cleaned_data)
            keep(request, found, current, used.cleaned_data)
        except ValidationError as refused:
            used.refuse(refused)
        else:
            return redirect("absence", public_id)
    context = {
        "person": found,
        "own": found == request.person,
        "absence": absences.current(found, day),
        "begun": current is not None and current.starts <= day,
        "roles": absence_page.roles_of(current, request.person) if current else [],
        "told": absence_page.units_told(found, day) if current is None else [],
        "shown": shown_as(current),
        "form": form,
        "end": end,
        "problems": used.problems(),
    }
    return members_views.shown(request, "absence", context)


def shown_as(absence: Absence | None) -> str:
    """Write an absence as a form sends it back: nothing where none was entered."""
    return f"{absence.pk} {absence.kind} {absence.starts} {absence.ends}" if absence else ""


def refuse_stale(request: SignedInRequest, current: Absence | None, asked: dict[str, Any]) -> None:
    """Refuse what was typed on a page that showed another absence, or the same as it was before.

    Else an absence that a colleague entered meanwhile would be moved by who enters one. The same
    again, as by a second press, is not refused.
    """
    if request.POST.get("shown", shown_as(current)) == shown_as(current):
        return
    if current is None or asked != {one: getattr(current, one) for one in asked if one != "day"}:
        raise ValidationError(CHANGED, code="stale")


def keep(
    request: SignedInRequest, found: Person, current: Absence | None, asked: dict[str, Any]
) -> None:
    """Call the verb that was asked for."""
    who: dict[str, Any] = {"by": request.person, "now": timezone.now()}
    if current is None:
        absences.enter(person=found, **asked, **who)
        messages.success(request, _("The absence is entered."))
    elif "day" in asked:
        absences.come_back(absence=current, **asked, **who)
        messages.success(request, _("The absence ends early. Who stood in is told."))
    else:
        absences.change(absence=current, **asked, **who)
        messages.success(request, _("The change is saved."))


@only(Role.ADMIN)
def stand_in(request: SignedInRequest, public_id: UUID, pk: int) -> HttpResponse:
    """Choose who stands in for one role of a person who is away."""
    found, viewer = members_views.managed(request, public_id), request.person
    current = absences.current(found, viewer.today)
    mine = Membership.objects.managed_by(viewer).lasting(viewer.today)
    member = get_object_or_404(mine.select_related("unit", "person"), person=found, pk=pk)
    if current is None or found == viewer or not acting.can_be_stood_in_for(member):
        raise Http404
    starts = max(current.starts, member.starts, viewer.today)
    ends = min(current.ends, member.ends or current.ends)
    start = {"starts": typed_day(starts), "ends": typed_day(ends)}
    form = StandInForm(sent(request), initial=start)
    chosen = chosen_in(form, viewer)
    if form.is_valid():
        try:
            give(request, member, chosen, form.cleaned_data)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            return redirect("absence", public_id)
    text = " ".join((request.POST or request.GET).get("q", "").replace("\0", " ").split())[:80]
    context = {
        "person": found,
        "member": member,
        "absence": current,
        "form": form,
        "text": text,
        "chosen": chosen,
        "fitting": absence_page.find_fitting(member, current, viewer, text, chosen),
        "problems": form.problems(),
    }
    return members_views.shown(request, "stand_in", context)


def chosen_in(form: StandInForm, viewer: Person) -> Person | None:
    """Find the colleague who was chosen, also where another field was refused."""
    if not form.is_bound:
        return None
    form.full_clean()
    colleagues = Person.objects.colleagues_of(viewer)
    wanted = form.cleaned_data.get("person")
    return colleagues.filter(public_id=wanted).first() if wanted else None


def give(
    request: SignedInRequest, member: Membership, chosen: Person | None, asked: dict[str, Any]
) -> None:
    """Give the role to who was chosen; a person who was not found is refused at the field."""
    if chosen is None:
        raise ValidationError({"person": _("Please choose who stands in.")})
    absences.stand_in(
        membership=member,
        person=chosen,
        starts=asked["starts"],
        ends=asked["ends"],
        by=request.person,
        now=timezone.now(),
    )
    sentence = _("%(name)s stands in. The people of the unit are told.")
    messages.success(request, sentence % {"name": chosen.short_name})
