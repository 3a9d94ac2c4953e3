"""The files of a release as they became public: kept byte for byte, for they never change."""

from django.db import models

from .releases import OfReleaseQuerySet, Release


class ReleaseFile(models.Model):
    """One file of a release. Later versions of the product write others; these stay as they are."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="files")
    name = models.CharField(max_length=40)
    content = models.BinaryField()

    objects = OfReleaseQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["release", "name"], name="a_file_of_a_release_is_kept_once"
            ),
        ]
