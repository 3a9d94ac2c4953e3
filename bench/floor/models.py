from django.conf import settings
from django.db import models


class Figures(models.Model):
    """Three numbers of one person's week."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, db_index=False)
    week = models.DateField()
    wellbeing = models.SmallIntegerField()
    workload = models.SmallIntegerField()
    caseload = models.SmallIntegerField()

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["person", "week"])]


class Stored(Figures):
    """What the page reads."""


class Posted(Figures):
    """What the form writes."""

    note = models.TextField(default="")
    created = models.DateTimeField(auto_now_add=True)
