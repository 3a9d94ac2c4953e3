"""What programs add to the whole: the channel, and what ends with a person."""

from people.accounts import parting
from people.messages.catalogue import SAFETY, message_kinds
from people.messages.ways import message_way
from people.models import Channel

from . import actions
from .way import ProgramWay

message_way(Channel.PROGRAM, ProgramWay())
# A test goes to the program alone; that a program wants no more is told by mail.
message_kinds(SAFETY, actions.TEST_KIND, actions.GONE)
parting.ENDS.append(actions.end_addresses)
