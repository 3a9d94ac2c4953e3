"""Lessons: what an organisation learnt, for the others. No case is in them, and no name."""

import uuid
from typing import Self

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import Organisation, OwnOrganisationQuerySet, Person
from people.writing.texts import refuse_identity

TITLE, LETTERS = 120, 2000


class LessonSubject(models.TextChoices):
    """Subjects of lessons that are no service."""

    TOGETHER = "together", _("Working together")
    ONLINE = "online", _("Crimes online")
    STAFF = "staff", _("Care for staff")
    DATA = "data", _("Data and secrecy")


class LessonQuerySet(OwnOrganisationQuerySet):
    """Lessons, by viewer and as they stand."""

    def offered(self) -> Self:
        """Those that are not retired."""
        return self.filter(retired_at=None)


class Lesson(models.Model):
    """A short lesson on a subject. Readers learn which organisation wrote it, and no more."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    # The key of a usual service, or one of `LessonSubject`.
    subject = models.CharField(_("Subject"), max_length=12)
    title = models.CharField(_("Title"), max_length=TITLE, validators=[refuse_identity])
    text = models.TextField(
        _("Lesson"), max_length=LETTERS, validators=[MaxLengthValidator(LETTERS), refuse_identity]
    )
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = LessonQuerySet.as_manager()

    class Meta:
        ordering = ("-written_at", "-pk")
