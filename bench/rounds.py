"""Floor and product in turn, so that other work of the machine falls on both."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread

import quiet


@dataclass(frozen=True)
class Pair:
    """Medians of one round, in milliseconds: answered, and processor time of the server."""

    floor: float
    product: float
    floor_cpu: float
    product_cpu: float


def took(act: Callable) -> float:
    """Milliseconds of one act."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def pair(floor: Callable, product: Callable, servers: tuple, times: int) -> Pair:
    """Ask the floor, then the product, over and over."""
    for act in (floor, product) * 3:
        act()
    before = [quiet.spent(server.pid) for server in servers]
    both = [(took(floor), took(product)) for _ in range(times)]
    after = [quiet.spent(server.pid) for server in servers]
    cpu = [(b - a) * 1000 / times for a, b in zip(before, after, strict=True)]
    return Pair(*(statistics.median(one) for one in zip(*both, strict=True)), *cpu)


def together(senders: list, seconds: float) -> float:
    """Let all send at once, without a pause; return how many a second were taken."""
    until = time.monotonic() + seconds
    done = [0] * len(senders)

    def run(place: int) -> None:
        """Send without a pause until the time is over, once at least: it may be over at once."""
        while not done[place] or time.monotonic() < until:
            senders[place].send()
            done[place] += 1

    began = time.monotonic()
    threads = [Thread(target=run, args=(place,)) for place in range(len(senders))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.monotonic() - began)
