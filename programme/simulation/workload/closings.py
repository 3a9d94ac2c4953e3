"""Cases that came to an end: those with a code that stand in earlier weeks and no longer."""

from workload.models import CaseloadLine, WorkWeek


def closed_before(weeks: list[tuple[WorkWeek, list[CaseloadLine]]]) -> list[CaseloadLine]:
    """Close each line with a code in the first sent week that no longer has it."""
    last: dict[str, tuple[int, CaseloadLine]] = {}
    for place, (_week, lines) in enumerate(weeks):
        last |= {line.reference: (place, line) for line in lines if line.reference}
    found = []
    for place, line in last.values():
        if place + 1 < len(weeks):
            line.closed_at = weeks[place + 1][0].sent_at
            found.append(line)
    return found
