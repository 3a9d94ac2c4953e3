"""Who may read what was said of a person: that person chooses."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """Which people may read a thank-you note or an award: its receiver chooses."""

    PRIVATE = "private", _("Only me")
    ORGANISATION = "inside", _("Everybody in my organisation")
    PUBLIC = "public", _("Anyone I give the link to")

    @property
    def is_shared(self) -> bool:
        """Say whether the organisation reads it."""
        return self is not Audience.PRIVATE


SHARED = [one for one in Audience if one.is_shared]
