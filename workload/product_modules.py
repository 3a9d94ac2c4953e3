"""What of the workload an organisation can switch off."""

from django.utils.translation import gettext_lazy as _

from people.product_modules import product_module

TIME_STUDY = product_module(
    "time_study",
    _("Time study"),
    _("People log how many hours a case of each phase really takes, to check its points."),
    _("Nobody is asked for hours by phase, and no new weights are offered from them."),
    routes=("time_study", "study_weights"),
)
FORECAST = product_module(
    "forecast",
    _("The next 8 weeks"),
    _("Supervisors see how heavy the weeks ahead are likely to be, as a band."),
    _("The board shows the weeks until today, and nothing ahead."),
    routes=("forecast",),
)
LEND_A_HAND = product_module(
    "lend_a_hand",
    _("Offers of help"),
    _("Supervisors offer help to other units and organisations, and ask for it."),
    _("No unit here offers help or asks for it. What your units offered is hidden from others."),
    routes=(
        "lend_a_hand",
        "api:list_offers",
        "api:offer_room",
        "api:close_offer",
        "api:list_requests",
        "api:ask_for_room",
        "api:agree_to_request",
        "api:decline_request",
        "api:withdraw_request",
    ),
    notices=("hand",),
)
