"""Each process of a run begins with its share of what takes long, and none is left alone with it.

Several processes take from one list: each gets a part of it, begins at the front, and who is done
takes from the end of another's. So the last of all is to be short. A browser or a program takes
seconds, and the order of the database alone would leave them all to one process, at its end.
"""

from collections.abc import Callable, Iterable
from itertools import groupby, islice
from operator import attrgetter

import pytest

LONG = ("browser", "contract", "process", "redis")


def is_long(item: pytest.Item) -> bool:
    """Say whether a test takes seconds rather than a part of one."""
    return any(map(item.get_closest_marker, LONG))


def dealt[Test](
    tests: Iterable[Test], processes: int, long: Callable[[Test], bool], module: Callable
) -> list[Test]:
    """Order tests so that each of as many equal parts begins with long ones.

    What is long goes by whole modules, to whoever has fewest yet: what a module shares is made
    once. All else keeps its order.
    """
    tests = list(tests)
    hands: list[list[Test]] = [[] for _ in range(processes)]
    modules = [list(some) for _, some in groupby(filter(long, tests), module)]
    for some in sorted(modules, key=len, reverse=True):
        min(hands, key=len).extend(some)
    short = iter([one for one in tests if not long(one)])
    done = []
    for n, hand in enumerate(hands):
        # As xdist parts them: what does not go in evenly comes last.
        size = (len(tests) - len(done)) // (processes - n)
        done += hand[:size]
        done += islice(short, max(0, size - len(hand)))
        if n + 1 < processes:
            hands[n + 1] += hand[size:]
    return done


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Order what is left when all who mark and leave out are done; a run of one process stays."""
    processes = getattr(config, "workerinput", {}).get("workercount", 1)
    if processes > 1:
        items[:] = dealt(items, processes, is_long, attrgetter("path"))
