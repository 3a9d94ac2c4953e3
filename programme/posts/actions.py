"""Open, change and close a post, and say who holds it from when until when.

Admins of the whole organisation and its programme office keep its posts, and no other's.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people.audit.actions import note_access
from people.jobs.actions import refuse_entry
from people.mandates import not_yours
from people.models import MAY, Job, Membership, Organisation, Person, SpokenLanguage, Unit
from people.weeks import today
from people.writing.formats import day as written_day
from programme import access_kinds
from programme.models import PostHolder, PostQuestion, ProgrammePost, Station
from programme.regions.reading import provinces
from programme.rules.cover import HoldingSpan, most_at_once
from training.models import CareerLevel, CertificateType

from .keepers import refuse_other_keeper

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class PostPlan:
    """What a post is: where, which kind of specialist, how many, and what they should bring."""

    job: Job
    province: str
    since: date
    needed: int = 1
    station: Station | None = None
    unit: Unit | None = None
    level: CareerLevel | None = None
    certificates: Collection[CertificateType] = ()
    languages: Collection[str] = ()
    on_call: bool = False


def refuse_at(field: str, sentence: "StrOrPromise", **figures: object) -> ValidationError:
    """Make a refusal at a field."""
    return ValidationError({field: ValidationError(sentence, code="post", params=figures)})


@transaction.atomic
def open_post(
    *, organisation: Organisation, plan: PostPlan, by: Person, now: datetime
) -> ProgrammePost:
    """Open a post of the organisation.

    Refused: others than those who keep its posts, an unknown province, a station, a unit, a job, a
    level or a certificate that is not the organisation's, a station of another province, and a day
    that has not come.
    """
    refuse_other_keeper(by, organisation.pk)
    return keep(ProgrammePost(organisation=organisation), plan, now)


@transaction.atomic
def change_post(*, post: ProgrammePost, plan: PostPlan, by: Person, now: datetime) -> ProgrammePost:
    """Change what a post is; refused where `open_post` is."""
    refuse_other_keeper(by, post.organisation_id)
    return keep(ProgrammePost.objects.select_for_update().get(pk=post.pk), plan, now)


@transaction.atomic
def close_post(*, post: ProgrammePost, by: Person, now: datetime) -> None:
    """Close a post from today on; what was stays. Repeating it changes nothing.

    Refused: others than those who keep the organisation's posts.
    """
    refuse_other_keeper(by, post.organisation_id)
    ProgrammePost.objects.filter(pk=post.pk, closed_on=None).update(closed_on=today(now))
    withdraw_questions(PostQuestion.objects.filter(post=post), now)


@transaction.atomic
def give_post(
    *,
    post: ProgrammePost,
    person: Person,
    starts: date,
    by: Person,
    now: datetime,
    ends: date | None = None,
    acting: bool = False,
) -> PostHolder:
    """Say that a person holds a post from a day, until a day or on and on; acting, until a day.

    Refused: others than those who keep the organisation's posts, the keeper themselves, a person of
    another organisation, one without a role there then or who has not come in, a day before the
    post or after its end, more people at once than the post needs, and one who holds it in these
    days already.
    """
    refuse_other_keeper(by, post.organisation_id)
    if person.organisation_id != post.organisation_id or person.account_id == by.account_id:
        raise not_yours()
    held = Membership.objects.lasting(starts).filter(person=person)
    if person.awaited or not (person.is_active and held.exists()):
        raise refuse_at("person", _("This person has no role here in these days."))
    locked = ProgrammePost.objects.select_for_update().get(pk=post.pk)
    holder = PostHolder(post=locked, person=person, starts=starts, ends=ends, acting=acting)
    refuse_days(holder)
    holder.entered_by, holder.entered_at = by, now
    holder.save()
    asked = PostQuestion.objects.filter(post=post, person=person, state__in=PostQuestion.OPEN)
    asked.update(state=PostQuestion.State.TAKEN, settled_at=now)
    withdraw_filled(locked, now)
    note_held(by, person, post, now)
    return holder


@transaction.atomic
def end_holding(*, holder: PostHolder, ends: date, by: Person, now: datetime) -> None:
    """Set the last day on which a person holds a post.

    Refused: others than those who keep the organisation's posts, the person themselves, a day
    before the first, and days in which the post has enough holders.
    """
    refuse_other_keeper(by, holder.post.organisation_id)
    if holder.person.account_id == by.account_id:
        raise not_yours()
    ProgrammePost.objects.select_for_update().get(pk=holder.post_id)
    holder.ends = ends
    refuse_days(holder)
    holder.save(update_fields=["ends"])
    note_held(by, holder.person, holder.post, now)


def keep(post: ProgrammePost, plan: PostPlan, now: datetime) -> ProgrammePost:
    """Check a plan and save it as the post."""
    refuse_plan(plan, post, now)
    post.job, post.province, post.since = plan.job, plan.province, plan.since
    post.station, post.unit, post.level = plan.station, plan.unit, plan.level
    post.needed, post.on_call = plan.needed, plan.on_call
    post.languages = [one for one in SpokenLanguage.values if one in plan.languages]
    post.full_clean(exclude={"closed_on", "organisation"})
    post.save()
    post.certificates.set(plan.certificates)
    withdraw_filled(post, now)
    return post


def withdraw_filled(post: ProgrammePost, now: datetime) -> None:
    """Withdraw the questions about days on which a post has enough people; an acting one is not."""
    held = PostHolder.objects.filter(post=post, acting=False)
    asked = PostQuestion.objects.filter(post=post, state__in=PostQuestion.OPEN)
    for starts in set(asked.values_list("starts", flat=True)):
        if held.on(starts).count() >= post.needed:
            withdraw_questions(asked.filter(starts=starts), now)


def withdraw_questions(asked: QuerySet[PostQuestion], now: datetime) -> None:
    """Withdraw those of some questions that are open."""
    still = asked.filter(state__in=PostQuestion.OPEN)
    still.update(state=PostQuestion.State.WITHDRAWN, settled_at=now)


def refuse_plan(plan: PostPlan, post: ProgrammePost, now: datetime) -> None:
    """Refuse a plan with something that is not the organisation's, or that cannot be."""
    organisation = post.organisation_id
    refuse_entry("job", plan.job, organisation, held=post.job_id)
    if plan.province not in provinces():
        raise refuse_at("province", _("There is no such province."))
    for name in ("station", "unit", "level"):
        one = getattr(plan, name)
        if one and one.organisation_id != organisation:
            raise refuse_at(name, _("Your organisation does not have this one."))
    if any(one.organisation_id != organisation for one in plan.certificates):
        raise refuse_at("certificates", _("Your organisation does not have this one."))
    if plan.station and plan.station.province != plan.province:
        there = plan.station.place
        raise refuse_at(
            "station", _("This station is in %(province)s."), province=there.name if there else "–"
        )
    if plan.since > today(now):
        raise refuse_at("since", _("A day that has come, please."))


