"""Scoring ten thousand sets of answers at once, beside reading the same body as JSON."""

import json
import random
import statistics

import quiet
from client import Connection
from report import Row
from rounds import took

SETS, ITEMS = 10_000, 30
PATH = "/api/v1/instruments/proqol-5/score"


def body() -> bytes:
    """Draw answers to thirty items; the same every run."""
    drawn = random.Random(47)
    sets = [[drawn.randint(1, 5) for _ in range(ITEMS)] for _ in range(SETS)]
    return json.dumps({"sets": sets}, separators=(",", ":")).encode()


def rows(port: int, key: str, rounds: int, patience: float) -> list[Row]:
    """Score them over HTTP, round after round; medians."""
    sent, connection, seen = body(), Connection(port, ""), []
    head = connection.head("POST", PATH, False)
    head += f"Authorization: Bearer {key}\r\nContent-Type: application/json\r\n"
    request = f"{head}Content-Length: {len(sent)}\r\n\r\n".encode() + sent

    def ask() -> None:
        """Ask once; any answer but 200 ends the run."""
        if (answer := connection.ask(request)).status != 200:
            raise SystemExit(f"{PATH} answered {answer.status} {answer.body[:200]}")

    ask()
    for _ in range(rounds):
        quiet.wait(patience)
        seen.append((took(lambda: json.loads(sent)), took(ask)))
    read, scored = (statistics.median(one) for one in zip(*seen, strict=True))
    name = f"Scoring {SETS:,} sets of {ITEMS} answers over HTTP"
    times = f"{scored / read:.0f} × json.loads of the same body, {read:.0f} ms"
    return [Row(name, scored / 1000, "s", 1, beside=times)]
