"""Scoring of long scales: examples worked by hand, the traps, and what always holds.

Items are numbers here; nobody's wording is needed to add up.
"""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellbeing.instruments import (
    OutsideError,
    ReliableChange,
    ScoreBand,
    instrument_keys,
    instrument_named,
    reliably_changed,
    score,
)

# How many standard errors nine of ten differences by chance stay within.
Z90 = Decimal("1.645")

LETTERS = {"A": 100, "B": 75, "C": 50, "D": 25, "E": 0, "-": None}
PLACES = Decimal("0.0001")


def listed(key, text):
    """Answers as they are written in a row: '3,-,1', or one repeated for all items."""
    key = instrument_named(key)
    parts = text.replace("|", ",").split(",")
    parts = parts * len(key.items) if len(parts) == 1 else parts
    values = [None if one == "-" else int(one) for one in parts]
    return dict(zip(key.items, values, strict=True))


def scored(key, text, norm=""):
    return score(instrument_named(key), listed(key, text), norm)


def figures(result):
    """Each subscale's figure at four places and its band."""
    return {
        one.code: (None if one.value is None else one.value.quantize(PLACES), one.band)
        for one in result.figures
    }


def values(result):
    return [value and str(value.normalize()) for value, _band in figures(result).values()]


# --- ProQOL-5 ------------------------------------------------------------------------------------

FOURTH = "2,4,3,2,4,2,4,4,3,4,4,3,3,3,2,3,2,3,4,3,5,3,3,3,3,4,3,3,3,3"
FIFTH = "4,2,5,4,1,4,2,1,2,1,1,5,1,1,4,4,4,5,2,4,2,5,1,5,1,2,5,1,4,5"


@pytest.mark.parametrize(
    ("answers", "cs", "bo", "sts"),
    [
        ("3", (30, "average"), (30, "average"), (30, "average")),
        ("1", (10, "low"), (30, "average"), (10, "low")),
        ("5", (50, "high"), (30, "average"), (50, "high")),
        (FOURTH, (29, "average"), (40, "average"), (34, "average")),
        (FIFTH, (47, "high"), (18, "low"), (13, "low")),
    ],
)
def test_proqol(answers, cs, bo, sts):
    assert figures(scored("proqol-5", answers)) == {"CS": cs, "BO": bo, "STS": sts}


@pytest.mark.parametrize("answer", "12345")
def test_any_constant_answer_gives_thirty_on_the_half_reversed_subscale(answer):
    assert scored("proqol-5", answer).figure("BO").value == 30


def test_proqol_has_no_total():
    assert instrument_named("proqol-5").codes == ("CS", "BO", "STS")


@pytest.mark.parametrize(("blank", "value"), [(1, 30), (2, 30), (3, None)])
def test_a_sum_needs_eight_of_ten_and_their_mean_fills_the_gaps(blank, value):
    answers = listed("proqol-5", "3") | dict.fromkeys(["3", "6", "12"][:blank])
    found = score(instrument_named("proqol-5"), answers).figure("CS")
    assert (found.value, found.answered) == (value, 10 - blank)


def test_a_gap_is_not_filled_from_another_subscale():
    answers = listed("proqol-5", "5") | dict.fromkeys(["2", "5", "7"])
    assert [one.value for one in score(instrument_named("proqol-5"), answers).figures] == [
        50,
        30,
        None,
    ]


@pytest.mark.parametrize(
    ("value", "band"), [("22", "low"), ("22.9", "low"), ("23", "average"), ("41.9", "average"),
                        ("42", "high")]
)  # fmt: skip
def test_a_figure_is_judged_before_it_is_rounded(value, band):
    subscale = instrument_named("proqol-5").subscales[0]
    assert subscale.band(Decimal(value)).code == band


# --- CBI -----------------------------------------------------------------------------------------


def cbi(personal, work, clients):
    letters = personal + work + clients
    key = instrument_named("cbi")
    return score(key, dict(zip(key.items, (LETTERS[one] for one in letters), strict=True)))


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (("C" * 6, "C" * 7, "C" * 6), ["50.00", "50.00", "50.00"]),
        (("A" * 6, "A" * 7, "A" * 6), ["100.00", "85.71", "100.00"]),
        (("E" * 6, "E" * 7, "E" * 6), ["0.00", "14.29", "0.00"]),
        (("BBCDBC", "BCCBBCD", "CDDBCB"), ["58.33", "64.29", "50.00"]),
        (("AB-C--", "BB-C-D-", "--C-B-"), ["75.00", "56.25", None]),
    ],
)
def test_cbi(answers, expected):
    found = [one.value for one in cbi(*answers).figures]
    assert [None if v is None else f"{v:.2f}" for v in found] == expected


