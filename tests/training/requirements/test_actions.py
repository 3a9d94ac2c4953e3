"""What is asked of whom: the table, the gaps, who is excused, and who sees it."""

import csv
import re
from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from people.models import AccessEvent, Account, Job, Membership, Person, Role
from people.weeks import today
from tests.makers import (
    LONG_AGO,
    NOW,
    enter,
    give_password,
    job_of,
    make_absence,
    make_membership,
    make_unit,
    make_worker,
)
from tests.training.conftest import (
    THURSDAY,
    count_queries,
    make_certificate,
    make_certificate_type,
    make_requirement,
)
from training.models import Certificate, CertificateType, Exemption, Requirement
from training.requirements import actions as requirements
from training.requirements import cover, needs
from training.requirements import words as requirements_words
from training.requirements.needs import NeedsFilter
from training.rules.certificates import CertificateStanding

FRIDAY = date(2026, 11, 20)


@pytest.fixture
def asked(interview, siriporn):
    """The interview certificate, asked of every victim specialist."""
    return make_requirement(interview, by=siriporn, job="specialist")


def excuse(person, kind, by, until=FRIDAY, reason="On leave for studies"):
    return requirements.exempt(person=person, kind=kind, reason=reason, until=until, by=by, now=NOW)


def standings(viewer, **wanted):
    """Who is in the table and how they stand, by sign-in name."""
    found = needs.table(viewer=viewer, wanted=NeedsFilter(**wanted), number=None, day=FRIDAY)
    return {
        row.person.username: [need and str(need.standing) for need in row.needs]
        for row in found.rows
    }


# --- Who is asked -------------------------------------------------------------------------------


def test_who_does_the_job_is_asked_and_who_does_another_is_not_listed(
    asked, nok, wipa, siriporn, chiang_mai
):
    somebody = make_worker(chiang_mai, "shelter")
    Membership.objects.filter(person=somebody).update(job=job_of(siriporn, "shelter"))
    Membership.objects.filter(person=wipa).update(job=job_of(siriporn, "office"))
    assert standings(siriporn) == {"nok": ["missing"]}


def test_a_role_asks_whatever_the_job(interview, siriporn, nok, wipa):
    make_requirement(interview, by=siriporn, role=Role.SUPERVISOR)
    assert standings(siriporn) == {"wipa": ["missing"]}


def test_a_second_role_adds_what_it_asks(interview, saphan, siriporn, nok, office):
    first_aid = make_certificate_type(saphan, "First aid")
    make_requirement(interview, by=siriporn, job="specialist")
    make_requirement(first_aid, by=siriporn, role=Role.CARE)
    assert standings(siriporn) == {"nok": ["missing", None]}
    make_membership(nok, office, Role.CARE)
    assert standings(siriporn) == {"nok": ["missing", "missing"]}


@time_machine.travel(NOW, tick=False)
def test_who_left_the_job_is_asked_no_longer(asked, siriporn, nok, chiang_mai):
    Membership.objects.filter(person=nok).update(ends=FRIDAY)
    assert standings(siriporn) == {"nok": ["missing"]}
    Membership.objects.filter(person=nok).update(ends=THURSDAY)
    make_membership(nok, chiang_mai, job="shelter")
    assert standings(siriporn) == {}


def test_asking_keeps_what_was_asked_before_and_takes_away_the_rest(
    interview, siriporn, wipa, saphan
):
    early = NOW - timedelta(days=9)
    make_requirement(interview, by=wipa, job="shelter", added_at=early)
    make_requirement(interview, by=wipa, role=Role.TRAINER)
    ticked, shown = ["job-shelter", "role-supervisor"], ["job-shelter", "role-trainer"]
    requirements.ask(kind=interview, of=ticked, shown=shown, by=siriporn, now=NOW)
    rows = Requirement.objects.order_by("added_at")
    assert [(one.key, one.added_by, one.organisation) for one in rows] == [
        ("job-shelter", wipa, saphan),
        ("role-supervisor", siriporn, saphan),
    ]


