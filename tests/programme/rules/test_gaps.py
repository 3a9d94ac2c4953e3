"""What a session would change, and who is suggested first."""

from datetime import date, timedelta
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from programme.rules.gaps import PersonFit, PostNow, WantedFit, session_effect, suggested

DAY = date(2026, 11, 20)
posts = st.lists(
    st.builds(
        PostNow,
        needed=st.just(1),
        holders=st.integers(0, 1),
        lapses=st.booleans(),
        mends=st.booleans(),
        takers=st.frozensets(st.integers(1, 5), max_size=3),
    ),
    max_size=5,
)


@given(posts)
def test_as_many_posts_are_covered_as_any_way_of_placing_people_could(found):
    vacant = [one.takers for one in found if one.holders < 1]
    people = [*range(1, 6), *[0] * len(vacant)]
    ways = {way[: len(vacant)] for way in permutations(people, len(vacant))} if vacant else {()}
    best = max(sum(one in takers for one, takers in zip(way, vacant, strict=True)) for way in ways)
    effect = session_effect(found)
    assert (effect.covered, effect.vacant) == (best, len(vacant))
    assert effect.mended <= effect.lapsing <= len(found) - len(vacant)


def test_people_are_placed_however_many_they_and_the_posts_are():
    people = frozenset(range(1_200))
    scarce = [PostNow(needed=1, holders=0, takers=people) for _post in range(1_500)]
    assert session_effect(scarce).covered == 1_200
    plenty = [PostNow(needed=1, holders=0, takers=frozenset(range(20_000)))] * 1_500
    assert session_effect(plenty).covered == 1_500


def test_a_post_that_stays_short_gives_its_people_back():
    two = PostNow(needed=3, holders=1, takers=frozenset({1}))
    one = PostNow(needed=1, holders=0, takers=frozenset({1}))
    assert session_effect([two, one]).covered == 1
    both = PostNow(needed=2, holders=0, takers=frozenset({1, 2}))
    assert session_effect([both]).covered == 1
    assert session_effect([both, one]).covered == 1
    # Who is given back is there for the next post of two.
    short = PostNow(needed=2, holders=0, takers=frozenset({1}))
    assert session_effect([short, both]).covered == 1
    # Half held already: one more is enough, and the other is free for another post.
    half = PostNow(needed=2, holders=1, takers=frozenset({1}))
    assert session_effect([half, one]).covered == 1
    assert session_effect([half, PostNow(needed=1, holders=0, takers=frozenset({2}))]).covered == 2
    assert session_effect([]).vacant == 0


def test_two_posts_that_lack_one_each_come_before_one_that_lacks_two():
    two = PostNow(needed=2, holders=0, takers=frozenset({1, 2}))
    ones = [PostNow(needed=1, holders=0, takers=frozenset({one})) for one in (1, 2)]
    assert session_effect([two, *ones]).covered == 2


def test_what_lapses_is_closed_where_the_session_gives_all_of_it():
    closed = PostNow(needed=1, holders=1, lapses=True, mends=True)
    stays = PostNow(needed=1, holders=1, lapses=True)
    held = PostNow(needed=1, holders=2, mends=True)
    empty = PostNow(needed=2, holders=1, lapses=True, mends=True)
    effect = session_effect([closed, stays, held, empty])
    assert (effect.lapsing, effect.mended, effect.vacant) == (2, 1, 1)


def test_who_fits_has_every_certificate_on_the_day_the_languages_and_the_level():
    wanted = WantedFit(frozenset({7}), frozenset({"my"}), "main", 2)
    good = {"languages": frozenset({"my", "th"}), "levels": frozenset({("main", 2)})}
    papers = {"today": {7: DAY}, "ever": {7: None}, "over": {7: DAY - timedelta(days=1)}, "no": {}}
    fits = {name: PersonFit(1, held, **good).fits(wanted, DAY) for name, held in papers.items()}
    assert fits == {"today": True, "ever": True, "over": False, "no": False}
    assert PersonFit(1, {}, **good).fits(wanted, DAY, without={7})
    for changed in ({"languages": frozenset({"th"})}, {"levels": frozenset({("main", 1)})}):
        assert not PersonFit(1, {7: None}, **(good | changed)).fits(wanted, DAY)
    assert not PersonFit(1, {7: None}, **(good | {"levels": frozenset({("trainer", 9)})})).fits(
        wanted, DAY
    )


def test_the_order_is_the_one_that_the_page_says():
    wanted = WantedFit(frozenset({7}), track="main")

    def one(n, ends=None, level=1, **about):
        return PersonFit(n, {7: ends}, levels=frozenset({("main", level)}), **about)

    soon = DAY + timedelta(days=9)
    people = [
        one(1, posts=1, level=3),
        one(2, load="red"),
        one(3, load="green"),
        one(4),
        one(5, level=2),
        one(6, ends=soon),
        one(7, load="watch"),
    ]
    assert [found.person for found in suggested(people, wanted, DAY)] == [3, 5, 4, 6, 7, 2, 1]
