"""A job stays until it is done, whatever Redis forgets and whichever host dies."""

from datetime import timedelta

import pytest
import time_machine
from django_q.conf import Conf
from django_q.models import OrmQ
from django_q.signing import SignedPackage

from config.cluster.kept_redis import KeptRedis
from tests.config.test_queue import redis  # noqa: F401 - it is asked for by its name
from tests.makers import NOW

pytestmark = [pytest.mark.process, pytest.mark.redis, pytest.mark.django_db(transaction=True)]
RETRY = timedelta(seconds=Conf.RETRY)


@pytest.fixture
def hosts(redis, monkeypatch):  # noqa: F811 - that one
    """The queues of two hosts on one Redis."""
    monkeypatch.setattr(Conf, "REDIS", redis)
    with time_machine.travel(NOW, tick=False):
        yield [KeptRedis("jobs"), KeptRedis("jobs")]


def later(by):
    return time_machine.travel(NOW + by, tick=False)


def taken(queue):
    queue.swept = -1000
    return queue.dequeue()


def put(queue, name="a job"):
    return queue.enqueue(SignedPackage.dumps({"id": name, "started": NOW}))


def test_a_job_is_taken_by_one_host_and_is_over_when_it_is_done(hosts):
    first, second = hosts
    number = put(first)
    [(mine, payload)] = taken(first)
    assert (mine, SignedPackage.loads(payload)["id"]) == (number, "a job")
    assert taken(second) is None
    first.acknowledge(mine)
    with later(2 * RETRY):
        assert taken(second) is None
    assert not OrmQ.objects.exists()


def test_what_a_host_had_in_its_hands_when_it_died_is_done_by_another(hosts):
    first, second = hosts
    number = put(first)
    taken(first)
    with later(RETRY - timedelta(seconds=1)):
        assert taken(second) is None
    with later(RETRY):
        assert taken(second)[0][0] == number


def test_what_redis_forgets_is_handed_over_again(hosts):
    first, second = hosts
    number = put(first)
    first.connection.flushall()
    assert taken(second) is None
    with later(RETRY):
        assert taken(second)[0][0] == number


def test_a_job_that_waited_for_long_is_taken_once(hosts):
    first, second = hosts
    put(first)
    with later(RETRY):
        second.sweep()  # as the first one has not come to it yet, it is told once more
        assert len(second.waiting()) == 2
        found = [taken(one) for one in (first, second, first)]
    assert sum(map(bool, found)) == 1


def test_a_job_from_before_it_had_a_row_is_taken(hosts):
    first, second = hosts
    text = SignedPackage.dumps({"id": "old", "started": NOW}).encode()
    first.connection.rpush(first.list_key, text)
    assert taken(second) == [(None, text)]
    second.fail(None)