def test_of_two_who_read_the_same_list_each_changes_only_what_they_ticked(
    interview, siriporn, ploy
):
    shown = ["role-worker", "role-trainer", "job-shelter"]
    requirements.ask(kind=interview, of=shown, by=siriporn, now=NOW)
    added = ["role-worker", "job-shelter", "job-specialist"]
    requirements.ask(kind=interview, of=added, shown=shown, by=ploy, now=NOW)
    changed = ["role-trainer", "job-shelter", "job-specialist", "role-supervisor"]
    requirements.ask(kind=interview, of=changed, shown=shown, by=siriporn, now=NOW)
    kept = {one.key: one.added_by for one in Requirement.objects.select_related("job")}
    assert kept == {
        "job-shelter": siriporn,
        "job-specialist": ploy,
        "role-supervisor": siriporn,
    }


def test_of_a_retired_job_is_asked_what_was_asked_and_nothing_new(interview, siriporn, saphan):
    make_requirement(interview, by=siriporn, job="shelter")
    Job.objects.filter(organisation=saphan, key="shelter").update(is_offered=False)
    both = ["job-shelter", "role-trainer"]
    requirements.ask(kind=interview, of=both, shown=both[:1], by=siriporn, now=NOW)
    assert Requirement.objects.count() == 2
    requirements.ask(kind=interview, of=[], shown=both, by=siriporn, now=NOW)
    with pytest.raises(ValidationError, match="choose from the list"):
        requirements.ask(kind=interview, of=both[:1], by=siriporn, now=NOW)
    # Whose page is older than what a colleague took away brings it back by no press.
    requirements.ask(kind=interview, of=both, shown=both, by=siriporn, now=NOW)
    assert not Requirement.objects.exists()


@pytest.mark.parametrize("key", ["", "job-", "job-astronaut", "role-", "person-nok", "job"])
def test_an_unknown_role_or_job_is_refused(key, interview, siriporn):
    with pytest.raises(ValidationError, match="choose from the list"):
        requirements.ask(kind=interview, of=["job-shelter", key], by=siriporn, now=NOW)
    assert not Requirement.objects.exists()


# --- How they stand -------------------------------------------------------------------------------

EDGES = [None, -400, -1, 0, 1, 59, 60, 61, 400, "never"]


@pytest.mark.parametrize("exempt", [False, True])
@pytest.mark.parametrize("days_left", EDGES)
def test_the_query_and_the_rule_agree_on_every_standing(
    days_left, exempt, asked, interview, nok, siriporn
):
    if days_left is not None:
        ends = None if days_left == "never" else FRIDAY + timedelta(days=days_left)
        make_certificate(nok, interview, expires_on=ends, by=siriporn)
    if exempt:
        excuse(nok, interview, siriporn)
    [[found]] = standings(siriporn).values()
    for show in needs.SHOWN:
        wanted = CertificateStanding(found).lacks if show == "action" else show == found
        assert bool(standings(siriporn, show=show)) is wanted, (show, found)


def test_only_the_newest_certificate_counts(asked, interview, nok, siriporn):
    make_certificate(
        nok, interview, by=siriporn, expires_on=FRIDAY + timedelta(days=400), current=False
    )
    make_certificate(nok, interview, by=siriporn, expires_on=THURSDAY)
    assert standings(siriporn) == {"nok": ["expired"]}


def test_the_table_narrows_to_a_unit_and_what_lies_below(
    asked, siriporn, nok, saphan, office, chiang_mai
):
    lamphun = make_unit(saphan, "Lamphun team", parent=office)
    make_worker(lamphun, "arthit")
    assert standings(siriporn, unit=lamphun).keys() == {"arthit"}
    assert standings(siriporn, unit=office).keys() == {"arthit", "nok"}


def test_the_table_narrows_to_one_certificate(asked, interview, saphan, siriporn, nok, wipa):
    first_aid = make_certificate_type(saphan, "First aid")
    make_requirement(first_aid, by=siriporn, role=Role.SUPERVISOR)
    Membership.objects.filter(person=wipa).update(job=job_of(siriporn, "office"))
    assert standings(siriporn) == {"nok": ["missing", None], "wipa": [None, "missing"]}
    assert standings(siriporn, kind=first_aid) == {"wipa": ["missing"]}


