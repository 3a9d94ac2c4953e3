"""The page on which a person joins LINE, and the door by which LINE tells of events."""

from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from people.guards import SignedInRequest
from people.keys.paper_codes import in_groups
from people.messages import outbox
from people.models import Channel, LineLink

from . import actions, events, messaging_api
from .events import UnreadableEventsError
from .way import words_for

TEST_KIND = "line_test"
# LINE tells of many events at once, with texts that people wrote.
LARGEST_BODY = 256 * 1024


def asks_for_code(request: SignedInRequest) -> bool:
    """Say whether a code is asked for: messages of the account go where it is sent from."""
    return request.method == "POST" and "code" in request.POST


@reauthentication_required(enabled=asks_for_code)
def line_link(request: SignedInRequest) -> HttpResponse:
    """Join LINE by a code that is shown once, try it, and leave it again."""
    if not messaging_api.is_configured():
        raise Http404
    now, account, code = timezone.now(), request.user, ""
    if asks_for_code(request):
        code = actions.new_line_code(account=account, now=now)
    elif "remove" in request.POST:
        actions.part_line(account=account)
        messages.success(request, _("LINE is disconnected. Your messages come by e-mail again."))
        return redirect("line_link")
    elif "test" in request.POST:
        send_test(request)
        return redirect("line_link")
    context = {
        "joined": LineLink.objects.visible_to(request.person).exists(),
        # Shown in this answer: a redirect would have to keep it somewhere in between.
        "groups": in_groups(code) if code else [],
        "add_link": settings.LINE_ADD_LINK,
        "words": words_for(account),
    }
    return render(request, "people/line/line_link.html", context)


def send_test(request: SignedInRequest) -> None:
    """Send a message by LINE to the person alone, not too often: each counts in the month."""
    if not ratelimit.consume(request, action="test_message"):
        messages.warning(request, _("Please wait an hour before the next test."))
        return
    letter = outbox.new_letter(
        recipient=request.person, channel=Channel.LINE, kind=TEST_KIND, key="test"
    )
    outbox.post([letter])
    messages.success(request, _("A test is on its way to LINE."))


@csrf_exempt
@require_POST
def line_webhook(request: HttpRequest) -> HttpResponse:
    """Take note of what LINE tells, if LINE signed it; of anything else nothing is read."""
    if not messaging_api.is_configured():
        raise Http404
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
        return HttpResponse(status=413)
    if not events.is_signed(request.body, request.headers.get("X-Line-Signature", "")):
        return HttpResponse(status=401)
    try:
        events.take_note(request.body, now=timezone.now())
    except UnreadableEventsError:
        return HttpResponse(status=400)
    return HttpResponse(status=200)
