"""Goals: one's own, with steps, and a mentor who sees this goal and nothing else."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError

from people.models import AccessEvent, Person
from tests.makers import NOW, enter, make_goal
from training.careers import goals
from training.careers import tasks as careers_tasks
from training.models import Goal, GoalStep

STAFF = ("nok", "wipa", "siriporn", "anan", "orathai", "ploy", "noi")
WORDS = "Lead a joint interview"


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def cast(request):
    return {name: request.getfixturevalue(name) for name in STAFF}


@pytest.fixture
def goal(nok, siriporn):
    """Nok's goal; Siriporn is her mentor."""
    return make_goal(nok, mentor=siriporn)


def text(answer) -> str:
    return answer.content.decode()


def page_of(goal) -> str:
    return f"/my-career/goals/{goal.public_id}/"


def test_only_its_person_and_the_mentor_see_a_goal(cast, goal):
    goals.add_step(goal, by=cast["nok"], words="Ask Siriporn", by_day=None)
    seeing = {
        name
        for name, one in cast.items()
        if Goal.objects.visible_to(Person.objects.get(pk=one.pk)).exists()
    }
    assert seeing == {"nok", "siriporn"}
    assert not GoalStep.objects.visible_to(cast["wipa"]).exists()


@pytest.mark.parametrize("words", ["", "a" * 201, "1101700207030"])
def test_a_goal_and_a_step_are_a_few_words_without_an_identity(nok, goal, words):
    for write in (
        lambda: goals.add(person=nok, words=words, by_day=None, now=NOW),
        lambda: goals.add_step(goal, by=nok, words=words, by_day=None),
    ):
        with pytest.raises(ValidationError) as refused:
            write()
        assert refused.value.message_dict.keys() == {"words"}


def test_twenty_open_goals_are_enough(nok, wipa):
    for _ in range(goals.AT_ONCE):
        made = goals.add(person=nok, words=WORDS, by_day=None, now=NOW)
    with pytest.raises(ValidationError, match="up to twenty goals"):
        goals.add(person=nok, words=WORDS, by_day=None, now=NOW)
    goals.add(person=wipa, words=WORDS, by_day=None, now=NOW)
    goals.finish(made, reached=True, by=nok, now=NOW)
    goals.add(person=nok, words=WORDS, by_day=None, now=NOW)


def test_a_mentor_is_a_colleague_and_told_once(cast):
    goal = make_goal(cast["nok"])
    for who in ("nok", "noi"):
        with pytest.raises(ValidationError):
            goals.choose_mentor(goal, by=cast["nok"], mentor=cast[who], day=NOW.date())
    goals.choose_mentor(goal, by=cast["nok"], mentor=cast["wipa"], day=NOW.date())
    careers_tasks.tell_mentor.call(goal.pk, cast["wipa"].pk)
    (message,) = mail.outbox
    assert message.to == ["wipa@example.org"]
    assert WORDS not in message.body


def test_time_with_a_mentor_counts_from_the_day_they_were_chosen(client, cast):
    nok, goal = cast["nok"], make_goal(cast["nok"])
    for who, day in (("siriporn", 1), ("wipa", 3), ("wipa", 9)):
        goals.choose_mentor(goal, by=nok, mentor=cast[who], day=date(2026, 10, day))
    enter(client, nok)
    assert "with Wipa Thongdee since 3 Oct 2026" in text(client.get("/my-career/"))
    assert "since 3 October 2026" in text(client.get(page_of(goal)))
    goals.without_mentor(goal, by=cast["wipa"])
    assert Goal.objects.get().mentored_since is None


def test_the_mentor_ticks_a_step_and_can_stop_but_changes_nothing_else(cast, goal):
    step = goals.add_step(goal, by=cast["nok"], words="Ask", by_day=date(2026, 12, 1))
    goals.tick(step, done=True, by=cast["siriporn"], now=NOW)
    assert GoalStep.objects.get().done_at == NOW
    with pytest.raises(GoalStep.DoesNotExist):
        goals.tick(step, done=True, by=cast["wipa"], now=NOW)
    for write in (
        lambda: goals.drop(goal, by=cast["siriporn"]),
        lambda: goals.finish(goal, reached=True, by=cast["siriporn"], now=NOW),
        lambda: goals.add_step(goal, by=cast["siriporn"], words="x", by_day=None),
    ):
        with pytest.raises(Goal.DoesNotExist):
            write()
    other = make_goal(cast["nok"], mentor=cast["siriporn"])
    goals.without_mentor(other, by=cast["wipa"])
    goals.without_mentor(goal, by=cast["siriporn"])
    assert {one: one.mentor for one in Goal.objects.all()} == {goal: None, other: cast["siriporn"]}


