"""Measure the product beside a floor: `make bench`. Runs on Linux; only this machine is asked."""

import argparse
import json
import os
import platform
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from dataclasses import astuple, dataclass
from functools import partial
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(1, str(HERE.parent))

import quiet
import report
import scales
from browser import slow_line, visits
from client import Connection, Poster, Sender
from report import SHARE, Row
from rounds import Pair, pair, together
from servers import served

CLIENTS = 16


@dataclass(frozen=True)
class Size:
    """How long a run is."""

    rounds: int
    times: int
    seconds: float
    small: int = 10
    large: int = 100
    patience: float = 3
    units: int = 10_000
    region: int = 1_000
    certificates: int = 100_000
    country: int = 100_000
    posts: int = 500


USUAL, QUICK = (
    Size(7, 120, 3),
    Size(3, 40, 1, patience=1, units=2_000, certificates=20_000, country=20_000),
)
TINY = Size(
    1,
    2,
    0.2,
    small=2,
    large=CLIENTS,
    patience=0,
    units=20,
    region=30,
    certificates=400,
    country=60,
    posts=30,
)
SIZES = {"usual": USUAL, "quick": QUICK, "tiny": TINY}


@dataclass(frozen=True)
class Job:
    """Something people do, and the floor it is held to."""

    name: str
    path: str
    who: str
    goal: float | None = None
    stretch: float | None = None
    statements_goal: int | None = None


SENDING = Job("Sending a week", "/my-week/", "worker", 2.7, 2, 14)
# A page may cost so many times what its statements and nodes cost without its rules.
ALIKE = 1.5


def jobs(size: Size) -> list[Job]:
    """Everything that is held to the floor's page."""
    return [
        Job("Opening My week", "/my-week/", "worker", 2.2, 1.7, 8),
        Job(f"Team of {size.small}", "/team/", "small", 2.5, 2, 9),
        Job(f"Team of {size.large}", "/team/", "large", 5, 3.8, 9),
        Job("My trend", "/my-trend/", "worker", 3.5, 2.5),
        Job("My trend over two years", "/my-trend/?weeks=104", "veteran", 5.5, 4),
        Job("Programme overview", "/programme/", "programme", 5, 3.5),
        Job(
            f"Programme overview of {size.country:,} people",
            "/programme/",
            "country",
            5,
            statements_goal=10,
        ),
        Job(
            f"Coverage board of {size.posts:,} posts",
            "/programme/coverage/",
            "country",
            5,
            statements_goal=10,
        ),
        Job(
            f"{size.region:,} people × 12 certificates, a page of 100",
            "/training/requirements/",
            "trainer",
            8,
            6,
            statements_goal=12,
        ),
    ]


