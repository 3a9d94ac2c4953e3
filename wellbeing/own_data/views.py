"""The person's own record: what is kept, for how long, and all of it as files."""

from collections.abc import Callable
from datetime import datetime

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from people.accounts.places import note_at_every_place, workplaces_of
from people.guards import SignedInRequest
from people.keys import closed
from people.models import Person
from people.own_data import record
from people.writing.forms import form_page, sent
from wellbeing import access_kinds
from wellbeing.checkins import consent
from wellbeing.groups import restrictions
from wellbeing.models import is_contact

from . import erasing
from .answerable import answerable
from .forms import EraseForm


def my_record(request: SignedInRequest) -> HttpResponse:
    """Say what is kept and offer it as files, after the password was given a moment ago.

    To restrict something, and to lift it again, is one press.
    """
    now = timezone.now()
    if request.method == "POST":
        return decide(request, now)
    context = {
        "kept": [one(request.person, now) for one in record.KEPT],
        "sure": did_recently_reauthenticate(request),
        "text": consent.TEXT,
        "read_at": consent.seen_at(request.person),
        "not_counted_since": chosen_since(request.person),
        "answerable": answerable(),
        "reads_objections": is_contact(request.person),
    }
    return render(request, "wellbeing/own_data/my_record.html", context)


def chosen_since(person: Person) -> datetime | None:
    """Say since when the person is not counted by choice; a choice of before may be closed."""
    since, moment = restrictions.since(person), closed.before(person.pk)
    return None if since and moment and since < moment else since


def decide(request: SignedInRequest, now: datetime) -> HttpResponse:
    """Take one step; a step that the page did not offer changes nothing.

    While answers are closed another person may be here: no choice is taken back then.
    """
    person = request.person
    match request.POST.get("do"):
        case "lift" | "agree" if closed.before(person.pk):
            pass
        case "restrict":
            restrictions.begin(person=person, now=now)
        case "lift":
            restrictions.lift(person=person, now=now)
        case "withdraw":
            consent.withdraw(person=person, now=now)
        case "agree":
            consent.agree_again(person=person)
    return redirect(reverse("my_record") + "#h-rights")


@reauthentication_required
def record_json(request: SignedInRequest) -> HttpResponse:
    """Hand a person their whole record for a program."""
    return handed_out(request, record.as_json, "json")


@reauthentication_required
def record_zip(request: SignedInRequest) -> HttpResponse:
    """Hand a person their whole record for a spreadsheet."""
    return handed_out(request, record.as_zip, "zip")


def handed_out(
    request: SignedInRequest, write: Callable[[Person, datetime], str | bytes], ending: str
) -> HttpResponse:
    """Write a person's whole record as a file; the look stands in their list at each place."""
    now = timezone.now()
    note_at_every_place(request.user, access_kinds.DOWNLOAD, now=now)
    # A plain name: the file stays on a disk that others may see.
    disposition = content_disposition_header(as_attachment=True, filename=f"record.{ending}")
    headers = {"Content-Disposition": disposition}
    kind = f"application/{ending}"
    return HttpResponse(write(request.person, now), content_type=kind, headers=headers)


@reauthentication_required
def erase(request: SignedInRequest) -> HttpResponse:
    """Let the person choose, see how much is deleted and what stays, and only then delete it."""
    person, now = request.person, timezone.now()
    form, going = EraseForm(sent(request)), None
    if form.is_valid():
        before = form.cleaned_data["before"]
        try:
            if request.POST.get("do") == "erase":
                erasing.erase(person=person, before=before, now=now)
                messages.success(request, _("It is deleted, for good."))
                return redirect("my_record")
            going = erasing.going(person=person, before=before, now=now)
        except ValidationError as refused:
            form.refuse(refused)
    context: dict[str, object] = {"going": going}
    if going and len(places := workplaces_of(request.user)) > 1:
        context["places"] = ", ".join(str(one.organisation) for one in places)
    return form_page(request, "wellbeing/own_data/erase.html", form, **context)


def consent_text(request: SignedInRequest) -> HttpResponse:
    """Show what a person agrees to by answering; note that it was read."""
    if request.method == "POST":
        consent.confirm(person=request.person, now=timezone.now())
        return redirect("consent_text")
    context: dict[str, object] = {"text": consent.TEXT, "read_at": consent.seen_at(request.person)}
    context["answerable"] = answerable()
    return render(request, "wellbeing/own_data/consent_text.html", context)
