"""What LINE tells is believed if LINE signed it; a code joins once; texts are kept nowhere."""

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client

from people.keys.paper_codes import in_groups
from people.line import actions
from people.models import LineCode, LineLink
from people.own_data import record
from tests.makers import change_account, make_worker

from .conftest import NOW, join
from .line_server import NOK_IN_LINE, OTHER_IN_LINE, event, signed, text, told

AT = NOW.timestamp()
MINUTE = timedelta(minutes=1)


@pytest.fixture
def line_in():
    """LINE itself, which knows nothing of sessions and tokens of forms."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def code(nok):
    return actions.new_line_code(account=nok.account, now=NOW)


def of(person):
    return [actions.user_of(one) for one in LineLink.objects.filter(account=person.account)]


def test_who_sends_the_code_is_joined(line, line_in, nok, wipa, code):
    actions.new_line_code(account=wipa.account, now=NOW)
    answer = told(line_in, text(code, at=AT))

    assert (answer.status_code, answer.content) == (200, b"")
    assert (of(nok), of(wipa)) == ([NOK_IN_LINE], [])
    assert LineCode.objects.get().account == wipa.account


@pytest.mark.parametrize("between", [" ", "-", "\n", " · ", "\u200b"])
def test_a_code_is_read_as_people_type_it(line, line_in, nok, code, between):
    told(line_in, text(between.join(in_groups(code.lower())), at=AT))

    assert of(nok) == [NOK_IN_LINE]


def test_neither_code_nor_user_is_kept_in_the_clear(line, line_in, nok, code, caplog):
    told(line_in, text(code, at=AT), text("canary-words-61aa", at=AT))

    kept = str([list(model._base_manager.values()) for model in apps.get_models()])
    for canary in (code, NOK_IN_LINE, "canary"):
        assert canary not in kept
        assert canary not in caplog.text


def test_a_code_holds_for_ten_minutes(line, line_in, nok, code, clock):
    clock.shift(10 * MINUTE)
    told(line_in, text(code, at=AT))

    assert of(nok) == []
    actions.forget_codes(now=NOW + 9 * MINUTE)
    assert LineCode.objects.exists()
    actions.forget_codes(now=NOW + 10 * MINUTE)
    assert not LineCode.objects.exists()


def test_a_code_works_once(line, line_in, nok, code):
    told(line_in, text(code, at=AT))
    told(line_in, text(code, user=OTHER_IN_LINE, at=AT))

    assert of(nok) == [NOK_IN_LINE]


def test_a_new_code_takes_the_place_of_the_one_before(line, line_in, nok, code):
    again = actions.new_line_code(account=nok.account, now=NOW)
    told(line_in, text(code, at=AT))
    assert of(nok) == []
    told(line_in, text(again, at=AT))
    assert of(nok) == [NOK_IN_LINE]


def test_a_new_line_account_takes_the_place_of_the_one_before(line, line_in, joined, code):
    told(line_in, text(code, user=OTHER_IN_LINE, at=AT))

    assert of(joined) == [OTHER_IN_LINE]


def test_one_line_account_is_of_one_account_here(line, line_in, chiang_mai, joined):
    mali = make_worker(chiang_mai, "mali")
    code = actions.new_line_code(account=mali.account, now=NOW)
    told(line_in, text(code, at=AT))

    assert (of(joined), of(mali)) == ([], [NOK_IN_LINE])


def test_a_closed_account_is_not_joined(line, line_in, nok, code):
    change_account(nok, is_active=False)
    told(line_in, text(code, at=AT))

    assert of(nok) == []


@pytest.mark.parametrize(
    "signature",
    ["", "x", "ไทย", signed(b"another body"), "A" * 10_000]
    + [signed(json.dumps({"destination": "U0", "events": []}).encode(), "another secret")],
)
def test_without_the_signature_nothing_is_done(line, line_in, nok, code, signature):
    answer = told(line_in, text(code, at=AT), signature=signature)

    assert (answer.status_code, answer.content) == (401, b"")
    assert of(nok) == []


def test_a_body_that_was_changed_has_no_signature(line, line_in, nok, code):
    body = json.dumps({"destination": "U0", "events": [text(code, at=AT)]}).encode()
    answer = told(line_in, body=body.replace(b"4af4", b"0000"), signature=signed(body))

    assert answer.status_code == 401
    assert not LineLink.objects.exists()


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"1", b"null", b"{}", b'{"events": 1}', b"[" * 50_000, b"\xff\0"]
)
def test_a_signed_body_that_is_no_list_of_events_is_refused(line, line_in, body):
    assert told(line_in, body=body).status_code == 400


def test_a_large_body_is_not_read(line, line_in):
    assert told(line_in, body=b" " * (256 * 1024 + 1)).status_code == 413
    assert told(line_in, body=b" " * (1024 * 1024 + 1)).status_code == 413


@pytest.mark.parametrize("kind", ["get", "put", "delete"])
def test_the_door_takes_posts_alone(line, line_in, kind):
    assert getattr(line_in, kind)("/line/webhook").status_code == 405


def test_without_an_account_in_line_there_is_no_door(line, line_in, settings):
    settings.LINE_CHANNEL_SECRET = ""
    assert told(line_in, signature=signed(b"", "")).status_code == 404


def test_line_may_ask_whether_the_door_is_there(line, line_in):
    assert told(line_in).status_code == 200


ODD = [
    None,
    [],
    "message",
    {},
    event(),
    event(message=None),
    event(message={"type": "sticker"}),
    event(message={"type": "text"}),
    event(message={"type": "text", "text": ["a"]}),
    event(message={"type": "text", "text": "a\0b"}),
    event(message={"type": "text", "text": "x" * 5000}),
    event(message={"type": "text", "text": "half a letter \ud83d"}),
    event("follow", follow={"isUnblocked": True}),
    event("join"),
    event(7),
    event(user=None),
    event(user="x" * 100_000),
    event(user="U" + "g" * 32),
    {**event(), "timestamp": "1"},
    {**event("unfollow"), "timestamp": True},
    {**event("unfollow"), "timestamp": 10**30},
    {**event("unfollow"), "source": {"type": "user"}},
]


def test_events_of_other_kinds_and_odd_ones_change_nothing(line, line_in, joined):
    assert told(line_in, *ODD).status_code == 200
    assert of(joined) == [NOK_IN_LINE]


@pytest.mark.parametrize("kind", ["group", "room"])
def test_a_code_in_a_group_joins_nobody(line, line_in, nok, code, kind):
    one = text(code, at=AT)
    one["source"] |= {"type": kind, f"{kind}Id": "C0"}
    told(line_in, one)

    assert of(nok) == []


def test_who_blocks_the_account_is_parted(line, line_in, joined):
    told(line_in, event("unfollow", at=AT))

    assert of(joined) == []


# A clock that is a year fast, and the last hour there is: in Bangkok it has no day any more.
@pytest.mark.parametrize("ahead", [AT + 365 * 86_400, 253_402_300_799])
def test_whom_a_clock_that_runs_ahead_joined_is_parted_all_the_same(
    line, line_in, nok, code, clock, ahead
):
    told(line_in, text(code, at=ahead))
    assert of(nok) == [NOK_IN_LINE]
    assert record.as_zip(nok, NOW)

    clock.shift(MINUTE)
    told(line_in, event("unfollow", at=AT + 60))
    assert of(nok) == []


def test_of_another_user_nothing_is_parted(line, line_in, joined):
    told(line_in, event("unfollow", user=OTHER_IN_LINE, at=AT))

    assert of(joined) == [NOK_IN_LINE]


def test_what_line_tells_again_changes_nothing(line, line_in, nok):
    """Blocked at one, joined again at two, and then told of one once more."""
    join(nok, said_at=NOW - 5 * MINUTE)
    gone = event("unfollow", at=AT - 240)
    told(line_in, gone)
    code = actions.new_line_code(account=nok.account, now=NOW)
    told(line_in, text(code, at=AT - 60))
    gone["deliveryContext"]["isRedelivery"] = True
    told(line_in, gone)
    told(line_in, text(code, at=AT - 60))

    assert of(nok) == [NOK_IN_LINE]
