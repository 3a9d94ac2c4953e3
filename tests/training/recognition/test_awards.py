"""Awards: named, judged by others, decided; then its owner's alone, declined without a trace."""

import json
import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError

from people.models import AccessEvent, Membership, Person, Role
from people.own_data.record import as_json
from tests.makers import (
    NOW,
    at,
    deliver,
    end_roles,
    enter,
    make_absence,
    make_award,
    make_cycle,
    make_membership,
    make_nomination,
    make_person,
    make_worker,
)
from training.models import Award, AwardCycle, Nomination, Opinion
from training.recognition import awards, milestones, nominations
from training.recognition import tasks as recognition_tasks

STAFF = ("nok", "wipa", "siriporn", "anan", "orathai", "ploy", "noi")
WORDS = "She stayed until everybody had eaten."
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def cast(request):
    return {name: request.getfixturevalue(name) for name in STAFF}


@pytest.fixture
def cycle(ploy, anan, orathai, wipa):
    """Ploy announces it; Anan, Orathai and Wipa are its panel, two of whom must have spoken."""
    return make_cycle(ploy, anan, orathai, wipa)


@pytest.fixture
def named(cycle, siriporn, nok):
    """Siriporn names Nok."""
    return make_nomination(cycle, siriporn, nok)


def again(person) -> Person:
    return Person.objects.get(pk=person.pk)


def say(named, by, aye=True):
    return nominations.say(named, by=again(by), aye=aye, words="I saw it.", now=NOW)


def decided(named, *by, aye=True, words=WORDS):
    """What comes of it when all these say the same."""
    for one in by:
        say(named, one, aye)
    return nominations.decide(named, by=again(by[0]), words=words, now=NOW)


def readers(cast) -> set[str]:
    """Who of the cast sees an award that is not declined."""
    return {
        name
        for name, one in cast.items()
        if Award.objects.visible_to(again(one)).filter(declined_at=None).exists()
    }


def text(answer) -> str:
    return answer.content.decode()


def body(answer) -> str:
    """A page without its token and its own address."""
    return re.sub(r'value="[^"]*"', "", text(answer))


# --- Announcing and naming -----------------------------------------------------------------------


def announce(by, **changes):
    fields = {"name": {"en": "Steady hands"}, "criteria": {"en": "Calm in a hard moment."}}
    fields |= {"opens": TODAY, "closes": TODAY, "quorum": 2} | changes
    return nominations.open_cycle(by=by, **fields)


@pytest.mark.parametrize("language", ["en", "th"])
def test_an_award_for_how_much_somebody_works_is_refused(ploy, language):
    with pytest.raises(ValidationError) as refused:
        announce(ploy, criteria={language: "ทำงานล่วงเวลา and overtime"})
    [error] = refused.value.error_dict["criteria"]
    assert "never for how much" in error.message
    assert error.params["language"] == language


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"closes": TODAY - timedelta(days=1)}, "__all__"),
        ({"quorum": 1}, "quorum"),
        ({"quorum": 16}, "quorum"),
        ({"criteria": {"en": " "}}, "criteria"),
    ],
)
def test_what_contradicts_itself_is_refused(ploy, changes, field):
    with pytest.raises(ValidationError) as refused:
        announce(ploy, **changes)
    assert field in refused.value.message_dict


def nominate(cycle, by, words=WORDS, now=NOW, **who):
    return nominations.nominate(cycle, by=by, words=words, now=now, **who)


@pytest.mark.parametrize(
    ("moment", "fine"),
    [("2026-10-31", False), ("2026-11-01", True), ("2026-11-30", True), ("2026-12-01", False)],
)
def test_people_are_named_from_the_first_to_the_last_day(cycle, siriporn, nok, moment, fine):
    moment = at(f"{moment} 09:00")
    if fine:
        assert nominate(cycle, siriporn, person=nok, now=moment).person == nok
    else:
        with pytest.raises(ValidationError, match="today"):
            nominate(cycle, siriporn, person=nok, now=moment)


