"""A machine that others use too: wait until it is quiet, and say how much they used meanwhile."""

import os
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def busy() -> float:
    """Seconds of processor time that the whole machine has spent so far."""
    fields = [int(x) for x in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]]
    user, nice, system, _idle, _waiting, interrupts, soft, stolen = fields[:8]
    return (user + nice + system + interrupts + soft + stolen) / TICKS


def facts(pid: int) -> list[str]:
    """Everything the kernel says of a process after its name; nothing once it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def family(pid: int) -> list[int]:
    """A process with its children and theirs."""
    pids = [int(path.name) for path in Path("/proc").glob("[0-9]*")]
    parents = {one: int(found[1]) for one in pids if (found := facts(one))}
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def spent(pid: int) -> float:
    """Seconds of processor time of a process and its family."""
    each = [facts(one) for one in family(pid)]
    return sum(int(x) for found in each for x in found[11:15]) / TICKS  # dead children too


def wait(at_most: float, limit: float = 0.15, window: float = 0.5) -> None:
    """Wait until the machine uses less than `limit` cores, but not for ever."""
    until = time.monotonic() + at_most
    while time.monotonic() < until:
        before = busy()
        time.sleep(window)
        if busy() - before < limit * window:
            return


class Others:
    """`with Others() as others`: how many cores other programs than ours and our children used."""

    cores = 0.0

    def foreign(self) -> float:
        """Seconds of processor time that were not ours."""
        return busy() - spent(os.getpid())

    def __enter__(self):
        self.began, self.before = time.monotonic(), self.foreign()
        return self

    def __exit__(self, *_):
        used = self.foreign() - self.before
        self.cores = max(0.0, used / (time.monotonic() - self.began))


def memory(pid: int) -> float:
    """Megabytes of a family: each shared page once (PSS), or all of each (RSS) without it."""
    return sum(megabytes(one) for one in family(pid))


def megabytes(pid: int) -> float:
    """Megabytes of one process."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    except OSError:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
