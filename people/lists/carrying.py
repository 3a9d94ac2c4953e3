"""What the jobs of lists do: write one whole list, or take it back; all of it or nothing.

A job may run twice, and its process may be killed at any moment. So what it writes, and that it is
done, are one transaction, which first asks whether the job is still the one that goes on.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from people.models import BackgroundJob, ImportEffect, ListImport
from people.tenancy import context as tenancy
from people.writing import links
from people.writing.sentences import in_a_row

from .cells import LeftRow, ListCells, open_cells, seal_cells
from .kinds import Effect, KeptEffect, RowFate
from .looking import Look, judge_list, refuse_who_may_not, subject_of

Clock = Callable[[], datetime]
State = BackgroundJob.State

# How often a list is judged anew because what it rests on changed in the last second.
TRIES = 3
# Effects in one statement.
AT_ONCE = 1_000
# So many rows are named in a report; it holds numbers and no names.
ROWS_NAMED = 50


class MovedOnError(Exception):
    """What the judgement rests on changed between judging and writing."""


class TakenOverError(Exception):
    """The job ended otherwise meanwhile: its person pressed again, or it was done already."""


def save_list(job_id: int, clock: Clock) -> None:
    """Judge a list again and write it, if it would do exactly what its person was shown.

    Otherwise the job is refused, and its report names the rows that changed. Safe to repeat.
    """
    if job := begun(job_id, clock):
        with breaking_off(job, clock):
            brought = ListImport.objects.select_related(None).get(saving=job)
            write_as_promised(job, brought, clock)


def undo_list(job_id: int, clock: Clock) -> None:
    """Take back what a list did and what has not been touched since. Safe to repeat."""
    if job := begun(job_id, clock):
        with breaking_off(job, clock):
            take_back(job, ListImport.objects.get(undoing=job), clock)


def begun(job_id: int, clock: Clock) -> BackgroundJob | None:
    """Begin a job, or take it on after its process was killed; None if it has ended."""
    going = BackgroundJob.objects.filter(pk=job_id, state__in=[State.WAITING, State.RUNNING])
    if not going.update(state=State.RUNNING, began_at=clock(), moved_at=clock()):
        return None
    return BackgroundJob.objects.select_related("by__account").get(pk=job_id)


@contextmanager
def breaking_off(job: BackgroundJob, clock: Clock) -> Iterator[None]:
    """Work within the job's organisation; a job that breaks off says so, and its error goes on."""
    # The sentences of a report are read by the person who asked for it.
    with tenancy.of_request(job.organisation_id), override(job.by.language):
        try:
            yield
        except TakenOverError:
            return
        except ValidationError as refused:
            end(job, State.REFUSED, {"code": error_code(refused)}, clock())
        except Exception:
            end(job, State.FAILED, {}, clock())
            raise


def error_code(refused: ValidationError) -> str:
    """Give the code of a refusal, for the words of its page."""
    return str(getattr(refused, "code", "") or "refused")


def come_on(job: BackgroundJob, quarters: int, at: datetime) -> None:
    """Say how far a job is, in quarters of its rows: one short statement of its own."""
    job.done, job.moved_at = job.total * quarters // 4, at
    BackgroundJob.objects.filter(pk=job.pk, state=State.RUNNING).update(
        done=job.done, moved_at=job.moved_at
    )


def end(job: BackgroundJob, state: str, report: dict[str, object], at: datetime) -> None:
    """End a job, unless it was ended otherwise."""
    done = {"done": job.total} if state == State.DONE else {}
    BackgroundJob.objects.filter(pk=job.pk, state=State.RUNNING).update(
        state=state, report=report, ended_at=at, moved_at=at, **done
    )


def hold(job: BackgroundJob) -> None:
    """Go on only while no other has ended this job; until the transaction ends, no other can."""
    running = BackgroundJob.objects.select_for_update().filter(pk=job.pk, state=State.RUNNING)
    if not running.exists():
        raise TakenOverError


