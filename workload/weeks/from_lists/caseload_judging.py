"""What each row of a list of caseloads would add, change or close, or why it cannot."""

from datetime import datetime, time
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from people.lists.kinds import Bringing, ListRow, RowFate, RowVerdict
from people.lists.row_cells import RowCells, marked, plain_words
from people.mandates import not_yours
from people.models import MAY, Person
from people.weeks import BANGKOK
from people.writing.sentences import Sentence
from workload.models import AddOnChoice, CaseloadLine, KindChoice, PartChoice, PhaseChoice
from workload.weeks.carried_words import TOO_MANY_LINES
from workload.weeks.caseloads import LINES_AT_MOST

from .caseload_columns import ADD_ONS, COUNT, KIND, PART, PHASE, REFERENCE, SINCE, UNIT, VICTIMS
from .caseload_plans import STORED, SUBMISSIONS, LineOfRow, compared_field
from .caseload_reading import Alike, CaseloadsThere, alike_key, answers_for_load, read_caseloads
from .caseload_words import CaseloadWords, refuse_other_weeks, submission_of

# So many submissions a line remembers: one a week for more than a year.
REMEMBERED = 60
# What is the moment of writing itself.
CLOCKED = ("brought_at", "closed_at", "opened_at")


def judge_caseloads(bringing: Bringing) -> list[RowVerdict]:
    """Say what each row would add, change or close; seven statements for any number of rows.

    Refused as a whole: a viewer who answers for no person's load today.
    """
    if not answers_for_load(bringing.by, bringing.now):
        raise not_yours()
    there, words = read_caseloads(bringing), CaseloadWords.read()
    return [judge_row(bringing, row, there, words) for row in bringing.rows]


def judge_row(
    bringing: Bringing, row: ListRow, there: CaseloadsThere, words: CaseloadWords
) -> RowVerdict:
    """Say what one row would do, or why it cannot."""
    cells, found = RowCells(row), there.people.of(row)
    if found.problem:
        cells.problems.append(found.problem)
    submission = submission_of(cells)
    if found.person and submission in there.submissions:
        note = _("This submission of a form was brought in before.")
        return RowVerdict(row, RowFate.SAME, found.title, cells.text(REFERENCE), (note,))
    said = words.line(cells, bringing.today)
    refuse_other_weeks(cells, bringing.now)
    plan, fate, notes = None, RowFate.NEW, list(found.notes)
    if found.person and said and not cells.problems:
        refuse_closed_to(found.person, cells, there)
        unit = unit_of(found.person, cells, there)
        plan, fate, more = judge_line(bringing, found.person, unit, said, cells, there)
        notes += more
        plan, fate = remembering(submission, plan, fate, notes)
    return RowVerdict(
        row=row,
        fate=RowFate.CANNOT if cells.problems else fate,
        title=found.title,
        about=about(cells, said),
        notes=tuple(notes) if not cells.problems else (),
        problems=tuple(cells.problems),
        plan=plan,
        mark=mark_of(fate, plan, bool(cells.problems)),
    )


def remembering(
    submission: str, plan: LineOfRow | None, fate: RowFate, notes: list[Sentence]
) -> tuple[LineOfRow | None, RowFate]:
    """Keep with a line that a submission said it, also where it says nothing new."""
    if not plan or not submission:
        return plan, fate
    marks = " ".join([*plan.line.submissions.split(), submission][-REMEMBERED:])
    if plan.line.pk is None:
        plan.line.submissions = marks
    if fate is RowFate.SAME:
        notes.append(_("As it is now; that it was sent is kept"))
    changes = RowFate.NEW if fate is RowFate.NEW else RowFate.CHANGES
    return LineOfRow(plan.line, plan.values | {SUBMISSIONS: marks}), changes


def about(cells: RowCells, said: dict[str, Any] | None) -> Sentence:
    """Name a case by its reference, or like cases by their phase."""
    if said is None:
        return cells.text(REFERENCE) or cells.text(PHASE)
    phase = PhaseChoice(said[PHASE]).label if said.get(PHASE) else ""
    parts = [said[REFERENCE], phase]
    return ", ".join(str(one) for one in parts if one)


