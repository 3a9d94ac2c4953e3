"""What a career page shows: the levels, what is met and missing in words, who saw what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.models import Person
from people.product_modules import module_is_on
from people.writing.formats import day as write_day
from people.writing.formats import long_number
from training import product_modules
from training.models import (
    AskedCompetency,
    CareerLevel,
    CertificateType,
    CompetencyAssessment,
    Course,
    HeldLevel,
)
from training.rules import careers as career_rules
from training.rules import tenure
from training.rules.careers import ANY, EVIDENCE_MONTHS, Gate, LevelAsk, LevelNeed, LevelStanding

from . import actions as careers

Seen = CompetencyAssessment.Seen
MAIN, VOLUNTEER, CREDENTIAL = (
    CareerLevel.Track.MAIN,
    CareerLevel.Track.VOLUNTEER,
    CareerLevel.Track.CREDENTIAL,
)
# Tracks on which one level follows another; what lies below the one held is done.
CLIMBED = (MAIN, VOLUNTEER, CREDENTIAL)
# Tracks that go with a module.
MODULE_OF = {VOLUNTEER: product_modules.VOLUNTEERS, CREDENTIAL: product_modules.NACP}


@dataclass(frozen=True)
class PathLine:
    """One thing a level asks for, in words, and how it stands."""

    words: str
    stands: str
    met: bool
    # Of what is counted: how much is there, of how much.
    held: float | None = None
    wanted: float | None = None


@dataclass(frozen=True)
class PathStep:
    """A level as the worker on the way sees it."""

    level: CareerLevel
    held: HeldLevel | None
    done: bool
    lines: list[PathLine]

    @property
    def met(self) -> bool:
        """Say whether everything it asks for is there."""
        return all(line.met for line in self.lines)

    @property
    def left(self) -> list[PathLine]:
        """What is not there yet."""
        return [line for line in self.lines if not line.met]

    @property
    def there(self) -> list[PathLine]:
        """What is met."""
        return [line for line in self.lines if line.met]


@dataclass(frozen=True)
class Credential:
    """A credential of a programme outside: the level that hours allow, the next, the one held."""

    allowed: PathStep | None
    next: PathStep | None
    held: PathStep | None


@dataclass(frozen=True)
class Path:
    """A worker's way: since when, the ladder, what comes next, side tracks and assessments."""

    person: Person
    since: date | None
    years: int
    steps: list[PathStep]
    here: PathStep | None
    next: PathStep | None
    sides: list[PathStep]
    volunteers: list[PathStep]
    credential: Credential
    # Hours in a group that count, since ever.
    supervision: Decimal
    seen: list[CompetencyAssessment]
    history: list[HeldLevel]

    @property
    def volunteered(self) -> bool:
        """Say whether a level of volunteers is held."""
        return any(step.held for step in self.volunteers)

    def step_to(self, level_id: object) -> PathStep | None:
        """Find a step that can be asked for by its level's public id."""
        every = [*self.steps, *self.sides, *self.volunteers]
        return next((one for one in every if str(one.level.public_id) == str(level_id)), None)


def shown_levels(viewer: Person) -> QuerySet[CareerLevel]:
    """The levels of the viewer's organisation, without the tracks of modules that are off."""
    off = [track for track, module in MODULE_OF.items() if not module_is_on(module, viewer)]
    return CareerLevel.objects.visible_to(viewer).exclude(track__in=off)


def levels_of(viewer: Person) -> QuerySet[CareerLevel]:
    """The levels shown to a viewer with what they ask; three statements."""
    asked = Prefetch("asked", AskedCompetency.objects.select_related("competency"))
    return shown_levels(viewer).prefetch_related("certificates", asked)


def career_path(person: Person, day: date) -> Path:
    """Read a worker's way; as many statements for any number of levels."""
    begin, seen = careers.here_since(person, day), careers.newest(person, day)
    standing = careers.standing(person, day, begin, seen)
    history = list(person.levels.select_related("level", "given_by").filter(since__lte=day))
    now = {one.level_id: one for one in history if one.until is None or one.until >= day}
    levels = list(levels_of(person))
    place = {
        track: max(
            (one.level.position for one in now.values() if one.level.track == track), default=-1
        )
        for track in CLIMBED
    }
    steps = [
        PathStep(
            level,
            now.get(level.pk),
            level.position < place.get(CareerLevel.Track(level.track), -1),
            list(lines(level, career_rules.needs(level.gate(), standing, day), seen, day)),
        )
        for level in levels
    ]
    main = [step for step in steps if is_main(step.level)]
    return Path(
        person=person,
        since=begin,
        years=tenure.whole_years(begin, day) if begin else 0,
        steps=main,
        here=next((step for step in main if step.held), None),
        next=next((step for step in main if step.level.position > place[MAIN]), None),
        sides=[step for step in steps if step.level.track not in CLIMBED],
        volunteers=[step for step in steps if step.level.track == VOLUNTEER],
        credential=credential(
            [step for step in steps if step.level.track == CREDENTIAL], standing, day
        ),
        supervision=standing.supervision,
        seen=sorted(seen.values(), key=lambda one: one.day, reverse=True),
        history=history[::-1],
    )


