"""Pages of awards: mine and others', name a colleague, judge, announce one, and the sheet."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from people.audit.actions import note_access
from people.guards import SignedInRequest, person_of
from people.models import Unit
from people.weeks import today
from people.writing.fields import uuid_of
from people.writing.forms import page_with_problems, sent
from training import access_kinds
from training.finding.colleagues import teammates
from training.finding.lookup import find
from training.models import Audience, Award, AwardCycle, Nomination, Opinion

from . import awards as recognition_awards
from . import nominations
from .choosing import shown_to_somebody
from .forms import AudienceForm, CitationForm, NominationForm, OpinionForm

ON_THE_WALL = 30


def awards(request: SignedInRequest) -> HttpResponse:
    """Show the viewer's awards, what others share, and where a colleague can be named."""
    person, now = request.person, timezone.now()
    if request.method == "POST":
        return answer(request, now)
    seen = Award.objects.visible_to(person).select_related(
        "person", "unit", "nomination__cycle", "certificate__type", "organisation"
    )
    mine = list(seen.filter(pk__in=Award.objects.answered_by(person).values("pk")).order_by("-pk"))
    others = seen.exclude(pk__in=[one.pk for one in mine]).filter(audience__in=Audience)
    cycles = AwardCycle.objects.visible_to(person).order_by("closes", "pk")
    named = Nomination.objects.visible_to(person).filter(by=person)
    context = {
        "waiting": [one for one in mine if not one.audience and not one.declined_at],
        "kept": [one for one in mine if one.audience],
        "declined": [one for one in mine if one.declined_at],
        "wall": others.order_by("-given_on", "-pk")[:ON_THE_WALL],
        "cycles": cycles.open_on(today(now)),
        "named": named.select_related("cycle").order_by("-pk")[:ON_THE_WALL],
        "judging": Nomination.objects.judged_by(person).select_related("cycle").order_by("pk"),
        "all_cycles": cycles if person.administers_all else None,
        "audiences": Audience,
    }
    return render(request, "training/recognition/awards.html", context)


def answer(request: SignedInRequest, now: datetime) -> HttpResponse:
    """Accept an award, change who reads of it, or decline it."""
    person, sent = request.person, request.POST
    mine = Award.objects.visible_to(person) & Award.objects.answered_by(person)
    named = uuid_of(sent.get("award", ""))
    found = mine.filter(public_id=named).first() if named else None
    if found is None:
        raise Http404
    if sent.get("do") == "decline":
        recognition_awards.decline(found, by=person, now=now)
        messages.success(request, _("It is declined. Nobody learns of it."))
    elif (form := AudienceForm(sent)).is_valid():
        recognition_awards.accept(found, by=person, **form.cleaned_data)
        messages.success(request, _("It is kept as you chose."))
    return redirect("awards")


def award(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show an award's sheet to those who may read it, to print; a public one to any reader."""
    seen = Award.objects.public(today(timezone.now()))
    if person := person_of(request):
        seen = Award.objects.filter(
            Q(pk__in=seen.values("pk")) | Q(pk__in=Award.objects.visible_to(person).values("pk")),
            audience__in=Audience,
        )
    parts = ("person", "unit", "nomination__cycle", "certificate__type", "organisation")
    found = get_object_or_404(seen.select_related(*parts), public_id=public_id)
    return render(request, "training/recognition/award.html", {"award": found})


def nominate(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Name a colleague or a team for an award that is open."""
    person, now = request.person, timezone.now()
    cycles = AwardCycle.objects.visible_to(person).open_on(today(now))
    cycle = get_object_or_404(cycles, public_id=public_id)
    form = NominationForm(sent(request), units=Unit.objects.visible_to(person))
    form.know(teammates(person, today(now)))
    if form.is_valid() and form.cleaned_data["name"]:
        find(form, person, now)
    ready = form.is_valid() and (form.cleaned_data["unit"] or confirmed(request, form))
    if ready:
        try:
            nominations.nominate(
                cycle,
                by=person,
                words=form.cleaned_data["words"],
                person=form.chosen,
                unit=form.cleaned_data["unit"],
                now=now,
            )
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Thank you. The panel reads it."))
            return redirect("awards")
    return shown_to_somebody(request, "nominate", {"form": form, "cycle": cycle})


def confirmed(request: SignedInRequest, form: NominationForm) -> bool:
    """Say whether one of the people found was ticked and sent."""
    return bool(form.chosen) and request.POST.get("do") == "send"


def nomination(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show a member of the panel one nomination; keep their opinion, and decide."""
    person, now = request.person, timezone.now()
    judged = Nomination.objects.judged_by(person).select_related("cycle", "person", "unit")
    found = get_object_or_404(judged, public_id=public_id)
    mine = Opinion.objects.visible_to(person).filter(nomination=found, by=person).first()
    form, citation = OpinionForm(initial=said_in(mine)), CitationForm(prefix="award")
    if request.method == "POST":
        deciding = request.POST.get("do") == "decide"
        form = form if deciding else OpinionForm(request.POST)
        citation = CitationForm(request.POST, prefix="award") if deciding else citation
        if done := judge(request, found, citation if deciding else form, now):
            return done
    if found.person:
        looked = access_kinds.AWARD
        note_access(viewer=person, role=person.acts_as(), what=looked, person=found.person, at=now)
    problems = [one for each in (form, citation) for one in each.problems()]
    said = Opinion.objects.visible_to(person).filter(nomination=found).select_related("by")
    context = {
        "nomination": found,
        "form": form,
        "citation": citation,
        "mine": mine,
        "said": said.exclude(by=person).order_by("at") if mine else [],
        "verdict": found.verdict() if mine else None,
        "problems": problems,
    }
    return page_with_problems(request, "training/recognition/nomination.html", context)


def said_in(opinion: Opinion | None) -> dict[str, str]:
    """Fill the form with what the member said before."""
    if opinion is None:
        return {}
    return {"aye": "yes" if opinion.aye else "no", "words": opinion.words}


def judge(
    request: SignedInRequest, found: Nomination, form: OpinionForm | CitationForm, now: datetime
) -> HttpResponse | None:
    """Keep an opinion or the panel's decision; None where it was refused."""
    if not form.is_valid():
        return None
    try:
        if isinstance(form, CitationForm):
            nominations.decide(found, by=request.person, now=now, **form.cleaned_data)
            messages.success(request, _("The panel has decided."))
            return redirect("awards")
        nominations.say(found, by=request.person, now=now, **form.cleaned_data)
    except ValidationError as refused:
        form.refuse(refused)
        return None
    messages.success(request, _("Thank you. You can change it until the panel decides."))
    return redirect("nomination", public_id=found.public_id)
