"""What rests with a person in a role goes to another person when the role ends."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from people.models import HandOver, HandOverLine, Membership, Person
from people.weeks import today
from people.writing.sentences import Sentence

from .kinds import DAY, RESTING_KINDS, RestingKind, is_last_role, team_of
from .notice_tasks import tell_taker

log = logging.getLogger(__name__)

# So long after its end an unsettled role is still handed over: jobs may have stood still.
MISSED_FOR = 90 * DAY


@dataclass(frozen=True)
class Resting:
    """One kind of what rests with a role: how many, if that may be told, and who could take it."""

    kind: RestingKind
    count: int | None
    offered: tuple[Person, ...]

    @property
    def code(self) -> str:
        """The code of its kind."""
        return self.kind.code

    @property
    def needs_taker(self) -> bool:
        """Say whether a person has to take it."""
        return self.kind.rows is not None and bool(self.offered or not self.kind.returns)

    @property
    def otherwise(self) -> Sentence:
        """Say what becomes of what no person has to take."""
        return str(self.kind.stays or self.kind.returns or "")

    @property
    def words(self) -> Sentence:
        """Say what it is, with the number where it may be told."""
        if self.count is None or self.kind.sentence is None:
            return str(self.kind.unnumbered)
        return self.kind.sentence % {"n": self.count}


def what_rests(member: Membership, last_day: date, *, by: Person) -> list[Resting]:
    """List what rests with a role on its last day, and who can be chosen for each.

    Where the number may not be told, the kind is listed for each role with people. With a role that
    never begins nothing rests.
    """
    found: list[Resting] = []
    if member.starts > last_day:
        return found
    for kind in kinds_of(member, last_day):
        count = number(kind, member, last_day)
        if count == 0 or (count is None and not team_of(member, last_day).exists()):
            continue
        found.append(Resting(kind, count, offered(kind, member, last_day + DAY, by)))
    return found


def kinds_of(member: Membership, last_day: date) -> list[RestingKind]:
    """List what can rest with a role until its last day, the most pressing first."""
    found = [kind for kind in RESTING_KINDS.values() if member.role in kind.roles]
    if not is_last_role(member, last_day):
        found = [kind for kind in found if not kind.with_last_role]
    return sorted(found, key=lambda one: one.place)


def number(kind: RestingKind, member: Membership, last_day: date) -> int | None:
    """Count what rests; None if the number may not be told, or there is nothing to count."""
    if kind.rows is None or kind.sentence is None:
        return None
    return kind.rows(member, last_day).count()


def offered(kind: RestingKind, member: Membership, day: date, by: Person) -> tuple[Person, ...]:
    """List who could take a kind from a day on; the chooser only if no other could."""
    able = kind.takers(member, day) if kind.takers else []
    return tuple(one for one in able if one != by) or tuple(able)


@transaction.atomic
def arrange(
    member: Membership, last_day: date, takers: Mapping[str, Person], *, by: Person, now: datetime
) -> HandOver | None:
    """Settle who takes what rests with a role after its last day; if that is today, give it now.

    Who was chosen before stays so until another person is. Refused: a kind without a taker, and a
    person who cannot take it.
    """
    every = what_rests(member, last_day, by=by)
    if not any(one.kind.rows for one in every):
        return None
    kept = {line.kind: line.taker for line in settled_lines(member)}
    needed = [one for one in every if one.needs_taker]
    wanted = {one.code: takers.get(one.code) or kept.get(one.code) for one in needed}
    chosen = {one.code: wanted[one.code] for one in needed if wanted[one.code] in one.offered}
    refuse([(one, wanted[one.code]) for one in needed if one.code not in chosen])
    made, _new = HandOver.objects.update_or_create(
        membership=member, defaults={"made_by": by, "made_at": now, "done_at": None}
    )
    made.lines.all().delete()
    for one in every:
        if one.kind.rows:
            made.lines.create(kind=one.code, taker=chosen.get(one.code))
    tell(made, set(filter(None, chosen.values())), last_day)
    if last_day <= today(now):
        give(made, member, last_day, now)
    return made


def carry_on(old: Membership, new: Membership) -> None:
    """Let what was settled about the end of a role hold for the row with which it goes on."""
    HandOver.objects.filter(membership=old).update(membership=new)


def carry_back(new: Membership, old: Membership) -> None:
    """Let what was settled hold for the row that was to go on, where nothing else is settled."""
    if not HandOver.objects.filter(membership=old).exists():
        carry_on(new, old)


def pass_on(member: Membership, *, by: Person, now: datetime) -> None:
    """Give at once what rests with a role that becomes another one, to the nearest who could.

    `member` is the role as it was, without the key of its row, which is the other role by now: the
    person may take in that one what rests. Refused: a kind that no person could take.
    """
    day = today(now)
    every = what_rests(member, day, by=by)
    refuse([(one, None) for one in every if one.needs_taker and not one.offered])
    for one in every:
        if one.kind.rows and one.kind.give:
            one.kind.give(member, one.kind.rows(member, day), list(one.offered), now)


def nearest_takers(member: Membership, last_day: date, *, by: Person) -> dict[str, Person]:
    """Choose for each kind the nearest who could take it, where no page asks for another choice."""
    found = what_rests(member, last_day, by=by)
    return {one.code: one.offered[0] for one in found if one.needs_taker and one.offered}


def kept_or_nearest_takers(member: Membership, last_day: date, *, by: Person) -> dict[str, Person]:
    """Choose for each kind who was chosen before, if they still could take it, or else the nearest.

    A kind that no person could take is left out.
    """
    able = {one.code: one.offered for one in what_rests(member, last_day, by=by)}
    kept = {line.kind: line.taker for line in settled_lines(member)}
    still = {code: one for code, one in kept.items() if one and one in able.get(code, ())}
    return nearest_takers(member, last_day, by=by) | still


def settled_lines(member: Membership) -> list[HandOverLine]:
    """Read who was chosen before."""
    found = HandOverLine.objects.filter(hand_over__membership=member)
    return list(found.select_related("taker"))


def settled_version(member: Membership) -> str:
    """Name what is settled about the end of a role, as the page that was read names it."""
    made = HandOver.objects.filter(membership=member).first()
    return made.made_at.isoformat() if made else ""


def refuse_settled(member: Membership, version: str, by: Person) -> None:
    """Refuse a choice of who read the page before another admin chose."""
    others = HandOver.objects.filter(membership=member).exclude(made_by=by)
    if others.exists() and version != settled_version(member):
        names = dict.fromkeys(line.taker.name for line in settled_lines(member) if line.taker)
        sentence = _(
            "Another admin has settled this meanwhile, with: %(names)s. Please look once more; "
            "what you chose is still here."
        )
        raise ValidationError(sentence, code="changed", params={"names": ", ".join(names)})


def refuse(untaken: Sequence[tuple[Resting, Person | None]]) -> None:
    """Refuse kinds without a taker, each with the person who was chosen and cannot take it."""
    if untaken:
        raise ValidationError({one.code: refusal(one, taker) for one, taker in untaken})


def refusal(one: Resting, taker: Person | None) -> ValidationError:
    """Make the refusal of a kind without a taker, or a person who cannot take it."""
    sentence = _("Nobody takes this yet: %(what)s.")
    if not one.offered:
        sentence = _("There is nobody who could take this: %(what)s. Please give a role first.")
    elif taker is not None:
        sentence = _("This person cannot take it: %(what)s.")
    return ValidationError(sentence, code="rests", params={"what": one.kind.unnumbered})


def give_due(now: datetime) -> None:
    """Give what rests with roles that are over, also what came since it was settled; repeatable."""
    day = today(now)
    for member in ended_unsettled(day):
        HandOver.objects.get_or_create(membership=member, defaults={"made_at": now})
    waiting = HandOver.objects.filter(done_at=None, membership__ends__lt=day)
    for pk in waiting.order_by("pk").values_list("pk", flat=True):
        try:
            give_one(pk, now)
        except Exception as broken:  # noqa: BLE001 - whatever it is, it holds up no other hand-over
            log.error("A hand-over could not be given: %s", type(broken).__name__)


@transaction.atomic
def give_one(pk: int, now: datetime) -> None:
    """Give what rests with one role that is over, and note whether all of it found a taker."""
    one = HandOver.objects.select_for_update().get(pk=pk)
    members = Membership.objects.select_related("unit__organisation", "person")
    member = members.annotate(stays=goes_on(today(now))).get(pk=one.membership_id)
    if member.ends and (member.stays or give(one, member, member.ends, now)):
        one.done_at = now
        one.save(update_fields=["done_at"])


def ended_unsettled(day: date) -> list[Membership]:
    """Find the roles that ended lately of which no person settled who takes what.

    The operator ended them, a stand-in ran out, or nothing rested with them when their end was set.
    """
    lately = Membership.objects.filter(ends__lt=day, ends__gte=day - MISSED_FOR, hand_over=None)
    return list(lately.exclude(goes_on(day)).order_by("pk"))


def goes_on(day: date) -> Q:
    """Roles that the same person had again by a day: all that rests with it went along.

    Where the later one has ended since, that one hands it over.
    """
    same = {name: OuterRef(name) for name in ("person", "unit", "role")}
    later = Membership.objects.filter(**same, starts__gt=OuterRef("ends"), starts__lte=day)
    return Q(Exists(later))


def give(hand_over: HandOver, member: Membership, last_day: date, now: datetime) -> bool:
    """Give each kind to its taker; say whether each found one.

    Where the taker left meanwhile, or is the person that a row is about, the next one takes it who
    could: in the end the level above. So does what came after it was settled who takes what.
    """
    complete = True
    lines = {line.kind: line for line in hand_over.lines.select_related("taker")}
    for kind in kinds_of(member, last_day):
        if not (kind.rows and kind.takers and kind.give):
            continue
        rows = kind.rows(member, last_day)
        if not (line := lines.get(kind.code)) and not rows.exists():
            continue
        able = kind.takers(member, max(last_day + DAY, today(now)))
        people = chosen_first(able, line.taker_id if line else None, member.acting_for_id)
        line = line or HandOverLine(hand_over=hand_over, kind=kind.code)
        keep_taker(line, people, last_day)
        complete = complete and bool(people or kind.returns or not rows.exists())
        kind.give(member, rows, people, now)
    return complete


def chosen_first(able: list[Person], *chosen: int | None) -> list[Person]:
    """Order who could take something: who was chosen, or is back, before the nearest."""
    order = [*chosen, *(one.pk for one in able)]
    return sorted(able, key=lambda one: order.index(one.pk))


def keep_taker(line: HandOverLine, people: list[Person], last_day: date) -> None:
    """Keep who takes a kind now, and tell them if another person was to take it, or none."""
    taker = people[0] if people else line.taker
    if line.pk is None or taker != line.taker:
        line.taker = taker
        line.save()
        tell(line.hand_over, {taker} if taker else set(), last_day)


def tell(made: HandOver, takers: set[Person], last_day: date) -> None:
    """Tell those who take something, once for each last day; not the person of the role."""
    for taker in takers - {made.membership.person}:
        tell_taker.enqueue(made.pk, taker.pk, str(last_day))
