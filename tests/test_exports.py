"""What leaves the product as a file: found by asking every address, whoever adds one."""

import pytest
from django.urls import reverse

from tests.makers import enter, give_password
from tests.test_permissions import ROWS, address, boss, friday, objects

__all__ = ["boss", "friday", "objects"]

# Files that hold people's data, many at once or all of one.
ASKS_AGAIN = {
    "directory_sheet",
    "list_left_out",
    "coverage_sheet",
    "opened_sheet",
    "record_json",
    "record_zip",
    "report_file",
    "requirement_sheet",
    "staffing_memo_file",
    "team_sheet",
    "training_report_sheet",
}
# Files for which nobody gives a password again, each with its reason.
WITHOUT_ASKING = {
    "codebook_form": "questions of an empty form, of nobody",
    "codebook_schema": "names of fields and codes, of nobody",
    "codebook_sheet": "names of fields and codes, of nobody",
    "badge": "the holder's own, made to be handed on",
    "evidence": "one file about one person; each download is noted with which it was",
    "groups_sheet": "bands of frozen blocks, as everybody in the unit reads them; of nobody",
    "list_empty_sheet": "headings and an example, of nobody",
    "unit_loads_sheet": "bands of frozen blocks under the groups rule; of nobody",
}


def is_file(answer) -> bool:
    return "attachment" in answer.get("Content-Disposition", "")


@pytest.fixture
def files(client, objects, nok, boss):
    """The files that two people get, one who works and one with every role: at once, and where
    their password was asked for again, after they gave it."""
    before, after = set(), set()
    for person in (nok, boss):
        enter(client, person)
        answers = {(row[0], row[1]): client.get(address(*row[:2], objects)) for row in ROWS}
        before |= {line[0] for line, answer in answers.items() if is_file(answer)}
        asked = [line for line, one in answers.items() if asks_again(one)]
        give_password(client)
        after |= {line[0] for line in asked if is_file(client.get(address(*line, objects)))}
    return before, after


def asks_again(answer) -> bool:
    return reverse("account_reauthenticate") in answer.get("Location", "")


def test_every_file_with_peoples_data_asks_for_the_password_again(files):
    before, after = files
    assert before == WITHOUT_ASKING.keys()
    assert after == ASKS_AGAIN


def test_whoever_may_not_have_a_file_is_not_even_asked(client, nok, friday):
    enter(client, nok)
    for path in ("/training/requirements/table.csv", "/team/board.csv"):
        assert client.get(path).status_code == 404
