"""My trend: one's own load and answers over the weeks, and who has looked."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from people.models import AccessEvent, Person, Role
from people.supervision import reachable
from people.weeks import Week
from wellbeing.trend import AnswerRow, rows
from workload import flags, moves, pictures
from workload.member import LoadPage, member_page
from workload.models import Flag
from workload.telling import tell

TEMPLATE = "workload/my_trend.html"
WEEKS_SHOWN = 12
LOOKS_SHOWN = 5


def my_trend(request: HttpRequest) -> HttpResponse:
    """Show the person's own page; nobody else ever sees it."""
    return render(request, TEMPLATE, context(request))


class Drawn:
    """One line's answers with their picture."""

    def __init__(self, row: AnswerRow):
        self.line, self.latest = row.line, row.latest
        self.picture = pictures.answer_bars(row.values, row.label, holds_up=row.line.holds_up)


def table(page: LoadPage, answers: list[AnswerRow]) -> list[dict]:
    """Write the numbers behind the pictures, newest week first."""
    found = [
        {"week": week, "load": load, "words": [row.words[n] for row in answers]}
        for n, (week, load) in enumerate(page.loads)
    ]
    return found[::-1]


def context(request: HttpRequest) -> dict[str, object]:
    """Read what the page shows; a week just sent is thanked for."""
    now, person = timezone.now(), request.user
    page = member_page(person, now, WEEKS_SHOWN)
    answers = rows(person, [week for week, _load in page.loads])
    sent = request.GET.get("sent", "")
    thanked = page.latest if page.latest and str(page.latest.iso) == sent else None
    return {
        "page": page,
        "answers": [Drawn(row) for row in answers],
        "table": table(page, answers),
        "told": tell(page, answers),
        "any": page.latest or any(value is not None for row in answers for value in row.values),
        "stories": moves.of(person, now),
        "looks": AccessEvent.objects.about(person)[:LOOKS_SHOWN],
        "thanked": thanked,
        "care": care_of(person, now) if page.flag else [],
        "open": bool(thanked and Week.open_at(now) == thanked.iso),
    }


def care_of(person: Person, now: datetime) -> list[Person]:
    """List the staff-care contacts that somebody can invite."""
    return [one for one, role in reachable(person, now) if role is Role.CARE]


@require_POST
def answer_flag(request: HttpRequest) -> HttpResponse:
    """Add one's own word to one's flag."""
    flag = get_object_or_404(
        Flag.objects.visible_to(request.user), person=request.user, closed_at=None
    )
    text, now = request.POST.get("text", ""), timezone.now()
    try:
        if wanted := request.POST.get("contact"):
            reached = (one for one, _role in reachable(request.user, now))
            contact = next((one for one in reached if str(one.public_id) == wanted), None)
            flags.invite(flag, by=request.user, contact=contact, now=now)
        else:
            flags.answer(flag, by=request.user, text=text, now=now)
    except ValidationError as refused:
        sentence = refused.messages[0]
        more = {"text": text, "sentence": sentence, "problems": [("f-text", sentence)]}
        return render(request, TEMPLATE, context(request) | more, status=422)
    return redirect("my_trend")
