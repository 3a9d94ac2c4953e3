"""Scoring over HTTP: anyone with a key can check how we add up, and nothing is kept."""

import json
import random
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.accounts import tokens
from tests.makers import enter
from wellbeing.instruments import instrument_keys, instrument_named, score

INSTRUMENTS = "/api/v1/instruments"
PROQOL, WHO = f"{INSTRUMENTS}/proqol-5/score", f"{INSTRUMENTS}/who-5/score"
FOURTH = [2, 4, 3, 2, 4, 2, 4, 4, 3, 4, 4, 3, 3, 3, 2, 3, 2, 3, 4, 3, 5, 3, 3, 3, 3, 4, 3, 3, 3, 3]


@pytest.fixture
def key(nok):
    return tokens.make(person=nok, name="checking")[1]


@pytest.fixture
def ask(client, key):
    def send(address, body, **more):
        text = body if isinstance(body, str) else json.dumps(body)
        headers = {"Authorization": f"Bearer {key}"} | more
        return client.post(address, text, content_type="application/json", headers=headers)

    return send


def figures(answer, n=0):
    return {
        one["code"]: (one["value"], one["answered"], one["band"])
        for one in answer.json()["results"][n]["figures"]
    }


def test_a_worked_example_comes_out_as_in_the_design(ask):
    answer = ask(PROQOL, {"sets": [FOURTH]})
    assert answer.status_code == 200
    assert {k: v for k, v in answer.json().items() if k != "results"} == {
        "key": "proqol-5",
        "version": "1",
        "norm": "",
    }
    assert figures(answer) == {
        "CS": ("29.0000", 10, "average"),
        "BO": ("40.0000", 10, "average"),
        "STS": ("34.0000", 10, "average"),
    }
    assert answer.json()["results"][0]["pattern"] is None


def test_by_item_in_any_order_is_the_same_as_a_list(ask):
    pairs = list(zip(instrument_named("proqol-5").items, FOURTH, strict=True))
    random.Random(1).shuffle(pairs)
    answer = ask(PROQOL, {"sets": [FOURTH, dict(pairs)]})
    assert figures(answer, 0) == figures(answer, 1)


def test_too_few_answers_give_no_figure(ask):
    answer = ask(PROQOL, {"sets": [[None] * 30, {"3": 5}]})
    assert figures(answer) == dict.fromkeys(("CS", "BO", "STS"), (None, 0, ""))
    assert figures(answer, 1)["CS"] == (None, 1, "")


def test_the_thai_cut_off_is_asked_for_by_name(ask):
    bands = {
        norm: figures(ask(WHO, {"sets": [[2, 2, 2, 3, 3]], "norm": norm}))["WB"][2]
        for norm in ("", "th")
    }
    assert bands == {"": "poor", "th": "ok"}


@pytest.mark.parametrize(
    ("address", "body", "sentence"),
    [
        (WHO, {"sets": [[1] * 5, [1] * 4]}, "sets.1: who-5 has 5 items, here are 4."),
        (WHO, {"sets": [[1] * 5, [1, 1, 6, 1, 1]]}, "sets.1: Item 3: 6 is not an answer from 0"),
        (WHO, {"sets": [{"9": 1}]}, "sets.0: There is no item 9."),
        (WHO, {"sets": [[-1, 1, 1, 1, 1]]}, "sets.0: Item 1: -1 is not an answer from 0 to 5."),
        (WHO, {"sets": [[1] * 5], "norm": "x"}, "norm: who-5 has no bands of this name."),
        (PROQOL, {"sets": [[3] * 30], "norm": "th"}, "norm: proqol-5 has no bands"),
        (WHO, {"sets": [[1] * 5, [1, 1, 1, 1, 1.0]]}, "sets.1"),
        (WHO, {"sets": [[1, 1, 1, 1, True]]}, "sets.0"),
        (WHO, {"sets": [[1, 1, 1, 1, "1"]]}, "sets.0"),
        (WHO, {"sets": []}, "sets"),
        (WHO, {"sets": [[1] * 101]}, "sets.0"),
        (WHO, {"sets": [[1] * 5] * 10_001}, "sets"),
        (WHO, {"sets": [[1] * 5], "person": "nok"}, "person"),
        (WHO, {}, "sets"),
    ],
)
def test_what_cannot_be_scored_is_refused_with_its_row(ask, address, body, sentence):
    answer = ask(address, body)
    assert answer.status_code == 422
    assert sentence in answer.json()["detail"]


