"""What everybody may be told of a programme: the rule, and those who attack it."""

from fractions import Fraction
from itertools import combinations
from random import Random
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from people.groups.rule import SMALLEST
from programme.rules import release
from programme.rules.release import (
    NOWHERE,
    OF_PEOPLE,
    OF_POSTS,
    SCALE,
    WHOLE,
    WIDEST,
    CellPart,
    band_of,
    bounds,
    check_result,
    hidden_answers,
    is_safe,
    joined,
    rare_is_told,
    senders,
    shown_places,
    tell_places,
)
from programme.rules.release_audit import (
    AtomRoom,
    AuditAtom,
    AuditRow,
    ToldSum,
    atoms_of,
    give_way,
    refused_sums,
    room_of,
    rows_of,
)
from programme.rules.release_edges import EDGES, LOAD, PARTS, STRAIN, edges

NOBODY_ASKS: dict[int, int] = {}


def part(answered, sent=None, points=50):
    return hidden_answers(
        answered, answered + 2 if sent is None else sent, answered * points * SCALE
    )


def cell(*answered):
    """A cell of organisations 1, 2, 3, … with so many people who answered, of two more."""
    return {n: part(one) for n, one in enumerate(answered, 1)}


def safe(one, smallest=NOBODY_ASKS, limits=OF_PEOPLE):
    return is_safe(one, limits, smallest)


def test_ten_of_three_organisations_are_told_and_nine_are_not():
    assert safe(cell(7, 7, 7))
    assert not safe(cell(3, 3, 3))


def test_of_two_organisations_nothing_is_told():
    assert not safe(cell(20, 20))
    assert not safe(cell(20, 20, 0))


def test_an_organisation_counts_as_one_where_one_of_it_counts_for_sure():
    two = {1: CellPart(10, 10, 10), 2: CellPart(10, 10, 10)}

    assert safe(two | {3: CellPart(1, 1, 1)})
    assert not safe(two | {3: CellPart(1, 0, 1)})
    assert not safe({})


def test_no_organisation_is_more_than_half():
    assert safe({1: part(10, 10), 2: part(5), 3: part(5)})
    assert not safe({1: part(11, 11), 2: part(5), 3: part(5)})


def test_ten_are_left_when_the_largest_is_taken_away():
    assert not safe(cell(5, 5, 4))
    assert safe({1: part(8, 8), 2: part(5), 3: part(5)})


def test_an_organisation_that_holds_nine_of_ten_learns_nothing_of_the_tenth():
    assert not safe(cell(9, 1, 0))
    assert not safe(cell(9, 1, 1))
    region = {"th-5": cell(9, 1, 0), "th-1": cell(9, 9, 9), NOWHERE: {}}

    assert "th-5" not in shown_places(region, OF_PEOPLE, NOBODY_ASKS)
    # And the whole is not told either, or the region alone, where the rest would be those ten.
    told = shown_places(region, OF_PEOPLE, NOBODY_ASKS)
    assert told in ({WHOLE}, set())


def test_an_organisation_that_asks_for_more_is_given_it():
    assert safe(cell(7, 7, 7), {1: 14})
    assert not safe(cell(7, 7, 7), {1: 22})
    # Also of what is left when another one knows its own.
    assert not safe(cell(7, 7, 7), {1: 15})
    # One that has nobody here asks for nothing.
    assert safe(cell(7, 7, 7) | {4: CellPart()}, {4: 50})


def test_whether_a_person_answered_decides_nothing_beyond_all_but_two():
    everybody = {one: part(7, 7) for one in (1, 2, 3)}
    all_but_two = {one: part(5, 7) for one in (1, 2, 3)}

    assert safe(everybody) == safe(all_but_two)


@pytest.mark.parametrize(
    ("answered", "sent", "counted"),
    [(0, 0, 0), (0, 1, 0), (2, 2, 0), (3, 3, 1), (1, 3, 1), (5, 8, 5), (7, 7, 5), (6, 7, 5)],
)
def test_two_of_those_who_sent_never_count(answered, sent, counted):
    assert part(answered, sent).counted == counted


