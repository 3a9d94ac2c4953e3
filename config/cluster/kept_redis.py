"""A queue in Redis with an outbox: a job is a row until it is done.

Redis holds only which row is next, so that a cluster learns of it at once. What Redis forgets, and
what a cluster had in its hands when its host died, is handed over again after `retry`.
"""

import logging
import time
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import redis
from django.db import transaction
from django.utils import timezone
from django_q.brokers.redis_broker import Redis
from django_q.conf import Conf
from django_q.models import OrmQ

from people.tenancy.context import everywhere

from .report import ROW

log = logging.getLogger(__name__)
# How long a page waits for Redis; more than the second for which the cluster asks for a job.
CONNECT_WITHIN, ANSWER_WITHIN = 1, 3
# After a failure Redis is left alone for so many seconds.
LEFT_ALONE = 10
# Rows that their own process could not hand over.
SWEPT_AT_ONCE = 100


class KeptRedis(Redis):
    """Redis as the queue. The row comes in the transaction of what asks for the job.

    It is handed over after the commit, or by a cluster later where Redis was away. Its lock says
    until when the cluster that has it may work on it, and is what a reference in Redis names: an
    older one, or a second one, is for nothing.
    """

    away_until = 0.0
    swept = 0.0

    def enqueue(self, task: str) -> int:
        """Keep the job as a row, and hand it over when it is committed."""
        row = OrmQ.objects.create(key=Conf.CLUSTER_NAME, payload=task, lock=timezone.now())
        transaction.on_commit(partial(self.try_to_hand_over, row.pk))
        return row.pk

    def dequeue(self) -> list[tuple[int | None, Any]] | None:
        """Take a job for the cluster; first hand over what waits since Redis was away."""
        try:
            self.sweep()
            popped = super().dequeue()
        except redis.RedisError as away:
            log.warning("Redis does not answer (%s); jobs wait.", type(away).__name__)
            time.sleep(Conf.POLL or 1)
            return None
        return self.claimed(popped[0][1]) if popped else None

    @everywhere()  # no page reads what waits there
    def claimed(self, text: bytes) -> list[tuple[int | None, Any]] | None:
        """Claim the job that a reference names; None where another has it, or it is done."""
        if not text.startswith(ROW):
            return [(None, text)]
        number, lock = text.removeprefix(ROW).decode().split(":", 1)
        row = OrmQ.objects.filter(pk=int(number))
        if not row.filter(lock=datetime.fromisoformat(lock)).update(lock=held_until()):
            return None
        return [(pk, payload) for pk, payload in row.values_list("pk", "payload")]

    @everywhere()
    def acknowledge(self, task_id: int) -> None:
        """Forget a job that is done."""
        OrmQ.objects.filter(pk=task_id).delete()

    def fail(self, task_id: int | None) -> None:
        """Forget a job that cannot be read."""
        if task_id:
            self.acknowledge(task_id)

    def try_to_hand_over(self, pk: int) -> None:
        """Hand a job over, unless Redis was away a moment ago. No page fails because of it."""
        if time.monotonic() < KeptRedis.away_until:
            return
        try:
            self.hand_over(pk)
        except redis.RedisError as away:
            KeptRedis.away_until = time.monotonic() + LEFT_ALONE
            log.warning("Redis does not answer (%s); a job waits.", type(away).__name__)

    @everywhere()
    def hand_over(self, *rows: int) -> None:
        """Tell Redis of the jobs of these rows that no one has.

        Told after the commit: a cluster that is faster would not find the lock that it is told.
        """
        until, now = held_until(), timezone.now()
        with transaction.atomic():
            waiting = OrmQ.objects.select_for_update(skip_locked=True)
            free = waiting.filter(pk__in=rows, lock__lte=now).order_by("pk")
            mine = list(free.values_list("pk", flat=True))
            OrmQ.objects.filter(pk__in=mine).update(lock=until)
        try:
            for pk in mine:
                super().enqueue(ROW + f"{pk}:{until.isoformat()}".encode())
        except redis.RedisError:
            OrmQ.objects.filter(pk__in=mine, lock=until).update(lock=now)
            raise

    @everywhere()
    def sweep(self) -> None:
        """Hand over, every few seconds, what no process did, and what was not finished."""
        if time.monotonic() < self.swept + LEFT_ALONE:
            return
        rows = (
            OrmQ.objects.filter(key=Conf.CLUSTER_NAME).order_by("pk").values_list("pk", flat=True)
        )
        while found := list(rows.filter(lock__lte=timezone.now())[:SWEPT_AT_ONCE]):
            self.hand_over(*found)
        self.swept = time.monotonic()

    def waiting(self) -> list[bytes]:
        """List what stands in Redis, the oldest first; nothing where it does not answer."""
        try:
            return self.connection.lrange(self.list_key, 0, -1)
        except redis.RedisError:
            return []

    @staticmethod
    def get_connection(list_key: str | None = None) -> redis.Redis:
        """Connect to Redis, and wait for it no longer than a page may."""
        limits = {"socket_connect_timeout": CONNECT_WITHIN, "socket_timeout": ANSWER_WITHIN}
        return redis.from_url(Conf.REDIS, **limits)


def held_until() -> datetime:
    """Say until when a job is in the hands of the cluster that takes it now."""
    return timezone.now() + timedelta(seconds=Conf.RETRY)
