"""Tasks are declared with @task (django.tasks) and run by the cluster of django-q2."""

import uuid

from django.core.exceptions import SuspiciousOperation
from django.tasks import Task, TaskResult, TaskResultStatus
from django.tasks.backends.base import BaseTaskBackend
from django.utils import timezone
from django.utils.json import normalize_json
from django.utils.module_loading import import_string
from django_q.tasks import async_task

from people.tenancy.context import everywhere


class ClusterBackend(BaseTaskBackend):
    """Hand each task to the django-q2 cluster; at least once, so every task is safe to repeat."""

    def enqueue(self, task, args, kwargs) -> TaskResult:
        """Queue a task by its path; only JSON ever reaches the queue's pickles."""
        self.validate_task(task)
        args, kwargs = normalize_json(list(args)), normalize_json(kwargs)
        ticket = uuid.uuid4().hex

        @everywhere()  # no page reads what waits there
        def hand_over() -> None:
            async_task("config.queue.run", task.module_path, args, kwargs, task_name=ticket)

        hand_over()  # a row of the same transaction: both are kept, or neither
        return TaskResult(
            task=task,
            id=ticket,
            status=TaskResultStatus.READY,
            enqueued_at=timezone.now(),
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=args,
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )


def run(path: str, args: list | None = None, kwargs: dict | None = None) -> None:
    """Run one declared task; anything that is not a task is refused."""
    task = import_string(path)
    if not isinstance(task, Task):
        raise SuspiciousOperation(f"{path} is not a task.")
    with everywhere():
        task.call(*(args or []), **(kwargs or {}))