@pytest.mark.parametrize("who", ["noi", "siriporn"])
def test_neither_a_stranger_nor_oneself_is_named(cycle, cast, who):
    with pytest.raises(ValidationError):
        nominate(cycle, cast["siriporn"], person=cast[who])


@pytest.mark.parametrize("words", ["", "a" * 601, "1101700207030", "All that overtime"])
def test_the_words_hold_no_identity_and_no_measure(cycle, siriporn, nok, words):
    with pytest.raises(ValidationError) as refused:
        nominate(cycle, siriporn, person=nok, words=words)
    assert refused.value.message_dict.keys() == {"words"}


def test_the_same_one_is_named_once_by_each(cycle, siriporn, orathai, nok, chiang_mai):
    nominate(cycle, siriporn, person=nok)
    nominate(cycle, orathai, person=nok)
    nominate(cycle, siriporn, unit=chiang_mai)
    for who in ({"person": nok}, {"unit": chiang_mai}):
        with pytest.raises(ValidationError, match="already named"):
            nominate(cycle, siriporn, **who)


def test_a_team_of_another_organisation_is_not_named(cycle, siriporn, rest_house):
    with pytest.raises(ValidationError) as refused:
        nominate(cycle, siriporn, unit=rest_house)
    assert refused.value.message_dict.keys() == {"unit"}


def test_who_left_names_neither_a_colleague_nor_a_team(cycle, orathai, nok, chiang_mai):
    gone = end_roles(orathai)
    for who in ({"person": nok}, {"unit": chiang_mai}):
        with pytest.raises(ValidationError, match="You cannot do this"):
            nominate(cycle, gone, **who)


# --- The panel -----------------------------------------------------------------------------------


def test_only_the_panel_and_who_wrote_it_read_a_nomination(cast, named):
    found = {
        name for name, one in cast.items() if Nomination.objects.visible_to(again(one)).exists()
    }
    assert found == {"siriporn", "anan", "orathai", "wipa"}


def test_nobody_judges_what_they_wrote_or_what_is_about_them(cycle, cast, chiang_mai):
    cycle.panel.set(cast.values())
    ours = make_nomination(cycle, cast["siriporn"], cast["nok"])
    team = make_nomination(cycle, cast["anan"], unit=chiang_mai)
    judges = {
        name: set(Nomination.objects.judged_by(again(one)).values_list("pk", flat=True))
        for name, one in cast.items()
    }
    assert judges == {
        "nok": set(),  # it is about her, and the team is hers
        "wipa": {ours.pk},
        "siriporn": {team.pk},
        "anan": {ours.pk},
        "orathai": {ours.pk, team.pk},
        "ploy": {ours.pk, team.pk},
        "noi": set(),
    }
    for name in ("nok", "siriporn", "noi"):
        with pytest.raises(ValidationError, match="You cannot decide this one"):
            say(ours, cast[name])
    end_roles(cast["orathai"])
    for one in (ours, team):
        with pytest.raises(ValidationError, match="You cannot decide this one"):
            say(one, cast["orathai"])


def test_nobody_judges_a_unit_that_their_own_is_a_part_of(cycle, nok, ploy, office, phuket):
    far = make_worker(phuket)
    cycle.panel.add(nok, far)
    whole = make_nomination(cycle, ploy, unit=office)
    assert list(Nomination.objects.judged_by(again(far))) == [whole]
    assert list(Nomination.objects.judged_by(again(nok))) == []


def test_who_left_reads_of_no_award_that_is_announced(cycle, siriporn, orathai):
    assert list(AwardCycle.objects.visible_to(siriporn)) == [cycle]
    assert list(AwardCycle.objects.visible_to(end_roles(orathai))) == []


