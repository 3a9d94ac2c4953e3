"""What the codebook says of caseloads: what a form asks of them, and what a line keeps."""

from django.utils.translation import gettext_lazy as _

from people.lists.people_in_reach import NUMBER, PERSON_COLUMNS
from people.rules.lists.values import EMPLOYEE_NO_AT_MOST, STATE_DIGITS
from people.writing.sentences import Sentence
from workload.models import AddOnChoice, CaseloadLine, KindChoice, PartChoice, PhaseChoice
from workload.policies.policy_numbers import NUMBERS
from workload.rules import load as load_rules
from workload.weeks.forms import LineForm
from workload.weeks.from_lists.caseload_columns import COLUMNS

from .book import AskedWhere, BookField, BookTable, FieldKind, codes_of, in_both
from .fields import FieldWords, model_fields

ONCE, LINE = AskedWhere.ONCE, AskedWhere.LINE
EMPLOYEE_NUMBER = "employee_number"
# No number that a state gave: a program of others refuses it as our own reader does.
NO_STATE_NUMBER = rf"^(?!([ -]*[0-9]){{{STATE_DIGITS}}}[ -]*$).*[0-9A-Za-zก-ฮ].*$"
# What keeps order among rows and tells nothing of work.
LEFT_OUT = {"id", "public_id", "organisation", "person"}
NAMES: dict[str, Sentence] = {one.key: one.name for one in COLUMNS}
METHOD = _("docs/method.md, and the version of the policy under which a week was judged")


def weights(place: str) -> list[tuple[str, str, Sentence]]:
    """List the project's own weights of one table of the policy, each with its source."""
    found = []
    for one in NUMBERS:
        if one.place == place and one.key:
            source = one.source or one.tag.label
            found.append((one.key, f"{one.read(load_rules.USUAL):f}", source))
    return found


def line_words() -> dict[str, FieldWords]:
    """Say what people should know of each field of a line."""
    return {
        "reference": FieldWords(
            NAMES["reference"],
            _("A code of capitals and digits with at least one digit, like QX-4F7. Never a name."),
            asked=LINE,
        ),
        "phase": FieldWords(
            NAMES["phase"],
            _("Where the case stands, which gives its points. A dormant case takes no add-ons."),
            source=METHOD,
            codes=codes_of(PhaseChoice, weights("phases")),
            asked=LINE,
        ),
        "count": FieldWords(
            NAMES["count"],
            _("So many like cases. A reference names one case: then it is 1."),
            _("cases"),
            asked=LINE,
        ),
        "part": FieldWords(
            NAMES["part"],
            _("The points of a case are multiplied by it. A case has one primary worker."),
            source=METHOD,
            codes=codes_of(PartChoice, weights("parts")),
            asked=LINE,
        ),
        "add_ons": FieldWords(
            NAMES["add_ons"],
            _("Each adds its points once a case."),
            source=METHOD,
            codes=codes_of(AddOnChoice, weights("add_ons")),
            asked=LINE,
        ),
        "further_victims": FieldWords(
            NAMES["further_victims"],
            _("Beside the first victim of the case. Their points have an upper limit."),
            _("people"),
            source=METHOD,
            asked=LINE,
        ),
        "kind": FieldWords(
            NAMES["kind"],
            _("A label, if you like. It carries no weight."),
            source=_("A short list of this project"),
            codes=codes_of(KindChoice),
            asked=LINE,
        ),
        "unit": FieldWords(
            NAMES["unit"],
            _("Only for a person with posts in several units: the name of the unit."),
            asked=LINE,
        ),
        "opened_at": FieldWords(_("Carried since (kept)"), _("From when on the case counts.")),
        "closed_at": FieldWords(_("Closed at"), _("Empty while the case is carried.")),
        "brought_at": FieldWords(
            _("Brought in at"),
            _("When a list wrote it. The person’s next week says whether it is right."),
        ),
        "submissions": FieldWords(
            _("Submissions (marks)"),
            _("Marks of the submissions that said it: none of them writes a second line."),
        ),
    }


def employee_number() -> BookField:
    """Say how a form asks which person it is about: by a number, and never by a name."""
    column = next(one for one in PERSON_COLUMNS if one.key == NUMBER)
    return BookField(
        name=EMPLOYEE_NUMBER,
        label=in_both(column.name),
        kind=FieldKind.TEXT,
        needed=True,
        letters=EMPLOYEE_NO_AT_MOST,
        pattern=NO_STATE_NUMBER,
        rule=in_both(
            _("The number that your organisation gave the person. No national ID, and no name.")
        ),
        asked=ONCE,
    )


def week() -> BookField:
    """Say how a form asks for the week: by any day of it."""
    return BookField(
        name="week",
        label=in_both(NAMES["week"]),
        kind=FieldKind.DAY,
        to_come=False,
        rule=in_both(
            _("Any day of the week. It is open until the Tuesday after it, and then closed.")
        ),
        asked=ONCE,
    )


def only_in_forms() -> tuple[BookField, ...]:
    """Say what a row of a list or a form may say beside what a line keeps."""
    return (
        BookField(
            name="since",
            label=in_both(NAMES["since"]),
            kind=FieldKind.DAY,
            to_come=False,
            rule=in_both(_("A day that is not to come; empty, it is the day of the list.")),
            asked=LINE,
        ),
        BookField(
            name="closed",
            label=in_both(NAMES["closed"]),
            kind=FieldKind.YES,
            rule=in_both(_("Yes closes the case. What is not in a list stays as it is.")),
            asked=LINE,
        ),
    )


def caseload_table() -> BookTable:
    """Describe caseloads: what a form asks, and what a line keeps."""
    return BookTable(
        "caseload",
        in_both(_("Caseload")),
        in_both(
            _(
                "A line is a case, or some like cases, that a person carries now. Names of victims "
                "are never kept."
            )
        ),
        (
            employee_number(),
            week(),
            *model_fields(CaseloadLine, line_words(), LineForm),
            *only_in_forms(),
        ),
    )