def test_cells_without_a_common_person_add_up_organisation_by_organisation():
    one = {1: CellPart(3, 2, 4, 90, frozenset({"a"})), 2: part(1)}
    other = {1: CellPart(5, 4, 6, 70, frozenset({"b"})), 3: part(2)}

    assert joined([one, other]) == {
        1: CellPart(8, 6, 10, 160, frozenset({"a", "b"})),
        2: part(1),
        3: part(2),
    }


def test_a_hidden_region_takes_another_with_it():
    places = {"a": cell(8, 8, 8), "b": cell(9, 9, 9), "c": cell(1, 0, 0), NOWHERE: {}}

    assert shown_places(places, OF_PEOPLE, NOBODY_ASKS) == {WHOLE, "b"}


def test_those_who_are_in_no_region_are_a_part_too():
    places = {"a": cell(8, 8, 8), "b": cell(9, 9, 9), NOWHERE: cell(1, 0, 0)}

    assert shown_places(places, OF_PEOPLE, NOBODY_ASKS) == {WHOLE, "b"}


def test_a_region_that_holds_everybody_shares_the_draw_of_the_whole():
    """Two draws for one sum would be two looks at it."""

    def drawn_for(places):
        asked = []
        told = tell_places(
            places,
            OF_PEOPLE,
            NOBODY_ASKS,
            edges=STRAIN,
            chance=lambda place: asked.append(place) or 0,
        )
        return dict(zip(told, asked, strict=True))

    assert drawn_for({"a": cell(8, 8, 8)}) == {"a": WHOLE, WHOLE: WHOLE}
    two = {"a": cell(8, 8, 8), "b": cell(9, 9, 9)}
    assert drawn_for(two) == {"a": "a", "b": "b", WHOLE: WHOLE}


def test_posts_need_three_stations_without_the_largest_too():
    def posts(n, *stations):
        return CellPart(n, n, n, 0, frozenset(stations))

    def told(*parts):
        return safe(dict(enumerate(parts, 1)), limits=OF_POSTS)

    assert told(posts(3, "a", "b"), posts(3, "c", "d"), posts(3, "e", "f"))
    assert not told(posts(3, "a", "b", "c"), posts(3, "d"), posts(3, "e"))
    assert not told(posts(2, "a", "b"), posts(1, "c", "d"), posts(1, "e", "f"))
    # A station where several of them have posts is one.
    assert not told(posts(3, "a", "b"), posts(3, "a", "b"), posts(3, "a", "b"))
    assert told(posts(3, "a", "b"), posts(3, "b", "c"), posts(3, "c", "a"))
    # How many people an organisation asks for is not asked of posts.
    three = {1: posts(3, "a", "b"), 2: posts(3, "c", "d"), 3: posts(3, "e", "f")}
    assert safe(three, {1: 50}, OF_POSTS)


def test_a_rare_fact_needs_enough_here_enough_elsewhere_and_two_answers():
    assert rare_is_told({1: 5, 2: 5, 3: 5}, {1: 5})
    assert not rare_is_told({1: 5, 2: 5, 3: 5}, {})
    assert not rare_is_told({1: 5, 2: 5, 3: 5}, {1: 4})
    assert not rare_is_told({1: 5, 2: 5}, {1: 50})
    assert not rare_is_told({1: 20, 2: 5, 3: 5}, {1: 50})
    # Half of them may be of one organisation, and five are left beside it.
    assert rare_is_told({1: 5, 2: 3, 3: 2}, {1: 5})
    assert not rare_is_told({1: 6, 2: 3, 3: 2}, {1: 5})
    assert not rare_is_told({1: 4, 2: 2, 3: 2}, {1: 5})
    # One that says nothing of it is not there.
    assert not rare_is_told({1: 5, 2: 5, 3: 0}, {1: 5})


