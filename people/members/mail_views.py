"""The page of people without mail: names and since when, no address and no text."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Min, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from people.guards import SignedInRequest, only
from people.line.standing import line_standing
from people.messages.actions import send_again
from people.models import OutgoingLetter, Role
from people.pending.own import invitations_not_arrived, people_without_mail
from people.writing.lists import PEOPLE_A_PAGE

from .unit_views import note_look

State = OutgoingLetter.State
REFUSED = Q(letters__state=State.REFUSED)


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
    people = people_without_mail(request.person, now).annotate(
        since=Min("letters__failing_since"), refused=Count("letters", filter=REFUSED)
    )
    page = Paginator(people.by_name(), PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    invited = invitations_not_arrived(request.person, now).select_related("unit", "letter")
    waiting = OutgoingLetter.objects.visible_to(request.person).waiting()
    context = {
        "page": page,
        "invited": invited.order_by("letter__failing_since", "pk"),
        "line": line_standing(),
        "late_since": waiting.aggregate(first=Min("failing_since"))["first"],
    }
    note_look(request, people=page)
    return render(request, "people/members/unsent_mail.html", context)