def test_nothing_is_decided_before_enough_have_spoken(named, cast, anan, orathai):
    say(named, anan)
    say(named, anan)
    heard = {name for name, one in cast.items() if Opinion.objects.visible_to(again(one)).exists()}
    assert heard == {"anan", "orathai", "wipa"}
    with pytest.raises(ValidationError, match="Not enough"):
        nominations.decide(named, by=again(anan), words=WORDS, now=NOW)
    say(named, orathai)
    assert nominations.decide(named, by=again(anan), words=WORDS, now=NOW).person_id


def test_what_one_says_holds_no_identity(named, anan):
    with pytest.raises(ValidationError) as refused:
        nominations.say(named, by=again(anan), aye=True, words="1101700207030", now=NOW)
    assert refused.value.message_dict.keys() == {"words"}


def test_what_one_said_can_be_changed_until_it_is_decided(named, anan, orathai):
    say(named, anan)
    say(named, orathai)
    say(named, orathai, aye=False)
    assert Opinion.objects.count() == 2
    assert nominations.decide(named, by=again(anan), words=WORDS, now=NOW) is None
    with pytest.raises(ValidationError, match="You cannot"):
        say(named, orathai)


@pytest.mark.parametrize("words", ["", "  ", "a" * 601, "1101700207030", "So many hours"])
def test_an_award_comes_with_words_that_may_be_shown(named, anan, orathai, words):
    with pytest.raises(ValidationError) as refused:
        decided(named, anan, orathai, words=words)
    assert refused.value.message_dict.keys() == {"words"}
    assert not Award.objects.exists()


def test_a_no_needs_no_words_and_tells_nobody(named, anan, orathai):
    assert decided(named, anan, orathai, aye=False, words="") is None
    assert not Award.objects.exists()
    assert mail.outbox == []


def test_named_by_two_somebody_is_honoured_once(cycle, cast):
    first = make_nomination(cycle, cast["siriporn"], cast["nok"])
    second = make_nomination(cycle, cast["ploy"], cast["nok"])
    panel = (cast["anan"], cast["orathai"])
    assert decided(first, *panel)
    assert decided(second, *panel) is None
    assert Award.objects.count() == 1
    # Others of the same award, and the same person by another award, are honoured too.
    assert decided(make_nomination(cycle, cast["siriporn"], cast["ploy"]), *panel)
    other = make_cycle(cast["ploy"], *panel, name={"en": "B"})
    assert decided(make_nomination(other, cast["siriporn"], cast["nok"]), *panel)


def test_two_teams_are_honoured_by_the_same_award(cycle, cast, chiang_mai, chiang_rai):
    panel = (cast["anan"], cast["orathai"])
    for unit in (chiang_mai, chiang_rai):
        assert decided(make_nomination(cycle, cast["siriporn"], unit=unit), *panel).unit == unit


def test_an_award_is_told_to_whom_it_honours_and_to_nobody_else(named, anan, orathai):
    recognition_tasks.tell_honoured.call(decided(named, anan, orathai).pk)
    (message,) = mail.outbox
    assert message.to == ["nok@example.org"]
    assert "Kanokwan" not in message.subject + message.body
    assert "award" not in message.subject


def test_who_leaves_the_panel_takes_their_word_along(
    cycle, named, ploy, anan, orathai, siriporn, wipa
):
    say(named, anan)
    other = make_nomination(make_cycle(ploy, anan, orathai, name={"en": "B"}), siriporn, wipa)
    over = make_nomination(cycle, siriporn, ploy)
    decided(over, anan, orathai)
    stay = {(named.pk, orathai.pk), (other.pk, anan.pk), (over.pk, anan.pk), (over.pk, orathai.pk)}
    for nomination, one in ((named, orathai), (other, anan)):
        say(nomination, one)
    nominations.leave_panel(cycle, person=anan, by=ploy)
    assert set(Opinion.objects.values_list("nomination", "by")) == stay
    assert list(Nomination.objects.judged_by(again(anan))) == [other]


# --- What its owner makes of it ------------------------------------------------------------------