def mark_of(fate: RowFate, plan: LineOfRow | None, refused: bool) -> str:
    """Make a row's mark: what would be written, and over what."""
    if plan is None:
        return marked(fate, refused)
    line = plan.line
    was = [getattr(line, key) for key in STORED] if line.pk else []
    values = sorted((key, str(value)) for key, value in plan.values.items() if key not in CLOCKED)
    return marked(fate, refused, line.pk, line.person_id, *was, *values)


def refuse_closed_to(person: Person, cells: RowCells, there: CaseloadsThere) -> None:
    """Refuse a person with a newest week that was sent alone: their cases are not shown yet."""
    if person.pk in there.closed_to:
        sentence = _("They show you their cases with the next week they send. Until then, wait.")
        cells.refuse("name", sentence)


def unit_of(person: Person, cells: RowCells, there: CaseloadsThere) -> int | None:
    """Find the post to which a line belongs; None for people with one, as everywhere.

    Of several it is the one that the row names, or else the first that the viewer answers for.
    """
    posts, typed = there.posts.get(person.pk, []), plain_words(cells.text(UNIT))
    chosen = posts
    if typed:
        chosen = [one for one in posts if typed in map(plain_words, one[1].split("\n"))]
        if not chosen:
            cells.refuse(UNIT, _("This person has no contracted hours in this unit."))
            return None
    led = [one for one in chosen if (one[0], one[2]) in there.led]
    if chosen and not led and (len(posts) > 1 or posts[0][2] in MAY.carry_load):
        cells.refuse(UNIT, _("Another supervisor answers for this person there."))
        return None
    return led[0][0] if led and len(posts) > 1 else None


def judge_line(
    bringing: Bringing,
    person: Person,
    unit: int | None,
    said: dict[str, Any],
    cells: RowCells,
    there: CaseloadsThere,
) -> tuple[LineOfRow | None, RowFate, list[Sentence]]:
    """Find the line that a row means, and what it would do to it."""
    known = line_meant(person, unit, said, cells, there)
    if cells.problems:
        return None, RowFate.CANNOT, []
    if said["closed"]:
        return closing(known, bringing, cells, there)
    if known is None:
        return beginning(bringing, person, unit, said, cells, there)
    values = {key: value for key, value in said["fields"].items() if value is not None}
    changes = {key: value for key, value in values.items() if value != compared_field(known, key)}
    refuse_second_primary(known, values | {REFERENCE: known.reference}, cells, there)
    if not changes:
        return LineOfRow(known, {}), RowFate.SAME, []
    refuse_moving(known, cells, there)
    values = changes | {"brought_at": bringing.now}
    return LineOfRow(known, values), RowFate.CHANGES, words_of(known, changes)


def line_meant(
    person: Person,
    unit: int | None,
    said: dict[str, Any],
    cells: RowCells,
    there: CaseloadsThere,
) -> CaseloadLine | None:
    """Find the open line that a row means: by its reference, or the one of like cases."""
    if said[REFERENCE]:
        key: Alike = (person.pk, said[REFERENCE])
        found = [there.by_reference[key]] if key in there.by_reference else []
    else:
        wanted = CaseloadLine(**starting(said))
        key = alike_key(person.pk, wanted, unit)
        found = list(there.alike.get(key, ()))
        if unit is not None and not found:  # from before there were several posts
            found = list(there.alike.get(alike_key(person.pk, wanted, None), ()))
    first = there.seen.setdefault(key, cells.row.number)
    if first != cells.row.number:
        cells.refuse(REFERENCE, _("This stands in row {n} already."), n=first)
    if len(found) > 1:
        cells.refuse("", _("There are several lines like this. Only the person can change them."))
    return found[0] if found else None


