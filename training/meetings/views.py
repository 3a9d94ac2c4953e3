"""Pages of who leads a group: their meetings, a form for one, and which share counts."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from people import access_kinds as people_kinds
from people.audit.actions import note_access
from people.guards import SignedInRequest, for_whole, only
from people.models import MAY
from people.weeks import today
from people.writing.fields import get_visible, uuid_of
from people.writing.forms import form_page, sent
from training import access_kinds
from training.finding.forms import FindForm
from training.models import GroupMeeting, MeetingPlace, SupervisionShare

from . import actions as groups
from .forms import MeetingOfPeopleForm, SharesForm
from .page import MONTHS_SHOWN, groups_page, people_to_tick


@only(*MAY.lead_groups)
def meetings(request: SignedInRequest) -> HttpResponse:
    """Show leaders the meetings of the last months, and what people told that waits for them."""
    viewer, now = request.person, timezone.now()
    refusals: list[str] = []
    if request.method == "POST":
        try:
            messages.success(request, done(request))
        except ValidationError as refused:
            refusals = refused.messages
        else:
            return redirect("meetings")
    page = groups_page(viewer, today(now))
    role, looked = viewer.acts_as(*MAY.lead_groups), access_kinds.GROUP
    seen = {one.pk: one for one in page.people}.values()
    note_access(viewer=viewer, role=role, what=looked, people=seen, at=now, once_a_day=True)
    context = {"page": page, "months": MONTHS_SHOWN, "refusals": refusals}
    status = 422 if refusals else 200
    return render(request, "training/meetings/meetings.html", context, status=status)


def done(request: SignedInRequest) -> str:
    """Do what was pressed, and say so; what is not the viewer's to do is not there."""
    viewer, now = request.person, timezone.now()
    posted = request.POST
    if "remove" in posted:
        found = get_visible(GroupMeeting.objects.visible_to(viewer), posted["remove"])
        groups.take_back(meeting=found, by=viewer)
        return _("It is removed.")
    seen = MeetingPlace.objects.visible_to(viewer)
    for name, counts in (("confirm", True), ("refuse", False)):
        if name in posted:
            place = get_visible(seen, posted[name])
            groups.confirm(place=place, counts=counts, by=viewer, now=now)
            return _("Confirmed.") if counts else _("It is not counted.")
    raise Http404


@only(*MAY.lead_groups)
def meeting_new(request: SignedInRequest) -> HttpResponse:
    """Write down a meeting that was led, and who was there."""
    viewer, now = request.person, timezone.now()
    # A search keeps what was typed and ticked, and judges nothing yet. A name that was typed and
    # not looked for is looked for first: a meeting that is saved would leave its person out.
    unsought = typed_name(request) not in {"", request.POST.get("found", "")}
    finding = request.POST.get("do") == "find" or unsought
    form = MeetingOfPeopleForm(
        None if finding else sent(request),
        people=groups.people_of(viewer),
        initial=request.POST.dict() if finding else {},
    )
    if form.is_valid():
        try:
            groups.record(by=viewer, now=now, **form.cleaned_data)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(
                request, _("It is written down. Each of them finds it in their record.")
            )
            return redirect("meetings")
    ticked = ids(request.POST.getlist("people"))
    choice = people_to_tick(viewer, today(now), typed_name(request), ticked)
    role, looked = viewer.acts_as(*MAY.lead_groups), people_kinds.MEMBERSHIP
    listed = choice.people
    note_access(viewer=viewer, role=role, what=looked, people=listed, at=now, once_a_day=True)
    return form_page(
        request, "training/meetings/meeting_new.html", form, choice=choice, ticked=ticked
    )


def typed_name(request: SignedInRequest) -> str:
    """Read the part of a name that people are looked for by."""
    found = FindForm(request.POST)
    found.is_valid()
    return str(found.cleaned_data.get("name", ""))


def ids(texts: list[str]) -> set[str]:
    """Read the ids that were ticked; a text that is none is left out."""
    found: list[UUID | None] = [uuid_of(text) for text in texts]
    return {str(one) for one in found if one}


@for_whole
def supervision_shares(request: SignedInRequest) -> HttpResponse:
    """Let an admin of the whole organisation set which share of a meeting counts."""
    viewer, now = request.person, timezone.now()
    form = SharesForm(sent(request), initial=SupervisionShare.of(viewer))
    if form.is_valid():
        try:
            groups.set_shares(by=viewer, shares=form.cleaned_data, now=now)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved. It applies to meetings written down from now on."))
            return redirect("ladder")
    return form_page(request, "training/meetings/supervision_shares.html", form)
