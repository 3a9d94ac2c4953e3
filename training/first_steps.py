"""The first steps about training: courses with their certificates, and who needs which."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from people.first_run.steps import FirstStep, StepState, first_step
from people.models import Person
from training.models import CertificateType, Course, Requirement
from training.starter.actions import trainer_is_here


def of_training(viewer: Person, now: datetime) -> StepState:
    """Say whether there is a course and a certificate."""
    courses = Course.objects.visible_to(viewer).count()
    if not (courses and CertificateType.objects.visible_to(viewer).exists()):
        if courses or trainer_is_here(viewer.organisation_id, now):
            return StepState(False, _("None yet. A trainer is here and begins the list."))
        return StepState(False, _("None yet. A set for your kind of work is ready."))
    sentence = ngettext("%(n)s course.", "%(n)s courses.", courses)
    return StepState(True, sentence % {"n": courses})


def of_requirements(viewer: Person, now: datetime) -> StepState:
    """Say whether a certificate is asked of a role or a job."""
    n = Requirement.objects.visible_to(viewer).values("type").distinct().count()
    if not n:
        return StepState(False, _("No certificate is asked of a role or a job yet."))
    sentence = ngettext("%(n)s certificate is asked.", "%(n)s certificates are asked.", n)
    return StepState(True, sentence % {"n": n})


first_step(
    FirstStep(
        code="training",
        place=50,
        title=_("Courses and certificates"),
        why=_("They say who can do what, and when it has to be learnt again."),
        act=_("Choose a set"),
        route="first_training",
        state=of_training,
    )
)
first_step(
    FirstStep(
        code="requirements",
        place=60,
        title=_("Who needs which certificate"),
        why=_("Then people and supervisors see in time what is missing."),
        act=_("Look"),
        route="requirement_list",
        state=of_requirements,
    )
)