def test_a_hundred_wrong_rows_are_told_by_the_first_twenty(ask):
    answer = ask(WHO, {"sets": [[9] * 5] * 100})
    rows = [one["detail"].split(":")[0] for one in answer.json()["errors"]]
    assert rows == [f"sets.{n}" for n in range(20)]


def test_many_misshapen_answers_are_told_by_the_first(ask):
    answer = ask(WHO, {"sets": [["x"] * 5] * 1000})
    assert answer.status_code == 422
    assert len(answer.content) < 1000


def test_an_unknown_instrument_is_not_there(ask):
    assert ask(f"{INSTRUMENTS}/mbi/score", {"sets": [[1]]}).status_code == 404


@pytest.mark.parametrize(("body", "status"), [("{", 400), ("[" + " " * 2**20 + "]", 413)])
def test_no_json_and_too_much_of_it_are_refused_in_words(ask, body, status):
    answer = ask(WHO, body)
    assert answer.status_code == status
    assert answer.json()["code"] == {400: "not_understood", 413: "too_large"}[status]


def test_the_refusal_is_in_the_readers_language(ask):
    thai = {"Accept-Language": "th"}
    answer = ask(WHO, {"sets": [[1] * 4]}, **thai)
    assert "ข้อ" in answer.json()["detail"]


@pytest.mark.parametrize("address", [INSTRUMENTS, WHO])
def test_a_key_is_needed(client, nok, address):
    send = client.get if address == INSTRUMENTS else client.post
    assert send(address).status_code == 401
    enter(client, nok)
    assert send(address).status_code == 401


def test_ten_thousand_sets_are_scored_without_a_word_to_the_database(ask):
    drawn = random.Random(2)
    sets = [[drawn.randint(1, 5) for _ in range(30)] for _ in range(10_000)]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = ask(PROQOL, json.dumps({"sets": sets}, separators=(",", ":")))
    assert answer.status_code == 200
    found = answer.json()["results"]
    assert len(found) == 10_000
    expected = score(
        instrument_named("proqol-5"),
        dict(zip(instrument_named("proqol-5").items, sets[-1], strict=True)),
    )
    assert [float(one["value"]) for one in found[-1]["figures"]] == [
        one.value for one in expected.figures
    ]
    # Whose key it is, their roles with until when they are away, that it was used, and that it
    # called: nothing for the sets.
    named = [re.search(r'(?:FROM|INTO|UPDATE) "(\w+)"', one["sql"]) for one in asked]
    tables = [one[1] for one in named if one]
    assert tables[:3] == ["people_apitoken", "people_absence", "people_apitoken"]
    assert tables[3:] == ["cache_entry"]


def test_every_key_is_listed_with_its_sources_and_licence(client, key):
    answer = client.get(INSTRUMENTS, headers={"Authorization": f"Bearer {key}"})
    found = {one["key"]: one for one in answer.json()}
    assert found.keys() == instrument_keys().keys()
    assert all(one["licence"] and one["sources"] for one in found.values())
    who = found["who-5"]
    assert [one["code"] for one in who["subscales"][0]["norms"]["th"]] == ["very-low", "poor", "ok"]
    assert found["cbi"]["reverse"] == ["W7"]
    changes = {
        one["code"]: (one["reliable_change"], one["change_unit"])
        for name in ("cbi", "olbi", "proqol-5")
        for one in found[name]["subscales"]
    }
    assert changes["P"] == ("16.4902", "")
    assert changes["D"] == (None, "")
    assert changes["BO"] == ("13.8593", "T")
