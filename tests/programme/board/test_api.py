"""Coverage for programs: the same as the file that leaves the office, and nothing nearer."""

from datetime import date, timedelta

import pytest
import time_machine

from people.models import AccessEvent
from people.weeks import today
from programme.members import actions as programmes
from programme.models import SharedPart
from tests.config.api.programs import program_of, told_problem
from tests.makers import NOW, enter, give_password, make_workers
from tests.programme.conftest import again, make_post

COVERAGE, FILE = "/api/v1/coverage", "/programme/coverage/regions.csv"
OLD = date(2025, 1, 1)


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def posts(saphan, chiang_mai, nok):
    """Five posts around Chiang Mai, each held; one in Phitsanulok, and four in Khon Kaen, which
    are people.
    """
    for person in make_workers(5, chiang_mai):
        make_post(saphan, person, since=OLD)
    make_post(saphan, nok, province="TH-65", since=OLD)
    for _post in range(4):
        make_post(saphan, province="TH-40", since=OLD)


def test_the_office_reads_the_columns_of_the_file(client, anan, posts):
    told = program_of(anan, "coverage")("get", COVERAGE).json()
    assert told["as_of"] == (today(NOW) - timedelta(days=90)).isoformat()
    [east, north, few] = told["regions"]
    counts = ("posts", "held", "one_person", "lapsing", "vacant")
    enter(client, anan)
    give_password(client)
    rows = client.get(FILE).content.decode("utf-8-sig").splitlines()
    assert rows[2].split(",") == [
        told["as_of"],
        north["name"],
        *(str(north[name]) for name in counts),
    ]
    assert (few["region"], {few[name] for name in counts}) == ("th-6", {None})
    assert {east[name] for name in counts} == {None}
    assert [rows[1].split(",")[2], rows[3].split(",")[2]] == ["Withheld"] * 2


def test_no_person_place_or_post_is_named(anan, nok, posts):
    text = program_of(anan, "coverage")("get", COVERAGE).text
    assert not any(word in text for word in ("Chiang Mai", "Kanokwan", "Saphan", "TH-65"))


@pytest.mark.parametrize("who", ["nok", "wipa", "siriporn", "ploy", "orathai"])
def test_only_the_programme_office_reads_it(request, posts, who):
    ask = program_of(request.getfixturevalue(who), "coverage")
    assert told_problem(ask("get", COVERAGE))[:2] == (403, "forbidden")


def test_a_key_for_something_else_or_from_before_there_were_scopes_does_not_stand_for_a_password(
    anan, posts
):
    assert told_problem(program_of(anan, "groups")("get", COVERAGE))[:2] == (403, "scope")
    ask = program_of(anan, "coverage")
    anan.tokens.update(scopes=None)
    assert told_problem(ask("get", COVERAGE))[:2] == (403, "scope")


def test_what_members_share_is_in_it_and_each_look_is_noted(
    seat, theirs, anan, sumalee, rest_house, posts
):
    for _post in range(5):
        make_post(rest_house.organisation, since=OLD)
    ask = program_of(again(anan), "coverage")

    def in_the_north():
        told = ask("get", COVERAGE).json()["regions"]
        return next(one["posts"] for one in told if one["region"] == "th-5")

    assert in_the_north() == 5
    programmes.agree(member=theirs, part=SharedPart.POSTS, by=again(sumalee), now=NOW)
    assert in_the_north() == 10
    looks = AccessEvent.objects.filter(what="prog_posts")
    assert [(one.viewer, one.subject) for one in looks] == [(anan, theirs.public_id)]


def test_what_is_known_is_not_sent_again(anan, posts):
    ask = program_of(anan, "coverage")
    tag = ask("get", COVERAGE)["ETag"]
    answer = ask("get", COVERAGE, if_none_match=tag)
    assert (answer.status_code, answer.content) == (304, b"")
