"""Whoever has no role today reads what is theirs and nothing else, whatever they held before.

Wipa led Nok's team until yesterday. Nobody closed her account: that is her own choice.
"""

import re

import pytest
import time_machine
from django.urls import reverse

from config.open_pages import OPEN_WITHOUT_ROLE
from people.accounts import tokens
from tests.makers import NOW, end_roles, enter, give_password, make_membership, make_share
from tests.relations import afresh
from tests.test_permissions import ROWS, address
from training.own_calendar import calendars

DESCRIBED = {"api:openapi-json", "api:openapi-view", "api:api-root"}


@pytest.fixture(autouse=True)
def friday(db):
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def gone(client, nok, wipa):
    """Wipa, signed in when her last role ended."""
    make_share(wipa, nok)
    enter(client, wipa)
    return end_roles(wipa)


def test_home_says_kindly_that_there_is_no_role_and_leads_to_what_is_hers(client, gone):
    page = client.get("/")
    assert page.status_code == 200
    assert "You have no role here at the moment" in page.text
    for name in ("my_record", "my_certificates", "passport", "account", "help_now"):
        assert f'href="{reverse(name)}"' in page.text


def test_the_page_is_there_in_thai_too(client, gone):
    client.cookies["django_language"] = "th"
    assert "ตอนนี้คุณไม่มีบทบาทที่นี่" in client.get("/").text


def hrefs(page: str) -> set[str]:
    """The addresses inside the product to which a page leads."""
    return set(re.findall(r'(?:href|action)="(/[^"#?]*)', page)) - {"/static/icons.svg"}


def test_no_page_of_hers_leads_to_one_that_is_not_there(client, gone):
    """From home on, through everything that is open, to the end."""
    give_password(client)
    known, found = set(), {"/"}
    while new := found - known:
        for path in new:
            answer = client.get(path)
            assert answer.status_code in {200, 302, 405}, path
            if "html" in answer["Content-Type"]:
                found |= {one for one in hrefs(answer.text) if not one.startswith("/static/")}
        known |= new
    assert reverse("erase") in known
    assert reverse("mfa_add_webauthn") in known
    assert reverse("talk") not in known


def test_she_takes_back_what_she_shares_and_changes_her_name(client, gone):
    share = gone.shares.get()
    assert client.post(reverse("my_shares"), {"withdraw": share.public_id}).status_code == 302
    share.refresh_from_db()
    assert share.withdrawn_at == NOW
    sent = {"full_name_en": "Wipa T.", "language": "th"}
    assert client.post(reverse("account_names"), sent).status_code == 302
    assert afresh(gone).full_name_en == "Wipa T."


def test_a_form_she_still_had_open_is_answered_like_one_that_is_not_there(client, gone, nok):
    team, nowhere = client.post(f"/team/{nok.public_id}/", {"do": "see"}), client.post("/nowhere/")
    assert (team.status_code, nowhere.status_code) == (404, 404)


def test_her_key_and_her_calendar_open_nothing_and_open_again_with_a_new_role(
    client, wipa, chiang_mai
):
    _key, text = tokens.make(person=wipa, name="My sheet")
    calendar = reverse("calendar", args=[calendars.renew(person=wipa, now=NOW)])
    asked = {"path": "/api/v1/team", "headers": {"Authorization": f"Bearer {text}"}}
    assert (client.get(**asked).status_code, client.get(calendar).status_code) == (200, 200)
    wipa = end_roles(wipa)
    refused = client.get(**asked)
    assert (refused.status_code, client.get(calendar).status_code) == (401, 404)
    assert refused.json()["detail"] == "A valid key is needed."
    make_membership(wipa, chiang_mai, "supervisor", hours=None)
    assert client.get(**asked).status_code == 200


def test_a_new_role_opens_her_pages_again(client, gone, chiang_mai):
    assert client.get("/my-week/").status_code == 404
    make_membership(gone, chiang_mai, "worker")
    assert client.get("/my-week/").status_code == 200
    assert client.get("/").status_code == 302


def test_a_role_that_begins_tomorrow_opens_nothing_today(client, gone, chiang_mai):
    make_membership(gone, chiang_mai, "worker", starts=NOW.date().replace(day=21))
    assert client.get("/my-week/").status_code == 404


def test_what_is_open_is_named_as_routes_are(client):
    for name in OPEN_WITHOUT_ROLE - {"certificate", "evidence", "proof", "badge"}:
        reverse(name, args=[1] if name == "mfa_remove_webauthn" else [])


VERBS = ("get", "post", "put", "patch")
# A person's number and the role's own.
OF_A_ROLE = ("api:change_role", "api:end_role")


def test_her_key_opens_no_operation_of_the_api(client, wipa):
    _key, text = tokens.make(person=wipa, name="My sheet")
    end_roles(wipa)
    operations = [row for row in ROWS if row[0].startswith("api:")]
    made_up = {row[0]: {row[1]: ["17", 1]} for row in operations if row[0] in OF_A_ROLE}
    answers = {
        (row[0], verb): getattr(client, verb)(
            address(row[0], row[1], made_up), headers={"Authorization": f"Bearer {text}"}
        ).status_code
        for row in operations
        for verb in VERBS
    }
    # Signed out, the description of the API asks for a sign-in, and its root is no page.
    answers = {one: code for one, code in answers.items() if one[0] not in DESCRIBED}
    assert len(answers) > 30
    assert set(answers.values()) == {401, 405}
    assert all(401 in {answers[name, verb] for verb in VERBS} for name, _verb in answers)
