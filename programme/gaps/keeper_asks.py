"""The office of a programme asks those who keep a post of another member to look at it.

Never a person of that organisation who holds no such role. The keepers answer, and nothing else
changes; what they then do is theirs.
"""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.weeks import today
from people.writing.formats import day as written_day
from programme.members import door
from programme.models import KeeperAsk, PostHolder, Programme, ProgrammePost
from programme.posts.actions import refuse_at
from programme.posts.keepers import refuse_other_keeper

State = KeeperAsk.State
# The keepers of a post are asked once in so long, whatever they answered.
ASKED_AGAIN_AFTER = timedelta(days=90)
ANSWERS = (State.YES, State.NO, State.DONE)
OVER = _("This is no longer open.")


@transaction.atomic
def ask_keepers(*, post: ProgrammePost, kind: str, by: Person, now: datetime) -> KeeperAsk:
    """Ask the keepers of another member's uncovered post for one thing. They find it at what waits.

    Refused: a person who is not of the office today, a post of a member that does not share its
    posts, one that is closed or held by enough people, one about which something is open, and one
    about which its keepers were asked in the last 90 days.
    """
    with door.post_elsewhere(by, post.public_id, now=now) as (programme, found):
        locked = ProgrammePost.objects.select_for_update().get(pk=found.pk)
        refuse_covered(locked, now)
        refuse_asked_lately(locked, programme, now)
        asked = KeeperAsk(post=locked, programme=programme, kind=kind, asked_by=by, asked_at=now)
        asked.full_clean(exclude={"answered_by", "settled_at"})
        asked.save()
    return asked


def refuse_covered(post: ProgrammePost, now: datetime) -> None:
    """Refuse a post that is closed, or held by as many people as it needs."""
    day = today(now)
    if not ProgrammePost.objects.on(day).filter(pk=post.pk).exists():
        raise refuse_at("kind", _("This post is closed."))
    if not is_uncovered(post, now):
        raise refuse_at("kind", _("Enough people hold this post today."))


def is_uncovered(post: ProgrammePost, now: datetime) -> bool:
    """Say whether too few people hold a post today."""
    held = PostHolder.objects.filter(post=post).on(today(now))
    return held.values("person").distinct().count() < post.needed


def refuse_asked_lately(post: ProgrammePost, programme: Programme, now: datetime) -> None:
    """Refuse to ask the keepers of a post again so soon; what was withdrawn does not count."""
    if last := asked_of(post, programme, now).exclude(state=State.WITHDRAWN).first():
        sentence = _("The keepers of this post were asked on %(day)s.")
        raise refuse_at("kind", sentence, day=written_day(today(last.asked_at)))


def asked_of(post: ProgrammePost, programme: Programme, now: datetime) -> QuerySet[KeeperAsk]:
    """Find what a programme asked about a post lately or is open, the newest first.

    What another programme asked, of which the member was before, is not this one's to know.
    """
    asked = KeeperAsk.objects.filter(post=post, programme=programme)
    return asked.filter(asked_at__gt=now - ASKED_AGAIN_AFTER) | asked.open()


@transaction.atomic
def withdraw_ask(*, post: ProgrammePost, by: Person, now: datetime) -> None:
    """Take back what the office asks about a post. Repeating changes nothing.

    Refused: a person who is not of the office today, and a post that it does not reach.
    """
    with door.post_elsewhere(by, post.public_id, now=now) as (_programme, found):
        asked = KeeperAsk.objects.filter(post=found).open()
        asked.update(state=State.WITHDRAWN, settled_at=now)


@transaction.atomic
def answer_ask(*, ask: KeeperAsk, answer: str, by: Person, now: datetime) -> None:
    """Answer for the organisation: yes, no, or done. A yes stays open until it is done or a no.

    Refused: others than those who keep the organisation's posts, and what is no longer open.
    """
    refuse_other_keeper(by, ask.post.organisation_id)
    if answer not in ANSWERS:
        raise ValidationError(_("Please choose an answer."), code="answer")
    open_one = KeeperAsk.objects.open().filter(pk=ask.pk).exclude(state=answer)
    if not open_one.update(state=answer, answered_by=by, settled_at=now):
        raise ValidationError(OVER, code="over")
