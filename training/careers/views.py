"""Pages of careers: my own way, the people the viewer answers for, the ladder and its levels."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from people.audit.actions import note_access
from people.guards import SignedInRequest, only
from people.models import MAY, Person, Role, in_office_of
from people.product_modules import module_is_on
from people.weeks import today
from people.writing.forms import form_page, page_with_problems, sent
from people.writing.lists import PEOPLE_A_PAGE
from training import access_kinds, product_modules
from training.models import CareerLevel, CertificateType, Competency, Goal, HeldLevel, Promotion
from training.models.careers import assessed_by, seen_by
from training.models.volunteers import terms_written_by
from training.rules.careers import EVIDENCE_MONTHS
from training.volunteers import actions as volunteers

from . import actions as careers
from . import goals
from .forms import AssessForm, GoalForm, LevelForm, PlacementForm
from .path import amounts, career_path, levels_of, shown_levels


def my_career(request: SignedInRequest) -> HttpResponse:
    """Show people their own way: years, levels, what is met and missing, who saw what."""
    person, now = request.person, timezone.now()
    form = GoalForm(sent(request))
    if form.is_valid():
        try:
            goals.add(person=person, now=now, **form.cleaned_data)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Your goal is written down. Only you see it."))
            return redirect("my_career")
    promoted = module_is_on(product_modules.PROMOTIONS, person)
    latest = latest_asked(person) if promoted else None
    context = {
        "path": career_path(person, today(now)),
        "volunteer": volunteers.standing(person, person, today(now)),
        "answers_for_others": bool(person.roles.intersection(MAY.see_careers)),
        "asked": latest,
        "waiting": latest is not None and latest.decided_at is None,
        "goals": own_goals(person),
        "mentored": mentored(person, now),
        "to_do": requests_for(person) if promoted else [],
        "evidence_months": EVIDENCE_MONTHS,
    }
    return form_page(request, "training/careers/my_career.html", form, **context)


def latest_asked(person: Person) -> Promotion | None:
    """The person's newest request for a level, unless they took it back."""
    asked = Promotion.objects.visible_to(person).filter(person=person, withdrawn_at=None)
    return asked.select_related("level").order_by("-asked_at", "-pk").first()


def own_goals(person: Person) -> list[Goal]:
    """The person's own goals, the open ones first."""
    own = Goal.objects.visible_to(person).filter(person=person).select_related("mentor")
    return sorted(
        own.order_by(F("by_day").asc(nulls_last=True), "pk"), key=lambda g: bool(g.done_at)
    )


def mentored(person: Person, now: datetime) -> list[Goal]:
    """The open goals of others with the person as mentor; each look is noted for them."""
    found = Goal.objects.visible_to(person).filter(mentor=person, done_at=None)
    theirs = list(found.select_related("person").order_by("pk"))
    looked = access_kinds.MENTOR
    people = {one.person for one in theirs}
    note_access(viewer=person, role=person.acts_as(), what=looked, people=people, at=now)
    return theirs


def requests_for(person: Person) -> list[Promotion]:
    """The requests that the person judges or finds a panel for; their page says who asked."""
    every = Promotion.objects.visible_to(person).waiting().exclude(person=person)
    return list(every.select_related("level").order_by("asked_at", "pk"))


