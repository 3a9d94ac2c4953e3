"""Lessons: who writes and who reads them, newest first, and that no case and no name is in them."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from programme.lessons import actions
from programme.members import actions as programmes
from programme.models import Lesson, SharedPart
from tests.makers import NOW, enter, judge_stale
from tests.programme.directory.makers import make_lesson

TYPED = {"do": "save", "subject": "interview", "title": "Ask twice", "text": "Ask it later."}


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


def test_admins_of_the_whole_trainers_and_the_office_write(client, ploy, siriporn, anan, nok, wipa):
    for n, person in enumerate((ploy, siriporn, anan)):
        enter(client, person)
        answer = client.post(reverse("lesson_new"), TYPED | {"title": f"Lesson {n}"})
        assert answer.status_code == 302
    for person in (nok, wipa):
        enter(client, person)
        assert client.post(reverse("lesson_new"), TYPED).status_code == 404
    assert Lesson.objects.count() == 3


def test_the_newest_comes_first_and_words_and_subject_find_it(client, nok, ploy):
    make_lesson(ploy.organisation, ploy)
    new = NOW + timedelta(hours=1)
    make_lesson(ploy.organisation, ploy, "In court", subject="trial", written_at=new)
    enter(client, nok)

    def titles(**asked):
        return [one.title for one in client.get(reverse("lessons"), asked).context["page"]]

    assert titles() == ["In court", "Ask twice"]
    assert titles(about="trial") == ["In court"]
    assert titles(q="TWICE later") == ["Ask twice"]
    assert titles(q="nothing") == []
    assert titles(about="magic") == ["In court", "Ask twice"]


def test_readers_learn_the_organisation_and_no_name(client, nok, theirs, sumalee):
    programmes.agree(member=theirs, part=SharedPart.DIRECTORY, by=sumalee, now=NOW)
    lesson = make_lesson(sumalee.organisation, sumalee)
    enter(client, nok)
    page = client.get(reverse("lesson", args=[lesson.public_id])).text
    assert str(sumalee.organisation) in page
    assert sumalee.full_name_en not in page
    assert client.get(reverse("lesson_change", args=[lesson.public_id])).status_code == 404
    programmes.withdraw(member=theirs, part=SharedPart.DIRECTORY, by=sumalee, now=NOW)
    assert client.get(reverse("lesson", args=[lesson.public_id])).status_code == 404


def test_personal_words_are_warned_of_and_an_id_is_refused(client, ploy):
    enter(client, ploy)
    answer = client.post(reverse("lesson_new"), TYPED | {"text": "นางสาวกนกวรรณ ศรีสุข มาหาเรา"})
    assert (answer.status_code, Lesson.objects.count()) == (422, 0)
    assert "No case is in it" in answer.text
    about = {"organisation": ploy.organisation, "by": ploy, "now": NOW}
    with pytest.raises(ValidationError):
        actions.save_lesson(subject="trial", title="x", text="1101700230708", **about)
    with pytest.raises(ValidationError):
        actions.save_lesson(subject="trial", title="x", text="y" * 2001, **about)
    with pytest.raises(ValidationError):
        actions.save_lesson(subject="magic", title="x", text="y", **about)


def test_a_retired_lesson_is_read_by_nobody_and_comes_back(client, ploy, nok):
    lesson = make_lesson(ploy.organisation, ploy)
    enter(client, ploy)
    client.post(reverse("lesson_change", args=[lesson.public_id]), {"do": "retire"})
    enter(client, nok)
    assert client.get(reverse("lesson", args=[lesson.public_id])).status_code == 404
    enter(client, ploy)
    assert list(client.get(reverse("lessons")).context["retired"]) == [lesson]
    client.post(reverse("lesson_change", args=[lesson.public_id]), {"do": "offer"})
    assert client.get(reverse("lesson", args=[lesson.public_id])).status_code == 200


def test_a_lesson_of_others_stays_theirs_and_a_full_list_takes_no_new_one(
    ploy, sumalee, monkeypatch
):
    about = {"organisation": ploy.organisation, "subject": "trial", "by": ploy, "now": NOW}
    theirs, ours = make_lesson(sumalee.organisation, sumalee), make_lesson(ploy.organisation, ploy)
    beside = make_lesson(ploy.organisation, ploy, "Beside")
    with pytest.raises(ValidationError, match="cannot"):
        actions.save_lesson(lesson=theirs, title="Taken", text="x", **about)
    monkeypatch.setattr(actions, "AT_MOST", 2)
    with pytest.raises(ValidationError, match="too many"):
        actions.save_lesson(title="One more", text="x", **about)
    later = NOW + timedelta(days=1)
    changed = actions.save_lesson(
        lesson=ours, title="Changed", text="x", **about | {"by": ploy, "now": later}
    )
    assert (changed.pk, changed.title, changed.written_at) == (ours.pk, "Changed", later)
    for now in (NOW, later):
        actions.retire_lesson(lesson=ours, retired=True, by=ploy, now=now)
    retired = Lesson.objects.exclude(retired_at=None)
    assert [(one.pk, one.retired_at) for one in retired] == [(ours.pk, NOW)]
    Lesson.objects.filter(pk=beside.pk).update(retired_at=NOW)
    actions.retire_lesson(lesson=ours, retired=False, by=ploy, now=later)
    assert [*retired.all()] == [beside]


def test_markup_in_a_lesson_is_text(client, ploy, nok):
    make_lesson(ploy.organisation, ploy, text="<script>alert(1)</script>")
    enter(client, nok)
    page = client.get(reverse("lesson", args=[Lesson.objects.get().public_id])).text
    assert "<script>alert" not in page


@pytest.mark.parametrize("typed", ["%00", "a%00b", "%EF%BF%BF", "%25%5F%5C", "๕" * 300])
def test_what_is_searched_for_breaks_nothing(client, ploy, nok, typed):
    make_lesson(ploy.organisation, ploy)
    enter(client, nok)
    assert (
        client.get(f"/programme/lessons/?q={typed}&about={typed}&page={typed}").status_code == 200
    )


def test_a_lesson_that_a_colleague_wrote_anew_is_not_written_back(client, ploy):
    lesson = make_lesson(ploy.organisation, ploy)
    enter(client, ploy)
    judge_stale(
        client,
        reverse("lesson_change", args=[lesson.public_id]),
        change=lambda: Lesson.objects.filter(pk=lesson.pk).update(text="Ask twice, in Thai too."),
        typed={"title": "Ask before you photograph"},
        told=["Ask twice, in Thai too."],
    )
