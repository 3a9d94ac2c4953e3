"""What docs/method.md tells of the arithmetic is what `workload.rules` computes with."""

import re
from decimal import Decimal

import pytest
from django.conf import settings

from workload.rules import USUAL, AddOn, Phase

TEXT = (settings.BASE_DIR / "docs" / "method.md").read_text(encoding="utf-8")
# The add-ons as the page names them.
NAMES = {
    "child": AddOn.CHILD,
    "interpreter": AddOn.INTERPRETER,
    "cross-border": AddOn.CROSS_BORDER,
    "acute crisis": AddOn.ACUTE,
    "abuse material": AddOn.MATERIAL,
    "imminent safety risk": AddOn.RISK,
    "three agencies or more": AddOn.AGENCIES,
}


def rows(heading):
    """Read the table whose head begins with this word."""
    table = re.search(rf"^\| {heading} \|.*\n\|[-| ]+\n((?:\|.*\n)+)", TEXT, re.MULTILINE)
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in table[1].splitlines()]


def test_the_phases_weigh_what_the_page_says():
    told = {name: row[1] for row in rows("Phase") for name in row[0].split(", ")}
    assert {Phase(name): Decimal(weight) for name, weight in told.items()} == USUAL.phases


def test_the_add_ons_weigh_what_the_page_says():
    told = {
        NAMES[name]: Decimal(re.match(r"\+([\d.]+)", weight)[1])
        for names, weight in rows("Add-on")
        for name in names.split("; ")
        if name != "each further victim"
    }
    assert told == USUAL.add_ons


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        (r"each further victim \| \+([\d.]+)", USUAL.further_victim),
        (r"each further victim \| \+[\d.]+, at most \+([\d.]+)", USUAL.further_victims_at_most),
        (r"secondary × ([\d.]+)", USUAL.parts["secondary"]),
        (r"advisory × ([\d.]+)", USUAL.parts["advisory"]),
        (r"each on-call night \+([\d.]+)", USUAL.night),
        (r"each direct supervisee \+([\d.]+)", USUAL.supervisee),
        (r"hours a week × ([\d.]+)", USUAL.capacity_share),
        (r"\| below (\d+) \| green", USUAL.watch),
        (r"\| above (\d+) to \d+ \| amber", USUAL.amber),
        (r"\| above (\d+) \| red", USUAL.red),
    ],
)
def test_the_other_numbers_are_those_of_the_page(sentence, number):
    assert [Decimal(found) for found in re.findall(sentence, TEXT)] == [number]
