"""What of trainings and careers an organisation can switch off."""

from django.utils.translation import gettext_lazy as _

from people.product_modules import product_module

PROMOTIONS = product_module(
    "promotions",
    _("Panels and promotions"),
    _("People ask for the next level, and a panel decides with its reasons."),
    _("Nobody can ask for a level. The paths, goals and levels stay; an admin writes levels down."),
    routes=("ask_level", "promotion"),
    notices=("promotion", "promotion-panel", "promotion-decided"),
)
VOLUNTEERS = product_module(
    "volunteers",
    _("Volunteers"),
    _("Terms of volunteers: tasks, hours, clearance and an end, and their levels on the ladder."),
    _("No terms are shown or written, and the levels of volunteers are on no path."),
    routes=("volunteer_terms", "volunteering", "volunteer_funnel"),
)
NACP = product_module(
    "nacp",
    _("Credential for victim advocates (NACP)"),
    _("Each path says which level of that credential the hours of training and work would allow."),
    _("No path and no ladder mentions the credential."),
)
GROUP_SUPERVISION = product_module(
    "group_supervision",
    _("Supervision in a group"),
    _("Who leads a group writes down the day, the hours and who was there; never what was said."),
    _("No meeting is shown or written down. What was counted stays in each person’s record."),
    routes=("meetings", "meeting_new", "my_meetings", "supervision_shares"),
)
CO_TRAINING = product_module(
    "co_training",
    _("Training together with other organisations"),
    _("Trainers open a session to other organisations; each enrols its own people there."),
    _("No other organisation can be invited or invite here. Sessions that were agreed stay."),
    routes=("session_partners", "partner_offers"),
    notices=("partner-offered", "partner-answered"),
)
