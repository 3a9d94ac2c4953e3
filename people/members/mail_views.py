"""The pages of mail: what waits, how much was written, which people it does not reach."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Exists, Min, OuterRef
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.guards import SignedInRequest, only
from people.line.standing import line_standing
from people.messages.actions import mark_returned, send_again, take_mark_away
from people.messages.told import week_of_messages
from people.models import OutgoingLetter, RefusedAddress, Role
from people.pending.own import invitations_not_arrived, people_without_mail
from people.writing.forms import problems_of
from people.writing.lists import PEOPLE_A_PAGE

from . import views as members_views
from .unit_views import note_look

State = OutgoingLetter.State


@only(Role.ADMIN)
def unsent_mail(request: SignedInRequest) -> HttpResponse:
    """List people that no mail reaches; one press sends all of it again."""
    now = timezone.now()
    if request.method == "POST":
        try:
            count = send_again(by=request.person, now=now)
        except ValidationError as nothing:
            messages.info(request, nothing.messages[0])
        else:
            said = ngettext("%(n)s message leaves again.", "%(n)s messages leave again.", count)
            messages.success(request, said % {"n": count})
        return redirect("unsent_mail")
    refused = OutgoingLetter.objects.told().filter(recipient=OuterRef("pk"), state=State.REFUSED)
    marked = RefusedAddress.objects.told_to_admins().filter(person=OuterRef("pk"))
    people = people_without_mail(request.person, now).annotate(
        refused=Exists(refused) | Exists(marked)
    )
    page = Paginator(people.by_name(), PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    invited = invitations_not_arrived(request.person, now).select_related("unit", "letter")
    waiting = OutgoingLetter.objects.visible_to(request.person).waiting().told()
    context = {
        "page": page,
        "invited": invited.order_by("letter__failing_since", "pk"),
        "line": line_standing(),
        "written": week_of_messages(request.person, now),
        "late_since": waiting.aggregate(first=Min("failing_since"))["first"],
    }
    note_look(request, people=page)
    return render(request, "people/members/unsent_mail.html", context)


@only(Role.ADMIN)
def person_mail(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Say whether mail reaches a person; mark an address from which it came back, or let it be."""
    found, now = members_views.managed(request, public_id), timezone.now()
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        change = take_mark_away if request.POST.get("do") == "right" else mark_returned
        try:
            change(by=request.person, person=found, now=now)
        except ValidationError as refused:
            problems = problems_of(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("person_mail", public_id)
    mark = RefusedAddress.objects.visible_to(request.person).filter(person=found).first()
    context = {
        "person": found,
        "own": found == request.person,
        "mark": mark,
        "problems": problems,
    }
    return members_views.shown(request, "person_mail", context)