def test_who_sees_whom(asked, nok, wipa, siriporn, anan, ploy, orathai, noi, rest_house):
    Membership.objects.filter(person=wipa).update(job=job_of(siriporn, "office"))
    make_membership(noi, rest_house, Role.ADMIN)
    seen = {one.username: list(standings(one)) for one in (wipa, siriporn, anan, ploy, noi)}
    assert seen == dict.fromkeys(["wipa", "siriporn", "anan", "ploy"], ["nok"]) | {"noi": []}


# --- Exempt ---------------------------------------------------------------------------------------


def test_an_exemption_holds_on_its_last_day_and_not_after_it(asked, interview, nok, siriporn):
    excuse(nok, interview, siriporn, until=FRIDAY)
    on = {
        day: needs.needs_of(viewer=nok, person=nok, day=day)[0].standing
        for day in (FRIDAY, FRIDAY + timedelta(days=1))
    }
    assert list(on.values()) == [CertificateStanding.EXEMPT, CertificateStanding.MISSING]


def test_a_newer_exemption_takes_the_place_of_the_one_before_alone(interview, nok, wipa, siriporn):
    first_aid = make_certificate_type(nok.organisation, "First aid", "ปฐมพยาบาล")
    beside = [excuse(wipa, interview, siriporn), excuse(nok, first_aid, siriporn)]
    excuse(nok, interview, siriporn)
    second = excuse(nok, interview, siriporn, until=FRIDAY + timedelta(days=9), reason="Longer")
    assert {*Exemption.objects.on(FRIDAY)} == {second, *beside}
    assert Exemption.objects.count() == 4


def test_nobody_is_excused_from_a_certificate_of_another_organisation(nok, siriporn, noi):
    theirs = make_certificate_type(noi.organisation)
    with pytest.raises(ValidationError, match="You cannot do this"):
        excuse(nok, theirs, siriporn)
    assert not Exemption.objects.exists()


def test_what_is_asked_again_is_missing_again(asked, interview, nok, siriporn):
    found = excuse(nok, interview, siriporn)
    requirements.end_exemption(exemption=found, by=siriporn, now=NOW)
    requirements.end_exemption(exemption=found, by=siriporn, now=NOW + timedelta(days=1))
    found.refresh_from_db()
    assert (found.ended_at, standings(siriporn)) == (NOW, {"nok": ["missing"]})


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"until": THURSDAY}, "until"),
        ({"until": FRIDAY + timedelta(days=732)}, "until"),
        ({"reason": "  "}, "reason"),
        ({"reason": "1101700207030"}, "reason"),
        ({"reason": "x" * 201}, "reason"),
    ],
)
def test_an_exemption_that_cannot_be_is_refused_at_its_field(
    changes, field, interview, nok, siriporn
):
    with pytest.raises(ValidationError) as refused:
        excuse(nok, interview, siriporn, **changes)
    assert list(refused.value.error_dict) == [field]
    assert not Exemption.objects.exists()


# --- Gaps -----------------------------------------------------------------------------------------


def test_gaps_count_each_unit_and_leave_the_exempt_out(
    asked, interview, siriporn, nok, chiang_mai, office, saphan
):
    held, excused = make_worker(chiang_mai), make_worker(chiang_mai)
    make_certificate(held, interview, by=siriporn, expires_on=FRIDAY + timedelta(days=61))
    excuse(excused, interview, siriporn)
    lamphun = make_unit(saphan, "Lamphun team", parent=office)
    make_worker(lamphun)
    found = needs.gaps(viewer=siriporn, number=None, day=FRIDAY)
    assert {str(row.unit): (row.gaps[0].lacking, row.gaps[0].asked) for row in found.rows} == {
        "Head office": (0, 0),
        "Chiang Mai team": (1, 3),
        "Lamphun team": (1, 1),
    }
    assert {str(row.unit): (row.asked, row.share, row.shade) for row in found.rows} == {
        "Head office": (0, 0, "low"),
        "Chiang Mai team": (3, 66, "part"),
        "Lamphun team": (1, 0, "low"),
    }


