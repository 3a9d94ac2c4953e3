"""The public page for volunteers, and the pages behind it of those who work here."""

from datetime import datetime

from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from people.guards import SignedInRequest, only
from people.models import MAY, Role
from people.writing.fields import get_visible
from people.writing.forms import form_page, sent
from programme.models import VolunteerApplication, VolunteerPage
from wellbeing.help.known_hotlines import national_numbers

from . import actions
from .forms import ApplyForm, VolunteerPageForm
from .page import funnel_heads, funnel_lines, links_of


@sensitive_post_parameters("name", "contact")
def volunteer_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell anybody who the organisation is and what a volunteer does, and take an application."""
    if (page := actions.open_page(slug)) is None:
        raise Http404
    form = ApplyForm(sent(request))
    limited = form.is_valid() and not may_apply(request, page)
    if limited:
        form.add_error(None, _("Too many at once. Please try again in an hour."))
    if form.is_valid() and applied(request, page, form):
        return redirect("volunteer_sent")
    context = {
        "page": page,
        "form": form,
        "problems": form.problems(),
        "numbers": national_numbers(),
    }
    status = 429 if limited else 422 if form.errors else 200
    return render(request, "programme/volunteering/volunteer_page.html", context, status=status)


def may_apply(request: HttpRequest, page: VolunteerPage) -> bool:
    """Count an application against its page and the place it comes from."""
    return bool(ratelimit.consume(request, action="volunteer_apply", key=page.slug))


def applied(request: HttpRequest, page: VolunteerPage, form: ApplyForm) -> bool:
    """Keep the application, or put the refusal on the form; a page that was closed is not there."""
    clean = form.cleaned_data
    try:
        actions.apply(
            page=page,
            name=clean["name"],
            contact=clean["contact"],
            source=request.GET.get("from", ""),
            now=timezone.now(),
        )
    except ValidationError as refused:
        if getattr(refused, "code", "") == "closed":
            raise Http404 from None
        form.refuse(refused)
        return False
    return True


@require_safe
def volunteer_sent(request: HttpRequest) -> HttpResponse:
    """Thank for an application; it says the same to all."""
    return render(request, "programme/volunteering/volunteer_sent.html")


@only(Role.ADMIN)
def volunteering(request: SignedInRequest) -> HttpResponse:
    """Let an admin of the whole organisation keep its public page and see who applied."""
    by, now = request.person, timezone.now()
    if not by.administers_all:
        raise Http404
    if request.POST.get("do") in {"step", "delete"}:
        return press(request, now)
    page = VolunteerPage.objects.visible_to(by).first()
    kept = ("who", "what", "sources", "is_open")
    initial = {name: getattr(page, name) for name in kept} if page else {}
    form = VolunteerPageForm(sent(request), initial=initial)
    if form.is_valid():
        try:
            form.refuse_stale()
            actions.save_page(organisation=by.own_organisation, by=by, now=now, **form.cleaned_data)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("volunteering")
    applications = list(VolunteerApplication.objects.visible_to(by))
    if applications:
        actions.note_applications_read(by, now)
    context = {
        "page": page,
        "links": links_of(page) if page else [],
        "applications": applications,
        "steps": VolunteerApplication.Step.choices,
    }
    return form_page(request, "programme/volunteering/volunteering.html", form, **context)


def press(request: SignedInRequest, now: datetime) -> HttpResponse:
    """Say how far an application went, or delete it."""
    by = request.person
    rows = VolunteerApplication.objects.visible_to(by)
    application = get_visible(rows, request.POST.get("application", ""))
    if request.POST.get("do") == "delete":
        actions.delete_application(application=application, by=by)
    else:
        step = request.POST.get("step", "")
        if step not in VolunteerApplication.Step.values:
            raise Http404
        actions.move_application(application=application, step=step, by=by, now=now)
    messages.success(request, _("Saved."))
    return redirect("volunteering")


@require_safe
@only(*MAY.write_volunteer_terms)
def volunteer_funnel(request: SignedInRequest) -> HttpResponse:
    """Tell those who write the terms of volunteers how far people came, by where they come from."""
    context = {"lines": funnel_lines(request.person), "heads": funnel_heads()}
    return render(request, "programme/volunteering/volunteer_funnel.html", context)
