"""What of wellbeing an organisation can switch off."""

from django.utils.translation import gettext_lazy as _

from people.product_modules import product_module

from .models import WordingPack


def words_are_loaded(organisation_id: int) -> bool:
    """Say whether an organisation has loaded the words of any scale."""
    return WordingPack.objects.filter(organisation_id=organisation_id).exists()


LONG_SCALES = product_module(
    "long_scales",
    _("Longer scales"),
    _("Questionnaires that people take now and then, each for themselves alone."),
    _("Nobody can take a scale or open an earlier result. Each person’s record still has them."),
    routes=("my_scales", "scale", "scale_result", "api:instruments", "api:score_sets"),
    ready=words_are_loaded,
    wanting=_("Hidden from people until the words of a scale are loaded."),
    brought_at="wording_packs",
)
