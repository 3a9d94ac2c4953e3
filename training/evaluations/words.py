"""What participants are asked about a session, and what is told of it, in the reader's words."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, pgettext_lazy

from people.groups import words as group_sizes
from people.groups.rule import Said
from people.models import Person
from people.writing.pictures import draw_bands, stairs
from training.models import Session
from training.rules.evaluations import evaluation_closes

Text = str | Promise


@dataclass(frozen=True)
class EvaluationLine:
    """One line: how it is asked, and how it is called where it is told."""

    name: str
    text: Text
    label: Text


# Our own words, no validated scale. None asks about the trainer's person.
LINES = (
    EvaluationLine("use", gettext_lazy("I can use it in my work."), gettext_lazy("Of use at work")),
    EvaluationLine("clear", gettext_lazy("It was clear to me."), gettext_lazy("Clear")),
    EvaluationLine(
        "safe",
        gettext_lazy("I could ask anything, and say no to anything."),
        gettext_lazy("Safe to speak"),
    ),
    EvaluationLine("time", gettext_lazy("It was worth the time."), gettext_lazy("Worth the time")),
)
# How true each line is; 0 to 4.
STEPS = (
    pgettext_lazy("how true", "Not at all"),
    pgettext_lazy("how true", "A little"),
    pgettext_lazy("how true", "Partly"),
    pgettext_lazy("how true", "Mostly"),
    pgettext_lazy("how true", "Fully"),
)
# Place of the band and its word.
BANDS: dict[str, tuple[int | None, Text]] = {
    "little": (0, pgettext_lazy("what a group says", "Little")),
    "partly": (1, pgettext_lazy("what a group says", "Partly")),
    "mostly": (2, pgettext_lazy("what a group says", "Mostly")),
    "": (None, group_sizes.WITHHELD),
}


@dataclass(frozen=True)
class EvaluationRow:
    """One line of a session: its band, as a bar and as steps."""

    label: Text
    word: Text
    bar: SafeString
    steps: SafeString


def row(line: EvaluationLine, band: str) -> EvaluationRow:
    """Write one line in its band; one that is withheld has an empty frame."""
    place, word = BANDS[band]
    bar = draw_bands(place, f"{line.label}: {word}", good=True)
    return EvaluationRow(line.label, word, bar, stairs(place))


@dataclass(frozen=True)
class Card:
    """What is told of a session, or until when it is asked."""

    session: Session

    @property
    def closes(self) -> date:
        """The last day on which participants may answer."""
        return evaluation_closes(self.session.day)

    @property
    def told_on(self) -> date:
        """The day on which it is told."""
        return self.closes + timedelta(days=1)

    @property
    def frozen(self) -> bool:
        """Say whether it was told, if only that it is withheld."""
        return hasattr(self.session, "evaluation")

    @property
    def said(self) -> Said | None:
        """What is said; None where it is withheld, or not told yet."""
        return self.session.evaluation.said if self.frozen else None

    @property
    def smallest(self) -> int:
        """From how many people on it was told."""
        return self.session.evaluation.smallest

    @property
    def people(self) -> str:
        """Write how many people, in words: 5–9 people."""
        return group_sizes.people(self.said)

    @property
    def rows(self) -> list[EvaluationRow]:
        """Write the lines; of a withheld session each as withheld."""
        told = self.said.lines if self.said else [""] * len(LINES)
        return [row(line, band) for line, band in zip(LINES, told, strict=True)]


def card(viewer: Person, session: Session) -> Card | None:
    """Make a session's card for a viewer who may read it, once its day has come."""
    found = Session.objects.heard_by(viewer).select_related("evaluation")
    mine = found.filter(pk=session.pk, day__lte=viewer.today).first()
    return Card(mine) if mine else None
