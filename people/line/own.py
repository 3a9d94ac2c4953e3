"""What LINE adds to the whole: the channel, what ends with a person, and keys that are renewed."""

from datetime import datetime

from django.utils.translation import gettext as _

from people.accounts import parting
from people.accounts.yours import says
from people.keys.rotation import BESIDES_MODELS
from people.messages.catalogue import SAFETY, message_kinds
from people.messages.ways import message_way
from people.models import Channel, Person

from . import actions, messaging_api
from .views import TEST_KIND
from .way import LineWay

message_way(Channel.LINE, LineWay())
# A test goes by LINE alone: one that does not arrive is no mail.
message_kinds(SAFETY, TEST_KIND)
parting.ENDS.append(actions.part_people)
BESIDES_MODELS.append(actions.hash_users_again)


@says("line_link")
def said_of_line(person: Person, now: datetime) -> str:
    """Say whether LINE is connected; nothing where it is not offered."""
    if not messaging_api.is_configured():
        return ""
    return _("connected") if LineWay().reaches(person) else _("not connected")
