"""What training keeps about a person, for their own files."""

from dataclasses import astuple

from django.db.models import Exists, F, OuterRef, Q

from people.models import Person
from people.own_data.record import Rows, part
from training.models import (
    Award,
    Certificate,
    CompetencyAssessment,
    Enrolment,
    Evaluation,
    Evidence,
    Exemption,
    Goal,
    GroupMeeting,
    HeldLevel,
    MeetingPlace,
    Nomination,
    Promotion,
    Proof,
    Study,
    Thanks,
    ThanksLink,
    VolunteerTerms,
)
from training.rules.evaluations import LINES

TRAINING = (
    "course",
    "day",
    "state",
    "attendance",
    "passed",
    "waiting_attendance",
    "waiting_passed",
)


@part("trainings", *TRAINING)
def trainings(person: Person) -> Rows:
    """The sessions in which the person has a place, or was asked to have one.

    Of a session long past: what waits for a second trainer and does not count yet.
    """
    own = Enrolment.objects.filter(person=person).select_related("session__course")
    for one in own.order_by("session__day", "pk"):
        waiting = one.proposed_attendance, one.proposed_passed
        about = one.session.day, one.state, one.attendance, one.passed
        yield str(one.session.course), *about, *waiting


EVALUATION = ("course", "day", *LINES, "item_set", "answered_at", "no_longer_linked_since")


@part("evaluations", *EVALUATION)
def evaluations(person: Person) -> Rows:
    """What the person said of sessions, 0 to 4 as it was given; empty where a line was skipped.

    Once a session was told: only that the person answered, and since when no link leads from them
    to an answer.
    """
    own = Evaluation.objects.visible_to(person).annotate(
        told_at=F("session__evaluation__frozen_at")
    )
    for one in own.select_related("session__course").order_by("session__day", "pk"):
        since = None if one.sealed_answers else one.told_at
        about = one.item_set, one.answered_at, since
        yield str(one.session.course), one.session.day, *astuple(one.answers), *about


CERTIFICATE = (
    *("type", "issued_on", "expires_on", "issued_by", "revoked_at", "reason"),
    *("file", "file_added_at"),
)


@part("certificates", *CERTIFICATE)
def certificates(person: Person) -> Rows:
    """Every certificate, also those that a newer one replaced; a file is on the page of each."""
    own = Certificate.objects.filter(person=person).annotate(
        file=Exists(Evidence.objects.filter(certificate=OuterRef("pk"))),
        file_added_at=F("evidence__added_at"),
    )
    for one in own.select_related("type", "issued_by").order_by("issued_on", "pk"):
        yield (
            str(one.type),
            one.issued_on,
            one.expires_on,
            one.issued_by.name,
            one.revoked_at,
            one.revoked_reason,
            one.file,
            one.file_added_at,
        )


@part(
    "hours", "certificate", "day", "hours", "what", "kind", "state", "decided_by", "reason", "file"
)
def hours(person: Person) -> Rows:
    """Continuing education the person told, and what was decided; files are on their page."""
    own = Study.objects.filter(certificate__person=person).annotate(
        file=Exists(Evidence.objects.filter(study=OuterRef("pk")))
    )
    for one in own.select_related("certificate__type", "decided_by").order_by("day", "pk"):
        yield (
            str(one.certificate.type),
            one.day,
            one.hours,
            one.what,
            one.kind,
            one.state,
            one.decided_by and one.decided_by.name,
            one.reason,
            one.file,
        )


@part("exemptions", "certificate", "reason", "until", "made_by", "made_at", "ended_at")
def exemptions(person: Person) -> Rows:
    """What the person was excused from, by which colleague and why."""
    own = Exemption.objects.filter(person=person).select_related("type", "made_by")
    for one in own.order_by("made_at", "pk"):
        yield str(one.type), one.reason, one.until, one.made_by.name, one.made_at, one.ended_at


@part("shown_outside", "certificates", "with_name", "made_at", "withdrawn_at")
def shown_outside(person: Person) -> Rows:
    """The addresses at which the person's certificates could be checked, not the addresses."""
    own = Proof.objects.filter(person=person).prefetch_related("lines__certificate__type")
    for one in own.order_by("made_at", "pk"):
        names = "; ".join(str(line.certificate.type) for line in one.lines.all())
        yield names, one.shows_name, one.made_at, one.withdrawn_at


@part("thanks", "from", "to", "words", "given_at", "audience", "with_name")
def thanks(person: Person) -> Rows:
    """The notes the person received and wrote, with the words opened; not what was taken down.

    What the receiver of a note that the person wrote made of it is not told.
    """
    own = Thanks.objects.filter(Q(receiver=person, removed_at=None) | Q(giver=person))
    for one in own.select_related("giver", "receiver", "link").order_by("given_at", "pk"):
        if one.giver_id == person.pk:
            yield person.name, one.to_name, one.words, one.given_at, "", ""
        else:
            chosen = one.audience, one.named
            yield one.from_name, person.name, one.words, one.given_at, *chosen