def test_what_was_decided_wrongly_is_refused(monkeypatch):
    places = {"a": cell(8, 8, 8), "b": cell(1, 1, 1), NOWHERE: {}}

    with pytest.raises(ValueError, match="give a few people away"):
        check_result(places, {WHOLE: "some", "a": "some"}, OF_PEOPLE, NOBODY_ASKS)
    with pytest.raises(ValueError, match="give a few people away"):
        check_result({"a": cell(8, 8, 8)}, {"a": "some"}, OF_PEOPLE, NOBODY_ASKS)
    check_result({"a": cell(8, 8, 8)}, {}, OF_PEOPLE, NOBODY_ASKS)
    # Also where it comes out of a rule that was broken later.
    monkeypatch.setattr(release, "shown_places", lambda *_: {WHOLE, "a"})
    with pytest.raises(ValueError, match="give a few people away"):
        tell_places(places, OF_PEOPLE, NOBODY_ASKS, edges=STRAIN, chance=lambda _place: 0)


@pytest.mark.parametrize("of", [LOAD, PARTS])
def test_a_few_people_more_are_not_placed_by_the_same_sum_told_twice(of):
    """What hardly changes is told again: with k people more, of fewer than five."""
    inner = [edge for edge, _word in of[:-1]]
    slack = Fraction(2 * WIDEST, SCALE)
    for edge in inner:
        for more in range(1, SMALLEST):
            least = max(Fraction(0), edge - slack / more)
            most = min(Fraction(100), edge + slack / more)
            assert 100 - least >= 50
            assert most >= 50


PARTS_OF = st.dictionaries(
    st.integers(1, 5),
    st.tuples(st.integers(0, 14), st.integers(0, 4)).map(lambda at: part(at[0], sum(at))),
    max_size=5,
)
PLACES = st.dictionaries(
    st.sampled_from(["a", "b", "c", "d", NOWHERE]), PARTS_OF, min_size=1, max_size=5
)
ASKED = st.dictionaries(st.integers(1, 5), st.integers(5, 20))


@settings(max_examples=200, deadline=None)
@given(places=PLACES, smallest=ASKED)
def test_whatever_is_added_and_taken_away_is_safe_for_every_organisation(places, smallest):
    told = shown_places(places, OF_PEOPLE, smallest)
    cells = [joined(places.values())] if WHOLE in told else []
    regions = sorted(told - {WHOLE})
    for many in range(1, len(regions) + 1):
        for some in combinations(regions, many):
            cells.append(joined(places[one] for one in some))
            cells.append(joined(one for key, one in places.items() if key not in some))

    for one in cells:
        assert not senders(one) or is_safe(one, OF_PEOPLE, smallest)
        for own in one:
            others = sum(p.counted for key, p in one.items() if key != own)
            assert not senders(one) or others >= OF_PEOPLE.people
    assert not regions or WHOLE in told


@settings(max_examples=100, deadline=None)
@given(places=PLACES, smallest=ASKED, silent=st.integers(1, 5))
def test_one_of_two_who_may_be_silent_changes_nothing_that_is_shown(places, smallest, silent):
    """Of those who sent, all but two count at most: one more answer beyond them is not seen."""

    def fuller(one):
        own = one.get(silent)
        if own is None or own.people < own.sent - 2 or own.people == own.sent:
            return one
        return {**one, silent: hidden_answers(own.people + 1, own.sent, own.total)}

    more = {key: fuller(one) for key, one in places.items()}

    assert shown_places(places, OF_PEOPLE, smallest) == shown_places(more, OF_PEOPLE, smallest)


def released(chance, measure="wellbeing"):
    """A simulated release: the people of each place and organisation, and what is told."""
    mood = chance.choice([(0, 100), (0, 30), (70, 100), (40, 60)])
    people = {
        place: {
            organisation: [chance.randint(*mood) for _ in range(chance.choice([0, 1, 4, 6, 9, 12]))]
            for organisation in range(1, chance.choice([3, 4, 6]) + 1)
        }
        for place in ["a", "b", "c", NOWHERE]
    }
    places = {
        place: {
            one: hidden_answers(len(rows), len(rows) + chance.choice([0, 2]), sum(rows) * SCALE)
            for one, rows in of.items()
            if rows
        }
        for place, of in people.items()
    }
    told = tell_places(
        places,
        OF_PEOPLE,
        NOBODY_ASKS,
        edges=EDGES[measure],
        chance=lambda _place: chance.randint(-WIDEST, WIDEST),
    )
    return people, places, told


