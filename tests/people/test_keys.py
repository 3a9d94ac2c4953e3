"""Texts sealed for one owner."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from people import keys

NOTE = {"owner": "nok", "purpose": "note"}


@given(st.text())
def test_what_was_sealed_comes_back(text):
    assert keys.unseal(keys.seal(text, **NOTE), **NOTE) == text


def test_nothing_readable_is_kept_and_no_two_are_alike():
    first, second = (keys.seal("a long night", **NOTE) for _ in range(2))
    assert "night" not in first
    assert first != second


def test_an_empty_text_stays_empty():
    assert keys.seal("", **NOTE) == ""
    assert keys.unseal("", **NOTE) == ""


@pytest.mark.parametrize(
    "opener",
    [
        {"owner": "wipa", "purpose": "note"},
        {"owner": "no", "purpose": "note"},
        {"owner": "", "purpose": "note"},
        {"owner": "nok", "purpose": "answers"},
    ],
)
def test_another_owner_and_another_purpose_are_refused(opener):
    sealed = keys.seal("a long night", **NOTE)
    with pytest.raises(keys.WrongOwnerError):
        keys.unseal(sealed, **opener)


def test_a_text_that_begins_like_an_owner_opens_for_nobody_else():
    sealed = keys.seal("wipa\x00hello", **NOTE)
    with pytest.raises(keys.WrongOwnerError):
        keys.unseal(sealed, owner="wipa", purpose="note")
    assert keys.unseal(sealed, **NOTE) == "wipa\x00hello"


@pytest.mark.parametrize("change", [lambda s: s[:-1], lambda s: "A" + s[1:], lambda s: s[::-1]])
def test_a_changed_text_is_refused(change):
    with pytest.raises(keys.WrongOwnerError):
        keys.unseal(change(keys.seal("a long night", **NOTE)), **NOTE)


def test_a_new_key_in_front_seals_and_the_old_still_opens(settings):
    settings.KEY_RING = ["old"]
    before = keys.seal("a long night", **NOTE)
    settings.KEY_RING = ["new", "old"]
    after = keys.seal("a long night", **NOTE)
    assert keys.unseal(before, **NOTE) == keys.unseal(after, **NOTE) == "a long night"
    settings.KEY_RING = ["new"]
    assert keys.unseal(after, **NOTE) == "a long night"
    with pytest.raises(keys.WrongOwnerError):
        keys.unseal(before, **NOTE)


SEALED_IN_THE_FIRST_YEAR = (
    "gAAAAABrBtT5g7wdxm5hLZ2VOyt3IUfUOUYyrScs3Rpv6-FKrlcr5lIzCmC5"
    "zDvdz6sJuotxM5Wd7f40l_tL11W5liJEIduLGaPNo5l6kOLLLq-DIsNQ7S0="
)


def test_what_was_sealed_years_ago_still_opens(settings):
    """Another separator, another way to derive the keys: what people wrote would be lost."""
    settings.KEY_RING = ["new", "a key of the first year"]
    assert keys.unseal(SEALED_IN_THE_FIRST_YEAR, **NOTE) == "a long night"


def test_the_secret_key_opens_nothing(settings):
    sealed = keys.seal("a long night", **NOTE)
    settings.SECRET_KEY = "rotated-" + "k" * 50
    assert keys.unseal(sealed, **NOTE) == "a long night"
    settings.KEY_RING = [settings.SECRET_KEY]
    with pytest.raises(keys.WrongOwnerError):
        keys.unseal(sealed, **NOTE)


def test_a_text_is_sealed_anew_once_and_stays_with_its_owner(settings):
    settings.KEY_RING = ["old"]
    before = keys.seal("a long night", **NOTE)
    settings.KEY_RING = ["new", "old"]
    renew = keys.renewer("note")
    after = renew(before)
    assert after != before
    assert renew(after) == after
    settings.KEY_RING = ["new"]
    assert keys.unseal(after, **NOTE) == "a long night"
    with pytest.raises(keys.WrongOwnerError):
        keys.unseal(after, owner="wipa", purpose="note")


@pytest.mark.parametrize("purpose", ["note", "answers"])
def test_what_no_key_opens_is_not_sealed_anew(settings, purpose):
    settings.KEY_RING = ["lost"]
    lost = keys.seal("a long night", **NOTE)
    settings.KEY_RING = ["new", "lost"] if purpose == "answers" else ["new", "old"]
    with pytest.raises(keys.WrongOwnerError, match=purpose):
        keys.renewer(purpose)(lost)


def test_without_keys_nothing_is_sealed(settings):
    settings.KEY_RING = []
    with pytest.raises(ImproperlyConfigured):
        keys.seal("a long night", **NOTE)
