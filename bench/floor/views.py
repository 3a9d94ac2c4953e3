"""One page that reads, one that writes, and one that is like a page of the product."""

import datetime as dt

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from .models import Posted, Stored

WEEK = dt.date(2026, 6, 1)
NUMBERS = ("wellbeing", "workload", "caseload")


@login_required
def page(request):
    """Session, user, one SELECT of eight rows, a small template."""
    rows = Stored.objects.filter(person_id=request.user.pk).order_by("-week")
    return render(request, "page.html", {"rows": list(rows.values_list("week", *NUMBERS)[:8])})


@login_required
def alike(request):
    """Ask as many statements and draw as many nodes as a page of the product does.

    `statements` counts those of session and user too; each of the others is the page's own, of
    eight rows. Of `nodes` every second is a condition around a value. There are no rules in it, no
    words to translate and no navigation: what a page costs more than this, these cost.
    """
    rows = Stored.objects.filter(person_id=request.user.pk).order_by("-week")
    asked = int(request.GET["statements"]) - 2
    found = [list(rows.values_list("week", *NUMBERS)[:8]) for _ in range(asked)]
    return render(
        request, "alike.html", {"rows": found, "n": range(int(request.GET["nodes"]) // 2)}
    )


@require_POST
@login_required
def post(request):
    """Session, user, CSRF, one INSERT, a redirect."""
    values = {name: int(request.POST[name]) for name in NUMBERS}
    Posted.objects.create(person_id=request.user.pk, week=WEEK, note=request.POST["note"], **values)
    return redirect("/page")
