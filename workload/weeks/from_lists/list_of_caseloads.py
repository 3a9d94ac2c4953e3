"""What people carry, as a list that their supervisor brings in: a beginning, and what changed.

The caseload stays the worker's own word: the lines stand on their next My week, they are told once,
and no week that was sent changes. A line with a reference is that case; lines without one are
counts, each of like cases. What is not in the list stays as it is, unless a row says "closed".
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from people.audit import actions as audit
from people.lists.kinds import (
    Bringing,
    Effect,
    KeptEffect,
    ListRow,
    ListSubject,
    RowFate,
    RowVerdict,
    list_subject,
)
from people.lists.people_in_reach import PeopleInReach
from people.lists.row_cells import RowCells, marked, plain_words, print_of_rows
from people.mandates import not_yours
from people.messages.notices import keep_lines
from people.models import MAY, Membership, Person, answered_role
from people.models.persons import PersonQuerySet
from people.weeks import BANGKOK
from people.writing import links
from people.writing.sentences import Sentence
from wellbeing.checkins.never_in_lists import refuse_answers
from workload import access_kinds
from workload.models import (
    AddOnChoice,
    CaseloadLine,
    KindChoice,
    PartChoice,
    PhaseChoice,
    Transfer,
    TransferLine,
    WorkWeek,
)
from workload.weeks.carried_words import TOO_MANY_LINES
from workload.weeks.caseloads import FIELDS, LINES_AT_MOST

from .caseload_words import (
    ADD_ONS,
    COLUMNS,
    COUNT,
    KIND,
    PART,
    PHASE,
    REFERENCE,
    SINCE,
    SUBMISSION,
    UNIT,
    VICTIMS,
    CaseloadWords,
    refuse_other_weeks,
    submission_of,
)

SUBMISSIONS = "submissions"
# So many submissions a line remembers: one a week for more than a year.
REMEMBERED = 60
STORED = (*FIELDS, "unit_id", "opened_at", "closed_at", "brought_at", SUBMISSIONS)
# What a list writes of a line that is there already.
WRITTEN = (*FIELDS, "closed_at", "brought_at", SUBMISSIONS)
# A post as it is read here: its unit, the unit's name, and the role.
Post = tuple[int, str, str]
# What makes lines without a reference alike: the person, and all of a line but its count.
Alike = tuple[Any, ...]


class LineOfRow(NamedTuple):
    """What a row would write: a line, new or there, and its fields as they would be."""

    line: CaseloadLine
    values: dict[str, Any]


@dataclass
class CaseloadsThere:
    """What the rows of a list are judged against, and what its earlier rows took."""

    people: PeopleInReach
    posts: Mapping[int, list[Post]]
    led: frozenset[tuple[int, str]]
    by_reference: dict[tuple[int, str], CaseloadLine] = field(default_factory=dict)
    alike: dict[Alike, list[CaseloadLine]] = field(default_factory=lambda: defaultdict(list))
    # How many lines each person has open, of any post.
    open_lines: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    # The people of which the viewer reads nothing until the next week they send.
    closed_to: frozenset[int] = frozenset()
    # The primary worker of each open reference, by line; of the list itself a row.
    primaries: dict[str, int] = field(default_factory=dict)
    asked_to_move: frozenset[int] = frozenset()
    seen: dict[Alike, int] = field(default_factory=dict)
    # What was brought in from forms before; also of lines that were closed since.
    submissions: frozenset[str] = frozenset()


def answers_for_load(viewer: Person, now: datetime) -> bool:
    """Say whether the viewer answers for people's load today; one who is away does not."""
    return bool(viewer.charge.members_of)


def judge(bringing: Bringing) -> list[RowVerdict]:
    """Say what each row would add, change or close; seven statements for any number of rows.

    Refused as a whole: a viewer who answers for no person's load today.
    """
    if not answers_for_load(bringing.by, bringing.now):
        raise not_yours()
    there, words = read_there(bringing), CaseloadWords.read()
    return [judge_row(bringing, row, there, words) for row in bringing.rows]


def carried_by(viewer: Person) -> PersonQuerySet:
    """The people that the viewer answers for today."""
    return Person.objects.supervised_by(viewer)


