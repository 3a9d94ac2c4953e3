"""Start the job queue: `manage.py qcluster`."""

from django.core.management.base import CommandError
from django.utils import timezone
from django_q.management.commands import qcluster

from config.operating import code
from config.operating.doctor import doubts, kept_from_starting


class Command(qcluster.Command):
    """Start the cluster of django-q unless it could run no job; what is doubtful is said."""

    def handle(self, *args: object, **options: object) -> None:
        """Refuse to start with sentences, so that no job is taken and lost."""
        now = timezone.now()
        if found := kept_from_starting(now, jobs=True):
            raise CommandError("\n".join(found))
        for doubt in doubts(now):
            self.stderr.write(doubt)
        code.announce()
        super().handle(*args, **options)
