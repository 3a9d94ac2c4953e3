"""The languages people speak with the people they help."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SpokenLanguage(models.TextChoices):
    """A language of case work in Thailand, by its ISO 639 code."""

    THAI = "th", _("Thai")
    ENGLISH = "en", _("English")
    BURMESE = "my", _("Burmese")
    LAO = "lo", _("Lao")
    KHMER = "km", _("Khmer")
    SHAN = "shn", _("Shan")
    KAREN = "ksw", _("S’gaw Karen")
    MON = "mnw", pgettext_lazy("language", "Mon")  # Django writes Monday so
    VIETNAMESE = "vi", _("Vietnamese")
    CHINESE = "zh", _("Chinese")
    MALAY = "ms", _("Malay")
    HINDI = "hi", _("Hindi")
    INDONESIAN = "id", _("Indonesian")
    SWAHILI = "sw", _("Swahili")
    UZBEK = "uz", _("Uzbek")

    @classmethod
    def in_words(cls, codes: list[str]) -> list[str]:
        """Write codes as names, in the order of this list; an unknown code is left out."""
        return [str(one.label) for one in cls if one in codes]