@only(*MAY.see_careers)
def people_careers(request: SignedInRequest) -> HttpResponse:
    """List the people the viewer answers for, with the level they hold."""
    viewer, now = request.person, timezone.now()
    people = Person.objects.filter(seen_by(viewer), is_active=True).exclude(pk=viewer.pk)
    if name := request.GET.get("q", "")[:60]:
        people = people.called(name)
    page = Paginator(people.by_name(), PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    held = HeldLevel.objects.visible_to(viewer).on(today(now)).filter(person__in=list(page))
    levels: dict[int, list[HeldLevel]] = {}
    for one in held.select_related("level"):
        levels.setdefault(one.person_id, []).append(one)
    role, looked = viewer.acts_as(*MAY.see_careers), access_kinds.CAREER
    note_access(viewer=viewer, role=role, what=looked, people=list(page), at=now)
    rows = [(one, levels.get(one.pk, [])) for one in page]
    return render(request, "training/careers/careers.html", {"page": page, "rows": rows, "q": name})


@only(*MAY.see_careers)
def career(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show one person's way to those who answer for them; say what they saw, or give a level."""
    viewer, now = request.person, timezone.now()
    seen = Person.objects.filter(seen_by(viewer)).exclude(pk=viewer.pk)
    person = get_object_or_404(seen, public_id=public_id)
    posted = {request.POST.get("do"): sent(request)}
    assess, place = forms_for(viewer, person, posted)
    if done := answer(request, person, assess, place, now):
        return done
    role, looked = viewer.acts_as(*MAY.see_careers), access_kinds.CAREER
    note_access(viewer=viewer, role=role, what=looked, person=person, at=now)
    bound = [one for one in (assess, place) if one and one.is_bound]
    problems = [problem for one in bound for problem in one.problems()]
    context = {
        "person": person,
        "path": career_path(person, today(now)),
        "volunteer": volunteers.standing(person, viewer, today(now)),
        "may_write": may_write_terms(viewer, person),
        "assess": assess,
        "place": place,
        "problems": problems,
        "evidence_months": EVIDENCE_MONTHS,
    }
    return page_with_problems(request, "training/careers/career.html", context)


def may_write_terms(viewer: Person, person: Person) -> bool:
    """Say whether the viewer may write terms of a volunteer for this person."""
    reach = Person.objects.filter(terms_written_by(viewer), pk=person.pk)
    return module_is_on(product_modules.VOLUNTEERS, viewer) and reach.exists()


def forms_for(
    viewer: Person, person: Person, posted: dict
) -> tuple[AssessForm | None, PlacementForm | None]:
    """Make the forms that this viewer may send about this person."""
    there = Person.objects.filter(pk=person.pk)
    assess = place = None
    if there.filter(assessed_by(viewer)).exists():
        known = Competency.objects.visible_to(person)
        assess = AssessForm(posted.get("assess"), competencies=known)
    if there.filter(in_office_of(viewer, *MAY.give_levels)).exists():
        levels = shown_levels(person)
        place = PlacementForm(posted.get("place"), levels=levels, prefix="place")
    return assess, place


def answer(
    request: SignedInRequest,
    person: Person,
    assess: AssessForm | None,
    place: PlacementForm | None,
    now: datetime,
) -> HttpResponse | None:
    """Keep what was sent; None where nothing was, or where it was refused."""
    form = next((one for one in (assess, place) if one and one.is_bound), None)
    if request.method == "POST" and form is None:
        raise Http404
    if form is None or not form.is_valid():
        return None
    about: dict[str, Any] = {"person": person, "by": request.person, "day": today(now)}
    try:
        if form is assess:
            careers.assess(**about, **form.cleaned_data)
            messages.success(request, _("Thank you. They read what you wrote."))
        else:
            chosen = form.cleaned_data
            careers.place(**about, level=chosen["to"], since=chosen["since"])
            messages.success(request, _("The level is written down."))
    except ValidationError as refused:
        form.refuse(refused)
        return None
    return redirect("career", public_id=person.public_id)


def ladder(request: SignedInRequest) -> HttpResponse:
    """Show all people the levels of their organisation and what each asks; an admin begins it."""
    person = request.person
    if request.method == "POST":
        if not person.administers_all:
            raise Http404
        try:
            careers.set_up_ladder(by=person)
        except ValidationError as refused:
            messages.info(request, refused.messages[0])
        return redirect("ladder")
    levels = levels_of(person)
    tracks: dict[str, list[tuple[CareerLevel, list[str]]]] = {}
    for level in levels:
        row = (level, amounts(level.gate()))
        tracks.setdefault(level.get_track_display(), []).append(row)
    may_edit = person.administers_all
    context = {
        "tracks": tracks,
        "may_edit": may_edit,
        "absent": may_edit and careers.absent(person),
    }
    return render(request, "training/careers/ladder.html", context)


@only(Role.ADMIN)
def level(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Let an admin of the whole organisation change what a level asks for."""
    admin = request.person
    if not admin.administers_all:
        raise Http404
    found = get_object_or_404(shown_levels(admin), public_id=public_id)
    form = LevelForm(
        sent(request),
        instance=found,
        kinds=CertificateType.objects.visible_to(admin),
        competencies=list(Competency.objects.visible_to(admin)),
    )
    if form.is_valid():
        try:
            form.refuse_stale()
            careers.change(found, by=admin, **form.wanted())
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The level is changed. People keep the levels they have."))
            return redirect("ladder")
    return form_page(request, "training/careers/level.html", form)
