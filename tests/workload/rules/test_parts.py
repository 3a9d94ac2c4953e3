"""A week divided among posts: nothing is lost, and who sees which part of it."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from workload.rules.load import USUAL, AddOn, CaseLine, Level, Phase, load
from workload.rules.load import Part as PartInCase
from workload.rules.parts import (
    WORKER,
    PostOfWeek,
    PostPart,
    PostsSeen,
    add_parts,
    divided,
    hours_share,
    part_of,
    split,
    units_seen,
)

HOURS = st.decimals("0.1", 84, places=1)
LINES = st.builds(
    CaseLine,
    phase=st.sampled_from(Phase),
    add_ons=st.frozensets(st.sampled_from(AddOn)),
    further_victims=st.integers(0, 12),
    part=st.sampled_from(PartInCase),
    count=st.integers(1, 200),
)
POSTS = st.lists(
    st.builds(PostOfWeek, HOURS, st.lists(LINES, max_size=4).map(tuple), st.just(USUAL)),
    min_size=1,
    max_size=4,
)
OF_PERSON = st.fixed_dictionaries(
    {
        "nights": st.integers(0, 7),
        "leave_days": st.decimals(0, 7, places=1),
        "supervisees": st.integers(0, 60).map(lambda n: Decimal(n) / 3),
    }
)


def whole_of(posts, **of_person):
    lines = [line for post in posts for line in post.lines]
    return load(lines, hours=sum(post.hours for post in posts), **of_person)


@given(POSTS, OF_PERSON)
def test_the_parts_points_add_up_to_the_whole(posts, of_person):
    parts, whole = divided(posts, **of_person), whole_of(posts, **of_person)
    for name in ("cases", "nights", "supervision"):
        total = sum(getattr(one, name) for one in parts)
        assert abs(total - getattr(whole, name)) < Decimal("1e-20")


@given(POSTS, OF_PERSON)
def test_as_they_are_kept_they_add_up_to_the_last_decimal(posts, of_person):
    of_person["supervisees"] = of_person["supervisees"].quantize(Decimal("0.01"))
    whole = part_of(
        1,
        PostOfWeek(Decimal(1), tuple(line for post in posts for line in post.lines), USUAL),
        whole_of(posts, **of_person),
    )
    loads = divided(posts, **of_person)
    parts = [part_of(n, post, one) for n, (post, one) in enumerate(zip(posts, loads, strict=True))]
    assert sum(one.points for one in parts) == whole.points
    assert sum(one.capacity for one in parts) == whole.capacity
    assert sum(one.cases for one in parts) == whole.cases


@given(POSTS, OF_PERSON)
def test_one_post_is_the_whole_exactly(posts, of_person):
    assert divided(posts[:1], **of_person) == [whole_of(posts[:1], **of_person)]


@given(st.decimals(0, 60, places=2), st.lists(HOURS, min_size=1, max_size=4))
def test_nothing_is_lost_by_dividing_and_no_share_is_below_zero(amount, hours):
    shares = split(amount, [one / sum(hours) for one in hours])
    assert sum(shares) == amount
    assert min(shares) >= 0


def test_two_thirds_and_a_third_of_a_night():
    assert split(Decimal(1), [Decimal(2) / 3, Decimal(1) / 3]) == [Decimal("0.67"), Decimal("0.33")]


@given(POSTS, OF_PERSON)
def test_a_part_is_read_as_it_was_kept(posts, of_person):
    part = part_of(7, posts[0], divided(posts, **of_person)[0])
    assert PostPart.read(part.kept) == part


def test_a_part_has_its_own_level():
    """17 active cases fill 40 hours: 10 of them are too many for 16, and 24 hours have room."""
    near = PostOfWeek(Decimal(24), (), USUAL)
    far = PostOfWeek(Decimal(16), (CaseLine(Phase.ACTIVE, count=10),), USUAL)
    loads = divided([near, far])
    home, other = part_of(1, near, loads[0]), part_of(2, far, loads[1])
    assert (home.percent, home.level) == (0, Level.GREEN)
    assert (other.percent, other.level) == (Decimal("144.2308"), Level.RED)
    assert add_parts([other], USUAL) is other
    both = add_parts([home, other], USUAL)
    assert (both.percent, both.level, both.hours) == (Decimal("57.6923"), Level.GREEN, 40)
    assert (both.unit, both.usual_capacity, both.usual_level) == (1, None, "")


def test_nights_and_supervisees_are_divided_by_the_hours():
    """Of 24 and 16 hours the shares are 0.6 and 0.4: of 3 nights 1.8 and 1.2, of 5 people 3 and 2.

    A person supervised is 5.2 points: 15.6 and 10.4.
    """
    posts = [
        PostOfWeek(Decimal(24), (CaseLine(Phase.ACTIVE, count=2),), USUAL),
        PostOfWeek(Decimal(16), (), USUAL),
    ]
    loads = divided(posts, nights=3, supervisees=Decimal(5))
    home, other = (part_of(n, *one) for n, one in enumerate(zip(posts, loads, strict=True), 1))
    figures = ("case_points", "night_points", "supervision_points", "points")
    found = [[str(getattr(one, name)) for name in figures] for one in (home, other)]
    assert found[0] == ["3.0000", "1.8000", "15.6000", "20.4000"]
    assert found[1] == ["0.0000", "1.2000", "10.4000", "11.6000"]
    assert [one.nights for one in divided(posts)] == [0, 0]


def test_a_part_keeps_what_it_would_be_without_the_days_of_rest():
    """Three days of rest leave 16 hours 4.16 of 10.4 points, and 24 hours 6.24 of 15.6."""
    near = PostOfWeek(Decimal(24), (), USUAL)
    far = PostOfWeek(Decimal(16), (CaseLine(Phase.ACTIVE, count=5),), USUAL)
    loads = divided([near, far], rest_days=Decimal(3))
    home, other = part_of(1, near, loads[0]), part_of(2, far, loads[1])
    assert (other.percent, other.level) == (Decimal("180.2885"), Level.RED)  # 7.5 of 4.16
    usual = (other.usual_capacity, other.usual_percent, other.usual_level)
    assert usual == (Decimal("10.4"), Decimal("72.1154"), Level.GREEN)
    assert PostPart.read(other.kept) == other
    both = add_parts([home, other], USUAL)
    assert (both.percent, both.level) == (Decimal("72.1154"), Level.GREEN)  # 7.5 of 10.4
    assert (both.usual_capacity, both.usual_percent) == (26, Decimal("28.8462"))
    # A post without any capacity keeps none that would be usual: what it has counts.
    bare = replace(home, usual_capacity=None, usual_percent=None, usual_level="")
    mixed = add_parts([other, bare], USUAL)
    assert (mixed.unit, mixed.usual_capacity) == (2, Decimal("16.64"))
    assert mixed.usual_percent == Decimal("45.0721")
    [nothing] = divided([far], rest_days=Decimal(5))
    away = part_of(2, far, nothing)
    assert (away.percent, away.level, away.usual_percent, away.usual_level) == (None, "", None, "")
    twice = add_parts([away, away], USUAL)
    assert (twice.percent, twice.level) == (None, "")


def test_the_share_of_some_posts_is_that_of_their_hours():
    assert hours_share([Decimal(16), Decimal(8)], Decimal(40)) == Decimal("0.6")
    assert hours_share([], Decimal(0)) == 1


def sight(seen, *, home=1, led=(), own=False, posts=(1, 2)):
    """Who answers for the workers of some units; `led` has those of posts that are over, too."""
    workers = frozenset((unit, WORKER) for unit in led)
    return PostsSeen(frozenset(posts), frozenset(seen), home, workers, own=own)


def units_of(sight, units, home):
    """What is seen of a week with a worker's post in each of some units."""
    return units_seen(sight, dict.fromkeys(units, WORKER), home)


