"""My time: days away, hours given back, and talks; and the supervisor's part in them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.calendar.words import call_each
from people.guards import SignedInRequest
from people.members.supervision import supervisors_of
from people.models import Person
from people.weeks import today
from people.writing import free_text
from people.writing.fields import get_visible, whole_number
from people.writing.formats import plain_number
from people.writing.forms import PageForm
from people.writing.sentences import in_a_row
from workload.models import SupervisionTalk, TimeOff

from . import talks, time_off
from .forms import TalkForm, TimeOffForm
from .page import RefusedTalk, own_page

TEMPLATE = "workload/time/my_time.html"


def my_time(request: SignedInRequest) -> HttpResponse:
    """Show the viewer's own days away, hours and talks, and take the next step."""
    person, now = request.person, timezone.now()
    refused: dict[str, Any] = {}
    if request.method == "POST":
        if (told := own_step(request, now)) is None:
            return redirect("my_time")
        refused = told
    kept = refused.pop("kept", None)
    context = {
        "page": own_page(person, now, kept),
        "form": TimeOffForm(),
        "talk_form": TalkForm(),
        "supervisors": supervisors_of(person, now),
        "day": today(now),
    }
    return render(request, TEMPLATE, context | refused, status=422 if refused else 200)


def own_step(request: SignedInRequest, now: datetime) -> dict | None:
    """Plan or take back days, or write about a talk; what was refused comes back as context."""
    person, do = request.person, request.POST.get("do")
    if do == "plan":
        form = TimeOffForm(request.POST)
        return keep_form(form, "form", lambda clean: plan(request, clean, now))
    if do == "back":
        return take_back(request, now)
    if do == "talk":
        wanted = request.POST.get("supervisor", "")
        above = supervisors_of(person, now)
        chosen = next((one for one in above if str(one.public_id) == wanted), person)
        return write_talk(request, chosen, person, now)
    return answer_talk(request, now, person=person)


def plan(request: SignedInRequest, clean: dict[str, Any], now: datetime) -> None:
    """Plan the viewer's days away, and say how many working days they take."""
    made = time_off.plan(person=request.person, now=now, **clean)
    rests = call_each(time_off.rests_in(made))
    n = 1 if made.length == 1 else 2  # half a day is written as a plural
    taken = ngettext("%(n)s working day is planned.", "%(n)s working days are planned.", n)
    free = rests and _("Free anyway: %(names)s.") % {"names": rests}
    said = taken % {"n": plain_number(made.length)}
    messages.success(request, in_a_row([said, free]))


def keep_form(
    form: PageForm, name: str, verb: Callable[[dict[str, Any]], object]
) -> dict[str, Any] | None:
    """Call a verb with what a form holds; a refusal stands at its field."""
    if form.is_valid():
        try:
            verb(form.cleaned_data)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            return None
    return {name: form, "problems": form.problems()}


def take_back(request: SignedInRequest, now: datetime) -> dict | None:
    """Take the viewer's own planned days back."""
    mine = TimeOff.objects.visible_to(request.person).filter(person=request.person)
    try:
        time_off.take_back(get_visible(mine, request.POST.get("time_off", "")), now=now)
    except ValidationError as refused:
        return {"problems": [("", refused.messages[0])]}
    return None


def write_talk(
    request: SignedInRequest, supervisor: Person, person: Person, now: datetime
) -> dict | None:
    """Write a talk of these two down."""
    form, by = TalkForm(request.POST), request.person

    def verb(clean: dict) -> None:
        """Write the talk down."""
        talks.write(supervisor=supervisor, person=person, by=by, now=now, **clean)

    return keep_form(form, "talk_form", verb)


def answer_talk(request: SignedInRequest, now: datetime, **of: Any) -> dict | None:
    """Agree to a talk, or change its words; what was typed is kept when that is refused."""
    own = SupervisionTalk.objects.visible_to(request.person).filter(**of)
    talk = get_visible(own, request.POST.get("talk", ""))
    version, words = whole_number(request.POST.get("version", "")), request.POST.get("words", "")
    try:
        if request.POST.get("do") == "agree":
            talks.agree(talk, by=request.person, version=version, now=now)
        else:
            said = free_text.posted(request, "words")
            talks.change(talk, by=request.person, version=version, words=said, now=now)
    except ValidationError as refused:
        sentence = refused.messages[0]
        return {
            "kept": RefusedTalk(str(talk.public_id), words or talk.words, sentence),
            "problems": [(f"talk-{talk.public_id}", sentence)],
        }
    return None
