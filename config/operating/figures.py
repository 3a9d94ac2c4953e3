"""Figures for an operator's monitor, in the text that Prometheus reads.

They are read from the database when they are asked for: of several processes none could count. No
figure tells of a person. Weeks that were sent are told in tens, and of a week that is closed: so it
never shows that one came, and a figure of few is none.
"""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from config.cluster.report import work_report
from people.tenancy.context import everywhere
from people.weeks import Week
from workload.models import WorkWeek

from .backup import backups_in

TEXT, TENS = CONTENT_TYPE_LATEST, 10


class Figures(Collector):
    """What is told of one moment."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Read all figures."""
        yield from self.work()
        about = "Weeks sent for the last week that is closed, in tens."
        yield GaugeMetricFamily("kamlangjai_weeks_sent", about, weeks_sent(self.now))
        about = "When the newest backup in BACKUP_DIR was made; 0 if there is none."
        yield GaugeMetricFamily("kamlangjai_last_backup_timestamp_seconds", about, last_backup())

    def work(self) -> Iterator[GaugeMetricFamily]:
        """Read how jobs, mail and LINE are doing."""
        found = work_report(self.now)
        counts = GaugeMetricFamily(
            "kamlangjai_work", "Jobs and letters, by what becomes of them.", labels=("of", "state")
        )
        ages = GaugeMetricFamily(
            "kamlangjai_oldest_waits_seconds", "How long the oldest one waits.", labels=("of",)
        )
        for name, one in found.parts.items():
            for state in ("waiting", "running", "failed"):
                counts.add_metric((name, state), getattr(one, state))
            ages.add_metric((name,), one.oldest.total_seconds())
        yield counts
        yield ages


@everywhere()
def weeks_sent(now: datetime) -> int:
    """Count the weeks that were sent for the last week that is closed, down to the ten below."""
    still_open = Week.open_at(now)
    closed = still_open - 1 if still_open else Week.latest(now)
    return WorkWeek.objects.filter(week=closed.monday).count() // TENS * TENS


def last_backup() -> float:
    """Say when the newest backup was made, in seconds of Unix; 0 if there is none."""
    return next((at.timestamp() for at in backups_in(settings.BACKUP_DIR).values()), 0)


def written(now: datetime) -> bytes:
    """Write the figures of a moment."""
    registry = CollectorRegistry()
    registry.register(Figures(now))
    return generate_latest(registry)
