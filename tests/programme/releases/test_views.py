"""The pages about releases: what each shows, and to whom."""

import re

from django.urls import reverse

from people.pending.kinds import PENDING_KINDS
from programme.members import actions as programmes
from programme.models import Release, ReleaseConsent, SharedPart, UnitPlace
from programme.releases import actions
from tests.makers import NOW, enter, judge_stale
from tests.programme.releases.conftest import QUARTER, let_in


def opened(client, person, name, *args):
    enter(client, person)
    return client.get(reverse(name, args=args))


def test_the_office_reads_every_row_and_says_yes(client, drafted, two_of_office):
    anan, ratree, _thawat = two_of_office
    at = reverse("release", args=[drafted.public_id])
    page = opened(client, anan, "release", drafted.public_id)
    assert page.status_code == 200
    text = page.content.decode()
    assert "Some strain" in text
    assert "It waits for you." in text

    # Without having read it there is no yes.
    assert client.post(at, {"do": "yes"}).status_code == 422
    yes = {"do": "yes", "read": "on", "for_good": "on"}
    assert client.post(at, yes).status_code == 302
    assert client.post(at, yes).status_code == 422
    enter(client, ratree)
    assert client.post(at, yes).status_code == 302
    drafted.refresh_from_db()
    assert drafted.published_at
    assert "Public, for good" in client.get(at).content.decode()


def test_nothing_is_counted_on_the_page(client, drafted, two_of_office):
    text = opened(client, two_of_office[0], "release", drafted.public_id).content.decode()

    tables = text.split("What is in it")[1].split("</section>")[0]
    assert "Withheld</td>" in tables
    assert not re.search(r"<td[^>]*>\s*[0-9]", tables)


def test_the_second_yes_waits_on_the_home_of_others(client, drafted, two_of_office):
    kind = PENDING_KINDS["release_yes"]
    anan, ratree, _thawat = two_of_office
    assert kind.rows(ratree, NOW).count() == 1
    actions.approve_release(release=drafted, by=anan, now=NOW)
    assert kind.rows(anan, NOW).count() == 0
    assert kind.rows(ratree, NOW).count() == 1
    actions.approve_release(release=drafted, by=ratree, now=NOW)
    assert kind.rows(two_of_office[2], NOW).count() == 0


def test_a_draft_is_asked_for_from_the_list(client, agreed, two_of_office):
    at = reverse("releases")
    enter(client, two_of_office[0])
    assert str(QUARTER) in client.get(at).content.decode()
    client.post(at, {"quarter": str(QUARTER)})
    made = Release.objects.get()
    assert made.quarter == str(QUARTER)
    assert (
        "Nothing is shown" in client.get(reverse("release", args=[made.public_id])).content.decode()
    )
    client.post(reverse("release", args=[made.public_id]), {"do": "back"})
    assert not Release.objects.standing().exists()


def test_a_quarter_has_the_year_of_the_reader_in_the_list_the_choice_and_the_heading(
    client, drafted, two_of_office
):
    enter(client, two_of_office[0])
    for language, named in (("en", "Quarter {n} of {year}"), ("th", "ไตรมาส {n}/{year}")):
        client.cookies["django_language"] = language
        drawn, before = (
            named.format(n=one.number, year=one.first.year + (543 if language == "th" else 0))
            for one in (QUARTER, QUARTER.before)
        )
        page = client.get(reverse("releases")).content.decode()
        assert f">{drawn}</a>" in page
        assert f">{before}</option>" in page
        heading = client.get(reverse("release", args=[drafted.public_id])).content.decode()
        assert f"{drawn}</h1>" in heading


def test_an_admin_agrees_and_takes_it_back(client, members, ploy, sumalee):
    theirs = let_in(members[sumalee], sumalee)
    programmes.agree(member=members[ploy], part=SharedPart.RELEASES, by=ploy, now=NOW)
    at = reverse("release_consent")
    assert "What you agreed to" not in opened(client, ploy, "release_consent").content.decode()
    assert client.post(at, {"do": "agree", "months": "12"}).status_code == 422
    assert client.post(at, {"do": "agree", "what": ["load"], "months": "24"}).status_code == 302
    own = ReleaseConsent.objects.exclude(pk=theirs.pk)
    assert own.get().parts == ["load"]
    assert "What you agreed to" in client.get(at).content.decode()
    client.post(at, {"do": "end"})
    assert own.get().withdrawn_at
    assert "What you agreed to" not in client.get(at).content.decode()


def test_what_a_colleague_lets_into_releases_no_more_is_not_agreed_to_by_an_older_page(
    client, members, ploy
):
    let_in(members[ploy], ploy, parts=["load", "exits"])
    enter(client, ploy)
    judge_stale(
        client,
        reverse("release_consent"),
        change=lambda: ReleaseConsent.objects.update(parts=["load"]),
        typed={"do": "agree", "months": "24"},
        told=["Load"],
    )


def test_a_unit_that_a_colleague_placed_is_not_placed_back_by_an_older_page(client, ploy, office):
    at = reverse("unit_places")
    opened(client, ploy, "unit_places")
    typed = {"unit": office.public_id, "shown": "", "province": "TH-50"}
    UnitPlace.objects.create(unit=office, province="TH-51", set_by=ploy, set_at=NOW)
    assert "Something changed since you looked." in client.post(at, typed, follow=True).text
    assert UnitPlace.objects.get().province == "TH-51"
    assert 'name="shown" value="TH-51"' in client.get(at).text
    # The same again, as by a second press, is not refused.
    for shown in ("TH-51", ""):
        saved = client.post(at, typed | {"shown": shown}, follow=True).text
        assert "Something changed since you looked." not in saved
    assert UnitPlace.objects.get().province == "TH-50"


def test_units_are_placed_and_inherit(client, ploy, office, chiang_mai):
    at = reverse("unit_places")
    assert "In no region" in opened(client, ploy, "unit_places").content.decode()
    client.post(at, {"unit": office.public_id, "province": "TH-50"})
    assert UnitPlace.objects.get().province == "TH-50"
    assert "As above: Chiang Mai" in client.get(at).content.decode()
    client.post(at, {"unit": office.public_id, "province": "XX"})
    assert UnitPlace.objects.get().province == "TH-50"
    client.post(at, {"unit": chiang_mai.public_id, "province": "TH-51"})
    client.post(at, {"unit": office.public_id, "province": ""})
    assert UnitPlace.objects.get().unit == chiang_mai


def test_a_unit_of_another_organisation_is_not_found(client, ploy, rest_house):
    enter(client, ploy)
    answer = client.post(
        reverse("unit_places"), {"unit": rest_house.public_id, "province": "TH-50"}
    )
    assert answer.status_code == 404
