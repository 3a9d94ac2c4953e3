"""What a release adds up of several organisations."""

from datetime import datetime, time, timedelta
from fractions import Fraction

from people.models import Person
from people.rules.year_parts import DAY
from people.weeks import BANGKOK
from programme.members.door import OpenPart
from programme.releases import actions, consents, figures
from programme.releases.published import WITHHELD
from programme.rules.release import NOWHERE, OF_POSTS, SCALE, WHOLE, CellPart
from tests.makers import NOW, make_checkin, make_week, make_workers
from tests.programme.conftest import make_holder, make_post, make_station
from tests.programme.releases.conftest import QUARTER
from tests.programme.releases.test_actions import bands
from tests.training.conftest import make_certificate, make_certificate_type
from wellbeing.models import BlockResult, CheckIn
from workload.models import UnitLoad, WorkWeek

PEOPLE = ("load", "wellbeing", "certificates")


def coverage_of(two_of_office):
    made = actions.ask_for_release(quarter=str(QUARTER), by=two_of_office[0], now=NOW)
    return bands(made)[QUARTER.blocks[-1].number, WHOLE, "coverage"]


def post_at(units, *stations):
    for unit in units:
        for name in stations:
            station = make_station(unit.organisation, name)
            make_post(unit.organisation, station=station)
            make_post(unit.organisation, station=station)


def test_posts_of_three_organisations_are_told_of_three_stations(
    agreed, two_of_office, office, rest_house, division
):
    post_at((office, rest_house, division), "Mueang", "Mae Rim", "Fang")

    assert coverage_of(two_of_office) == "few"


def test_a_station_of_several_organisations_is_one_station(
    agreed, two_of_office, office, rest_house, division
):
    """Each has entered it for itself, and perhaps written it a little otherwise."""
    post_at((office, division), "Mueang", "Mae Rim")
    post_at((rest_house,), "mueang ", "MAE  RIM")

    assert coverage_of(two_of_office) == WITHHELD


def test_a_person_of_several_organisations_counts_once(agreed, crews, two_of_office):
    """Eight people who work in all three are eight, and not twenty-four."""
    for crew in crews[1:]:
        for person, first in zip(crew, crews[0], strict=True):
            Person.objects.filter(pk=person.pk).update(account=first.account)
    made = actions.ask_for_release(quarter=str(QUARTER), by=two_of_office[0], now=NOW)
    told = bands(made)

    assert {told[QUARTER.blocks[-1].number, WHOLE, one] for one in PEOPLE} == {WITHHELD}


def test_who_works_in_two_of_many_leaves_the_others_told(agreed, crews, two_of_office):
    Person.objects.filter(pk=crews[1][0].pk).update(account=crews[0][0].account)
    made = actions.ask_for_release(quarter=str(QUARTER), by=two_of_office[0], now=NOW)

    assert bands(made)[QUARTER.blocks[-1].number, WHOLE, "load"] == "usual"


def test_a_certificate_counts_that_is_in_date_on_the_last_day_of_its_block(saphan, chiang_mai, noi):
    block = QUARTER.blocks[-1]
    day, kind = block.last.sunday, make_certificate_type(saphan)
    before, after = day - timedelta(days=1), day + timedelta(days=1)
    noon = datetime.combine(day, time(12), BANGKOK)
    told = (
        ({"expires_on": None}, True),
        ({"expires_on": day}, True),
        ({"expires_on": before}, False),
        ({"issued_on": after}, False),
        ({"revoked_at": noon}, False),
        ({"revoked_at": noon + timedelta(days=1)}, True),
    )
    people = make_workers(len(told) + 1, chiang_mai)
    for person, (changes, _counts) in zip(people, told, strict=False):
        revoked = {"revoked_by": person, "revoked_reason": "A mistake", "current": False}
        also = revoked if "revoked_at" in changes else {}
        make_certificate(person, kind, by=person, **changes, **also)
    regions = figures.UnitRegions.read({one.pk: 5 for one in (saphan, noi.organisation)})
    found = figures.certificates(block, regions, [saphan.pk])

    assert {one.organisation for one in found.values} == {saphan.pk}
    assert len(found.values) == len(people)
    assert sum(bool(one.value) for one in found.values) == sum(counts for _one, counts in told)


