"""The page of a worker's own meetings: what counts, and “I was not there”."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from people.guards import SignedInRequest
from people.weeks import today
from people.writing.fields import get_visible
from people.writing.forms import form_page
from training.models import MeetingPlace

from . import actions as groups
from .forms import OwnMeetingForm
from .page import own_meetings


def my_meetings(request: SignedInRequest) -> HttpResponse:
    """Show people at which meetings of a group they were; they take themselves out, or tell one."""
    person, now = request.person, timezone.now()
    if request.method == "POST" and "leave" in request.POST:
        own = MeetingPlace.objects.visible_to(person).filter(person=person)
        groups.leave(place=get_visible(own, request.POST["leave"]), by=person)
        messages.success(request, _("You are taken out of this meeting. It no longer counts."))
        return redirect("my_meetings")
    leaders = groups.leaders_of(person, now)
    form = OwnMeetingForm(request.POST if request.method == "POST" else None, leaders=leaders)
    if form.is_valid():
        try:
            groups.tell(person=person, by=person, now=now, **form.cleaned_data)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("It is in the list. It counts once it is confirmed."))
            return redirect("my_meetings")
    context = {
        "page": own_meetings(person, today(now)),
    }
    return form_page(request, "training/meetings/my_meetings.html", form, **context)
