"""Every sealed text gets the newest key, and can be read as before."""

import pytest
from django.core.management import CommandError, call_command

from people.keys import ring, rotation
from people.keys.rotation import RotatedField
from people.models import PhoneKey, PushKey
from tests.makers import NOW, WEEK
from wellbeing.checkins import actions as checkins
from wellbeing.models import CheckIn
from wellbeing.rules.pulse import PulseAnswers
from workload.models import SupervisionTalk
from workload.time import talks


@pytest.fixture
def sealed(settings, nok, wipa, chiang_mai):
    """Five notes and a talk, sealed with the old key; the ring has a new one in front."""
    # Those of the installation, sealed when the database was made.
    PushKey.objects.all().delete()
    PhoneKey.objects.all().delete()
    settings.KEY_RING = ["old"]
    for back in range(5):
        checkins.record(
            person=nok,
            unit=chiang_mai,
            week=WEEK - back,
            answers=PulseAnswers(),
            note=f"note {back}",
        )
    checkins.record(
        person=wipa, unit=chiang_mai, week=WEEK, answers=PulseAnswers(worn=1), note=""
    )  # without a note
    talks.write(
        supervisor=wipa, person=nok, by=wipa, day=NOW.date(), minutes=30, words="talked", now=NOW
    )
    settings.KEY_RING = ["new", "old"]
    return settings


def notes(person):
    rows = CheckIn.objects.of(person).order_by("-week")
    return [one.note for one in rows if one.answers == PulseAnswers()]


def test_afterwards_the_new_key_alone_opens_everything(sealed, nok, capsys):
    call_command("rotate_keys")
    said = capsys.readouterr().out
    assert "wellbeing.CheckIn.sealed_note: 5 sealed anew, 0 were already." in said
    assert "wellbeing.CheckIn.sealed_answers: 6 sealed anew, 0 were already." in said
    assert "workload.SupervisionTalk.sealed_words: 1 sealed anew, 0 were already." in said
    sealed.KEY_RING = ["new"]
    assert notes(nok) == [f"note {n}" for n in range(5)]
    assert SupervisionTalk.objects.get().words == "talked"


def test_what_was_done_in_two_batches_is_added_up():
    one, other = RotatedField("Person.line", 1, 2, 3), RotatedField("", 10, 20, 30)
    assert one + other == RotatedField("Person.line", 11, 22, 33)


def test_a_second_time_nothing_is_written(sealed, capsys):
    call_command("rotate_keys")
    before = list(CheckIn.objects.values_list("pk", "sealed_note"))
    capsys.readouterr()
    call_command("rotate_keys")
    assert "sealed_note: 0 sealed anew, 5 were already." in capsys.readouterr().out
    assert list(CheckIn.objects.values_list("pk", "sealed_note")) == before


def test_the_owner_stays_bound(sealed, nok, wipa):
    call_command("rotate_keys")
    row = CheckIn.objects.of(nok).first()
    row.person = wipa
    with pytest.raises(ring.WrongOwnerError):
        row.note  # noqa: B018 - to open it is the test


def test_interrupted_it_is_taken_up_again(sealed, nok, monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 2)
    turned = []

    def dies(*args):
        if turned:
            raise KeyboardInterrupt
        turned.append(args)
        return turn(*args)

    turn = rotation.turn
    monkeypatch.setattr(rotation, "turn", dies)
    with pytest.raises(KeyboardInterrupt):
        rotation.rotate(CheckIn, "sealed_note", "wellbeing.CheckIn.note")
    assert notes(nok) == [f"note {n}" for n in range(5)]
    monkeypatch.setattr(rotation, "turn", turn)
    done = rotation.rotate(CheckIn, "sealed_note", "wellbeing.CheckIn.note")
    assert (done.anew, done.before, done.broken) == (3, 2, 0)


def test_a_text_that_was_changed_meanwhile_is_not_overwritten(sealed, nok):
    row = CheckIn.objects.of(nok).first()
    read = [(row.pk, row.sealed_note, nok.pk, row.week)]
    row.write("newer")
    row.save()
    rotation.turn(CheckIn, "sealed_note", "wellbeing.CheckIn.note", read)
    assert CheckIn.objects.get(pk=row.pk).note == "newer"


def test_what_no_key_opens_is_kept_and_said_after_all_the_others(sealed, nok):
    first = CheckIn.objects.of(nok).order_by("pk").first()
    CheckIn.objects.filter(pk=first.pk).update(sealed_note=b"not sealed by us")
    with pytest.raises(CommandError, match="1 texts"):
        call_command("rotate_keys")
    assert CheckIn.objects.get(pk=first.pk).sealed_note == b"not sealed by us"
    sealed.KEY_RING = ["new"]
    others = CheckIn.objects.of(nok).exclude(pk=first.pk)
    assert sorted(one.note for one in others) == [f"note {n}" for n in range(1, 5)]