def test_of_each_certificate_the_newest_counts_as_on_the_pages(saphan, chiang_mai):
    """An older one that would have lasted longer was followed by one that lapsed."""
    day = QUARTER.blocks[-1].last.sunday
    kind, other = (make_certificate_type(saphan, name) for name in ("Listening", "First aid"))
    lapsed, renewed, another = people = make_workers(3, chiang_mai)
    ends, lasts = day - timedelta(days=1), day + timedelta(days=400)
    for person, spans in ((lapsed, (lasts, ends)), (renewed, (ends, lasts)), (another, (ends,))):
        for n, expires_on in enumerate(spans, start=1 - len(spans)):
            issued = {"issued_on": day - timedelta(days=300 - n), "expires_on": expires_on}
            make_certificate(person, kind, by=person, current=n == 0, **issued)
    make_certificate(another, other, by=another, issued_on=day, expires_on=None)
    found = figures.certificates(
        QUARTER.blocks[-1], figures.UnitRegions.read({saphan.pk: 5}), [saphan.pk]
    )

    assert len(found.values) == len(people)
    assert sum(bool(one.value) for one in found.values) == 2


def test_what_pages_told_is_of_the_same_block(saphan, chiang_mai):
    block, other = QUARTER.blocks[-1], QUARTER.blocks[0]
    for person in make_workers(6, chiang_mai):
        make_checkin(person, block.first)
        make_week(person, block.first)
    regions = figures.UnitRegions.read({saphan.pk: 5})
    about = {"unit": chiang_mai, "size": "5-9", "smallest": 5, "frozen_at": NOW}
    for model, read, band in (
        (BlockResult, figures.wellbeing, {"strain": "some"}),
        (UnitLoad, figures.load, {"band": "steady"}),
    ):
        model.objects.create(block=other.number, **about, **band)
        assert read(block, regions, [saphan.pk]).pages == ()
        model.objects.create(block=block.number, **about, **band)
        assert [one.name for one in read(block, regions, [saphan.pk]).pages] == [str(chiang_mai.pk)]


def read_of(read, *organisations, block=QUARTER.blocks[-1], among=None):
    """What a measure adds up of some organisations, among these or others that agreed."""
    regions = figures.UnitRegions.read({one.pk: 5 for one in among or organisations})
    return read(block, regions, [one.pk for one in organisations])


def test_of_answers_and_loads_two_of_each_organisation_may_always_be_silent(crews, saphan):
    """Eight sent, six of them answered: strain 50; eight have a load of 92 percent, 46 of 200."""
    found = read_of(figures.wellbeing, saphan).places
    assert found == {NOWHERE: {saphan.pk: CellPart(6, 6, 8, 6 * 50 * SCALE)}}
    [(place, of)] = read_of(figures.load, saphan).places.items()
    part = of[saphan.pk]
    assert (place, part.people, part.counted, part.sent) == (NOWHERE, 8, 6, 8)
    assert part.total // SCALE == 8 * 46 + 1


def test_who_sent_no_week_hides_no_answer(crews, office, saphan):
    """Of six who sent, and all answered, two may be silent, however many others belong."""
    make_workers(4, office)
    quiet = [one.pk for one in crews[0][6:]]
    CheckIn.objects.filter(person__in=quiet).delete()
    WorkWeek.objects.filter(person__in=quiet).delete()
    for read in (figures.wellbeing, figures.load):
        part = read_of(read, saphan).places[NOWHERE][saphan.pk]
        assert (part.people, part.counted, part.sent) == (6, 4, 6)


def test_a_cell_is_withheld_whose_people_count_only_with_those_who_sent_no_week(
    agreed, crews, two_of_office
):
    """Each has six who sent, of whom four count: without one organisation eight are left."""
    for crew in crews:
        quiet = [one.pk for one in crew[6:]]
        CheckIn.objects.filter(person__in=quiet).delete()
        WorkWeek.objects.filter(person__in=quiet).delete()
    made = actions.ask_for_release(quarter=str(QUARTER), by=two_of_office[0], now=NOW)
    told, number = bands(made), QUARTER.blocks[-1].number
    assert told[number, WHOLE, "wellbeing"] == told[number, WHOLE, "load"] == WITHHELD


def test_what_an_organisation_did_not_let_in_is_in_no_figure(crews, saphan, noi):
    among = [saphan, noi.organisation]
    for read in (figures.wellbeing, figures.load, figures.certificates):
        found = read_of(read, saphan, among=among)
        assert {one.organisation for one in found.values} == {saphan.pk}


