"""The pages of the two who help a person sign in again."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from people import access_kinds
from people.audit import actions as audit
from people.guards import SignedInRequest, only
from people.keys.paper_codes import in_groups
from people.models import LostSignIn, Person, Role
from people.rules.phone_numbers import spoken_phone
from people.writing import links, qr
from people.writing.forms import page_with_problems, problems_of

from . import actions as rescue
from . import helpers


@only(Role.ADMIN)
def help_sign_in(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Say who could be the second person, and ask for help for a person the admin manages."""
    me, now = request.person, timezone.now()
    mine = Person.objects.managed_by(me).exclude(pk=me.pk).filter(is_active=True, awaited=False)
    found = get_object_or_404(mine.select_related("account"), public_id=public_id)
    waits = LostSignIn.objects.waiting(now).filter(person=found).first()
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            made = rescue.ask(person=found, by=me, now=now)
        except ValidationError as refused:
            problems = problems_of(refused)
        else:
            messages.success(request, _("Asked. The second person reads it under what waits."))
            return redirect("lost_sign_in", made.public_id)
    context = {
        "person": found,
        "seconds": helpers.second_people(found, me, now),
        "waits": waits,
        "problems": problems,
    }
    note_helper_look(request, found, access_kinds.MEMBERSHIP)
    return page_with_problems(request, "people/rescue/help_sign_in.html", context)


def lost_sign_in(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show a request to those who help: agree, decline or withdraw it.

    The one who agrees gets the code to print, this once: a redirect would have to keep it.
    """
    seen = LostSignIn.objects.visible_to(request.person)
    found = get_object_or_404(with_people(seen), public_id=public_id)
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            if code := take_step(request, found):
                return code_to_print(request, found, code)
        except ValidationError as refused:
            problems = problems_of(refused)
            found = get_object_or_404(with_people(seen), public_id=public_id)
        else:
            return redirect("home")
    now, own = timezone.now(), found.asked_by_id == request.person.pk
    waits = LostSignIn.objects.waiting(now).filter(pk=found.pk).exists()
    helps = own or helpers.known_long(request.person, found.person)
    phone = found.person.account.phone if waits and helps else ""
    context = {
        "asked": found,
        "own": own,
        "waits": waits,
        "too_new": "" if helps else rescue.TOO_NEW,
        # Whole: the two are to call it before they help. No one else sees it, and not later.
        "phone": phone,
        "phone_read": spoken_phone(phone),
        "seconds": helpers.second_people(found.person, request.person, now) if own else [],
        "problems": problems,
    }
    note_helper_look(request, found.person, access_kinds.HELP_ASKED, subject=found.public_id)
    return page_with_problems(request, "people/rescue/lost_sign_in.html", context)


def with_people(found: QuerySet[LostSignIn]) -> QuerySet[LostSignIn]:
    """Read requests with all the people that their page names."""
    return found.select_related("person__account", "person__organisation", "asked_by", "decided_by")


def take_step(request: SignedInRequest, found: LostSignIn) -> str:
    """Call the verb that was asked for; anything else changes nothing. Return a code to print."""
    by, now = request.person, timezone.now()
    match request.POST.get("do"):
        case "agree":
            return rescue.agree(asked=found, by=by, now=now)
        case "decline":
            rescue.decline(asked=found, by=by, now=now)
            messages.success(request, _("Not agreed. Nothing changes."))
        case "withdraw":
            rescue.withdraw(asked=found, by=by, now=now)
            messages.success(request, _("Withdrawn. Nothing changes."))
    return ""


def code_to_print(request: SignedInRequest, found: LostSignIn, code: str) -> HttpResponse:
    """Show the paper for the person, in their language."""
    address = links.to("lost_code")
    side, path = qr.drawn(address)
    found.refresh_from_db(fields=["code_ends"])
    context = {
        "given": found,
        "language": found.person.account.language,
        "address": address,
        "groups": in_groups(code),
        "side": side,
        "path": path,
    }
    return render(request, "people/rescue/code_to_print.html", context)


def note_helper_look(
    request: SignedInRequest, person: Person, what: str, *, subject: UUID | None = None
) -> None:
    """Note in the person's trail that one of the two opened a page about them."""
    audit.note_access(
        viewer=request.person,
        role=helpers.role_of(request.person, person),
        what=what,
        at=timezone.now(),
        person=person,
        subject=subject,
    )
