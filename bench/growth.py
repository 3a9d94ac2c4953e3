"""How every page grows with an organisation: `python bench/growth.py`.

Makes an organisation of 120, 2,000 and 20,000 people with a year behind them and opens every page
of every role in process, on the database of DATABASE_URL or on SQLite. Time is a processor's, the
database's with it: other programs do not lengthen it. Marked is a page over a goal, one whose
statements grow, and one that grows faster than the people.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZES = (120, 2_000, 20_000)
# A page of a large organisation: a processor's milliseconds, and bytes of HTML.
MILLISECONDS, BYTES = 150, 60_000
# So many statements more in a large organisation are still as many: what is there at all differs.
MORE = 4
# Below this a page costs little at any size: how it grows is no matter.
SMALL = 20.0


def main() -> None:
    """Measure each size in a process of its own; print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, nargs="+", default=SIZES, help="sizes to measure")
    options.add_argument("--only", default="", help="pages with this in their name")
    options.add_argument("--statements", action="store_true", help="print the dearest of each")
    options.add_argument("--all", action="store_true", help="print what is within the goals, too")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="kamlangjai-growth-") as place:
        found = [measured(people, asked.only, Path(place)) for people in asked.people]
    for line in table(asked.people, found, whole=asked.all):
        print(line)
    if asked.statements:
        for one in sorted(found[-1].values(), key=lambda one: -one["milliseconds"]):
            print(f"\n{one['page']} of {one['reader']}: {one['dearest']}")


def measured(people: int, only: str, place: Path) -> dict[tuple[str, str], dict]:
    """Measure one size."""
    written = place / f"{people}.json"
    own = {"GROWTH_PEOPLE": str(people), "GROWTH_WRITTEN": str(written), "GROWTH_ONLY": only}
    paths = os.pathsep.join(str(one) for one in (ROOT, ROOT / "bench"))
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider"]
    subprocess.run(
        [*command, str(ROOT / "bench/growing/pages.py")],
        cwd=ROOT,
        env=os.environ | own | {"PYTHONPATH": paths},
        stdout=sys.stderr,
        check=True,
    )
    rows = json.loads(written.read_text())
    return {(one["page"], one["reader"]): one for one in rows}


def table(sizes: list[int], found: list[dict], *, whole: bool) -> Iterator[str]:
    """Write the table, the dearest page of the largest organisation first."""
    least, most = found[0], found[-1]
    yield f"| Page | Reader | {' | '.join(f'{n:,} people' for n in sizes)} | Marked |"
    yield f"|{' --- |' * (len(sizes) + 3)}"
    for key in sorted(most, key=lambda one: -most[one]["milliseconds"]):
        growth = max(sizes[-1] / sizes[0], 1)
        marks = ", ".join(marked(least.get(key, most[key]), most[key], growth))
        if marks or whole:
            seen = " | ".join(cell(one[key]) if key in one else "–" for one in found)
            yield f"| {key[0]} | {key[1]} | {seen} | {marks} |"
    pages = [one for one in most.values() if one["kind"] == "page"]
    slow = sum(one["milliseconds"] > MILLISECONDS for one in pages)
    large = sum(one["size"] > BYTES for one in pages)
    yield ""
    yield (
        f"{len(pages)} pages of {sizes[-1]:,} people: {slow} over {MILLISECONDS} ms, "
        f"{large} over {BYTES // 1000} kB."
    )


def cell(seen: dict) -> str:
    """Write what one page cost."""
    return (
        f"{seen['milliseconds']:.0f} ms, {seen['statements']} st., {seen['rows']} rows, "
        f"{seen['size'] / 1000:.0f} kB"
    )


def marked(small: dict, large: dict, growth: float) -> Iterator[str]:
    """Say what is wrong with how a page grows."""
    if large["milliseconds"] > MILLISECONDS:
        yield "slow"
    if large["kind"] == "page" and large["size"] > BYTES:
        yield "large"
    if large["statements"] > small["statements"] + MORE:
        yield "statements"
    if large["milliseconds"] > max(small["milliseconds"], SMALL) * growth:
        yield "faster than linear"
    if large["status"] >= 400:
        yield f"answered {large['status']}"


if __name__ == "__main__":
    main()