@pytest.mark.parametrize(
    ("lacking", "shade"),
    [(0, "all"), (15, "all"), (16, "most"), (25, "most"), (26, "part"), (40, "part"), (41, "low")],
)
def test_the_shade_of_a_unit_follows_what_is_in_order(chiang_mai, lacking, shade):
    row = needs.GapRow(chiang_mai, [needs.Gap(60, lacking), needs.Gap(40, 0)])
    assert (row.asked, row.share, row.shade) == (100, 100 - lacking, shade)


def test_who_is_away_for_long_or_has_not_come_in_counts_not_as_lacking(
    asked, siriporn, nok, chiang_mai
):
    """Nothing is asked of them meanwhile; they are in the table, by name."""
    before = needs.gaps(viewer=siriporn, number=None, day=FRIDAY).rows
    make_absence(make_worker(chiang_mai, "away"), ends=FRIDAY)
    make_worker(chiang_mai, "entered", awaited=True)
    assert needs.gaps(viewer=siriporn, number=None, day=FRIDAY).rows == before
    assert standings(siriporn).keys() == {"nok", "away", "entered"}
    [*_, row] = needs.gaps(viewer=siriporn, number=None, day=FRIDAY + timedelta(days=1)).rows
    assert [(gap.asked, gap.lacking) for gap in row.gaps] == [(2, 2)]


def test_the_picture_of_the_gaps_stands_above_its_table(client, asked, anan, nok):
    enter(client, anan)
    page = client.get(reverse("requirement_gaps")).text
    tiles = '<li data-cover="low"><span>Chiang Mai team</span><b>0%</b></li>'
    assert page.index(tiles) < page.index("<table")
    assert page.count("<li data-cover") == 1  # nothing is asked at the head office


def test_a_look_at_the_gaps_of_a_unit_is_noted_once_a_day(client, asked, anan, nok, noi):
    enter(client, anan)
    for _look in range(2):
        client.get(reverse("requirement_gaps"))
    looks = AccessEvent.objects.about(nok)
    assert [(one.viewer, one.what, one.person) for one in looks] == [(anan, "cert_gaps", None)]
    assert not AccessEvent.objects.about(noi).exists()


def test_who_belongs_to_two_units_counts_in_both(asked, siriporn, nok, saphan, office):
    lamphun = make_unit(saphan, "Lamphun team", parent=office)
    make_membership(nok, lamphun, Role.WORKER, hours=None)
    found = needs.gaps(viewer=siriporn, number=None, day=FRIDAY)
    assert {str(row.unit): row.gaps[0].lacking for row in found.rows} == {
        "Head office": 0,
        "Chiang Mai team": 1,
        "Lamphun team": 1,
    }


# --- Pages ----------------------------------------------------------------------------------------

PAGES = ("requirement_table", "requirement_sheet", "requirement_gaps")


@pytest.fixture
def day():
    return today(timezone.now())


@pytest.fixture
def crowd(chiang_mai, interview, asked, siriporn, day):
    """Make so many more people in Nok's team, each with a certificate of another state."""

    def settle(number):
        for left in range(number):
            person = make_worker(chiang_mai)
            ends = day + timedelta(days=30 * (left % 4) - 30)
            make_certificate(person, interview, by=siriporn, expires_on=ends)

    return settle


def test_the_pages_cost_the_same_for_ten_and_for_a_thousand_people(
    client, siriporn, chiang_mai, interview, asked, nok
):
    enter(client, siriporn)
    pages = [reverse(page) for page in PAGES]
    pages += [f"{pages[0]}?show={show}" for show in needs.SHOWN]
    for person in [make_worker(chiang_mai) for _ in range(9)]:
        make_certificate(person, interview, by=siriporn, expires_on=FRIDAY)
    give_password(client)
    for url in (pages[0], reverse("requirement_gaps")):
        client.get(url)  # the first look of a day at the gaps is noted
    at_ten = [count_queries(client, url) for url in pages]
    accounts = Account.objects.bulk_create(Account(username=f"crowd{n}") for n in range(990))
    people = Person.objects.bulk_create(
        Person(account=one, organisation=siriporn.organisation, full_name_en=f"Crowd {n:04}")
        for n, one in enumerate(accounts)
    )
    job = job_of(chiang_mai)
    Membership.objects.bulk_create(
        Membership(
            person=one,
            unit=chiang_mai,
            role=Role.WORKER,
            job=job,
            hours=40,
            starts=LONG_AGO,
        )
        for one in people
    )
    assert [count_queries(client, url) for url in pages] == at_ten
    assert max(at_ten) <= 15