def read_there(bringing: Bringing) -> CaseloadsThere:
    """Read the people, their posts and what they carry."""
    by = bringing.by
    reach = carried_by(by)
    there = CaseloadsThere(
        people=PeopleInReach.read(reach),
        posts=posts_of(reach, bringing),
        led=by.charge.posts_held,
        closed_to=frozenset(reach.filter(Exists(alone_newest())).values_list("pk", flat=True)),
    )
    for line in CaseloadLine.objects.visible_to(by).filter(closed_at=None, person__in=reach):
        if line.reference:
            there.by_reference[line.person_id, line.reference] = line
        else:
            there.alike[alike(line.person_id, line, line.unit_id)].append(line)
    counted = CaseloadLine.objects.filter(closed_at=None, person__in=reach).order_by()
    of_person = counted.values("person").annotate(n=Count("pk"))
    there.open_lines.update(of_person.values_list("person", "n"))
    primary = CaseloadLine.objects.filter(
        organisation_id=by.organisation_id, closed_at=None, part=PartChoice.PRIMARY
    )
    there.primaries.update(primary.exclude(reference="").values_list("reference", "pk"))
    moving = TransferLine.objects.filter(
        transfer__state=Transfer.State.PROPOSED, line__person__in=reach
    )
    there.asked_to_move = frozenset(moving.order_by().values_list("line_id", flat=True))
    if SUBMISSION in bringing.columns:
        said = CaseloadLine.objects.filter(person__in=reach).exclude(submissions="").order_by()
        marks = said.values_list(SUBMISSIONS, flat=True)
        there.submissions = frozenset(one for line in marks for one in line.split())
    return there


def alone_newest() -> Any:
    """Find whether a person's newest week was sent alone, as `told_to` does for lines."""
    later = WorkWeek.objects.filter(
        person=OuterRef("person"), alone=False, week__gt=OuterRef("week")
    )
    return WorkWeek.objects.filter(~Exists(later), person=OuterRef("pk"), alone=True)


def posts_of(reach: PersonQuerySet, bringing: Bringing) -> dict[int, list[Post]]:
    """Read the posts of today, the one with most hours first; one statement."""
    held = Membership.objects.on(bringing.today).filter(person__in=reach, hours__isnull=False)
    held = held.with_lead_there(bringing.today)
    found: dict[int, list[Any]] = defaultdict(list)
    for one in held.select_related("unit").order_by("-hours", "pk"):
        found[one.person_id].append(one)
    return {
        person: [
            (
                one.unit_id,
                "\n".join(one.unit.name.values()),
                answered_role(one.role, leads=one.leads_there),
            )
            for one in posts
        ]
        for person, posts in found.items()
    }


def alike(person: int, line: Any, unit: int | None) -> Alike:
    """Say what makes lines without a reference alike."""
    extras = tuple(sorted(line.add_ons))
    return person, line.phase, extras, line.kind, line.part, line.further_victims, unit


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


# What is the moment of writing itself.
CLOCKED = ("brought_at", "closed_at", "opened_at")


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
    changes = {key: value for key, value in values.items() if value != of_line(known, key)}
    refuse_second_primary(known, values | {REFERENCE: known.reference}, cells, there)
    if not changes:
        return LineOfRow(known, {}), RowFate.SAME, []
    refuse_moving(known, cells, there)
    values = changes | {"brought_at": bringing.now}
    return LineOfRow(known, values), RowFate.CHANGES, words_of(known, changes)


def of_line(line: CaseloadLine, key: str) -> Any:
    """Read a field of a line as it is compared."""
    return sorted(line.add_ons) if key == ADD_ONS else getattr(line, key)


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
        key = alike(person.pk, wanted, unit)
        found = list(there.alike.get(key, ()))
        if unit is not None and not found:  # from before there were several posts
            found = list(there.alike.get(alike(person.pk, wanted, None), ()))
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
            before=word_of(key, of_line(line, key)),
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


