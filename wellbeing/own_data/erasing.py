"""Delete what a person told about themselves, when they ask, and remember that they did."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.accounts.places import note_at_every_place
from people.audit import actions as audit
from people.models import Person
from people.own_data.traces import TRACES, Trace
from people.tenancy.context import everywhere
from people.weeks import Week, today
from wellbeing import access_kinds
from wellbeing.checkins import actions as checkins
from wellbeing.events.actions import take_word_back
from wellbeing.groups import freezing
from wellbeing.models import EMPTIED, CheckIn, HardEvent, Tombstone
from wellbeing.rules.pulse import PulseAnswers

from . import tombstones


@dataclass(frozen=True)
class Going:
    """The number of rows of a kind to delete."""

    label: str | Promise
    count: int


@everywhere()
def going(*, person: Person, before: date | None, now: datetime) -> list[Going]:
    """Count what would be deleted at every place, by kind, before it is.

    A future day is refused.
    """
    refuse_day(before, now)
    counts = [(one, rows(one, person, before).count()) for one in TRACES]
    return [Going(one.label, n) for one, n in counts if n or not one.where_there_is_one]


def refuse_day(before: date | None, now: datetime) -> None:
    """Refuse a future day: what is not written yet cannot be chosen."""
    if before and before > today(now):
        raise ValidationError({"before": _("This day is still to come.")}, code="before")


def rows(trace: Trace, person: Person, before: date | None) -> models.QuerySet:
    """Choose the rows of a person's account: all, or those that were over before a day."""
    own = trace.of(person)
    return own if before is None else own.filter(trace.over_before(before))


@transaction.atomic
@everywhere()
def erase(*, person: Person, before: date | None, now: datetime) -> Tombstone:
    """Delete for good what a person told at every place, all or what was over before a day.

    What is written elsewhere stays: the work they sent, the audit trail, and published group bands,
    which hold no name. That something happened, which they let be known, goes out of that work. Of
    a week in a block that is not published yet an empty row stays. A future day is refused.
    """
    refuse_day(before, now)
    # What is being written comes before, or waits: no correction brings back what goes here.
    theirs = Person.objects.filter(account=person.account_id).order_by("pk")
    list(theirs.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    for trace in TRACES:
        take_back(trace, rows(trace, person, before), now=now)
    if before is None:
        ask_no_more(person)
    note_at_every_place(person.account, access_kinds.ERASED, now=now)
    made = Tombstone.objects.create(person=person.public_id, before=before, at=now)
    transaction.on_commit(tombstones.write_out)
    return made


def ask_no_more(person: Person) -> None:
    """Keep nothing of a question after an event, at each place of a person without one."""
    left = HardEvent.objects.filter(person=OuterRef("pk"))
    theirs = Person.objects.filter(~Exists(left), account=person.account_id)
    theirs.update(asked_until=None)


@transaction.atomic
def erase_week(*, person: Person, week: Week, now: datetime) -> Tombstone:
    """Delete for good what a person said in one closed week: answers, their sum and the note.

    The row of the week stays, like the row of a person who said nothing: a viewer cannot see that
    it was deleted. Published bands stay too. Refused: a week that can still be changed, and a week
    with nothing left.
    """
    checkins.refuse_open(week, now)
    # A correction of the same moment comes before, and goes, or waits and is refused.
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not empty_week(person, week, now):
        raise ValidationError(_("Nothing is kept of what you said in this week."), code="nothing")
    audit.note_own(person=person, what=access_kinds.ERASED, at=now)
    made = Tombstone.objects.create(person=person.public_id, week=week.monday, at=now)
    transaction.on_commit(tombstones.write_out)
    return made


def empty_week(person: Person, week: Week, until: datetime) -> int:
    """Empty a week's row of what was written until a moment; say whether there was any."""
    row = CheckIn.objects.of(person).filter(week=week.monday, recorded_at__lte=until).first()
    if row is None or not row.holds:
        return 0
    bare = CheckIn.of(PulseAnswers(), person=person, unit=row.unit, week=week.monday)
    bare.pk, bare.recorded_at, bare.item_set = row.pk, row.recorded_at, row.item_set
    bare.save()
    return 1


def replay(tombstone: Tombstone) -> int:
    """Delete again what a tombstone had deleted; later rows stay. Count the rows."""
    person = Person.objects.filter(public_id=tombstone.person).first()
    if person is None:
        return 0
    if tombstone.week:
        return empty_week(person, Week(tombstone.week), tombstone.at)
    gone = 0
    for trace in TRACES:
        old = rows(trace, person, tombstone.before).filter(**{f"{trace.made}__lte": tombstone.at})
        gone += take_back(trace, old, now=tombstone.at)
    if tombstone.before is None:
        ask_no_more(person)
    return gone


def take_back(trace: Trace, going: models.QuerySet, *, now: datetime) -> int:
    """Delete some rows as their person asks; of what others go on reading, what they told."""
    return trace.empty(going) if trace.emptied else delete_rows(trace, going, now=now)


def delete_rows(trace: Trace, going: models.QuerySet, *, now: datetime) -> int:
    """Delete some rows of a kind for good, and what others read of them; count the rows."""
    if trace.model is HardEvent:
        take_word_back(going.select_related("person"), now=now)
    if trace.model is CheckIn:
        return empty_weeks(going, now=now) + trace.delete(going.exclude(uncounted(now)))
    return trace.delete(going)


def uncounted(now: datetime) -> models.Q:
    """Choose the weeks of blocks that a job may still freeze."""
    return models.Q(week__gte=freezing.due(now)[0].first.monday)


def empty_weeks(going: models.QuerySet, *, now: datetime) -> int:
    """Empty the weeks that groups may still count, and leave their rows; count these.

    The board says who sent a week. A group that counted one person less than it says would tell
    that this person deleted something, and so that there was something.
    """
    return going.filter(uncounted(now)).update(**EMPTIED)
