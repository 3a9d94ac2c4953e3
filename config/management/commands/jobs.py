"""Tell how jobs and mail are doing, and try again what failed: `manage.py jobs [--retry]`."""

from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from config.cluster.report import retry_failed, work_report
from people.messages.outbox import WorkState


class Command(BaseCommand):
    """One line each: jobs, mail, and LINE where it is offered. It ends with 1 if one is late."""

    help = "Tells what waits, runs and failed among jobs and mails; --retry tries it again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether to try again."""
        parser.add_argument("--retry", action="store_true", help="queue again what failed")

    def handle(self, *, retry: bool, **_: object) -> None:
        """Tell it."""
        if retry:
            self.stdout.write(f"{retry_failed()} tried again.")
        found = work_report(timezone.now())
        for name, state in found.parts.items():
            self.stdout.write(line(name, state))
        if found.late:
            raise CommandError(f"Late: {', '.join(found.late)}.")


def line(name: str, state: WorkState) -> str:
    """Write how one kind of work is doing."""
    age = timedelta(seconds=int(state.oldest.total_seconds()))
    return (
        f"{name}: {state.waiting} waiting, {state.running} running, {state.failed} failed;"
        f" the oldest waits {age}"
    )
