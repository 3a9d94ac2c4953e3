"""Careers: set out the ladder, give a level, say at which level a person was seen."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from people.mandates import refuse_part_admin
from people.models import MAY, Person, Role, in_office_of
from training.models import (
    AskedCompetency,
    Attendance,
    CareerLevel,
    Certificate,
    CertificateType,
    Competency,
    CompetencyAssessment,
    Course,
    Enrolment,
    HeldLevel,
    MeetingPlace,
    Study,
)
from training.models.careers import assessed_by
from training.rules import group_supervision, tenure
from training.rules.careers import ANY, LevelEvidence, LevelStanding
from training.rules.certificates import CertificateState
from training.rules.usual_ladder import COMPETENCIES, RUNGS, Rung

DAY = timedelta(days=1)


@transaction.atomic
def set_up_ladder(*, by: Person) -> list[CareerLevel]:
    """Set out the tracks of the usual ladder that an organisation does not have, and competencies.

    Refused: a viewer who is no admin of the whole organisation, an organisation that has every
    track, and a level with the name of another level.
    """
    refuse_part_admin(by, by.organisation_id)
    if not (lacking := absent(by)):
        raise ValidationError(_("The levels are set out already."), code="there")
    known = [
        Competency.objects.get_or_create(
            organisation_id=by.organisation_id,
            code=code,
            defaults={"name": {"en": en, "th": th}, "position": n},
        )[0]
        for n, (code, en, th) in enumerate(COMPETENCIES)
    ]
    competencies = {one.code: one for one in known}
    rungs = [(n, rung) for n, rung in enumerate(RUNGS) if rung.track in lacking]
    return [write(rung, n, by, competencies) for n, rung in rungs]


def absent(person: Person) -> set[str]:
    """The tracks of the usual ladder of which a person's organisation has no level."""
    there = CareerLevel.objects.visible_to(person).values_list("track", flat=True)
    return {rung.track for rung in RUNGS} - set(there)


def write(
    rung: Rung, position: int, by: Person, competencies: dict[str, Competency]
) -> CareerLevel:
    """Write one level of the usual ladder."""
    level = CareerLevel(
        organisation_id=by.organisation_id,
        track=rung.track,
        position=position,
        name={"en": rung.english, "th": rung.thai},
        months=12 * rung.years,
        hours=rung.hours,
        foundation=rung.foundation,
        specialty=rung.specialty,
        advanced=rung.advanced,
        work=rung.work,
        longest_months=rung.longest_months,
        source=rung.source,
        unverified=rung.unverified,
    )
    level.full_clean()
    level.save()
    AskedCompetency.objects.bulk_create(
        AskedCompetency(level=level, competency=competencies[code], least=least)
        for code, least in rung.competencies.items()
    )
    return level


@transaction.atomic
def change(
    level: CareerLevel,
    *,
    by: Person,
    certificates: Iterable[CertificateType],
    least: Mapping[Competency, int],
    **fields: object,
) -> CareerLevel:
    """Change what a level of the admin's organisation asks for; 0 asks nothing of a competency.

    Refused: a viewer who is no admin of the whole organisation.
    """
    refuse_part_admin(by, level.organisation_id)
    found = CareerLevel.objects.visible_to(by).get(pk=level.pk)
    for name, value in fields.items():
        setattr(found, name, value)
    found.full_clean()
    found.save()
    found.certificates.set(
        CertificateType.objects.visible_to(by).filter(pk__in=[one.pk for one in certificates])
    )
    found.asked.all().delete()
    AskedCompetency.objects.bulk_create(
        AskedCompetency(level=found, competency=one, least=n) for one, n in least.items() if n
    )
    return found


@transaction.atomic
def place(*, person: Person, level: CareerLevel, since: date, by: Person, day: date) -> HeldLevel:
    """Write down which level a person holds from a day; the one before on its track ends then.

    Refused: oneself, a person out of reach, a day to come, and a day before the present level
    began.
    """
    reach = Person.objects.filter(in_office_of(by, *MAY.give_levels)).exclude(pk=by.pk)
    if not reach.filter(pk=person.pk).exists():
        raise ValidationError(_("You cannot give this person a level."), code="not_yours")
    if since > day:
        raise ValidationError({"since": _("This day is still to come.")})
    return give(person=person, level=level, since=since, by=by)


