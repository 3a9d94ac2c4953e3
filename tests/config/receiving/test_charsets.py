"""Everything is read as UTF-8, and no name of a charset ends in an error of the server."""

from io import BytesIO

import pytest
from django.core.exceptions import SuspiciousOperation
from django.test import Client

from config.receiving.charsets import Application
from people.accounts import tokens
from tests.makers import enter

# Two that give half signs, one of Thai offices of old, and one that Python does not know.
OTHERS = ("utf-7", "unicode_escape", "cp874", "windows-874")


@pytest.mark.parametrize("charset", [*OTHERS, "utf8", "UTF-8"])
def test_a_search_is_read_as_utf_8_whatever_charset_is_named(client, ploy, charset):
    enter(client, ploy)
    named = {"Content-Type": f"text/plain; charset={charset}"}

    page = client.get("/people/?q=%2B2AA-%E0%B8%99%E0%B8%81\\ud800", headers=named)

    assert page.status_code == 200
    assert 'value="+2AA-นก\\ud800"' in page.text


def sent_as(charset: str, kind: str):
    """Post a form of one field to the page of signing in."""
    body = b'--x\r\nContent-Disposition: form-data; name="login"\r\n\r\nnok+2AA-\r\n--x--\r\n'
    if kind != "multipart/form-data":
        body = b"login=nok%2B2AA-"
    return Client().generic("POST", "/sign-in/", body, f"{kind}; boundary=x; charset={charset}")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["multipart/form-data", "application/x-www-form-urlencoded"])
def test_a_form_in_another_charset_is_not_understood(kind):
    assert [sent_as(one, kind).status_code for one in OTHERS] == [400] * len(OTHERS)
    assert "nok+2AA-" in sent_as("utf8", kind).text


def test_a_program_that_names_another_charset_beside_its_json_is_read_all_the_same(nok):
    client = Client(headers={"authorization": f"Bearer {tokens.make(person=nok, name='x')[1]}"})
    answer = client.post("/api/v1/days?x=%2B2AA-", "[", "application/json; charset=utf-7")
    assert (answer.status_code, answer.json()["code"]) == (400, "not_understood")


ODD = ("charset*=nope''x", "a*=b'c'd'e", "charset*=utf-7''+2AA-", "charset=hex")


@pytest.mark.parametrize("odd", ODD)
def test_a_content_type_that_cannot_be_read_counts_as_none(odd):
    about = {"REQUEST_METHOD": "GET", "wsgi.input": BytesIO(), "QUERY_STRING": "q=1&\xff"}
    request = Application().request_class(about | {"CONTENT_TYPE": f"text/plain; {odd}"})
    assert (request.content_type, request.GET["q"]) == ("", "1")


def test_an_address_with_thousands_of_parts_is_refused_only_once_it_is_read():
    about = {"REQUEST_METHOD": "GET", "wsgi.input": BytesIO(), "QUERY_STRING": "q=1&" * 2000}
    request = Application().request_class(about | {"CONTENT_TYPE": "text/plain; charset=utf-8"})
    with pytest.raises(SuspiciousOperation):
        request.GET  # noqa: B018 - it is read at the first look
