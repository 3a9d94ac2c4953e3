"""What a release adds up of several organisations."""

from datetime import datetime, time, timedelta

from people.models import Person
from people.weeks import BANGKOK
from programme.releases import actions, figures
from programme.releases.published import WITHHELD
from programme.rules.release import WHOLE
from tests.makers import NOW, make_checkin, make_week, make_workers
from tests.programme.conftest import make_post, make_station
from tests.programme.releases.conftest import QUARTER
from tests.programme.releases.test_actions import bands
from tests.training.conftest import make_certificate, make_certificate_type
from wellbeing.models import BlockResult
from workload.models import UnitLoad

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