def closing(
    known: CaseloadLine | None, bringing: Bringing, cells: RowCells, there: CaseloadsThere
) -> tuple[LineOfRow | None, RowFate, list[Sentence]]:
    """Close the line that a row means; one that is not open is closed already."""
    if known is None:
        return None, RowFate.SAME, [_("Not open here")]
    refuse_moving(known, cells, there)
    values = {"closed_at": bringing.now, "brought_at": bringing.now}
    return LineOfRow(known, values), RowFate.CHANGES, [_("Closed")]


def beginning(
    bringing: Bringing,
    person: Person,
    unit: int | None,
    said: dict[str, Any],
    cells: RowCells,
    there: CaseloadsThere,
) -> tuple[LineOfRow | None, RowFate, list[Sentence]]:
    """Make a line that is not there yet, and judge it as My week does."""
    values = starting(said)
    line = CaseloadLine(
        person=person,
        organisation_id=bringing.by.organisation_id,
        unit_id=unit,
        opened_at=datetime.combine(said[SINCE], time(), BANGKOK) if said[SINCE] else bringing.now,
        brought_at=bringing.now,
        **values,
    )
    if not said["fields"][PHASE]:
        cells.refuse(PHASE, _("Please choose a phase."))
    refuse_second_primary(line, values, cells, there)
    there.open_lines[person.pk] += 1
    if there.open_lines[person.pk] > LINES_AT_MOST:
        cells.refuse("", TOO_MANY_LINES, n=LINES_AT_MOST)
    return LineOfRow(line, values), RowFate.NEW, [cases(line.count)]


def starting(said: dict[str, Any]) -> dict[str, Any]:
    """Give the fields of a new line; what the row leaves open is as on an empty form."""
    usual = {ADD_ONS: [], KIND: "", PART: PartChoice.PRIMARY, VICTIMS: 0, COUNT: 1, PHASE: ""}
    given = {key: value for key, value in said["fields"].items() if value is not None}
    return usual | given | {REFERENCE: said[REFERENCE]}


def refuse_second_primary(
    line: CaseloadLine, values: dict[str, Any], cells: RowCells, there: CaseloadsThere
) -> None:
    """Refuse a reference that has a primary worker already, here or in an earlier row."""
    reference, part = values.get(REFERENCE, ""), values.get(PART, line.part)
    if not reference or part != PartChoice.PRIMARY:
        return
    # A row of the list is known by its number, below zero: lines have numbers above it.
    mine = line.pk or -cells.row.number
    taken = there.primaries.setdefault(reference, mine)
    if taken == mine:
        return
    if taken < 0:
        sentence = _("Row {n} has the primary worker of this case. Is this part secondary?")
        cells.refuse(REFERENCE, sentence, n=-taken)
    else:
        sentence = _("This case already has a primary worker. Is this part secondary or advisory?")
        cells.refuse(REFERENCE, sentence)


def refuse_moving(line: CaseloadLine, cells: RowCells, there: CaseloadsThere) -> None:
    """Refuse to change a line that a colleague was asked to take."""
    if line.pk in there.asked_to_move:
        cells.refuse(REFERENCE, _("A colleague was asked to take this case. Please wait for that."))


def cases(count: int) -> Sentence:
    """Say how many cases it is."""
    return ngettext_lazy("%(n)s case", "%(n)s cases", count) % {"n": count}


LABELS = {PHASE: PhaseChoice, PART: PartChoice, KIND: KindChoice}


def words_of(line: CaseloadLine, changes: dict[str, Any]) -> list[Sentence]:
    """Say what changes, in a few words."""
    return [
        format_lazy(
            "{before} → {after}",
            before=word_of(key, compared_field(line, key)),
            after=word_of(key, value),
        )
        for key, value in changes.items()
    ]


def word_of(key: str, value: Any) -> Sentence:
    """Write a field as people read it."""
    if key == ADD_ONS:
        return ", ".join(str(AddOnChoice(one).label) for one in value) or "–"
    if key in LABELS:
        return LABELS[key](value).label if value else "–"
    if key == COUNT:
        return cases(value)
    return ngettext_lazy("%(n)s further victim", "%(n)s further victims", value) % {"n": value}
