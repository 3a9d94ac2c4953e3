from collections import Counter
from fractions import Fraction
from math import floor

import pytest

from people.keys import rotation
from people.keys.chance import chance_keys, keep_chance_key, uniform, whole_draw
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
    assert chance_keys([saphan.pk]) == {saphan.pk: found[saphan.pk]}


def test_of_two_jobs_at_once_the_first_key_stays_and_no_other_organisation_has_it(saphan):
    other = make_organisation("Baan Suk Shelters")
    for key in (b"a" * 32, b"b" * 32):
        keep_chance_key(saphan, key)
    found = chance_keys([saphan.pk, other.pk])
    assert found[saphan.pk] == b"a" * 32
    assert found[other.pk] not in (b"a" * 32, b"b" * 32)


@pytest.mark.parametrize("widest", [1, 7, 1200])
def test_a_whole_draw_is_the_even_one_rounded_down_and_reaches_both_ends(widest):
    drawn = [(whole_draw(KEY, widest, at), widest * uniform(KEY, at)) for at in range(300)]
    assert all(whole == floor(exact) for whole, exact in drawn)
    assert {whole for whole, _exact in drawn} <= set(range(-widest, widest + 1))


def test_what_a_draw_is_about_is_told_apart_by_its_parts_and_not_by_their_text():
    assert uniform(KEY, "a", "bc") != uniform(KEY, "ab", "c")


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
