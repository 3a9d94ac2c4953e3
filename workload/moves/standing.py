"""What people carry as their caseload stands now, and what room they have for more."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Self

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from people.models import CAME_IN, Membership, Person, SpokenLanguage, answered_role, name_order
from people.weeks import Week, today
from people.writing.formats import written_points
from training.certificates import duties
from training.models import Certificate, CertificateType
from training.rules.certificates import CertificateState
from workload.load import pictures
from workload.load import words as load_words
from workload.load.parts import OWN, posts_in_order, seen_among, seen_weeks
from workload.models import CaseloadLine, WorkWeek
from workload.policies import actions as policies
from workload.rules import load as load_rules
from workload.rules.parts import PostsSeen

# Nights and people supervised are taken from the latest week, if it is no older than this.
WEEKS_BACK = 4


@dataclass(frozen=True)
class CaseloadStanding:
    """One person's load: the lines of today, nights and people supervised as in the latest week."""

    person: Person
    home: Membership
    load: load_rules.Load
    # The numbers by which their unit's weeks are judged now.
    policy: load_rules.Policy = load_rules.USUAL
    lines: list[CaseloadLine] = field(default_factory=list)
    certificates: dict[int, Certificate] = field(default_factory=dict)
    # Whether the viewer leads where the person helps: the cases are for who answers for the post.
    helps: bool = False

    @property
    def free(self) -> Decimal:
        """The points up to 100 % of capacity; below zero where there is too much already."""
        return self.load.capacity - self.load.points

    def rests(self, certificate: CertificateType | None, day: date) -> bool:
        """Say whether the duty that a certificate allows rests."""
        if certificate is None:
            return False
        return duties.rests(certificate, self.certificates.get(certificate.pk), day)

    def lacks(self, language: str, certificate: CertificateType | None, day: date) -> list[str]:
        """Say which of the things that the cases ask for the person does not have."""
        found = []
        if language and language not in self.person.languages:
            found.append(_("No %(language)s") % {"language": SpokenLanguage(language).label})
        if certificate:
            held = self.certificates.get(certificate.pk)
            if held is None:
                found.append(_("%(certificate)s: missing") % {"certificate": certificate})
            elif held.state(day) is CertificateState.EXPIRED:
                found.append(_("%(certificate)s: expired") % {"certificate": certificate})
        return found


@dataclass(frozen=True)
class LoadChange:
    """One person's load now and after a move, with both pictures."""

    name: str
    now: load_rules.Load
    after: load_rules.Load
    policy: load_rules.Policy = load_rules.USUAL

    @classmethod
    def of(cls, standing: CaseloadStanding, more: Decimal) -> "LoadChange":
        """Add points of cases to what a person carries, or take them away."""
        now = standing.load
        after = replace(now, cases=now.cases + more)
        return cls(standing.person.short_name, now, after, standing.policy)

    @property
    def working(self) -> str:
        """Write the points before and after."""
        figures = {
            "now": written_points(self.now.points),
            "after": written_points(self.after.points),
        }
        return _("%(now)s to %(after)s points") % figures

    @property
    def above(self) -> bool:
        """Say whether the load lies above 100 % after the move."""
        percent = self.after.percent
        return percent is not None and percent > self.policy.amber

    @property
    def now_meter(self) -> SafeString:
        """The load now as a picture."""
        return meter(_("%(name)s now, %(load)s"), self.name, self.now)

    @property
    def after_meter(self) -> SafeString:
        """The load after the move as a picture."""
        return meter(_("%(name)s after, %(load)s"), self.name, self.after)


def meter(sentence: str, name: str, load: load_rules.Load) -> SafeString:
    """Draw a load with the name of its person."""
    said = load_words.of_capacity(load.percent)
    return pictures.meter(load.percent, sentence % {"name": name, "load": said})