def test_always_is_not_a_hundred_on_work():
    """One work item is reversed, whatever the order of a form."""
    assert cbi("A" * 6, "A" * 7, "A" * 6).figure("W").value == Decimal(600) / 7


@pytest.mark.parametrize(
    ("answered", "personal", "work"), [(2, None, None), (3, 50, None), (4, 50, 50)]
)
def test_cbi_needs_three_and_for_work_four(answered, personal, work):
    some = "C" * answered
    found = cbi(some.ljust(6, "-"), some.ljust(7, "-"), "-" * 6)
    assert [one.value for one in found.figures] == [personal, work, None]


@pytest.mark.parametrize(
    ("value", "band"),
    [("49.99", "low"), ("50", "moderate"), ("74.99", "moderate"), ("75", "high"),
     ("99.99", "high"), ("100", "severe")],
)  # fmt: skip
def test_cbi_bands_turn_exactly_at_their_limits(value, band):
    assert instrument_named("cbi").subscales[0].band(Decimal(value)).code == band


# --- BAT -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "total", "band"),
    [
        ("1", "1.0000", "green"),
        ("2", "2.0000", "green"),
        ("3,3,3,2,2,2,3,3,2,2,3,2", "2.5000", "green"),
        ("3,3,3,2,2,2,3,3,2,2,3,3", "2.5833", "orange"),
        ("4,4,3,3,2,2,3,3,2,3,3,3", "2.9167", "orange"),
        ("5,4,4,3,3,3,3,3,3,2,3,2", "3.1667", "red"),
    ],
)
def test_bat_12(answers, total, band):
    found = scored("bat-12", answers).figure("T")
    assert (f"{found.value:.4f}", found.band) == (total, band)


def test_bat_12_subscales():
    found = scored("bat-12", "4,4,3,3,2,2,3,3,2,3,3,3")
    assert [f"{one.value:.2f}" for one in found.figures[:4]] == ["3.67", "2.33", "2.67", "3.00"]


def test_bat_4_has_a_mean_and_no_bands():
    found = scored("bat-4", "4,3,2,3").figure("T")
    assert (found.value, found.band) == (3, "")


def test_bat_23_total_is_the_mean_of_items_not_of_subscales():
    found = scored("bat-23", "4,4,3,4,3,3,4,3|2,3,2,2,3|3,3,2,3,2|2,2,3,2,2")
    assert values(found) == ["3.5", "2.4", "2.6", "2.2", "2.7826"]
    parts = [one.value for one in found.figures[:4]]
    assert sum(parts) / 4 == Decimal("2.675")
    assert found.figure("T").band == "orange"


# --- WHO-5 ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "value", "generic", "thai"),
    [
        ("3,3,3,2,2", 52, "ok", "ok"),
        ("2,2,2,3,3", 48, "poor", "ok"),
        ("2,2,2,2,3", 44, "poor", "poor"),
        ("1,1,1,2,2", 28, "very-low", "very-low"),
        ("2,2,2,1,1", 32, "poor", "poor"),
        ("5", 100, "ok", "ok"),
        ("0", 0, "very-low", "very-low"),
        # (raw − 5) × 4, which a public calculator takes, would be 0.
        ("1", 20, "very-low", "very-low"),
    ],
)
def test_who_5_by_the_generic_and_by_the_thai_cut_off(answers, value, generic, thai):
    assert figures(scored("who-5", answers)) == {"WB": (value, generic)}
    assert figures(scored("who-5", answers, "th")) == {"WB": (value, thai)}


def test_who_5_needs_all_five():
    assert scored("who-5", "3,3,3,3,-").figure("WB").value is None


def test_a_norm_that_a_key_does_not_have_leaves_the_usual_bands():
    assert scored("st-5", "2", "th").figure("ST").band == "severe"


# --- The others ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "band", "first"),
    [("1", "no", False), ("2", "no", False), ("3", "yes", False), ("4", "yes", False),
     ("5", "yes-help", True)],
)  # fmt: skip
def test_the_single_item(answer, band, first):
    found = scored("single-item", answer).figure("B")
    assert (found.band, found.help) == (band, first)


