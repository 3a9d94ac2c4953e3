"""What the board says of a person's last weeks and certificates, without the person's name."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.languages.local_text import name_place
from people.weeks import Week
from people.writing.formats import (
    percent,
    percent_aloud,
    plain_number,
    short_day,
    whole_percent,
    written_points,
)
from training.certificates import duties
from training.certificates.words import CertificateWords, certificate_words
from training.rules.certificates import CertificateStanding, state
from workload.load import pictures
from workload.load import words as load_words
from workload.models import LevelChoice
from workload.rules import load as load_rules
from workload.rules.reasons import ReasonCode

from .facts import BoardCertificate, BoardWeek, week_columns

WEEKS_SHOWN = 8
# So many reasons stand on a row; the page behind it has them all.
REASONS_SHOWN = 2


@dataclass
class BoardWork:
    """Weeks and certificates as they were read. It has no names, so what is drawn of it is kept.

    Nothing of it changes. It is not frozen, for that doubles what it costs to make thousands.
    """

    # The last weeks that were sent, as one text (see `joined_weeks`).
    lived: str
    held: tuple[BoardCertificate, ...]
    # The level of the open flag, if there is one.
    flag_level: str
    week: Week
    day: date
    # What may not be taken on is read by those who answer for them.
    passed: bool
    # The hours that a volunteer's terms allow a week.
    cap: Decimal | None = None
    # How many cases a list brought in, of a person without a week here.
    brought: int = 0

    kept = True

    def __hash__(self) -> int:
        return self.hashed

    @cached_property
    def hashed(self) -> int:
        """The hash of all that was read, made once."""
        about = (self.flag_level, self.week, self.day, self.passed, self.cap, self.brought)
        return hash((self.lived, self.held, *about))

    @property
    def weeks(self) -> list[BoardWeek]:
        """The last weeks that were sent, oldest first."""
        return [BoardWeek.of(*one) for one in week_columns(self.lived)]

    @cached_property
    def latest(self) -> BoardWeek | None:
        """The latest week that was sent."""
        return BoardWeek.of(*week_columns(self.lived)[-1]) if self.lived else None

    @property
    def shown_week(self) -> Week | None:
        """Which week that is."""
        return Week(self.latest.week) if self.latest else None

    @property
    def worked(self) -> Decimal | None:
        """The hours of it."""
        return self.latest.hours if self.latest else None

    @property
    def sent(self) -> bool:
        """Say whether the board's own week was sent."""
        return self.shown_week == self.week

    @property
    def level(self) -> str:
        """The level that flags go by; none where nothing was sent."""
        return self.latest.flag_level if self.latest else ""

    @property
    def load(self) -> Decimal | None:
        """The load in percent of capacity."""
        return self.latest.percent if self.latest else None

    @property
    def flag_load(self) -> Decimal | None:
        """The load that flags go by: the board is in its order."""
        return self.latest.flag_load if self.latest else None

    @property
    def rests(self) -> str:
        """Say why the load is shown higher than it is judged; nothing without a day of rest."""
        if self.latest is None or self.latest.usual_percent is None:
            return ""
        days = self.latest.rest_days
        said = ngettext(
            "%(n)s day of rest; without it %(load)s",
            "%(n)s days of rest; without them %(load)s",
            int(days),
        )
        return said % {"n": plain_number(days), "load": percent(self.latest.usual_percent)}

    @property
    def free(self) -> Decimal:
        """The points up to 100 % of a week on which the organisation does not rest."""
        return (self.usual_capacity or Decimal()) - self.points

    @property
    def usual_capacity(self) -> Decimal | None:
        """The capacity of the latest week without the organisation's days of rest."""
        if not (one := self.latest):
            return None
        return one.capacity if one.usual_capacity is None else one.usual_capacity

    @property
    def points(self) -> Decimal:
        """The points of the latest week."""
        return self.latest.points if self.latest else Decimal()

    @property
    def capacity(self) -> Decimal | None:
        """The capacity of the latest week; None without contracted hours then."""
        return self.latest.capacity if self.latest else None

    @property
    def codes(self) -> frozenset[ReasonCode]:
        """What gave a reason in the latest week, as codes."""
        return frozenset(one.code for one in self.latest.found) if self.latest else frozenset()

    @property
    def reasons(self) -> list[str]:
        """What gave a reason, in words; with a flag, all that it stands on."""
        if self.flag_level:
            return load_words.reasons(self.weeks, load_rules.Level(self.flag_level), self.day)
        return load_words.reasons([self.latest], None, self.day) if self.latest else []

    @property
    def brief(self) -> list[str]:
        """Why a flag stands, beside the load that its row shows."""
        return load_words.row_reasons(self.weeks)

    @property
    def shown_reasons(self) -> list[str]:
        """The reasons that stand on the row of a flag."""
        return self.brief[:REASONS_SHOWN]

    @property
    def more_reasons(self) -> int:
        """Count the reasons that stand on the person's page only."""
        return len(self.brief) - len(self.shown_reasons)

    @property
    def watch(self) -> bool:
        """Say whether the load is one to watch."""
        return self.level == LevelChoice.WATCH

    @property
    def shown(self) -> str:
        """Name the week that is shown where the board's own was not sent."""
        if self.sent or not self.shown_week:
            return ""
        return _("week %(n)s shown") % {"n": self.shown_week.number}

    @property
    def hours(self) -> str:
        """Write the hours of the board's week, a volunteer's against the cap; unsent is a dash."""
        if not self.sent or self.worked is None:
            return "–"
        if self.cap is None:
            return f"{plain_number(self.worked)} {_('h')}"
        return _("%(hours)s of %(cap)s h") % {
            "hours": plain_number(self.worked),
            "cap": plain_number(self.cap),
        }

    @property
    def unweighed(self) -> str:
        """Say what is carried where there is no capacity to weigh it against; else nothing."""
        if self.latest is None or self.latest.capacity is not None:
            return ""
        if not self.points and self.cap is not None:
            return _("Volunteer, at most %(n)s h a week") % {"n": plain_number(self.cap)}
        if not self.points:
            return _("No contracted hours")
        return _("%(points)s points, no contracted hours") % {"points": written_points(self.points)}

    @property
    def percent(self) -> str:
        """Write the load, in whole per cents."""
        return whole_percent(self.load)

    @property
    def meter(self) -> SafeString:
        """Draw the load; nothing where no week was sent or weighed."""
        if not self.latest or self.latest.capacity is None:
            return SafeString()
        return pictures.meter(self.load, load_words.of_capacity(self.load))

    @property
    def spark(self) -> SafeString:
        """Draw the last eight weeks; a week that was not sent is a gap."""
        if not self.latest:
            return SafeString()
        by_monday = {one.week: one.percent for one in self.weeks}
        if all(one.capacity is None for one in self.weeks):
            return SafeString()
        shown = [(self.week - back).monday for back in reversed(range(WEEKS_SHOWN))]
        loads = [by_monday.get(monday) for monday in shown]
        listed = ", ".join(percent_aloud(one) for one in loads)
        label = _("Last 8 weeks, oldest first: %(loads)s of capacity") % {"loads": listed}
        return pictures.spark(loads, label, high=self.level in {LevelChoice.AMBER, LevelChoice.RED})

    @property
    def lapsing(self) -> int:
        """Count the certificates to renew."""
        return sum(1 for one in self.held if one.current)

    @property
    def lapses_first(self) -> BoardCertificate | None:
        """The certificate that lapses first."""
        return next((one for one in self.held if one.current), None)

    @property
    def certificate(self) -> str:
        """Write the certificate that lapses first, and its day."""
        if not (one := self.lapses_first):
            return ""
        return f"{one.name}, {short_day(one.expires_on)}"

    @property
    def certificate_stands(self) -> CertificateWords:
        """Say how that one stands."""
        ends = self.lapses_first.expires_on if self.lapses_first else None
        return certificate_words(CertificateStanding(state(ends, self.day)), ends)

    @property
    def resting(self) -> tuple[tuple[str, UUID, str], ...]:
        """What a certificate allowed and does not now: the duty, the certificate, since when."""
        return () if self.passed else tuple(resting(self.held, self.day))


# A process keeps so many: what a team's work says is worked out once, until it changes. They are
# read in every language, so an instance remembers figures and no words.
board_work = lru_cache(maxsize=2048)(BoardWork)


def resting(held: tuple[BoardCertificate, ...], day: date) -> Iterator[tuple[str, UUID, str]]:
    """Write the duties that rest: what it is, by which certificate, since which day."""
    by_kind = defaultdict(list)
    for one in sorted(held, key=lambda one: name_place(one.name)):
        if not one.lasts and one.allows:
            by_kind[one.kind].append(one)
    for kind, certificates in by_kind.items():
        if since := duties.rests_since(certificates, day):
            one = certificates[0]
            yield str(one.allows), kind, short_day(since)
