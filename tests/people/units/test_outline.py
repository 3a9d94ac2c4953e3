"""A part of the tree stands in the order of the whole, and costs one statement."""

import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from people.models import Unit
from people.units.actions import in_tree_order
from people.units.outline import UnitOutline

# Of some a name is missing in one language, and small letters come with large ones.
NAMES = ["Fang", "fang 2", "Chiang Rai", "Ćhiang", "เชียงใหม่", "เหนือ", "9", "10", "Ä", "ก", "ข้าว"]


@pytest.fixture
def forest(saphan):
    """A tree made by chance, of which some units in the middle are left out."""

    def made(chance: random.Random) -> list[int]:
        units: list[Unit] = []
        for n in range(60):
            parent = chance.choice([None, *units]) if units else None
            english, thai = (f"{chance.choice(NAMES)} {chance.randrange(9)}{n}" for _ in range(2))
            name = chance.choice([{"en": english}, {"th": thai}, {"en": english, "th": thai}])
            if parent is None or parent.path.count(".") < 7:
                units.append(Unit.objects.create(organisation=saphan, parent=parent, name=name))
        return [one.pk for one in units if chance.random() < 0.8]

    return made


@pytest.mark.parametrize("language", ["en", "th"])
@pytest.mark.parametrize("seed", range(6))
def test_every_part_of_it_is_that_part_of_the_whole_in_order(forest, seed, language):
    chance = random.Random(seed)
    reach = Unit.objects.filter(pk__in=forest(chance))
    with override(language):
        whole = in_tree_order(reach)
        assert list(UnitOutline(reach)) == whole
        for first in range(0, len(whole) + 1, 7):
            size = chance.randrange(1, 12)
            assert UnitOutline(reach)[first : first + size] == whole[first : first + size]
        assert UnitOutline(reach)[-1] == whole[-1]
        assert UnitOutline(reach)[::-2] == whole[::-2]


def test_it_knows_names_and_what_lies_above(office, chiang_mai):
    fang = Unit.objects.create(
        organisation=office.organisation, parent=chiang_mai, name={"en": "Fang", "th": "ฝาง"}
    )
    outline = UnitOutline(Unit.objects.exclude(pk=chiang_mai.pk))
    assert outline.line(fang.pk) == [office.pk]
    assert fang in outline
    assert chiang_mai not in outline
    assert outline.name(fang.pk) == "Fang"
    with override("th"):
        assert outline.name(fang.pk) == "ฝาง"


def test_of_no_units_it_has_none(db):
    assert list(UnitOutline(Unit.objects.none())) == []
    with pytest.raises(IndexError):
        UnitOutline(Unit.objects.none())[0]


def test_it_is_one_statement_and_gives_units_as_any_other(office, chiang_mai):
    with CaptureQueriesContext(connection) as asked:
        found = UnitOutline(Unit.objects.select_related("organisation"))[1]
        assert (found, found.organisation) == (chiang_mai, office.organisation)
    assert len(asked) == 1
    assert vars(found).keys() == vars(Unit.objects.get(pk=found.pk)).keys()
