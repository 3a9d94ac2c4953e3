"""The pages on which an admin writes down how a person is employed, and their number."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from people.guards import SignedInRequest, only
from people.models import Role
from people.rules.phone_numbers import spoken_phone
from people.writing.fields import typed_day
from people.writing.forms import sent

from . import employments
from . import views as members_views
from .forms import EmployedForm, WorkNumberForm


@only(Role.ADMIN)
def person_employment(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show a person's kind of employment and its last day; change them."""
    found = members_views.managed(request, public_id)
    start = {
        "employment": found.employment.code if found.employment else "",
        "until": typed_day(found.employed_until) if found.employed_until else "",
    }
    form = EmployedForm(sent(request), admin=request.person, initial=start)
    if form.is_valid():
        try:
            form.refuse_stale()
            employments.employ(
                person=found, by=request.person, now=timezone.now(), **form.cleaned_data
            )
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("person", public_id)
    context = {
        "person": found,
        "own": found == request.person,
        "form": form,
        "problems": form.problems(),
    }
    return members_views.shown(request, "employment", context)


@only(Role.ADMIN)
def person_number(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show a person's employee number and work phone; change them."""
    found = members_views.managed(request, public_id)
    start = {"number": found.employee_number, "phone": spoken_phone(found.work_phone)}
    form = WorkNumberForm(sent(request), initial=start)
    if form.is_valid():
        try:
            form.refuse_stale()
            employments.number(
                person=found, by=request.person, now=timezone.now(), **form.cleaned_data
            )
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("person", public_id)
    context = {"person": found, "form": form, "problems": form.problems()}
    return members_views.shown(request, "number", context)
