"""A week as it was typed, on the page or on a phone without signal: send it, or say what is wrong.

Every sentence is put where it was typed, so that the page can be shown again with all of them.
"""

from copy import copy
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.core import signing
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import Person
from people.weeks import Week
from wellbeing.help import contacts
from wellbeing.models import CheckIn
from workload.models import PhaseChoice, WorkWeek

from . import actions as weeks
from .counting import MARK, count_forms
from .forms import LineForm, WeekForm, begun_line, line_forms, new_key

# On the page in this order; the summary of what needs another look follows it.
FIELDS = ("hours", "nights", "court_days", "material", "leave_days", "note", "contact")
SENT_AND_CLOSED = gettext_lazy(
    "This week was sent before, and has closed since. Please look at it among your closed weeks."
)
LATE_PURPOSE = "workload.weeks.late"
# As long as a visit at most: the page on which a late week is repaired.
REPAIRED_WITHIN = timedelta(hours=12)


class TypedWeek:
    """One week's form as it came, with what was refused of it.

    `kept`: a phone kept it without signal, so it may come after its week has closed.
    """

    def __init__(self, person: Person, week: Week, data: QueryDict, *, kept: bool = False) -> None:
        self.person, self.week, self.data, self.kept = person, week, data, kept
        # A refusal may put another key into the form, with which it is sent as a change.
        self.posted_key = data.get("key", "")
        # The row as it is stored, once it was sent.
        self.row: WorkWeek | None = None

    @cached_property
    def form(self) -> WeekForm:
        """Everything but the lines."""
        return WeekForm(self.data)

    @cached_property
    def lines(self) -> list[LineForm]:
        """The lines of the caseload."""
        return line_forms(self.data)

    @cached_property
    def counted(self) -> list[LineForm]:
        """The lines that were typed as counts."""
        return count_forms(self.data)

    @cached_property
    def begun(self) -> LineForm | None:
        """What was typed to add a line and is none yet; it refuses the week."""
        return begun_line(self.data)

    @property
    def every_line(self) -> list[LineForm]:
        """The lines in the order in which they are sent."""
        return [*self.lines, *self.counted]

    def send(self, now: datetime) -> bool:
        """Send the week; False where something is refused. The same key sends nothing twice."""
        form, lines = self.form, self.every_line
        fine = [one.is_valid() for one in (form, *lines)]  # all of them: every sentence is shown
        if self.begun or not all(fine):
            return False
        wanted = form.cleaned_data["contact"]
        try:
            about: dict[str, Any] = {"person": self.person, "now": now}
            contact = contacts.chosen(wanted=wanted, **about) if wanted else None
            sent = form.sent([one.data_of() for one in lines], contact, kept=self.kept)
            self.row, _new = weeks.record(week=self.week, sent=sent, **about)
        except ValidationError as refused:
            place(refused, form, lines)
            if self.was_sent:
                self.data = form.data = changing(self.person, self.week, self.data, refused)
            return False
        return True

    @property
    def was_sent(self) -> bool:
        """Say whether it was refused because another form sent this week before."""
        return self.form.has_error("__all__", "already_sent")

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Every sentence with the id of its field, in page order."""
        return problems(self.form, self.every_line, self.begun)


def late_mark(person: Person, week: Week) -> str:
    """Mark the page on which a late week is repaired, so that it can be saved for some hours."""
    return signing.dumps([person.pk, str(week)], salt=LATE_PURPOSE)


def late_week(person: Person, data: QueryDict) -> Week | None:
    """Read for which closed week of the person a form was drawn again; None for any other form."""
    try:
        owner, week = signing.loads(
            data.get("late", ""), salt=LATE_PURPOSE, max_age=REPAIRED_WITHIN
        )
    except signing.BadSignature:
        return None
    return Week.parse(week) if owner == person.pk else None


def place(refused: ValidationError, form: WeekForm, forms: list) -> None:
    """Put a verb's refusal at its field."""
    params = refused.params or {}
    if refused.code == "line":
        line = forms[params["place"]]
        line.add_error(params["field"] if params["field"] in line.fields else None, refused)
        return
    field = "contact" if refused.code == "contact" else None
    form.add_error(field, ValidationError(refused.message, code=refused.code))


def changing(person: Person, week: Week, data: QueryDict, refused: ValidationError) -> QueryDict:
    """Make of a form one that sends an already sent week as a change."""
    data = copy(data)
    data["corrects"], data["key"] = str((refused.params or {})["key"]), new_key()
    keep_answers(person, week, data)
    return data


def keep_answers(person: Person, week: Week, data: QueryDict) -> None:
    """Show what was answered before wherever this form was left untouched, so that nothing is lost.

    A line that was skipped on purpose was touched, and stays skipped.
    """
    checkin = CheckIn.objects.of(person).filter(week=week.monday).first()
    if checkin is None:
        return
    for line, answered in checkin.answers.given.items():
        if line not in data:
            data[line] = str(answered)
    if not data.get("note"):
        data["note"] = checkin.note


def problems(
    form: WeekForm, forms: list[LineForm], begun: LineForm | None
) -> list[tuple[str, str]]:
    """List every sentence with the id of its field, in page order."""
    found = [("", str(sentence)) for sentence in form.non_field_errors()]
    for number, one in enumerate(forms):
        label = one["reference"].value() or _("Line %(n)s") % {"n": number + 1}
        prefix = f"line-{number}"
        if str(one.prefix).startswith(MARK):
            prefix, label = str(one.prefix), PhaseChoice(one["phase"].value()).label
        found += [
            (
                f"{prefix}-{'count' if name == NON_FIELD_ERRORS else name}",
                f"{label}: {sentences[0]}",
            )
            for name, sentences in one.errors.items()
        ]
    if begun:
        found += [
            (f"line-new-{name}", f"{_('Add a line')}: {sentences[0]}")
            for name, sentences in begun.errors.items()
        ]
    for name in FIELDS:
        target, label = "contact" if name == "contact" else f"f-{name}", form.fields[name].label
        for sentence in list(form.errors.get(name, ()))[:1]:
            found.append((target, f"{label}: {sentence}" if label else str(sentence)))
    return found
