"""The page on which a person says why they leave, and the one that tells of all who left."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from people.groups.rule import NEVER_COUNTED
from people.groups.turnover import CalendarHalf
from people.guards import SignedInRequest
from people.models import Role, Turnover
from people.writing.forms import form_page, sent

from . import actions
from .forms import ReasonForm


def leaving(request: SignedInRequest) -> HttpResponse:
    """Let a person say why they leave, change it, or take it back."""
    me, now = request.person, timezone.now()
    if not (mine := actions.own_leaving(me, now)):
        raise Http404
    form = ReasonForm(sent(request), initial={"reason": mine.reason})
    if form.is_valid():
        try:
            kept = actions.say_why(person=me, now=now, **form.cleaned_data)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(
                request, _("Thank you. It is kept sealed.") if kept else _("Nothing is kept.")
            )
            return redirect("account")
    smallest = me.organisation.smallest_group
    context = {
        "mine": mine,
        "smallest": smallest,
        "leavers": smallest + NEVER_COUNTED,
    }
    return form_page(request, "people/leaving/leaving.html", form, **context)


@require_safe
def turnover(request: SignedInRequest) -> HttpResponse:
    """Tell admins of the whole organisation and its programme office of those who left."""
    viewer = request.person
    if not (viewer.administers_all or Role.PROGRAMME in viewer.roles):
        raise Http404
    smallest = viewer.organisation.smallest_group
    context = {
        "rows": Turnover.objects.visible_to(viewer),
        "next": CalendarHalf.latest_frozen(viewer.today).after,
        "smallest": smallest,
        "leavers": smallest + NEVER_COUNTED,
    }
    return render(request, "people/leaving/turnover.html", context)
