"""How a session was: participants say it, and what all said together is told to those near it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from people.guards import SignedInRequest, only
from people.languages.local_text import in_name_order
from people.models import MAY
from people.weeks import today
from people.writing.formats import day as write_day
from people.writing.forms import SkippableForm
from training.models import Course, Evaluation, Session, SessionEvaluation
from training.rules.evaluations import EvaluationAnswers, evaluation_closes

from . import actions as evaluations_actions
from .by_course import side_by_side
from .words import LINES, STEPS, Card

SESSIONS_A_PAGE = 12


class EvaluationForm(SkippableForm):
    """Four answers about a session."""

    lines = [line.name for line in LINES]
    steps = len(STEPS)

    @property
    def answers(self) -> EvaluationAnswers:
        """The answers as the rules see them."""
        return EvaluationAnswers(**self.chosen)


def evaluation(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Ask a participant how a session was while it is open; tell what all said once it was told."""
    viewer, day = request.person, today(timezone.now())
    near = Session.objects.heard_by(viewer).filter(day__lte=day)
    session = get_object_or_404(
        near.select_related("course", "trainer", "evaluation"), public_id=public_id
    )
    if request.method == "POST":
        return keep(request, session)
    asked = evaluations_actions.open_to(viewer, day).filter(pk=session.pk).exists()
    row = Evaluation.objects.visible_to(viewer).filter(session=session).first() if asked else None
    given = row and row.answers
    context = {
        "session": session,
        "card": Card(session),
        "asked": asked,
        "row": row,
        "lines": [(line, getattr(given, line.name, None)) for line in LINES],
        "steps": STEPS,
    }
    return render(request, "training/evaluations/evaluation.html", context)


def keep(request: SignedInRequest, session: Session) -> HttpResponse:
    """Keep what a participant says; for any other viewer there is nothing to send it to."""
    viewer, now = request.person, timezone.now()
    if not Session.objects.attended_by(viewer).filter(pk=session.pk).exists():
        raise Http404
    form = EvaluationForm(request.POST)
    if form.is_valid():
        try:
            row = evaluations_actions.answer(
                session=session, person=viewer, answers=form.answers, now=now
            )
        except ValidationError as refused:
            messages.info(request, refused.messages[0])
        else:
            messages.success(request, thanks(session) if row else _("Nothing is kept."))
    return redirect("evaluation", public_id=session.public_id)


def thanks(session: Session) -> str:
    """Say that it is kept, and until when it can be changed."""
    last = write_day(evaluation_closes(session.day))
    return _("Thank you. It is kept; you can change it until %(day)s.") % {"day": last}


@only(*MAY.see_training_reports)
def evaluations(request: SignedInRequest) -> HttpResponse:
    """Show the courses side by side, then what was told of each session, newest first."""
    viewer = request.person
    told = SessionEvaluation.objects.visible_to(viewer)
    about = Course.objects.visible_to(viewer).filter(sessions__evaluation__in=told)
    courses = in_name_order(about.distinct())
    wanted = request.GET.get("course", "")
    course = next((one for one in courses if str(one.public_id) == wanted), None)
    if wanted and course is None:
        raise Http404
    mine = told.filter(session__course=course) if course else told
    page = Paginator(
        mine.select_related("session__course").order_by("-session__day", "-session__pk"),
        SESSIONS_A_PAGE,
    ).get_page(request.GET.get("page"))
    beside = side_by_side(told, courses)
    context = {
        "beside": beside,
        "one": next((said for said in beside if said.course == course), None),
        "lines": LINES,
        "cards": [Card(one.session) for one in page],
        "page": page,
        "withheld": mine.filter(size="").count(),
        "courses": courses,
        "course": course,
        "organisation": viewer.organisation,
    }
    return render(request, "training/evaluations/evaluations.html", context)
