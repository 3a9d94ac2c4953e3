"""Pages of trainings and certificates: each calls the verbs."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from people.audit.actions import note_access
from people.calendar.reading import with_spans
from people.calendar.words import question_about
from people.guards import SignedInRequest, only
from people.models import Person, Role
from people.units.picking import UnitPick
from people.weeks import today
from people.writing.fields import uuid_of
from people.writing.forms import form_page
from training import access_kinds
from training.finding import trainees
from training.finding.forms import FindForm
from training.models import Certificate, Course, Session
from training.rules.certificates import DUE_WITHIN_DAYS

from . import actions as sessions
from . import home, invitations, overview, places
from .forms import SessionForm
from .page import SessionPage
from .pictures import kind_bar, lapse_strip

# So many people a link may bring to a form.
INVITED_AT_MOST = 40


@only(Role.TRAINER)
def training(request: SignedInRequest) -> HttpResponse:
    """Show the sessions at hand, what lapses next and who holds what."""
    now = timezone.now()
    viewer, day = request.person, today(now)
    pick = UnitPick(trainees.units_in_reach(viewer), request.GET)
    if pick.lost:
        raise Http404
    unit, name = pick.chosen, FindForm(request.GET).found()[1]
    counts = home.read_counts(viewer, now)
    show, people = home.choose_people(
        viewer, day, counts, show=request.GET.get("show", ""), unit=unit, name=name
    )
    board = overview.matrix(viewer=viewer, people=people, number=request.GET.get("page"), day=day)
    # All who are counted above the list are in it.
    whole = show == "soon" and not unit and not name
    past = overview.unsaid_sessions(viewer, day, request.GET.get("unsaid"))
    unsaid = overview.without_result(viewer, past.sessions)
    lapsing = overview.lapsing(viewer, day)
    note_certificates(viewer, board, unsaid, lapsing, now)
    ahead = overview.sessions_ahead(viewer, day, request.GET.get("sessions"))
    overview.count_places(viewer, [*past.sessions, *ahead])
    lists: dict[str, object] = {
        "coming": list(ahead),
        "ahead": ahead,
        "unsaid": unsaid,
        "lapsing": lapsing,
        "board": board,
        "past": past,
        "due_days": DUE_WITHIN_DAYS,
        "soon_days": overview.SOON_DAYS,
        "soon": board.page.paginator.count if whole else home.how_many_soon(viewer, day),
        "counted_at": counts.counted_at,
        "demand": invitations.demand(viewer, day, counts.needed),
        "bars": [kind_bar(one) for one in counts.covered],
        "months": counts.months,
        "strip": lapse_strip(counts.months),
    }
    choice: dict[str, object] = {"show": show, "pick": pick, "unit": unit, "name": name}
    return render(request, "training/sessions/training.html", {"day": day, **lists, **choice})


def note_certificates(
    viewer: Person,
    board: overview.Matrix,
    unsaid: list[overview.Left],
    lapsing: list[Certificate],
    now: datetime,
) -> None:
    """Note a look at the certificates of the units with people on a trainer's home."""
    named = [one.person_id for one in lapsing]
    named += [person.pk for one in unsaid for person in one.named]
    note_access(
        viewer=viewer,
        role=Role.TRAINER,
        what=access_kinds.CERTIFICATES,
        at=now,
        units=overview.units_shown(board, named, today(now)),
    )


@only(Role.TRAINER)
def plan_session(request: SignedInRequest) -> HttpResponse:
    """Plan a session, then book people into it; a link may bring a course and people to invite."""
    viewer, now = request.person, timezone.now()
    people = people_of_link(request)
    course = uuid_of(request.GET.get("course", ""))
    ticked = [one.public_id for one in people]
    form = SessionForm(
        request.POST or None,
        initial={"trainer": viewer.public_id, "course": course, "invite": ticked},
        courses=Course.objects.visible_to(viewer),
        trainers=trainees.trainers(viewer, today(now)),
        people=people,
    )
    if form.is_valid():
        try:
            session = planned_with(form, viewer, now)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The session is planned. Now add the people."))
            calendar = with_spans(viewer.own_organisation)
            if question := question_about(calendar, form.cleaned_data["day"]):
                messages.warning(request, question)
            return redirect("session", public_id=session.public_id)
    return form_page(request, "training/sessions/plan_session.html", form)


def people_of_link(request: SignedInRequest) -> list[Person]:
    """Find the people that a link brings, of those in the trainer's reach; forty at most."""
    wanted = [uuid_of(one) for one in request.GET.getlist("person")[:INVITED_AT_MOST]]
    if not wanted:
        return []
    return list(trainees.trainees_of(request.person).filter(public_id__in=wanted))


@transaction.atomic
def planned_with(form: SessionForm, viewer: Person, now: datetime) -> Session:
    """Plan the session of a form, and invite the people who are ticked on it: all or nothing."""
    typed = dict(form.cleaned_data)
    people = typed.pop("invite")
    session = sessions.plan(by=viewer, **typed)
    if people:
        places.invite(session=session, people=people, by=viewer, now=now)
    return session


@only(Role.TRAINER)
def session(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show a session's roll; save it, or book people into it."""
    found = get_object_or_404(
        Session.objects.taught_by(request.person).select_related(
            "course__certificate_type", "course__requires", "trainer", "recorded_by"
        ),
        public_id=public_id,
    )
    return SessionPage(request, found, timezone.now()).answer()