def credential(steps: list[PathStep], standing: LevelStanding, day: date) -> Credential:
    """Say which level of a credential a worker could have, and which comes after it."""
    best = career_rules.highest([step.level.gate() for step in steps], standing, day)
    ahead = steps if best is None else steps[best + 1 :]
    return Credential(
        allowed=None if best is None else steps[best],
        next=next(iter(ahead), None),
        held=next((step for step in steps if step.held), None),
    )


def is_main(level: CareerLevel) -> bool:
    """Say whether a level is of the ladder, not of a side track."""
    return level.track == MAIN


def lines(
    level: CareerLevel, needs: Iterable[LevelNeed], seen: dict[int, CompetencyAssessment], day: date
) -> Iterable[PathLine]:
    """Put what a level asks for into words."""
    certificates = {one.pk: one for one in level.certificates.all()}
    asked = {one.competency_id: one.competency for one in level.asked.all()}
    for need in needs:
        if need.kind is LevelAsk.TIME:
            yield counted(need, months_here(need.wanted), months(need.held))
        elif need.kind is LevelAsk.HOURS:
            words = hours_of_training(need.what, need.wanted)
            yield counted(need, words, hours(need.held))
        elif need.kind is LevelAsk.EXPERIENCE:
            yield counted(need, hours_of_work(need.wanted), hours(need.held))
        elif need.kind is LevelAsk.SUPERVISION:
            yield counted(need, hours_in_groups(need.wanted), hours(need.held))
        elif need.kind is LevelAsk.CERTIFICATE:
            yield certificate(certificates[need.what], need)
        else:
            words = f"{asked[need.what]}: {lower(Seen(need.wanted).label)}"
            yield PathLine(words, was_seen(seen.get(need.what), day), need.met)


def counted(need: LevelNeed, words: str, held: str) -> PathLine:
    """Put something that is counted into words, with how much of it is there."""
    share = min(float(need.held), float(need.wanted))
    return PathLine(words, so_far(need, held), need.met, share, float(need.wanted))


def months(n: int) -> str:
    """Write a number of months."""
    return ngettext("%(n)s month", "%(n)s months", n) % {"n": n}


def hours(n: Decimal | float) -> str:
    """Write a number of hours."""
    return ngettext("%(n)s hour", "%(n)s hours", 1 if n == 1 else 2) % {"n": long_number(n)}


def months_here(n: int) -> str:
    """Write how long a level asks a worker to have been here."""
    return _("%(months)s in the programme") % {"months": months(n)}


def hours_of_training(kind: str, n: Decimal | float) -> str:
    """Write how much training of a kind, or of any, a level asks for."""
    if kind == ANY:
        return _("%(hours)s of training") % {"hours": hours(n)}
    about = {"hours": hours(n), "kind": lower(Course.Kind(kind).label)}
    return _("%(hours)s of training: %(kind)s") % about


def hours_of_work(n: int) -> str:
    """Write how much work in the field a level asks for."""
    return _("%(hours)s of work in the field") % {"hours": hours(n)}


def hours_in_groups(n: Decimal | float) -> str:
    """Write how much supervision in a group a level asks for."""
    return _("%(hours)s of supervision in a group") % {"hours": hours(n)}


def amounts(gate: Gate) -> list[str]:
    """Write the time, the training and the work that a level asks for."""
    found = [hours_of_training(kind, n) for kind, n in gate.hours.items()]
    if gate.months:
        found.insert(0, months_here(gate.months))
    if gate.experience:
        found.append(hours_of_work(gate.experience))
    if gate.supervision:
        found.append(hours_in_groups(gate.supervision))
    return found


def so_far(need: LevelNeed, held: str) -> str:
    """Write what is there of something that is counted."""
    words = _("Met: %(held)s") if need.met else _("So far: %(held)s")
    return words % {"held": held}


def certificate(kind: CertificateType, need: LevelNeed) -> PathLine:
    """Put a certificate that is asked for into words."""
    stands = _("Met: valid") if need.met else _("Not held, or no longer valid")
    return PathLine(str(kind), stands, need.met)


def was_seen(found: CompetencyAssessment | None, day: date) -> str:
    """Say how a worker was seen in a competency, and whether it still counts."""
    if found is None:
        return _("Nobody has looked at it yet")
    about = {"level": found.get_level_display(), "day": write_day(found.day)}
    if found.holds_until() < day:
        sentence = _(
            "%(level)s, on %(day)s. That is over %(months)d months ago: it needs a new look."
        )
        return sentence % {**about, "months": EVIDENCE_MONTHS}
    return _("%(level)s, observed on %(day)s") % about


def lower(text: object) -> str:
    """Begin a phrase inside a sentence with a small letter."""
    written = str(text)
    return written[:1].lower() + written[1:]