def test_the_table_shows_twelve_people_a_page(client, siriporn, crowd, nok):
    crowd(15)
    enter(client, siriporn)
    pages = [client.get(reverse("requirement_table"), {"page": n}) for n in (1, 2)]
    assert [len(page.context["rows"]) for page in pages] == [12, 4]


def test_a_look_at_the_table_is_noted_for_the_units_shown(client, wipa, nok, asked):
    enter(client, wipa)
    client.get(reverse("requirement_table"))
    events = AccessEvent.objects.values_list(
        "viewer__account__username", "viewer_role", "unit__name__en"
    )
    assert list(events) == [("wipa", "supervisor", "Chiang Mai team")]


def test_the_file_holds_everybody_of_the_narrowed_table(
    client, siriporn, nok, asked, interview, saphan, chiang_mai
):
    first_aid = make_certificate_type(saphan, "=First aid")
    make_requirement(first_aid, by=siriporn, role=Role.SUPERVISOR)
    make_certificate(nok, interview, by=siriporn, expires_on=date(2020, 2, 29))
    enter(client, siriporn)
    asked_again = client.get(reverse("requirement_sheet"))
    assert (asked_again.status_code, asked_again.content) == (302, b"")
    give_password(client)
    answer = client.get(reverse("requirement_sheet"), {"show": "expired"})
    rows = list(csv.reader(answer.getvalue().decode("utf-8-sig").splitlines()))
    assert rows == [
        ["Name", "Unit", "Job", "Victim interview", "Victim interview: until"]
        + ["'=First aid", "'=First aid: until", "Read by", "Read at"],
        ["Kanokwan Srisuk", "Chiang Mai team", "Victim specialist", "Expired", "2020-02-29"]
        + ["Not needed", "", "Siriporn Maneewong", rows[1][-1]],
    ]
    assert "requirements-" in answer["Content-Disposition"]


@pytest.mark.parametrize("asks", ["show=everything", "unit=nowhere", "kind=nothing"])
def test_what_cannot_be_shown_is_missing(asks, client, siriporn, noi, asked):
    enter(client, siriporn)
    assert client.get(f"{reverse('requirement_table')}?{asks}").status_code == 404


def test_a_unit_or_certificate_elsewhere_is_missing(client, siriporn, noi, rest_house):
    theirs = make_certificate_type(noi.organisation)
    enter(client, siriporn)
    for asks in ({"unit": rest_house.public_id}, {"kind": theirs.public_id}):
        assert client.get(reverse("requirement_table"), asks).status_code == 404


def test_a_trainer_says_what_is_asked_of_whom(client, siriporn, interview, saphan):
    enter(client, siriporn)
    sent = {"kind": interview.public_id, "of": ["job-specialist", "role-supervisor"]}
    assert client.post(reverse("requirement_list"), sent).status_code == 302
    page = client.get(reverse("requirement_list")).content.decode()
    assert page.count(" checked") == 2
    shown = re.findall(r'name="shown" value="([a-z-]+)"', page)
    assert shown == sorted(sent["of"])
    sent = {"kind": interview.public_id, "shown": shown}
    assert client.post(reverse("requirement_list"), sent).status_code == 302
    assert not Requirement.objects.exists()


def test_what_is_no_role_is_refused_and_another_organisations_certificate_is_missing(
    client, siriporn, noi, interview
):
    theirs = make_certificate_type(noi.organisation)
    enter(client, siriporn)
    sent = {"kind": interview.public_id, "of": "role-king"}
    assert client.post(reverse("requirement_list"), sent).status_code == 422
    sent = {"kind": theirs.public_id, "of": "role-worker"}
    assert client.post(reverse("requirement_list"), sent).status_code == 404
    assert not Requirement.objects.exists()


