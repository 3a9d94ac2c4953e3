"""The pages on which an admin edits the jobs and kinds of employment of the organisation."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from people.guards import SignedInRequest, for_whole
from people.languages.local_text import in_name_order
from people.models import Employment, Job, Membership, Person
from people.models.jobs import ListEntry
from people.weeks import today
from people.writing.forms import page_with_problems, problems_of, sent

from . import actions
from .forms import EmploymentForm, JobForm

# The buttons that change whether an entry can be given.
OFFERED = {"retire": False, "offer": True}


@for_whole
def jobs(request: SignedInRequest) -> HttpResponse:
    """Show both lists, those in use first, with how many people have each today."""
    viewer, day = request.person, today(timezone.now())
    held = Membership.objects.on(day).filter(person__organisation=viewer.organisation_id)
    employed = Person.objects.filter(pk__in=held.values("person"))
    context = {
        "jobs": listed(Job.objects.visible_to(viewer), counted(held, "job", "person")),
        "employments": listed(
            Employment.objects.visible_to(viewer), counted(employed, "employment", "pk")
        ),
    }
    return render(request, "people/jobs/jobs.html", context)


def counted(rows: QuerySet, field: str, of: str) -> dict[int, int]:
    """Count the people who have each entry."""
    return dict(rows.values_list(field).annotate(Count(of, distinct=True)).order_by())


def listed(entries: QuerySet, counts: dict[int, int]) -> list[tuple[ListEntry, int]]:
    """Put entries in the order of their reader, the retired ones last."""
    found = sorted(in_name_order(entries), key=lambda one: not one.is_offered)
    return [(one, counts.get(one.pk, 0)) for one in found]


@for_whole
def job_new(request: SignedInRequest) -> HttpResponse:
    """Add a job."""
    return added(request, JobForm(sent(request)), actions.add_job)


@for_whole
def employment_new(request: SignedInRequest) -> HttpResponse:
    """Add a kind of employment."""
    return added(request, EmploymentForm(sent(request)), actions.add_employment)


@for_whole
def job(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Rename a job, retire it, or offer it again."""
    found = get_object_or_404(Job.objects.visible_to(request.person), public_id=public_id)
    return edited(request, found, JobForm)


@for_whole
def employment(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Describe a kind of employment, retire it, or offer it again."""
    found = get_object_or_404(Employment.objects.visible_to(request.person), public_id=public_id)
    return edited(request, found, EmploymentForm)


def added(request: SignedInRequest, form: JobForm, add: Callable[..., ListEntry]) -> HttpResponse:
    """Show an empty entry, and add what was typed."""
    if form.is_valid():
        by = request.person
        try:
            made = add(organisation=by.organisation, by=by, now=timezone.now(), **form.cleaned_data)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Added: %(name)s.") % {"name": made})
            return redirect("jobs")
    return shown(request, form)


def edited(request: SignedInRequest, entry: ListEntry, kind: type[JobForm]) -> HttpResponse:
    """Show an entry, and do what a button of its page says."""
    title, do = str(entry), request.POST.get("do")
    form = kind(None if do else sent(request), instance=entry)
    problems: list[tuple[str, str]] = []
    about: dict[str, Any] = {"entry": entry, "by": request.person, "now": timezone.now()}
    try:
        if do in OFFERED:
            actions.offer(offered=OFFERED[do], **about)
        elif form.is_valid():
            form.refuse_stale()
            actions.describe(**about, **form.cleaned_data)
        else:
            return shown(request, form, entry, title)
    except ValidationError as refused:
        if do:
            problems = problems_of(refused)
        else:
            form.refuse(refused)
        return shown(request, form, entry, title, problems)
    messages.success(request, _("Saved."))
    return redirect("jobs")


def shown(
    request: SignedInRequest,
    form: JobForm,
    entry: ListEntry | None = None,
    title: str = "",
    problems: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    """Show the page of one entry."""
    context = {
        "form": form,
        "entry": entry,
        "title": title,
        "problems": [*problems, *form.problems()],
        "is_job": form._meta.model is Job,
    }
    return page_with_problems(request, "people/jobs/entry.html", context)
