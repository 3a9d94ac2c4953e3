"""What only an operator can repair is said on a page, and once in the log."""

import errno
import sqlite3

import pytest
import time_machine
from django.conf import settings as real
from django.db import OperationalError, connection
from django.test import RequestFactory

from config import views
from config.operating import troubles
from tests.makers import NOW, WEEK, enter, make_checkin
from wellbeing.models import CheckIn


@pytest.fixture(autouse=True)
def nothing_told():
    troubles._told.clear()


def lines(caplog):
    return [one for one in caplog.records if one.levelname == "ERROR"]


@pytest.mark.parametrize("change", ["key", "row"])
@pytest.mark.parametrize("language", ["en", "th"])
def test_what_no_key_opens_is_said_in_two_languages(
    client, nok, caplog, settings, language, change
):
    make_checkin(nok, WEEK if change == "row" else WEEK - 1)
    if change == "row":
        CheckIn.objects.update(week=(WEEK - 1).monday)
    else:
        settings.KEY_RING = ["another-" + "k" * 32]
    enter(client, nok)
    client.cookies[real.LANGUAGE_COOKIE_NAME] = language
    with time_machine.travel(NOW, tick=False):
        for _again in range(2):
            response = client.get("/my-trend/")

    assert response.status_code == 503
    assert '<p lang="en">Something on this page is sealed' in response.text
    assert '<p lang="th">มีข้อมูลในหน้านี้ที่เข้ารหัสไว้' in response.text
    (line,) = lines(caplog)
    assert "no key of KEY_RING opens this. A key is missing" in line.getMessage()


def full(execute, sql, params, many, context):
    if sql.startswith(("INSERT", "UPDATE")):
        raise OperationalError("database or disk is full") from sqlite3.OperationalError()
    return execute(sql, params, many, context)


def test_a_full_disk_is_said_on_the_page_and_nothing_is_half_saved(client, nok, caplog):
    enter(client, nok)
    with connection.execute_wrapper(full):
        response = client.post("/language/", {"language": "th"})

    assert response.status_code == 503
    assert "Nothing can be saved just now" in response.text
    assert "What you sent was not saved" in response.text
    assert [one.getMessage() for one in lines(caplog)] == [
        "Nothing can be written: database or disk is full"
    ]


@pytest.mark.parametrize(
    ("trouble", "theirs"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), True),
        (OSError(errno.EROFS, "Read-only file system"), True),
        (OSError(errno.ENOENT, "No such file"), False),
        (OperationalError("attempt to write a readonly database"), True),
        (OperationalError("database is locked"), False),
        (ValueError("a fault of ours"), False),
        (None, False),
    ],
)
def test_only_what_an_operator_can_repair_is_said_so(trouble, theirs):
    assert bool(troubles.page_for(trouble)) == theirs


def test_it_is_said_outside_of_a_view_too():
    """A session that cannot be written fails behind every view."""
    request = RequestFactory().get("/")
    try:
        raise OperationalError("attempt to write a readonly database")
    except OperationalError:
        assert views.broken(request).status_code == 503
    assert views.broken(request).status_code == 500
