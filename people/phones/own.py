"""What phones add to the whole: a channel, what ends with a person, their record, its erasure."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.accounts import parting
from people.messages.ways import message_way
from people.models import Channel, Person, PushSubscription
from people.own_data.message_ways import AccountTrace
from people.own_data.record import KEPT, RetentionPeriod, Rows, part
from people.own_data.traces import TRACES

from . import actions
from .way import PushWay

message_way(Channel.PUSH, PushWay())
parting.ENDS.append(actions.part_phones)
TRACES.append(
    AccountTrace(
        PushSubscription, gettext_lazy("Your phones"), None, "made_on", where_there_is_one=True
    )
)


@part("phones", "name", "joined_on")
def phones(person: Person) -> Rows:
    """The phones that show the person that something waits; never their address."""
    for phone in PushSubscription.objects.visible_to(person):
        yield str(phone), phone.made_on


def phones_kept(_person: Person, _now: datetime) -> RetentionPeriod:
    """Say for how long it is kept which phones show messages."""
    return RetentionPeriod(
        _("Your phones: until you remove them"),
        _("An address at the browser's push service, sealed, and the name that you typed."),
    )


KEPT.append(phones_kept)
