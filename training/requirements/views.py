"""Pages of what is asked of people: the table, the gaps, one person, and the list itself."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from people.audit import actions as audit
from people.guards import SignedInRequest, only
from people.languages.local_text import in_name_order
from people.models import MAY, Job, Person, Role
from people.units.picking import UnitPick
from people.weeks import today
from people.writing import sheets
from people.writing.fields import get_visible, typed_day
from people.writing.forms import form_page, problems_of, sent
from training import access_kinds
from training.certificates import duties
from training.finding.trainees import decides_for
from training.hours.actions import opens_hours_as
from training.models import CertificateType, Exemption, Requirement
from training.rules.certificates import DUE_WITHIN_DAYS

from . import actions as requirements
from . import needs
from . import words as requirements_words
from .forms import ExemptForm

ROWS_OF_A_FILE = 5_000


@only(*MAY.see_requirements)
def requirement_table(request: SignedInRequest) -> HttpResponse:
    """Show the people in reach by what is asked of them."""
    viewer, now = request.person, timezone.now()
    wanted = filter_of(request)
    found = needs.table(
        viewer=viewer, wanted=wanted, number=request.GET.get("page"), day=today(now)
    )
    noted(viewer, {row.home.unit_id for row in found.rows if row.home}, now)
    context = {
        "day": today(now),
        "table": found,
        "rows": [(row, requirements_words.cells(row.needs)) for row in found.rows],
        "wanted": wanted,
        "shows": [(show, requirements_words.shown_label(show)) for show in needs.SHOWN],
        "pick": UnitPick(needs.units_in_reach(viewer, today(now)), request.GET),
        "decides": bool(viewer.roles.intersection(MAY.decide_requirements)),
        "file": found.page is not None and found.page.paginator.count <= ROWS_OF_A_FILE,
    }
    return render(request, "training/requirements/requirement_table.html", context)


@only(*MAY.see_requirements)
@reauthentication_required
def requirement_sheet(request: SignedInRequest) -> HttpResponseBase:
    """Hand the whole narrowed table over, once the password was given; at most 5,000 people."""
    viewer, now = request.person, timezone.now()
    wanted = filter_of(request)
    if needs.people_asked(viewer, wanted, today(now)).count() > ROWS_OF_A_FILE:
        sentence = _("A file holds %(n)s people at most. Please choose a unit.")
        messages.warning(request, sentence % {"n": f"{ROWS_OF_A_FILE:,}"})
        return redirect("requirement_table")
    found = needs.sheet(viewer=viewer, wanted=wanted, day=today(now))
    noted(viewer, found.units, now)
    header = [_("Name"), _("Unit"), _("Job")]
    for kind in found.kinds:
        header += [str(kind), _("%(certificate)s: until") % {"certificate": kind}]
    header += [_("Read by"), _("Read at")]
    rows = ([*line(row), viewer.name, now] for row in found.rows)
    return sheets.streamed(f"requirements-{today(now)}", header, rows)


def line(row: needs.NeedRow) -> list[object]:
    """Write one person's line of the file."""
    home = row.home
    cells: list[object] = [row.person.name, home and home.unit, home and home.job]
    for one in row.needs:
        cells += [requirements_words.label(one), one and one.expires_on]
    return cells


def noted(viewer: Person, units: set[int], now: datetime) -> None:
    """Note for all people in the units shown that their certificates were looked at."""
    audit.note_access(
        viewer=viewer,
        role=viewer.acts_as(*MAY.see_requirements),
        what=access_kinds.CERTIFICATES,
        units=units,
        at=now,
    )


def filter_of(request: SignedInRequest) -> needs.NeedsFilter:
    """Read what the table is narrowed to; a unit or certificate out of reach is not there."""
    asked, viewer = request.GET, request.person
    if (show := asked.get("show", "")) and show not in needs.SHOWN:
        raise Http404
    pick, kind = UnitPick(needs.units_in_reach(viewer, viewer.today), asked), None
    if pick.lost:
        raise Http404
    if name := asked.get("kind"):
        kind = get_visible(CertificateType.objects.visible_to(viewer), name)
    return needs.NeedsFilter(unit=pick.chosen, kind=kind, show=show)


@only(*MAY.see_requirements)
def requirement_gaps(request: SignedInRequest) -> HttpResponse:
    """Show unit by unit how many people lack what is asked of them; names are in the table.

    In a small unit a number is about one person, so a look is noted, once a day.
    """
    viewer, now = request.person, timezone.now()
    found = needs.gaps(viewer=viewer, number=request.GET.get("page"), day=today(now))
    audit.note_access(
        viewer=viewer,
        role=viewer.acts_as(*MAY.see_requirements),
        what=access_kinds.GAPS,
        units={row.unit.pk for row in found.rows},
        at=now,
        once_a_day=True,
    )
    rows = [(row.unit, list(zip(found.kinds, row.gaps, strict=True))) for row in found.rows]
    return render(
        request,
        "training/requirements/requirement_gaps.html",
        {"gaps": found, "rows": rows, "due_days": DUE_WITHIN_DAYS},
    )


