"""Pages of lessons: look for one, read it, write one's own."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from people.guards import SignedInRequest, only
from people.models import Role
from people.writing.forms import form_page, sent
from programme.members import door
from programme.models import Lesson

from . import actions
from .forms import LessonForm
from .keepers import writes_lessons
from .reading import LessonFilter, read_lessons
from .subjects import lesson_subjects, subject_name


@only(*Role)
def lessons(request: SignedInRequest) -> HttpResponse:
    """List the lessons within reach, the newest first, by words and subject."""
    wanted = LessonFilter.of(request.GET.dict())
    page = read_lessons(request.person, wanted, request.GET.get("page"))
    own = Lesson.objects.visible_to(request.person).exclude(retired_at=None)
    writes = writes_lessons(request.person)
    context = {
        "page": page,
        "rows": [(one, subject_name(one.subject)) for one in page],
        "subjects": lesson_subjects(),
        "wanted": wanted,
        "writes": writes,
        "retired": own if writes else (),
    }
    return render(request, "programme/lessons/lessons.html", context)


@only(*Role)
def lesson(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show a lesson: its organisation wrote it, and no person is named."""
    with door.directory_door(request.person) as opened:
        found = get_object_or_404(opened.lessons, public_id=public_id)
    own = found.organisation_id == request.person.organisation_id
    context = {
        "lesson": found,
        "subject": subject_name(found.subject),
        "writes": own and writes_lessons(request.person),
    }
    return render(request, "programme/lessons/lesson.html", context)


@only(*Role)
def lesson_new(request: SignedInRequest) -> HttpResponse:
    """Write a lesson."""
    if not writes_lessons(request.person):
        raise Http404
    return of_lesson(request, None)


@only(*Role)
def lesson_change(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Change a lesson, retire it or offer it again."""
    if not writes_lessons(request.person):
        raise Http404
    kept = get_object_or_404(Lesson.objects.visible_to(request.person), public_id=public_id)
    do = request.POST.get("do")
    if do in {"retire", "offer"}:
        about: dict[str, Any] = {"by": request.person, "now": timezone.now()}
        actions.retire_lesson(lesson=kept, retired=do == "retire", **about)
        messages.success(request, _("Saved."))
        return redirect("lessons")
    return of_lesson(request, kept)


def of_lesson(request: SignedInRequest, kept: Lesson | None) -> HttpResponse:
    """Show the form of a lesson, and save what was typed."""
    by = request.person
    told = {one: getattr(kept, one) for one in ("subject", "title", "text")} if kept else {}
    form = LessonForm(sent(request), initial=told)
    if form.is_valid():
        about: dict[str, Any] = {"organisation": by.organisation, "by": by, "now": timezone.now()}
        try:
            form.refuse_stale()
            actions.save_lesson(lesson=kept, **form.cleaned_data, **about)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("lessons")
    context = {"lesson": kept, "title": told.get("title", "")}
    return form_page(request, "programme/lessons/lesson_change.html", form, **context)