def test_until_it_is_answered_and_when_it_is_kept_private_nobody_else_sees_it(cast, named):
    award = decided(named, cast["anan"], cast["orathai"])
    assert readers(cast) == {"nok"}
    awards.accept(award, by=cast["nok"], audience="private")
    assert readers(cast) == {"nok"}
    awards.accept(award, by=cast["nok"], audience="inside")
    assert readers(cast) == set(STAFF) - {"noi"}
    awards.decline(award, by=cast["nok"], now=NOW)
    assert readers(cast) == set()


@pytest.mark.parametrize("who", ["wipa", "siriporn", "ploy", "noi"])
def test_only_its_owner_answers_an_award(cast, named, who):
    award = decided(named, cast["anan"], cast["orathai"])
    awards.accept(award, by=cast[who], audience="public")
    awards.decline(award, by=cast[who], now=NOW)
    award.refresh_from_db()
    assert (award.audience, award.declined_at) == ("", None)


@pytest.mark.parametrize("who", [name for name in STAFF if name != "nok"])
def test_declined_looks_to_all_others_as_if_it_was_never_given(client, cast, cycle, named, who):
    """The pages of everybody but Nok, byte for byte: of a no, a yes unanswered, and declined."""
    panel = (cast["anan"], cast["orathai"])
    second = make_cycle(cast["ploy"], *panel, name={"en": "B"})
    other = make_nomination(second, cast["siriporn"], cast["nok"])
    decided(other, cast["anan"], cast["orathai"], aye=False, words="")
    say(named, cast["anan"])
    say(named, cast["orathai"], aye=False)
    enter(client, cast[who])
    pages = [f"/awards/named/{named.public_id}/", "/awards/"]

    def look():
        return [(client.get(page).status_code, body(client.get(page))) for page in pages]

    nominations.decide(named, by=again(cast["anan"]), words="", now=NOW)
    refused = look()
    assert ("the panel has finished" in str(refused[1][1])) is (who == "siriporn")
    Nomination.objects.filter(pk=named.pk).update(decided_at=None)
    say(named, cast["orathai"])
    award = nominations.decide(named, by=again(cast["anan"]), words=WORDS, now=NOW)
    assert look() == refused
    told = len(mail.outbox)
    awards.decline(award, by=cast["nok"], now=NOW)
    assert look() == refused
    assert len(mail.outbox) == told == 1  # to Nok, of the award itself
    files = json.loads(as_json(again(cast[who]), NOW))["parts"]
    assert files["awards"] == []
    assert str(award.public_id) not in json.dumps(files)
    missing = client.get(f"/awards/{uuid4()}/")
    sheet = client.get(f"/awards/{award.public_id}/")
    assert (sheet.status_code, body(sheet)) == (404, body(missing))


def test_a_team_is_answered_for_by_who_leads_it(cycle, cast, office, chiang_mai):
    make_membership(make_person("head", office.organisation), office, Role.SUPERVISOR)
    before = make_person("before", chiang_mai.organisation)
    make_membership(before, chiang_mai, Role.SUPERVISOR, ends=TODAY - timedelta(days=1))
    award = decided(
        make_nomination(cycle, cast["siriporn"], unit=chiang_mai), cast["anan"], cast["orathai"]
    )
    assert readers(cast) == {"wipa"}
    assert [one.to for one in mail.outbox] == [["wipa@example.org"]]
    awards.accept(award, by=cast["nok"], audience="public")
    assert readers(cast) == {"wipa"}
    awards.accept(award, by=cast["wipa"], audience="private")
    assert readers(cast) == {"nok", "wipa"}
    awards.accept(award, by=cast["wipa"], audience="inside")
    assert readers(cast) == set(STAFF) - {"noi"}


