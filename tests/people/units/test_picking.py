"""One unit of very many is chosen in a short list or by its name; of few the list has all."""

import pytest
from django import forms
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from people.models import Unit
from people.units.long_choices import IN_A_LIST, SHOWN
from people.units.picking import UnitField, UnitPick
from people.writing.forms import PageForm
from tests.makers import enter, make_unit


class PlacedForm(PageForm, forms.Form):
    unit = UnitField(label="Unit", required=False, empty_label="–")

    def __init__(self, *args, reach, held=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer_of(reach, held=held)


@pytest.fixture
def reach(office):
    return Unit.objects.filter(organisation=office.organisation)


@pytest.fixture
def many(office, reach):
    """A region with more units than stand in a list."""
    region = make_unit(office.organisation, "Region 1", parent=office)
    for n in range(IN_A_LIST):
        make_unit(office.organisation, f"Team {n}", parent=region, thai=f"ทีม {n}")
    return reach


def options(form) -> int:
    return str(form["unit"]).count("<option")


def test_of_few_units_the_list_has_all_and_no_name_is_asked_for(office, chiang_mai, reach):
    form = PlacedForm(reach=reach)
    assert options(form) == 3
    assert "unit_called" not in str(form["unit"])


def test_of_very_many_a_short_list_stands_around_the_one_held(many):
    held = many.get(name__en="Team 40")
    form = PlacedForm(reach=many, held=held.public_id)
    page = str(form["unit"])
    assert options(form) <= SHOWN + 1
    assert str(held.public_id) in page
    assert 'name="unit_called"' in page


@pytest.mark.parametrize("typed", ["Team 41", "  team   41 ", "ทีม 41"])
def test_any_other_is_found_by_its_name(many, typed):
    form = PlacedForm({"unit": "", "unit_called": typed}, reach=many)
    assert form.is_valid()
    assert str(form.cleaned_data["unit"]) == "Team 41"


def test_a_unit_of_just_this_name_goes_before_those_that_have_it_in_theirs(many):
    form = PlacedForm({"unit_called": "Team 1"}, reach=many)
    assert form.is_valid()
    assert str(form.cleaned_data["unit"]) == "Team 1"


def test_a_name_of_several_brings_these_to_choose_from_and_keeps_what_was_typed(many):
    form = PlacedForm({"unit_called": "Team"}, reach=many)
    assert not form.is_valid()
    page = str(form["unit"])
    assert options(form) == SHOWN + 1
    assert 'value="Team"' in page
    [sentence] = form.errors["unit"]
    assert "choose one" in sentence


def test_a_name_of_none_says_so_where_it_was_typed(many):
    form = PlacedForm({"unit_called": "Elsewhere\0"}, reach=many)
    assert "No unit of yours" in form.errors["unit"][0]


def test_a_unit_out_of_reach_is_refused_by_its_id_and_not_found_by_its_name(many, rest_house):
    for sent in ({"unit": rest_house.public_id}, {"unit_called": "Rest house"}):
        assert not PlacedForm(sent, reach=many).is_valid()


def test_an_address_names_a_unit_by_id_or_by_name(many):
    one = many.get(name__en="Team 7")
    by_id = UnitPick(many, QueryDict(f"unit={one.public_id}"))
    by_name = UnitPick(many, QueryDict("unit=&unit_called=Team+7"))
    assert by_id.chosen == by_name.chosen == one
    assert one in by_id.offered
    assert len(by_id.offered) <= SHOWN


def test_an_address_with_a_foreign_unit_is_lost_and_one_with_a_name_of_several_says_so(
    many, rest_house
):
    assert UnitPick(many, QueryDict(f"unit={rest_house.public_id}")).lost
    several = UnitPick(many, QueryDict("unit_called=Team"))
    assert (several.chosen, several.lost, len(several.offered)) == (None, False, SHOWN)
    assert "choose one" in several.said
    assert "No unit of yours" in UnitPick(many, QueryDict("unit_called=x9")).said


PAGES = (
    ("ploy", "/people/invite/"),
    ("ploy", "/programme/posts/new/"),
    ("ploy", "/programme/places/"),
    ("ploy", "/people/"),
    ("ploy", "/people/first-steps/units/"),
    ("siriporn", "/training/"),
    ("siriporn", "/training/requirements/"),
    ("siriporn", "/training/certificates/new/"),
)


def test_a_page_asks_as_much_and_is_as_long_with_a_hundred_units_as_with_two_hundred(
    client, request, office
):
    people = {who: request.getfixturevalue(who) for who in ("ploy", "siriporn")}
    region = make_unit(office.organisation, "Region 1", parent=office)
    seen = []
    for size in (100, 200):
        while office.organisation.units.count() < size:
            make_unit(
                office.organisation, f"T{office.organisation.units.count():03}", parent=region
            )
        seen.append({})
        for who, path in PAGES:
            enter(client, people[who])
            client.get(path)
            with CaptureQueriesContext(connection) as asked:
                answer = client.get(path)
            assert answer.status_code == 200
            seen[-1][path] = len(asked), len(answer.content)
    small, large = seen
    assert {path: asked for path, (asked, _) in small.items()} == {
        path: asked for path, (asked, _) in large.items()
    }
    longer = {path: large[path][1] - small[path][1] for path in small}
    assert {path: n for path, n in longer.items() if n > 200} == {}
    assert max(length for _asked, length in large.values()) < 60_000


def test_the_list_of_people_is_narrowed_by_the_name_of_a_unit_too(client, ploy, office, nok):
    for n in range(IN_A_LIST):
        make_unit(office.organisation, f"Team {n}", parent=office)
    enter(client, ploy)
    page = client.get("/people/", {"unit": "", "unit_called": "Chiang Mai team"}).content.decode()
    assert nok.name in page
    assert "Ploy Suwannarat" not in page.split("</header>")[-1].split('id="h-list"')[1]
