"""What a release adds up of several organisations."""

from programme.releases import actions
from programme.releases.published import WITHHELD
from programme.rules.release import WHOLE
from tests.makers import NOW
from tests.programme.conftest import make_post, make_station
from tests.programme.releases.conftest import QUARTER
from tests.programme.releases.test_actions import bands


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
