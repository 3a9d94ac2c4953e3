"""A credential of a programme outside: which level hours and work allow, and what is missing."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils.translation import override

from people.models import Membership, Person, Role
from tests.makers import NOW, enter
from tests.training.careers.test_actions import form_of
from tests.training.conftest import make_certificate_type, make_places, make_session, make_study
from tests.training.rules.test_careers import NACP
from training.careers import actions as careers
from training.careers import promotions
from training.careers.path import career_path
from training.hours import actions as hours_actions
from training.models import CareerLevel, Course, Study

TODAY = NOW.date()


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def levels(ploy):
    """The levels of the credential, lowest first."""
    careers.set_up_ladder(by=ploy)
    return list(CareerLevel.objects.filter(track="credential"))


def attend(person, trainer, kind, hours, day=date(2026, 3, 2), attendance="full", name=None):
    """Let somebody have been in a course of a kind."""
    course, _new = Course.objects.get_or_create(
        organisation=trainer.organisation,
        name={"en": name or f"{hours} of {kind}"},
        defaults={"hours": Decimal(hours), "kind": kind},
    )
    session = make_session(course, trainer, day=day)
    make_places(session, [person])
    session.enrolments.update(attendance=attendance)
    return course


def worked(person, hours):
    """Let the only contract come to so many hours of work, twelve on each day."""
    first = date(2000, 1, 1)
    last = first + timedelta(days=hours // 12 - 1)
    own = Membership.objects.filter(person=person)
    own.update(hours=Decimal(84), starts=first, ends=last) if hours else own.delete()


def credential(person):
    return career_path(Person.objects.get(pk=person.pk), TODAY).credential


def allowed(person):
    found = credential(person).allowed
    return found.level.name["en"] if found else None


def test_the_usual_levels_ask_what_nacp_asks(levels):
    assert [(level.gate().hours, level.gate().experience) for level in levels] == [
        (gate.hours, gate.experience) for gate in NACP
    ]
    assert [level.unverified for level in levels] == [False, True, True, True]


@pytest.mark.parametrize(
    ("hours", "work", "expected"),
    [
        ((39, 0, 0), 0, None),
        ((40, 0, 0), 0, "Provisional advocate"),
        ((40, 20, 0), 3_888, "Provisional advocate"),
        ((40, 20, 0), 3_900, "Basic advocate"),
        ((40, 19, 0), 8_004, "Provisional advocate"),
        ((40, 20, 20), 7_800, "Intermediate advocate"),
        ((40, 20, 40), 15_600, "Advanced advocate"),
    ],
)
def test_the_level_is_the_highest_of_which_all_is_met(hours, work, expected, nok, siriporn, levels):
    for kind, n in zip("ABC", hours, strict=True):
        if n:
            attend(nok, siriporn, kind, n)
    worked(nok, work)
    assert allowed(nok) == expected


def test_what_is_missing_for_the_next_level_is_said_in_words(nok, siriporn, levels):
    attend(nok, siriporn, "A", 40)
    attend(nok, siriporn, "B", 12)
    found = credential(nok)
    assert found.next.level.name["en"] == "Basic advocate"
    assert [(line.words, line.stands, line.met) for line in found.next.lines] == [
        ("40 hours of training: foundation (A)", "Met: 40 hours", True),
        ("20 hours of training: specialty (B)", "So far: 12 hours", False),
        ("3,900 hours of work in the field", "Met: 6,028 hours", True),
    ]


def test_half_a_day_a_day_to_come_and_a_second_time_add_nothing(nok, siriporn, levels):
    attend(nok, siriporn, "A", 39)
    attend(nok, siriporn, "A", 1, attendance="part")
    attend(nok, siriporn, "A", 2, day=date(2026, 11, 21))
    attend(nok, siriporn, "A", 39, day=date(2026, 6, 1))
    attend(nok, siriporn, "", 8)
    assert careers.hours_by_kind(nok, TODAY) == {"A": 39}
    assert allowed(nok) is None


def test_hours_towards_a_renewal_count_once_they_are_confirmed(nok, siriporn, saphan, levels):
    attend(nok, siriporn, "A", 39)
    study = make_study(nok, make_certificate_type(saphan, "Own"), siriporn, kind="A", hours=1)
    assert allowed(nok) is None
    hours_actions.decide(study=study, counts=True, by=siriporn, now=NOW)
    assert allowed(nok) == "Provisional advocate"
    Study.objects.update(kind="")
    assert allowed(nok) is None


def test_only_work_in_the_field_is_experience(nok, siriporn):
    assert careers.experience(nok, TODAY) > 0
    Membership.objects.filter(person=nok).update(role=Role.TRAINER)
    assert careers.experience(Person.objects.get(pk=nok.pk), TODAY) == 0


def test_nobody_asks_a_panel_for_a_level_of_a_programme_outside(client, nok, siriporn, levels):
    attend(nok, siriporn, "A", 40)
    with pytest.raises(ValidationError, match="You cannot ask for this level yet"):
        promotions.ask(person=nok, level=levels[0], now=NOW)
    enter(client, nok)
    address = f"/careers/levels/{levels[0].public_id}/ask/"
    assert client.get(address).status_code == 404


def test_a_trainer_writes_down_the_level_that_somebody_was_given(nok, siriporn, levels):
    careers.place(person=nok, level=levels[0], since=date(2026, 1, 1), by=siriporn, day=TODAY)
    careers.place(person=nok, level=levels[1], since=date(2026, 6, 1), by=siriporn, day=TODAY)
    assert credential(nok).held.level == levels[1]
    assert [one.until for one in nok.levels.all()] == [date(2026, 5, 31), None]


@pytest.mark.parametrize(("who", "sees"), [("nok", True), ("wipa", True), ("noi", False)])
def test_the_page_tells_the_level_and_links_to_its_source(
    who, sees, request, client, nok, siriporn, levels
):
    attend(nok, siriporn, "A", 40)
    enter(client, request.getfixturevalue(who))
    answer = client.get("/my-career/" if who == "nok" else f"/careers/{nok.public_id}/")
    page = answer.content.decode()
    assert (answer.status_code == 200) is sees
    for words in (
        "What is here would allow: <b>Provisional advocate</b>",
        "Towards Basic advocate",
        "Where these steps come from",
    ):
        assert (words in page) is sees, words
    assert "[not verified]" not in page
    if sees:
        assert "hours of work not verified." in client.get("/careers/ladder/").content.decode()


def test_the_source_is_read_in_thai_until_an_admin_writes_another(levels):
    first = levels[0]
    with override("th"):
        assert first.origin != first.source
        first.source = "Ours"
        assert first.origin == "Ours"
        first.source = ""
        assert first.origin == ""


def test_an_admin_changes_a_number_and_says_that_it_was_verified(client, ploy, nok, levels):
    enter(client, ploy)
    page = f"/careers/ladder/{levels[1].public_id}/"
    assert "Not verified: the source is named" in client.get(page).content.decode()
    amounts = {"foundation": "40", "specialty": "๒๔", "advanced": "0", "work": "3600"}
    sent = form_of(levels[1], months="0", hours="0", source="Read it")
    assert client.post(page, sent | amounts).status_code == 302
    changed = CareerLevel.objects.get(pk=levels[1].pk)
    assert changed.gate().hours == {"A": 40, "B": 24}
    assert (changed.work, changed.unverified, changed.origin) == (3600, False, "Read it")
    assert client.post(page, sent | amounts | {"work": "-1"}).status_code == 422
