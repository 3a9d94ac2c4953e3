"""Pages of the directory: find who does what, read an entry, keep one's own."""

from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from people.guards import SignedInRequest, only
from people.languages.local_text import in_name_order
from people.models import Role, SpokenLanguage
from people.writing import sheets
from people.writing.forms import form_page, sent
from programme.models import DirectoryEntry, OwnService
from programme.posts.forms import province_choices
from programme.posts.keepers import for_keepers, keeps_posts
from programme.rules.directory import CONFIRM_AFTER
from programme.services.reading import support_services

from . import actions, own_services
from .columns import COLUMNS, cells_of
from .filter import DirectoryFilter
from .forms import EntryForm, OwnServiceForm, typed_of_entry
from .reading import EntryRow, entry_rows, read_directory
from .services import services_by_code

ROWS_A_PAGE = 12


@only(*Role)
def directory(request: SignedInRequest) -> HttpResponse:
    """Show which organisations do what, where, narrowed to what is asked for."""
    read = read_directory(request.person, timezone.now())
    wanted = DirectoryFilter.of(request.GET.dict())
    found = wanted.narrowed(read.rows)
    context = {
        "read": read,
        "wanted": wanted,
        "page": Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "provinces": province_choices()[1:],
        "services": [(key, one.name) for key, one in support_services().items()],
        "tongues": SpokenLanguage.choices,
        "keeps": keeps_posts(request.person),
        "days": CONFIRM_AFTER.days,
    }
    return render(request, "programme/directory/directory.html", context)


@only(*Role)
def directory_entry(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show an entry with the ways to ask for help; its keepers say that it is still right."""
    by, now = request.person, timezone.now()
    read = read_directory(by, now)
    row = next((one for one in read.rows if one.entry.public_id == public_id), None)
    if row is None:
        raise Http404
    keeps = keeps_posts(by) and row.entry.organisation_id == by.organisation_id
    if request.method == "POST":
        if not keeps or request.POST.get("do") != "confirm":
            raise Http404
        actions.confirm_entry(entry=row.entry, by=by, now=now)
        messages.success(request, _("Thank you. It is marked as right today."))
        return redirect("directory_entry", public_id)
    context = {"row": row, "entry": row.entry, "keeps": keeps, "shares": read.shares}
    return render(request, "programme/directory/directory_entry.html", context)


@for_keepers
def directory_own(request: SignedInRequest) -> HttpResponse:
    """List the organisation's entries and services, the retired ones too."""
    by, now = request.person, timezone.now()
    own = in_name_order(OwnService.objects.visible_to(by))
    entries = DirectoryEntry.objects.visible_to(by).select_related("organisation")
    context = {
        "rows": entry_rows(entries, services_by_code(own), now),
        "own": own,
        "shares": read_directory(by, now).shares,
    }
    return render(request, "programme/directory/directory_own.html", context)


@for_keepers
def directory_entry_new(request: SignedInRequest) -> HttpResponse:
    """Write an entry."""
    return of_entry(request, None)


@for_keepers
def directory_entry_change(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Change an entry, retire it or offer it again."""
    rows = DirectoryEntry.objects.visible_to(request.person)
    entry = get_object_or_404(rows, public_id=public_id)
    do = request.POST.get("do")
    if do in {"retire", "offer"}:
        about: dict[str, Any] = {"by": request.person, "now": timezone.now()}
        actions.retire_entry(entry=entry, retired=do == "retire", **about)
        messages.success(request, _("Saved."))
        return redirect("directory_own")
    return of_entry(request, entry)


def of_entry(request: SignedInRequest, kept: DirectoryEntry | None) -> HttpResponse:
    """Show the form of an entry, and save what was typed."""
    by, title = request.person, str(kept or "")
    initial = typed_of_entry(kept) if kept else {"name": by.organisation.name}
    form = EntryForm(sent(request), instance=kept, initial=initial, viewer=by)
    if form.is_valid():
        about: dict[str, Any] = {"organisation": by.organisation, "by": by, "now": timezone.now()}
        try:
            form.refuse_stale()
            made = actions.save_entry(entry=kept, plan=form.plan, **about)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved."))
            if made.retired_at:
                return redirect("directory_own")
            return redirect("directory_entry", made.public_id)
    return form_page(request, "programme/directory/entry_form.html", form, title=title, entry=kept)


@for_keepers
def own_service_new(request: SignedInRequest) -> HttpResponse:
    """Add a service."""
    return of_service(request, None)


@for_keepers
def own_service(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Rename a service, retire it or offer it again."""
    found = get_object_or_404(OwnService.objects.visible_to(request.person), public_id=public_id)
    return of_service(request, found)


def of_service(request: SignedInRequest, kept: OwnService | None) -> HttpResponse:
    """Show a service, and save what was typed."""
    by, title = request.person, str(kept or "")
    form = OwnServiceForm(sent(request), instance=kept)
    if form.is_valid():
        about: dict[str, Any] = {"organisation": by.organisation, "by": by, "now": timezone.now()}
        again = kept and OwnService.objects.get(pk=kept.pk)
        try:
            form.refuse_stale()
            own_services.save_service(service=again, **about, **form.cleaned_data)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("directory_own")
    usual = support_services()[kept.counts_as].name if kept else ""
    return form_page(
        request, "programme/directory/own_service.html", form, title=title, usual=usual
    )


@for_keepers
@reauthentication_required
def directory_sheet(request: SignedInRequest) -> HttpResponse:
    """Hand the directory over as the page shows it, once the password was given."""
    now = timezone.now()
    found = DirectoryFilter.of(request.GET.dict()).narrowed(
        read_directory(request.person, now).rows
    )
    header = [*(one.name for one in COLUMNS), _("Confirmed on")]
    return sheets.attachment("directory", header, map(cells_with_day, found))


def cells_with_day(row: EntryRow) -> list[object]:
    """Write an entry and the day on which it was last said to be right."""
    return [*cells_of(row), timezone.localdate(row.entry.confirmed_at)]