SIXTEEN = ",".join("2" * 16)


@pytest.mark.parametrize(
    ("answers", "parts", "total", "band", "pattern"),
    [
        ("1", [5, 7, 5], 17, "none", False),
        ("2", [10, 14, 10], 34, "mild", False),
        (f"{SIXTEEN},5", [10, 17, 10], 37, "mild", False),
        ("3,2,2,3,3,3,3,2,2,3,3,2,2,2,3,2,2", [12, 17, 13], 42, "moderate", True),
        ("3", [15, 21, 15], 51, "severe", True),
        ("2,2,1,3,2,2,2,2,2,3,2,1,2,2,2,2,1", [10, 12, 11], 33, "mild", False),
    ],
)
def test_stss(answers, parts, total, band, pattern):
    found = scored("stss", answers)
    assert [one.value for one in found.figures] == [*parts, total]
    assert (found.figure("T").band, found.pattern) == (band, pattern)


@pytest.mark.parametrize(
    ("blank", "pattern"), [({}, True), ({"4": None}, None), ({"4": None, "5": 1, "1": 1}, False)]
)
def test_a_pattern_is_open_where_an_answer_could_still_decide_it(blank, pattern):
    answers = listed("stss", "2,3,2,3,3,2,3,2,3,2,3,2,2,2,2,2,2") | blank
    assert score(instrument_named("stss"), answers).pattern is pattern


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ("2", ["2.5", "2.5", "40"]),
        ("1", ["2.5", "2.5", "40"]),
        ("4,1,1,1,4,1,4,1,1,4,1,1,4,4,4,4", ["4", "4", "64"]),
        ("2,1,2,2,3,2,2,2,2,3,3,2,2,3,2,3", ["2.375", "3.125", "44"]),
    ],
)
def test_olbi(answers, expected):
    assert [f"{one.value.normalize():f}" for one in scored("olbi", answers).figures] == expected


def test_olbi_coded_the_other_way_reverses_the_other_eight():
    key = instrument_named("olbi")
    answers = listed("olbi", "2,1,2,2,3,2,2,2,2,3,3,2,2,3,2,3")
    other = replace(key, reverse=frozenset(key.items) - key.reverse)
    flipped = {item: 5 - value for item, value in answers.items()}
    assert score(other, flipped) == score(key, answers)
    assert score(key, flipped) != score(key, answers)


@pytest.mark.parametrize(
    ("key", "answers", "value", "band"),
    [
        ("uwes-3", "6,6,6", "6.00", ""),
        ("uwes-3", "4,5,3", "4.00", ""),
        ("uwes-3", "2,1,1", "1.33", ""),
        ("st-5", "1,1,1,1,0", "4.00", "low"),
        ("st-5", "1,1,1,1,1", "5.00", "moderate"),
        ("st-5", "2,2,1,1,2", "8.00", "high"),
        ("st-5", "2,2,2,2,2", "10.00", "severe"),
    ],
)
def test_the_short_ones(key, answers, value, band):
    (found,) = scored(key, answers).figures
    assert (f"{found.value:.2f}", found.band) == (value, band)


# --- Where help comes first ----------------------------------------------------------------------


def olbi(disengagement, exhaustion):
    """Answers with these two sums: eight items of each, the turned ones turned."""
    key, answers = instrument_named("olbi"), {}
    for subscale, total in zip(key.subscales, (disengagement, exhaustion), strict=False):
        for n, item in enumerate(subscale.items):
            value = total // 8 + (n < total % 8)
            answers[item] = key.reversed(value) if item in key.reverse else value
    return answers


def at_sum(name, code, total):
    """Answers of one subscale that add up to a sum, all others the lowest."""
    key = instrument_named(name)
    items = next(one.items for one in key.subscales if one.code == code)
    low, wanted = key.lowest, {}
    for n, item in enumerate(items):
        spare = total - low * len(items)
        wanted[item] = low + spare // len(items) + (n < spare % len(items))
    turned = dict.fromkeys(key.items, low) | wanted
    return {k: key.reversed(v) if k in key.reverse else v for k, v in turned.items()}


@pytest.mark.parametrize("part", [0, 1, 2])
def test_cbi_offers_help_first_from_75_on(part):
    calm = ["E" * 6, "E" * 6 + "A", "E" * 6]
    high = calm.copy()
    high[part] = {0: "BBBBBB", 1: "BBBBBBD", 2: "BBBBBB"}[part]
    below = calm.copy()
    below[part] = {0: "BBBBBC", 1: "BBBBBCD", 2: "BBBBBC"}[part]
    assert [cbi(*one).help for one in (high, below, calm)] == [True, False, False]


