"""Pages of thanks from outside: the viewer's own links, and the page behind a link."""

from datetime import datetime
from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from people.guards import SignedInRequest, person_of
from people.models import Person
from people.weeks import today
from people.writing import qr
from people.writing.fields import get_visible
from people.writing.forms import form_page, sent
from training.models import ThanksLink

from . import thanks_links as recognition_thanks_links
from .forms import LinkForm, OutsideForm


def thanks_links(request: SignedInRequest) -> HttpResponse:
    """Make a link for people outside, hand it on, and close one."""
    person, now = request.person, timezone.now()
    mine = ThanksLink.objects.visible_to(person)
    if name := request.POST.get("close"):
        recognition_thanks_links.close(get_visible(mine, name), by=person, now=now)
        messages.success(request, _("The link is closed."))
        return redirect("thanks_links")
    form = LinkForm(sent(request), initial={"name": person.short_name})
    if form.is_valid():
        try:
            recognition_thanks_links.hand_out(person=person, now=now, **form.cleaned_data)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The link is made. Give it to whom you like."))
            return redirect("thanks_links")
    links = [shown(one) for one in mine.open_on(today(now)).order_by("-pk")]
    return form_page(request, "training/recognition/thanks_links.html", form, links=links)


def shown(link: ThanksLink) -> dict:
    """Write a link with its whole address, its code and how many notes it has left."""
    address = recognition_thanks_links.address(link)
    side, path = qr.drawn(address)
    left = link.most - link.used
    return {"link": link, "address": address, "side": side, "path": path, "left": left}


def thanks_write(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Let a visitor with a link leave its holder a note; it shows the chosen name and no more."""
    now, posted = timezone.now(), sent(request)
    # A person who has left speaks for no organisation, and writes like any person outside.
    viewer = person_of(request)
    giver = viewer if viewer and viewer.belongs else None
    form = OutsideForm(posted, signed_in=bool(giver))
    there = ThanksLink.objects.open_on(today(now))
    if form.is_valid():
        # Of two taps on the last note the second finds the link used up: `write` knows the note.
        there = ThanksLink.objects.lasting(today(now))
    link = get_object_or_404(there, public_id=public_id)
    limited = form.is_valid() and not may_write(request, link)
    if limited:
        form.add_error(None, _("Too many notes at once. Please try again in an hour."))
    if form.is_valid() and leave(link, form, giver, now):
        return redirect("thanks_sent")
    context = {
        "form": form,
        "name": link.name,
        "giver": giver,
        "problems": form.problems(),
    }
    status = 429 if limited else 422 if form.errors else 200
    return render(request, "training/recognition/thanks_write.html", context, status=status)


def may_write(request: HttpRequest, link: ThanksLink) -> bool:
    """Count a note against its link and the place it comes from."""
    return bool(ratelimit.consume(request, action="thanks_outside", key=str(link.public_id)))


def leave(link: ThanksLink, form: OutsideForm, giver: Person | None, now: datetime) -> bool:
    """Leave the note, or put the refusal on the form; a link that is used up is not there."""
    fields = {"partner": "", **form.cleaned_data}
    try:
        recognition_thanks_links.write(link, giver=giver, now=now, **fields)
    except ValidationError as refused:
        if getattr(refused, "code", "") == "closed":
            raise Http404 from None
        form.refuse(refused)
        return False
    return True


def thanks_sent(request: HttpRequest) -> HttpResponse:
    """Thank the writer of a note; it says the same to all, whatever happens to the note."""
    return render(request, "training/recognition/thanks_sent.html")
