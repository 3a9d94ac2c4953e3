"""The lines and numbers of My week as the page shows them: understood, or as they were typed."""

from dataclasses import dataclass
from decimal import Decimal
from html import escape
from uuid import UUID

from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.writing.sentences import Sentence
from workload.models import AddOnChoice, KindChoice, PartChoice, PhaseChoice
from workload.rules import load as load_rules

from . import posts
from .caseloads import LineData
from .forms import LineForm, StoredLine, WeekForm

# The numbers of the week and their units; time with material has a choice of its own.
TALLIES: dict[str, Sentence] = {
    "hours": _("h"),
    "nights": _("nights"),
    "court_days": _("days"),
    "material": "",
    "leave_days": _("days"),
}
# The place of the line that can be added.
NEW = "new"
# They stand for the place, the id and the reference of a line where all are drawn that are like it.
# No form takes the sign that they begin with, and no row has that id.
ANY_PLACE, ANY_REFERENCE, ANY_ID = "\0place\0", "\0reference\0", UUID(int=0)


@dataclass(frozen=True)
class LineRow:
    """One line of the caseload as the page shows it: understood, or as it was typed."""

    place: str
    policy: load_rules.Policy
    line: LineData
    # What is no line yet is not kept: anything at any length can stand in it.
    kept: bool
    points: Decimal | None = None
    errors: ErrorDict | None = None
    opened: bool = False
    # It comes without its fields, which are drawn in the browser when it is opened (`lines.js`).
    folded: bool = False
    # It was just added: the focus goes there.
    added: bool = False
    # The units of the person's posts, by id and name, where there are several.
    posts: tuple[tuple[str, str], ...] = ()
    # The one that the line belongs to.
    unit: str = ""

    phases, kinds = PhaseChoice.choices, KindChoice.choices

    @classmethod
    def of(
        cls,
        form: LineForm | StoredLine,
        place: object,
        policy: load_rules.Policy,
        *,
        judged: bool = False,
        opened: bool = False,
        folds: bool = False,
        person: Person | None = None,
    ) -> "LineRow":
        """Show a form's line; `judged` shows what needs another look.

        `folds` leaves out its fields, where it is closed and understood.
        """
        line, about = form.line, (str(place), policy)
        of_posts = posts.choices(person, line or form.shown) if person else {}
        if line:
            points = load_rules.points(line.rule, policy)
            folded = folds and not opened
            return cls(*about, line, True, points, opened=opened, folded=folded, **of_posts)
        judged = judged and form.is_bound
        errors = form.errors if judged and isinstance(form, LineForm) else None
        kept = not form.is_bound
        return cls(*about, form.shown, kept, None, errors, opened or judged, **of_posts)

    @property
    def alike(self) -> "LineRow":
        """The row without what is its own: thousands of lines are some hundred that differ."""
        line = LineData(
            phase=self.line.phase,
            id=self.line.id and ANY_ID,
            add_ons=self.line.add_ons,
            further_victims=self.line.further_victims,
            part=self.line.part,
            count=self.line.count,
            kind=self.line.kind,
            reference=self.line.reference and ANY_REFERENCE,
            closed=self.line.closed,
        )
        return LineRow(
            self.place if self.place == NEW else ANY_PLACE,
            self.policy,
            line,
            self.kept,
            self.points,
            self.errors,
            self.opened,
            self.folded,
            self.added,
            self.posts,
            self.unit,
        )

    @property
    def own(self) -> tuple[tuple[str, str], ...]:
        """What stands in place of each mark."""
        found = ((ANY_PLACE, self.place), (str(ANY_ID), str(self.line.id)))
        if not self.line.reference:
            return found
        return (*found, (ANY_REFERENCE, escape(self.line.reference)))

    @property
    def unit_name(self) -> str:
        """The unit that the line belongs to, where there are several."""
        return next((name for public_id, name in self.posts if public_id == self.unit), "")

    @property
    def single(self) -> bool:
        """Say whether it is about one case."""
        return str(self.line.count) == "1"

    @property
    def called(self) -> str:
        """What tells the line from the others when it is read aloud: QX-4F7, or 3 × Court."""
        if self.single and self.line.reference:
            return str(self.line.reference)
        phase = dict(self.phases).get(str(self.line.phase), "")
        return f"{self.line.count} × {phase}"

    @property
    def add_on_names(self) -> str:
        """What makes it heavier, in words."""
        extras = [extra for extra in AddOnChoice if extra in self.line.add_ons]
        return ", ".join(str(extra.label).lower() for extra in extras)

    @property
    def add_ons(self) -> list[tuple[str, object, Decimal]]:
        """What makes a line heavier: value, label and weight."""
        return [(one, one.label, self.policy.add_ons[one]) for one in AddOnChoice]

    @property
    def parts(self) -> list[tuple[str, object, Decimal]]:
        """The parts a person plays in a case: value, label and share."""
        return [(one, one.label, self.policy.parts[one]) for one in PartChoice]


@dataclass(frozen=True)
class TallyRow:
    """A number of the week as the page shows it: as it is stored, or as it was typed."""

    name: str
    value: str
    # What helps to answer it.
    hint: str
    # What is wrong with it.
    error: str = ""
    # The unit that was chosen for it, where there is a choice.
    unit_chosen: str = ""
    # What was typed is not kept: anything at any length can stand in it.
    kept: bool = False

    @property
    def label(self) -> Sentence:
        """How it is asked."""
        return WeekForm.base_fields[self.name].label or ""

    @property
    def unit(self) -> Sentence:
        """What it counts; nothing where the unit is chosen."""
        return TALLIES[self.name]