@pytest.mark.parametrize("gone", ["left", "away"])
def test_of_a_team_without_its_lead_the_one_above_is_told_and_answers(
    cycle, cast, office, chiang_mai, gone
):
    head = make_person("head", office.organisation)
    make_membership(head, office, Role.SUPERVISOR)
    if gone == "left":
        end_roles(cast["wipa"])
    else:
        make_absence(cast["wipa"])
    named = make_nomination(cycle, cast["siriporn"], unit=chiang_mai)
    award = decided(named, cast["anan"], cast["orathai"])
    assert [one.to for one in mail.outbox] == [["head@example.org"]]
    assert readers(cast | {"head": head}) == {"head"}
    awards.accept(award, by=again(head), audience="inside")
    assert readers(cast) >= {"nok", "siriporn"}


def test_without_a_name_others_read_a_colleague(client, cast):
    award = make_award(cast["nok"])
    awards.accept(award, by=cast["nok"], audience="public", named=False)
    for viewer in (None, cast["siriporn"]):
        client.logout()
        if viewer:
            enter(client, viewer)
        page = text(client.get(f"/awards/{award.public_id}/"))
        assert "A colleague" in page
        assert "Kanokwan" not in page
    assert "Kanokwan" not in text(client.get("/awards/"))
    [mine] = json.loads(as_json(again(cast["nok"]), NOW))["parts"]["awards"]
    assert mine["with_name"] is False


def test_a_public_page_closes_with_the_account(client, nok):
    """Whoever is gone could not take it back."""
    award = make_award(nok, audience="public")
    assert client.get(f"/awards/{award.public_id}/").status_code == 200
    Person.objects.filter(pk=nok.pk).update(is_active=False)
    assert client.get(f"/awards/{award.public_id}/").status_code == 404


def test_a_public_page_is_in_no_list_and_says_so(client, cast):
    award = make_award(cast["nok"], audience="public")
    answer = client.get(f"/awards/{award.public_id}/")
    assert "The page is unlisted." in text(answer)
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    enter(client, cast["noi"])
    assert str(award.public_id) not in text(client.get("/awards/"))
    enter(client, cast["nok"])
    assert "An unlisted page" in text(client.get("/awards/"))


# --- Years of service ----------------------------------------------------------------------------


def began(person, day) -> None:
    Membership.objects.filter(person=person).update(starts=day)


def test_years_of_service_are_suggested_once(nok, wipa, noi, chiang_mai):
    began(nok, date(2023, 11, 20))
    began(wipa, date(2024, 11, 20))
    began(noi, date(2025, 11, 1))
    for _again in range(2):
        found = milestones.suggest(day=TODAY)
        assert [(one.person, one.years) for one in found] == [(nok, 3), (noi, 1)]
    assert Award.objects.count() == 2
    assert readers({"nok": nok, "wipa": wipa, "noi": noi}) == {"nok", "noi"}


def test_the_job_tells_each_once_though_it_runs_twice(nok):
    began(nok, date(2025, 11, 20))
    recognition_tasks.suggest_milestones.call()
    recognition_tasks.suggest_milestones.call()
    deliver()
    assert [message.to for message in mail.outbox] == [["nok@example.org"]]


def test_a_job_that_was_killed_before_it_told_tells_the_next_time_and_once(nok):
    began(nok, date(2025, 11, 20))
    milestones.suggest(day=TODAY)
    assert mail.outbox == []
    recognition_tasks.suggest_milestones.call()
    recognition_tasks.suggest_milestones.call()
    deliver()
    assert [message.to for message in mail.outbox] == [["nok@example.org"]]
    assert Award.objects.count() == 1


@pytest.mark.parametrize(("day", "count"), [(date(2025, 2, 27), 0), (date(2025, 2, 28), 1)])
def test_who_began_on_29_february_is_not_forgotten(nok, day, count):
    began(nok, date(2024, 2, 29))
    assert len(milestones.suggest(day=day)) == count


@pytest.mark.parametrize("lacks", [{"is_active": False}, {"awaited": True}])
def test_years_of_a_closed_account_or_of_who_was_only_entered_are_none(nok, lacks):
    began(nok, date(2025, 11, 20))
    Person.objects.filter(pk=nok.pk).update(**lacks)
    assert milestones.suggest(day=TODAY) == []


