"""A queue in Redis with an outbox: a job is a row until Redis has it."""

import logging
import time
from functools import partial
from typing import Any

import redis
from django.db import transaction
from django.utils import timezone
from django_q.brokers.redis_broker import Redis
from django_q.conf import Conf
from django_q.models import OrmQ

from people.tenancy.context import everywhere

log = logging.getLogger(__name__)
# How long a page waits for Redis; more than the second for which the cluster asks for a job.
CONNECT_WITHIN, ANSWER_WITHIN = 1, 3
# After a failure Redis is left alone for so many seconds.
LEFT_ALONE = 10
# Rows that their own process could not hand over.
SWEPT_AT_ONCE = 100


class KeptRedis(Redis):
    """Redis as the queue. The row comes in the transaction of what asks for the job.

    It is handed over after the commit, or by the cluster later where Redis was away; so a job may
    be queued twice, and none is lost.
    """

    away_until = 0.0
    swept = 0.0

    def enqueue(self, task: str) -> int:
        """Keep the job as a row, and hand it over when it is committed."""
        row = OrmQ.objects.create(key=Conf.CLUSTER_NAME, payload=task, lock=timezone.now())
        transaction.on_commit(partial(self.try_to_hand_over, row.pk))
        return row.pk

    def dequeue(self) -> list[tuple[None, Any]] | None:
        """Take a job for the cluster; first hand over what waits since Redis was away."""
        try:
            self.sweep()
            return super().dequeue()
        except redis.RedisError as away:
            log.warning("Redis does not answer (%s); jobs wait.", type(away).__name__)
            time.sleep(Conf.POLL or 1)
            return None

    def try_to_hand_over(self, pk: int) -> None:
        """Hand a job over, unless Redis was away a moment ago. No page fails because of it."""
        if time.monotonic() < KeptRedis.away_until:
            return
        try:
            self.hand_over(pk)
        except redis.RedisError as away:
            KeptRedis.away_until = time.monotonic() + LEFT_ALONE
            log.warning("Redis does not answer (%s); a job waits.", type(away).__name__)

    @everywhere()  # no page reads what waits there
    def hand_over(self, *rows: int) -> None:
        """Give Redis the jobs of these rows that are still there."""
        with transaction.atomic():
            waiting = OrmQ.objects.select_for_update(skip_locked=True).filter(pk__in=rows)
            for row in waiting.order_by("pk"):
                super().enqueue(row.payload)
                row.delete()

    def sweep(self) -> None:
        """Hand over what no process did, every few seconds."""
        if time.monotonic() < self.swept + LEFT_ALONE:
            return
        rows = OrmQ.objects.filter(key=Conf.CLUSTER_NAME).order_by("pk")
        while found := list(rows.values_list("pk", flat=True)[:SWEPT_AT_ONCE]):
            self.hand_over(*found)
        self.swept = time.monotonic()

    def waiting(self) -> list[bytes]:
        """List the jobs in Redis, the oldest first; none where it does not answer."""
        try:
            return self.connection.lrange(self.list_key, 0, -1)
        except redis.RedisError:
            return []

    @staticmethod
    def get_connection(list_key: str | None = None) -> redis.Redis:
        """Connect to Redis, and wait for it no longer than a page may."""
        limits = {"socket_connect_timeout": CONNECT_WITHIN, "socket_timeout": ANSWER_WITHIN}
        return redis.from_url(Conf.REDIS, **limits)
