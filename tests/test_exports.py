"""What leaves the product as a file: found by asking every address, whoever adds one."""

import pytest

from tests.makers import enter, give_password
from tests.test_permissions import ROWS, address, boss, friday, objects

__all__ = ["boss", "friday", "objects"]

# Files that hold people's data, many at once or all of one.
ASKS_AGAIN = {
    "opened_sheet",
    "record_json",
    "record_zip",
    "requirement_sheet",
    "team_sheet",
    "training_report_sheet",
}
# Files for which nobody gives a password again, each with its reason.
WITHOUT_ASKING = {
    "badge": "the holder's own, made to be handed on",
    "evidence": "one file about one person; each download is noted with which it was",
    "groups_sheet": "bands of frozen blocks, as everybody in the unit reads them; of nobody",
    "unit_loads_sheet": "bands of frozen blocks under the groups rule; of nobody",
}


def taken_along(client, objects) -> set[str]:
    """Name the routes that answer this visitor with a file."""
    return {
        row[0]
        for row in ROWS
        if "attachment"
        in client.get(address(row[0], row[1], objects)).get("Content-Disposition", "")
    }


@pytest.fixture
def files(client, objects, nok, boss):
    """The files that two people get, one who works and one with every role: before and after they
    gave their password again."""
    before, after = set(), set()
    for person in (nok, boss):
        enter(client, person)
        before |= taken_along(client, objects)
        give_password(client)
        after |= taken_along(client, objects)
    return before, after


def test_every_file_with_peoples_data_asks_for_the_password_again(files):
    before, after = files
    assert before == WITHOUT_ASKING.keys()
    assert after - before == ASKS_AGAIN


def test_whoever_may_not_have_a_file_is_not_even_asked(client, nok, friday):
    enter(client, nok)
    for path in ("/training/requirements/table.csv", "/team/board.csv"):
        assert client.get(path).status_code == 404
