"""A person's answers over the weeks, for the person and for readers they share them with."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from people.models import Person
from people.weeks import Week
from wellbeing.models import CheckIn
from wellbeing.rules.lines import DAYS, DAYS_ALOUD, LINES, Line
from wellbeing.rules.pulse import PulseAnswers


@dataclass(frozen=True)
class AnswerRow:
    """One line over the weeks, oldest first; None if it was not answered."""

    line: Line
    values: list[int | None]

    @property
    def words(self) -> list[str]:
        """The answers as they were given; a dash if there is none."""
        days = [str(one) for one in DAYS]
        return ["–" if value is None else days[value] for value in self.values]

    @property
    def latest(self) -> str:
        """The last week's answer in words."""
        value = self.values[-1]
        if value is None:
            return _("Not answered")
        if value == 0:
            return str(DAYS[0])
        return _("1 day") if value == 1 else _("%(n)s days") % {"n": DAYS[value]}

    @property
    def label(self) -> str:
        """The row for a screen reader."""
        said = ", ".join(_("no answer") if v is None else str(DAYS_ALOUD[v]) for v in self.values)
        return _("%(line)s, oldest first: %(answers)s") % {
            "line": self.line.label,
            "answers": said,
        }


def trend_rows(person: Person, weeks: list[Week], reader: Person | None = None) -> list[AnswerRow]:
    """Read a person's answers for these weeks, as far as the reader may; without a reader, all."""
    found = CheckIn.objects.visible_to(reader) if reader else CheckIn.objects.of(person)
    own = found.filter(person=person, week__in=[week.monday for week in weeks])
    stored = {one.week: one.answers for one in own.defer("sealed_note", "sealed_strain")}
    given = [stored.get(week.monday, PulseAnswers()).values for week in weeks]
    return [
        AnswerRow(line, list(values))
        for line, values in zip(LINES, zip(*given, strict=True), strict=True)
    ]


def latest_check_in(found: list[AnswerRow]) -> PulseAnswers:
    """The answers of the last week in these rows."""
    return PulseAnswers(**{row.line.name: row.values[-1] for row in found})
