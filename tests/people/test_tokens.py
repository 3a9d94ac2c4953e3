"""Keys of programs: shown once, kept as a hash, dead with the account."""

import hashlib

import pytest
from django.core.exceptions import ValidationError

from people import tokens
from people.models import ApiToken


def test_a_key_speaks_for_its_person(nok, wipa):
    _mine, text = tokens.make(person=nok, name="my script")
    tokens.make(person=wipa, name="hers")
    assert text.startswith("kj_")
    assert len(text) == 46
    assert tokens.person_of(text) == nok


def test_only_the_hash_is_kept(nok):
    _key, text = tokens.make(person=nok, name="my script")
    kept = ApiToken.objects.values().get()
    assert kept["token_hash"] == hashlib.sha256(text.encode()).hexdigest()
    assert text not in str(kept)


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: t + "x", lambda t: t[3:], str.upper]
)
def test_another_text_is_nobodys(nok, change):
    _key, text = tokens.make(person=nok, name="my script")
    assert tokens.person_of(change(text)) is None


@pytest.mark.parametrize("text", ["", "kj_", "kj_" + "x" * 10_000, "กำลังใจ", "kj_\x00"])
def test_nonsense_is_nobodys(db, text):
    assert tokens.person_of(text) is None


def test_the_hash_itself_opens_nothing(nok):
    key, _text = tokens.make(person=nok, name="my script")
    assert tokens.person_of(key.token_hash) is None
    assert tokens.person_of("kj_" + key.token_hash) is None


def test_a_key_ends_when_it_is_removed_and_with_the_account(nok):
    key, text = tokens.make(person=nok, name="my script")
    nok.is_active = False
    nok.save()
    assert tokens.person_of(text) is None
    nok.is_active = True
    nok.save()
    assert tokens.person_of(text) == nok
    key.delete()
    assert tokens.person_of(text) is None


def test_no_two_keys_are_alike(nok):
    assert len({tokens.make(person=nok, name="k")[1] for _ in range(10)}) == 10


def test_ten_keys_are_enough(nok, wipa):
    for number in range(10):
        tokens.make(person=nok, name=f"key {number}")
    with pytest.raises(ValidationError):
        tokens.make(person=nok, name="one more")
    tokens.make(person=wipa, name="hers")


def test_a_key_has_a_name(nok):
    with pytest.raises(ValidationError):
        tokens.make(person=nok, name="")
