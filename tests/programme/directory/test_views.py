"""The directory's pages: who finds what, by which words, and that a shelter stays hidden."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from programme.members import actions as programmes
from programme.models import DirectoryEntry, OwnService, SharedPart
from programme.regions.reading import provinces
from tests.makers import NOW, enter, judge_stale
from tests.programme.conftest import again

from .makers import make_entry, make_own_service


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def shelter(theirs, sumalee):
    """A shelter of the other member, in Region 5."""
    programmes.agree(member=theirs, part=SharedPart.DIRECTORY, by=sumalee, now=NOW)
    about = {"services": ["shelter"], "provinces": [], "regions": ["th-5"], "languages": ["shn"]}
    return make_entry(sumalee.organisation, sumalee, "House of rest", room=2, **about)


def names(client, **asked):
    answer = client.get(reverse("directory"), asked)
    assert answer.status_code == 200
    return [str(row.entry) for row in answer.context["page"]]


def test_it_is_narrowed_by_province_service_language_and_words(client, nok, ploy, shelter):
    own = OwnService.objects.create(
        organisation=ploy.organisation, name={"en": "Claims clinic"}, counts_as="claims"
    )
    make_entry(ploy.organisation, ploy, services=["legal", own.code], languages=["my"])
    enter(client, nok)
    assert names(client) == ["House of rest", "Legal desk"]
    assert names(client, place="TH-50") == ["House of rest", "Legal desk"]
    # Mae Hong Son is of Region 5 too, and Phuket is not.
    assert names(client, place="TH-58") == ["House of rest"]
    assert names(client, place="TH-83") == []
    assert names(client, service="claims") == ["Legal desk"]
    assert names(client, speaks="shn") == ["House of rest"]
    assert names(client, q="burmese") == ["Legal desk"]
    assert names(client, q="CLAIMS legal") == ["Legal desk"]
    assert names(client, q="claims shan") == []
    assert names(client, place="nowhere", service="magic", speaks="xx") == names(client)


def test_no_page_names_the_province_of_a_shelter(client, nok, shelter):
    enter(client, nok)
    for address in (reverse("directory_entry", args=[shelter.public_id]), reverse("directory")):
        text = client.get(address).text
        assert "Provincial Police Region 5" in text
    page = client.get(reverse("directory_entry", args=[shelter.public_id])).text
    assert not [one for one in provinces().values() if one.name["en"] in page]
    DirectoryEntry.objects.update(regions=[])
    assert "Place: asked by contact" in client.get(reverse("directory")).text
    # Then it may serve any province, and each of them finds it.
    assert names(client, place="TH-83") == ["House of rest"]


def test_an_entry_says_how_it_is_reached_its_room_and_since_when_it_is_old(client, nok, shelter):
    enter(client, nok)
    address = reverse("directory_entry", args=[shelter.public_id])
    page = client.get(address).text
    assert 'href="tel:053000000"' in page
    assert "Room for 2" in page
    assert "Not confirmed since" not in page
    day = NOW.date()
    old = NOW - timedelta(days=90)
    DirectoryEntry.objects.update(room=None, full_until=day, confirmed_at=old)
    page = client.get(address).text
    assert "Full until 20 Nov" in page
    assert "Not confirmed since 22 August 2026" in page
    DirectoryEntry.objects.update(full_until=day - timedelta(days=1))
    assert "Full until" not in client.get(address).text


def test_twelve_a_page(client, nok, ploy):
    for n in range(13):
        make_entry(ploy.organisation, ploy, f"Desk {n:02}")
    enter(client, nok)
    assert len(names(client)) == 12
    assert names(client, page="2") == ["Desk 12"]


def test_only_keepers_of_the_organisation_itself_confirm(client, ploy, anan, nok, shelter, sumalee):
    old = NOW - timedelta(days=100)
    own = make_entry(ploy.organisation, ploy, confirmed_at=old)
    DirectoryEntry.objects.update(confirmed_at=old)
    press = {"do": "confirm"}
    for person, entry in ((nok, own), (anan, shelter), (ploy, shelter)):
        enter(client, person)
        assert (
            client.post(reverse("directory_entry", args=[entry.public_id]), press).status_code
            == 404
        )
    assert DirectoryEntry.objects.old(NOW).count() == 2
    enter(client, anan)
    assert client.post(reverse("directory_entry", args=[own.public_id]), press).status_code == 302
    assert list(DirectoryEntry.objects.old(NOW)) == [shelter]


def typed(**changes):
    return {
        "do": "save",
        "name_en": "Legal desk",
        "services": ["legal"],
        "provinces": ["TH-50"],
        "hours": "office",
        "phone": "๐๕๓ ๐๐๐ ๐๐๐",
    } | changes


def test_an_entry_that_a_colleague_wrote_anew_is_not_written_back(client, ploy):
    enter(client, ploy)
    address = client.post(reverse("directory_entry_new"), typed()).url
    judge_stale(
        client,
        reverse("directory_entry_change", args=[DirectoryEntry.objects.get().public_id]),
        change=lambda: DirectoryEntry.objects.update(phone="053 111 111"),
        typed={"do": "save", "hours": "always"},
        told=["053 111 111"],
    )
    assert "053 000 000" in client.get(address).text


def test_a_service_that_a_colleague_retired_is_not_offered_again_by_an_older_page(client, ploy):
    own = make_own_service(ploy.organisation)
    enter(client, ploy)
    judge_stale(
        client,
        reverse("own_service", args=[own.public_id]),
        change=lambda: OwnService.objects.update(is_offered=False),
        typed={"name_en": "Clinic for claims"},
        told=["–"],
    )


def test_a_keeper_writes_changes_and_retires_an_entry(client, ploy):
    enter(client, ploy)
    page = client.get(reverse("directory_entry_new")).text
    assert 'value="TH-50"' in page
    answer = client.post(reverse("directory_entry_new"), typed())
    assert answer.status_code == 302
    entry = DirectoryEntry.objects.get()
    assert answer.url == reverse("directory_entry", args=[entry.public_id])
    assert (entry.phone, entry.provinces) == ("053 000 000", ["TH-50"])
    address = reverse("directory_entry_change", args=[entry.public_id])
    assert "checked" in client.get(address).text
    client.post(address, typed(name_th="โต๊ะกฎหมาย", room="๓", provinces=[], regions=["th-5"]))
    entry.refresh_from_db()
    assert (entry.name["th"], entry.room, entry.regions) == ("โต๊ะกฎหมาย", 3, ["th-5"])
    client.post(address, {"do": "retire"})
    entry.refresh_from_db()
    assert entry.retired_at == NOW
    client.post(address, {"do": "offer"})
    assert DirectoryEntry.objects.offered().exists()


def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(client, ploy):
    enter(client, ploy)
    answer = client.post(reverse("directory_entry_new"), typed(services=["shelter"]))
    assert answer.status_code == 422
    assert "A shelter or protection of witnesses is in no province here" in answer.text
    assert 'value="Legal desk"' in answer.text
    answer = client.post(reverse("directory_entry_new"), typed(desk="Call 081 234 5678"))
    assert answer.status_code == 422
    assert "looks like a phone number" in answer.text
    assert not DirectoryEntry.objects.exists()


def test_who_waits_finds_an_old_entry_on_the_home_of_a_keeper(client, ploy, anan, nok):
    make_entry(ploy.organisation, ploy, confirmed_at=NOW - timedelta(days=90))
    sentence = "1 entry of the directory is old"
    for person, home in ((ploy, "people"), (anan, "programme")):
        enter(client, person)
        assert sentence in client.get(reverse(home)).text
    enter(client, nok)
    assert sentence not in client.get(reverse("my_week")).text


def test_it_reads_in_thai(client, nok, shelter):
    enter(client, nok)
    client.cookies["django_language"] = "th"
    with translation.override("th"):
        page = client.get(reverse("directory")).text
    assert "ตำรวจภูธรภาค 5" in page
    assert "ที่พักพิง" in page


def test_own_entries_say_whether_others_read_them(client, ploy, ours):
    make_entry(ploy.organisation, ploy)
    enter(client, ploy)
    own = reverse("directory_own")
    assert "does not share its directory" in client.get(own).text
    programmes.agree(member=ours, part=SharedPart.DIRECTORY, by=again(ploy), now=NOW)
    assert "does not share its directory" not in client.get(own).text
