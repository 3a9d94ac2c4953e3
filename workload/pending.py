"""What can wait around the work: flags, moves, talks and requests to lend a hand."""

from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from people.models import Person, Role, is_away
from people.pending.kinds import ANSWER, LOOK, READ, PendingKind, first_day, pending_kind
from people.weeks import today

from .models import Flag, FlagStep, HandRequest, SupervisionTalk, Transfer
from .models.hand import units_led_by
from .rules.flag_clock import LOOKS, RISES


def own_talks_to_agree(person: Person, now: datetime) -> QuerySet:
    """Find the talks with their supervisor that the supervisor wrote down last."""
    return talks_waiting(person).filter(person=person)


def led_talks_to_agree(person: Person, now: datetime) -> QuerySet:
    """Find the talks that the viewer's people wrote down last."""
    return talks_waiting(person).filter(supervisor=person)


def talks_waiting(person: Person) -> QuerySet:
    """Find the talks that wait for this person: the other one of the two wrote the words."""
    seen = SupervisionTalk.objects.visible_to(person)
    return seen.filter(agreed_at=None).exclude(written_by=person)


def moves_to_answer(person: Person, now: datetime) -> QuerySet:
    """Find the moves of work that the person may accept or decline."""
    return Transfer.objects.filter(receiver=person).waiting()


def flags_unseen(person: Person, now: datetime) -> QuerySet:
    """Find the open flags that this supervisor handles and that are unseen since they rose.

    A flag that rests asks for nothing, nor does one of a person on a long absence.
    """
    steps = FlagStep.objects.filter(flag=OuterRef("pk"), kind__in=[*RISES, *LOOKS])
    latest = Subquery(steps.order_by("-at", "-pk").values("kind")[:1])
    handled = Flag.objects.handled_by(person).open().filter(rests_since=None)
    handled = handled.exclude(is_away(today(now)))
    return handled.annotate(latest=latest).filter(latest__in=list(RISES))


def hands_to_answer(person: Person, now: datetime) -> QuerySet:
    """Find the requests for a hand to the units that the viewer leads, from their organisation.

    Another organisation's stand on the page and come by mail: for a dot no wall is opened.
    """
    return HandRequest.objects.filter(
        offer__unit__in=units_led_by(person),
        organisation_id=person.organisation_id,
        state=HandRequest.State.ASKED,
    )


KINDS = (
    PendingKind(
        code="flag",
        rows=flags_unseen,
        since=first_day(Coalesce("came_back_at", "opened_at")),
        sentence=ngettext_lazy(
            "%(n)s flag that nobody has looked at yet",
            "%(n)s flags that nobody has looked at yet",
            "n",
        ),
        about=_("Look first. A plan comes after."),
        act=LOOK,
        icon="help",
        page="team",
        url="team",
        roles=(Role.SUPERVISOR,),
        listed_on=("team",),
    ),
    PendingKind(
        code="talk",
        rows=own_talks_to_agree,
        since=first_day("written_at"),
        sentence=ngettext_lazy(
            "%(n)s talk with your supervisor to read",
            "%(n)s talks with your supervisor to read",
            "n",
        ),
        about=_("It counts once you agree to what was written down."),
        act=READ,
        icon="talk",
        page="my_time",
        url="my_time",
        part="talks",
    ),
    PendingKind(
        code="talk_led",
        rows=led_talks_to_agree,
        since=first_day("written_at"),
        sentence=ngettext_lazy(
            "%(n)s talk that your people wrote down",
            "%(n)s talks that your people wrote down",
            "n",
        ),
        about=_("It counts once you agree to what was written down."),
        act=READ,
        icon="talk",
        page="team",
        one="team_member",
        one_by="person__public_id",
        roles=(Role.SUPERVISOR,),
    ),
    PendingKind(
        code="move",
        rows=moves_to_answer,
        since=first_day("proposed_at"),
        sentence=ngettext_lazy("%(n)s move of work to you", "%(n)s moves of work to you", "n"),
        about=_("Nothing moves before you say yes."),
        act=ANSWER,
        icon="move",
        page="my_week",
        url="my_trend",
        one="move",
    ),
    PendingKind(
        code="hand",
        rows=hands_to_answer,
        since=first_day("asked_at"),
        sentence=ngettext_lazy("%(n)s unit asks for help", "%(n)s units ask for help", "n"),
        about=_("No name is shown before you agree."),
        act=ANSWER,
        icon="move",
        page="lend_a_hand",
        url="lend_a_hand",
        roles=(Role.SUPERVISOR,),
    ),
)
for kind in KINDS:
    pending_kind(kind)
