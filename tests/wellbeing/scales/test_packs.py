"""Wording packs of an organisation: loaded at rest, used by an admin's choice, ended by a day."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from people.models import Person, Role
from tests.makers import NOW, enter, make_membership, make_pack, make_person, wording_of
from wellbeing.models import WordingPack
from wellbeing.scales import packs

LIST, NEW = "/people/scales/", "/people/scales/new/"
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def admin(client, ploy):
    enter(client, ploy)
    return client


def file(name="who-5", **changes):
    data = json.dumps(wording_of(name, **changes)).encode()
    return SimpleUploadedFile("pack.json", data)


def in_use():
    return list(WordingPack.objects.filter(active=True))


def test_a_pack_is_kept_at_rest_with_all_it_said(ploy):
    data = json.dumps(
        wording_of(licence="purchased", expires="2027-12-31", adapted=True, norm="th")
    )
    pack = packs.load(by=ploy, data=data.encode(), now=NOW)
    pack.refresh_from_db()
    assert (pack.basis, str(pack.expires), pack.adapted, pack.norm) == (
        "purchased",
        "2027-12-31",
        True,
        "th",
    )
    assert (pack.organisation, pack.loaded_by, pack.active) == (ploy.organisation, ploy, False)
    assert pack.items["en"]["5"] == "Item 5"
    assert str(pack) == "WHO-5, 1"


def test_the_same_version_again_is_refused_and_another_one_is_not(ploy, noi):
    for version in ("1", "2"):
        packs.load(by=ploy, data=json.dumps(wording_of(version=version)).encode(), now=NOW)
    make_membership(noi, noi.home.unit, Role.ADMIN)
    elsewhere = Person.objects.get(pk=noi.pk)
    packs.load(by=elsewhere, data=json.dumps(wording_of()).encode(), now=NOW)
    with pytest.raises(ValidationError, match="There is already a wording"):
        packs.load(by=ploy, data=json.dumps(wording_of()).encode(), now=NOW)


def test_one_wording_of_a_scale_is_in_use_at_a_time(ploy, noi):
    first, second = (make_pack(ploy.organisation, version=v, active=False) for v in "12")
    other, foreign = make_pack(ploy.organisation, "cbi"), make_pack(noi.organisation)
    packs.use(first, by=ploy, now=NOW)
    packs.use(second, by=ploy, now=NOW)
    packs.use(second, by=ploy, now=NOW)
    assert set(in_use()) == {second, other, foreign}
    packs.rest(second, by=ploy)
    packs.rest(second, by=ploy)
    assert set(in_use()) == {other, foreign}


@pytest.mark.parametrize(("days", "fine"), [(-1, False), (0, True), (1, True)])
def test_a_licence_holds_through_its_last_day(ploy, days, fine):
    pack = make_pack(ploy.organisation, active=False, expires=TODAY + timedelta(days=days))
    if fine:
        packs.use(pack, by=ploy, now=NOW)
    else:
        with pytest.raises(ValidationError, match="This licence has ended"):
            packs.use(pack, by=ploy, now=NOW)
    assert WordingPack.objects.usable_on(TODAY).exists() is fine


def test_a_pack_in_use_whose_licence_ends_is_usable_no_longer(ploy):
    make_pack(ploy.organisation, expires=TODAY)
    assert WordingPack.objects.usable_on(TODAY).exists()
    assert not WordingPack.objects.usable_on(TODAY + timedelta(days=1)).exists()


@pytest.mark.parametrize("missing", ["basis", "holder"])
def test_the_database_keeps_no_words_without_a_ground_and_a_holder(ploy, missing):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_pack(ploy.organisation, **{missing: ""})


def test_the_database_lets_one_wording_be_used(ploy):
    make_pack(ploy.organisation)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_pack(ploy.organisation, version="2")


# --- The pages -----------------------------------------------------------------------------------


def test_loading_leads_to_the_words_and_from_there_into_use(admin):
    answer = admin.post(NEW, {"file": file()}, follow=True)
    pack = WordingPack.objects.get()
    assert answer.redirect_chain == [(f"{LIST}{pack.public_id}/", 302)]
    assert "The words are loaded. Nobody sees them yet." in answer.text
    assert "Item 3" in answer.text
    assert "Answer 5" in answer.text
    answer = admin.post(f"{LIST}{pack.public_id}/", {"do": "use"}, follow=True)
    assert "Your people can take this scale now." in answer.text
    assert in_use() == [pack]
    answer = admin.post(f"{LIST}{pack.public_id}/", {"do": "rest"}, follow=True)
    assert "The scale is switched off." in answer.text
    assert in_use() == []


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Please choose a file."),
        ({"file": SimpleUploadedFile("pack.toml", b"")}, "There is nothing in this file."),
        ({"file": SimpleUploadedFile("pack.toml", b"a = ")}, "Line 1 cannot be read as TOML."),
        ({"file": SimpleUploadedFile("p.toml", b"x" * 200_001)}, "A file has up to 200 kB."),
        ({"file": file(holder="")}, "holder: please write some words here."),
        ({"file": file(expires="2020-01-01")}, "this licence has ended."),
    ],
)
def test_what_is_wrong_with_a_file_is_said(admin, sent, sentence):
    answer = admin.post(NEW, sent)
    assert answer.status_code == 422
    assert answer.text.count(sentence) == 1
    assert 'aria-invalid="true"' in answer.text
    assert not WordingPack.objects.exists()


def test_html_in_a_pack_is_written_out_not_run(admin):
    answer = admin.post(NEW, {"file": file(holder="<img src=x>")})
    assert "<img" not in answer.text
    answer = admin.post(NEW, {"file": file(**{"<img src=x>": 1})})
    assert "&lt;img src=x&gt;" in answer.text


def test_using_a_pack_that_has_ended_is_refused_on_its_page(admin, ploy):
    pack = make_pack(ploy.organisation, active=False, expires=TODAY - timedelta(days=1))
    address = f"{LIST}{pack.public_id}/"
    assert 'name="do" value="use"' not in admin.get(address).text
    answer = admin.post(address, {"do": "use"})
    assert answer.status_code == 422
    assert "This licence has ended." in answer.text
    assert "Licence ended" in admin.get(LIST).text


def test_an_odd_button_changes_nothing(admin, ploy):
    pack = make_pack(ploy.organisation, active=False)
    assert admin.post(f"{LIST}{pack.public_id}/", {"do": "sell"}).status_code == 302
    assert in_use() == []


def test_the_list_says_whose_words_these_are_and_ships_none(admin, ploy, noi):
    make_pack(ploy.organisation, holder="Holder A")
    make_pack(noi.organisation, holder="Holder B")
    page = admin.get(LIST).text
    assert "We do not include other people’s wording" in page
    assert "Holder A" in page
    assert "Holder B" not in page
    assert "ProQOL 5" in page
    assert "urnout" not in page


def test_only_an_admin_of_the_whole_organisation_loads_words(client, chiang_mai):
    partly = make_person("partly", chiang_mai.organisation)
    make_membership(partly, chiang_mai, Role.ADMIN)
    enter(client, partly)
    assert client.post(NEW, {"file": file()}).status_code == 404
    assert not WordingPack.objects.exists()


@pytest.mark.parametrize("crew", [1, 3])
def test_the_list_costs_the_same_for_any_number(crew, admin, ploy, django_assert_num_queries):
    for n in range(crew):
        make_pack(ploy.organisation, active=False, version=str(n))
    with django_assert_num_queries(4):
        admin.get(LIST)
