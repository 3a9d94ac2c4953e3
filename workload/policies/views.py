"""The numbers by which load is counted: all people read their own, admins adopt new ones."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from people.guards import SignedInRequest, for_whole
from people.models import Unit
from people.product_modules import module_is_on
from people.weeks import Week, today
from people.writing.formats import plain_number
from people.writing.forms import form_page, page_with_problems, problems_of, sent
from workload import product_modules
from workload.models import LoadPolicy
from workload.rules import load as load_rules
from workload.study import actions as study

from . import actions as policies
from . import grid, made_up, previews
from . import page as policies_page
from .forms import PolicyForm
from .policy_limits import PROFILES
from .policy_numbers import NUMBERS, policy_of
from .preview_words import ShownPreview


def own_numbers(request: SignedInRequest) -> HttpResponse:
    """Show people the numbers by which their own weeks are judged now, with their sources."""
    policy = policies_page.own(request.person, timezone.now())
    context = {"groups": policies_page.grouped(policy, policies_page.usual(request.person))}
    return render(request, "workload/policies/own_numbers.html", context)


@for_whole
def first_numbers(request: SignedInRequest) -> HttpResponse:
    """Show the numbers to begin with; keep them with one press, as the organisation's own."""
    person, now = request.person, timezone.now()
    usual, starts = policies_page.usual(person), (Week.of(today(now)) + 1).monday
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            if policies.keep_usual(by=person, starts=starts, now=now):
                messages.success(request, _("Kept. They are your organisation’s own now."))
        except ValidationError as refused:
            problems = problems_of(refused)
        else:
            return redirect("people")
    context = {
        "groups": policies_page.grouped(usual, usual),
        "adopted": LoadPolicy.objects.visible_to(person).exists(),
        "starts": starts,
        "problems": problems,
    }
    return page_with_problems(request, "workload/policies/first_numbers.html", context)


@for_whole
def load_policies(request: SignedInRequest) -> HttpResponse:
    """Show what holds for each kind of unit, and every version there was."""
    now = timezone.now()
    found = policies_page.versions(request.person, now)
    context = {"versions": found, "scopes": policies_page.scopes(found, now)}
    return render(request, "workload/policies/load_policies.html", context)


@for_whole
def load_policy(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show one version; one that has not begun can be taken back."""
    now, rows = timezone.now(), LoadPolicy.objects.visible_to(request.person)
    found = get_object_or_404(rows.select_related("made_by"), public_id=public_id)
    problems: list[tuple[str, str]] = []
    if request.method == "POST" and request.POST.get("do") == "withdraw":
        try:
            policies.withdraw(found, by=request.person, now=now)
        except ValidationError as refused:
            problems = problems_of(refused)
        else:
            messages.success(
                request, _("The version is withdrawn. The numbers before it stay in force.")
            )
            return redirect("load_policies")
    read = partial(policies_page.read, viewer=request.person)
    context = {
        "policy": found,
        "coming": found.starts > today(now),
        "groups": policies_page.grouped(read(found), read(policies_page.followed(found, rows))),
        "problems": problems,
    }
    return page_with_problems(request, "workload/policies/load_policy.html", context)


@for_whole
def load_policy_new(request: SignedInRequest) -> HttpResponse:
    """Type other numbers, see what they would change, and adopt them from a Monday on."""
    kind = request.GET.get("kind", "")
    if kind and kind not in Unit.Kind.values:
        raise Http404
    now = timezone.now()
    start = policies_page.starting_point(request.person, kind)
    studied = "measured" in request.GET and module_is_on(product_modules.TIME_STUDY, request.person)
    measured = study.weights_to_adopt(request.person) if studied else {}
    law, limits = PROFILES.get(request.GET.get("profile", ""), (None, None))
    form = PolicyForm(
        sent(request),
        policy=replace(start, limits=limits) if limits else start,
        usual=policies_page.usual(request.person),
        now=now,
        initial=filled_in(measured),
    )
    context = {
        "kind": kind,
        "scope": LoadPolicy(unit_kind=kind).scope,
        "measured": bool(measured),
        "law": law,
        "profiles": PROFILES,
    }
    if form.is_valid():
        try:
            policies.refuse_numbers(form.numbers)
            if request.POST.get("adopt") == form.digest:
                made = adopted(request, form, kind, now)
                messages.success(request, _("Adopted. Weeks before that Monday stay as they are."))
                return redirect("load_policy", made.public_id)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            context |= seen(request, form, kind, start, now)
    return form_page(request, "workload/policies/load_policy_new.html", form, **context)


def filled_in(measured: dict[load_rules.Phase, Decimal]) -> dict[str, str]:
    """Write measured weights, each on its grid, where a form would show what held before."""
    numbers = {number.code: number for number in NUMBERS}
    codes = {f"phases-{phase}": weight for phase, weight in measured.items()}
    return {code: plain_number(grid.nearest(numbers[code], one)) for code, one in codes.items()}


def adopted(request: SignedInRequest, form: PolicyForm, kind: str, now: datetime) -> LoadPolicy:
    """Call the verb."""
    return policies.adopt(
        by=request.person,
        unit_kind=kind,
        starts=form.cleaned_data["starts"],
        numbers=form.numbers,
        note=form.cleaned_data["note"],
        now=now,
    )


def seen(
    request: SignedInRequest, form: PolicyForm, kind: str, start: load_rules.Policy, now: datetime
) -> dict[str, object]:
    """Tell what the numbers would change; those of a preview can be adopted.

    Without a share, because people are few or no draft is left, made-up caseloads show the sum.
    """
    try:
        found = previews.preview(by=request.person, numbers=form.numbers, unit_kind=kind, now=now)
    except ValidationError as refused:
        form.refuse(refused)
        found = None
    policy = policy_of("preview", form.numbers)
    return {
        "seen": True,
        # The admin adopted numbers that they had changed after the preview: show it anew.
        "again": "adopt" in request.POST,
        "shares": ShownPreview(found) if found else None,
        "caseloads": [] if found else made_up.compared(request.person, start, policy),
        "changes": policies_page.changes(policy, start),
        "digest": form.digest,
    }