def test_who_left_is_left_in_peace(nok):
    began(nok, date(2025, 11, 20))
    Membership.objects.filter(person=nok).update(ends=TODAY - timedelta(days=1))
    assert milestones.suggest(day=TODAY) == []


def test_a_declined_milestone_stays_declined(nok):
    began(nok, date(2025, 11, 20))
    (found,) = milestones.suggest(day=TODAY)
    awards.decline(found, by=nok, now=NOW)
    assert milestones.suggest(day=TODAY) == []


@pytest.mark.parametrize("crew", [1, 5])
def test_suggesting_costs_the_same_for_any_number(crew, chiang_mai, django_assert_num_queries):
    for _ in range(crew):
        began(make_worker(chiang_mai), date(2025, 11, 20))
    with django_assert_num_queries(7):
        milestones.suggest(day=TODAY)


# --- The pages -----------------------------------------------------------------------------------


def test_an_award_is_announced_and_its_panel_chosen(client, ploy, wipa, nok):
    enter(client, ploy)
    form = {"name_en": "Steady hands", "criteria_en": "Calm.", "quorum": "๓"}
    form |= {"opens": "20/11/2569", "closes": "30/11/2026"}
    assert client.post("/awards/new/", form).status_code == 302
    cycle = AwardCycle.objects.get()
    assert (cycle.quorum, cycle.opens) == (3, TODAY)
    page = f"/awards/cycles/{cycle.public_id}/"
    client.post(page, {"do": "me"})
    assert "Is this the right person?" in text(client.post(page, {"do": "find", "name": "wipa"}))
    client.post(page, {"do": "send", "name": "wipa", "to": str(wipa.public_id)})
    assert set(cycle.panel.all()) == {ploy, wipa}
    client.post(page, {"do": "off", "member": str(wipa.public_id)})
    assert client.post(page, {"do": "off", "member": str(nok.public_id)}).status_code == 404
    assert set(cycle.panel.all()) == {ploy}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"criteria_en": "Most cases"}, "Please leave “Most cases” out."),
        ({"name_en": "Steady hands"}, "There is already an award of this name."),
        ({"closes": "1/11/2026"}, "The last day is before the first."),
        ({"quorum": "1"}, "greater than or equal to 2"),
        ({"opens": "soon"}, "This is not a day in the calendar."),
    ],
)
def test_an_award_that_does_not_fit_is_said_at_its_field(client, ploy, changes, sentence):
    announce(ploy)
    enter(client, ploy)
    form = {"name_en": "Another", "criteria_en": "Calm.", "quorum": "3"}
    form |= {"opens": "20/11/2026", "closes": "30/11/2026"} | changes
    answer = client.post("/awards/new/", form)
    assert answer.status_code == 422
    assert text(answer).count(sentence) == 2
    assert AwardCycle.objects.count() == 1


def test_an_admin_of_a_part_announces_nothing(client, chiang_mai):
    deputy = make_person("deputy", chiang_mai.organisation)
    make_membership(deputy, chiang_mai, Role.ADMIN)
    enter(client, deputy)
    assert client.get("/awards/new/").status_code == 404