def test_a_person_of_two_organisations_is_in_one_part_with_every_measure(crews, saphan, noi):
    """The first place counts; what pages of the other tell of the person stands beside it."""
    Person.objects.filter(pk=crews[1][0].pk).update(account=crews[0][0].account)
    other = noi.organisation
    for read in (figures.wellbeing, figures.load):
        found = read_of(read, saphan, other)
        sent = {one: part.sent for one, part in found.places[NOWHERE].items()}
        assert sent == {saphan.pk: 8, other.pk: 7}
        assert sum(one.sent for one in found.values) == 16
    regions = figures.UnitRegions.read({saphan.pk: 5, other.pk: 5})
    first, second = crews[0][0].pk, crews[1][0].pk
    assert regions.counted_once([second, first]) == {first}


def test_a_unit_is_where_the_unit_above_it_is_until_it_has_a_province(
    crews, office, chiang_mai, ploy, saphan
):
    regions = figures.UnitRegions.read({saphan.pk: 5})
    assert {place for _one, place in regions.homes.values()} == {NOWHERE}
    consents.place_unit(unit=office, province="TH-10", by=ploy, now=NOW)
    below = figures.UnitRegions.read({saphan.pk: 5}).homes
    assert below[chiang_mai.pk] == below[office.pk] == (saphan.pk, "th-b")
    consents.place_unit(unit=chiang_mai, province="TH-50", by=ploy, now=NOW)
    homes = figures.UnitRegions.read({saphan.pk: 5}).homes
    assert (homes[chiang_mai.pk][1], homes[office.pk][1]) == ("th-5", "th-b")


def test_what_pages_withheld_or_told_of_others_bounds_nothing(crews, office, rest_house, saphan):
    block = QUARTER.blocks[-1]
    about = {"block": block.number, "smallest": 5, "frozen_at": NOW}
    for unit, size in ((office, ""), (rest_house, "5-9")):
        said = {"strain": "some"} if size else {}
        BlockResult.objects.create(unit=unit, size=size, **about, **said)
        UnitLoad.objects.create(unit=unit, size=size, band="steady" if size else "", **about)
    for read in (figures.wellbeing, figures.load):
        assert read_of(read, saphan).pages == ()


def test_what_pages_told_bounds_a_sum_by_its_band_and_its_chance(crews, office, saphan):
    """Of six the strain was from 35 to 60, and of eight the load under a limit of 100 percent."""
    block = QUARTER.blocks[-1]
    about = {"unit": office, "block": block.number, "size": "5-9", "smallest": 5, "frozen_at": NOW}
    BlockResult.objects.create(strain="some", **about)
    UnitLoad.objects.create(band="steady", **about)
    [told] = read_of(figures.wellbeing, saphan).pages
    assert (told.low, told.high) == (6 * 35 - 25, 6 * 60 + 25)
    found = read_of(figures.load, saphan)
    [told] = found.pages
    watch = figures.ReleasedLoads(block, figures.UnitRegions.read({saphan.pk: 5}).of([saphan.pk]))
    limit = watch.limits[office.pk].watch
    chance = Fraction(25, 2)
    assert (told.low, told.high) == (-chance, 8 * Fraction(limit) / 2 + chance)
    assert {one.pages for one in found.values} == {frozenset({told.name})}


def test_a_post_is_told_as_it_was_held_ninety_days_before(two_of_office, saphan, office):
    """By enough people, each counted once, and in the region where it is."""
    block = QUARTER.blocks[-1]
    day = block.last.sunday - timedelta(days=90)
    nok, mali = make_workers(2, office)
    about = {"since": day - timedelta(days=30), "station": make_station(saphan, "Mueang")}
    for starts, ends in ((day, None), (day - DAY, day), (day + DAY, None), (day - DAY, day - DAY)):
        make_holder(make_post(saphan, **about), nok, starts=starts, ends=ends)
    make_holder(make_post(saphan, needed=2, **about), nok, starts=day)
    both = make_post(saphan, needed=2, **about)
    make_holder(both, nok, starts=day)
    make_holder(both, mali, starts=day)
    make_post(saphan, **about | {"since": day + DAY})
    reached = figures.opened_posts([saphan.pk], OpenPart(two_of_office[0], NOW, {}))
    found = figures.coverage(block, reached)
    full = [True, True, False, False, False, True]
    assert [one.value for one in found.values] == [100 * SCALE * one for one in full]
    [(place, of)] = found.places.items()
    assert (place, of[saphan.pk].sent, len(of[saphan.pk].stations)) == ("th-5", 6, 1)
    assert found.limits == OF_POSTS
