"""What a release says of an earlier one: what was wrong there in words, and what is right."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.languages.fields import LocalTextField
from people.models import Person
from people.writing.texts import refuse_identity

from .releases import OfReleaseQuerySet, Release

LETTERS = 400
WRONG_IN, RIGHT_IN = _("What was wrong, in {language}"), _("What is right, in {language}")


class CorrectionKind(models.TextChoices):
    """What a correction is about, and how the earlier files are read from then on."""

    WORDS = "words", _("A name or an explanation was wrong. The bands stay as they are.")
    METHOD = "method", _("How it was made was described wrongly. The bands stay as they are.")
    RECORDS = "records", _("Records behind it were wrong or came late. Please read it with care.")
    USE = "use", _("A part of it should not be used any more.")


class ReleaseCorrection(models.Model):
    """One note on an earlier release: part of a draft, and from then on of what is public."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="corrections")
    corrected = models.ForeignKey(Release, models.CASCADE, related_name="corrected_by")
    kind = models.CharField(_("What it is about"), max_length=8, choices=CorrectionKind)
    wrong = LocalTextField(WRONG_IN, max_length=LETTERS, validators=[refuse_identity])
    right = LocalTextField(RIGHT_IN, max_length=LETTERS, validators=[refuse_identity])
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    objects = OfReleaseQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["release", "corrected"], name="a_release_corrects_another_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(release=models.F("corrected")),
                name="no_release_corrects_itself",
            ),
        ]
