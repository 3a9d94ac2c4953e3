"""django.tasks spoken, django-q2 working: tasks are declared with @task and run by the cluster."""

from django.tasks import TaskResult, TaskResultStatus
from django.tasks.backends.base import BaseTaskBackend
from django.utils import timezone
from django.utils.json import normalize_json
from django.utils.module_loading import import_string
from django_q.tasks import async_task


class ClusterBackend(BaseTaskBackend):
    """Hand each task to the django-q2 cluster; at least once, so every task is safe to repeat."""

    def enqueue(self, task, args, kwargs) -> TaskResult:
        """Queue a task by its path; only JSON ever reaches the queue's pickles."""
        self.validate_task(task)
        args, kwargs = normalize_json(list(args)), normalize_json(kwargs)
        ticket = async_task("config.queue.run", task.module_path, args, kwargs)
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
    task.call(*(args or []), **(kwargs or {}))