def test_what_is_dropped_is_gone(nok, goal):
    goals.add_step(goal, by=nok, words="Ask", by_day=None)
    goals.drop(goal, by=nok)
    assert not Goal.objects.exists()
    assert not GoalStep.objects.exists()


def test_a_goal_is_written_followed_and_reached_on_the_pages(client, nok, wipa):
    enter(client, nok)
    empty = client.post("/my-career/", {"words": ""})
    assert (empty.status_code, "<title>Error: " in empty.text) == (422, True)
    refused = client.post("/my-career/", {"words": WORDS, "by_day": "31/2/2570"})
    assert (refused.status_code, WORDS in text(refused)) == (422, True)
    client.post("/my-career/", {"words": WORDS, "by_day": "31/1/2570"})
    goal = Goal.objects.get()
    assert goal.by_day == date(2027, 1, 31)
    page = page_of(goal)
    client.post(page, {"do": "step", "words": "Ask Wipa", "by_day": ""})
    client.post(page, {"do": "tick", "step": str(goal.steps.get().pk)})
    assert goal.steps.get().done_at
    found = client.post(page, {"do": "find", "name": "wipa"})
    assert "Is this the right person?" in text(found)
    client.post(page, {"do": "send", "name": "wipa", "to": str(wipa.public_id)})
    assert Goal.objects.get().mentor == wipa
    client.post(page, {"do": "finish"})
    assert "Reached on 20 November 2026" in text(client.get("/my-career/"))
    client.post(page, {"do": "drop"})
    assert not Goal.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {"do": "step", "words": ""},
        {"do": "step", "words": "a", "by_day": "soon"},
        {"do": "find", "name": "q"},
        {"do": "find", "name": "noi"},
    ],
)
def test_what_does_not_fit_is_said_on_the_page(client, nok, noi, goal, sent):
    enter(client, nok)
    goals.without_mentor(goal, by=nok)
    assert client.post(page_of(goal), sent).status_code == 422
    assert not GoalStep.objects.exists()


def test_the_mentor_reads_it_and_nok_finds_the_look(client, nok, siriporn, goal):
    step = goals.add_step(goal, by=nok, words="Ask", by_day=None)
    enter(client, siriporn)
    assert WORDS in text(client.get("/my-career/"))
    page = text(client.get(page_of(goal)))
    assert "I can no longer be the mentor" in page
    assert "Drop this goal" not in page
    assert [e.what for e in AccessEvent.objects.about(nok)] == ["mentor", "mentor"]
    for do in ("drop", "finish", "step", "send"):
        assert client.post(page_of(goal), {"do": do}).status_code == 404
    client.post(page_of(goal), {"do": "tick", "step": str(step.pk)})
    client.post(page_of(goal), {"do": "alone"})
    assert client.get(page_of(goal)).status_code == 404
    assert GoalStep.objects.get().done_at


def test_a_step_that_both_say_is_done_stays_done_with_the_first_day(client, nok, siriporn, goal):
    step = goals.add_step(goal, by=nok, words="Ask", by_day=None)
    enter(client, siriporn)
    assert 'value="tick"' in client.get(page_of(goal)).text
    goals.tick(step, done=True, by=nok, now=NOW - timedelta(days=1))
    client.post(page_of(goal), {"do": "tick", "step": str(step.pk)})
    assert GoalStep.objects.get().done_at == NOW - timedelta(days=1)
    assert 'value="untick"' in client.get(page_of(goal)).text
    for _twice in range(2):
        client.post(page_of(goal), {"do": "untick", "step": str(step.pk)})
        assert GoalStep.objects.get().done_at is None


def test_a_goal_that_is_said_to_be_reached_twice_stays_reached(client, nok, goal):
    enter(client, nok)
    for do, reached in (("finish", True), ("reopen", False)):
        assert f'value="{do}"' in client.get(page_of(goal)).text
        for _twice in range(2):
            client.post(page_of(goal), {"do": do})
            assert bool(Goal.objects.get().done_at) is reached


def test_a_step_of_another_goal_is_not_there(client, nok, wipa, goal):
    other = goals.add_step(make_goal(wipa), by=wipa, words="Hers", by_day=None)
    enter(client, nok)
    for step in (str(other.pk), "x", "", str(uuid4())):
        assert client.post(page_of(goal), {"do": "tick", "step": step}).status_code == 404


def test_without_levels_nobody_is_thanked_for_all_the_way(nok, wipa, client):
    for reader, page in ((nok, "/my-career/"), (wipa, f"/careers/{nok.public_id}/")):
        enter(client, reader)
        said = client.get(page).text
        assert "not set out yet" in said
        assert "no further level" not in said
