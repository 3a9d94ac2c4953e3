"""Pages of promotions: ask for a level, choose a panel, judge, decide."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from people.audit.actions import note_access
from people.guards import SignedInRequest
from people.weeks import today
from people.writing.fields import get_visible
from people.writing.forms import PageForm, form_page, page_with_problems, sent
from training import access_kinds
from training.finding.colleague_forms import ToSomebodyForm
from training.finding.lookup import find
from training.models import CareerLevel, Promotion, PromotionOpinion

from . import promotions
from .forms import AskLevelForm, ReasonsForm, VerdictForm
from .path import career_path, shown_levels


def ask_level(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show what a level asks, and ask a panel for it; or take the viewer's own request back."""
    person, now = request.person, timezone.now()
    given_here = shown_levels(person).exclude(track=CareerLevel.Track.CREDENTIAL)
    level = get_object_or_404(given_here, public_id=public_id)
    waiting = Promotion.objects.visible_to(person).waiting().filter(person=person, level=level)
    open_one = waiting.first()
    if request.POST.get("do") == "withdraw" and open_one:
        promotions.withdraw(open_one, by=person, now=now)
        messages.success(request, _("It is withdrawn. You can ask again whenever you like."))
        return redirect("my_career")
    form = AskLevelForm(sent(request))
    if form.is_valid():
        try:
            promotions.ask(person=person, level=level, now=now, **form.cleaned_data)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("You have asked. A panel will look at it."))
            return redirect("my_career")
    context = {
        "level": level,
        "step": career_path(person, today(now)).step_to(public_id),
        "open": open_one,
    }
    return form_page(request, "training/careers/ask_level.html", form, **context)


def promotion(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show a request to its panel, to judge it, and to an admin, to find its panel."""
    person, now = request.person, timezone.now()
    seen = Promotion.objects.visible_to(person).waiting().exclude(person=person)
    found = get_object_or_404(seen.select_related("person", "level"), public_id=public_id)
    judges = Promotion.objects.judged_by(person).filter(pk=found.pk).exists()
    arranges = Promotion.objects.arranged_by(person).filter(pk=found.pk).exists()
    mine = PromotionOpinion.objects.visible_to(person).filter(promotion=found, by=person).first()
    forms = forms_for(request, mine)
    if request.method == "POST" and (done := answer(request, found, forms, judges, arranges, now)):
        return done
    looked = access_kinds.CAREER
    note_access(viewer=person, role=person.acts_as(), what=looked, person=found.person, at=now)
    said = PromotionOpinion.objects.visible_to(person).filter(promotion=found)
    problems = [one for form in forms.values() for one in form.problems()]
    context = {
        "promotion": found,
        "step": career_path(found.person, today(now)).step_to(found.level.public_id),
        "panel": list(found.panel.by_name()) if arranges else None,
        "judges": judges,
        "mine": mine,
        "said": said.exclude(by=person).select_related("by").order_by("at") if mine else [],
        "verdict": found.verdict() if mine else None,
        "forms": forms,
        "problems": problems,
    }
    return page_with_problems(request, "training/careers/promotion.html", context)


def forms_for(request: SignedInRequest, mine: PromotionOpinion | None) -> dict[str, PageForm]:
    """Make the page's three forms; the one that was sent holds what was typed."""
    do = request.POST.get("do", "")
    before = {"aye": "yes" if mine.aye else "no", "words": mine.words} if mine else None
    member = ToSomebodyForm(request.POST if do in {"find", "send"} else None)
    member.fields["name"].label = _("Add a colleague")
    return {
        "say": VerdictForm(request.POST if do == "say" else None, initial=before),
        "decide": ReasonsForm(request.POST if do == "decide" else None, prefix="reasons"),
        "member": member,
    }


def answer(
    request: SignedInRequest,
    found: Promotion,
    forms: dict,
    judges: bool,
    arranges: bool,
    now: datetime,
) -> HttpResponse | None:
    """Do what was asked; None where it was refused or is to be confirmed first."""
    do = request.POST.get("do", "")
    if do in {"say", "decide"} and judges:
        return judge(request, found, forms[do], now)
    if arranges:
        return arrange(request, found, forms["member"], now)
    raise Http404


def judge(
    request: SignedInRequest, found: Promotion, form: PageForm, now: datetime
) -> HttpResponse | None:
    """Keep an opinion or the panel's decision."""
    if not form.is_valid():
        return None
    try:
        if isinstance(form, ReasonsForm):
            reasons = form.cleaned_data["words"]
            promotions.decide(found, by=request.person, reasons=reasons, now=now)
            messages.success(request, _("The panel has decided."))
            return redirect("my_career")
        promotions.say(found, by=request.person, now=now, **form.cleaned_data)
    except ValidationError as refused:
        form.refuse(refused)
        return None
    messages.success(request, _("Thank you. You can change it until the panel decides."))
    return redirect("promotion", public_id=found.public_id)


def arrange(
    request: SignedInRequest, found: Promotion, form: ToSomebodyForm, now: datetime
) -> HttpResponse | None:
    """Put a person on the panel or take them off."""
    admin, do = request.person, request.POST.get("do")
    if form.is_bound:
        find(form, admin, now)
    try:
        if do == "off":
            member = get_visible(found.panel, request.POST.get("member", ""))
            promotions.leave_panel(found, person=member, by=admin)
        elif do == "me":
            promotions.join_panel(found, person=admin, by=admin, day=today(now))
        elif form.is_valid() and form.chosen and do == "send":
            promotions.join_panel(found, person=form.chosen, by=admin, day=today(now))
        else:
            return None
    except ValidationError as refused:
        form.refuse(refused)
        return None
    return redirect("promotion", public_id=found.public_id)
