"""The page on which a supervisor tries out a move of work, before any colleague is asked."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from people.languages.local_text import in_name_order
from people.models import (
    CAME_IN,
    Membership,
    Person,
    SpokenLanguage,
    has_name,
    name_order,
    supervised_by,
)
from people.rules.person_names import count_letters, search_parts
from people.weeks import today
from people.writing.formats import written_points
from people.writing.sentences import Sentence
from training.models import CertificateType
from workload.models import AddOnChoice, CaseloadLine
from workload.policies.working import line_entry
from workload.rules import load as load_rules

from .actions import write_move_down
from .eligible import not_their_supervisor, refusal_at
from .forms import AskedMove
from .needs import MoveNeed, cases_named, certificates_needed, names_with
from .standing import CaseloadStanding, LoadChange, standings

ROOM_SHOWN = 6
FOUND_AT_MOST = 10
LETTERS_AT_LEAST = 3


@dataclass(frozen=True)
class LineChoice:
    """A line of the giver, to be ticked."""

    line: CaseloadLine
    policy: load_rules.Policy
    ticked: bool
    typed: str
    wrong: str = ""

    @property
    def id(self) -> str:
        """The line's name in the form."""
        return str(self.line.public_id)

    @property
    def title(self) -> str:
        """Which cases these are: QX-4F7, court, or 6 × active."""
        written = write_move_down(self.line, self.line.count, self.policy)
        return line_entry(written, self.policy).title

    @property
    def details(self) -> str:
        """What makes them heavier, in words."""
        return ", ".join(str(one.label).lower() for one in AddOnChoice if one in self.line.add_ons)

    @property
    def several(self) -> bool:
        """Say whether only a part of it can move."""
        return self.line.count > 1

    @property
    def each(self) -> Decimal:
        """The points of one case."""
        return load_rules.weight(self.line.rule, self.policy)


@dataclass(frozen=True)
class Candidate:
    """A colleague who might take work; of those elsewhere only the name and unit are known here."""

    person: Person
    unit: object
    standing: CaseloadStanding | None
    lacking: list[str]
    held: list[str]
    room: bool
    # What the cases need a certificate for is not theirs to take on today: which duties rest.
    resting: list[str] = field(default_factory=list)
    # Both loads are drawn once cases are chosen, and a mark stands once the needs are known.
    change: LoadChange | None = None
    known: bool = False

    @property
    def free(self) -> Decimal:
        """The points they have room for, as far as it is known here."""
        return self.standing.free if self.standing else Decimal()

    @property
    def rests(self) -> bool:
        """Say whether a duty rests that the cases need."""
        return bool(self.resting)

    @property
    def told(self) -> list[str]:
        """What speaks for and against them, a few words each."""
        if self.standing is None:
            return [str(self.unit)]
        free = _("%(n)s points free") % {"n": written_points(max(Decimal(), self.standing.free))}
        rests = [_("Not allowed now: %(duty)s") % {"duty": one} for one in self.resting]
        return [one for one in (free, self.person.spoken, *self.held, *rests, *self.also) if one]

    @property
    def also(self) -> list[str]:
        """What they lack besides what the tag says."""
        return self.lacking if self.rests or not self.known else self.lacking[1:]

    @property
    def tag(self) -> tuple[str, str, str] | None:
        """How they fit, as a state, an icon and a word; none before the needs are known."""
        if self.standing is None or not self.known:
            return None
        if self.rests:
            return ("", "cross", _("Not now"))
        if self.lacking:
            return ("watch", "watch", self.lacking[0])
        if self.room:
            return ("steady", "steady", _("Fits"))
        return ("soon", "watch", _("Fits, above 100% then"))