@dataclass(frozen=True)
class PostsStanding:
    """A person's posts today, the home first, and those of them that the viewer sees."""

    posts: list[Membership]
    seen: list[Membership]
    sight: PostsSeen

    @classmethod
    def of(cls, viewer: Person, posts: list[Membership]) -> Self:
        """Order a person's posts and judge which the viewer sees; all of their own."""
        ordered = posts_in_order(posts)
        if posts[0].person_id == viewer.pk:
            return cls(ordered, ordered, OWN)
        units = [
            (one.unit_id, answered_role(one.role, leads=vars(one)["leads_there"]))
            for one in ordered
        ]
        # A person under the viewer with none of these posts helps there.
        sight = seen_among(viewer, units, helps=True)
        return cls(ordered, [one for one in ordered if one.unit_id in sight.seen], sight)

    @property
    def hours(self) -> Decimal:
        """The contracted hours of the posts that are seen."""
        return sum((one.contracted for one in self.seen), Decimal())

    def lines(self, carried: list[CaseloadLine]) -> list[CaseloadLine]:
        """Choose the lines of the posts that are seen; what has no post is the oldest one's."""
        if len(self.seen) == len(self.posts):
            return carried
        oldest = min(self.posts, key=lambda one: (vars(one)["first_day"], one.pk)).unit_id
        units, seen = ({one.unit_id for one in some} for some in (self.posts, self.seen))
        return [
            line for line in carried if (line.unit_id if line.unit_id in units else oldest) in seen
        ]


def standings(
    people: QuerySet[Person] | Collection[int], now: datetime, viewer: Person
) -> list[CaseloadStanding]:
    """Read what some people carry, those with contracted hours; four statements for any number.

    `people` is a queryset of Person, or some primary keys. Of a person with several posts the
    viewer reads those they answer for.
    """
    held_by: dict[int, list[Membership]] = {}
    for post in (
        Membership.objects.on(today(now))
        .filter(person__in=people, hours__isnull=False, **CAME_IN)
        .with_absence(today(now))
        .with_first_day()
        .with_lead_there(today(now))
        .select_related("person", "unit")
        .order_by(*name_order("person__"), "person_id")
    ):
        held_by.setdefault(post.person_id, []).append(post)
    keys = list(held_by)
    sent, lines, held = latest(keys, now), lines_of(keys, viewer), certificates_of(keys)
    week = Week.of(today(now))
    found = []
    for person, posts in held_by.items():
        standing = PostsStanding.of(viewer, posts)
        home, carried = standing.seen[0], standing.lines(lines[person])
        policy = policies.judging(home.unit, week)
        nights, supervision = besides(sent[person], standing.sight)
        load = load_rules.Load(
            cases=sum((load_rules.points(line.rule, policy) for line in carried), Decimal()),
            nights=nights,
            supervision=supervision,
            capacity=load_rules.capacity(standing.hours, policy=policy),
        )
        helps = standing.sight.beside
        shown = [] if helps else carried
        about = (home.person, home, load, policy, shown, held[person], helps)
        found.append(CaseloadStanding(*about))
    return found


def latest(keys: list[int], now: datetime) -> dict[int, list[WorkWeek]]:
    """Read each person's last weeks, oldest first: what nights and people supervised came to."""
    since = (Week.latest(now) - WEEKS_BACK).monday
    found = defaultdict(list)
    rows = WorkWeek.objects.filter(person__in=keys, week__gt=since).order_by("week")
    for row in rows.only(*OF_NIGHTS):
        found[row.person_id].append(row)
    return found


OF_NIGHTS = ("person", "unit", "alone", "parts", "level", "night_points", "supervision_points")


def besides(weeks: list[WorkWeek], sight: PostsSeen) -> tuple[Decimal, Decimal]:
    """Give the points of nights and people supervised of the latest week, as far as it is seen.

    A week that was sent alone weighs for the person only.
    """
    seen = seen_weeks([one for one in weeks if sight.own or not one.alone], sight)
    return (seen[-1].night_points, seen[-1].supervision_points) if seen else NOTHING


NOTHING = (Decimal(), Decimal())


def lines_of(keys: list[int], viewer: Person) -> dict[int, list[CaseloadLine]]:
    """Read each person's open lines, as far as the viewer may know of them."""
    found = defaultdict(list)
    for line in CaseloadLine.objects.open().told_to(viewer).filter(person__in=keys):
        found[line.person_id].append(line)
    return found


def certificates_of(keys: list[int]) -> dict[int, dict[int, Certificate]]:
    """Read each person's current certificates by their type."""
    found: dict[int, dict[int, Certificate]] = defaultdict(dict)
    held = Certificate.objects.current().filter(person__in=keys).select_related("type")
    for certificate in held:
        found[certificate.person_id][certificate.type_id] = certificate
    return found
