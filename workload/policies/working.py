"""A week's sum, line by line, so that any reader can check it by hand."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.writing.formats import plain_number, written_points
from workload.models import AddOnChoice, KindChoice, PhaseChoice, WorkWeek
from workload.rules import load as load_rules


@dataclass(frozen=True)
class Entry:
    """One row of the sum."""

    title: str
    working: str
    points: Decimal


def working_entries(week: WorkWeek, policy: load_rules.Policy) -> list[Entry]:
    """Write every line of a week, then nights and people supervised; they add up to its points.

    `policy` is the one that the week was judged by.
    """
    found = [line_entry(line, policy) for line in week.lines]
    if week.nights:
        working = f"{plain_number(week.nights)} × {written_points(policy.night)}"
        found.append(Entry(_("On-call nights"), working, week.night_points))
    if week.supervision_points:
        people = week.supervision_points / policy.supervisee
        working = f"{plain_number(round(people, 2))} × {written_points(policy.supervisee)}"
        found.append(Entry(_("People supervised"), working, week.supervision_points))
    return found


def line_entry(line: dict, policy: load_rules.Policy) -> Entry:
    """Write one line: QX-4F7, court | 2.1 + child 0.5 | 2.6."""
    phase = PhaseChoice(line["phase"]).label.lower()
    name = f"{line['reference']}," if line["reference"] else f"{line['count']} ×"
    title = f"{name} {phase}"
    if line["kind"]:
        title += f" · {KindChoice(line['kind']).label}"
    return Entry(title, working(line, policy), Decimal(line["points"]))


def working(line: dict, policy: load_rules.Policy) -> str:
    """Write how one line's points come about."""
    terms = [written_points(policy.phases[line["phase"]])]
    if line["phase"] != load_rules.Phase.DORMANT:
        terms += [
            f"{extra.label.lower()} {written_points(policy.add_ons[extra])}"
            for extra in AddOnChoice
            if extra in line["add_ons"]
        ]
        terms += victims(line["further_victims"], policy)
    share, count = policy.parts[line["part"]], line["count"]
    text = " + ".join(terms)
    if len(terms) > 1 and (share != 1 or count > 1):
        text = f"({text})"
    if share != 1:
        text += f" × {plain_number(share)}"
    return f"{count} × {text}" if count > 1 else text


def victims(count: int, policy: load_rules.Policy) -> list[str]:
    """Write the further victims of a case, capped as in the rule."""
    if not count:
        return []
    weight = min(count * policy.further_victim, policy.further_victims_at_most)
    words = ngettext("%(n)s further victim", "%(n)s further victims", count) % {"n": count}
    return [f"{words} {written_points(weight)}"]