@dataclass(frozen=True)
class MovePage:
    """Everything the page shows."""

    giver: CaseloadStanding
    asked: AskedMove
    lines: list[LineChoice]
    candidates: list[Candidate]
    elsewhere: list[Candidate]
    more: int
    certificates: list[CertificateType]
    # What was asked for besides the needs of the cases.
    besides: CertificateType | None
    needs: list[MoveNeed]
    receiver: Candidate | None
    chosen: list[tuple[CaseloadLine, int]]

    def judged(self, problems: list[tuple[str, str]]) -> "MovePage":
        """Put each sentence at its line."""
        wrong = dict(problems)
        lines = [replace(one, wrong=wrong.get(f"n-{one.id}", "")) for one in self.lines]
        return replace(self, lines=lines)

    @property
    def certificate(self) -> CertificateType | None:
        """The certificate that a proposal names: the one that rests, the chosen or the first."""
        kinds = [one.kind for one in self.needs]
        if self.besides:
            return self.besides
        resting = self.receiver.resting if self.receiver else []
        unfit = (one for one in kinds if str(one.allows) in resting)
        return next(unfit, kinds[0] if kinds else None)

    @property
    def interpreter(self) -> str:
        """The chosen cases that need an interpreter, in words."""
        return get_text_list(names_with(self.chosen, AddOnChoice.INTERPRETER), _("and"))

    @property
    def known(self) -> bool:
        """Say whether it is known what the cases need."""
        return is_known(self.chosen, self.asked, self.besides)

    @property
    def languages(self) -> list[tuple[str, Sentence]]:
        """The languages that can be asked for."""
        return [*SpokenLanguage.choices]

    @property
    def moving(self) -> Decimal:
        """The points that would move."""
        return weigh(self.chosen, self.giver.policy)

    @property
    def cases(self) -> int:
        """How many cases would move."""
        return sum(n for _line, n in self.chosen)

    @property
    def names(self) -> str:
        """The cases that would move, in words: RT-92K and 2 × active."""
        return get_text_list([cases_named(line, n) for line, n in self.chosen], _("and"))

    @property
    def working(self) -> str:
        """The sum of what moves: 3.35 + 2.5 = 5.85."""
        policy = self.giver.policy
        terms = [
            written_points(load_rules.weight(line.rule, policy) * n) for line, n in self.chosen
        ]
        return (
            f"{' + '.join(terms)} = {written_points(self.moving)}" if len(terms) > 1 else terms[0]
        )

    @property
    def changes(self) -> list[LoadChange]:
        """The loads before and after, of those the reader answers for."""
        found = [LoadChange.of(self.giver, -self.moving)]
        if self.receiver and self.receiver.standing:
            taking = self.receiver.standing
            found.append(LoadChange.of(taking, weigh(self.chosen, taking.policy)))
        return found

    @property
    def warnings(self) -> list[str]:
        """What to think of before proposing; nothing here stops the proposal."""
        if not self.receiver:
            return []
        found = list(self.receiver.lacking)
        if self.receiver.standing and (after := self.changes[1]).above:
            found.insert(0, _("%(name)s would be above 100%%.") % {"name": after.name})
        return found

    @property
    def ready(self) -> bool:
        """Say whether there is something to work out."""
        return bool(self.chosen and self.receiver)


def read(viewer: Person, giver: Person, asked: AskedMove, now: datetime) -> MovePage:
    """Compose the page; the statements are the same for any team."""
    team = Person.objects.filter(supervised_by(viewer) | Q(pk=viewer.pk))
    everybody = {one.person.pk: one for one in standings(team, now, viewer)}
    own = everybody.pop(giver.pk, None)
    everybody = {pk: one for pk, one in everybody.items() if not one.home.away_until}
    if own is None:
        raise refusal_at("", _("%(name)s has no unit with contracted hours."), name=giver.name)
    if own.helps:
        raise not_their_supervisor()
    kinds = in_name_order(CertificateType.objects.visible_to(viewer))
    kind = next((one for one in kinds if one.public_id == asked.certificate), None)
    picked = chosen(own, asked)
    needs = certificates_needed(picked, kinds)
    wanted = {one.pk: one for one in (*(need.kind for need in needs), *([kind] if kind else []))}
    asks = Asks(asked.language, list(wanted.values()), picked, is_known(picked, asked, kind))
    known = [candidate(one, asks, today(now)) for one in everybody.values()]
    known.sort(key=lambda one: (*order(one), -one.free, one.person.name))
    strangers = elsewhere(viewer, asked, [*everybody, giver.pk], now)
    shown = [one for one in known if is_shown(one, asked)]
    free = [one for one in shown if one.free > 0]
    first = shown if asked.search else free[:ROOM_SHOWN]
    receiver = next((one for one in [*known, *strangers] if one.person.public_id == asked.to), None)
    if receiver and receiver.standing and receiver not in first:
        first.append(receiver)
    return MovePage(
        giver=own,
        asked=asked,
        lines=[
            LineChoice(
                line,
                own.policy,
                line.public_id in asked.parts,
                asked.typed.get(str(line.public_id), ""),
            )
            for line in own.lines
        ],
        candidates=first,
        elsewhere=strangers,
        more=len(known) - len(first),
        certificates=kinds,
        besides=kind,
        needs=needs,
        receiver=receiver,
        chosen=picked,
    )


