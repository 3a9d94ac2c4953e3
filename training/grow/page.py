"""What is new behind each door of Grow: certificates, trainings, path, thanks and awards."""

from dataclasses import dataclass
from datetime import date

from people.models import Person
from training.careers.path import Path, PathStep, career_path
from training.models import Award, Certificate, Enrolment, Thanks
from training.rules.certificates import CertificateState


@dataclass(frozen=True)
class HeldNow:
    """A person's certificates on a day: how many hold, how many expired, which is due first."""

    valid: int
    expired: int
    due: Certificate | None


@dataclass(frozen=True)
class WayAhead:
    """How far the worker is on the way to the next level."""

    path: Path

    @property
    def here(self) -> PathStep | None:
        """The level that is held."""
        return self.path.here

    @property
    def place(self) -> int:
        """The number of the level held, from the first on."""
        return self.path.steps.index(self.here) + 1 if self.here else 0

    @property
    def next(self) -> PathStep | None:
        """The level that comes next."""
        return self.path.next

    @property
    def asked(self) -> int:
        """How much the next level asks for."""
        return len(self.next.lines) if self.next else 0

    @property
    def met(self) -> int:
        """How much of it is there."""
        return sum(1 for line in self.next.lines if line.met) if self.next else 0

    @property
    def left(self) -> int:
        """How much of it is missing."""
        return self.asked - self.met


@dataclass(frozen=True)
class GrowPage:
    """All that the doors of Grow say of one person."""

    certificates: HeldNow
    coming: Enrolment | None
    way: WayAhead
    note: Thanks | None
    # Of the awards that are kept.
    kept: int


def grow_page(person: Person, day: date) -> GrowPage:
    """Read what is new behind each door; as many statements for any number of things."""
    return GrowPage(
        certificates=held_now(person, day),
        coming=next_session_of(person, day),
        way=WayAhead(career_path(person, day)),
        note=newest_note(person),
        kept=Award.objects.answered_by(person).exclude(audience="").count(),
    )


def held_now(person: Person, day: date) -> HeldNow:
    """Read a person's certificates, in one statement."""
    own = Certificate.objects.visible_to(person).current().filter(person=person)
    states = [(one, one.state(day)) for one in own.select_related("type").by_end()]
    expired = sum(1 for _one, state in states if state is CertificateState.EXPIRED)
    due = next((one for one, state in states if state is CertificateState.DUE), None)
    return HeldNow(len(states) - expired, expired, due)


def next_session_of(person: Person, day: date) -> Enrolment | None:
    """Find the next session in which a person has a place."""
    own = Enrolment.objects.visible_to(person).booked().filter(person=person, session__day__gte=day)
    return own.select_related("session__course").order_by("session__day", "session__starts").first()


def newest_note(person: Person) -> Thanks | None:
    """Find the newest thank-you that a person keeps; what waits for them is not shown here."""
    own = Thanks.objects.received(person).filter(hidden_at=None).exclude(audience="")
    return own.select_related("giver", "link").order_by("-given_at", "-pk").first()