def test_a_colleague_or_a_team_is_named_on_the_page(client, cycle, siriporn, nok, chiang_mai):
    enter(client, siriporn)
    page = f"/awards/cycles/{cycle.public_id}/name/"
    found = client.post(page, {"do": "find", "name": "kanokwan", "words": WORDS})
    assert "Is this the right person?" in text(found)
    assert not Nomination.objects.exists()
    client.post(page, {"do": "send", "name": "kanokwan", "words": WORDS, "to": str(nok.public_id)})
    client.post(page, {"do": "find", "unit": str(chiang_mai.public_id), "words": WORDS})
    assert {one.who for one in Nomination.objects.all()} == {nok, chiang_mai}
    shown = text(client.get("/awards/"))
    assert shown.count("with the panel") == 2
    twice = client.post(page, {"unit": str(chiang_mai.public_id), "words": WORDS})
    assert (twice.status_code, "already named" in text(twice)) == (422, True)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Please give the name of a colleague, or choose a team."),
        ({"name": "noi"}, "Nobody by this name works here."),
        ({"name": "kanokwan", "words": ""}, "Please fill this in: What they did."),
        ({"unit": "x"}, "Please choose from the list."),
        ({"unit": "team", "name": "kanokwan"}, "Please give the name of a colleague, or choose"),
        ({"unit": "team", "words": "Overtime!"}, "Please leave “Overtime” out."),
    ],
)
def test_a_proposal_that_does_not_fit_is_said(
    client, cycle, siriporn, nok, noi, chiang_mai, sent, sentence
):
    enter(client, siriporn)
    if sent.get("unit") == "team":
        sent = sent | {"unit": str(chiang_mai.public_id)}
    answer = client.post(f"/awards/cycles/{cycle.public_id}/name/", {"words": WORDS} | sent)
    assert (answer.status_code, sentence in text(answer)) == (422, True)
    assert not Nomination.objects.exists()


def test_the_panel_speaks_and_decides_on_the_page(client, cast, named):
    page = f"/awards/named/{named.public_id}/"
    for name in ("anan", "orathai"):
        enter(client, cast[name])
        assert "What the others said" not in text(client.get(page))
        assert client.post(page, {"do": "say", "words": "x"}).status_code == 422
        client.post(page, {"do": "say", "aye": "yes", "words": f"{name} saw it"})
    shown = text(client.get(page))
    assert "anan saw it" in shown
    assert "The panel says yes." in shown
    # Who has not spoken yet is not led by the others.
    enter(client, cast["wipa"])
    unheard = text(client.get(page))
    assert ("The panel says" in unheard, "saw it" in unheard) == (False, False)
    enter(client, cast["orathai"])
    assert client.post(page, {"do": "decide", "award-words": ""}).status_code == 422
    client.post(page, {"do": "decide", "award-words": WORDS})
    assert client.get(page).status_code == 404
    assert Award.objects.get().person == cast["nok"]
    assert {e.what for e in AccessEvent.objects.about(cast["nok"])} == {"award"}
    enter(client, cast["nok"])
    assert WORDS in text(client.get("/awards/"))


def test_an_award_is_answered_on_the_page(client, nok, wipa):
    award, other = make_award(nok), make_award(wipa)
    enter(client, nok)

    def answer(award, **sent):
        return client.post("/awards/", {"award": str(award.public_id)} | sent)

    assert answer(other, do="accept", audience="public").status_code == 404
    answer(award, do="accept", audience="everybody")
    assert Award.objects.get(pk=award.pk).audience == ""
    answer(award, do="accept", audience="public", named="on")
    client.logout()
    sheet = client.get(f"/awards/{award.public_id}/")
    assert "Kanokwan Srisuk" in text(sheet)
    assert sheet["X-Robots-Tag"] == "noindex, nofollow"
    enter(client, nok)
    answer(award, do="decline")
    page = text(client.get("/awards/"))
    assert "It is declined. Nobody learns of it." in page
    assert "Declined, seen by you alone" in page
    client.logout()
    assert client.get(f"/awards/{award.public_id}/").status_code == 404


@pytest.mark.parametrize("crew", [1, 3])
def test_the_page_costs_the_same_for_any_number(
    crew, client, ploy, siriporn, nok, chiang_mai, django_assert_num_queries
):
    for n in range(crew):
        cycle = make_cycle(siriporn, ploy)
        make_nomination(cycle, siriporn, nok)
        make_nomination(cycle, ploy, nok)
        make_award(make_worker(chiang_mai), audience="inside")
        make_award(ploy, years=(1, 3, 5)[n], audience="inside")
    enter(client, ploy)
    with django_assert_num_queries(9):
        client.get("/awards/")