@only(*MAY.decide_requirements)
def requirement_list(request: SignedInRequest) -> HttpResponse:
    """Show which certificate is asked of which roles and jobs, and change that."""
    viewer, now = request.person, timezone.now()
    kinds = CertificateType.objects.visible_to(viewer).order_by("pk")
    if request.method == "POST":
        kind = get_visible(kinds, request.POST.get("kind", ""))
        of, shown = request.POST.getlist("of"), request.POST.getlist("shown")
        try:
            requirements.ask(kind=kind, of=of, shown=shown, by=viewer, now=now)
        except ValidationError as refused:
            place = f"of-{kind.public_id}"
            problems = problems_of(refused, place)
            context = listed(viewer, kinds, {kind.pk: (set(of), set(shown))})
            context |= {"problems": problems, "refused": kind}
            return render(
                request, "training/requirements/requirement_list.html", context, status=422
            )
        messages.success(request, _("Saved: %(certificate)s.") % {"certificate": kind})
        return redirect("requirement_list")
    return render(request, "training/requirements/requirement_list.html", listed(viewer, kinds))


def listed(
    viewer: Person,
    kinds: Iterable[CertificateType],
    typed: dict[int, tuple[set[str], set[str]]] | None = None,
) -> dict[str, object]:
    """Gather every certificate with the roles and jobs that can be ticked for it.

    Where a list was refused, `typed` says what was ticked in it and what was shown as asked.
    """
    asked: dict[int, list[Requirement]] = defaultdict(list)
    for one in (
        Requirement.objects.visible_to(viewer).select_related("job").order_by("-role", "job")
    ):
        asked[one.type_id].append(one)
    jobs, rows = in_name_order(Job.objects.visible_to(viewer)), []
    for kind in kinds:
        kept = {one.key for one in asked[kind.pk]}
        chosen, shown = (typed or {}).get(kind.pk, (kept, kept))
        rows.append((kind, asked[kind.pk], ticks(chosen, jobs), sorted(shown)))
    return {"kinds": rows}


def ticks(chosen: set[str], jobs: list[Job]) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """Write every role and job with whether it is ticked: a key, a label, yes or no.

    A retired job is there only where it is asked.
    """
    roles = [(f"role-{one}", str(one.label)) for one in Role]
    offered = [
        (key, str(one))
        for one in jobs
        for key in [f"job-{one.code}"]
        if one.is_offered or key in chosen
    ]
    return [
        (label, [(key, words, key in chosen) for key, words in choices])
        for label, choices in ((_("By role"), roles), (_("By job"), offered))
    ]


@only(*MAY.see_requirements)
def person_requirements(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show what is asked of one person; trainers and admins excuse them for a while."""
    viewer, now = request.person, timezone.now()
    person = get_object_or_404(Person.objects.visible_to(viewer), public_id=public_id)
    decides = decides_for(viewer, person)
    form = ExemptForm(sent(request) if decides else None)
    if request.method == "POST":
        if not decides:
            raise Http404
        if answer := excused(request, person, form, now):
            return answer
    audit.note_access(
        viewer=viewer,
        role=viewer.acts_as(*MAY.see_requirements),
        what=access_kinds.CERTIFICATES,
        person=person,
        at=now,
    )
    found = needs.needs_of(viewer=viewer, person=person, day=today(now))
    at_stake = duties.at_stake_of(person, viewer=viewer, day=today(now))
    context = {
        "person": person,
        "needs": [(one, requirements_words.mark(one)) for one in found],
        "opens_hours": any(one.kind.renewal_hours and one.certificate for one in found)
        and opens_hours_as(viewer, person) is not None,
        "duties": at_stake,
        "resting": {duty.kind.pk for duty in at_stake if duty.since},
        "decides": decides,
        "chosen": request.POST.get("kind", ""),
        "today": typed_day(today(now)),
    }
    return form_page(request, "training/requirements/person_requirements.html", form, **context)


def excused(
    request: SignedInRequest, person: Person, form: ExemptForm, now: datetime
) -> HttpResponse | None:
    """Excuse a person or ask again; nothing where what was typed is refused."""
    viewer = request.person
    if name := request.POST.get("end"):
        holding = Exemption.objects.visible_to(viewer).filter(person=person)
        found = get_visible(holding, name)
        requirements.end_exemption(exemption=found, by=viewer, now=now)
        messages.success(
            request, _("%(certificate)s is needed again.") % {"certificate": found.type}
        )
        return redirect("person_requirements", public_id=person.public_id)
    kinds = CertificateType.objects.visible_to(viewer)
    kind = get_visible(kinds, request.POST.get("kind", ""))
    if form.is_valid():
        try:
            requirements.exempt(person=person, kind=kind, by=viewer, now=now, **form.cleaned_data)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved. The person can read the reason too."))
            return redirect("person_requirements", public_id=person.public_id)
    return None
