"""What a release adds up of several organisations."""

from people.models import Person
from programme.releases import actions
from programme.releases.published import WITHHELD
from programme.rules.release import WHOLE
from tests.makers import NOW
from tests.programme.conftest import make_post, make_station
from tests.programme.releases.conftest import QUARTER
from tests.programme.releases.test_actions import bands

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