def audited(people, places, told):
    """The check of a simulated release: the names of what it refuses."""
    cells = dict(places) | {WHOLE: joined(places.values())}
    many = {key: sum(p.people for p in one.values()) for key, one in cells.items()}
    sums = [ToldSum(key, *bounds(band, STRAIN, many[key]), True) for key, band in told.items()]
    atoms = [
        AuditAtom(one, len(rows), Fraction(sum(rows)), frozenset(told.keys() & {WHOLE, place}))
        for place, of in people.items()
        for one, rows in of.items()
        if rows
    ]
    return refused_sums(atoms, sums)


def rests(told):
    """Everything that can be made of told sums: each one, and the whole less some of the others."""
    regions = sorted(told.keys() - {WHOLE})
    yield from ({one: 1} for one in told)
    for many in range(1, len(regions) + 1):
        for some in combinations(regions, many):
            yield {WHOLE: 1, **dict.fromkeys(some, -1)}


def test_nobody_is_placed_in_200_simulated_releases():
    """Child minus parent, and against the organisation's own answers: exactly, or within 20."""
    exact, near, shown, refused = 0, 0, 0, 0
    for seed in range(200):
        people, places, told = released(Random(seed))
        if told and audited(people, places, told):
            refused += 1
            continue
        shown += len(told)
        many = {
            key: sum(p.people for p in one.values())
            for key, one in {**places, WHOLE: joined(places.values())}.items()
        }
        for rest in rests(told):
            ranges = {key: bounds(told[key], STRAIN, many[key]) for key in rest}
            low = sum(r[0] if rest[key] > 0 else -r[1] for key, r in ranges.items())
            high = sum(r[1] if rest[key] > 0 else -r[0] for key, r in ranges.items())
            inside = {
                (place, one): rows
                for place, of in people.items()
                for one, rows in of.items()
                if rest.get(WHOLE, 0) * 1 + rest.get(place, 0)
            }
            for insider in (None, 1, 2, 3, 4, 5, 6):
                own = sum(sum(rows) for (_p, one), rows in inside.items() if one == insider)
                others = [v for (_p, one), rows in inside.items() if one != insider for v in rows]
                n = len(others)
                for value in others:
                    least = max(0, low - own - 100 * (n - 1))
                    most = min(100, high - own)
                    assert least <= value <= most
                    exact += least == most
                    near += most - least <= 40

    assert (exact, near) == (0, 0)
    # The attack had something to attack, and not everything was refused.
    assert shown > 150
    assert refused < 60


def test_the_check_finds_what_an_insider_would_place():
    """Ten of an organisation say 0, and the mean is high all the same: the others all say 100."""
    atoms = [
        AuditAtom(1, 10, Fraction(0), frozenset({"p"})),
        AuditAtom(2, 6, Fraction(590), frozenset({"p"})),
        AuditAtom(3, 6, Fraction(590), frozenset({"p"})),
    ]

    assert refused_sums(atoms, [ToldSum("p", *bounds("some", STRAIN, 22), True)]) == []
    assert refused_sums(atoms, [ToldSum("p", Fraction(1100), Fraction(1300), True)]) == ["p"]


@pytest.mark.parametrize(
    ("people", "room"),
    [
        (1, AtomRoom(25, 75, 25)),
        (2, AtomRoom(50, 150, 50)),
        (4, AtomRoom(100, 300, 100)),
        (5, AtomRoom(150, 350, 50)),
        (6, AtomRoom(200, 400, 0)),
        (20, AtomRoom(200, 1800, 0)),
    ],
)
def test_a_few_people_of_an_atom_keep_the_room_that_was_promised(people, room):
    assert room_of(people) == room


