"""Pages about releases: for the office, for the admin of a member, and where units are."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from people.guards import SignedInRequest, for_whole, only
from people.models import Role, Unit
from people.units.outline import UnitOutline
from people.writing.fields import uuid_of
from people.writing.forms import form_page, sent
from people.writing.texts import CHANGED
from programme.models import ProgrammeMember, ReleaseConsent, UnitPlace
from programme.posts.forms import province_choices
from programme.posts.keepers import for_keepers
from programme.regions.reading import Province, provinces

from . import actions, consents, page
from .forms import CorrectionForm, QuarterForm, ReleaseConsentForm, ReleaseYesForm

# Each has a list of all provinces.
UNITS_A_PAGE = 10


@only(Role.PROGRAMME)
def releases(request: SignedInRequest) -> HttpResponse:
    """List the releases of the programme, and ask for the draft of a quarter."""
    by, now = request.person, timezone.now()
    found = page.read_releases(by, now)
    form = QuarterForm(sent(request), offered=list(found.quarters) if found else [])
    if found and form.is_valid():
        try:
            made = actions.ask_for_release(by=by, now=now, **form.cleaned_data)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Asked. The draft is made in a moment."))
            return redirect("release", made.public_id)
    return form_page(request, "programme/releases/releases.html", form, list=found)


@only(Role.PROGRAMME)
def release(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show one release whole; take a yes, a no, or a withdrawal."""
    by, now = request.person, timezone.now()
    if (found := page.read_release(by, public_id, now)) is None:
        raise Http404
    do = request.POST.get("do", "")
    form = ReleaseYesForm(sent(request) if do == "yes" else None)
    if request.method == "POST":
        try:
            if said := pressed(request, found, form, do):
                messages.success(request, said)
                is_gone = do == "back"
                return redirect("releases") if is_gone else redirect("release", public_id)
        except ValidationError as refused:
            form.refuse(refused)
    return form_page(
        request, "programme/releases/release.html", form, page=found, release=found.release
    )


def pressed(
    request: SignedInRequest, found: page.ReleasePage, form: ReleaseYesForm, do: str
) -> str:
    """Do what a button says, and say what was done; nothing where the form is refused."""
    by, now = request.person, timezone.now()
    if do == "yes":
        if not form.is_valid():
            return ""
        is_public = actions.approve_release(
            release=found.release, read=request.POST.get("corrections", ""), by=by, now=now
        )
        return _("It is public now.") if is_public else _("Your yes is kept. One more is needed.")
    if do == "back":
        actions.send_back(release=found.release, by=by, now=now)
        return _("Sent back. Nobody reads this draft any more.")
    if do == "withdraw":
        actions.withdraw_release(release=found.release, by=by, now=now)
        return _("Withdrawn. Its address says so.")
    raise Http404


@only(Role.PROGRAMME)
def release_correction(request: SignedInRequest, public_id: UUID, corrected: UUID) -> HttpResponse:
    """Write into a draft what was wrong in an earlier release, change it, or take it out."""
    by, now = request.person, timezone.now()
    if (found := page.read_correction(by, public_id, corrected, now)) is None:
        raise Http404
    about: dict[str, Any] = {"release": found.release, "corrected": found.corrected}
    removes = request.POST.get("do") == "remove"
    form = CorrectionForm(None if removes else sent(request), initial=found.typed_before)
    if removes or form.is_valid():
        try:
            if removes:
                actions.drop_correction(**about, by=by, now=now)
            else:
                form.refuse_stale()
                actions.write_correction(**about, **form.cleaned_data, by=by, now=now)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved. Two people say yes to the draft as it is now."))
            return redirect("release", public_id)
    return form_page(request, "programme/releases/release_correction.html", form, page=found)


@for_whole
def release_consent(request: SignedInRequest) -> HttpResponse:
    """Let parts of the organisation's figures into releases, or take that back."""
    by, now = request.person, timezone.now()
    rows = ProgrammeMember.objects.visible_to(by).present().select_related("programme")
    own = rows.first()
    kept = ReleaseConsent.objects.filter(member=own, withdrawn_at=None).first() if own else None
    do = request.POST.get("do", "")
    first = {"what": kept.parts if kept else [], "months": consents.MONTHS[0]}
    form = ReleaseConsentForm(sent(request) if do == "agree" else None, initial=first)
    if request.method == "POST":
        if own is None:
            raise Http404
        try:
            if do == "agree" and form.is_valid():
                form.refuse_stale()
                what, months = form.cleaned_data["what"], form.cleaned_data["months"]
                consents.agree_to_release(member=own, parts=what, months=months, by=by, now=now)
            elif do == "end":
                consents.end_release_consent(member=own, by=by, now=now)
        except ValidationError as refused:
            form.refuse(refused)
        if not form.errors:
            messages.success(request, _("Saved."))
            return redirect("release_consent")
    return form_page(request, "programme/releases/release_consent.html", form, own=own, kept=kept)


@for_keepers
def unit_places(request: SignedInRequest) -> HttpResponse:
    """Say in which province each unit is; one without is where the unit above it is."""
    by, now = request.person, timezone.now()
    if request.method == "POST":
        unit = get_object_or_404(
            Unit.objects.visible_to(by), public_id=uuid_of(request.POST.get("unit", ""))
        )
        try:
            province = request.POST.get("province", "")
            found = UnitPlace.objects.filter(unit=unit).first()
            kept = found.province if found else ""
            if kept not in (request.POST.get("shown", kept), province):
                raise ValidationError(CHANGED, code="stale")
            consents.place_unit(unit=unit, province=province, by=by, now=now)
        except ValidationError as refused:
            for sentence in refused.messages:
                messages.error(request, sentence)
        else:
            messages.success(request, _("Saved."))
        return redirect(request.get_full_path())
    units = UnitOutline(Unit.objects.visible_to(by))
    page = Paginator(units, UNITS_A_PAGE).get_page(request.GET.get("page"))
    placed = dict(UnitPlace.objects.visible_to(by).values_list("unit_id", "province"))
    rows = rows_of(list(page.object_list), placed)
    context = {"units": rows, "page": page, "provinces": province_choices()[1:]}
    return render(request, "programme/releases/unit_places.html", context)


def rows_of(units: list[Unit], placed: dict[int, str]) -> list[tuple[Unit, str, Province | None]]:
    """Give each unit its own province, and the one of a unit above it."""
    found = []
    for unit in units:
        above = [placed[one] for one in unit.lineage[:-1] if one in placed]
        place = provinces().get(above[-1]) if above else None
        found.append((unit, placed.get(unit.pk, ""), place))
    return found
