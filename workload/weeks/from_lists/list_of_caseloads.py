"""What people carry, as a list that their supervisor brings in: a beginning, and what changed.

The caseload stays the worker's own word: the lines stand on their next My week, they are told once,
and no week that was sent changes. A line with a reference is that case; lines without one are
counts, each of like cases. What is not in the list stays as it is, unless a row says "closed".
"""

from django.db.models import Count, Exists, Max
from django.utils.translation import gettext_lazy as _

from people.audit import actions as audit
from people.lists.kinds import Bringing, ListSubject, RowVerdict, list_subject
from people.lists.row_cells import print_of_rows
from people.models import MAY, Person
from wellbeing.checkins.never_in_lists import refuse_answers
from workload import access_kinds
from workload.models import CaseloadLine

from .caseload_columns import COLUMNS
from .caseload_judging import judge_caseloads
from .caseload_plans import STORED
from .caseload_reading import alone_newest, answers_for_load, asked_to_move, carried_by, posts_of
from .caseload_undoing import take_caseloads_back
from .caseload_writing import lock_caseloads, write_caseloads


def fingerprint(bringing: Bringing) -> str:
    """Say how the people in reach and what they carry stand; five statements."""
    by, reach = bringing.by, carried_by(bringing.by).order_by()
    lines = CaseloadLine.objects.filter(closed_at=None, person__in=reach).order_by("pk")
    primary = CaseloadLine.objects.filter(organisation_id=by.organisation_id, closed_at=None)
    return print_of_rows(
        posts_of(reach, bringing),
        list(lines.values_list("pk", "person_id", *STORED)),
        sorted(asked_to_move(reach)),
        sorted(reach.filter(Exists(alone_newest())).values_list("pk", flat=True)),
        primary.aggregate(n=Count("pk"), last=Max("pk")),
    )


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
        judge=judge_caseloads,
        write=write_caseloads,
        take_back=take_caseloads_back,
        lock=lock_caseloads,
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
