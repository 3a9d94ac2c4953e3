"""My trend: a person's load and answers on the same weeks, put together for the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from people.models import Person
from people.weeks import Week
from people.writing.formats import day, percent, percent_aloud, plain_number, week_of_year
from wellbeing.checkins import baseline as usual
from wellbeing.checkins import words as checkins_words
from wellbeing.checkins.trend import AnswerRow
from wellbeing.rules.drift import USUAL, DriftState
from wellbeing.rules.lines import LINES, Line
from workload.load import long_pictures, pictures

from . import changes as alongside
from .changes import MovedFigure
from .history import Past, on_leave, past

# How many weeks can be looked at, and which of them are named under the picture.
SPANS = {12: 1, 26: 5, 104: 34}
USUAL_SPAN = 12
ROW = f'<tr><th scope="row">{{}}</th>{'<td class="num">{}</td>' * (2 + len(LINES))}</tr>'


def span_of(text: str) -> int:
    """Read how many weeks the viewer wants to see; anything that is not offered is twelve."""
    return next((span for span in SPANS if str(span) == text), USUAL_SPAN)


@dataclass(frozen=True)
class Drawn:
    """One line's answers with their picture."""

    line: Line
    latest: str
    picture: SafeString


@dataclass(frozen=True)
class TrendPage:
    """The weeks that are shown, oldest first, with what was sent and what was answered in them."""

    weeks: list[Week]
    sent: dict[date, Past]
    leave: set[Week]
    own: usual.OwnTrend
    # The load above which a week is too heavy, by the numbers of the latest week.
    limit: Decimal

    @property
    def span(self) -> int:
        """How many weeks are shown."""
        return len(self.weeks)

    @property
    def dense(self) -> bool:
        """Say whether the weeks lie too near each other for single bars."""
        return self.span > long_pictures.ROOMY

    @cached_property
    def loads(self) -> list[Decimal | None]:
        """The load of each week; None where none was sent or there was no capacity."""
        found = (self.sent.get(week.monday) for week in self.weeks)
        return [one.percent if one else None for one in found]

    @property
    def weighed(self) -> bool:
        """Say whether any of these weeks has a load; without contracted hours none has."""
        return not self.sent or any(load is not None for load in self.loads)

    @property
    def hours_chart(self) -> SafeString:
        """The hours of the same weeks, for a person without a load."""
        found = [self.sent.get(week.monday) for week in self.weeks]
        return pictures.small_bars([one.hours if one else None for one in found], _("Hours"))

    @property
    def any(self) -> bool:
        """Say whether there is anything to draw."""
        answers = (value for row in self.own.rows for value in row.values)
        return bool(self.sent) or any(value is not None for value in answers)

    @property
    def chart(self) -> SafeString:
        """The loads as bars."""
        if self.dense:
            label = self.long_label(_("Work load"))
            return long_pictures.load_columns(self.loads, label, limit=self.limit)
        listed = ", ".join(percent_aloud(load) for load in self.loads)
        label = _("Load, weeks %(first)s to %(last)s: %(loads)s of capacity") % {
            "first": self.weeks[0].number,
            "last": self.weeks[-1].number,
            "loads": listed,
        }
        return pictures.load_bars(
            self.loads, label, limit=self.limit, height=long_pictures.LOAD_HEIGHT
        )

    @property
    def answers(self) -> list[Drawn]:
        """The pulse lines with their pictures."""
        return [Drawn(row.line, row.latest, self.drawn(row)) for row in self.own.rows]

    def drawn(self, row: AnswerRow) -> SafeString:
        """Draw one line."""
        holds_up = row.line.holds_up
        if self.dense:
            label = self.long_label(str(row.line.label))
            return long_pictures.answer_columns(row.values, label, holds_up=holds_up)
        return pictures.answer_bars(row.values, row.label, holds_up=holds_up)

    def long_label(self, name: str) -> str:
        """Name a picture with too many weeks to be read out one by one."""
        return _("%(name)s, %(n)s weeks. The table below has the numbers.") % {
            "name": name,
            "n": self.span,
        }

    @property
    def usual(self) -> SafeString:
        """All lines together against the person's own band."""
        states = self.own.states
        return long_pictures.own_usual(
            self.own.strains,
            [band(state) for state in states],
            self.smoothed,
            checkins_words.label(self.own),
        )

    @property
    def smoothed(self) -> list[float | None]:
        """The smoothed strain of each week that was answered and judged; nothing for a gap."""
        pairs = zip(self.own.strains, self.own.states, strict=True)
        return [
            state.z if strain is not None and state.settled() else None for strain, state in pairs
        ]

    @property
    def axis(self) -> SafeString:
        """The weeks' numbers under the pictures; months where they are many."""
        every = SPANS[self.span]
        named = {n: week for n, week in enumerate(self.weeks) if (self.span - 1 - n) % every == 0}
        names = {
            n: day(week.monday, "M Y") if self.dense else str(week.number)
            for n, week in named.items()
        }
        return long_pictures.axis(self.span, names)

    @property
    def table(self) -> SafeString:
        """The rows of numbers behind the pictures, newest week first.

        Written here and not in a template: two years have a thousand cells, with the same few words
        in most of them.
        """
        escaped = cache(escape)
        rows = (map(escaped, cells) for cells in reversed(list(self.cells())))
        return SafeString("".join(ROW.format(*cells) for cells in rows))

    def cells(self) -> Iterator[tuple[str, ...]]:
        """The cells of each week: its number, the load, all lines together, each line."""
        words = [row.words for row in self.own.rows]
        leave = _("Leave")
        for n, week in enumerate(self.weeks):
            strain = self.own.strains[n]
            away = strain is None and week in self.leave
            number = week_of_year(week) if self.dense else str(week.number)
            each = (one[n] for one in words)
            yield number, percent(self.loads[n]), leave if away else plain_number(strain), *each

    @property
    def alongside(self) -> list[MovedFigure] | None:
        """What else changed since the weeks behind a settled usual; None where that is unknown."""
        now = self.own.now
        if not now.settled() or now.stale():
            return None
        return alongside.changed(self.sent, self.weeks[-1], now.made_of)


def band(state: DriftState) -> tuple[float, float] | None:
    """The usual as it is drawn: the mean with the width of the limit, above and below.

    Weeks that made the usual have the width of the first week that is held against it.
    """
    if state.usual is None:
        return None
    width = state.usual.width(max(state.t, 1), USUAL.nudge)
    return state.usual.mean - width, state.usual.mean + width


def trend_page(person: Person, last: Week, span: int, limit: Decimal) -> TrendPage:
    """Read a person's own weeks up to the last one; four statements, however many weeks."""
    weeks = [last - back for back in reversed(range(span))]
    sent = past(person, last)
    leave = on_leave(person, sent, last)
    return TrendPage(weeks, sent, leave, usual.read(person, weeks, leave), limit)
