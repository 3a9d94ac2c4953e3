"""The pulse lines as a page asks them: of this week, or of one that is closed."""

from dataclasses import dataclass

from django.forms import Form
from django.utils.functional import Promise

from wellbeing.rules.lines import DAYS, DAYS_ALOUD, LINES

from .forms import shown_value


@dataclass(frozen=True)
class PulseLine:
    """One pulse line with its answer: "" is skipped on purpose, None is not touched."""

    name: str
    value: str | None

    kept = True  # a few lines and a few values are all there are
    choices = tuple(zip(range(len(DAYS)), DAYS, DAYS_ALOUD, strict=True))
    values = frozenset({"", *(str(n) for n in range(len(DAYS)))})

    @property
    def text(self) -> str | Promise:
        """How it is asked."""
        return next(line.text for line in LINES if line.name == self.name)


def pulse_lines(form: Form) -> list[PulseLine]:
    """Show a form's pulse lines: answered, skipped on purpose, or not touched at all."""
    given = {line.name: shown_value(form, line.name) for line in LINES}
    written = {name: None if value is None else str(value) for name, value in given.items()}
    return [
        PulseLine(name, value if value in PulseLine.values else None)
        for name, value in written.items()
    ]
