from collections import Counter
from fractions import Fraction

import pytest

from people.keys import rotation
from people.keys.chance import chance_keys, uniform
from people.keys.ring import WrongOwnerError
from people.models import Organisation
from tests.makers import make_organisation

KEY = b"k" * 32


def test_the_same_draw_is_the_same_number():
    assert uniform(KEY, "strain", 7, 31) == uniform(KEY, "strain", 7, 31)


@pytest.mark.parametrize(
    "other",
    [
        uniform(KEY, "strain", 7, 32),
        uniform(KEY, "strain", 73, 1),
        uniform(KEY, "load", 7, 31),
        uniform(b"q" * 32, "strain", 7, 31),
    ],
)
def test_another_block_unit_measure_or_key_is_another_number(other):
    assert uniform(KEY, "strain", 7, 31) != other


def test_numbers_lie_evenly_from_minus_one_to_one():
    drawn = [uniform(KEY, at) for at in range(4000)]
    tenths = Counter(int((one + 1) * 5) for one in drawn)
    assert set(tenths) == set(range(10))
    # 400 are expected in each; 19 is the spread, so 80 is beyond four of it.
    assert all(abs(n - 400) < 80 for n in tenths.values())
    assert min(drawn) >= -1
    assert max(drawn) <= 1
    assert abs(sum(drawn) / len(drawn)) < Fraction(1, 25)


def test_an_organisation_keeps_the_key_it_was_given(saphan):
    first = chance_keys([saphan.pk])
    assert chance_keys([saphan.pk]) == first
    assert len(first[saphan.pk]) == 32


def test_each_organisation_has_a_key_of_its_own(saphan):
    other = make_organisation("Baan Suk Shelters")
    found = chance_keys([saphan.pk, other.pk])
    assert found[saphan.pk] != found[other.pk]


def test_the_key_does_not_lie_open_in_the_database(saphan):
    key = chance_keys([saphan.pk])[saphan.pk]
    saphan.refresh_from_db()
    assert saphan.sealed_chance_key
    assert key.hex() not in saphan.sealed_chance_key


def test_turning_the_key_ring_leaves_every_draw_as_it_was(saphan, settings):
    before = chance_keys([saphan.pk])
    settings.KEY_RING = ["a-newer-one-" + "n" * 30, *settings.KEY_RING]
    list(rotation.everything())
    settings.KEY_RING = settings.KEY_RING[:1]
    assert chance_keys([saphan.pk]) == before


def test_a_key_moved_from_another_organisation_is_refused(saphan):
    other = make_organisation("Baan Suk Shelters")
    chance_keys([saphan.pk, other.pk])
    saphan.refresh_from_db()
    Organisation.objects.filter(pk=other.pk).update(sealed_chance_key=saphan.sealed_chance_key)
    with pytest.raises(WrongOwnerError):
        chance_keys([other.pk])
