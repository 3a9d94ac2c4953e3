"""Mappings sealed for one owner and one row."""

import json

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from people.keys import sealing
from people.keys.ring import WrongOwnerError

HERE = {"purpose": "answers", "owner": 7, "row": "2026-11-16"}


def unseal_of_many(sealed: bytes, *, purpose: str, owner: object, row: object) -> dict:
    """Open a mapping as those are opened that are very many."""
    return json.loads(sealing.keys_of(purpose).opener()(sealed, owner, row))


both_ways = pytest.mark.parametrize("unseal", [sealing.unseal, unseal_of_many])


@given(st.dictionaries(st.text(), st.integers(0, 4) | st.text()))
def test_what_was_sealed_comes_back(said):
    assert sealing.unseal(sealing.seal(said, **HERE), **HERE) == said


def test_nothing_readable_is_kept_and_no_two_are_alike():
    first, second = (sealing.seal({"worn": "a long night"}, **HERE) for _ in range(2))
    assert b"worn" not in first
    assert b"night" not in first
    assert first != second


@pytest.mark.parametrize(
    ("letters", "longer"), [(0, 0), (100, 0), (116, 0), (117, sealing.BLOCK), (245, 256)]
)
def test_the_length_tells_whole_blocks_and_nothing_more(letters, longer):
    """{"words":"…"} is twelve letters more than its words."""
    shortest = len(sealing.seal({}, **HERE))
    assert len(sealing.seal({"words": "a" * letters}, **HERE)) == shortest + longer


@both_ways
@pytest.mark.parametrize(
    "moved",
    [{"owner": 8}, {"owner": ""}, {"row": "2026-11-23"}, {"row": ""}, {"purpose": "strain"}],
)
def test_another_owner_another_row_and_another_purpose_are_refused(moved, unseal):
    sealed = sealing.seal({"worn": 4}, **HERE)
    with pytest.raises(WrongOwnerError):
        unseal(sealed, **HERE | moved)


@both_ways
@pytest.mark.parametrize(
    "change",
    [
        lambda s: s[:-1],
        lambda s: s + b"\0",
        lambda s: s[:20],
        lambda s: b"",
        lambda s: s[:5],
        lambda s: s[:1],
        lambda s: b"\x02" + s[1:],
        lambda s: s[:5] + bytes([s[5] ^ 1]) + s[6:],
        lambda s: s[:-1] + bytes([s[-1] ^ 1]),
    ],
)
def test_what_was_changed_is_refused(change, unseal):
    with pytest.raises(WrongOwnerError):
        unseal(change(sealing.seal({"worn": 4}, **HERE)), **HERE)


@both_ways
def test_a_new_key_in_front_seals_and_the_old_still_opens(settings, unseal):
    settings.KEY_RING = ["old"]
    before = sealing.seal({"worn": 4}, **HERE)
    settings.KEY_RING = ["new", "old"]
    after = sealing.seal({"worn": 4}, **HERE)
    assert unseal(before, **HERE) == unseal(after, **HERE) == {"worn": 4}
    settings.KEY_RING = ["new"]
    assert unseal(after, **HERE) == {"worn": 4}
    with pytest.raises(WrongOwnerError):
        unseal(before, **HERE)


def named_alike() -> list[str]:
    """Two keys that begin what they seal alike; among 256 names there are such soon."""
    seen: dict[bytes, str] = {}
    for number in range(10_000):
        name, _cipher = sealing.derived("answers", f"key {number}")
        if name in seen:
            return [seen[name], f"key {number}"]
        seen[name] = f"key {number}"
    raise AssertionError


@both_ways
def test_two_keys_of_one_name_both_open_and_only_the_newest_is_the_newest(settings, unseal):
    one, other = named_alike()
    settings.KEY_RING = [one]
    before = sealing.seal({"worn": 4}, **HERE)
    settings.KEY_RING = [other, one]
    assert unseal(before, **HERE) == {"worn": 4}
    keys, bound = sealing.keys_of("answers"), sealing.bound_to(**HERE)
    after = keys.renew(before, bound)
    assert after != before
    assert keys.renew(after, bound) == after
    settings.KEY_RING = [other]
    assert unseal(after, **HERE) == {"worn": 4}


def test_what_was_moved_is_not_sealed_anew(settings):
    settings.KEY_RING = ["old"]
    before = sealing.seal({"worn": 4}, **HERE)
    settings.KEY_RING = ["new", "old"]
    elsewhere = sealing.bound_to(**HERE | {"owner": 8})
    with pytest.raises(WrongOwnerError, match="answers"):
        sealing.keys_of("answers").renew(before, elsewhere)


def test_without_keys_nothing_is_sealed_and_nothing_opened(settings):
    sealed = sealing.seal({"worn": 4}, **HERE)
    settings.KEY_RING = []
    with pytest.raises(ImproperlyConfigured):
        sealing.seal({"worn": 4}, **HERE)
    with pytest.raises(ImproperlyConfigured):
        sealing.unseal(sealed, **HERE)


def test_the_secret_key_opens_nothing(settings):
    sealed = sealing.seal({"worn": 4}, **HERE)
    settings.KEY_RING = [settings.SECRET_KEY]
    with pytest.raises(WrongOwnerError):
        sealing.unseal(sealed, **HERE)


def test_keys_are_derived_once_a_process(settings):
    settings.KEY_RING = ["once", "and for all"]
    assert sealing.keys_of("answers") is sealing.keys_of("answers")
    before = sealing.keys_of("answers")
    settings.KEY_RING = ["once"]
    assert sealing.keys_of("answers") is not before


SEALED_IN_THE_FIRST_YEAR = (
    "012792dcaba1b715614322836ea0faa10232b4b7ed139b6d53d22d2fb3a5e9f5d935a5d3eadc1444922a"
    "677996ab224ca59bb3a66baf697121036e41faed9a4fdcc9877edb0f2179037dc9b8ab090656ca8630f6"
    "b9b26a7af7ad708fa6eeac7486c4e50300a3af50082fcaa9005f7a0705432a1565f0a39483d58ad3e4e6"
    "50eb92abbcf1b18a812f1ce2b1af7a73040a355377fc8a2aca9f8403a22946d5"
)


def test_what_was_sealed_years_ago_still_opens(settings):
    """Another way to derive the keys or to bind a row: what people said would be lost."""
    settings.KEY_RING = ["new", "a key of the first year"]
    sealed = bytes.fromhex(SEALED_IN_THE_FIRST_YEAR)
    assert sealing.unseal(sealed, **HERE) == {"worn": 4}