@pytest.mark.parametrize(("total", "first"), [(37, False), (38, True), (43, True), (44, True)])
def test_stss_offers_help_first_from_38_on(total, first):
    found = score(instrument_named("stss"), at_sum("stss", "T", total))
    assert (found.figure("T").value, found.help) == (total, first)


@pytest.mark.parametrize(
    ("answers", "generic", "thai"),
    [("3,3,3,2,2", False, False), ("2,2,2,3,3", True, False), ("2,2,2,2,3", True, True),
     ("0", True, True), ("5", False, False)],
)  # fmt: skip
def test_who_5_offers_help_first_wherever_it_is_poor(answers, generic, thai):
    assert scored("who-5", answers).help is generic
    assert scored("who-5", answers, "th").help is thai


@pytest.mark.parametrize(
    ("code", "total", "first"),
    [("BO", 41, False), ("BO", 42, True), ("STS", 41, False), ("STS", 42, True),
     ("CS", 42, False), ("CS", 10, False)],
)  # fmt: skip
def test_proqol_offers_help_first_where_burnout_or_stress_is_high(code, total, first):
    found = score(instrument_named("proqol-5"), at_sum("proqol-5", code, total))
    assert (found.figure(code).value, found.help) == (total, first)


@pytest.mark.parametrize(
    ("disengagement", "exhaustion", "first"),
    [(17, 18, True), (16, 18, False), (17, 17, False), (32, 8, False), (8, 32, False)],
)
def test_olbi_offers_help_first_where_both_are_high(disengagement, exhaustion, first):
    """The means turn high at 2.10 and 2.25: at sums of 17 and 18 of eight."""
    found = score(instrument_named("olbi"), olbi(disengagement, exhaustion))
    assert [one.value * 8 for one in found.figures[:2]] == [disengagement, exhaustion]
    assert found.help is first


def test_olbi_with_one_of_both_unanswered_offers_nothing_first():
    answers = olbi(32, 32) | dict.fromkeys(["2", "4"])
    assert not score(instrument_named("olbi"), answers).help


def test_no_key_offers_help_first_for_the_lowest_answers_of_all_heavy_lines():
    """Where nothing is heavy, the page begins with what came out."""
    assert [
        key.key
        for key in instrument_keys().values()
        if score(key, {i: key.highest if i in key.reverse else key.lowest for i in key.items}).help
    ] == ["who-5"]


# --- What is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize("value", [0, 6, -1, 3.0, True, "3", ""])
def test_a_value_outside_the_scale_is_refused_not_clipped(value):
    with pytest.raises(OutsideError, match="Item 1: .* is not an answer") as refused:
        score(instrument_named("single-item"), {"1": value})
    assert (refused.value.item, refused.value.value) == ("1", value)
    assert str(refused.value) == f"Item 1: {value!r} is not an answer."


@pytest.mark.parametrize("value", [1, 24, 26, 101, -25])
def test_a_value_between_the_steps_is_refused(value):
    with pytest.raises(OutsideError):
        score(instrument_named("cbi"), {"P1": value})


def test_an_item_that_is_not_there_is_refused():
    with pytest.raises(OutsideError, match="no item 31 in proqol-5"):
        score(instrument_named("proqol-5"), {"33": 3, "31": 3, "32": 3})


def test_nothing_answered_gives_no_figure_at_all():
    assert all(
        one.value is None and one.answered == 0 and one.band == ""
        for key in instrument_keys().values()
        for one in score(key, {}).figures
    )


# --- Reliable change -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "code", "difference", "at_95", "at_90"),
    [
        ("who-5", "WB", "10.73", "21.0", "17.6"),
        ("cbi", "P", "8.41", "16.5", "13.8"),
        ("cbi", "W", "9.03", "17.7", "14.8"),
        ("proqol-5", "BO", "7.07", "13.9", "11.6"),
        ("proqol-5", "CS", "4.90", "9.6", "8.1"),
        ("proqol-5", "STS", "6.16", "12.1", "10.1"),
    ],
)
def test_reliable_change_as_in_the_table(key, code, difference, at_95, at_90):
    change = next(one.change for one in instrument_named(key).subscales if one.code == code)
    assert f"{change.difference:.2f}" == difference
    assert (f"{change.reliable():.1f}", f"{change.reliable(Z90):.1f}") == (at_95, at_90)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [("40", "56.4", 0), ("40", "56.5", 1), ("56.5", "40", -1), ("40", "40", 0), (None, "40", None),
     ("40", None, None)],
)  # fmt: skip
def test_a_change_is_told_from_chance_exactly_at_its_limit(before, after, expected):
    personal = instrument_named("cbi").subscales[0]
    given = [None if one is None else Decimal(one) for one in (before, after)]
    assert reliably_changed(personal.change, *given) == expected