def test_a_told_sum_keeps_to_spare_what_its_few_can_swing():
    """A viewer takes off its own; of a sum of its own people alone it learns nothing."""
    atoms = [
        AuditAtom(1, 9, Fraction(400), frozenset({"p", "own"})),
        AuditAtom(2, 5, Fraction(250), frozenset({"p"})),
        AuditAtom(3, 1, Fraction(50), frozenset({"p"})),
        AuditAtom(3, 9, Fraction(450), frozenset({"q"})),
    ]
    told = [
        ToldSum("p", Fraction(900), Fraction(1400), released=True),
        ToldSum("own", Fraction(300), Fraction(500)),
        ToldSum("nobody", Fraction(0), Fraction(0)),
    ]

    # Of everybody: 50 of the five and 25 of the one.
    assert rows_of(None, atoms, told, 0) == [
        AuditRow("p", True, (0, 1, 2), 975, 1325),
        AuditRow("own", False, (0,), 300, 500),
    ]
    assert rows_of(1, atoms, told, 4) == [AuditRow("p", True, (5, 6), 575, 925)]
    # Never more than four people swing.
    few = [AuditAtom(2, 4, Fraction(200), frozenset({"p"})) for _ in range(3)]
    assert rows_of(1, few, told[:1], 0) == [AuditRow("p", True, (0, 1, 2), 1000, 1300)]


def test_people_who_are_in_the_same_sums_are_one_atom():
    p, q = frozenset({"p"}), frozenset({"p", "q"})

    assert atoms_of([(1, 48, p), (1, 96, p), (2, 24, p), (1, 0, q)], SCALE) == [
        AuditAtom(1, 2, Fraction(3), p),
        AuditAtom(2, 1, Fraction(1, 2), p),
        AuditAtom(1, 1, Fraction(0), q),
    ]


def test_the_check_finds_one_person_between_two_sums():
    atoms = [
        AuditAtom(1, 9, Fraction(450), frozenset({"p", "q"})),
        AuditAtom(2, 9, Fraction(450), frozenset({"p", "q"})),
        AuditAtom(3, 1, Fraction(90), frozenset({"p"})),
    ]
    told = [
        ToldSum("p", Fraction(985), Fraction(995), True),
        ToldSum("q", Fraction(895), Fraction(905), True),
    ]

    assert refused_sums(atoms, told) != []


def test_what_pages_tell_by_themselves_is_not_held_against_a_release():
    atoms = [
        AuditAtom(1, 5, Fraction(250), frozenset({"u", "p"})),
        AuditAtom(2, 8, Fraction(400), frozenset({"p"})),
        AuditAtom(3, 8, Fraction(400), frozenset({"p"})),
    ]
    narrow = ToldSum("u", Fraction(249), Fraction(251))

    assert refused_sums(atoms, [narrow]) == []
    assert refused_sums(atoms, [narrow, ToldSum("p", *bounds("some", STRAIN, 21), True)]) == []


def test_a_band_says_no_more_than_its_bounds():
    chance = Random(1)
    for _ in range(500):
        n = chance.randint(10, 40)
        total = chance.randint(0, 100 * n)
        draw = chance.randint(-WIDEST, WIDEST)
        of = {1: CellPart(n, n, n, total * SCALE)}
        low, high = bounds(band_of(of, STRAIN, draw), STRAIN, n)
        assert low <= total <= high


@pytest.mark.parametrize(
    ("low", "high", "refused"),
    [
        (600, 1200, []),
        (1200, 1300, []),
        (1200.5, 1300, ["p"]),
        (500, 600, []),
        (500, 599.5, ["p"]),
    ],
)
def test_half_a_point_too_narrow_is_refused(low, high, refused):
    """Either of two tens takes off its own 400: for the other are left 200 to 800."""
    atoms = [AuditAtom(one, 10, Fraction(400), frozenset({"p"})) for one in (1, 2)]

    assert refused_sums(atoms, [ToldSum("p", Fraction(low), Fraction(high), True)]) == refused