def fingerprint(bringing: Bringing) -> str:
    """Say how the people in reach and what they carry stand; five statements."""
    by, reach = bringing.by, carried_by(bringing.by).order_by()
    lines = CaseloadLine.objects.filter(closed_at=None, person__in=reach).order_by("pk")
    primary = CaseloadLine.objects.filter(organisation_id=by.organisation_id, closed_at=None)
    moving = TransferLine.objects.filter(
        transfer__state=Transfer.State.PROPOSED, line__person__in=reach
    )
    return print_of_rows(
        posts_of(reach, bringing),
        list(lines.values_list("pk", "person_id", *STORED)),
        sorted(moving.order_by().values_list("line_id", flat=True)),
        sorted(reach.filter(Exists(alone_newest())).values_list("pk", flat=True)),
        primary.aggregate(n=Count("pk"), last=Max("pk")),
    )


def lock(bringing: Bringing) -> None:
    """Hold what the people in reach carry until all is written."""
    reach = carried_by(bringing.by).values("pk")
    lines = CaseloadLine.objects.filter(closed_at=None, person__in=reach).order_by("pk")
    list(lines.select_for_update(of=("self",)).values_list("pk", flat=True))


def write(bringing: Bringing, verdicts: list[RowVerdict]) -> list[Effect]:
    """Add, change and close what was judged, and tell each person once."""
    effects, moved = [], []
    for one in verdicts:
        if one.fate is RowFate.CHANGES:
            line, values = one.plan
            before = stand_of(line)
            for key, value in values.items():
                setattr(line, key, value)
            moved.append(line)
            effects.append(effect_of(one.row.number, line, before))
    CaseloadLine.objects.bulk_update(moved, WRITTEN, batch_size=200)
    fresh = [one for one in verdicts if one.fate is RowFate.NEW]
    made = CaseloadLine.objects.bulk_create([one.plan.line for one in fresh], batch_size=1000)
    effects += [
        effect_of(one.row.number, line, None) for one, line in zip(fresh, made, strict=True)
    ]
    told = [line for line in [*moved, *made] if line.brought_at == bringing.now]
    tell({line.person_id for line in told}, bringing)
    return effects


def effect_of(row: int, line: CaseloadLine, before: dict[str, Any] | None) -> Effect:
    """Say what was written for a row."""
    return Effect(row, "workload.CaseloadLine", line.pk, before, stand_of(line))


def stand_of(line: CaseloadLine) -> dict[str, Any]:
    """Write how a line stands, as JSON."""
    found = {key: getattr(line, key) for key in STORED}
    return {
        key: value.isoformat() if isinstance(value, datetime) else value
        for key, value in found.items()
    }


FROM_A_LIST = _("Your supervisor brought in cases of yours from a list. Please check them:")


def tell(people: Iterable[int], bringing: Bringing) -> None:
    """Tell each person once that lines came by a list; four statements."""
    key = f"{bringing.by.pk}-{bringing.now:%Y%m%d%H%M%S}"
    address = links.to("my_week")
    keep_lines(people, kind="caseload-list", key=key, sentence=FROM_A_LIST, address=address)


def looked(bringing: Bringing, verdicts: list[RowVerdict]) -> None:
    """Note that what these people carry was compared with a list."""
    people = {one.plan.line.person_id for one in verdicts if one.plan}
    audit.note_access(
        viewer=bringing.by,
        role=bringing.by.acts_as(*MAY.answer_for_others),
        what=access_kinds.CASE_LIST,
        people=[Person(pk=one) for one in sorted(people)],
        at=bringing.now,
        once_a_day=True,
    )


@transaction.atomic
def take_back(viewer: Person, now: datetime, effects: list[Effect]) -> list[KeptEffect]:
    """Take back lines that nothing was done with since.

    Kept: a line of a person who sent a week since, one that was changed, closed or asked to
    move, and one of a person that the viewer does not answer for any more.
    """
    if not answers_for_load(viewer, now):
        raise not_yours()
    pks = [one.pk for one in effects]
    found = {one.pk: one for one in lines_since(viewer, pks)}
    kept, gone, back = [], [], []
    for effect in effects:
        if (line := found.get(effect.pk)) is None:
            continue
        if why := why_kept(line, effect):
            kept.append(KeptEffect(effect.row, line.person.name, why))
        elif effect.before is None:
            gone.append(line.pk)
        else:
            for key, value in effect.before.items():
                setattr(line, key, moment_of(value) if key.endswith("_at") else value)
            back.append(line)
    CaseloadLine.objects.filter(pk__in=gone).delete()
    CaseloadLine.objects.bulk_update(back, WRITTEN, batch_size=200)
    return kept


