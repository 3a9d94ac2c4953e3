"""Texts sealed for one owner."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from people.keys import ring

NOTE = {"owner": "nok", "purpose": "note"}


@given(st.text())
def test_what_was_sealed_comes_back(text):
    assert ring.unseal(ring.seal(text, **NOTE), **NOTE) == text


def test_nothing_readable_is_kept_and_no_two_are_alike():
    first, second = (ring.seal("a long night", **NOTE) for _ in range(2))
    assert "night" not in first
    assert first != second


def test_an_empty_text_stays_empty():
    assert ring.seal("", **NOTE) == ""
    assert ring.unseal("", **NOTE) == ""


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
    sealed = ring.seal("a long night", **NOTE)
    with pytest.raises(ring.WrongOwnerError):
        ring.unseal(sealed, **opener)


def test_a_text_that_begins_like_an_owner_opens_for_nobody_else():
    sealed = ring.seal("wipa\x00hello", **NOTE)
    with pytest.raises(ring.WrongOwnerError):
        ring.unseal(sealed, owner="wipa", purpose="note")
    assert ring.unseal(sealed, **NOTE) == "wipa\x00hello"


@pytest.mark.parametrize("change", [lambda s: s[:-1], lambda s: "A" + s[1:], lambda s: s[::-1]])
def test_a_changed_text_is_refused(change):
    with pytest.raises(ring.WrongOwnerError):
        ring.unseal(change(ring.seal("a long night", **NOTE)), **NOTE)


def test_a_new_key_in_front_seals_and_the_old_still_opens(settings):
    settings.KEY_RING = ["old"]
    before = ring.seal("a long night", **NOTE)
    settings.KEY_RING = ["new", "old"]
    after = ring.seal("a long night", **NOTE)
    assert ring.unseal(before, **NOTE) == ring.unseal(after, **NOTE) == "a long night"
    settings.KEY_RING = ["new"]
    assert ring.unseal(after, **NOTE) == "a long night"
    with pytest.raises(ring.WrongOwnerError):
        ring.unseal(before, **NOTE)


SEALED_IN_THE_FIRST_YEAR = (
    "gAAAAABrBtT5g7wdxm5hLZ2VOyt3IUfUOUYyrScs3Rpv6-FKrlcr5lIzCmC5"
    "zDvdz6sJuotxM5Wd7f40l_tL11W5liJEIduLGaPNo5l6kOLLLq-DIsNQ7S0="
)


def test_what_was_sealed_years_ago_still_opens(settings):
    """Another separator, another way to derive the keys: what people wrote would be lost."""
    settings.KEY_RING = ["new", "a key of the first year"]
    assert ring.unseal(SEALED_IN_THE_FIRST_YEAR, **NOTE) == "a long night"


def test_the_secret_key_opens_nothing(settings):
    sealed = ring.seal("a long night", **NOTE)
    settings.SECRET_KEY = "rotated-" + "k" * 50
    assert ring.unseal(sealed, **NOTE) == "a long night"
    settings.KEY_RING = [settings.SECRET_KEY]
    with pytest.raises(ring.WrongOwnerError):
        ring.unseal(sealed, **NOTE)


def test_a_text_is_sealed_anew_once_and_stays_with_its_owner(settings):
    settings.KEY_RING = ["old"]
    before = ring.seal("a long night", **NOTE)
    settings.KEY_RING = ["new", "old"]
    renew = ring.renewer("note")
    after = renew(before)
    assert after != before
    assert renew(after) == after
    settings.KEY_RING = ["new"]
    assert ring.unseal(after, **NOTE) == "a long night"
    with pytest.raises(ring.WrongOwnerError):
        ring.unseal(after, owner="wipa", purpose="note")


@pytest.mark.parametrize("purpose", ["note", "answers"])
def test_what_no_key_opens_is_not_sealed_anew(settings, purpose):
    settings.KEY_RING = ["lost"]
    lost = ring.seal("a long night", **NOTE)
    settings.KEY_RING = ["new", "lost"] if purpose == "answers" else ["new", "old"]
    with pytest.raises(ring.WrongOwnerError, match=purpose):
        ring.renewer(purpose)(lost)


def test_without_keys_nothing_is_sealed(settings):
    settings.KEY_RING = []
    with pytest.raises(ImproperlyConfigured):
        ring.seal("a long night", **NOTE)
