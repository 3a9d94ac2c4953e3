"""What the database says of the people on the board: facts, certificates, weeks."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import CharField, Q, StringAgg, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, JSONArray

from people.languages.local_text import LocalText
from workload.models.week import ABSENT
from workload.policies import actions as policies
from workload.rules.judged_figures import JudgedFigures
from workload.rules.parts import PostPart, PostsSeen, add_parts, units_seen
from workload.rules.reasons import Reason, read_reasons


class Facts(NamedTuple):
    """What the database says of one person on the board."""

    person_id: int
    public_id: UUID
    english: str
    thai: str
    rank: str
    job: LocalText
    job_key: str
    job_id: UUID
    # None without contracted hours.
    hours: Decimal | None
    # Of a volunteer: the hours that the terms allow a week, and their last day.
    cap: Decimal | None
    capped_until: date | None
    flag_id: int | None
    flag_level: str | None
    flag_times: int | None
    flag_rests: date | None
    asked: UUID | None
    asked_at: datetime | None
    # The viewer was asked to look at the flag; it is that of another supervisor's person; and the
    # viewer may act on it for being asked.
    looks: bool
    passed: bool
    handled: bool
    unit_id: UUID
    unit: LocalText
    # The last day of a long absence that includes today.
    away_until: date | None
    # An admin entered them, and they have not come in yet.
    awaited: bool
    # The post, and what orders a person's posts: of several, the viewer may see some.
    post: int
    post_unit: int
    role: str
    # None where the person has no contracted hours.
    first_day: date | None
    path: str
    # Whether the person also leads this unit, as who stands in for its supervisor.
    leads_there: bool

    @staticmethod
    def columns() -> tuple[str, ...]:
        """Where each stands, from a membership."""
        return (
            "person_id",
            "person__public_id",
            "person__full_name_en",
            "person__full_name_th",
            "person__rank",
            "job__name",
            "job__key",
            "job__public_id",
            "hours",
            "person__volunteer_terms__hours",
            "person__volunteer_terms__until",
            "flag__id",
            "flag__level",
            "flag__times",
            "flag__rests_since",
            "asked__public_id",
            "asked__asked_at",
            "looks",
            "passed",
            "handled",
            "unit__public_id",
            "unit__name",
            "away_until",
            "person__awaited",
            "pk",
            "unit_id",
            "role",
            "first_day",
            "unit__path",
            "leads_there",
        )


class BoardCertificate(NamedTuple):
    """A certificate of a person on the board: it is due or over, or it was revoked."""

    current: bool
    expires_on: date | None
    revoked_at: datetime | None
    # Another one of the kind lasts: what this one allowed is not at stake.
    lasts: bool
    kind: UUID
    name: LocalText
    allows: LocalText

    @staticmethod
    def columns() -> tuple[str, ...]:
        """Where each stands, from a membership and the certificate held."""
        return (
            "held__current",
            "held__expires_on",
            "held__revoked_at",
            "lasts",
            "held__type__public_id",
            "held__type__name",
            "held__type__allows",
        )


FIGURES: tuple[str, ...] = ("hours", "percent", "case_points", "night_points")
FIGURES += ("supervision_points", "capacity", "rest_days", "usual_capacity", "usual_percent")


class BoardWeekColumns(NamedTuple):
    """The columns of a week on the board."""

    week: date
    level: str
    usual_level: str
    policy: str
    reasons: str
    # Whether nights, days in court or material were sent, and whether it was all leave.
    noted: bool
    absent: bool
    # What each post came to, where there were several, and the unit that the week was counted in.
    parts: str
    unit: int
    # None where a part of the week is read.
    hours: Decimal | None
    percent: Decimal | None
    case_points: Decimal
    night_points: Decimal
    supervision_points: Decimal
    # None without contracted hours.
    capacity: Decimal | None
    rest_days: Decimal
    # As if the organisation did not rest; None where it is the same.
    usual_capacity: Decimal | None
    usual_percent: Decimal | None


class BoardWeek(BoardWeekColumns, JudgedFigures):
    """One week of a person on the board."""

    __slots__ = ()

    @staticmethod
    def columns() -> tuple[str | Combinable | Q, ...]:
        """Where each stands; figures come as text, for a number of JSON is no decimal."""
        return (
            "week",
            "level",
            "usual_level",
            "policy",
            Cast("reasons", TextField()),
            Q(nights__gt=0) | Q(court_days__gt=0) | Q(material_minutes__gt=0),
            ABSENT,
            Cast("parts", TextField()),
            "unit_id",
            *(Cast(one, CharField()) for one in FIGURES),
        )

    @classmethod
    def of(cls, monday: str, *values: Any) -> "BoardWeek":
        """Read the day and the figures that came as text."""
        return cls.of_columns(date.fromisoformat(monday), *values)

    @classmethod
    def of_columns(cls, *values: Any) -> "BoardWeek":
        """Read the figures that came as text."""
        first = len(values) - len(FIGURES)
        return cls(*values[:first], *[one and figure(one) for one in values[first:]])

    @classmethod
    def columns_seen(cls, values: list, sight: PostsSeen) -> "ColumnsSeen":
        """Read the columns of a week as far as a viewer sees it, and the level of all together."""
        if sight.whole and values[PARTS] == "[]":
            return ColumnsSeen(values)
        week = cls(*values)
        kept = [PostPart.read(one) for one in json.loads(week.parts)] if week.parts != "[]" else []
        units = units_seen(sight, {one.unit: one.role for one in kept}, week.unit)
        if units is None and not sight.beside:
            return ColumnsSeen(values)
        if units is None:  # of an only post elsewhere the load alone
            return ColumnsSeen(list(week._replace(hours=None, reasons="[]")), is_part=True)
        if not units:
            return ColumnsSeen(None, is_part=True)
        chosen = [one for one in kept if one.unit in units]
        part = add_parts(chosen, policies.named(chosen[0].policy))
        read = {name: getattr(part, name) for name in FIGURES if hasattr(part, name)}
        figures: dict[str, Any] = {
            name: None if one is None else str(one) for name, one in read.items()
        }
        figures |= {"level": part.level, "usual_level": part.usual_level}
        seen = week._replace(policy=part.policy, reasons="[]", parts="[]", **figures)
        return ColumnsSeen(list(seen._replace(hours=None)), True, week.flag_level)

    @property
    def is_part(self) -> bool:
        """Say whether a part of the week is read."""
        return self.hours is None

    @property
    def found(self) -> list[Reason]:
        """The reasons of the week beside its load."""
        return read_reasons(json.loads(self.reasons))


# The weeks of a board have the same few figures.
figure = lru_cache(maxsize=4096)(Decimal)
# The place of the parts among the columns.
PARTS = BoardWeek._fields.index("parts")


class JoinedText(StringAgg):
    """The texts of several rows as one; a SQLite before 3.44 knows it by its old name only."""

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, tuple]:
        """Write it for SQLite."""
        return super().as_sqlite(compiler, connection, function="GROUP_CONCAT", **extra)


def joined_weeks() -> JoinedText:
    """Write the weeks of a person as one text: arrays of JSON, parted by commas.

    A team of 100 has sixteen thousand values in its last weeks, and next to none is another than
    at the last look. One text a person is read, compared and kept at once.
    """
    return JoinedText(text_of_week(), Value(","))


def text_of_week() -> Cast:
    """Write a week as a text: an array of JSON."""
    return Cast(JSONArray(*BoardWeek.columns()), TextField())


def week_columns(lived: str) -> list[list]:
    """Read the columns of each week out of such a text, the oldest first."""
    return sorted(json.loads(f"[{lived}]"))


def written_weeks(weeks: Iterable[list]) -> str:
    """Write weeks as such a text."""
    return ",".join(map(json.dumps, weeks))


class ColumnsSeen(NamedTuple):
    """What a viewer sees of a week: its columns, or none; and if a part, the level of the whole."""

    columns: list | None
    is_part: bool = False
    together: str = ""


# Of a week that is read whole, whatever is in it.
WHOLE = ColumnsSeen(None)


class Lived(NamedTuple):
    """The last weeks of a person as the database gives them, and whether one has parts of posts.

    Or, where it is enough to put people in order, the newest week alone.
    """

    weeks: str = ""
    in_parts: bool = False
    newest: BoardWeek | None = None
