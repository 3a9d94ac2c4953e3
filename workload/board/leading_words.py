"""What leading a team would ask of a person, in words, before they are chosen to lead it."""

from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.handing_over.kinds import DAY, nearest_leads
from people.members.supervision import answers_for
from people.models import Charge, Membership, Person
from people.weeks import Week, today
from people.writing.formats import percent, whole_percent, written_points
from people.writing.sentences import Sentence
from workload.load.parts import level_together, posts_seen, seen_week
from workload.models import WorkWeek
from workload.policies import actions as policies
from workload.rules import load as load_rules
from workload.weeks import actions as weeks


def before_leading(
    person: Person, member: Membership, last_day: date, viewer: Person, now: datetime
) -> list[Sentence]:
    """Say the points of leading in another's place and, where it may be read, the load of now.

    The team is that of the role's last day, and counts as in a supervisor's week.
    """
    day = max(last_day, today(now))
    charge = Charge.over({member.unit_id: member.unit.path}, day)
    team = weeks.people_led(charge, day).exclude(person__in=[person.pk, member.person_id])
    led = team.aggregate(people=Count("pk"), counted=Sum(weeks.share_led(person, day)))
    together = nearest_leads(member, day + DAY)
    shares = len(together) if person in together else 1
    policy = policies.judging(member.unit, Week.of(today(now)))
    points = policy.supervisee * (led["counted"] or Decimal()) / shares
    return [asked_of(person, led["people"], points, policy), *carried_now(person, viewer)]


def asked_of(person: Person, people: int, points: Decimal, policy: load_rules.Policy) -> Sentence:
    """Say how many points the team is, and how much of the person's week."""
    said = {"n": people, "points": written_points(points)}
    if not (room := load_rules.capacity(person.contracted or Decimal(), policy=policy)):
        return (
            ngettext(
                "Leading %(n)s person is %(points)s points a week.",
                "Leading %(n)s people is %(points)s points a week.",
                people,
            )
            % said
        )
    said["percent"] = whole_percent(points / room * 100)
    return (
        ngettext(
            "Leading %(n)s person is %(points)s points a week, %(percent)s of their capacity.",
            "Leading %(n)s people is %(points)s points a week, %(percent)s of their capacity.",
            people,
        )
        % said
    )


def carried_now(person: Person, viewer: Person) -> list[Sentence]:
    """Say the latest load to the person themselves and who answers for them; to no other viewer.

    Who answers for some of several posts hears the part of these, and the level of all together.
    """
    if person != viewer and not answers_for(viewer, person):
        said = _("What they carry now, only they and their supervisor see. Please ask them first.")
        return [said]
    sight = posts_seen(viewer, person)
    sent = WorkWeek.objects.filter(person=person).order_by("week")
    last = (sent if sight.own else sent.filter(alone=False)).last()
    latest = seen_week(last, sight) if last else None
    if latest is None or latest.flag_load is None:
        return [_("No week was sent yet that says what they carry now.")]
    load = {"percent": percent(latest.flag_load)}
    if not latest.is_part or (sight.beside and not latest.together):
        return [_("They carry %(percent)s of their capacity now.") % load]
    part = _("In your part of their work they carry %(percent)s of their capacity now.") % load
    if together := level_together(latest):
        return [part, _("All posts together: %(level)s") % {"level": together.label}]
    return [part]
