"""How far applications went, by where they come from. No Django, no clock, no database."""

from collections.abc import Iterable
from dataclasses import dataclass

# In this order; what is not pursued any more was an application and no more.
FUNNEL_STEPS = ("new", "talked", "clearance", "training")


@dataclass(frozen=True)
class FunnelRow:
    """One source: how many applications reached each step at least."""

    source: str
    reached: tuple[int, ...]


def funnel(counts: Iterable[tuple[str, str, int]], sources: Iterable[str]) -> list[FunnelRow]:
    """Add up counts of source and step: who is at a step has reached those before it."""
    reached = {source: [0] * len(FUNNEL_STEPS) for source in sources}
    for source, step, n in counts:
        row = reached.setdefault(source, [0] * len(FUNNEL_STEPS))
        last = FUNNEL_STEPS.index(step) if step in FUNNEL_STEPS else 0
        for place in range(last + 1):
            row[place] += n
    return [FunnelRow(source, tuple(row)) for source, row in reached.items()]
