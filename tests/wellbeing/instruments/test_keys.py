"""The keys as they are kept: each file fits together, and one that does not is refused."""

import re
from dataclasses import FrozenInstanceError, fields, replace
from decimal import Decimal
from itertools import pairwise

import pytest

from wellbeing.instruments import (
    Figure,
    Pattern,
    ScoreBand,
    Source,
    Subscale,
    instrument_keys,
    instrument_named,
    score,
)
from wellbeing.instruments.keys import HERE, read

KEYS = sorted(instrument_keys())
COUNTS = {"proqol-5": 30, "cbi": 19, "bat-23": 23, "bat-12": 12, "bat-4": 4, "who-5": 5}
COUNTS |= {"single-item": 1, "stss": 17, "olbi": 16, "uwes-3": 3, "st-5": 5}


def test_every_instrument_is_there_with_its_items():
    assert {name: len(key.items) for name, key in instrument_keys().items()} == COUNTS


def test_they_are_listed_by_name():
    assert list(instrument_keys()) == KEYS


@pytest.mark.parametrize("name", KEYS)
def test_a_file_bears_its_keys_name(name):
    assert (HERE / f"{name}.toml").exists()
    assert instrument_named(name).key == name


@pytest.mark.parametrize("name", KEYS)
def test_the_subscales_part_the_items_among_them(name):
    key = instrument_named(name)
    parts = [item for one in key.subscales if not one.total for item in one.items]
    assert sorted(parts) == sorted(key.items)
    assert key.reverse <= set(key.items)


@pytest.mark.parametrize("name", KEYS)
def test_the_bands_cover_every_figure_once(name):
    key = instrument_named(name)
    for one in key.subscales:
        low, high = one.limits(key.lowest, key.highest)
        for bands in (one.bands, *one.norms.values()):
            starts = [band.at_least for band in bands]
            assert not starts or starts[0] == low
            assert all(before < after <= high for before, after in pairwise(starts))
            assert len({band.code for band in bands}) == len(bands)


@pytest.mark.parametrize("name", KEYS)
def test_every_key_says_where_it_comes_from_and_under_which_licence(name):
    key = instrument_named(name)
    assert key.licence
    assert {one.about for one in key.sources} & {"bands", "figures", "items and subscales"}
    assert all(one.text and one.about for one in key.sources)


@pytest.mark.parametrize("name", KEYS)
def test_nobodys_wording_is_in_a_key(name):
    """Numbers and single words of our own; no sentence that is asked."""
    text = (HERE / f"{name}.toml").read_text(encoding="utf-8")
    assert "?" not in text
    assert re.search(r"(?i)\b(I|my|me) (am|have|feel|felt|was|can|work)\b", text) is None
    assert all(len(item) <= 3 for item in instrument_named(name).items)


def test_the_reversed_items():
    assert {name: key.reverse for name, key in instrument_keys().items() if key.reverse} == {
        "proqol-5": {"1", "4", "15", "17", "29"},
        "cbi": {"W7"},
        "olbi": {"2", "3", "4", "6", "8", "9", "11", "12"},
    }


@pytest.mark.parametrize(
    ("name", "period", "least"),
    [("proqol-5", 30, 30), ("who-5", 14, 14), ("stss", 7, 7), ("cbi", 0, 28)],
)
def test_how_far_back_and_how_often(name, period, least):
    key = instrument_named(name)
    assert (key.period_days, key.least_days) == (period, least)


def subscale(name="st-5", **changes):
    return replace(instrument_named(name).subscales[0], **changes)


