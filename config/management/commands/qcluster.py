"""Run the jobs, and the worker of the mail beside them: `manage.py qcluster`."""

import ctypes
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from types import FrameType

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django_q import cluster as django_q

from config.operating import clocks, code, same_settings
from config.operating.doctor import doubts, kept_from_starting

# Of Linux: a process gets a signal when its parent ends.
PR_SET_PDEATHSIG = 1
# Seconds between two looks, and until the mail's worker must have ended its letter.
LOOKS, ENDS_WITHIN = 0.4, 30


class Cluster(django_q.Cluster):
    """The cluster of django-q2, which does not wait for its first process, the sentinel."""

    def start(self) -> int:
        """Start the sentinel; the caller sees whether it lives.

        A signal to the whole group may end it as it begins. To wait for its word would take that
        for a failure, or last for ever: it may end with the lock of its word in its hands.
        """
        forks = multiprocessing.get_context("fork")
        self.stop_event, self.start_event = forks.Event(), forks.Event()
        about = self.stop_event, self.start_event, self.cluster_id, self.broker, self.timeout
        self.sentinel = forks.Process(target=django_q.Sentinel, args=about)
        self.sentinel.start()
        return self.pid

    def stop(self) -> bool:
        """Ask the sentinel to end after the jobs in hand, and wait until it has ended.

        A thread asks: it would wait for the answer for ever where a signal ends the sentinel first.
        """
        threading.Thread(target=self.stop_event.set, daemon=True).start()
        self.sentinel.join()
        return True


class Command(BaseCommand):
    """The cluster of django-q2 with a worker for the mail; each of its processes ends with it."""

    help = "Runs the jobs, and mails what is in the outbox."

    stopping = False

    def handle(self, **_: object) -> None:
        """Run both until a signal; start the mail's worker again if it ends by itself.

        Refused in sentences where it could run no job: so none is taken and lost. What is doubtful
        is said.
        """
        clocks.keep_watch()
        now = timezone.now()
        if found := kept_from_starting(now, jobs=True):
            raise CommandError("\n".join(found))
        for doubt in doubts(now):
            self.stderr.write(doubt)
        code.announce()
        same_settings.announce()
        os.register_at_fork(after_in_child=end_with_parent)
        cluster = Cluster()
        for ending in (signal.SIGTERM, signal.SIGINT):
            signal.signal(ending, self.stop)
        mail = start_mail()
        try:
            cluster.start()
            while cluster.sentinel.is_alive() and not self.stopping:
                cluster.sentinel.join(LOOKS)
                if mail.poll() is not None and not self.stopping:
                    mail = start_mail()
            asked = self.stopping
            mail.terminate()
            cluster.stop()
        finally:
            end(mail)
        if not asked:
            sys.exit("The cluster ended by itself.")

    def stop(self, _signal: int, _frame: FrameType | None) -> None:
        """Note that the cluster should stop; it does so between two looks."""
        self.stopping = True


def end_with_parent() -> None:
    """End this process when its parent is killed: an orphan would wait for jobs for ever."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def start_mail() -> subprocess.Popen:
    """Start the worker of the mail; it ends with this process, after the letter in its hands."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "deliver_mail"]
    return subprocess.Popen([*command, "--parent", str(os.getpid())])


def end(mail: subprocess.Popen) -> None:
    """Ask the worker of the mail to end, and wait for its letter."""
    mail.terminate()
    try:
        mail.wait(ENDS_WITHIN)
    except subprocess.TimeoutExpired:
        mail.kill()