@part("thanks_links", "shown_as", "made_at", "last_day", "notes_at_most", "withdrawn_at")
def thanks_links(person: Person) -> Rows:
    """The links the person made for thanks from outside, not the addresses."""
    for one in ThanksLink.objects.filter(person=person).order_by("made_at", "pk"):
        yield one.name, one.made_at, one.last_day, one.most, one.withdrawn_at


@part("awards", "name", "words", "given_on", "audience", "with_name", "declined_at")
def awards(person: Person) -> Rows:
    """Awards, years of service and milestones of certificates, also declined ones."""
    own = Award.objects.filter(person=person)
    own = own.select_related("nomination__cycle", "certificate__type")
    for one in own.order_by("given_on", "pk"):
        yield str(one), one.citation, one.given_on, one.audience, one.named, one.declined_at


@part("nominations", "award", "who", "words", "made_at")
def nominations(person: Person) -> Rows:
    """The people the person named for an award; not who named them."""
    own = Nomination.objects.filter(by=person).select_related("cycle", "person", "unit")
    for one in own.order_by("made_at", "pk"):
        yield str(one.cycle), str(one.who), one.words, one.made_at


@part("levels", "level", "since", "until", "given_by")
def levels(person: Person) -> Rows:
    """The levels the person holds and held."""
    own = HeldLevel.objects.filter(person=person).select_related("level", "given_by")
    for one in own.order_by("since", "pk"):
        yield str(one.level), one.since, one.until, one.given_by.name


@part("volunteer_terms", "kind", "hours_a_week", "tasks", "clearance", "until", "written_by")
def volunteer_terms(person: Person) -> Rows:
    """The terms on which the person volunteers."""
    own = VolunteerTerms.objects.filter(person=person).select_related("clearance", "written_by")
    for one in own:
        clearance = str(one.clearance or "")
        yield one.kind, one.hours, "; ".join(one.tasks), clearance, one.until, one.written_by.name


@part("competencies", "competency", "level", "evidence", "day", "by")
def competencies(person: Person) -> Rows:
    """At which level others saw the person, 0 to 4."""
    own = CompetencyAssessment.objects.filter(person=person).select_related("competency", "by")
    for one in own.order_by("day", "pk"):
        yield str(one.competency), one.level, one.evidence, one.day, one.by.name


MEETING = ("day", "kind", "hours", "counted", "led_by", "written_by", "state", "decided_by")


@part("group_supervision", *MEETING)
def group_supervision(person: Person) -> Rows:
    """The meetings of a group at which the person was, and what counts of each."""
    own = MeetingPlace.objects.filter(person=person).select_related(
        "meeting__leader", "meeting__recorded_by", "decided_by"
    )
    for one in own.order_by("meeting__day", "pk"):
        held = one.meeting
        leader = held.leader.name if held.leader else held.outside_leader
        about = leader, held.recorded_by.name, one.state, one.decided_by and one.decided_by.name
        yield held.day, held.kind, held.hours, held.counted, *about


@part("groups_led", "day", "kind", "hours", "led_by")
def groups_led(person: Person) -> Rows:
    """The meetings of a group that the person led, or wrote down for others; not who was there."""
    own = GroupMeeting.objects.filter(Q(leader=person) | Q(recorded_by=person))
    own = own.exclude(places__person=person).select_related("leader").order_by("day", "pk")
    for one in own:
        yield one.day, one.kind, one.hours, one.leader.name if one.leader else one.outside_leader


@part("goals", "goal", "by", "mentor", "mentored_since", "reached_at", "steps")
def goals(person: Person) -> Rows:
    """The person's goals, each with its steps."""
    own = Goal.objects.filter(person=person).select_related("mentor").prefetch_related("steps")
    for one in own.order_by("pk"):
        steps = "; ".join(step.words for step in one.steps.all())
        mentor = (one.mentor.name, one.mentored_since) if one.mentor else (None, None)
        yield one.words, one.by_day, *mentor, one.done_at, steps


@part("promotions", "level", "words", "asked_at", "decided_at", "granted", "reasons")
def promotions(person: Person) -> Rows:
    """The levels the person asked for, with what a panel decided and why."""
    own = Promotion.objects.filter(person=person).select_related("level").order_by("pk")
    for one in own:
        yield (
            str(one.level),
            one.words,
            one.asked_at,
            one.decided_at,
            one.granted,
            one.reasons,
        )
