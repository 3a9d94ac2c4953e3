"""Mail what is in the outbox, and mind the clock: `manage.py deliver_mail`; `qcluster` starts it.

It is a process of its own, so that a mail server that hangs holds up no other job. Each other
channel has a thread of its own in it, so that none waits for another. Each minute it also takes
over the tombstones that other hosts wrote.
"""

import logging
import os
import select
import signal
import time
from threading import Thread

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections, connections
from django.utils import timezone

from config.cluster.minding import pull_back
from config.operating import clocks
from people.messages.delivery import Deliverer
from people.messages.way_delivery import WayDeliverer
from people.messages.ways import MESSAGE_WAYS
from wellbeing.own_data import tombstones

log = logging.getLogger(__name__)
# Seconds between two looks: at the outbox, and at times that a wrong clock has made.
LOOKS, MINDS = 2.0, 60.0


class Command(BaseCommand):
    """Run until a signal or, with --parent, until that process has ended; finish the letter."""

    help = "Mails what is in the outbox, until it is stopped. `qcluster` starts one by itself."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the process with which to end."""
        parser.add_argument("--parent", type=int, metavar="PID", help="end with this process")

    def handle(self, *, parent: int | None, **_: object) -> None:
        """Mail and mind, round after round."""
        clocks.keep_watch()
        deliverer = Deliverer()
        # Also of what is not offered any more: what waits for it goes by mail.
        ways = [WayDeliverer(one) for one in MESSAGE_WAYS]
        threads = [Thread(target=keep_sending, args=(one,)) for one in ways]
        woken, wake = os.pipe()
        os.set_blocking(wake, False)
        signal.set_wakeup_fd(wake)

        def stop(*_: object) -> None:
            deliverer.stopping = True

        for ending in (signal.SIGTERM, signal.SIGINT):
            signal.signal(ending, stop)
        for thread in threads:
            thread.start()
        minded, erased = -MINDS, None
        while not deliverer.stopping and parent in (None, os.getppid()):
            left = 0
            try:
                if time.monotonic() > minded + MINDS:
                    pull_back(timezone.now())
                    erased = take_over_tombstones(erased)
                    minded = time.monotonic()
                left = deliverer.round(timezone.now())
            except DatabaseError as away:
                log.warning("The database does not answer (%s); mail waits.", type(away).__name__)
                close_old_connections()
            if not left:
                select.select([woken], [], [], LOOKS)
        for one in ways:
            one.stop.set()
        for thread in threads:
            thread.join()


def take_over_tombstones(before: int | None) -> int | None:
    """Write into this host's file what was deleted on others; a disk that is full stops no mail."""
    try:
        return tombstones.take_over(before)
    except OSError as full:
        log.error("The file of tombstones takes nothing (%s).", full.strerror)
        return before


def keep_sending(way: WayDeliverer) -> None:
    """Send what is due by one channel, round after round, until it is told to stop."""
    while not way.stop.is_set():
        left = 0
        try:
            left = way.round(timezone.now())
        except DatabaseError as away:
            log.warning("The database does not answer (%s); messages wait.", type(away).__name__)
            close_old_connections()
        if not left:
            way.stop.wait(LOOKS)
    connections.close_all()