def test_only_the_sums_that_do_not_fit_are_refused():
    names = [f"p{n}" for n in range(5)]
    atoms = [AuditAtom(one, 10, Fraction(400), frozenset({"u", *names})) for one in (1, 2)]
    atoms += [AuditAtom(one, 10, Fraction(500), frozenset({"q", "v"})) for one in (1, 2)]
    wide = [ToldSum("q", Fraction(700), Fraction(1200), True)]
    pages = [ToldSum("u", Fraction(700), Fraction(900)), ToldSum("v", Fraction(0), Fraction(2000))]

    assert refused_sums(atoms, [*wide, *pages]) == []
    narrow = [ToldSum(name, Fraction(1000), Fraction(1100), True) for name in names]
    assert refused_sums(atoms, [*wide, *pages, *narrow]) == names


def test_where_only_a_page_would_give_way_all_that_is_released_is_refused():
    """A page gives way last, but before a dozen sums that are all against it."""
    names = [f"p{n:02}" for n in range(12)]
    atoms = [AuditAtom(1, 8, Fraction(400), frozenset({"u", *names}))]
    page = ToldSum("u", Fraction(390), Fraction(410))

    assert refused_sums(atoms, [page]) == []
    against = [ToldSum(name, Fraction(500), Fraction(590), True) for name in names]
    assert refused_sums(atoms, [page, *against]) == names


def test_where_the_check_finds_no_answer_nothing_passes():
    with pytest.raises(ArithmeticError, match="nothing passes"):
        give_way([AtomRoom(10, 5, 0)], [AuditRow("p", True, (0,), 0, 1)])


@pytest.mark.parametrize(
    ("total", "draw", "band"),
    [
        (350 * SCALE, 0, "some"),
        (350 * SCALE - 1, 0, "low"),
        (350 * SCALE, -1, "low"),
        (350 * SCALE - 1, 1, "some"),
        (600 * SCALE, 0, "high"),
        (0, -WIDEST, "low"),
    ],
)
def test_a_band_begins_exactly_at_its_edge_with_its_chance(total, draw, band):
    assert band_of({1: CellPart(6, 6, 8, total - 9), 2: CellPart(4, 4, 6, 9)}, STRAIN, draw) == band


@pytest.mark.parametrize(
    ("band", "of", "people", "between"),
    [
        ("high", STRAIN, 10, (575, 1000)),
        ("some", STRAIN, 10, (325, 625)),
        ("low", STRAIN, 10, (0, 375)),
        # No sum lies below nothing, or above all points.
        ("some", STRAIN, 1, (10, 85)),
        ("high", edges((90, "high"), (20, "some"), (0, "low")), 1, (65, 100)),
        ("some", edges((90, "high"), (20, "some"), (0, "low")), 1, (0, 100)),
        # The lowest band is told of all that is below the others.
        ("low", edges((60, "high"), (40, "low")), 10, (0, 625)),
    ],
)
def test_the_check_takes_a_band_for_a_quarter_of_a_person_more_and_no_wider(
    band, of, people, between
):
    """Were it wider here than it is told, the check would let through what places a few people."""
    assert bounds(band, of, people) == between


def test_a_thousand_units_are_checked_in_the_blink_of_a_job():
    chance = Random(7)
    held: dict[str, list[int]] = {}
    atoms = []
    for organisation in range(6):
        for unit in range(167):
            n = chance.randint(6, 14)
            values = [chance.randint(0, 100) for _ in range(n)]
            told_in = frozenset({f"u{organisation}-{unit}", f"o{organisation}", "p"})
            told_in |= {f"r{chance.randint(0, 8)}"}
            atoms.append(AuditAtom(organisation, n, Fraction(sum(values)), told_in))
            for name in told_in:
                held.setdefault(name, []).extend(values)
    told = []
    for name, values in held.items():
        part_of = {1: CellPart(len(values), len(values), len(values), sum(values) * SCALE)}
        between = bounds(band_of(part_of, STRAIN, 0), STRAIN, len(values))
        told.append(ToldSum(name, *between, released=name[0] in "pr"))
    before = process_time()

    assert refused_sums(atoms, told) == []
    # A quarter has at most ten of these; its job has five seconds.
    assert process_time() - before < 2
