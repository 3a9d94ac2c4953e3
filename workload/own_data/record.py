"""What the workload keeps about a person, for their own files, and for how long."""

import json
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.models import Person
from people.own_data.record import KEPT, RetentionPeriod, Rows, part
from people.weeks import today
from workload.models import (
    BesideLog,
    CaseloadLine,
    DutyDay,
    FlagStep,
    LieuGrant,
    PayNumber,
    StudyLog,
    SupervisionTalk,
    TimeOff,
    Transfer,
    WeekLink,
    WorkWeek,
)

from . import retention

WEEK: tuple[str, ...] = (
    "week",
    "contracted_hours",
    "hours",
    "nights",
    "court_days",
    "material_minutes",
)
WEEK += ("leave_days", "rest_days")
WEEK += ("case_count", "case_points", "night_points", "supervision_points")
WEEK += ("capacity", "percent", "level", "policy", "sent_at", "changed_at", "corrected_at")
WEEK += ("usual_capacity", "usual_percent", "usual_level", "correction", "alone")
LINE = ("phase", "add_ons", "further_victims", "part", "count", "kind", "reference")
STEP: tuple[str, ...] = (
    "opened_week",
    "level",
    "step",
    "why",
    "by",
    "text",
    "plan",
    "owner",
    "due_on",
)
STEP += ("cases", "points")
DUTY: tuple[str, ...] = ("day", "starts", "ends", "night", "off", "minutes", "severity")
DUTY += ("known", "breaks", "incident")


@part("weeks", *WEEK, "lines", "parts", "reasons")
def weeks(person: Person) -> Rows:
    """The weeks that were sent, as they were judged; lines, parts and reasons as JSON.

    Of several posts, lines and parts name their unit.
    """
    units = {post.unit_id: str(post.unit) for post in person.every_membership}
    for one in WorkWeek.objects.filter(person=person).order_by("week"):
        of_units = (json.dumps(with_unit_names(kept, units)) for kept in (one.lines, one.parts))
        yield *(getattr(one, name) for name in WEEK), *of_units, json.dumps(one.reasons)


def with_unit_names(kept: list[dict], units: dict[int, str]) -> list[dict]:
    """Write what a week keeps of units with their names."""
    return [row | {"unit": units.get(row["unit"], "")} if "unit" in row else row for row in kept]


@part("caseload", *LINE, "unit", "opened_at", "closed_at")
def caseload(person: Person) -> Rows:
    """The lines carried now and before; with posts in several units, each says its own."""
    own = CaseloadLine.objects.filter(person=person).select_related("unit")
    for one in own:
        fields = [getattr(one, name) for name in LINE]
        unit = str(one.unit) if one.unit else ""
        yield fields[0], " ".join(fields[1]), *fields[2:], unit, one.opened_at, one.closed_at


@part("duty_days", *DUTY)
def duty_days(person: Person) -> Rows:
    """The days that the person noted."""
    return DutyDay.objects.filter(person=person).order_by("day").values_list(*DUTY)


@part("flags", *STEP, "at")
def flags(person: Person) -> Rows:
    """Every step of every flag on the person's load."""
    steps = FlagStep.objects.filter(flag__person=person).select_related("flag", "by", "owner")
    for one in steps.order_by("flag", "at", "pk"):
        said = one.text, " ".join(one.chosen), one.owner.name if one.owner else None, one.due_on
        about = (
            one.flag.opened_week,
            one.flag.level,
            one.kind,
            one.why,
            one.by.name if one.by else None,
        )
        yield *about, *said, one.cases, one.points, one.at


MOVE = ("from", "to", "proposed_by", "proposed_at", "state", "reason", "word", "answer", "cases")


@part("moves", *MOVE)
def moves(person: Person) -> Rows:
    """The moves of work from the person or to them."""
    own = Transfer.objects.filter(Q(giver=person) | Q(receiver=person)).order_by("pk")
    for one in own.select_related("giver", "receiver", "proposed_by").prefetch_related("lines"):
        people = one.giver.name, one.receiver.name, one.proposed_by.name
        # It tells how the receiver's certificate stands.
        reason = one.reason if one.receiver_id == person.pk else ""
        yield *people, one.proposed_at, one.state, reason, one.word, one.answer, one.cases


@part("talks", "day", "minutes", "supervisor", "person", "agreed_at", "words")
def talks(person: Person) -> Rows:
    """The one-to-ones, as person or as supervisor, with the words that these two may read."""
    own = SupervisionTalk.objects.visible_to(person).select_related("supervisor", "person")
    for one in own.order_by("day", "pk"):
        yield one.day, one.minutes, one.supervisor.name, one.person.name, one.agreed_at, one.words


@part("time_off", "kind", "first_day", "last_day")
def time_off(person: Person) -> Rows:
    """Days away that the person planned."""
    return TimeOff.objects.filter(person=person).order_by("pk").values_list("kind", "first", "last")


@part("hours_given_back", "week", "hours", "by", "at")
def hours_given_back(person: Person) -> Rows:
    """Hours beyond the contract that came back as time off."""
    for one in LieuGrant.objects.filter(person=person).select_related("by"):
        yield one.week, one.hours, one.by.name, one.at


@part("pay_number", "one_hour", "counts_as", "entered_at")
def pay_number(person: Person) -> Rows:
    """The number for an hour that the person keeps for themselves, opened."""
    for one in PayNumber.objects.visible_to(person):
        said = one.opened("sealed_pay")
        yield said["pay"], said["factor"], one.entered_at


@part("time_study", "week", "phase", "cases", "hours", "logged_at")
def time_study(person: Person) -> Rows:
    """The hours by phase that the person logged."""
    own = StudyLog.objects.filter(person=person)
    return own.values_list("week", "phase", "cases", "hours", "logged_at")


@part("week_links", "week", "made_at")
def week_links(person: Person) -> Rows:
    """List the links that send a week; none of them can be read, for only its hash is kept."""
    return WeekLink.objects.filter(person=person).order_by("pk").values_list("week", "made_at")


@part("time_beside_cases", "week", "kind", "hours", "logged_at")
def time_beside_cases(person: Person) -> Rows:
    """The hours for raising money and for reporting that the person logged."""
    own = BesideLog.objects.filter(person=person)
    return own.values_list("week", "kind", "hours", "logged_at")


def kept(person: Person, now: datetime) -> RetentionPeriod:
    """Say for how long a person's work is kept."""
    n = retention.years_of(person, today(now))
    return RetentionPeriod(
        ngettext("Your work: %(n)d year", "Your work: %(n)d years", n) % {"n": n},
        _(
            "Weeks, days, closed cases and flags, moves and talks. Your organisation chooses for "
            "how long. Bands of groups stay, and so do hours given back as time off."
        ),
    )


def pay_number_kept(_person: Person, _now: datetime) -> RetentionPeriod:
    """Say for how long a person's own pay number is kept."""
    return RetentionPeriod(
        _("Your pay number: until you erase it"),
        _(
            "Sealed, if you entered one. It leaves nothing behind, and nobody else ever reads it. "
            "After your last role it goes with the last of your work."
        ),
    )


KEPT += [kept, pay_number_kept]
