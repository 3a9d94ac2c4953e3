"""Someone to talk to: the help there is, the contacts that the viewer asked, and who asked them."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from people.audit import actions as audit
from people.guards import SignedInRequest
from people.keys import closed
from people.members import supervision
from people.members.unled import unled_among
from people.models import MAY, Person, Role
from people.weeks import today
from people.writing.fields import get_visible
from people.writing.forms import page_with_problems
from wellbeing import access_kinds
from wellbeing.models import ContactRequest, Share

from . import actions as helping
from . import contacts

DONE_SHOWN_FOR = timedelta(days=2)


def talk(request: SignedInRequest) -> HttpResponse:
    """Show the requests for contact in both directions, and take the next step."""
    person, now = request.person, timezone.now()
    refused: list[str] = []
    if request.method == "POST":
        try:
            return step(request, now)
        except ValidationError as wrong:
            refused = wrong.messages
    requests = closed.since(ContactRequest.objects.visible_to(person), "asked_at")
    waiting = requests.waiting().select_related("person", "contact")
    asked_of_me = [one for one in waiting if one.contact_id == person.pk]
    mine = [one for one in waiting if one.person_id == person.pk]
    audit.note_access(
        viewer=person,
        role=person.acts_as(*MAY.answer_for_others),
        what=access_kinds.CONTACT,
        people=[one.person for one in asked_of_me],
        at=now,
    )
    lately = requests.filter(contact=person, done_at__gt=now - DONE_SHOWN_FOR)
    shares = closed.since(Share.objects.readable_by(person), "shared_at")
    letters = list(shares.select_related("person").order_by("-pk"))
    audit.note_access(
        viewer=person,
        role=person.acts_as(*MAY.answer_for_others),
        what=access_kinds.LETTER,
        people={one.person for one in letters} - {one.person for one in asked_of_me},
        at=now,
    )
    asked, offered = {one.contact_id for one in mine}, contacts.offered(person, now)
    reached = {one.person.pk for one in offered}
    context = {
        "away": supervision.away_leads(person, now),
        "asked_of_me": asked_of_me,
        "mine": [
            (one, contacts.unanswered(one, today(now)), one.contact_id in reached) for one in mine
        ],
        "letters": letters,
        "done": [
            one for one in lately.select_related("person").order_by("-done_at") if not one.withdrawn
        ],
        "choices": [one for one in offered if one.person.pk not in asked],
        "unled": unled_among(led_in(person), today(now)),
        "hotlines": helping.hotlines(person),
    }
    # Without a contact to choose there is no field to lead to.
    context["problems"] = [("id_ask" if context["choices"] else "", one) for one in refused]
    return page_with_problems(request, "wellbeing/help/talk.html", context)


def led_in(person: Person) -> set[int]:
    """Name the units in which the person works and answers to a supervisor."""
    return {m.unit_id for m in person.current_memberships if m.role == Role.WORKER}


def step(request: SignedInRequest, now: datetime) -> HttpResponse:
    """Ask a contact, mark a request as done, or take the viewer's own request back.

    Refused: a contact who was not offered to them.
    """
    person = request.person
    seen = closed.since(ContactRequest.objects.visible_to(person), "asked_at")
    if public_id := request.POST.get("done"):
        found = get_visible(seen, public_id)
        contacts.finish(found, by=person, now=now)
        return redirect("team" if request.POST.get("back") == "team" else "talk")
    if public_id := request.POST.get("reopen"):
        contacts.reopen(get_visible(seen, public_id), by=person)
        return redirect("talk")
    contact = contacts.chosen(person=person, wanted=request.POST.get("ask", ""), now=now)
    contacts.ask(person=person, contact=contact, now=now)
    return redirect("talk")
