"""Pages on which an admin announces an award and chooses its panel."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from people import access_kinds
from people.audit.actions import note_access
from people.guards import SignedInRequest, only
from people.models import Person, Role
from people.weeks import today
from people.writing.fields import get_visible, typed_day
from people.writing.forms import form_page, sent
from training.finding.colleague_forms import ToSomebodyForm
from training.finding.lookup import find
from training.models import AwardCycle

from . import nominations
from .forms import CycleForm


def admin_of(request: SignedInRequest) -> Person:
    """Give the admin of the whole organisation; for any other the page is not there."""
    if not request.person.administers_all:
        raise Http404
    return request.person


@only(Role.ADMIN)
def award_new(request: SignedInRequest) -> HttpResponse:
    """Announce an award; its panel comes next."""
    admin = admin_of(request)
    form = CycleForm(sent(request), initial={"opens": typed_day(today(timezone.now()))})
    if form.is_valid():
        try:
            made = nominations.open_cycle(by=admin, **form.cleaned_data)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The award is announced. Now choose its panel."))
            return redirect("award_cycle", public_id=made.public_id)
    return form_page(request, "training/recognition/award_new.html", form)


@only(Role.ADMIN)
def award_cycle(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show an award and its panel; add members to it or take them off."""
    admin, now = admin_of(request), timezone.now()
    cycle = get_object_or_404(AwardCycle.objects.visible_to(admin), public_id=public_id)
    do = request.POST.get("do")
    if do == "me":
        nominations.join_panel(cycle, person=admin, by=admin, day=today(now))
        return redirect("award_cycle", public_id=public_id)
    if do == "off":
        member = get_visible(cycle.panel, request.POST.get("member", ""))
        nominations.leave_panel(cycle, person=member, by=admin)
        return redirect("award_cycle", public_id=public_id)
    form = ToSomebodyForm(sent(request))
    form.fields["name"].label = _("Add a colleague")
    if form.is_bound:
        find(form, admin, now)
    if form.is_valid() and form.chosen and do == "send":
        nominations.join_panel(cycle, person=form.chosen, by=admin, day=today(now))
        return redirect("award_cycle", public_id=public_id)
    panel = list(cycle.panel.by_name())
    looked = access_kinds.MEMBERSHIP
    note_access(viewer=admin, role=Role.ADMIN, what=looked, people=panel, at=now)
    context = {
        "cycle": cycle,
        "panel": panel,
    }
    return form_page(request, "training/recognition/award_cycle.html", form, **context)
