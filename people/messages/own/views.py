"""The page on which a person says what is sent to them, and what a link in a mail leads to."""

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.contrib import messages as flash
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from people.guards import SignedInRequest
from people.languages.known import offered_languages
from people.messages.actions import confirm_address
from people.messages.catalogue import MESSAGE_TOPICS, MessageTopic
from people.messages.own.stop_links import read_stop_token
from people.messages.ways import joined_at, offered_channels, reaches
from people.models import Channel, MessageChoices, Person, RefusedAddress
from people.writing.forms import form_page, sent

from . import actions
from .forms import MessagesForm, tick_name, topics_for


@dataclass(frozen=True)
class ChannelColumn:
    """A channel as a column: whether it reaches the person, and where they join it."""

    channel: Channel
    reached: bool
    join_at: str


@dataclass(frozen=True)
class TopicRow:
    """A topic as a row: each channel with its tick, or none where it does not reach the person."""

    topic: MessageTopic
    ticks: list[tuple[str, forms.BoundField | None]]


def own_messages(request: SignedInRequest) -> HttpResponse:
    """Show and keep what is sent to the person, by which channel, and when not."""
    me, offered = request.person, offered_channels()
    if request.method == "POST" and (done := pressed(request)):
        flash.success(request, done)
        return redirect("own_messages")
    chosen = MessageChoices.objects.filter(person=me).first() or MessageChoices(person=me)
    form = MessagesForm(sent(request), person=me, chosen=chosen, channels=offered)
    if form.is_valid():
        try:
            actions.choose_messages(person=me, chosen=form.choice)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            flash.success(request, _("Your choice is saved."))
            return redirect("own_messages")
    context = {
        "columns": [ChannelColumn(one, reaches(one, me), join_page(one, me)) for one in offered],
        "rows": rows_of(form, me, offered),
        "refused": RefusedAddress.objects.standing().filter(person=me).first(),
        "language": dict(offered_languages()).get(me.language, me.language),
        "site": settings.SITE_URL.partition("//")[2],
    }
    return form_page(request, "people/messages/messages.html", form, **context)


def pressed(request: SignedInRequest) -> str:
    """Do what another button than "Save" asks for, and say so; nothing for "Save"."""
    if "nothing" in request.POST:
        actions.choose_nothing(person=request.person)
        return _("Only messages about the safety of your account come from now on, by e-mail.")
    if "confirm_address" in request.POST:
        confirm_address(person=request.person, now=timezone.now())
        return _("Mail is sent to your address again.")
    return ""


def rows_of(form: MessagesForm, person: Person, offered: list[Channel]) -> list[TopicRow]:
    """Give a row for each topic, also for what no person can switch off."""
    return [
        TopicRow(
            topic,
            [
                (
                    str(one.label),
                    form[name] if (name := tick_name(topic, one)) in form.fields else None,
                )
                for one in offered
            ],
        )
        for topic in topics_for(person)
    ]


@csrf_exempt  # mail programs press it, and the token is the permission
@require_http_methods(["GET", "HEAD", "POST"])
def stop_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Stop mail that its reader does not want, without a sign-in. To open the page stops nothing.

    It answers alike whether or not the person is still here.
    """
    if not (asked := read_stop_token(token)):
        raise Http404
    public_id, topic = asked
    if stopped := request.method == "POST":
        actions.stop_mail(public_id=public_id, topic=topic)
    context = {"topic": MESSAGE_TOPICS.get(topic), "stopped": stopped}
    return render(request, "people/messages/stop_mail.html", context)


def join_page(channel: Channel, person: Person) -> str:
    """Name the page on which a person joins a channel; without a role only an address is added."""
    return joined_at(channel) if person.belongs or channel == Channel.MAIL else ""