def give(*, person: Person, level: CareerLevel, since: date, by: Person) -> HeldLevel:
    """Give a level and end the one before on its track; inside the caller's transaction.

    A level of the paid ladder also ends the one held as a volunteer: it is what that led to.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    CareerLevel.objects.visible_to(person).get(pk=level.pk)
    tracks = {level.track} | (
        {CareerLevel.Track.VOLUNTEER} if level.track == CareerLevel.Track.MAIN else set()
    )
    before = person.levels.filter(level__track__in=tracks, until=None)
    if before.filter(since__gt=since).exists():
        raise ValidationError({"since": _("The present level began after this day.")})
    before.filter(since=since).delete()
    before.update(until=since - DAY)
    return HeldLevel.objects.create(person=person, level=level, since=since, given_by=by)


@transaction.atomic
def assess(
    *, person: Person, competency: Competency, level: int, evidence: str, by: Person, day: date
) -> CompetencyAssessment:
    """Say at which level the viewer saw a person; the newest counts, for 24 months.

    Refused: oneself, a person the viewer neither supervises nor trains, a competency of another
    organisation, a level out of 0 to 4, no evidence or an identity in it.
    """
    if not Person.objects.filter(assessed_by(by), pk=person.pk).exists():
        raise ValidationError(_("You cannot assess this person’s competencies."), code="not_yours")
    Competency.objects.visible_to(person).get(pk=competency.pk)
    said = CompetencyAssessment(
        person=person, competency=competency, level=level, evidence=evidence, by=by, day=day
    )
    said.full_clean()
    said.save()
    return said


def here_since(person: Person, day: date) -> date | None:
    """Find since when a person is here without a break."""
    return tenure.since([(m.starts, m.ends) for m in person.every_membership], day)


def newest(person: Person, day: date) -> dict[int, CompetencyAssessment]:
    """The newest assessment of each competency of a person, up to a day."""
    said = person.assessments.filter(day__lte=day).select_related("competency", "by")
    return {one.competency_id: one for one in reversed(said)}


def standing(
    person: Person, day: date, begin: date | None, seen: dict[int, CompetencyAssessment]
) -> LevelStanding:
    """Put together what a person has on a day: time, hours, work, certificates, competencies."""
    hours = whole_days(person, day).aggregate(n=Sum("session__course__hours"))["n"] or Decimal(0)
    current = Certificate.objects.filter(person=person).current()
    return LevelStanding(
        months=tenure.whole_months(begin, day) if begin else 0,
        hours=hours_by_kind(person, day) | {ANY: hours},
        experience=experience(person, day),
        supervision=supervision(person, day),
        certificates=frozenset(
            one.type_id for one in current if one.state(day) is not CertificateState.EXPIRED
        ),
        competencies={
            pk: LevelEvidence(one.level, one.day, one.by_id != person.pk)
            for pk, one in seen.items()
        },
    )


def whole_days(person: Person, day: date) -> QuerySet[Enrolment]:
    """Find the sessions up to a day that a person attended in full."""
    return Enrolment.objects.filter(
        person=person, attendance=Attendance.FULL, session__day__lte=day
    )


def hours_by_kind(person: Person, day: date) -> dict[str, Decimal]:
    """Add up a person's hours of each kind up to a day: each course once, and confirmed hours.

    A course that is taken again renews what is known and is no further training.
    """
    courses = whole_days(person, day).values("session__course")
    taught = Course.objects.filter(pk__in=courses).exclude(kind="")
    told = Study.objects.filter(
        certificate__person=person, state=Study.State.CONFIRMED, day__lte=day
    ).exclude(kind="")
    found: dict[str, Decimal] = defaultdict(Decimal)
    for rows in (taught, told):
        for kind, hours in rows.values_list("kind", "hours"):
            found[kind] += hours
    return dict(found)


def supervision(person: Person, day: date) -> Decimal:
    """Add up a person's hours of supervision in a group up to a day, as much as counts of each."""
    own = MeetingPlace.objects.filter(person=person).confirmed(day)
    return group_supervision.add_up(own.values_list("meeting__hours", "meeting__share"))


def experience(person: Person, day: date) -> int:
    """Count the hours of work in the field that a person's contracts here come to."""
    contracted = [
        (m.starts, m.ends, m.hours)
        for m in person.every_membership
        if m.hours is not None and Role(m.role).carries_load
    ]
    return tenure.hours_worked(contracted, day)
