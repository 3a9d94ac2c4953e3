"""A browser is of one account; an account has few of them, and they end with it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from people.accounts import parting, safety
from people.members import memberships
from people.members.role_events import OPERATOR
from people.models import PushSubscription
from people.own_data import record
from people.phones import actions
from people.phones.services import is_push_service
from tests.makers import NOW, end_roles, make_membership, make_person
from wellbeing.own_data import erasing

from .conftest import join

FCM = "https://fcm.googleapis.com/fcm/send/a"


def phones(person):
    return [str(one) for one in PushSubscription.objects.visible_to(person)]


def test_a_phone_is_joined_with_a_name_or_a_number(nok, wipa, service):
    join(nok, service, "a", name="my own phone")
    join(nok, service, "b")
    join(wipa, service, "c")

    assert phones(nok) == ["my own phone", "Phone 2"]
    assert phones(wipa) == ["Phone 1"]


def test_an_address_is_kept_sealed_and_opens_for_its_owner(nok, service):
    phone = join(nok, service, "token")
    kept = str(PushSubscription.objects.values().get())

    assert "token" not in kept
    assert service.address not in kept
    assert actions.endpoint_of(phone) == f"{service.address}/token"


def test_a_browser_that_is_joined_again_stays_one_with_its_number(nok, service):
    join(nok, service, "a")
    join(nok, service, "b")
    join(nok, service, "a", name="new name")

    assert phones(nok) == ["new name", "Phone 2"]


def test_a_browser_is_of_whoever_joined_it_last(nok, wipa, noi, service):
    join(nok, service, "a")
    join(wipa, service, "a")
    assert (phones(nok), phones(wipa)) == ([], ["Phone 1"])

    join(noi, service, "a")
    assert (phones(wipa), phones(noi)) == ([], ["Phone 1"])


def test_an_account_has_five_phones_and_a_place_that_is_free_again_is_taken(nok, service):
    for token in "abcde":
        join(nok, service, token)
    with pytest.raises(ValidationError, match="5 phones"):
        join(nok, service, "f")
    join(nok, service, "a", name="again")
    actions.part_phone(PushSubscription.objects.visible_to(nok)[1])
    join(nok, service, "f")

    assert phones(nok) == ["again", *(f"Phone {n}" for n in range(2, 6))]


@pytest.mark.parametrize("number", [0, 6])
def test_the_database_holds_no_sixth_phone(nok, service, number):
    phone = join(nok, service)
    with pytest.raises(IntegrityError), transaction.atomic():
        PushSubscription.objects.filter(pk=phone.pk).update(number=number)


@pytest.mark.parametrize(
    "endpoint",
    [
        FCM,
        "https://FCM.googleapis.com/fcm/send/a",
        "https://updates.push.services.mozilla.com/wpush/v2/a",
        "https://web.push.apple.com/a",
        "https://wns2-by3p.notify.windows.com/w/?token=a",
        "https://push.example.org/a",
        "https://eu.push.example.net/a",
    ],
)
def test_an_address_at_a_push_service_is_fit(settings, endpoint):
    settings.PUSH_HOSTS = ["push.example.org", "*.push.example.net"]

    assert is_push_service(endpoint)


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "fcm.googleapis.com",
        "http://fcm.googleapis.com/a",
        "https://fcm.googleapis.com:8443/a",
        "https://fcm.googleapis.com.example.org/a",
        "https://fcm.googleapis.com@example.org/a",
        "https://example.org/?fcm.googleapis.com",
        "https://example.org#fcm.googleapis.com",
        "https://example.org\\.push.apple.com/a",
        "https://xpush.apple.com/a",
        "https://push.apple.com/a",
        "https://evilnotify.windows.com/a",
        "https://127.0.0.1/a",
        "https://[::1]/a",
        "https://169.254.169.254/latest/meta-data/",
        "https://localhost/a",
        "https://fcm.googleapis.com/\x00",
        "https://fcm.googleapis.com/ก",
        "https://fcm.googleapis.com/" + "a" * 2000,
        "file:///etc/passwd",
        "javascript:alert(1)",
    ],
)
def test_no_other_address_is_joined(nok, endpoint):
    with pytest.raises(ValidationError) as refused:
        actions.join_phone(account=nok.account, endpoint=endpoint, day=NOW.date())

    assert refused.value.code == "service"
    assert phones(nok) == []


def part_all(person):
    parting.end_all(person)


def sign_out_everywhere(person):
    safety.end_doors(person.account)


def close_the_place(person):
    memberships.deactivate(person=person, by=OPERATOR, now=NOW)


def close_the_account(person):
    memberships.close_own(person=end_roles(person), now=NOW)


ENDINGS = [part_all, sign_out_everywhere, close_the_place, close_the_account]


@pytest.mark.parametrize("end", ENDINGS)
def test_a_phone_ends_with_all_that_opens_without_a_password(nok, wipa, service, end):
    join(nok, service, "a")
    join(wipa, service, "b")
    end(nok)

    assert (phones(nok), phones(wipa)) == ([], ["Phone 1"])


def test_a_phone_stays_for_whoever_works_elsewhere_and_ends_with_the_last_place(
    nok, rest_house, service
):
    second = make_person("nok2", rest_house.organisation, account=nok.account)
    make_membership(second, rest_house)
    join(nok, service)

    parting.end_all(nok)
    assert phones(second) == ["Phone 1"]
    end_roles(nok)
    parting.end_all(second)
    assert phones(second) == []


def test_a_phone_ends_with_the_last_place_though_an_earlier_one_is_kept(nok, rest_house, service):
    second = make_person("nok2", rest_house.organisation, account=nok.account)
    make_membership(second, rest_house)
    end_roles(second)
    join(nok, service)

    parting.end_all(nok)
    assert phones(nok) == []


def test_a_phone_goes_with_its_account(nok, service):
    join(nok, service)
    nok.account.delete()

    assert not PushSubscription.objects.exists()


def test_the_own_record_tells_of_phones_and_not_of_their_addresses(nok, wipa, service):
    join(nok, service, "token", name="my own phone")
    join(wipa, service, "other")

    assert record.read_parts(nok)["phones"] == [("my own phone", NOW.date())]
    assert b"token" not in record.as_json(nok, NOW)


def test_whoever_erases_everything_erases_their_phones(nok, wipa, service):
    join(nok, service, "a", name="my own phone")
    join(wipa, service, "b")
    labels = {str(one.label): one.count for one in erasing.going(person=nok, before=None, now=NOW)}
    assert labels["Your phones"] == 1
    erasing.erase(person=nok, before=NOW.date(), now=NOW)
    assert phones(nok) == ["my own phone"]
    erased = erasing.erase(person=nok, before=None, now=NOW + timedelta(minutes=1))
    assert (phones(nok), phones(wipa)) == ([], ["Phone 1"])
    join(nok, service, "a")
    assert erasing.replay(erased) == 1
