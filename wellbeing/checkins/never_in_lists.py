"""Answers to the weekly questions never come in by a list: beside a name they belong to no list."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.languages.known import in_every_language
from people.rules.lists.headings import LOOKED_AT, plain_heading
from people.rules.lists.reading import Table
from wellbeing.rules.lines import LINES

REFUSED = _(
    "This list holds answers to the weekly questions. Beside a name or a number they belong in no "
    "file: nothing of it was read. Please delete it, also where it was collected."
)


def refuse_answers(table: Table) -> None:
    """Refuse a list with one of the weekly questions over a column; nothing of it is kept."""
    questions = questions_in_words()
    for row in table.rows[:LOOKED_AT]:
        # A form may write a group before it.
        if any(plain_heading(cell).endswith(questions) for cell in row.cells if cell):
            raise ValidationError(REFUSED, code="answers")


def questions_in_words() -> tuple[str, ...]:
    """Write every question as it may stand over a column: in words, or as our form names it."""
    found = {plain_heading(line.form_name) for line in LINES}
    for line in LINES:
        found |= {plain_heading(text) for text in in_every_language(line.text)}
    return tuple(found)
