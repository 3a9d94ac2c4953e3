"""The people to call right now; and for an admin, the organisation's numbers."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from people.guards import SignedInRequest, for_whole
from people.keys import closed
from people.weeks import today
from people.writing.fields import get_visible
from people.writing.forms import form_page, sent
from wellbeing.models import Hotline, OwnContact

from . import actions as helping
from .forms import HotlineForm, OwnContactForm


def help_now(request: SignedInRequest) -> HttpResponse:
    """Show the people to call; write down the person's own contacts, or delete one."""
    own = closed.since(OwnContact.objects.visible_to(request.person), "added_at")
    if "remove" in request.POST:
        get_visible(own, request.POST["remove"]).delete()
        return redirect("help_now")
    form = OwnContactForm(sent(request))
    if form.is_valid():
        try:
            helping.choose(person=request.person, now=timezone.now(), **form.cleaned_data)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            return redirect("help_now")
    chosen = list(own)
    context = {
        "chosen": chosen,
        "room": len(chosen) < helping.OWN_AT_MOST or form.errors,
        "hotlines": helping.hotlines(request.person),
    }
    return form_page(request, "wellbeing/help/help.html", form, **context)


@for_whole
def hotlines(request: SignedInRequest) -> HttpResponse:
    """List an organisation's numbers, take over a known one, or add another."""
    person, now = request.person, timezone.now()
    if "offer" in request.POST:
        return taken_over(request)
    if "begin" in request.POST:
        helping.begin_list(by=person)
        return redirect("hotlines")
    form = HotlineForm(sent(request), instance=Hotline())
    if kept(request, form):
        return redirect("hotlines")
    shown, day = helping.hotlines(person), today(now)
    context = {
        "hotlines": [(one, one.is_to_call(day)) for one in shown],
        "own": all(one.pk for one in shown),
        "offered": helping.offered_hotlines(person),
    }
    return form_page(request, "wellbeing/help/hotlines.html", form, **context)


def taken_over(request: SignedInRequest) -> HttpResponse:
    """Take a known number over, and show the list."""
    try:
        helping.take_over(request.POST["offer"], by=request.person, now=timezone.now())
    except ValidationError as refused:
        messages.info(request, refused.messages[0])
    else:
        messages.success(request, _("The number is in your list. Please call it now."))
    return redirect("hotlines")


@for_whole
def hotline(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Change one number, or delete it."""
    found = get_object_or_404(Hotline.objects.visible_to(request.person), public_id=public_id)
    if "remove" in request.POST:
        found.delete()
        return redirect("hotlines")
    form = HotlineForm(sent(request), instance=found)
    if kept(request, form):
        return redirect("hotlines")
    return form_page(request, "wellbeing/help/hotline.html", form, hotline=found)


def kept(request: SignedInRequest, form: HotlineForm) -> bool:
    """Write down what a form holds; a refusal is at its field."""
    if not form.is_valid():
        return False
    try:
        form.refuse_stale()
        helping.keep(form.instance, by=request.person, now=timezone.now())
    except ValidationError as refused:
        form.refuse(refused)
        return False
    messages.success(request, _("The number is saved."))
    return True
