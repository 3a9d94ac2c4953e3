"""The pages of wellbeing."""

from wellbeing.events.views import after_event, my_events
from wellbeing.groups.views import group_size, groups, groups_sheet
from wellbeing.help.talk_views import talk
from wellbeing.help.views import help_now, hotline, hotlines
from wellbeing.scales.pack_views import wording_pack, wording_pack_new, wording_packs
from wellbeing.scales.views import my_scales, scale, scale_result
from wellbeing.sharing.views import my_shares, share_new, shared

from .promise import promise
from .record import consent_text, erase, my_record, record_file
from .rights import objection, objections

__all__ = [
    "after_event",
    "consent_text",
    "erase",
    "group_size",
    "groups",
    "groups_sheet",
    "help_now",
    "hotline",
    "hotlines",
    "my_events",
    "my_record",
    "my_scales",
    "my_shares",
    "objection",
    "objections",
    "promise",
    "record_file",
    "scale",
    "scale_result",
    "share_new",
    "shared",
    "talk",
    "wording_pack",
    "wording_pack_new",
    "wording_packs",
]
