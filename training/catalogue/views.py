"""Pages of courses and of the certificates they lead to."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from people.guards import SignedInRequest, only
from people.languages.local_text import in_name_order
from people.models import Role
from people.writing.forms import form_page, page_with_problems, sent
from training.certificates import actions as certificates
from training.models import CertificateType, Competency, Course

from . import actions as catalogue
from .forms import CertificateTypeForm, CourseForm, KindForm


@only(Role.TRAINER)
def courses(request: SignedInRequest) -> HttpResponse:
    """Show the catalogue of courses and certificates; add to either."""
    viewer = request.person
    kinds = CertificateType.objects.visible_to(viewer)
    posted = {request.POST.get("do", ""): request.POST}
    course = CourseForm(posted.get("course"), kinds=kinds, prefix="course")
    kind = CertificateTypeForm(posted.get("certificate"), prefix="certificate")
    for form, verb in ((course, catalogue.add), (kind, certificates.add_type)):
        if form.is_valid():
            try:
                added = verb(by=viewer, **form.cleaned_data)
            except ValidationError as refused:
                form.refuse(refused)
            else:
                messages.success(request, _("%(name)s is in the list.") % {"name": added})
                return redirect("courses")
    problems = [*course.problems(), *kind.problems()]
    page = {
        "courses": in_name_order(
            Course.objects.visible_to(viewer)
            .select_related("certificate_type", "requires")
            .prefetch_related("competencies")
        ),
        "kinds": in_name_order(kinds),
        "course": course,
        "kind": kind,
        "problems": problems,
    }
    return page_with_problems(request, "training/catalogue/courses.html", page)


@only(Role.TRAINER)
def course(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show a course of the catalogue; say what kind of training it is and what it teaches."""
    found = get_object_or_404(Course.objects.visible_to(request.person), public_id=public_id)
    form = KindForm(
        sent(request),
        competencies=Competency.objects.visible_to(request.person),
        initial={
            "kind": found.kind,
            "competencies": [one.code for one in found.competencies.all()],
        },
    )
    if form.is_valid():
        try:
            form.refuse_stale()
            catalogue.classify(course=found, by=request.person, **form.cleaned_data)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved. It counts for the hours of past sessions too."))
            return redirect("courses")
    return form_page(request, "training/catalogue/course.html", form, course=found)
