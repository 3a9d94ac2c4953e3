"""Pathways: who can do each step in a province, a plan kept nowhere, and one's own copies."""

import pytest
import time_machine
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse

from programme.members import actions as programmes
from programme.models import Pathway, SharedPart
from programme.pathways import actions
from programme.pathways.reading import read_pathways
from programme.services.reading import starter_pathways, support_services
from tests.makers import NOW, enter, judge_stale
from tests.programme.directory.makers import make_entry, make_pathway


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def entries(ours, theirs, ploy, sumalee):
    """Saphan follows up in Chiang Mai, the shelters have a place somewhere in Region 5."""
    programmes.agree(member=theirs, part=SharedPart.DIRECTORY, by=sumalee, now=NOW)
    about = {"services": ["shelter"], "provinces": [], "regions": ["th-5"]}
    return {
        "followup": make_entry(ploy.organisation, ploy, "Home visits", services=["followup"]),
        "shelter": make_entry(sumalee.organisation, sumalee, "House", phone="02 111 1111", **about),
    }


def test_the_two_to_begin_with_are_ordered_services_of_the_list():
    found = {key: one.steps for key, one in starter_pathways().items()}
    assert found == {
        "return": ("shelter", "return", "followup", "work"),
        "justice": ("investigate", "legal", "protection", "trial"),
    }
    assert all(support_services()[step] for steps in found.values() for step in steps)


def test_each_step_says_who_can_do_it_here_and_where_there_is_none(client, nok, entries):
    enter(client, nok)
    answer = client.get(reverse("pathway", args=["return"]), {"place": "TH-50"})
    found = [[str(row.entry) for row in step.rows] for step in answer.context["steps"]]
    assert found == [["House"], [], ["Home visits"], []]
    assert answer.text.count("No organisation of the directory does this here.") == 2
    answer = client.get(reverse("pathway", args=["return"]), {"place": "TH-83"})
    assert not any(step.rows for step in answer.context["steps"])


def test_a_plan_has_the_chosen_organisations_and_is_kept_nowhere(client, nok, entries):
    enter(client, nok)
    before = {one: one._base_manager.count() for one in apps.get_models()}
    asked = {"place": "TH-50", "plan": "1", "step1": entries["shelter"].public_id}
    # What cannot do the step is not chosen, and what is no entry is nothing.
    asked |= {"step3": entries["shelter"].public_id, "step4": "anything"}
    answer = client.get(reverse("pathway", args=["return"]), asked)
    assert [step.chosen and str(step.chosen.entry) for step in answer.context["steps"]] == [
        "House",
        None,
        None,
        None,
    ]
    assert "02 111 1111" in answer.text
    assert {one: one._base_manager.count() for one in apps.get_models()} == before
    # No field of the page takes words of the reader.
    assert "<textarea" not in answer.text
    assert 'type="text"' not in answer.text


@pytest.mark.parametrize("place", ["", "TH-00", "x' OR 1=1"])
def test_without_a_province_there_are_no_steps(client, nok, entries, place):
    enter(client, nok)
    answer = client.get(reverse("pathway", args=["return"]), {"place": place, "plan": "1"})
    assert (answer.status_code, answer.context["steps"]) == (200, [])


def test_a_copy_stands_in_the_place_of_the_one_to_begin_with_and_is_ones_own(
    client, ploy, nok, noi
):
    enter(client, ploy)
    typed = {"name_en": "Home", "step1": "shelter", "step3": "work", "is_offered": "on"}
    answer = client.post(reverse("pathway_change", args=["return"]), typed)
    assert answer.url == reverse("pathway", args=["return"])
    kept = Pathway.objects.get()
    assert (kept.key, kept.steps) == ("return", ["shelter", "work"])
    client.post(reverse("pathway_change", args=["return"]), typed | {"step2": "return"})
    kept.refresh_from_db()
    assert kept.steps == ["shelter", "return", "work"]
    assert [str(one) for one in read_pathways(nok)] == ["Home", "From investigation to trial"]
    assert [str(one) for one in read_pathways(noi)][0] == "From shelter to work"