def main() -> None:
    """Make the data, measure, print the table, and write it down after a full run."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_const", const="quick", dest="size")
    options.add_argument("--size", choices=SIZES)
    options.add_argument("--report", type=Path)
    options.set_defaults(size="usual")
    asked = options.parse_args()
    target = asked.report
    if target is None and asked.size == "usual":
        target = HERE.parent / "docs" / "performance.md"
    with tempfile.TemporaryDirectory(prefix="kamlangjai-bench-") as place:
        rows, notes = measure(SIZES[asked.size], Path(place))
    print(report.plain(rows), *notes, sep="\n")
    if target:
        target.write_text(report.document(rows, notes), encoding="utf-8")


def surroundings(place: Path) -> None:
    """Set the environment of the product that is measured: production settings, data of its own."""
    for name in [name for name in os.environ if name.endswith("_FILE")]:
        del os.environ[name]
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": "only-for-measuring-" + "k" * 40,
        "KEY_RING": "only-for-measuring-" + "r" * 40,
        "DATA_DIR": str(place / "product"),
        "FLOOR_DB": str(place / "floor.sqlite3"),
        "SITE_URL": "http://localhost",
        "ALLOWED_HOSTS": "localhost",
        "DATABASE_URL": "",
        "REDIS_URL": "",
        "DEBUG": "0",
        "DEMO": "0",
    }


def measure(size: Size, place: Path) -> tuple[list[Row], list[str]]:
    """Measure everything; return the table and what must be said beside it."""
    import django

    surroundings(place)
    django.setup()
    import data
    import statements

    people = (size.small, size.large, size.region, CLIENTS)
    cast = data.make(*people, country=size.country, posts=size.posts)
    counted = [statements.of_page(getattr(cast, job.who), job.path) for job in jobs(size)]
    counted.append(statements.of_sending(cast.worker))
    nodes = [statements.nodes_of_page(getattr(cast, job.who), job.path) for job in jobs(size)]
    sessions = seed_floor()
    own_settings = {"DJANGO_SETTINGS_MODULE": "floor.settings"}
    with (
        served("floor.wsgi:application", place, **own_settings) as floor,
        served("served:application", place, threads="64") as product,
        quiet.Others() as others,
    ):
        both = (floor, product)
        seen = one_client(size, both, cast, sessions[0])
        alike = beside_alike(size, both, cast, sessions[0], counted, nodes)
        crowd = many_clients(size, both, cast, sessions)
        weight = wire(product.port, cast.worker)
        slow = slowly(size, product.port, cast.worker)
        scoring = scales.rows(product.port, cast.key, size.rounds, size.patience)
        memory = quiet.memory(product.pid)
    rows = [against(*one) for one in zip([*jobs(size), SENDING], seen, counted, strict=True)]
    rows += [
        *alike,
        *crowd,
        freezing(size, place),
        reminding(size, place),
        *weight,
        *slow,
        *scoring,
        Row("Memory of two web workers and their parent", memory, "MB", 220, 170),
    ]
    return rows, notes(size, seen, others.cores)


def seed_floor() -> list[str]:
    """Make the floor's data in a process of its own; return the sessions of its people."""
    command = [sys.executable, "-m", "floor.seed", str(CLIENTS)]
    made = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=True)
    return json.loads(made.stdout)


def freezing(size: Size, place: Path) -> Row:
    """Freeze a block of many units."""
    ratio, took = apart("freezing", size.units, size.rounds, place)
    beside = f"{took:.0f} ms; floor: each person's means of the block, one GROUP BY"
    return Row(f"Freezing a block of {size.units:,} units", ratio, goal=5, beside=beside)


def reminding(size: Size, place: Path) -> Row:
    """Look for people to remind of what will end."""
    ratio, took = apart("reminding", size.certificates, size.rounds, place)
    name = f"Whom to remind among {size.certificates:,} certificates"
    return Row(name, ratio, goal=2, beside=f"{took:.0f} ms; floor: reading them as tuples")


def apart(name: str, how_many: int, rounds: int, place: Path) -> tuple[float, float]:
    """Measure a job in a process and a database of its own: times its floor, and milliseconds."""
    command = [sys.executable, f"{name}.py", str(how_many), str(rounds)]
    own = os.environ | {"DATA_DIR": str(place / name)}
    made = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=True, env=own)
    seen = json.loads(made.stdout)
    ratio = statistics.median(product / floor for floor, product in seen)
    return ratio, statistics.median(product for _floor, product in seen)


def one_client(size: Size, both: tuple, cast, session: str) -> list[list[Pair]]:
    """Measure each page and the sending against its floor, round after round."""
    floor, product = both
    bare = Connection(floor.port, f"sessionid={session}")
    poster, sender = Poster(floor.port, session), Sender(product.port, cast.worker)
    acts = [
        (partial(bare.open, "/page"), partial(signed_in(product, cast, job).open, job.path))
        for job in jobs(size)
    ]
    acts.append((poster.send, sender.send))
    seen = [[] for _ in acts]
    for _ in range(size.rounds):
        for found, (low, high) in zip(seen, acts, strict=True):
            quiet.wait(size.patience)
            found.append(pair(low, high, both, size.times))
    return seen


def beside_alike(
    size: Size, both: tuple, cast, session: str, counted: list[int], nodes: list[int]
) -> list[Row]:
    """Measure each page against as many statements and template nodes without its rules."""
    floor, product = both
    bare, rows = Connection(floor.port, f"sessionid={session}"), []
    for job, asked, drawn in zip(jobs(size), counted, nodes, strict=False):
        like = f"/alike?statements={asked}&nodes={drawn}"
        acts = partial(bare.open, like), partial(signed_in(product, cast, job).open, job.path)
        seen = []
        for _ in range(size.rounds):
            quiet.wait(size.patience)
            seen.append(pair(*acts, both, size.times))
        ratio = statistics.median(one.product / one.floor for one in seen)
        floor_took = statistics.median(one.floor for one in seen)
        beside = f"{floor_took:.1f} ms for {asked} statements and {drawn} nodes alone"
        rows.append(Row(f"{job.name}, beside its like", ratio, goal=ALIKE, beside=beside))
    return rows


