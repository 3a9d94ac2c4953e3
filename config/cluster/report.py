"""How the jobs, the mail and LINE are doing: what waits, what runs, what failed, and since when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django_q.brokers import get_broker
from django_q.models import Failure, OrmQ
from django_q.signing import BadSignature, SignedPackage
from django_q.tasks import async_task

from people.line.messaging_api import is_configured
from people.messages import outbox
from people.messages.outbox import WorkState
from people.models import Channel
from people.tenancy.context import everywhere

# How what stands in Redis begins; before 0.12 it was the job itself.
ROW = b"row:"
# More are not read to find the oldest.
OLDEST_READ = 100
# Later than this, something is wrong: a job waits for seconds, mail for a server that is back.
LATE, LATE_MAIL = timedelta(minutes=15), timedelta(hours=1)


@dataclass(frozen=True)
class WorkReport:
    """How the house's own work is doing; of LINE nothing, where it is not offered."""

    jobs: WorkState
    mail: WorkState
    line: WorkState | None

    @property
    def parts(self) -> dict[str, WorkState]:
        """Each kind of work by its name."""
        found = {"jobs": self.jobs, "mail": self.mail}
        return found | ({"line": self.line} if self.line else {})

    @property
    def late(self) -> list[str]:
        """Name what waits for too long."""
        longest = {"jobs": LATE}
        found = self.parts.items()
        return [name for name, one in found if one.oldest > longest.get(name, LATE_MAIL)]


def work_report(now: datetime) -> WorkReport:
    """Look at the jobs, at the mail, and at LINE.

    What waits for a person's own phone or program says nothing of the house.
    """
    mail = outbox.state_of_letters(Channel.MAIL, now)
    line = outbox.state_of_letters(Channel.LINE, now) if is_configured() else None
    return WorkReport(state_of_jobs(now), mail, line)


@everywhere()
def state_of_jobs(now: datetime) -> WorkState:
    """Count the jobs; a failed job that is tried again counts as running until then."""
    rows = OrmQ.objects.all()
    in_redis = waiting_in_redis()
    tasks = list(queued_tasks(in_redis))
    # Those of which Redis was told: their rows are held, and no cluster works on them yet.
    told = sum(1 for one in in_redis if one.startswith(ROW))
    queued, asked = {task["id"] for task in tasks}, [task["started"] for task in tasks]
    return WorkState(
        waiting=rows.filter(lock__lte=now).count() + len(in_redis),
        running=max(rows.filter(lock__gt=now).count() - told, 0),
        failed=Failure.objects.exclude(pk__in=queued).count(),
        oldest=max(now - min(asked), timedelta()) if asked else timedelta(),
    )


def queued_tasks(in_redis: Sequence[bytes]) -> Iterator[dict]:
    """Read the jobs that wait longest; in Redis are also those from before each had a row."""
    rows = OrmQ.objects.order_by("pk").values_list("payload", flat=True)
    rowless = [one for one in in_redis[:OLDEST_READ] if not one.startswith(ROW)]
    for payload in [*rows[:OLDEST_READ], *rowless]:
        try:
            yield SignedPackage.loads(payload)
        except (TypeError, BadSignature):
            continue


def waiting_in_redis() -> Sequence[bytes]:
    """List what waits in Redis, where that is the queue."""
    return [] if settings.Q_CLUSTER["orm"] else get_broker().waiting()


@everywhere()
def retry_failed() -> int:
    """Queue again what failed for good: jobs and letters; say how many."""
    queued = {task["id"] for task in queued_tasks(waiting_in_redis())}
    failed = list(Failure.objects.filter(func="config.queue.run").exclude(pk__in=queued))
    for one in failed:
        async_task(one.func, *one.args, task_name=one.name)
        one.delete()
    return len(failed) + outbox.try_again(outbox.every_letter(), timezone.now())
