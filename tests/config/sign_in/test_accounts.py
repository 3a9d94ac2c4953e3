"""Signing in with a name and a password, and where one reads on afterwards."""

import pytest
from django.core.cache import cache

from tests.makers import PASSWORD, enter

NO_ADDRESSES = ("//[", "http://[::1", "https://example.org/", "javascript:x", "/\\[")


@pytest.fixture(autouse=True)
def no_tries_yet(db):
    cache.clear()


@pytest.mark.parametrize("odd", NO_ADDRESSES)
@pytest.mark.parametrize("path", ["/sign-in/", "/password/reset/", "/sign-out/"])
def test_a_page_for_strangers_opens_whatever_stands_where_one_would_read_on(client, path, odd):
    assert client.get(path, {"next": odd}).status_code in {200, 302}


@pytest.mark.parametrize("odd", NO_ADDRESSES)
def test_what_is_no_address_here_leads_to_the_first_page(client, nok, odd):
    answer = client.post("/sign-in/", {"login": "nok", "password": PASSWORD, "next": odd})
    assert (answer.status_code, answer["Location"]) == (302, "/")


@pytest.mark.parametrize("odd", NO_ADDRESSES)
def test_a_password_given_again_leads_to_no_other_site(client, nok, odd):
    enter(client, nok)
    assert client.get("/password/again/", {"next": odd}).status_code == 200
    answer = client.post("/password/again/", {"password": PASSWORD, "next": odd})
    assert (answer.status_code, answer["Location"]) == (302, "/")