def test_a_list_that_is_refused_keeps_what_was_ticked(client, siriporn, interview):
    other = make_certificate_type(siriporn.organisation, "First aid", thai="")
    enter(client, siriporn)
    for kind in (interview, other):
        client.post(reverse("requirement_list"), {"kind": kind.public_id, "of": "role-worker"})
    sent = {"kind": interview.public_id, "of": ["role-supervisor", "job-specialist", "job-gone"]}
    sent["shown"] = "role-worker"
    page = client.post(reverse("requirement_list"), sent)
    assert page.status_code == 422
    ticked = re.findall(r'value="([a-z-]+)" checked', page.text)
    assert ticked == ["role-supervisor", "job-specialist", "role-worker"]
    assert page.text.count('name="shown" value="role-worker"') == 2


def of(person):
    return reverse("person_requirements", args=[person.public_id])


def test_a_trainer_exempts_somebody_who_reads_why(client, siriporn, nok, asked, interview, day):
    enter(client, siriporn)
    until = day + timedelta(days=30)
    sent = {"kind": interview.public_id, "reason": "Studies until spring", "until": str(until)}
    assert client.post(of(nok), sent).status_code == 302
    assert "Studies until spring" in client.get(of(nok)).content.decode()
    enter(client, nok)
    assert "Studies until spring" in client.get(reverse("my_certificates")).content.decode()
    enter(client, siriporn)
    end = {"end": Exemption.objects.get().public_id}
    assert client.post(of(nok), end).status_code == 302
    enter(client, nok)
    assert (
        "Not yet. Please ask your trainer"
        in client.get(reverse("my_certificates")).content.decode()
    )


def test_an_exemption_without_a_reason_is_refused_with_what_was_typed(
    client, siriporn, nok, asked, interview
):
    enter(client, siriporn)
    answer = client.post(of(nok), {"kind": interview.public_id, "until": "1/2/2300"})
    assert answer.status_code == 422
    assert [target for target, _ in answer.context["problems"]] == ["id_reason", "id_until"]
    assert 'value="1/2/2300"' in answer.content.decode()


def test_supervisors_and_the_programme_office_look_and_do_not_exempt(
    client, wipa, anan, nok, asked, interview, day
):
    sent = {"kind": interview.public_id, "reason": "Because", "until": str(day)}
    for person in (wipa, anan):
        enter(client, person)
        page = client.get(of(nok))
        assert (page.status_code, page.context["decides"]) == (200, False)
        assert client.post(of(nok), sent).status_code == 404
    assert not Exemption.objects.exists()


def test_nobody_exempts_themselves(client, siriporn, interview, day):
    make_requirement(interview, by=siriporn, role=Role.TRAINER)
    enter(client, siriporn)
    sent = {"kind": interview.public_id, "reason": "I know it", "until": str(day)}
    assert client.post(of(siriporn), sent).status_code == 404


def test_an_exemption_of_somebody_else_is_not_ended_here(
    client, siriporn, nok, wipa, interview, asked
):
    theirs = excuse(wipa, interview, siriporn, until=date(2027, 1, 1))
    enter(client, siriporn)
    assert client.post(of(nok), {"end": theirs.public_id}).status_code == 404
    assert Exemption.objects.on(FRIDAY).exists()


def test_the_marks_say_how_somebody_stands_in_words(interview, nok):
    def said(standing, ends=None):
        return str(requirements_words.mark(needs.Need(interview, standing, ends)))

    assert "Missing" in said(CertificateStanding.MISSING)
    assert "Due 1\u00a0Dec" in said(CertificateStanding.DUE, date(2026, 12, 1))
    assert "Expired 1\u00a0Dec\u00a02026" in said(CertificateStanding.EXPIRED, date(2026, 12, 1))
    assert "No end" in said(CertificateStanding.VALID)
    assert "Dec\u00a02026" in said(CertificateStanding.VALID, date(2026, 12, 1))
    assert "Not needed" in str(requirements_words.mark(None))


