"""People stand in the order of the names their reader reads, each with one home."""

import pytest
from django.utils.translation import override

from people.models import Membership, Person, Role, find_homes, name_order
from tests.makers import NOW, make_membership, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def som_and_kanya(saphan):
    """Som is before Kanya in English, and behind her in Thai."""
    som = make_person("som", saphan, full_name_en="Chai Som", full_name_th="สม ใจ")
    kanya = make_person("kanya", saphan, full_name_en="Kanya Dee", full_name_th="กันยา ดี")
    return som, kanya


@pytest.mark.parametrize(("language", "first"), [("en", "som"), ("th", "kanya")])
def test_people_are_in_the_order_of_the_names_the_reader_sees(language, first, som_and_kanya):
    theirs = Person.objects.filter(account__username__in=["som", "kanya"])
    with override(language):
        assert theirs.by_name()[0].username == first


def test_memberships_are_ordered_by_the_same_names(som_and_kanya, chiang_mai):
    for person in som_and_kanya:
        make_membership(person, chiang_mai)
    held = Membership.objects.filter(person__in=som_and_kanya)
    with override("th"):
        [first, _] = held.order_by(*name_order("person__"))
    assert first.person.username == "kanya"


def test_a_page_names_the_unit_of_the_hours_or_else_the_first(siriporn, anan, office, chiang_mai):
    make_membership(siriporn, chiang_mai)
    make_membership(anan, chiang_mai, Role.TRAINER)

    homes = find_homes([siriporn.pk, anan.pk], NOW.date())

    assert homes[siriporn.pk].unit == chiang_mai
    assert homes[anan.pk].unit == office
