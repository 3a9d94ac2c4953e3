"""One page that reads and one that writes."""

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


@require_POST
@login_required
def post(request):
    """Session, user, CSRF, one INSERT, a redirect."""
    values = {name: int(request.POST[name]) for name in NUMBERS}
    Posted.objects.create(person_id=request.user.pk, week=WEEK, note=request.POST["note"], **values)
    return redirect("/page")
