"""A past that was changed shows."""

import random
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command

from people.access_kinds import ACCESS_KINDS
from people.audit import actions as audit
from people.audit import chain
from people.audit import tasks as audit_tasks
from people.models import AccessEvent, Role
from tests.makers import NOW
from tests.roles import as_the_owner
from workload import access_kinds


@pytest.fixture
def trail(nok, wipa, siriporn, chiang_mai):
    """Forty looks, sealed."""
    for minute in range(20):
        note(wipa, minute, person=nok)
        note(siriporn, minute, units=[chiang_mai.pk])
    chain.seal()
    return list(AccessEvent.objects.order_by("place"))


def note(viewer, minute, **about):
    audit.note_access(
        viewer=viewer,
        role=Role.SUPERVISOR,
        what=access_kinds.BOARD,
        at=NOW + timedelta(minutes=minute),
        **about,
    )


def test_an_untouched_trail_holds(trail):
    assert [event.place for event in trail] == list(range(1, 41))
    assert chain.first_broken() is None


def test_an_empty_trail_holds(db):
    assert chain.seal() == 0
    assert chain.first_broken() is None


def test_sealing_again_changes_nothing(trail):
    before = list(AccessEvent.objects.order_by("pk").values())
    assert chain.seal() == 0
    audit_tasks.seal_access.call()
    assert list(AccessEvent.objects.order_by("pk").values()) == before


def test_later_events_are_linked_to_the_earlier(trail, wipa, nok):
    note(wipa, 60, person=nok)
    # What is not linked yet breaks nothing.
    assert chain.first_broken() is None
    assert chain.seal() == 1
    assert AccessEvent.objects.latest("place").place == 41
    assert chain.first_broken() is None


def test_a_batch_takes_up_where_the_last_one_stopped(trail, wipa, nok, monkeypatch):
    for minute in range(7):
        note(wipa, minute, person=nok)
    monkeypatch.setattr(chain, "BATCH", 3)
    audit_tasks.seal_access.call()
    assert AccessEvent.objects.latest("place").place == 47
    assert chain.first_broken() is None


@as_the_owner()
def test_a_row_that_committed_late_comes_after_what_was_sealed(trail, wipa, nok):
    late = AccessEvent.objects.filter(place=40)
    late.update(place=None, seal="")
    note(wipa, 60, person=nok)
    chain.seal()
    assert chain.first_broken() is None


FLIPS = {
    "viewer_role": lambda event, dice: dice.choice([r for r in Role if r != event.viewer_role]),
    "what": lambda event, dice: dice.choice([w for w in ACCESS_KINDS if w != event.what]),
    "at": lambda event, dice: event.at + timedelta(seconds=dice.randint(1, 10**6)),
    "person_id": lambda event, dice: None if event.person_id else event.viewer_id,
    "unit_id": lambda event, dice: None if event.unit_id else dice.units,
    "viewer_id": lambda event, dice: dice.choice([p for p in dice.people if p != event.viewer_id]),
    "seal": lambda event, dice: flip(event.seal, dice),
}


def flip(text, dice):
    place = dice.randrange(len(text))
    other = dice.choice([c for c in "0123456789abcdef" if c != text[place]])
    return text[:place] + other + text[place + 1 :]


@as_the_owner()
def test_any_of_a_thousand_changes_is_found(trail, nok, wipa, siriporn, chiang_mai):
    dice = random.Random(47)
    dice.people, dice.units = [nok.pk, wipa.pk, siriporn.pk], chiang_mai.pk
    for _ in range(1000):
        event, field = dice.choice(trail), dice.choice(list(FLIPS))
        row = AccessEvent.objects.filter(pk=event.pk)
        row.update(**{field: FLIPS[field](event, dice)})
        assert chain.first_broken() == event.place, (field, event.place)
        row.update(**{field: getattr(event, field)})
    assert chain.first_broken() is None


EVENT = {
    "pk": 7,
    "place": 3,
    "organisation_id": 1,
    "viewer_id": 2,
    "viewer_role": Role.ADMIN,
    "what": "role_given",
    "person_id": 4,
    "unit_id": 5,
    "at": NOW,
    "subject": UUID(int=6),
    "role": Role.WORKER,
    "day": NOW.date(),
    "program": "Rota",
}
OTHER = {
    "at": NOW + timedelta(microseconds=1),
    "subject": None,
    "role": Role.TRAINER,
    "day": NOW.date() + timedelta(days=1),
    "program": "",
    "viewer_role": Role.WORKER,
    "what": "role_ended",
}


@pytest.mark.parametrize("fact", EVENT)
def test_every_fact_of_an_event_is_in_its_link(fact):
    """Also which thing it was: else a look at one person's file could be made one at another's."""
    link = chain.link(AccessEvent(**EVENT), "before", "key")
    other = EVENT | {fact: OTHER.get(fact, 1000)}

    assert chain.link(AccessEvent(**other), "before", "key") != link


def test_the_link_before_and_the_key_are_in_it_too_and_nothing_else():
    link = chain.link(AccessEvent(**EVENT), "before", "key")

    assert chain.link(AccessEvent(**EVENT, seal="of now"), "before", "key") == link
    assert chain.link(AccessEvent(**EVENT), "another", "key") != link
    assert chain.link(AccessEvent(**EVENT), "before", "another") != link


@pytest.mark.parametrize("place", [1, 20, 39])
@as_the_owner()
def test_a_row_taken_out_is_found(trail, place):
    AccessEvent.objects.filter(place=place).delete()
    assert chain.first_broken() == place


@as_the_owner()
def test_two_rows_that_changed_places_are_found(trail):
    first, second = trail[3], trail[4]
    AccessEvent.objects.filter(pk=first.pk).update(place=1000)
    AccessEvent.objects.filter(pk=second.pk).update(place=first.place)
    AccessEvent.objects.filter(pk=first.pk).update(place=second.place)
    assert chain.first_broken() == first.place


def test_a_trail_sealed_with_another_key_does_not_hold(trail, settings):
    settings.KEY_RING = ["another-" + "k" * 50]
    assert chain.first_broken() == 1


def test_a_trail_holds_after_a_new_key_was_put_in_front(trail, settings):
    settings.KEY_RING = ["newer-" + "k" * 50, *settings.KEY_RING]
    assert chain.first_broken() is None


def test_the_command_says_how_far_the_trail_holds(trail, capsys):
    call_command("verify_trail")
    assert capsys.readouterr().out == "The trail holds, 40 links.\n"


@as_the_owner()
def test_the_command_says_where_the_trail_breaks(trail):
    AccessEvent.objects.filter(place=7).update(viewer_role=Role.CARE)
    with pytest.raises(CommandError, match="breaks at place 7"):
        call_command("verify_trail")
