"""What the product promises about its data, checked while the viewer looks.

Each app adds its rules when it loads, as it does for a person's record; `people` knows none of
them. Each check asks for rows that break its rule, and is written apart from the code that keeps
the rule. The checks here are about anything that was told about a group.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.core.cache import cache
from django.db.models import Exists, Min, OuterRef, Q, QuerySet
from django.utils.functional import Promise as Text

from people.groups.rule import SIZES
from people.models import FrozenQuerySet, Organisation, Person
from people.weeks import Block, today

# What breaks a rule: rows of any of some kinds, or what no single statement finds.
type Broken = QuerySet | list[QuerySet] | bool

# To check a large organisation takes seconds: a look gets what was found by a job. An older one
# lets the job check again; one that is older than a night and more is never shown.
CHECKED_FOR, LASTS = timedelta(minutes=10), timedelta(hours=36)


@dataclass(frozen=True)
class Rule:
    """One rule in plain words, and what breaks it for a viewer.

    It is about the viewer's organisation, and then asks for no more of the viewer than that and the
    day; or, `own`, about what the viewer can read.
    """

    words: str | Text
    broken: Callable[[Person], Broken]
    own: bool = False

    @property
    def name(self) -> str:
        """Name it by its function."""
        return f"{self.broken.__module__}.{self.broken.__qualname__}"


class RuleFound(NamedTuple):
    """A rule, whether it held when it was checked, and whether that was before this look."""

    words: str | Text
    holds: bool
    before: bool


@dataclass(frozen=True)
class PrivacyPart:
    """Some rules that belong together, each with what was found."""

    title: str | Text
    rules: list[RuleFound]

    @property
    def broken(self) -> int:
        """How many of them do not hold."""
        return sum(not rule.holds for rule in self.rules)

    @property
    def before(self) -> bool:
        """Whether any of them was checked before this look."""
        return any(rule.before for rule in self.rules)


@dataclass(frozen=True)
class Checked:
    """The rules by their names, each with whether it is broken, and when that was asked."""

    broken: dict[str, bool]
    at: datetime


@dataclass(frozen=True)
class PrivacyCheck:
    """What the promise says to a viewer, and when their organisation was checked."""

    parts: list[PrivacyPart]
    at: datetime
    # Whether that was not done for this look.
    before: bool


RULES: list[tuple[str | Text, list[Rule]]] = []
# What else the page says of a viewer's organisation: a sentence, or nothing.
NOTES: list[Callable[[Person], str]] = []


def privacy_check(viewer: Person, now: datetime) -> PrivacyCheck:
    """Check every rule; the same few statements for any number of rows.

    A large organisation is one with units that are counted at night. There the rules that are the
    same for all its people were checked before.
    """
    large = viewer.own_organisation.units_counted_at is not None
    found = lately(viewer.organisation_id, now) if large else None
    if found is None:
        found = Checked(broken_rules(viewer, every_rule()), now)
        if large:
            keep(viewer.organisation_id, found)
        own = found.broken
    else:
        own = broken_rules(viewer, [rule for rule in every_rule() if rule.own])
    broken, before = found.broken | own, found.at != now
    parts = [
        PrivacyPart(
            title,
            [
                RuleFound(rule.words, not broken[rule.name], before and not rule.own)
                for rule in rules
            ],
        )
        for title, rules in RULES
    ]
    return PrivacyCheck(parts, found.at, before)


def every_rule() -> list[Rule]:
    """List the rules of all parts."""
    return [rule for _title, rules in RULES for rule in rules]


def broken_rules(viewer: Person, rules: Iterable[Rule]) -> dict[str, bool]:
    """Say of each rule by its name whether it is broken; all that rows alone tell at once."""
    found: dict[str, bool] = {}
    asked: list[tuple[str, Exists]] = []
    for rule in rules:
        broken = rule.broken(viewer)
        found[rule.name] = broken is True
        if not isinstance(broken, bool):
            kinds = broken if isinstance(broken, list) else [broken]
            asked += [(rule.name, Exists(rows)) for rows in kinds]
    mine = Organisation.objects.filter(pk=viewer.organisation_id)
    answers = mine.values_list(*(rows for _name, rows in asked)).get()
    for (name, _rows), is_there in zip(asked, answers, strict=True):
        found[name] |= is_there
    return found


def lately(organisation_id: int, now: datetime) -> Checked | None:
    """Find what a large organisation's last check said, and let a job check again if it is old.

    It is kept for all hosts. None where it is too old, or where a rule is new since.
    """
    if (found := kept(organisation_id, now)) is None:
        return None
    if found.at <= now - CHECKED_FOR and cache.add(
        f"{key_of(organisation_id)}-asked", True, CHECKED_FOR.total_seconds()
    ):
        from .tasks import check_again  # noqa: PLC0415 - it calls back

        check_again.enqueue(organisation_id)
        return kept(organisation_id, now)
    return found


def kept(organisation_id: int, now: datetime) -> Checked | None:
    """Read what the last check of an organisation said, with the rules of today."""
    found: Checked | None = cache.get(key_of(organisation_id))
    names = {rule.name for rule in every_rule() if not rule.own}
    if found is None or found.at <= now - LASTS or not names <= found.broken.keys():
        return None
    return found


def keep(organisation_id: int, found: Checked) -> None:
    """Keep what a check said of an organisation, and nothing of what its viewer can read."""
    names = {rule.name for rule in every_rule() if not rule.own}
    of_all = {name: broken for name, broken in found.broken.items() if name in names}
    cache.set(key_of(organisation_id), Checked(of_all, found.at), LASTS.total_seconds())


def key_of(organisation_id: int) -> str:
    """Name what is kept of an organisation."""
    return f"promise-{organisation_id}"


def check_organisation(organisation_id: int, now: datetime) -> None:
    """Check the rules that are the same for all people of a large organisation, and keep that.

    Safe to repeat: what was checked within ten minutes is not checked again.
    """
    found = kept(organisation_id, now)
    if found is None or found.at <= now - CHECKED_FOR:
        rules = [rule for rule in every_rule() if not rule.own]
        anybody = nobody_of(organisation_id, today(now))
        keep(organisation_id, Checked(broken_rules(anybody, rules), now))


def nobody_of(organisation_id: int, day: date) -> Person:
    """Make a viewer without a number: only the organisation and the day are known."""
    made = Person(organisation_id=organisation_id)
    made.today = day
    return made


def notes(viewer: Person) -> list[str]:
    """Say what else there is to say; the same few statements for any number of rows."""
    return [said for note in NOTES if (said := note(viewer))]


def below_a_withheld_one(told: FrozenQuerySet) -> FrozenQuerySet:
    """Find units that are told although the unit they lie in is withheld."""
    above = told.model.objects.said().filter(unit=OuterRef("unit__parent"), block=OuterRef("block"))
    return told.filter(~Exists(above), unit__parent__isnull=False)


def any_told_early(told: FrozenQuerySet) -> bool:
    """Find a block that was frozen while its weeks could still be sent."""
    frozen = told.order_by().values_list("block").annotate(Min("frozen_at"))
    return any(at < Block(number).freezes for number, at in frozen)


def not_a_size() -> Q:
    """Match told sizes that are not one of the words for the number of people."""
    return ~Q(size__in=[word for _least, word in SIZES])