def write_as_promised(job: BackgroundJob, brought: ListImport, clock: Clock) -> None:
    """Write a list if it still does what was promised; else refuse it with the rows that changed.

    Reading, judging, preparing and sealing what is left come before the transaction.
    """
    cells = open_cells(brought)
    warm_addresses()
    come_on(job, 1, clock())
    for _try in range(TRIES):
        look = judge_list(brought, cells, job.by, clock())
        come_on(job, 3, clock())
        if not look.digest or look.digest != brought.promised:
            changed = look.changed_since(brought.marks)
            end(job, State.REFUSED, changed_report(changed), clock())
            return
        left = seal_cells(brought, left_of(look))
        look.subject.prepare(look.bringing, look.writing)
        try:
            write_at_once(job, look, left, clock)
        except (MovedOnError, IntegrityError):
            continue
        return
    end(job, State.REFUSED, {"code": "busy"}, clock())


def warm_addresses() -> None:
    """Make one address: the first that a process makes reads all pages, which takes a second."""
    links.to("lists")


def write_at_once(job: BackgroundJob, look: Look, left: str, clock: Clock) -> None:
    """Write everything in one transaction of bulk statements, if nothing changed since the look."""
    brought, bringing = look.brought, look.bringing
    with transaction.atomic():
        hold(job)
        look.subject.lock(bringing)
        refuse_moved_on(look)
        effects = look.subject.write(bringing, look.writing)
        ImportEffect.objects.bulk_create(
            [as_row(brought, one) for one in effects], batch_size=AT_ONCE
        )
        ListImport.objects.filter(pk=brought.pk).update(
            saved_at=bringing.now, sealed_cells=left, marks="", promised=""
        )
        end(job, State.DONE, saved_report(look), clock())


def refuse_moved_on(look: Look) -> None:
    """Compare what the judgement rests on with what is there now, under the locks."""
    if look.subject.fingerprint(look.bringing) != look.fingerprint:
        raise MovedOnError


def as_row(brought: ListImport, one: Effect) -> ImportEffect:
    """Write down an effect."""
    return ImportEffect(
        brought=brought,
        row=one.row,
        model=one.model,
        object_pk=one.pk,
        before=None if one.before is None else dict(one.before),
        after=dict(one.after),
    )


def left_of(look: Look) -> ListCells:
    """Keep of the cells only the rows that are left out, each with why."""
    by_number = dict(look.cells.rows)
    left = tuple(
        LeftRow(
            one.row.number,
            in_a_row(problem.sentence for problem in one.problems),
            cells=by_number[one.row.number],
        )
        for one in look.refused
    )
    return ListCells(headings=look.cells.headings, left_out=left)


def saved_report(look: Look) -> dict[str, object]:
    """Count what was done."""
    return {fate.value: look.counts[fate] for fate in RowFate}


def changed_report(changed: list) -> dict[str, object]:
    """Name the rows that would do something else now, by their numbers."""
    rows = [one.row.number for one in changed]
    return {"code": "changed", "rows": rows[:ROWS_NAMED], "changed": len(rows)}


def take_back(job: BackgroundJob, brought: ListImport, clock: Clock) -> None:
    """Take back in one transaction what has not been touched since, and keep why the rest stays."""
    subject, now = subject_of(brought), clock()
    refuse_who_may_not(subject, job.by, now)
    cells = open_cells(brought)
    warm_addresses()
    come_on(job, 1, clock())
    with transaction.atomic():
        hold(job)
        rows = list(brought.effects.order_by("-pk"))
        effects = [Effect(one.row, one.model, one.object_pk, one.before, one.after) for one in rows]
        kept = subject.take_back(job.by, now, effects)
        brought.effects.all().delete()
        kept_cells = ListCells(cells.headings, left_out=cells.left_out, kept=kept_rows(kept))
        ListImport.objects.filter(pk=brought.pk).update(
            undone_at=now, sealed_cells=seal_cells(brought, kept_cells)
        )
        end(job, State.DONE, undone_report(effects, kept), clock())


def kept_rows(kept: list[KeptEffect]) -> tuple[LeftRow, ...]:
    """Say of what was kept why, in the words of the person who asked."""
    return tuple(LeftRow(one.row, str(one.why), one.title) for one in kept)


def undone_report(effects: list[Effect], kept: list[KeptEffect]) -> dict[str, object]:
    """Count the rows that were taken back, and those that stay."""
    stay = {one.row for one in kept}
    return {"undone": len({one.row for one in effects} - stay), "kept": len(stay)}
