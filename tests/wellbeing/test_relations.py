"""Relations are of today: what Nok shared and whom she asked, once they are not hers any more.

Wipa leads her team, Orathai cares for staff, Piyada is a colleague who offered to listen.
"""

import pytest
from django.core.exceptions import ValidationError

from people.members.supervision import peers
from people.models import Person
from tests.makers import NOW, end_roles, enter, make_checkin, make_share, make_worker
from tests.relations import afresh, gone, over, subject_leaves
from wellbeing.help import contacts
from wellbeing.models import CheckIn, ContactRequest, Objection, Share
from wellbeing.own_data import objections
from wellbeing.own_data.answerable import reader

pytestmark = pytest.mark.usefixtures("friday")
near = pytest.mark.parametrize("who", ["wipa", "orathai"])


@pytest.fixture
def piyada(chiang_mai):
    return make_worker(chiang_mai, "piyada", open_to_talk=True)


@pytest.fixture
def share(nok, wipa, orathai):
    """Whoever reads: both can, each their own."""
    make_checkin(nok)
    return {"wipa": make_share(nok, wipa), "orathai": make_share(nok, orathai)}


@near
def test_whoever_answers_or_cares_for_nok_today_reads_what_she_shares(request, client, share, who):
    contact = request.getfixturevalue(who)
    enter(client, contact)
    assert CheckIn.objects.visible_to(afresh(contact)).exists()
    assert client.get(f"/shared/{share[who].public_id}/").status_code == 200


@over
@near
def test_what_was_shared_is_read_by_nobody_whose_relation_has_ended(
    request, client, share, nok, phuket, who, ends
):
    contact, _nok = ends(request.getfixturevalue(who), nok, phuket)
    assert not Share.objects.readable_by(afresh(contact)).exists()
    assert not CheckIn.objects.visible_to(afresh(contact)).exists()
    enter(client, contact)
    assert client.get(f"/shared/{share[who].public_id}/").status_code == 404
    assert nok.name not in client.get("/talk/").text


def asks(nok, contact) -> ContactRequest:
    return contacts.ask(person=afresh(nok), contact=afresh(contact), now=NOW)


@pytest.mark.parametrize("who", ["wipa", "orathai", "piyada"])
def test_whom_nok_can_ask_today_reads_her_name(request, client, nok, who):
    contact = request.getfixturevalue(who)
    asks(nok, contact)
    enter(client, contact)
    assert nok.name in client.get("/talk/").text


def refuses_everything(client, asked, contact):
    """Neither the page nor a verb lets this contact read or settle a request."""
    contact = afresh(contact)
    assert not ContactRequest.objects.visible_to(contact).exists()
    enter(client, contact)
    assert asked.person.name not in client.get("/talk/").text
    assert client.post("/talk/", {"done": str(asked.public_id)}).status_code == 404
    contacts.finish(asked, by=contact, now=NOW)
    assert ContactRequest.objects.get().done_at is None
    contacts.finish(ContactRequest.objects.get(), by=afresh(asked.person), now=NOW)
    contacts.reopen(ContactRequest.objects.get(), by=contact)
    assert ContactRequest.objects.get().done_at == NOW


@over
@near
def test_a_request_is_read_and_settled_by_no_contact_of_the_past(
    request, client, nok, phuket, who, ends
):
    contact = request.getfixturevalue(who)
    asked = asks(nok, contact)
    contact, _nok = ends(contact, nok, phuket)
    refuses_everything(client, asked, contact)


@gone
def test_a_colleague_who_offered_to_listen_reads_it_while_both_belong(
    client, nok, piyada, phuket, ends
):
    asked = asks(nok, piyada)
    contact, _nok = ends(piyada, nok, phuket)
    refuses_everything(client, asked, contact)


def test_a_contact_who_opened_it_again_before_they_left_settles_nothing_more(client, nok, orathai):
    asked = asks(nok, orathai)
    contacts.finish(asked, by=orathai, now=NOW)
    contacts.reopen(ContactRequest.objects.get(), by=end_roles(orathai))
    assert ContactRequest.objects.get().done_at == NOW


@over
@near
def test_nobody_is_asked_who_answers_or_cares_for_one_no_more(request, nok, phuket, who, ends):
    contact, person = ends(request.getfixturevalue(who), nok, phuket)
    with pytest.raises(ValidationError):
        asks(person, contact)


def test_nok_reads_at_once_that_her_contact_is_not_there_any_more(client, nok, wipa, orathai):
    asks(nok, wipa)
    enter(client, nok)
    assert "cannot be asked here any more" not in client.get("/talk/").text
    end_roles(wipa)
    page = client.get("/talk/").text
    assert "Wipa Thongdee cannot be asked here any more." in page
    assert "Ask Orathai" in page


def test_a_colleague_who_has_left_is_offered_to_nobody_and_is_offered_nobody(nok, piyada):
    assert peers(afresh(nok), NOW) == [piyada]
    assert peers(end_roles(nok), NOW) == []
    assert peers(end_roles(piyada), NOW) == []


def test_a_data_protection_contact_who_has_left_reads_no_objection(client, settings, nok, orathai):
    settings.DATA_PROTECTION_CONTACT = orathai.email
    objections.send(person=nok, words="Please leave my hours out.", now=NOW)
    assert Objection.objects.visible_to(afresh(orathai)).exists()
    assert reader() == orathai
    end_roles(orathai)
    assert not Objection.objects.visible_to(afresh(orathai)).exists()
    assert reader() is None
    enter(client, Person.objects.get(pk=orathai.pk))
    assert client.get("/objections/").status_code == 404


@over
def test_nok_reads_that_nobody_reads_what_she_shares_once_the_relation_has_ended(
    client, nok, wipa, phuket, ends
):
    make_share(nok, wipa)
    enter(client, nok)
    assert "Nobody reads this now" not in client.get("/my-shares/").text
    ends(wipa, nok, phuket)
    assert "Nobody reads this now" in client.get("/my-shares/").text


def test_a_share_of_somebody_who_left_stays_theirs(share, nok, wipa, phuket):
    _wipa, nok = subject_leaves(wipa, nok, phuket)
    assert Share.objects.visible_to(nok).count() == 2