PAST_THE_END = (("a", 0), ("b", 5), ("c", 16))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"items": ("1", "2", "3", "4")}, "no partition"),
        ({"items": ("1", "2", "3", "4", "9")}, "no partition"),
        ({"items": ("1", "1", "2", "3", "4", "5")}, "no partition"),
        ({"reverse": frozenset({"9"})}, "reversed items that are not there"),
        ({"step": 2}, "the steps do not reach"),
        ({"highest": 0}, "the steps do not reach"),
        ({"least_days": 0}, "days that cannot be"),
        ({"least_days": 99}, "days that cannot be"),
        ({"period_days": -1}, "days that cannot be"),
        ({"pattern": Pattern(3, {"X": 1})}, "a pattern over subscales"),
        ({"together": {"X": "high"}}, "bands come together that are not there"),
        ({"together": {"ST": "purple"}}, "bands come together that are not there"),
        ({"subscales": (subscale(bands=(ScoreBand("a", Decimal(1)),)),)}, "begin at 1"),
        (
            {
                "subscales": (
                    subscale(bands=(ScoreBand("a", Decimal(0)), ScoreBand("b", Decimal(0)))),
                )
            },
            "do not rise",
        ),
        (
            {
                "subscales": (
                    subscale(bands=(ScoreBand("a", Decimal(0)), ScoreBand("b", Decimal(16)))),
                )
            },
            "do not rise",
        ),
        (
            {
                "subscales": (
                    subscale(bands=tuple(ScoreBand(c, Decimal(n)) for c, n in PAST_THE_END)),
                )
            },
            "do not rise",
        ),
        (
            {"subscales": (subscale(), subscale(items=("1",), needs=1, total=True, bands=()))},
            "a total leaves items out",
        ),
    ],
)
def test_a_key_that_does_not_fit_together_is_refused(changes, sentence):
    with pytest.raises(ValueError, match=sentence):
        replace(instrument_named("st-5"), **changes)


@pytest.mark.parametrize("needs", [0, 6])
def test_a_subscale_cannot_need_more_answers_than_it_has(needs):
    with pytest.raises(ValueError, match="ST: "):
        subscale(needs=needs)


def test_a_subscale_has_each_item_once():
    with pytest.raises(ValueError, match="ST: 1 of"):
        subscale(items=("1", "1"), needs=1)


def test_a_source_says_how_sure_it_is():
    with pytest.raises(ValueError, match="how sure"):
        Source("bands", "X", "somewhere")


def test_numbers_are_read_exactly():
    text = (HERE / "olbi.toml").read_text(encoding="utf-8")
    bare = text.replace('"2.10"', "2.10")
    assert bare != text
    for one in (text, bare):
        assert read(one).subscales[0].bands[1].at_least == Decimal("2.10")


def test_an_unknown_name_is_nobodys_key():
    assert instrument_named("mbi") is None


@pytest.mark.parametrize(
    "changes",
    [
        {"least_days": 1, "usual_days": 1},
        {"reverse": frozenset({"1"})},
        {"step": 4},
        {"pattern": Pattern(3, {"B": 1})},
    ],
)
def test_a_key_at_its_edges_is_fine(changes):
    key = replace(instrument_named("single-item"), **changes)
    assert key.values == frozenset(range(1, 6, key.step))


def test_which_keys_have_bands_of_a_country():
    assert {name: set(key.norms) for name, key in instrument_keys().items() if key.norms} == {
        "who-5": {"th"}
    }


def test_what_a_subscale_is_without_a_word():
    plain = Subscale("A", "total", ("1", "2"), needs=1, mean=True)
    assert (plain.good, plain.total, plain.times, plain.figure(3, 1)) == (False, False, 1, 3)


@pytest.mark.parametrize(
    "one",
    [
        instrument_named("stss"),
        instrument_named("stss").pattern,
        instrument_named("cbi").subscales[0],
        instrument_named("cbi").subscales[0].bands[0],
        instrument_named("cbi").subscales[0].change,
        instrument_named("cbi").sources[0],
        score(instrument_named("st-5"), {}),
        score(instrument_named("st-5"), {}).figures[0],
    ],
    ids=lambda one: type(one).__name__,
)
def test_nothing_of_a_key_or_a_result_can_be_changed(one):
    with pytest.raises(FrozenInstanceError):
        setattr(one, fields(one)[0].name, "another")


def test_a_figure_without_a_word_calls_for_no_help():
    assert Figure("A", None, 0) == Figure("A", None, 0, "", help=False)