def moment_of(text: str | None) -> datetime | None:
    """Read a moment that was written as JSON."""
    return datetime.fromisoformat(text) if text else None


def lines_since(viewer: Person, pks: list[int]) -> list[CaseloadLine]:
    """Lock lines that a list wrote, and read what was done with them since; five statements."""
    # Not by their numbers: with thousands of them SQLite looks each up in every post.
    mine = CaseloadLine.objects.visible_to(viewer).filter(person__in=carried_by(viewer))
    reached = set(mine.filter(brought_at__isnull=False).order_by().values_list("pk", flat=True))
    rows = CaseloadLine.objects.filter(pk__in=pks, organisation_id=viewer.organisation_id)
    found = list(rows.select_for_update(of=("self",)).select_related("person"))
    sent = WorkWeek.objects.filter(person__in={one.person_id for one in found}).order_by()
    latest = dict(sent.values("person").annotate(at=Max("changed_at")).values_list("person", "at"))
    asked = set(TransferLine.objects.filter(line__in=pks).values_list("line_id", flat=True))
    primary = CaseloadLine.objects.filter(
        organisation_id=viewer.organisation_id, closed_at=None, part=PartChoice.PRIMARY
    ).exclude(reference="")
    primaries = dict(primary.values_list("reference", "pk"))
    people = set(carried_by(viewer).values_list("pk", flat=True))
    for one in found:
        at = latest.get(one.person_id)
        vars(one).update(
            reached=one.pk in reached or (one.brought_at is None and one.person_id in people),
            said=one.brought_at is None or bool(at and at >= one.brought_at),
            asked=one.pk in asked,
            taken=primaries.get(one.reference, one.pk) != one.pk,
        )
    return found


def why_kept(line: CaseloadLine, effect: Effect) -> Sentence:
    """Say why a line is not taken back; nothing where it can be."""
    known, before = vars(line), dict(effect.before or {})
    opens = effect.before is not None and line.closed_at and not before["closed_at"]
    becomes_primary = before.get("part") == PartChoice.PRIMARY and line.part != before["part"]
    if not known["reached"]:
        return _("You do not answer for this person any more.")
    if known["said"] or not same_moments(stand_of(line), dict(effect.after)):
        return _("The person has worked with it since.")
    if known["asked"]:
        return _("A colleague was asked to take it.")
    if known["taken"] and (opens or becomes_primary) and before["part"] == PartChoice.PRIMARY:
        return _("The case has another primary worker by now.")
    return ""


def same_moments(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Compare how a line stands with how it was written: a moment is the same in any zone."""
    return one.keys() == other.keys() and all(
        (moment_of(value) == moment_of(other[key])) if key.endswith("_at") else value == other[key]
        for key, value in one.items()
    )


CASELOADS = list_subject(
    ListSubject(
        code="caseloads",
        name=_("Caseloads"),
        hint=_(
            "What your people carry now. They see it on their next My week and say whether it is "
            "right. Cases that are not in the list stay as they are."
        ),
        columns=COLUMNS,
        page="team",
        then="team",
        may=answers_for_load,
        judge=judge,
        write=write,
        take_back=take_back,
        lock=lock,
        fingerprint=fingerprint,
        looked=looked,
        refuse=refuse_answers,
        manual=(
            _("A reference says which case it is; without one, lines of like cases are counts."),
            _("A row closes a case only if it says so. A week that was sent never changes."),
            _("Each person gets one notice, and a case has one primary worker."),
            _("A week that is closed is refused, and answers to the weekly questions are too."),
            _(
                "The same submission of a form writes no second line: exports of KoboToolbox and "
                "ODK can be brought in again and again."
            ),
        ),
    )
)
