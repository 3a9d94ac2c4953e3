"""Units: a tree that stays in place."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.translation import override

from people.models import Invitation, Organisation, Person, Role, Unit
from people.units import actions as units
from tests.makers import make_unit


def test_an_organisation_opens_with_a_root_unit_of_its_name(db):
    root = units.open_organisation(name={"en": "Rak Foundation", "th": "มูลนิธิรัก"}, kind="ngo")
    assert (str(root), root.parent, root.path) == ("Rak Foundation", None, f"{root.pk}.")
    assert root.organisation.name["th"] == "มูลนิธิรัก"


def test_two_organisations_do_not_share_a_name(saphan):
    with pytest.raises(ValidationError):
        units.open_organisation(name={"en": "Saphan Foundation"}, kind="ngo")
    assert Organisation.objects.count() == 1


def test_a_path_is_the_way_from_the_root(chiang_mai, office, ploy):
    fang = units.add(by=ploy, parent=chiang_mai, name={"en": "Fang"})
    assert fang.path == f"{office.pk}.{chiang_mai.pk}.{fang.pk}."
    assert fang.organisation == office.organisation
    assert list(Unit.objects.within(chiang_mai.path)) == [chiang_mai, fang]


def test_a_unit_is_below_another_by_whole_numbers_of_its_path(saphan):
    """1.20 is not below 1.2, and 12 is not below 1."""
    paths = ["1.", "1.2.", "1.2.3.", "1.2.30.", "1.20.", "1.9.", "10.", "12.2.", "2."]
    for n, path in enumerate(paths):
        made = Unit.objects.create(organisation=saphan, name={"en": f"Unit {n}"})
        Unit.objects.filter(pk=made.pk).update(path=path)

    def below(*asked: str) -> set[str]:
        return set(Unit.objects.within(*asked).values_list("path", flat=True)) & set(paths)

    assert below("1.2.") == {"1.2.", "1.2.3.", "1.2.30."}
    assert below("1.") == {"1.", "1.2.", "1.2.3.", "1.2.30.", "1.20.", "1.9."}
    assert below("1.20.", "10.") == {"1.20.", "10."}
    assert below() == set()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads small tables whole")
def test_units_below_another_are_found_by_the_index(chiang_mai):
    assert "USING INDEX people_unit_path" in Unit.objects.within(chiang_mai.path).explain()


def test_a_tree_has_eight_levels(office, ploy):
    unit = office
    for level in range(7):
        unit = units.add(by=ploy, parent=unit, name={"en": f"Level {level}"})
    with pytest.raises(ValidationError):
        units.add(by=ploy, parent=unit, name={"en": "Too deep"})


def test_sisters_have_different_names_and_cousins_may_share_one(office, chiang_mai, ploy):
    units.add(by=ploy, parent=chiang_mai, name={"en": "Night team"})
    with pytest.raises(ValidationError, match="already a unit of this name"):
        units.add(by=ploy, parent=chiang_mai, name={"en": "Night team"})
    lamphun = units.add(by=ploy, parent=office, name={"en": "Lamphun"})
    assert units.add(by=ploy, parent=lamphun, name={"en": "Night team"}).parent == lamphun


def test_a_unit_without_a_name_is_refused(office, ploy):
    with pytest.raises(ValidationError):
        units.add(by=ploy, parent=office, name={"en": ""})


def test_renaming_keeps_the_place(chiang_mai, ploy):
    path = chiang_mai.path
    units.describe(by=ploy, unit=chiang_mai, name={"en": "North", "th": "เหนือ"})
    chiang_mai.refresh_from_db()
    assert (chiang_mai.name["en"], chiang_mai.name["th"], chiang_mai.path) == (
        "North",
        "เหนือ",
        path,
    )


def test_a_tree_reads_from_above_with_sisters_by_name(office, chiang_mai):
    zoo = make_unit(office.organisation, "Zoo", parent=office)
    ant = make_unit(office.organisation, "Ant", parent=office)
    fang = make_unit(office.organisation, "Fang", parent=chiang_mai)
    shuffled = [fang, zoo, office, ant, chiang_mai]
    assert units.in_tree_order(shuffled) == [office, ant, chiang_mai, fang, zoo]


def test_thai_sisters_stand_as_in_a_thai_dictionary(office):
    names = ["ลำพูน", "เชียงใหม่", "แพร่", "กรุงเทพ", "ไทรน้อย"]
    for name in names:
        make_unit(office.organisation, f"x {name}", parent=office, thai=name)
    with override("th"):
        tree = [str(unit) for unit in units.in_tree_order(Unit.objects.filter(parent=office))]
    assert tree == ["กรุงเทพ", "เชียงใหม่", "ไทรน้อย", "แพร่", "ลำพูน"]


def test_the_command_opens_an_organisation_and_prints_the_way_in(db, capsys, client):
    call_command("open_organisation", "Rak Foundation", kind="ngo", admin_email="A@example.org")
    address = capsys.readouterr().out.splitlines()[-1]
    made = Invitation.objects.get()
    assert (made.role, made.email, str(made.unit)) == (
        Role.ADMIN,
        "a@example.org",
        "Rak Foundation",
    )
    sent = {
        "full_name_en": "Anong Dee",
        "language": "en",
        "username": "Anong",
        "password": "seven small rivers",
    }
    path = address.removeprefix("http://localhost:8000")
    assert client.post(path, sent)["Location"] == "/"
    assert client.get("/people/").status_code == 200
    assert Person.objects.get().roles == {Role.ADMIN}


def test_an_organisation_may_have_a_thai_name_alone(db, capsys):
    about = {"kind": "ngo", "admin_email": "a@example.org"}
    call_command("open_organisation", name_th="มูลนิธิรัก", **about)
    assert "มูลนิธิรัก is open." in capsys.readouterr().out
    with pytest.raises(CommandError, match="in one language at least"):
        call_command("open_organisation", **about)
    assert Unit.objects.count() == 1


def test_a_taken_name_opens_nothing(saphan):
    with pytest.raises(CommandError):
        call_command("open_organisation", "Saphan Foundation", admin_email="a@example.org")
    assert not Unit.objects.exists()
    assert not Invitation.objects.exists()


def test_a_unit_keeps_its_kind_until_another_is_named(chiang_mai, ploy):
    fang = units.add(by=ploy, parent=chiang_mai, name={"en": "Fang"}, kind="shelter")
    units.describe(by=ploy, unit=fang, name={"en": "Fang house"})
    assert units.add(by=ploy, parent=chiang_mai, name={"en": "Pai"}).kind == "casework"
    fang.refresh_from_db()
    assert (fang.name["en"], fang.kind) == ("Fang house", "shelter")


def test_a_kind_that_there_is_not_is_refused(chiang_mai, ploy):
    with pytest.raises(ValidationError):
        units.describe(by=ploy, unit=chiang_mai, name={"en": "North"}, kind="casino")


def test_an_outline_adds_what_is_not_there_and_nothing_twice(ploy, office, chiang_mai):
    typed = "chiang mai team\n  Shelter\nทีมเชียงใหม่ › Outreach\nBangkok"
    made = units.add_outline(parent=office, by=ploy, outline=typed)
    assert [(str(one), one.parent) for one in made] == [
        ("Shelter", chiang_mai),
        ("Outreach", chiang_mai),
        ("Bangkok", office),
    ]
    assert units.add_outline(parent=office, by=ploy, outline=typed) == []


def test_an_outline_that_is_too_deep_adds_nothing(ploy, office):
    typed = " › ".join(f"Level {n}" for n in range(2, 10))
    with pytest.raises(ValidationError, match="below this one") as refused:
        units.add_outline(parent=office, by=ploy, outline=typed)
    assert list(refused.value.message_dict) == ["outline"]
    assert Unit.objects.filter(name__en="Level 2").count() == 0