@pytest.mark.parametrize(
    ("sd", "moved", "expected"),
    [
        ("5", "5", 1),
        ("5", "-5", -1),
        ("5", "4.99", 0),
        ("0.1", "0.1", 1),
        ("0.1", "-0.1", -1),
        ("0.1", "0.09", 0),
    ],
)
def test_a_change_of_exactly_the_limit_is_reliable(sd, moved, expected):
    """With r = .5 the standard error of a difference is the SD itself."""
    change = ReliableChange(Decimal(sd), Decimal("0.5"))
    assert reliably_changed(change, Decimal(0), Decimal(moved), z=Decimal(1)) == expected


@pytest.mark.parametrize(("key", "code"), [("proqol-5", "BO"), ("olbi", "D")])
def test_nothing_is_said_of_a_change_without_a_number_for_the_figure_itself(key, code):
    subscale = next(one for one in instrument_named(key).subscales if one.code == code)
    assert reliably_changed(subscale.change, Decimal(10), Decimal(50)) is None


def test_ten_points_on_who_5_are_no_reliable_change():
    (subscale,) = instrument_named("who-5").subscales
    assert [
        reliably_changed(subscale.change, Decimal(50), Decimal(50 + n)) for n in (10, 20, 22)
    ] == [
        0,
        0,
        1,
    ]


@pytest.mark.parametrize(("sd", "r"), [("0", ".8"), ("10", "0"), ("10", "1"), ("-1", ".5")])
def test_a_change_without_an_error_is_refused(sd, r):
    with pytest.raises(ValueError, match="no measure"):
        ReliableChange(Decimal(sd), Decimal(r))


# --- What always holds ---------------------------------------------------------------------------


@st.composite
def filled(draw):
    """A key and answers to it, some of them skipped."""
    key = draw(st.sampled_from(list(instrument_keys().values())))
    one = st.none() | st.sampled_from(sorted(key.values))
    return key, {item: draw(one) for item in key.items}


@given(filled())
def test_reversing_twice_is_what_it_was(case):
    key, _answers = case
    assert all(key.reversed(key.reversed(value)) == value for value in key.values)
    assert {key.reversed(value) for value in key.values} == key.values


@given(filled(), st.randoms())
def test_the_order_of_the_items_does_not_matter(case, random):
    key, answers = case
    pairs = list(answers.items())
    random.shuffle(pairs)
    assert score(key, dict(pairs)) == score(key, answers)


@given(filled())
def test_a_skipped_item_is_the_same_as_one_left_out(case):
    key, answers = case
    given_ones = {item: value for item, value in answers.items() if value is not None}
    assert score(key, given_ones) == score(key, answers)


@given(filled())
def test_every_figure_lies_within_its_range_and_has_its_band(case):
    key, answers = case
    for subscale, found in zip(key.subscales, score(key, answers).figures, strict=True):
        assert (found.value is None) == (found.answered < subscale.needs)
        if found.value is None:
            assert found.band == ""
            continue
        low, high = subscale.limits(key.lowest, key.highest)
        assert low <= found.value <= high
        assert bool(found.band) == bool(subscale.bands)


@given(filled())
def test_one_step_more_never_lowers_a_figure_of_an_item_that_is_not_reversed(case):
    key, answers = case
    for item, value in answers.items():
        more = None if value is None else value + key.step
        if more in key.values and item not in key.reverse:
            after = score(key, answers | {item: more})
            pairs = zip(score(key, answers).figures, after.figures, strict=True)
            assert all(a.value is None or a.value <= b.value for a, b in pairs)
            return


def test_bands_are_found_by_their_lower_end():
    subscale = replace(instrument_named("st-5").subscales[0], bands=(ScoreBand("a", Decimal(0)),))
    assert subscale.band(Decimal("-1")) is None
