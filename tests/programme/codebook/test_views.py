"""The pages of the codebook: for everybody with a role, and the same in every organisation."""

import csv
import json
from io import StringIO

import pytest

from programme.codebook.reading import read_codebook
from tests.makers import enter

PAGE = "/programme/codebook/"


@pytest.fixture(params=["en", "th"])
def reader(client, nok, request):
    enter(client, nok)
    client.cookies["django_language"] = request.param
    return client


def test_every_table_has_its_page_and_all_have_one(reader):
    assert reader.get(PAGE).status_code == 200
    for one in read_codebook().tables:
        assert f'href="{PAGE}{one.key}/"' in reader.get(PAGE).text
        answer = reader.get(f"{PAGE}{one.key}/")
        assert answer.status_code == 200
        assert all(f"<code>{field.name}</code>" in answer.text for field in one.fields)
    whole = reader.get(f"{PAGE}whole/").text
    assert all(f'id="h-{one.key}"' in whole for one in read_codebook().tables)
    assert reader.get(f"{PAGE}salaries/").status_code == 404


def test_it_is_read_in_the_readers_language(client, nok):
    enter(client, nok)
    client.cookies["django_language"] = "th"
    found = client.get(f"{PAGE}caseload/").text
    assert "รหัสพนักงาน" in found
    assert "Employee number" not in found


def test_the_table_is_a_file_in_both_languages(reader):
    answer = reader.get(f"{PAGE}codebook.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="codebook.csv"'
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    found = {(row["table"], row["field"], row["code"]): row for row in rows}
    phase = found["caseload", "phase", "court"]
    assert (phase["label_en"], phase["label_th"], phase["value"]) == ("Court", "ชั้นศาล", "2.1")
    assert {row["hash"] for row in rows} == {read_codebook().hash}


@pytest.mark.parametrize("name", ["caseload", "five-lines"])
def test_a_form_is_a_workbook(client, nok, name):
    enter(client, nok)
    answer = client.get(f"{PAGE}forms/{name}.xlsx")
    assert answer.content.startswith(b"PK")
    assert answer["Content-Disposition"].endswith('.xlsx"')
    assert client.get(f"{PAGE}forms/salaries.xlsx").status_code == 404


def test_the_schema_is_at_the_address_that_it_names(client, nok, settings):
    enter(client, nok)
    answer = client.get(f"{PAGE}kamlangjai.schema.json")
    assert answer["Content-Type"] == "application/schema+json"
    found = json.loads(answer.content)
    assert found["$id"] == f"{settings.SITE_URL}{PAGE}kamlangjai.schema.json"
    assert read_codebook().hash in found["$comment"]


def test_it_says_the_same_to_everybody(client, nok, noi):
    found = set()
    for person in (nok, noi):
        enter(client, person)
        found.add(client.get(f"{PAGE}codebook.csv").content)
    assert len(found) == 1


def test_a_page_asks_nothing_of_the_database_for_itself(client, nok, django_assert_max_num_queries):
    enter(client, nok)
    client.get(PAGE)
    with django_assert_max_num_queries(8):
        client.get(f"{PAGE}whole/")


def test_strangers_are_sent_to_sign_in(client):
    assert client.get(PAGE).status_code == 302
