"""Write a lesson of an organisation, change it, retire it or offer it again."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.mandates import not_yours
from people.models import Organisation, Person
from programme.models import Lesson

from .keepers import refuse_other_writer
from .subjects import lesson_subjects

AT_MOST = 200


@transaction.atomic
def save_lesson(
    *,
    organisation: Organisation,
    subject: str,
    title: str,
    text: str,
    by: Person,
    now: datetime,
    lesson: Lesson | None = None,
) -> Lesson:
    """Write a lesson, or change one; a change is written anew and comes first again.

    Refused: others than those who write the organisation's lessons, a lesson of another one, an
    unknown subject, a national ID, and more than two hundred.
    """
    refuse_other_writer(by, organisation.pk)
    if lesson and lesson.organisation_id != organisation.pk:
        raise not_yours()
    if subject not in dict(lesson_subjects()):
        refused = ValidationError(_("Please choose from the list."), code="unknown")
        raise ValidationError({"subject": refused})
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if lesson is None and Lesson.objects.visible_to(by).count() >= AT_MOST:
        raise ValidationError(_("There are too many lessons already."), code="full")
    kept = lesson or Lesson(organisation=organisation)
    kept.subject, kept.title, kept.text = subject, title, text
    kept.written_by, kept.written_at = by, now
    kept.full_clean(exclude={"organisation", "written_by"})
    kept.save()
    return kept


@transaction.atomic
def retire_lesson(*, lesson: Lesson, retired: bool, by: Person, now: datetime) -> None:
    """Retire a lesson, or offer it again; repeating it changes nothing.

    Refused: others than those who write the organisation's lessons.
    """
    refuse_other_writer(by, lesson.organisation_id)
    rows = Lesson.objects.visible_to(by).filter(pk=lesson.pk)
    if retired:
        rows.filter(retired_at=None).update(retired_at=now)
    else:
        rows.update(retired_at=None)
