"""What is told of a quarter, in the reader's words. No number but what is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.groups.rule import SIZES
from people.groups.words import WITHHELD
from people.writing.formats import year_as_read
from people.writing.sentences import Sentence
from programme.models import QuarterFigure, QuarterMeasure
from programme.rules.quarters import CalendarQuarter
from programme.rules.trends import FALL_WORDS, STEP_WORDS
from workload.units.words import LOAD

SIZE_WORDS = tuple(word for _least, word in reversed(SIZES))
STEPS: dict[str, Sentence] = {
    "days": gettext_lazy("Within 3 days"),
    "week": gettext_lazy("Within a week"),
    "fortnight": gettext_lazy("Within two weeks"),
    "later": gettext_lazy("Later than two weeks"),
}
FALLS: dict[str, Sentence] = {
    "few": gettext_lazy("Lower for few"),
    "half": gettext_lazy("Lower for about half"),
    "most": gettext_lazy("Lower for most"),
}
MEANS: dict[str, Sentence] = {
    QuarterMeasure.LOAD: gettext_lazy("The whole organisation, four weeks at a time"),
    QuarterMeasure.FLAGS: gettext_lazy("People with a flag that opened or came back"),
    QuarterMeasure.FIRST_STEP: gettext_lazy("For half of these people"),
    QuarterMeasure.FALL: gettext_lazy("Four weeks after the first step"),
    QuarterMeasure.CERTIFICATES: gettext_lazy("On the last day"),
    QuarterMeasure.POSTS: gettext_lazy("On the last day"),
    QuarterMeasure.EVALUATIONS: gettext_lazy("Sessions by how useful they were"),
}


def quarter_name(quarter: CalendarQuarter) -> str:
    """Name a quarter: Quarter 3, 2026."""
    numbers = {"n": quarter.number, "year": year_as_read(quarter.first)}
    return _("Quarter %(n)s, %(year)s") % numbers


def axis_names(quarters: Sequence[CalendarQuarter]) -> list[tuple[str, str]]:
    """Name quarters under a picture; the year stands where one begins."""
    return [
        (f"Q{one.number}", str(year_as_read(one.first)) if at == 0 or one.number == 1 else "")
        for at, one in enumerate(quarters)
    ]


@dataclass(frozen=True)
class FigureRead:
    """One figure, read: its words or numbers, or nothing where it is withheld."""

    measure: str
    told: tuple[str, ...] = ()

    @classmethod
    def of(cls, measure: str, row: QuarterFigure | None) -> "FigureRead":
        """Read a row; one that is not there says no more than one that is withheld."""
        return cls(measure, tuple(row.told.split(",")) if row and row.size else ())

    @property
    def counts(self) -> tuple[int, ...] | None:
        """The numbers of what is counted."""
        return tuple(int(one) for one in self.told) or None

    @property
    def places(self) -> list[int | None]:
        """The places of the bands of a load, a block each; a withheld one is None."""
        return [LOAD[one][0] if one else None for one in self.told] or [None]

    def place_in(self, words: Sequence[str]) -> int | None:
        """The place of its one word among all, from the first."""
        return words.index(self.told[0]) if self.told else None

    @property
    def word(self) -> str:
        """Write it as people read it."""
        if not self.told:
            return str(WITHHELD)
        if self.measure == QuarterMeasure.LOAD:
            # Blocks that are alike and beside each other are said once.
            runs = (one for one, _alike in groupby(self.told))
            return " · ".join(str(LOAD[one][1] if one else WITHHELD) for one in runs)
        if self.measure == QuarterMeasure.FLAGS:
            return _("%(size)s people") % {"size": self.told[0].replace("-", "–")}
        if self.measure == QuarterMeasure.FIRST_STEP:
            return str(STEPS[self.told[0]])
        if self.measure == QuarterMeasure.FALL:
            return str(FALLS[self.told[0]])
        return counted_words(self.measure, self.told)


def counted_words(measure: str, told: Sequence[str]) -> str:
    """Write what is counted."""
    if measure == QuarterMeasure.CERTIFICATES:
        valid, due, expired = told
        return _("%(valid)s valid, %(due)s to renew, %(expired)s expired") % {
            "valid": valid,
            "due": due,
            "expired": expired,
        }
    if measure == QuarterMeasure.POSTS:
        held, vacant = told
        return _("%(held)s held, %(vacant)s uncovered") % {"held": held, "vacant": vacant}
    mostly, partly, little = told
    return _("%(mostly)s mostly, %(partly)s partly, %(little)s little") % {
        "mostly": mostly,
        "partly": partly,
        "little": little,
    }


PLACES: dict[str, Sequence[str]] = {
    QuarterMeasure.FLAGS: SIZE_WORDS,
    QuarterMeasure.FIRST_STEP: STEP_WORDS,
    QuarterMeasure.FALL: FALL_WORDS,
}