def weigh(picked: list[tuple[CaseloadLine, int]], policy: load_rules.Policy) -> Decimal:
    """Add up the points of some cases under a policy."""
    return sum((load_rules.weight(line.rule, policy) * n for line, n in picked), Decimal())


def chosen(own: CaseloadStanding, asked: AskedMove) -> list[tuple[CaseloadLine, int]]:
    """Find the ticked lines that the person has, with counts that make sense."""
    return [
        (line, n)
        for line in own.lines
        if 1 <= (n := asked.parts.get(line.public_id, 0)) <= line.count
    ]


@dataclass(frozen=True)
class Asks:
    """What the chosen cases ask of a person who takes them."""

    language: str
    kinds: list[CertificateType]
    picked: list[tuple[CaseloadLine, int]]
    known: bool


def is_known(
    picked: list[tuple[CaseloadLine, int]], asked: AskedMove, kind: CertificateType | None
) -> bool:
    """Say whether it is known what the cases need: an interpreter needs a language first."""
    if not asked.language and names_with(picked, AddOnChoice.INTERPRETER):
        return False
    return bool(picked or asked.language or kind)


def order(one: Candidate) -> tuple[bool, bool, bool]:
    """Order the people: who fits, who would be above 100 %, who lacks a need, who rests."""
    return (one.rests, bool(one.lacking), not one.room)


def candidate(standing: CaseloadStanding, asks: Asks, day: date) -> Candidate:
    """Write a person the viewer answers for, with what they have and lack."""
    lacking = standing.lacks(asks.language, None, day)
    held = []
    for kind in asks.kinds:
        lacks = standing.lacks("", kind, day)
        lacking += lacks
        held += [] if lacks else [_("%(certificate)s: valid") % {"certificate": kind}]
    moving = weigh(asks.picked, standing.policy)
    return Candidate(
        person=standing.person,
        unit=standing.home.unit,
        standing=standing,
        lacking=lacking,
        held=held,
        room=standing.free > 0 and standing.free >= moving,
        resting=[str(kind.allows) for kind in asks.kinds if standing.rests(kind, day)],
        change=LoadChange.of(standing, moving) if asks.picked else None,
        known=asks.known,
    )


def is_shown(one: Candidate, asked: AskedMove) -> bool:
    """Say whether a person's name is the one that was looked for."""
    return all(part in one.person.name_search for part in search_parts(asked.search))


def elsewhere(viewer: Person, asked: AskedMove, known: list[int], now: datetime) -> list[Candidate]:
    """Find colleagues of other units by name. Their load is for their own supervisor to see."""
    wanted = Q(person__public_id=asked.to) if asked.to else Q(pk__in=())
    if count_letters(asked.search) >= LETTERS_AT_LEAST:
        wanted |= has_name(asked.search, "person__")
    found: QuerySet[Membership] = (
        Membership.objects.present_on(today(now))
        .homes(today(now))
        .filter(
            wanted,
            person__organisation_id=viewer.organisation_id,
            **CAME_IN,
        )
        .exclude(person__in=known)
        .select_related("person", "unit")
        .order_by(*name_order("person__"), "person_id")[:FOUND_AT_MOST]
    )
    return [Candidate(one.person, one.unit, None, [], [], room=False) for one in found]


def wanted(page: MovePage, asked: AskedMove) -> dict:
    """Write what the verb `propose` takes; who was not found is refused."""
    if page.receiver is None:
        raise refusal_at("to", _("Please choose who is asked."))
    if asked.certificate and page.certificate is None:
        raise ValidationError(_("This certificate is no longer here."), code="certificate")
    return {
        "receiver": page.receiver.person,
        "parts": asked.parts,
        "language": asked.language,
        "certificate": page.certificate,
        "reason": asked.reason,
        "word": asked.word,
    }
