"""Ask a person for a post, answer, confirm a yes; ask the trainers for a session.

Nothing changes before a yes, and then by the verb with which posts are given. A no needs no reason.
"""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people.audit.actions import note_access
from people.mandates import not_yours
from people.models import MAY, Person, Role
from people.weeks import today
from people.writing.formats import day as written_day
from programme import access_kinds
from programme.models import PostHolder, PostQuestion, ProgrammePost, SessionWish
from programme.posts.actions import give_post, refuse_at
from programme.posts.keepers import refuse_other_keeper
from training.models import CertificateType, Session

from .tasks import tell_of_question, tell_of_wish

State = PostQuestion.State
# A person is asked for the same post once in so long: more would be asking until they give in.
AGAIN_AFTER = timedelta(days=90)
AT_MOST_AHEAD = timedelta(days=366)
OVER = _("This question is no longer open.")


@transaction.atomic
def ask_person(
    *, post: ProgrammePost, person: Person, starts: date, by: Person, now: datetime
) -> PostQuestion:
    """Ask a person whether they would take a post from a day on. They find it at what waits.

    Refused: others than those who keep the organisation's posts, the keeper themselves, a person
    who does not belong to the organisation today, a post that is closed or has enough people then,
    a day before today or more than a year ahead, and one who was asked for it in the last 90 days.
    """
    refuse_other_keeper(by, post.organisation_id)
    if person.organisation_id != post.organisation_id or person.account_id == by.account_id:
        raise not_yours()
    if not Person.objects.colleagues_of(by).filter(pk=person.pk).exists():
        raise refuse_at("person", _("This person has no role here in these days."))
    locked = ProgrammePost.objects.select_for_update().get(pk=post.pk)
    refuse_start(locked, starts, now)
    refuse_asked(locked, person, now)
    asked = PostQuestion.objects.create(
        post=locked, person=person, starts=starts, asked_by=by, asked_at=now
    )
    note_access(
        viewer=by,
        role=by.acts_as(*MAY.keep_posts),
        what=access_kinds.POST_ASKED,
        person=person,
        subject=post.public_id,
        at=now,
    )
    tell_of_question.enqueue(asked.pk, State.ASKED)
    return asked


def refuse_start(post: ProgrammePost, starts: date, now: datetime) -> None:
    """Refuse a day that cannot be asked for, and one on which the post is held or closed."""
    if not max(today(now), post.since) <= starts <= today(now) + AT_MOST_AHEAD:
        raise refuse_at("starts", _("A day from today to a year ahead, please."))
    if post.closed_on:
        raise refuse_at("starts", _("This post is closed."))
    if PostHolder.objects.filter(post=post, acting=False).on(starts).count() >= post.needed:
        raise refuse_at("starts", _("Enough people hold this post on that day."))


def refuse_asked(post: ProgrammePost, person: Person, now: datetime) -> None:
    """Refuse to ask a person again so soon, whatever became of the question before."""
    if last := asked_lately(post, now).filter(person=person).order_by("-asked_at").first():
        sentence = _("This person was asked for this post on %(day)s.")
        raise refuse_at("person", sentence, day=written_day(today(last.asked_at)))


def asked_lately(post: ProgrammePost, now: datetime) -> QuerySet[PostQuestion]:
    """Find the questions of the last 90 days; what was withdrawn may be asked again."""
    asked = PostQuestion.objects.filter(post=post, asked_at__gt=now - AGAIN_AFTER)
    return asked.exclude(state__in=(State.WITHDRAWN, State.TAKEN))


@transaction.atomic
def answer_question(*, question: PostQuestion, yes: bool, by: Person, now: datetime) -> None:
    """Say yes or no for oneself. A yes can be taken back until it is confirmed.

    Refused: others than the person who was asked, and a question that is no longer open.
    """
    if question.person_id != by.pk:
        raise not_yours()
    locked = hold_question(question)
    if not (locked.waits_at(now) or (locked.state == State.YES and not yes)):
        raise ValidationError(OVER, code="over")
    settle_question(locked, State.YES if yes else State.NO, now)
    if yes:
        tell_of_question.enqueue(locked.pk, State.YES)


@transaction.atomic
def confirm_question(*, question: PostQuestion, by: Person, now: datetime) -> PostHolder:
    """Give the post to a person who said yes, from the day they were asked for.

    Refused: where `give_post` is, and a question without a yes that stands.
    """
    refuse_other_keeper(by, question.post.organisation_id)
    locked = hold_question(question)
    if locked.state != State.YES:
        raise ValidationError(OVER, code="over")
    post, person, starts = locked.post, locked.person, locked.starts
    return give_post(post=post, person=person, starts=starts, by=by, now=now)


@transaction.atomic
def withdraw_question(*, question: PostQuestion, by: Person, now: datetime) -> None:
    """Take a question back; the person reads that it was withdrawn. Repeating changes nothing.

    Refused: others than those who keep the organisation's posts.
    """
    refuse_other_keeper(by, question.post.organisation_id)
    locked = hold_question(question)
    if locked.state in PostQuestion.OPEN:
        settle_question(locked, State.WITHDRAWN, now)


def hold_question(question: PostQuestion) -> PostQuestion:
    """Lock the post of a question and read the question again: of two answers one comes first."""
    ProgrammePost.objects.select_for_update().get(pk=question.post_id)
    return PostQuestion.objects.select_related("post", "person").get(pk=question.pk)


def settle_question(question: PostQuestion, state: State, now: datetime) -> None:
    """Write how a question stands."""
    question.state, question.settled_at = state, now
    question.save(update_fields=["state", "settled_at"])


@transaction.atomic
def wish_session(
    *, post: ProgrammePost, kind: CertificateType, by: Person, now: datetime
) -> SessionWish:
    """Ask the trainers for a session that gives a certificate. Asking again renews the day.

    Refused: others than those who keep the organisation's posts, a certificate that the post does
    not ask for, and one for which a session is planned.
    """
    refuse_other_keeper(by, post.organisation_id)
    if not post.certificates.filter(pk=kind.pk).exists():
        raise not_yours()
    planned = Session.objects.filter(organisation=post.organisation_id, day__gte=today(now))
    if coming := planned.filter(course__certificate_type=kind).order_by("day").first():
        sentence = _("A session is planned on %(day)s already.")
        params = {"day": written_day(coming.day)}
        raise ValidationError(sentence, code="planned", params=params)
    about = {"post": post, "asked_by": by, "asked_on": today(now)}
    wish, _new = SessionWish.objects.update_or_create(
        organisation_id=post.organisation_id, kind=kind, answered_at=None, defaults=about
    )
    tell_of_wish.enqueue(wish.pk)
    return wish


@transaction.atomic
def decline_wish(*, wish: SessionWish, by: Person, now: datetime) -> None:
    """Answer: not now. Repeating changes nothing.

    Refused: others than the trainers of the organisation.
    """
    if by.organisation_id != wish.organisation_id or Role.TRAINER not in by.roles:
        raise not_yours()
    open_one = SessionWish.objects.filter(pk=wish.pk, answered_at=None)
    open_one.update(answered_by=by, answered_at=now)
