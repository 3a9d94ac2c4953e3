"""Pages of pathways: choose one, plan who hands over to which organisation, edit one's own."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from people.guards import SignedInRequest, only
from people.models import Role
from people.writing.forms import form_page, sent
from programme.models import Pathway
from programme.posts.forms import province_choices
from programme.posts.keepers import for_keepers, keeps_posts
from programme.regions.reading import provinces

from . import actions
from .forms import PathwayForm
from .reading import NamedPathway, read_pathways, read_steps


@only(*Role)
def pathways(request: SignedInRequest) -> HttpResponse:
    """List the pathways of the organisation; its keepers find the retired ones too."""
    keeps = keeps_posts(request.person)
    found = [one for one in read_pathways(request.person) if keeps or one.is_offered]
    return render(request, "programme/pathways/pathways.html", {"pathways": found, "keeps": keeps})


@only(*Role)
def pathway(request: SignedInRequest, code: str) -> HttpResponse:
    """Show for a province who can do each step, and the plan that is chosen. Nothing is kept."""
    found = pathway_called(request, code)
    province = request.GET.get("place", "")
    place = provinces().get(province)
    asked = request.GET.dict()
    steps = read_steps(request.person, found, province, asked, timezone.now()) if place else []
    context = {
        "pathway": found,
        "place": place,
        "provinces": province_choices()[1:],
        "steps": steps,
        "plan": bool(steps) and "plan" in asked,
        "keeps": keeps_posts(request.person),
        "day": timezone.now(),
    }
    return render(request, "programme/pathways/pathway.html", context)


def pathway_called(request: SignedInRequest, code: str) -> NamedPathway:
    """Find a pathway of the organisation by its code; any other is not there."""
    for one in read_pathways(request.person):
        if one.code == code:
            return one
    raise Http404


@for_keepers
def pathway_new(request: SignedInRequest) -> HttpResponse:
    """Write a pathway."""
    return of_pathway(request, None)


@for_keepers
def pathway_change(request: SignedInRequest, code: str) -> HttpResponse:
    """Change a pathway; one to begin with becomes the organisation's copy."""
    return of_pathway(request, pathway_called(request, code))


def of_pathway(request: SignedInRequest, found: NamedPathway | None) -> HttpResponse:
    """Show the form of a pathway, and save what was chosen."""
    by, kept = request.person, found.kept if found else None
    form = PathwayForm(
        sent(request),
        instance=kept,
        initial={} if kept or not found else {"name": found.name},
        steps=[one.key for one in found.steps] if found else [],
    )
    if form.is_valid():
        about: dict[str, Any] = {"organisation": by.organisation, "by": by, "now": timezone.now()}
        typed = form.cleaned_data
        try:
            form.refuse_stale()
            made = actions.save_pathway(
                pathway=Pathway.objects.get(pk=kept.pk) if kept else None,
                key=found.code if found and not kept else "",
                name=typed["name"],
                steps=form.steps,
                is_offered=typed["is_offered"],
                **about,
            )
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("pathway", made.code) if made.is_offered else redirect("pathways")
    return form_page(request, "programme/pathways/pathway_change.html", form, pathway=found)
