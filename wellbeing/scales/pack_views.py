"""Wording packs: an admin brings an author's words for a scale, checks them and uses them."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from people.guards import SignedInRequest, for_whole
from people.languages.known import languages_in_words
from people.weeks import today
from people.writing.forms import form_page, page_with_problems, problems_of
from wellbeing.instruments import instrument_keys
from wellbeing.instruments.wording import BYTES_AT_MOST, Basis
from wellbeing.models import WordingPack

from . import packs
from .forms import PackForm


@for_whole
def wording_packs(request: SignedInRequest) -> HttpResponse:
    """List the scales, with the words that the organisation has for them."""
    shelves = packs.shelves(request.person)
    context = {
        "filled": [one for one in shelves if one.packs],
        "bare": [one for one in shelves if not one.packs],
        "day": today(timezone.now()),
    }
    return render(request, "wellbeing/scales/wording_packs.html", context)


@for_whole
def wording_pack_new(request: SignedInRequest) -> HttpResponse:
    """Take a file; all errors in it are reported at once."""
    files = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PackForm(*files)
    if form.is_valid():
        try:
            # One byte more than is allowed is enough to refuse it.
            data = form.cleaned_data["file"].read(BYTES_AT_MOST + 1)
            pack = packs.load(by=request.person, data=data, now=timezone.now())
        except ValidationError as refused:
            form.add_error("file", refused.messages)
        else:
            messages.success(request, _("The words are loaded. Nobody sees them yet."))
            return redirect("wording_pack", pack.public_id)
    context = {
        "keys": instrument_keys().values(),
        "grounds": Basis.choices,
        "languages": languages_in_words(),
    }
    return form_page(request, "wellbeing/scales/wording_pack_new.html", form, **context)


@for_whole
def wording_pack(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show a pack's words as people would read them; use it, or stop using it."""
    now = timezone.now()
    pack = get_object_or_404(WordingPack.objects.visible_to(request.person), public_id=public_id)
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            step(request, pack, now)
        except ValidationError as refused:
            problems = problems_of(refused)
        else:
            return redirect("wording_packs")
    context = {"pack": pack, "problems": problems, "over": pack.is_over(today(now))}
    return page_with_problems(request, "wellbeing/scales/wording_pack.html", context)


def step(request: SignedInRequest, pack: WordingPack, now: datetime) -> None:
    """Do what the button says, and say that it is done."""
    if request.POST.get("do") == "use":
        packs.use(pack, by=request.person, now=now)
        messages.success(request, _("Your people can take this scale now."))
    elif request.POST.get("do") == "rest":
        packs.rest(pack, by=request.person)
        messages.success(request, _("The scale is switched off. People keep what they answered."))
