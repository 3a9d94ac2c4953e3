"""Pages on which an organisation keeps its posts and stations."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from people.audit.actions import note_access
from people.guards import SignedInRequest
from people.languages.local_text import in_name_order
from people.models import MAY, Job
from people.weeks import today
from people.writing.forms import PageForm, form_page, sent
from programme import access_kinds
from programme.models import PostHolder, ProgrammePost, Station
from programme.regions.reading import provinces
from programme.rules.cover import counting

from . import actions, stations
from .forms import HolderForm, HoldingEndForm, PostForm, StationForm, typed_of_post
from .keepers import for_keepers

# A page of them is read at once.
POSTS_A_PAGE = 50
NUMBER = re.compile(r"[0-9]{1,18}")


@for_keepers
def posts(request: SignedInRequest) -> HttpResponse:
    """List the organisation's posts, with how many people hold each today."""
    day = today(timezone.now())
    found = ProgrammePost.objects.visible_to(request.person).on(day)
    page = Paginator(in_place_order(found), POSTS_A_PAGE).get_page(request.GET.get("page"))
    held = Prefetch("holders", PostHolder.objects.on(day))
    rows = found.select_related("job", "station", "unit").prefetch_related(held)
    shown = rows.in_bulk(page.object_list)
    posts = [shown[pk] for pk in page.object_list if pk in shown]
    listed = [(one, len(counting(one.holders.all(), needed=one.needed))) for one in posts]
    return render(request, "programme/posts/posts.html", {"posts": listed, "page": page})


def in_place_order(found: QuerySet[ProgrammePost]) -> list[int]:
    """Sort posts by the names of their province and job, as the reader reads them; their keys."""
    jobs = {one.pk: str(one) for one in Job.objects.filter(pk__in=found.values("job"))}
    places = {code: str(one.name) for code, one in provinces().items()}
    rows = found.order_by("pk").values_list("pk", "province", "job_id")
    named = [(places.get(place, str(None)), jobs[job], pk) for pk, place, job in rows]
    return [pk for _place, _job, pk in sorted(named, key=lambda one: one[:2])]


@for_keepers
def post_new(request: SignedInRequest) -> HttpResponse:
    """Open a post."""
    by = request.person
    form = PostForm(sent(request), viewer=by)
    if form.is_valid():
        about: dict[str, Any] = {"plan": form.plan, "by": by, "now": timezone.now()}
        try:
            made = actions.open_post(organisation=by.organisation, **about)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("post", made.public_id)
    return form_page(request, "programme/posts/post.html", form)


@dataclass(frozen=True)
class PostForms:
    """The forms of a post's page; the one that was sent is bound."""

    save: PostForm
    give: HolderForm
    end: HoldingEndForm
    do: str
    ending: PostHolder | None = None

    @property
    def sent(self) -> PageForm | None:
        """The form that was sent; closing a post has none."""
        forms: dict[str, PageForm] = {"save": self.save, "give": self.give, "end": self.end}
        return forms.get(self.do)


@for_keepers
def post(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show a post and who holds it; change it, close it, give it or end a holding."""
    by, day = request.person, today(timezone.now())
    rows = ProgrammePost.objects.visible_to(by).select_related("job", "station", "unit", "level")
    found = get_object_or_404(rows, public_id=public_id)
    held = PostHolder.objects.visible_to(by).filter(post=found).select_related("person", "post")
    forms = forms_of(request, found, held)
    if request.method == "POST" and pressed(request, found, forms):
        messages.success(request, _("Saved."))
        return redirect("posts") if forms.do == "close" else redirect("post", public_id)
    holders = list(held.order_by("-starts", "pk"))
    note_access(
        viewer=by,
        role=by.acts_as(*MAY.keep_posts),
        what=access_kinds.NAME_AT_POST,
        people=dict.fromkeys(one.person for one in holders),
        subject=found.public_id,
        at=timezone.now(),
    )
    context = {
        "post": found,
        "form": forms.save,
        "give": forms.give,
        "end": forms.end,
        "ending": forms.ending,
        "holders": [(one, one.span.holds_on(day)) for one in holders],
    }
    return form_page(request, "programme/posts/post.html", forms.sent or forms.save, **context)


def forms_of(
    request: SignedInRequest, found: ProgrammePost, held: QuerySet[PostHolder]
) -> PostForms:
    """Make the forms of a post; a holder that is not one of the post is not found."""
    do, _colon, which = request.POST.get("do", "").partition(":")
    by, ending = request.person, None
    if do == "end":
        ending = get_object_or_404(held, pk=int(which) if NUMBER.fullmatch(which) else 0)
    return PostForms(
        PostForm(sent(request) if do == "save" else None, initial=typed_of_post(found), viewer=by),
        HolderForm(sent(request) if do == "give" else None, viewer=by),
        HoldingEndForm(sent(request) if ending else None, auto_id=f"end-{which}-%s"),
        do,
        ending,
    )


def pressed(request: SignedInRequest, found: ProgrammePost, forms: PostForms) -> bool:
    """Do what the button says; say whether it was done. A refusal stands at its field."""
    about: dict[str, Any] = {"by": request.person, "now": timezone.now()}
    form = forms.sent
    if form and not form.is_valid():
        return False
    try:
        if forms.do == "save":
            forms.save.refuse_stale()
            actions.change_post(post=found, plan=forms.save.plan, **about)
        elif forms.do == "give":
            actions.give_post(post=found, **forms.give.cleaned_data, **about)
        elif forms.ending:
            actions.end_holding(holder=forms.ending, **forms.end.cleaned_data, **about)
        elif forms.do == "close":
            actions.close_post(post=found, **about)
        else:
            return False
    except ValidationError as refused:
        (form or forms.save).refuse(refused)
        return False
    return True


@for_keepers
def stations_list(request: SignedInRequest) -> HttpResponse:
    """List the stations, and add those to begin with."""
    by = request.person
    if request.method == "POST":
        n = stations.add_usual(organisation=by.organisation, by=by, now=timezone.now())
        messages.success(request, _("Added: %(n)s.") % {"n": n})
        return redirect("stations_list")
    found = in_name_order(Station.objects.visible_to(by))
    return render(request, "programme/posts/stations.html", {"stations": found})


@for_keepers
def station_new(request: SignedInRequest) -> HttpResponse:
    """Add a station."""
    return of_station(request, None)


@for_keepers
def station(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Rename a station, move it, retire it or offer it again."""
    found = get_object_or_404(Station.objects.visible_to(request.person), public_id=public_id)
    return of_station(request, found)


def of_station(request: SignedInRequest, kept: Station | None) -> HttpResponse:
    """Show a station, and save what was typed."""
    by, title = request.person, str(kept or "")
    form = StationForm(sent(request), instance=kept)
    if form.is_valid():
        about: dict[str, Any] = {"organisation": by.organisation, "by": by, "now": timezone.now()}
        again = kept and Station.objects.get(pk=kept.pk)
        try:
            form.refuse_stale()
            stations.save_station(station=again, **about, **form.cleaned_data)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("stations_list")
    return form_page(request, "programme/posts/station.html", form, title=title)
