"""Talks and time off as the person and their supervisor see them."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from people.keys import closed
from people.members.supervision import answers_at_home
from people.models import Person
from people.weeks import Week, today
from people.writing.formats import plain_number, week_name
from workload.load.parts import helps_under
from workload.models import SupervisionTalk, TimeOff, WorkWeek

from .forms import GrantForm, TalkForm
from .time_off import Balance, beyond_contract

TALKS_SHOWN = 26
DAYS_SHOWN = 12


@dataclass(frozen=True)
class RefusedTalk:
    """What the viewer typed about a talk that could not be kept, with why."""

    talk: str = ""
    words: str = ""
    sentence: str = ""


@dataclass(frozen=True)
class TalkRow:
    """One talk as one of the two reads it."""

    talk: SupervisionTalk
    reader: Person
    kept: RefusedTalk = RefusedTalk()

    @property
    def other(self) -> Person:
        """The other person of the talk."""
        return self.talk.other(self.reader)

    @property
    def asks_me(self) -> bool:
        """Say whether the reader is asked to agree."""
        return self.talk.waits_for == self.reader

    @property
    def refused(self) -> bool:
        """Say whether the reader's last change to it was refused."""
        return self.kept.talk == str(self.talk.public_id)

    @property
    def text(self) -> str:
        """What stands in the field: the words, or else what was typed and refused."""
        return self.kept.words if self.refused else self.talk.words


@dataclass(frozen=True)
class TimePage:
    """A person's time off and the talks of two people."""

    person: Person
    # None for a supervisor of a post that is not the home: hours beyond are those of all posts.
    balance: Balance | None
    coming: list[TimeOff]
    talks: list[TalkRow]
    # Days of talks with other supervisors: dates, and nothing but dates.
    other_days: list[date] = field(default_factory=list)
    beyond: list[WorkWeek] = field(default_factory=list)

    @property
    def asks_me(self) -> bool:
        """Say whether a talk waits for the reader to agree."""
        return any(row.asks_me for row in self.talks)

    @property
    def weeks(self) -> list[tuple[str, str]]:
        """The weeks with hours to give back, for choosing."""
        return [
            (str(one.iso), _("%(week)s: %(n)s h") % named)
            for one in self.beyond
            for named in [{"week": week_name(one.iso), "n": plain_number(one.beyond)}]
        ]


def coming(person: Person, now: datetime) -> list[TimeOff]:
    """Read the days away that are not over yet; two statements."""
    found = TimeOff.objects.filter(person=person, last__gte=today(now))
    return list(found.select_related("entered_by").prefetch_related("days"))


def rows(talks: QuerySet[SupervisionTalk], reader: Person, kept: RefusedTalk) -> list[TalkRow]:
    """Read talks with both their people, newest first; one statement."""
    found = talks.select_related("person", "supervisor", "written_by")[:TALKS_SHOWN]
    return [TalkRow(talk, reader, kept) for talk in found]


def own_page(person: Person, now: datetime, kept: RefusedTalk | None) -> TimePage:
    """Read a person's own time and talks; five statements."""
    talks = SupervisionTalk.objects.visible_to(person).filter(person=person)
    talks = closed.since(talks, "written_at")
    return TimePage(
        person, Balance.of(person), coming(person, now), rows(talks, person, kept or RefusedTalk())
    )


def team_page(
    viewer: Person, person: Person, now: datetime, kept: RefusedTalk | None = None
) -> TimePage:
    """Read what a supervisor sees of a person's time, and their own talks; seven statements."""
    one_post = len(person.posts) < 2 and not helps_under(viewer, person)
    at_home = one_post or answers_at_home(viewer, person)
    talks = SupervisionTalk.objects.visible_to(viewer).filter(person=person, supervisor=viewer)
    others = SupervisionTalk.objects.days_for(viewer).filter(person=person)
    return TimePage(
        person,
        Balance.of(person) if at_home else None,
        coming(person, now),
        rows(talks, viewer, kept or RefusedTalk()),
        other_days=list(others[:DAYS_SHOWN]),
        beyond=list(beyond_contract(person, Week.latest(now))) if at_home else [],
    )


def member_time(
    viewer: Person, person: Person, now: datetime, kept: RefusedTalk | None
) -> dict[str, object]:
    """Give the page of a person its talks and time off, for those who answer for them."""
    page = team_page(viewer, person, now, kept)
    return {"time": page, "talk_form": TalkForm(), "grant_form": GrantForm(weeks=page.weeks)}
