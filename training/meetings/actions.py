"""Supervision in a group: write a meeting down, tell one's own part, confirm it, leave it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from people.audit.actions import note_access
from people.mandates import not_yours, refuse_part_admin, refuse_who_left, refuse_without
from people.members.supervision import reachable
from people.models import MAY, Membership, Organisation, Person
from people.models.persons import PersonQuerySet
from people.weeks import today
from people.writing.sentences import Sentence
from training import access_kinds
from training.hours.tasks import trainers_of
from training.models import GroupMeeting, MeetingPlace, SupervisionShare
from training.models.meetings import in_groups_of
from training.rules.group_supervision import FEWEST, MOST, MOST_HOURS, year_before

State = MeetingPlace.State
NAMED_AT_MOST = 5


@dataclass(frozen=True)
class MeetingFacts:
    """What is said of a meeting, besides who was there."""

    day: date
    kind: str
    hours: Decimal
    leader: Person | None = None
    outside_leader: str = ""


def people_of(viewer: Person) -> PersonQuerySet:
    """Find the people that a viewer may lead in a group today.

    A person who left or has not come in yet is none of them.
    """
    return Person.objects.filter(in_groups_of(viewer), is_active=True, awaited=False)


def leaders_of(person: Person, now: datetime) -> list[Person]:
    """List the colleagues who may lead a group with a person in it, the nearest first."""
    near = [one for one, _role in reachable(person, now)]
    return list(dict.fromkeys([*near, *trainers_of(person)]))


@transaction.atomic
def record(
    *,
    by: Person,
    day: date,
    kind: str,
    hours: Decimal,
    outside_leader: str = "",
    people: Iterable[Person],
    now: datetime,
) -> GroupMeeting:
    """Write down a meeting that the viewer led, or one with a leader from outside.

    It counts at once; what one of the people told of the same meeting is replaced. Refused: a
    viewer who leads no group, people out of reach today, too few or too many, a day to come, over
    a year ago or before one of them came, the same meeting twice, more than a working day in it or
    on that day, and an identity in the name of a leader from outside.
    """
    refuse_without(by, *MAY.lead_groups)
    chosen = {one.pk for one in people}
    refuse_number(len(chosen))
    refuse_day(day, today(now))
    outside = outside_leader.strip()
    facts = MeetingFacts(day, kind, hours, None if outside else by, outside)
    found = lock(people_of(by).filter(pk__in=chosen), by)
    if {one.pk for one in found} != chosen:
        raise refused_people(_("One of these people is not in your reach today."), "out_of_reach")
    meeting = fit(facts, by, now)
    refuse_before_they_came(found, day)
    refuse_twice(found, facts)
    forget(same(found, facts))
    refuse_long_day(found, facts)
    if not outside:
        refuse_long_day_of_leader(by, facts)
    meeting.save()
    MeetingPlace.objects.bulk_create(
        MeetingPlace(meeting=meeting, person=one, state=State.CONFIRMED, decided_by=by)
        for one in found
    )
    role = by.acts_as(*MAY.lead_groups)
    note_access(viewer=by, role=role, what=access_kinds.GROUP, people=found, at=now)
    return meeting


@transaction.atomic
def tell(
    *,
    person: Person,
    by: Person,
    day: date,
    kind: str,
    hours: Decimal,
    leader: Person | None,
    outside_leader: str = "",
    now: datetime,
) -> MeetingPlace:
    """Write down the worker's own part in a meeting; it counts once another person confirms it.

    Refused as in `record`; a worker tells their own part alone, and names as leader a colleague who
    may lead a group with them today, or else a person from outside.
    """
    if person.pk != by.pk:
        raise not_yours()
    refuse_who_left(by)
    refuse_day(day, today(now))
    outside = "" if leader else outside_leader.strip()
    if leader is not None and leader not in leaders_of(person, now):
        sentence = _("Please choose who led it.")
        raise ValidationError({"leader": ValidationError(sentence, code="leader")})
    if leader is None and not outside:
        sentence = _("Please say who led it.")
        raise ValidationError({"outside_leader": ValidationError(sentence, code="leader")})
    facts = MeetingFacts(day, kind, hours, leader, outside)
    own = lock(Person.objects.filter(pk=person.pk), by)
    meeting = fit(facts, by, now)
    refuse_before_they_came(own, day, "day")
    if same(own, facts).exists():
        sentence = _("This meeting is in your list already.")
        raise ValidationError({"day": ValidationError(sentence, code="twice")})
    refuse_long_day(own, facts, "hours")
    meeting.save()
    return MeetingPlace.objects.create(meeting=meeting, person=person, state=State.TOLD)


@transaction.atomic
def confirm(*, place: MeetingPlace, counts: bool, by: Person, now: datetime) -> MeetingPlace:
    """Say that a part in a meeting which a worker told counts, or that it does not.

    Refused: one's own, one that is decided, and one that neither the leader of that meeting, with
    the worker in reach today, nor a trainer of the worker decides.
    """
    waiting = MeetingPlace.objects.to_confirm(by).filter(pk=place.pk)
    held = MeetingPlace.objects.select_for_update(of=("self",)).select_related("person")
    if not waiting.exists() or not (found := held.filter(pk=place.pk, state=State.TOLD).first()):
        raise not_yours()
    found.state = State.CONFIRMED if counts else State.REFUSED
    found.decided_by = by
    found.save(update_fields=["state", "decided_by"])
    role = by.acts_as(*MAY.lead_groups)
    note_access(viewer=by, role=role, what=access_kinds.GROUP, person=found.person, at=now)
    return found


@transaction.atomic
def leave(*, place: MeetingPlace, by: Person) -> None:
    """Take the worker out of a meeting at once: they were not there. No other person can."""
    if place.person_id != by.pk:
        raise not_yours()
    forget(MeetingPlace.objects.filter(pk=place.pk))


@transaction.atomic
def take_back(*, meeting: GroupMeeting, by: Person) -> None:
    """Take away a meeting that the viewer wrote down for others, with all who were there.

    Refused where one of them is no longer in the viewer's reach: those take themselves out.
    """
    refuse_without(by, *MAY.lead_groups)
    if meeting.places.exclude(person__in=people_of(by)).exists():
        sentence = _("One of those who were there is no longer in your reach, so it stays.")
        raise ValidationError(sentence, code="out_of_reach")
    gone, _rows = GroupMeeting.objects.written_by(by).filter(pk=meeting.pk).delete()
    if not gone:
        raise not_yours()


@transaction.atomic
def set_shares(*, by: Person, shares: Mapping[str, Decimal], now: datetime) -> None:
    """Set which share of the hours of each kind counts from now on; what was counted stays.

    Refused: a viewer who is no admin of the whole organisation, and a share below 0 or over 1.
    """
    refuse_part_admin(by, by.organisation_id)
    Organisation.objects.select_for_update(no_key=True).get(pk=by.organisation_id)  # two presses
    for kind, share in shares.items():
        known = SupervisionShare.objects.visible_to(by).filter(kind=kind).first()
        row = known or SupervisionShare(organisation_id=by.organisation_id, kind=kind)
        row.share, row.set_by, row.set_at = share, by, now
        try:
            row.full_clean()
        except ValidationError as refused:
            raise ValidationError({kind: refused.messages}) from refused
        row.save()


def lock(people: QuerySet[Person], by: Person) -> list[Person]:
    """Hold people in a row, so that the same meeting is not written down twice at a time."""
    wanted = Person.objects.filter(Q(pk__in=people.values("pk")) | Q(pk=by.pk))
    held = list(wanted.select_for_update(of=("self",), no_key=True).order_by("pk"))
    there = set(people.values_list("pk", flat=True))
    return [one for one in held if one.pk in there]


def fit(facts: MeetingFacts, by: Person, now: datetime) -> GroupMeeting:
    """Make a meeting and judge what is said of it; it is not saved yet."""
    meeting = GroupMeeting(
        organisation_id=by.organisation_id,
        leader=facts.leader,
        outside_leader=facts.outside_leader,
        kind=facts.kind,
        day=facts.day,
        hours=facts.hours,
        share=SupervisionShare.of(by).get(facts.kind, Decimal(0)),
        recorded_by=by,
        recorded_at=now,
    )
    meeting.full_clean()
    return meeting


def forget(places: QuerySet[MeetingPlace]) -> None:
    """Take people out of meetings, and away the meetings at which no other person was."""
    of = set(places.values_list("meeting_id", flat=True))
    places.delete()
    GroupMeeting.objects.filter(pk__in=of, places=None).delete()


def same(people: list[Person], facts: MeetingFacts) -> QuerySet[MeetingPlace]:
    """Find the parts of people in the same meeting: its day, its kind and who led it."""
    return MeetingPlace.objects.filter(
        person__in=people,
        meeting__day=facts.day,
        meeting__kind=facts.kind,
        meeting__leader=facts.leader,
        meeting__outside_leader__iexact=facts.outside_leader,
    )


def refused_people(
    sentence: Sentence, code: str, field: str = "people", **about: str
) -> ValidationError:
    """Make a refusal about some of the people."""
    return ValidationError({field: ValidationError(sentence, code=code, params=about)})


def names(people: Iterable[Person]) -> str:
    """Write the names of some people; of many the first."""
    written = [one.name for one in people]
    return ", ".join(written[:NAMED_AT_MOST]) + (" …" if len(written) > NAMED_AT_MOST else "")


def refuse_number(n: int) -> None:
    """Refuse a meeting of too few or too many people."""
    if n < FEWEST:
        raise refused_people(_("A group is two people or more, besides who led it."), "few")
    if n > MOST:
        sentence = _("These are too many people for a group. A larger meeting is a training.")
        raise refused_people(sentence, "many")


def refuse_day(day: date, day_now: date) -> None:
    """Refuse a day that has not been, or that is too long ago to be remembered."""
    if day > day_now:
        sentence = _("This day is still to come.")
        raise ValidationError({"day": ValidationError(sentence, code="to_come")})
    if day < year_before(day_now):
        sentence = _("This is more than a year ago.")
        raise ValidationError({"day": ValidationError(sentence, code="long_ago")})


def refuse_before_they_came(people: list[Person], day: date, field: str = "people") -> None:
    """Refuse people who belonged to no unit on that day."""
    here = set(
        Membership.objects.on(day).filter(person__in=people).values_list("person", flat=True)
    )
    if early := [one for one in people if one.pk not in here]:
        sentence = _("Not here yet on that day: %(names)s.")
        raise refused_people(sentence, "not_here", field, names=names(early))


def refuse_twice(people: list[Person], facts: MeetingFacts) -> None:
    """Refuse people with this meeting written down and counting already."""
    there = same(people, facts).filter(state=State.CONFIRMED).select_related("person")
    if again := [one.person for one in there]:
        sentence = _("This meeting is written down already for: %(names)s.")
        raise refused_people(sentence, "twice", names=names(again))


def refuse_long_day(people: list[Person], facts: MeetingFacts, field: str = "people") -> None:
    """Refuse people with more hours in groups on that day than a working day has."""
    sums: dict[int, Decimal] = {one.pk: facts.hours for one in people}
    others = MeetingPlace.objects.filter(person__in=people, meeting__day=facts.day)
    for pk, hours in others.exclude(state=State.REFUSED).values_list("person", "meeting__hours"):
        sums[pk] += hours
    if over := [one for one in people if sums[one.pk] > MOST_HOURS]:
        sentence = _("This is more than a working day in groups for: %(names)s.")
        raise refused_people(sentence, "long_day", field, names=names(over))


def refuse_long_day_of_leader(by: Person, facts: MeetingFacts) -> None:
    """Refuse more hours of leading on a day than a working day has."""
    led = led_by(by).filter(day=facts.day).values_list("hours", flat=True)
    if sum(led, facts.hours) > MOST_HOURS:
        sentence = _("With your other meetings of this day, this is more than a working day.")
        raise ValidationError({"hours": ValidationError(sentence, code="long_day")})


def led_by(viewer: Person) -> QuerySet[GroupMeeting]:
    """Find the meetings that a viewer led and wrote down: their hours are of leading."""
    return GroupMeeting.objects.written_by(viewer).filter(leader=viewer)