def signed_in(product, cast, job: Job) -> Connection:
    """Connect as the person who does a job."""
    return Connection(product.port, f"sessionid={getattr(cast, job.who)}")


def many_clients(size: Size, both: tuple, cast, sessions: list[str]) -> list[Row]:
    """Let sixteen people send at once, the floor's and the product's in turn."""
    floor, product = both
    posters = [Poster(floor.port, one) for one in sessions]
    senders = [Sender(product.port, one) for one in cast.senders]
    rates = []
    for _ in range(size.rounds):
        quiet.wait(size.patience)
        rates.append((together(posters, size.seconds), together(senders, size.seconds)))
    low, high = (statistics.median(one) for one in zip(*rates, strict=True))
    share = statistics.median(ours / bare for bare, ours in rates)
    beside = f"{high:.0f} a second; floor {low:.0f}"
    errors = [error for one in (*posters, *senders) for error in one.errors]
    locked = product.log.read_text().count("database is locked")
    name = f"{len(senders)} people sending at once"
    return [
        Row(name, share, SHARE, 0.27, 0.33, at_least=True, beside=beside),
        Row(f"{name}: refused or failed", len(errors), "", 0, beside=", ".join(set(errors))),
        Row(f"{name}: “database is locked”", locked, "", 0),
    ]


def wire(port: int, session: str) -> list[Row]:
    """Weigh the first and a later visit of My week on a phone."""
    first, later = visits(port, session, "/my-week/") or (None, None)
    return [
        Row(
            "First visit of My week, on the wire",
            first and first.kilobytes,
            "kB",
            35,
            25,
            beside=first.said_after if first else "",
        ),
        Row("First visit of My week: requests", first and first.requests, "", 5),
        Row(
            "Later visit of My week, on the wire",
            later and later.kilobytes,
            "kB",
            8,
            beside=later.said_after if later else "",
        ),
    ]


def slowly(size: Size, port: int, session: str) -> list[Row]:
    """Open My week on a slow line and a slow phone, and tap through it; medians of three times."""
    seen = []
    for _ in range(min(size.rounds, 3)):
        quiet.wait(size.patience)
        seen.append(slow_line(port, session))
    first, later, tap = (
        (statistics.median(each) for each in zip(*map(astuple, seen), strict=True))
        if all(seen)
        else (None, None, None)
    )
    line = "50 kB/s, 800 ms, a quarter of the processor"
    return [
        Row("First visit of My week on a slow line: usable", first, "s", 4, beside=line),
        Row("Later visit of My week on a slow line: usable", later, "s", 2, beside=line),
        Row("Slowest answer to a tap on My week", tap, "ms", 100, beside="a quarter, too"),
    ]


def against(job: Job, seen: list[Pair], count: int) -> Row:
    """Write what a job took as a multiple of its floor."""
    ratio = statistics.median(one.product / one.floor for one in seen)
    took = statistics.median(one.product for one in seen)
    cpu = sum(one.product_cpu for one in seen) / max(sum(one.floor_cpu for one in seen), 0.01)
    beside = f"{took:.1f} ms; {cpu:.1f} × its processor time"
    return Row(
        job.name,
        ratio,
        goal=job.goal,
        stretch=job.stretch,
        statements=count,
        statements_goal=job.statements_goal,
        beside=beside,
    )


def notes(size: Size, seen: list[list[Pair]], others: float) -> list[str]:
    """Say on what this was measured, and how quiet it was."""
    page = statistics.median(one.floor for found in seen[:-1] for one in found)
    post = statistics.median(one.floor for one in seen[-1])
    return [
        f"Machine: {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}.",
        f"Floor: page {page:.1f} ms, post {post:.1f} ms, both with `synchronous=FULL`.",
        f"{size.rounds} rounds of {size.times} requests a job; medians of the rounds' medians.",
        f"Other programs used {others:.2f} cores meanwhile (over about 0.2: repeat the run).",
    ]


if __name__ == "__main__":
    main()
