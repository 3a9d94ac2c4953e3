"""The directory's verbs: what an entry may say, and that no shelter's province is ever kept."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from people.models import Person
from programme.directory import actions, own_services
from programme.directory.plans import EntryPlan
from programme.models import DirectoryEntry
from programme.services.reading import support_services
from tests.makers import NOW

from .makers import make_entry, make_own_service

PLAN = EntryPlan(
    name={"en": "Legal desk"},
    services=["legal", "interpret"],
    provinces=["TH-51", "TH-50"],
    languages=["my", "th"],
    hours="office",
    phone="053 000 000",
)


def save(by, plan=PLAN, **about):
    return actions.save_entry(organisation=by.organisation, plan=plan, by=by, now=NOW, **about)


def refused_at(by, **changes):
    with pytest.raises(ValidationError) as refused:
        save(by, replace(PLAN, **changes))
    return list(getattr(refused.value, "error_dict", {"": 0}))


def test_an_entry_keeps_its_lists_in_the_order_of_their_tables(ploy):
    kept = save(ploy)
    assert (kept.provinces, kept.languages) == (["TH-50", "TH-51"], ["th", "my"])
    assert kept.services == ["interpret", "legal"]
    assert (kept.confirmed_at, kept.by_region) == (NOW, False)


@pytest.mark.parametrize("service", ["shelter", "protection"])
def test_a_shelter_names_no_province_by_any_way(ploy, service):
    assert refused_at(ploy, services=["legal", service]) == ["provinces"]
    kept = save(ploy, replace(PLAN, services=["legal", service], provinces=(), regions=["th-5"]))
    assert (kept.by_region, kept.provinces, kept.regions) == (True, [], ["th-5"])
    assert [one.code if hasattr(one, "code") else one.key for one in kept.places] == ["th-5"]
    with pytest.raises(IntegrityError), transaction.atomic():
        DirectoryEntry.objects.filter(pk=kept.pk).update(provinces=["TH-50"])


def test_a_shelter_may_name_no_place_at_all_and_others_name_one(ploy):
    assert save(ploy, replace(PLAN, services=["shelter"], provinces=())).places == []
    assert refused_at(ploy, name={"en": "Other"}, provinces=()) == ["provinces"]


def test_an_own_service_that_counts_as_a_shelter_hides_its_place_for_ever(ploy):
    about = {"organisation": ploy.organisation, "by": ploy, "now": NOW}
    house = own_services.save_service(name={"en": "Safe house"}, counts_as="shelter", **about)
    assert refused_at(ploy, services=[house.code]) == ["provinces"]
    own_services.save_service(
        service=house, name={"en": "House"}, counts_as="legal", is_offered=False, **about
    )
    house.refresh_from_db()
    assert (house.counts_as, house.is_offered) == ("shelter", False)
    assert refused_at(ploy, services=[house.code], provinces=(), regions=["th-5"]) == ["services"]


def test_a_region_of_one_province_is_no_place_for_a_shelter(ploy):
    hidden = {"services": ["shelter"], "provinces": ()}
    assert refused_at(ploy, **hidden, regions=["th-5", "th-b"]) == ["regions"]
    assert save(ploy, replace(PLAN, **hidden, regions=["th-5", "th-8"])).by_region
    assert save(ploy, replace(PLAN, name={"en": "Desk"}, provinces=(), regions=["th-b"]))


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("name", {"en": "House for women", "th": "บ้านพักหญิงเชียงใหม่"}),
        ("name", {"en": "House in chiang-mai"}),
        ("hours_note", "นัดที่ จ. เลย"),
        ("desk", "Ask for the house at Nan"),
        ("looking_for", "ครูสอนทำอาหารที่กรุงเทพฯ"),
        ("looking_for", "A cook, เชียง\u200bราย"),
        ("email", "chiangmai@house.example"),
        ("line_id", "@ChiangMai.house"),
    ],
)
def test_no_word_of_a_shelters_entry_names_its_province(ploy, field, said):
    hidden = {"services": ["shelter"], "provinces": (), "regions": ["th-5"]}
    assert refused_at(ploy, **hidden, **{field: said}) == [field]
    assert save(ploy, replace(PLAN, **{field: said}))


@pytest.mark.parametrize("said", ["ไม่มีเลย", "เผยแพร่แล้ว", "ราวตากผ้า", "A nanny takes calls"])
def test_a_short_name_within_another_word_is_no_province(ploy, said):
    plan = replace(PLAN, services=["shelter"], provinces=(), looking_for=said)
    assert save(ploy, plan).looking_for == said


def test_an_own_service_of_a_shelter_names_no_province(ploy):
    about = {"organisation": ploy.organisation, "by": ploy, "now": NOW}
    there, other = {"en": "Chiang Mai clinic"}, {"en": "Clinic"}
    with pytest.raises(ValidationError):
        own_services.save_service(name=there, counts_as="shelter", **about)
    clinic = own_services.save_service(name=there, counts_as="medical", **about)
    hidden = {"provinces": (), "regions": ["th-5"]}
    assert refused_at(ploy, services=["shelter", clinic.code], **hidden) == ["services"]
    own_services.save_service(service=clinic, name=other, **about)
    save(ploy, replace(PLAN, services=["shelter", clinic.code], **hidden))
    with pytest.raises(ValidationError):
        own_services.save_service(service=clinic, name=there, **about)
    # One that no hidden entry offers may say where it is.
    desk = own_services.save_service(name={"en": "Desk"}, counts_as="legal", **about)
    save(ploy, replace(PLAN, name={"en": "In the open"}, services=[desk.code]))
    own_services.save_service(service=desk, name={"en": "Chiang Mai desk"}, **about)


def test_an_entry_keeps_a_retired_service_that_it_has(ploy):
    about = {"organisation": ploy.organisation, "by": ploy, "now": NOW}
    own = own_services.save_service(name={"en": "Claims clinic"}, counts_as="claims", **about)
    plan = replace(PLAN, services=[own.code])
    kept = save(ploy, plan)
    own_services.save_service(service=own, name=own.name, is_offered=False, **about)
    assert save(ploy, replace(plan, room=2), entry=kept).services == [own.code]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"services": []}, "services"),
        ({"services": ["magic"]}, "services"),
        ({"provinces": ["TH-00"]}, "provinces"),
        ({"regions": ["th-99"]}, "regions"),
        ({"languages": ["xx"]}, "languages"),
        ({"wanted": ["money"]}, "wanted"),
        ({"room": 2, "full_until": NOW.date()}, "full_until"),
        ({"room": 501}, "room"),
        ({"phone": ""}, "phone"),
        ({"phone": "call me"}, "phone"),
        ({"line_id": "a b"}, "line_id"),
        ({"hours": "never"}, "hours"),
        ({"name": {}}, "name"),
        ({"desk": "1101700230708"}, "desk"),
        ({"looking_for": "x" * 201}, "looking_for"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(ploy, changes, field):
    assert refused_at(ploy, **changes) == [field]
    assert not DirectoryEntry.objects.exists()


def test_the_mail_and_phone_of_one_person_are_no_way_to_an_organisation(ploy, nok, noi):
    Person.objects.filter(pk=nok.pk).update(work_email="nok@saphan.org", work_phone="+66812345678")
    assert refused_at(ploy, email="Nok@Saphan.org") == ["email"]
    assert refused_at(ploy, phone="081-234 5678") == ["phone"]
    # People of others are not looked up: nothing is told of them.
    Person.objects.filter(pk=noi.pk).update(work_email="noi@suk.org")
    assert save(ploy, replace(PLAN, email="noi@suk.org")).email == "noi@suk.org"


def test_fifty_entries_at_most_and_no_name_twice(ploy):
    save(ploy)
    assert refused_at(ploy, name={"en": "LEGAL  desk"}) == ["name"]
    for n in range(49):
        make_entry(ploy.organisation, ploy, f"Desk {n}")
    assert refused_at(ploy, name={"en": "One more"}) == [""]
    last = DirectoryEntry.objects.last()
    assert save(ploy, replace(PLAN, name={"en": "Other"}), entry=last).name["en"] == "Other"


def test_one_press_confirms_and_a_retired_entry_is_offered_again_as_right_today(ploy):
    long_ago = NOW - timedelta(days=90)
    entry = make_entry(ploy.organisation, ploy, confirmed_at=long_ago)
    assert entry.is_old(NOW)
    assert not entry.is_old(NOW - timedelta(seconds=1))
    actions.confirm_entry(entry=entry, by=ploy, now=NOW)
    entry.refresh_from_db()
    assert not entry.is_old(NOW)
    DirectoryEntry.objects.update(confirmed_at=long_ago)
    actions.retire_entry(entry=entry, retired=True, by=ploy, now=NOW)
    with pytest.raises(ValidationError):
        actions.confirm_entry(entry=entry, by=ploy, now=NOW)
    actions.retire_entry(entry=entry, retired=False, by=ploy, now=NOW)
    entry.refresh_from_db()
    assert (entry.retired_at, entry.confirmed_at) == (None, NOW)


def test_what_is_done_to_an_entry_changes_no_other_and_repeating_it_nothing(ploy):
    long_ago, later = NOW - timedelta(days=90), NOW + timedelta(days=1)
    entry = make_entry(ploy.organisation, ploy, confirmed_at=long_ago)
    other = make_entry(ploy.organisation, ploy, "Beside", confirmed_at=long_ago)
    gone = make_entry(ploy.organisation, ploy, "Gone", confirmed_at=long_ago, retired_at=long_ago)
    actions.confirm_entry(entry=entry, by=ploy, now=NOW)
    for now in (NOW, later):
        actions.retire_entry(entry=entry, retired=True, by=ploy, now=now)
    entry.refresh_from_db()
    assert entry.retired_at == NOW
    for now in (NOW, later):
        actions.retire_entry(entry=entry, retired=False, by=ploy, now=now)
    entry.refresh_from_db()
    assert entry.confirmed_at == NOW
    for one, retired_at in ((other, None), (gone, long_ago)):
        one.refresh_from_db()
        assert (one.confirmed_at, one.retired_at) == (long_ago, retired_at)


def test_the_entry_of_another_organisation_is_not_ones_own(ploy, noi):
    theirs = make_entry(noi.organisation, noi)
    with pytest.raises(ValidationError):
        save(ploy, entry=theirs)


def test_a_service_of_another_organisation_is_not_ones_own_and_forty_are_enough(
    ploy, noi, monkeypatch
):
    about = {"organisation": ploy.organisation, "by": ploy, "now": NOW}
    theirs = make_own_service(noi.organisation)
    with pytest.raises(ValidationError, match="cannot"):
        own_services.save_service(service=theirs, name={"en": "Taken"}, **about)
    with pytest.raises(ValidationError, match="from the list"):
        own_services.save_service(name={"en": "Spells"}, counts_as="magic", **about)
    ours = own_services.save_service(name={"en": "Clinic"}, counts_as="claims", **about)
    monkeypatch.setattr(own_services, "AT_MOST", 1)
    with pytest.raises(ValidationError, match="too many"):
        own_services.save_service(name={"en": "One more"}, counts_as="claims", **about)
    monkeypatch.undo()
    with pytest.raises(ValidationError) as refused:
        own_services.save_service(name={"en": "CLINIC"}, counts_as="claims", **about)
    assert [*refused.value.error_dict] == ["name"]
    renamed = own_services.save_service(service=ours, name={"en": "Desk"}, **about)
    assert (renamed.pk, renamed.name["en"]) == (ours.pk, "Desk")
    theirs.refresh_from_db()
    assert (theirs.name["en"], theirs.organisation) == ("Claims clinic", noi.organisation)


def test_the_usual_services_have_short_keys_and_names_in_both_languages():
    assert all(
        len(key) <= 12 and {*one.name} == {"en", "th"} for key, one in support_services().items()
    )
    assert {key for key, one in support_services().items() if one.by_region} == {
        "shelter",
        "protection",
    }
