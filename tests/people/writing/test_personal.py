"""How well what leads to somebody is seen, and how seldom something else is taken for it."""

from random import Random
from time import process_time

import pytest

from people.writing.personal import Sign, holds_national_id, personal_signs

from . import corpus

MANY = 4000


def texts(draw, seed=16, many=MANY):
    chance = Random(seed)
    return [draw(chance) for _n in range(many)]


def share(found, of) -> float:
    return len(found) / len(of)


def test_nearly_every_national_id_is_refused():
    made = texts(corpus.ids)
    assert share([one for one in made if holds_national_id(one)], made) >= 0.99


@pytest.mark.parametrize(
    ("draw", "sign", "least"),
    [
        (corpus.slip, Sign.ID, 0.99),
        (corpus.phones, Sign.PHONE, 0.95),
        (corpus.names, Sign.NAME, 0.95),
        (corpus.addresses, Sign.ADDRESS, 0.95),
        (corpus.passports, Sign.PASSPORT, 0.95),
        (corpus.emails, Sign.EMAIL, 0.99),
    ],
)
def test_most_of_what_leads_to_somebody_is_warned_of(draw, sign, least):
    made = texts(draw)
    assert share([one for one in made if sign in personal_signs(one)], made) >= least


def test_at_most_one_in_a_hundred_other_texts_is_warned_of_and_none_refused():
    made = texts(corpus.calm)
    assert share([one for one in made if personal_signs(one)], made) <= 0.01
    assert not [one for one in made if holds_national_id(one)]


@pytest.mark.parametrize(
    "some", ["0 1 ", "1.", "\t1", "0-", "๑ ", "1/1 ", "เลขที่1 ", "ต.ก ", "นาย ก"]
)
def test_ten_times_the_letters_take_about_ten_times_as_long(some):
    """A text of one must not hold up all others: read pair by pair it would take minutes."""
    began = process_time()
    for judge in (personal_signs, holds_national_id):
        judge(some * (200_000 // len(some)))
    assert process_time() - began < 8
