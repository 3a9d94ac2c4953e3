"""What a phone sealed opens here as it was sealed, and in no other way."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.models import PhoneKey
from people.phones import phone_keys, sealed_texts
from people.phones.sealed_texts import UnreadableError
from tests.makers import NOW
from tests.workload.kept_weeks.phone import letters, raw, seal_text


@pytest.fixture
def seal(db):
    phone_keys.forget()
    yield str(phone_keys.public_half(NOW))
    phone_keys.forget()


def refused(sealed) -> bool:
    try:
        sealed_texts.unseal(sealed)
    except UnreadableError as error:
        return error.__cause__ is None and not error.args
    return False


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(said=st.binary(max_size=4096))
def test_what_was_sealed_opens_as_it_was(seal, said):
    assert sealed_texts.unseal(seal_text(seal, said)) == said
    newer = phone_keys.public_half_of(phone_keys.opened(phone_keys.make_pair(2, NOW)))
    assert sealed_texts.unseal(seal_text(str(newer), said)) == said


def test_the_same_text_is_sealed_in_another_way_each_time(seal):
    assert seal_text(seal, b"one") != seal_text(seal, b"one")


def test_every_bit_of_it_counts(seal):
    sealed = seal_text(seal, b"{}").encode()
    changed = [
        sealed[:place] + bytes([sealed[place] ^ 1 << bit]) + sealed[place + 1 :]
        for place in range(len(sealed))
        for bit in range(8)
    ]

    assert [one for one in changed if not refused(one.decode("latin-1"))] == []


@pytest.mark.parametrize("part", range(5))
def test_every_part_is_there_once_and_as_it_is(seal, part):
    parts = seal_text(seal, b"said").split(".")
    other = seal_text(seal, b"said").split(".")
    for change in ("", other[part] + "=", other[part] + "A", other[part] + "\n", parts[part][:-1]):
        assert refused(".".join([*parts[:part], change, *parts[part + 1 :]]))
    if part > 1:
        assert refused(".".join([*parts[:part], other[part], *parts[part + 1 :]]))
    assert refused(".".join(parts[:part] + parts[part + 1 :]))
    assert refused(".".join([*parts, ""]))


@pytest.mark.parametrize("point", [b"\x04" + b"\x00" * 64, b"\x04" + b"\xff" * 64, b"\x02" * 65])
def test_a_point_that_is_none_of_the_curve_is_refused(seal, point):
    parts = seal_text(seal, b"said").split(".")
    assert refused(".".join([*parts[:2], letters(point), *parts[3:]]))


def test_a_text_for_a_pair_that_is_gone_or_never_was_is_refused(seal):
    sealed = seal_text(seal, b"said")
    PhoneKey.objects.all().delete()
    assert refused(sealed)
    theirs = ec.generate_private_key(ec.SECP256R1())
    assert refused(seal_text(str(phone_keys.public_half_of(theirs)), b"said"))


def test_a_private_half_in_another_row_opens_nothing(seal):
    """Whoever can write to the database cannot give phones a key of their own."""
    mine, other = PhoneKey.objects.get(), phone_keys.make_pair(2, NOW)
    PhoneKey.objects.filter(pk=mine.pk).update(sealed_key=other.sealed_key)
    assert refused(seal_text(seal, b"said"))


def test_of_a_pair_nothing_can_be_read_in_the_database(seal):
    row = PhoneKey.objects.get()
    point = raw(seal.split(":")[1])
    assert base64.b64encode(point).decode() not in row.sealed_key
    assert "PRIVATE" not in row.sealed_key


def test_a_mark_says_nothing_and_stays(nok, wipa):
    mine = sealed_texts.owner_mark(nok)
    assert mine == sealed_texts.owner_mark(nok) != sealed_texts.owner_mark(wipa)
    assert sealed_texts.is_marked(nok, mine)
    assert not sealed_texts.is_marked(wipa, mine)
    assert not sealed_texts.is_marked(nok, "")
    assert not sealed_texts.is_marked(nok, "ก")
    assert not {mine, mine[:8]} & {str(nok.pk), nok.public_id.hex, nok.public_id.hex[:8]}


def test_a_new_key_of_the_ring_leaves_marks_as_they_are(settings, nok):
    before = sealed_texts.owner_mark(nok)
    settings.KEY_RING = ["new", *settings.KEY_RING]
    assert sealed_texts.owner_mark(nok) == before
