"""What LINE adds to the whole: the channel, what ends with a person, and keys that are renewed."""

from people.accounts import parting
from people.keys.rotation import BESIDES_MODELS
from people.messages.catalogue import SAFETY, message_kinds
from people.messages.ways import message_way
from people.models import Channel

from . import actions
from .views import TEST_KIND
from .way import LineWay

message_way(Channel.LINE, LineWay())
# A test goes by LINE alone: one that does not arrive is no mail.
message_kinds(SAFETY, TEST_KIND)
parting.ENDS.append(actions.part_people)
BESIDES_MODELS.append(actions.hash_users_again)
