"""The page of the starter set: what is ticked is written with one press."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.guards import SignedInRequest
from people.models import Job, Role
from people.writing.forms import page_with_problems, problems_of, sent
from training.rules.starter_sets import SET_NAMES, StarterSet, set_of, trainings_in

from . import actions as starter
from .forms import StarterForm


def first_training(request: SignedInRequest) -> HttpResponse:
    """Show the starter set of a kind of work to trainers and whole admins; write what is ticked."""
    person, now = request.person, timezone.now()
    if not (person.administers_all or Role.TRAINER in person.roles):
        raise Http404
    asked = request.GET.get("set") or set_of(person.organisation.kind)
    if asked not in set(StarterSet):
        raise Http404
    jobs = {one.code: one for one in Job.objects.visible_to(person)}
    rows = [
        StarterForm(sent(request), training=one, jobs=jobs)
        for one in trainings_in(StarterSet(asked))
    ]
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        ticked = [row for row in rows if row.wanted]
        problems = [one for row in ticked if not row.is_valid() for one in row.problems()]
        if not ticked:
            problems = [("", _("Please tick at least one."))]
        if not problems:
            try:
                n = starter.take_over(chosen=[row.chosen for row in ticked], by=person, now=now)
            except ValidationError as refused:
                problems = problems_of(refused)
            else:
                said = ngettext("%(n)s training is added.", "%(n)s trainings are added.", n)
                messages.success(
                    request, said % {"n": n} if n else _("They were all there already.")
                )
                return redirect("people" if person.administers_all else "courses")
    context = {
        "rows": rows,
        "sets": SET_NAMES.items(),
        "chosen": asked,
        "may": Role.TRAINER in person.roles or starter.may_take(person, now),
        "problems": problems,
    }
    return page_with_problems(request, "training/starter/first_training.html", context)