def refuse_days(holder: PostHolder) -> None:
    """Refuse days that cannot be, or in which enough people hold the post.

    A person with a last role that is over by then holds it no more.
    """
    post, span = holder.post, holder.span
    if span.ends and span.ends < span.starts:
        raise refuse_at("ends", _("The last day is before the first."))
    if holder.acting and span.ends is None:
        raise refuse_at("ends", _("Who acts in a post does so until a day. Please write it."))
    if span.starts < post.since:
        sentence = _("This post is there since %(day)s.")
        raise refuse_at("starts", sentence, day=written_day(post.since))
    if post.closed_on and span.starts >= post.closed_on:
        raise refuse_at("starts", _("This post is closed."))
    others = PostHolder.objects.filter(post=post).exclude(pk=holder.pk)
    meeting = [one for one in others if one.span.meets(span)]
    if any(one.person_id == holder.person_id for one in meeting):
        raise refuse_at("person", _("This person holds this post in these days already."))
    if not holder.acting:
        staying = others.filter(acting=False).staying(span.starts)
        refuse_more([one.span for one in staying if one.span.meets(span)], span, post.needed)


def refuse_more(others: Sequence[HoldingSpan], span: HoldingSpan, needed: int) -> None:
    """Refuse more people at once than a post needs; who acts in it does not count."""
    shared = [HoldingSpan(max(one.starts, span.starts), one.ends) for one in others]
    if most_at_once([*shared, span]) > needed:
        sentence = _("This post is held by %(n)s in these days already. Please end one first.")
        raise refuse_at("starts", sentence, n=most_at_once(shared))


def note_held(by: Person, person: Person, post: ProgrammePost, now: datetime) -> None:
    """Note for a person that a post was given to them, or has a last day."""
    note_access(
        viewer=by,
        role=by.acts_as(*MAY.keep_posts),
        what=access_kinds.POST_HELD,
        person=person,
        subject=post.public_id,
        at=now,
    )
