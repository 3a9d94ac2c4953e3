"""Where a phone hands over the weeks that it kept without signal."""

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from people.guards import SignedInRequest
from people.phones.sealed_texts import UnreadableError, owner_mark
from workload.weeks import views as weeks_views
from workload.weeks.stored import refuse_sent_before

from .actions import ForeignError, KeptAnswer, KeptState, open_kept, take_kept, told_of_kept

PAGE = "workload/kept_weeks/kept_week.html"


@require_http_methods(["GET", "HEAD", "POST"])
def kept_weeks(request: SignedInRequest) -> HttpResponse:
    """Take a kept week and say what became of it; `look` shows its page instead.

    Asked without one, it says to a script of which person a phone may hand anything over now.
    """
    if request.method != "POST" and "look" in request.GET:
        return redirect("my_week")  # a page that was loaded again, in another language or signed in
    if request.method != "POST":
        return JsonResponse({"owner": owner_mark(request.person), "token": get_token(request)})
    sealed = request.POST.get("sealed", "")
    if "look" in request.GET:
        return look(request, sealed)
    handed = take_kept(request.person, sealed, timezone.now())
    week = handed.week
    told = {
        "state": handed.state.value,
        "week": str(week or ""),
        "sentence": handed.sentence,
        "closes": week.closes.isoformat() if week else "",
    }
    return JsonResponse(told, status=handed.state.status)


def look(request: SignedInRequest, sealed: str) -> HttpResponse:
    """Show what a phone kept on the page where it is repaired, or send it if nothing is wrong."""
    now = timezone.now()
    try:
        kept = open_kept(request.person, sealed)
    except UnreadableError:
        return say(request, told_of_kept(KeptState.UNREADABLE))
    except ForeignError:
        return say(request, told_of_kept(KeptState.FOREIGN))
    state = kept.standing(now)
    if state is KeptState.THERE:
        return redirect(weeks_views.thanks_address(kept.week, now))
    if state:
        return say(request, told_of_kept(state, kept.week))
    refuse_sent_before(request.person, kept.week)
    if request.person.base is None:
        return weeks_views.closed(request, now)
    return weeks_views.save(request, kept.data, kept.week, now, kept=True)


def say(request: SignedInRequest, handed: KeptAnswer) -> HttpResponse:
    """Say kindly why a kept week cannot be shown, and what to do."""
    context = {"handed": handed, "gone": handed.state is KeptState.UNREADABLE}
    return render(request, PAGE, context, status=handed.state.status)