def test_a_pathway_of_ones_own_has_two_steps_at_least_and_known_services(ploy):
    about = {"organisation": ploy.organisation, "by": ploy, "now": NOW, "name": {"en": "Ours"}}
    for steps in ([], ["legal"], ["legal", "magic"], ["legal"] * 9):
        with pytest.raises(ValidationError):
            actions.save_pathway(steps=steps, **about)
    with pytest.raises(ValidationError):
        actions.save_pathway(steps=["legal", "work"], key="unknown", **about)
    kept = actions.save_pathway(steps=["legal", "work"], **about)
    with pytest.raises(ValidationError):
        actions.save_pathway(steps=["legal", "work"], **about)
    assert [one.code for one in read_pathways(ploy)] == ["return", "justice", kept.code]


def test_a_pathway_of_others_stays_theirs_and_a_full_list_takes_no_new_one(ploy, noi, monkeypatch):
    theirs = make_pathway(noi.organisation)
    about = {"organisation": ploy.organisation, "by": ploy, "now": NOW, "steps": ["legal", "work"]}
    with pytest.raises(ValidationError, match="cannot"):
        actions.save_pathway(pathway=theirs, name={"en": "Taken"}, **about)
    copy = actions.save_pathway(key="return", name={"en": "Home"}, **about)
    monkeypatch.setattr(actions, "AT_MOST", 1)
    for key in ("", "justice"):
        with pytest.raises(ValidationError, match="too many"):
            actions.save_pathway(key=key, name={"en": "One more"}, **about)
    assert actions.save_pathway(key="return", name={"en": "Back"}, **about).pk == copy.pk
    assert actions.save_pathway(pathway=copy, name={"en": "Home"}, **about).key == "return"
    theirs.refresh_from_db()
    assert (theirs.steps, theirs.organisation) == (["shelter", "work"], noi.organisation)


def test_a_retired_pathway_is_offered_to_its_keepers_alone(client, ploy, nok):
    about = {"organisation": ploy.organisation, "by": ploy, "now": NOW, "name": {"en": "Ours"}}
    actions.save_pathway(steps=["legal", "work"], is_offered=False, **about)
    for person, n in ((ploy, 3), (nok, 2)):
        enter(client, person)
        assert len(client.get(reverse("pathways")).context["pathways"]) == n


def test_a_pathway_of_others_is_not_there(client, nok, noi):
    Pathway.objects.create(organisation=noi.organisation, name={"en": "x"}, steps=["legal", "work"])
    enter(client, nok)
    theirs = Pathway.objects.get().code
    assert client.get(reverse("pathway", args=[theirs])).status_code == 404


def test_a_pathway_that_a_colleague_wrote_anew_is_not_written_back(client, ploy):
    kept = make_pathway(ploy.organisation)
    enter(client, ploy)
    judge_stale(
        client,
        reverse("pathway_change", args=[kept.code]),
        change=lambda: Pathway.objects.update(steps=["shelter", "legal"]),
        typed={"name_en": "Home again"},
        told=[str(support_services()["legal"].name)],
    )
    assert Pathway.objects.get().steps == ["shelter", "work"]


def test_a_pathway_to_begin_with_that_a_colleague_changed_meanwhile_is_not_written_back(
    client, ploy
):
    begun = next(iter(starter_pathways().values()))
    about = {"organisation": ploy.organisation, "by": ploy, "now": NOW, "key": begun.key}
    steps = ["legal", "work"]
    enter(client, ploy)
    judge_stale(
        client,
        reverse("pathway_change", args=[begun.key]),
        change=lambda: actions.save_pathway(name={"en": "Ours"}, steps=steps, **about),
        typed={"name_en": "Mine"},
        told=["Ours", str(support_services()["legal"].name)],
    )
