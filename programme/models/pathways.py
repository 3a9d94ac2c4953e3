"""Pathways of an organisation: its own copies of those to begin with, and others."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import Organisation
from people.models.jobs import ListEntry

MOST_STEPS = 8


class Pathway(ListEntry):
    """Services in the order in which organisations hand over. It knows no case and no person.

    One with a key stands in the place of the pathway to begin with that has the same key.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    # Keys of usual services.
    steps = models.JSONField(_("Services in order"), default=list)
