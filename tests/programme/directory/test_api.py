"""The directory for programs: what a person's page shows, narrowed alike."""

import pytest
import time_machine

from people.models import AccessEvent
from programme.members import actions as programmes
from programme.models import SharedPart
from tests.config.api.programs import program_of, told_problem
from tests.makers import NOW
from tests.programme.conftest import again
from tests.programme.directory.makers import make_entry

DIRECTORY = "/api/v1/directory"


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


def names(person, **asked):
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return [
        one["name"]
        for one in program_of(person, "directory")("get", f"{DIRECTORY}?{query}").json()["items"]
    ]


def test_an_entry_says_what_the_page_says(nok, ploy, saphan):
    entry = make_entry(saphan, ploy, room=2)
    [told] = program_of(nok, "directory")("get", DIRECTORY).json()["items"]
    assert (told["id"], told["name"]) == (str(entry.public_id), "Legal desk")
    assert [one["code"] for one in told["services"]] == ["legal"]
    assert (told["provinces"], told["room_state"], told["phone"]) == (
        ["TH-50"],
        "little",
        "053 000 000",
    )
    assert "confirmed_by" not in told
    assert not AccessEvent.objects.exists()


def test_of_a_shelter_no_province_is_told(nok, ploy, saphan):
    make_entry(saphan, ploy, "Night home", services=["shelter"], provinces=[], regions=["th-5"])
    [told] = program_of(nok, "directory")("get", DIRECTORY).json()["items"]
    assert (told["provinces"], told["regions"]) == ([], ["th-5"])


def test_others_are_there_while_they_share_and_retired_ones_never(nok, ploy, sumalee, theirs):
    make_entry(theirs.organisation, sumalee, "Rest house desk")
    make_entry(theirs.organisation, sumalee, "Old desk", retired_at=NOW)
    assert names(nok) == []
    programmes.agree(member=theirs, part=SharedPart.DIRECTORY, by=again(sumalee), now=NOW)
    assert names(nok) == ["Rest house desk"]


def test_it_is_narrowed_as_on_the_page(nok, ploy, saphan):
    make_entry(saphan, ploy)
    make_entry(saphan, ploy, "Interpreters", services=["interpret"], languages=["my"])
    assert names(nok, q="interp") == ["Interpreters"]
    assert names(nok, service="legal") == ["Legal desk"]
    assert names(nok, speaks="my") == ["Interpreters"]
    assert names(nok, place="TH-90") == []
    assert len(names(nok, place="TH-999", service="x")) == 2  # what is unknown is none
    ask = program_of(nok, "directory")
    assert told_problem(ask("get", f"{DIRECTORY}?q={'x' * 61}"))[0] == 422
    first = ask("get", f"{DIRECTORY}?limit=1").json()
    rest = ask("get", f"{DIRECTORY}?limit=1&cursor={first['next']}").json()
    assert {first["items"][0]["name"], rest["items"][0]["name"]} == {"Interpreters", "Legal desk"}
    assert rest["next"] is None
    wrong = ask("get", f"{DIRECTORY}?limit=1&q=desk&cursor={first['next']}")
    assert told_problem(wrong) == (422, "cursor", [("cursor", "cursor")])
