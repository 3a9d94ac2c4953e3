"""Files of others: each is read in a process of its own, bounded in memory and time. No Django.

A list of a million numbers packs to four kilobytes and lies in memory as 200 MB; a picture of a
hundred kilobytes is drawn over itself for half an hour. Read here, neither takes anything from
the pages.
"""

import resource
import subprocess
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path

# What a process may take that reads one: memory, processor, and seconds until it is ended: on a
# server that is busy with other things a good file takes many times its processor.
MOST_MEMORY, MOST_SECONDS, ENDED_AFTER = 256 * 1024 * 1024, 5, 30
ACTIVE, UNFIT = 3, 4
# Nothing is found there but Python, what is installed, and this product.
BEGIN = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from training.formats import apart; sys.exit(apart.main(sys.argv[2]))"
)
PRODUCT = Path(__file__).resolve().parents[2]


class UnfitFileError(Exception):
    """A file that cannot be read, or only with too much memory or time."""


class ActiveFileError(UnfitFileError):
    """A file that is more than something to read: it runs, opens, sends, embeds or locks."""


def copy_made_apart(reader: str, content: bytes) -> bytes:
    """Let `copy_of` of a module of this package make its fresh copy of a file.

    What it refuses is raised here as it is there. Where too much is taken, the file is unfit.
    """
    # Without our settings: it needs no key.
    command = [sys.executable, "-I", "-c", BEGIN, str(PRODUCT), reader]
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=ENDED_AFTER, env={}, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise UnfitFileError("takes too long to read") from late
    if done.returncode == 0:
        return done.stdout
    why = done.stderr.decode(errors="replace")
    raise ActiveFileError(why) if done.returncode == ACTIVE else UnfitFileError(why)


def main(reader: str) -> int:
    """Read a file from the standard input, and write the copy; the result says if it is unfit."""
    # Not every system bounds a process so; it is ended in time all the same.
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    try:
        copy = import_module(f"training.formats.{reader}").copy_of(sys.stdin.buffer.read())
    except (UnfitFileError, MemoryError) as unfit:
        sys.stderr.write(str(unfit))
        return ACTIVE if isinstance(unfit, ActiveFileError) else UNFIT
    sys.stdout.buffer.write(copy)
    return 0
