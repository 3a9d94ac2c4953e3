"""How finely each number of a policy can be set: in coarse steps.

A limit that can be set to the minute finds a person's minutes: an admin asks for limit after limit
until the answer changes. The steps are those of `Number.step`. Beside them stand the numbers that
the project ships: its own defaults and those of the laws, each one value, whatever the step.
"""

from bisect import bisect_left
from collections.abc import Iterator
from decimal import Decimal

from workload.rules import load as load_rules

from .policy_limits import PROFILES
from .policy_number import Number
from .policy_numbers import NUMBERS


def steps(number: Number) -> Iterator[Decimal]:
    """List what lies on the steps of a number, from its least to its most."""
    value = Decimal()
    while value <= number.at_most:
        if value >= number.at_least:
            yield value
        value += number.step


def shipped(number: Number) -> set[Decimal]:
    """Find the values that the project itself has for a number: its default, and each law's."""
    policies = [
        load_rules.USUAL,
        *(load_rules.Policy(limits=limits) for _name, limits in PROFILES.values()),
    ]
    values = [number.read(policy) for policy in policies]
    return {Decimal(value) for value in values if value is not None}


ALLOWED = {one.code: sorted({*steps(one), *shipped(one)}) for one in NUMBERS}


def allows(number: Number, value: Decimal) -> bool:
    """Say whether a number can have this value."""
    return value in neighbours(number, value)


def neighbours(number: Number, value: Decimal) -> tuple[Decimal, Decimal]:
    """Find the two allowed values beside one: below it or equal, and above it.

    At an end of the range both lie on the same side.
    """
    values = ALLOWED[number.code]
    place = min(max(bisect_left(values, value), 1), len(values) - 1)
    return values[place - 1], values[place]


def nearest(number: Number, value: Decimal) -> Decimal:
    """Find the allowed value that lies next to one; of two as near, the higher."""
    low, high = neighbours(number, value)
    return low if value - low < high - value else high
