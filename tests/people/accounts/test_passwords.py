"""Passwords that are long and still easy to guess are refused with a sentence."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from people.accounts.passwords import repeats_itself, without_runs


def refused(password, person):
    try:
        validate_password(password, person.account)
    except ValidationError as weak:
        return {one.code for one in weak.error_list}
    return set()


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("aaaaaaaaaaaaaaa", {"repeats"}),
        ("ababababababababa", {"repeats"}),
        ("Manee-1Manee-1Manee-1", {"repeats"}),
        ("kaffee88KAFFEE88", {"repeats"}),
        ("abcdefghijklmnop", {"runs"}),
        ("qwertyuiopasdfgh", {"runs"}),
        ("aaabbbcccdddeeefff", {"runs"}),
        ("zyxwvutsrqponmlk", {"runs"}),
        ("ฟหกดเ้่าสวงผปแอิ", {"runs"}),
        ("กขคฆงจฉชซฌญฎฏฐฑ", {"runs"}),
        ("kamlangjai-demo", {"names"}),
        ("Kamlangjai20261", {"names"}),
        ("SaphanFoundation2026", {"names"}),
        ("saphan-saphan-now1", {"names"}),
        ("มูลนิธิสะพาน2569ก", {"names"}),
    ],
)
def test_a_long_password_that_everybody_would_try_is_refused(password, why, nok):
    assert refused(password, nok) == why


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "my dog sleeps late",
        "แมวของฉันชอบนอนกลางวัน",
        "vT7#qP2!mK9$xL4",
        "the bridge (saphan) is green",
        "I like kamlangjai on Fridays",
        "aabbcc says nothing at all",
    ],
)
def test_a_short_sentence_is_taken(password, nok):
    assert refused(password, nok) == set()


def test_the_name_of_another_organisation_is_nobodys_business(noi, nok):
    assert refused("baansukshelters1", noi) == {"names"}
    assert refused("baansukshelters1", nok) == set()


@given(st.text(min_size=1, max_size=12), st.integers(2, 4))
def test_whatever_is_said_twice_repeats_itself(piece, times):
    assert repeats_itself(piece * times)


@given(st.text("ab", max_size=24))
def test_it_repeats_itself_where_one_of_its_beginnings_does(password):
    n = len(password)
    pieces = (password[:size] for size in range(1, n // 2 + 1))
    assert repeats_itself(password) is any((piece * n)[:n] == password for piece in pieces)


def test_a_password_of_many_pages_is_read_once():
    """Each piece of it, repeated to its length, was compared with it: five gigabytes at a time."""
    assert not repeats_itself("x" * 100_000 + "y")


@given(st.text(max_size=40))
def test_nothing_is_added_by_leaving_runs_out(password):
    assert len(without_runs(password)) <= len(password.casefold())
