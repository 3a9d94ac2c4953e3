"""Who may read what was said of somebody: they choose."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """Whom somebody lets read a thank-you note or an award of theirs."""

    PRIVATE = "private", _("Only me")
    ORGANISATION = "inside", _("Everybody in my organisation")
    PUBLIC = "public", _("Anyone I give the link to")

    @property
    def is_shared(self) -> bool:
        """Say whether the organisation reads it."""
        return self is not Audience.PRIVATE


SHARED = [one for one in Audience if one.is_shared]
