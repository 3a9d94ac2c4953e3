"""The office's page of another member's post, and the page on which its keepers answer."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.guards import SignedInRequest, only
from people.models import Role
from people.writing.forms import PageForm, form_page, sent
from programme.members import door
from programme.models import KeeperAsk
from programme.posts.keepers import for_keepers

from . import keeper_asks
from .words import ask_words


class KeeperAskForm(PageForm, forms.Form):
    """For what the keepers of a post are asked."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What do you ask for?"),
        choices=KeeperAsk.Kind,
        error_messages={
            "required": gettext_lazy("Please choose from the list."),
            "invalid_choice": gettext_lazy("Please choose from the list."),
        },
    )


@only(Role.PROGRAMME)
def post_keepers(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Let the office ask the keepers of another member's uncovered post, or take that back."""
    by, now = request.person, timezone.now()
    try:
        with door.post_elsewhere(by, public_id, now=now) as (programme, post):
            found = keeper_asks.asked_of(post, programme, now)
            asked = [(one, ask_words(one)) for one in found]
            uncovered = keeper_asks.is_uncovered(post, now)
    except ValidationError:
        raise Http404 from None
    form = KeeperAskForm(sent(request) if request.POST.get("do") == "ask" else None)
    if request.POST.get("do") == "withdraw":
        keeper_asks.withdraw_ask(post=post, by=by, now=now)
        messages.success(request, _("Withdrawn."))
        return redirect("post_keepers", public_id)
    if form.is_valid():
        try:
            keeper_asks.ask_keepers(post=post, kind=form.cleaned_data["kind"], by=by, now=now)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Asked. You see the answer here."))
            return redirect("post_keepers", public_id)
    context = {
        "post": post,
        "asked": asked,
        "uncovered": uncovered,
        "is_open": any(one.state in KeeperAsk.OPEN for one, _said in asked),
    }
    return form_page(request, "programme/gaps/post_keepers.html", form, **context)


@for_keepers
def keeper_ask(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show those who keep the posts what the programme's office asks, and take their answer."""
    by, now = request.person, timezone.now()
    asks = KeeperAsk.objects.visible_to(by).select_related(
        "programme", "post__job", "post__station", "post__unit", "post__level"
    )
    ask = get_object_or_404(asks, public_id=public_id)
    if request.method == "POST":
        if (do := request.POST.get("do")) not in keeper_asks.ANSWERS:
            raise Http404
        try:
            keeper_asks.answer_ask(ask=ask, answer=do, by=by, now=now)
        except ValidationError as refused:
            messages.warning(request, refused.messages[0])
        else:
            messages.success(request, _("Thank you. Your answer is there."))
        return redirect("keeper_ask", public_id)
    context = {
        "ask": ask,
        "post": ask.post,
        "said": ask_words(ask),
        "is_open": ask.state in KeeperAsk.OPEN,
        "suggests": Role.PROGRAMME in by.roles,
    }
    return render(request, "programme/gaps/keeper_ask.html", context)