def test_who_sees_one_post_sees_its_part_alone():
    assert units_of(sight({1}), [1, 2], 1) == [1]
    assert units_of(sight({2}), [1, 2], 1) == [2]


def test_the_person_and_who_leads_both_see_the_whole():
    assert units_of(sight({1, 2}, led={1, 2}), [1, 2], 1) is None
    assert units_of(sight((), own=True), [1, 2], 1) is None


def test_of_three_posts_two_are_added():
    three = sight({1, 3}, posts=(1, 2, 3))
    assert units_of(three, [1, 2, 3], 1) == [1, 3]


def test_a_week_from_before_the_second_post_is_read_at_the_first():
    assert units_of(sight({1}), [], 1) is None
    assert units_of(sight({2}), [], 1) == []


def test_a_week_of_a_unit_that_was_left_is_read_at_the_home():
    assert units_of(sight({1}), [], 9) is None
    assert units_of(sight({2}), [], 9) == []


def test_a_part_stays_hidden_after_its_post_has_ended():
    """Today one post, in unit 1: who leads it never saw unit 2 and does not now."""
    assert units_of(sight({1}, led={1}, posts=(1,)), [1, 2], 1) == [1]
    # Nor does it matter which of the two was the home then.
    assert units_of(sight({2}, home=2, led={2}, posts=(2,)), [1, 2], 1) == [2]


def test_who_took_over_a_person_with_two_posts_reads_the_home_of_then():
    assert units_of(sight({5}, home=5, led={5}, posts=(5,)), [1, 2], 1) == [1]


def test_a_unit_that_is_led_for_others_opens_no_part_of_a_post_of_today():
    """Of unit 2 the reader has its supervisors only, and this person works there."""
    assert units_of(sight({1}, led={1, 2}), [1, 2], 1) == [1]


def test_a_post_that_is_over_is_read_by_who_leads_its_unit():
    assert units_of(sight({1}, led={1, 2}, posts=(1,)), [1, 2], 1) is None


def test_a_workers_post_that_is_over_is_not_read_by_who_leads_the_supervisors_of_its_unit():
    reader = sight({1}, led={1, 2}, posts=(1,))
    assert units_seen(reader, {1: WORKER, 2: "supervisor"}, 1) == [1]


def test_a_home_of_then_that_is_another_readers_post_today_stays_with_them():
    """The person's hours are most in unit 3 now; unit 1 was the home then, and lasts."""
    assert units_of(sight({3}, home=3, led={3}, posts=(3, 1)), [1, 2], 1) == []
