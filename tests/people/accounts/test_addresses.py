"""A new address with a link that its owner opens, while the link ends or another account has it."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from people.accounts import addresses
from people.models import Account, AddressChange
from people.rescue import actions as rescue
from tests.makers import NOW
from tests.workload.weeks.test_together import together

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(nok):
    """Nok's new address with its link, as the page has read it that is confirmed next."""
    change = addresses.ask(person=nok, email="new@example.org", now=NOW)
    token = addresses.new_link(change=change, now=NOW)
    return addresses.behind(token, now=NOW)


def end_with_a_way_in(change):
    rescue.end_all(change.person.account)


def ask_for_another(change):
    addresses.ask(person=change.person, email="other@example.org", now=NOW + timedelta(minutes=1))


def use(change):
    addresses.confirm(change=AddressChange.objects.get(pk=change.pk), now=NOW)


@pytest.mark.parametrize("what", [end_with_a_way_in, ask_for_another])
def test_a_link_that_ended_meanwhile_changes_no_address(nok, opened, what):
    before = Account.objects.get(pk=nok.account_id).email
    what(opened)
    with pytest.raises(ValidationError) as refused:
        addresses.confirm(change=opened, now=NOW)
    assert refused.value.code == "over"
    assert Account.objects.get(pk=nok.account_id).email == before
    # One that was asked for since still waits for its own link.
    assert AddressChange.objects.count() == (what is ask_for_another)


def test_a_link_counts_once_and_ends_no_other(nok, wipa, opened):
    hers = addresses.new_link(
        change=addresses.ask(person=wipa, email="hers@example.org", now=NOW), now=NOW
    )
    use(opened)
    assert addresses.behind(hers, now=NOW).person == wipa
    with pytest.raises(ValidationError):
        addresses.confirm(change=opened, now=NOW)
    assert Account.objects.get(pk=nok.account_id).email == "new@example.org"


def test_a_new_link_ends_no_link_of_another_and_is_for_no_change_that_is_over(nok, wipa, opened):
    hers = addresses.ask(person=wipa, email="hers@example.org", now=NOW)
    token = addresses.new_link(change=hers, now=NOW)
    mine = addresses.new_link(change=opened, now=NOW)
    assert [addresses.behind(one, now=NOW) for one in (mine, token)] == [opened, hers]
    assert addresses.new_link(change=opened, now=NOW + addresses.OPEN_FOR) is None


def test_behind_the_link_of_a_closed_account_is_nothing(nok, opened):
    token = addresses.new_link(change=opened, now=NOW)
    Account.objects.filter(pk=nok.account_id).update(is_active=False)
    assert addresses.behind(token, now=NOW) is None


def test_its_page_says_that_the_link_works_no_more(client, nok, opened):
    token = addresses.new_link(change=opened, now=NOW)
    door = reverse("address", args=[token])
    with time_machine.travel(NOW, tick=False):
        assert client.post(door).status_code == 302
        again = client.post(door)
    assert again.status_code == 404
    assert "This link does not work any more" in again.text


@pytest.mark.django_db(transaction=True)
def test_an_address_that_two_accounts_confirm_at_once_is_of_one(nok, wipa):
    people = (nok, wipa)
    changes = [addresses.ask(person=one, email="same@example.org", now=NOW) for one in people]

    def confirming(change):
        read = AddressChange.objects.select_related("person__account").get(pk=change.pk)

        def confirm():
            addresses.confirm(change=read, now=NOW)
            return "changed"

        return confirm

    found = together([confirming(changes[n % 2]) for n in range(8)])
    assert found.count("changed") == 1
    assert set(found) <= {"changed", "taken", "over"}
    assert Account.objects.filter(email="same@example.org").count() == 1