def test_without_requirements_the_page_says_what_will_be_there(client, siriporn, anan):
    for person in (siriporn, anan):
        enter(client, person)
        assert b"Nothing is required yet" in client.get(reverse(PAGES[0])).content
    assert not Certificate.objects.exists()


# --- Who can cover --------------------------------------------------------------------------------


@pytest.fixture
def team(chiang_mai, interview, asked, siriporn, nok):
    """Nok has none; of the others one expired yesterday, one ends today, one never does.

    Who was only entered is not there yet: that certificate covers nothing.
    """
    names = {
        "expired": THURSDAY,
        "today": FRIDAY,
        "later": FRIDAY + timedelta(days=99),
        "never": None,
    }
    for name, ends in names.items():
        make_certificate(make_worker(chiang_mai, name), interview, by=siriporn, expires_on=ends)
    excuse(make_worker(chiang_mai, "excused"), interview, siriporn)
    make_certificate(make_worker(chiang_mai, "entered", awaited=True), interview, by=siriporn)


def test_who_cannot_and_who_can_cover_stand_apart(team, interview, wipa, siriporn):
    for viewer in (wipa, siriporn):
        found = cover.read(viewer=viewer, kind=interview, day=FRIDAY)
        without = [person.username for person, _home, _need in found.without]
        holding = [one.person.username for one, _home in found.holding]
        assert set(without) - {"wipa"} == {"nok", "expired"}
        assert holding == ["never", "later", "today"]


def test_of_more_than_are_shown_those_come_whose_certificates_last_longest(
    team, interview, wipa, chiang_mai, siriporn, monkeypatch
):
    """The last by name has the first place, and the first by name none."""
    monkeypatch.setattr(cover, "SHOWN_AT_MOST", 4)
    for name, days in (("aaa", 1), ("zzz", 400), ("same b", 99), ("same a", 99)):
        ends = FRIDAY + timedelta(days=days)
        holder = make_worker(chiang_mai, name, full_name_en=name.title())
        make_certificate(holder, interview, by=siriporn, expires_on=ends)
    found = cover.read(viewer=wipa, kind=interview, day=FRIDAY).holding
    assert [one.person.username for one, _home in found] == ["never", "zzz", "later", "same a"]


def test_a_supervisor_finds_cover_among_their_own_people_only(
    team, interview, wipa, siriporn, saphan, office
):
    lamphun = make_unit(saphan, "Lamphun team", parent=office)
    elsewhere = make_worker(lamphun, "elsewhere")
    make_certificate(elsewhere, interview, by=siriporn, expires_on=None)

    def holding(viewer):
        found = cover.read(viewer=viewer, kind=interview, day=FRIDAY)
        return {one.person.username for one, _home in found.holding}

    assert "elsewhere" not in holding(wipa)
    assert "elsewhere" in holding(siriporn)


def test_the_page_names_the_duty_that_rests(client, wipa, interview, nok, asked, siriporn):
    CertificateType.objects.filter(pk=interview.pk).update(allows={"en": "Interview children"})
    make_certificate(nok, interview, by=siriporn, expires_on=date(2020, 1, 1))
    enter(client, wipa)
    page = client.get(reverse("who_covers", args=[interview.public_id])).content.decode()
    assert "Interview children" in page
    assert "Kanokwan Srisuk" in page
    assert "Nobody here has it" in page
    assert "Interview children" in client.get(of(nok)).content.decode()
    enter(client, nok)
    own = client.get(reverse("my_certificates")).content.decode()
    assert "Not allowed since 2 January 2020. When Victim interview is renewed" in own


@pytest.mark.parametrize(("people", "folded"), [(12, None), (13, "and 1 more"), (15, "and 3 more")])
def test_of_who_lacks_it_twelve_are_in_sight(
    client, asked, siriporn, chiang_mai, interview, people, folded
):
    for _number in range(people):
        make_worker(chiang_mai)
    enter(client, siriporn)
    page = client.get(reverse("who_covers", args=[interview.public_id])).text
    assert page.count('<li class="pair">') == people
    assert ("</details>" in page.split('id="h-holding"')[0].split('id="h-without"')[1]) == bool(
        folded
    )
    assert folded is None or folded in page
