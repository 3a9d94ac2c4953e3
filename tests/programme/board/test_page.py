"""The board over a small world: what is judged, who is near, and what is never said."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st

from people.models import AccessEvent
from people.tenancy import context as tenancy
from people.weeks import today
from programme.board import page
from programme.board.filter import CoverageFilter
from programme.members import actions as programmes
from programme.models import PostHolder, ProgrammePost, SharedPart
from programme.rules.cover import PostCover
from programme.staffing.vacancies import read_vacancies
from tests.makers import (
    NOW,
    enter,
    give_password,
    job_of,
    make_membership,
    make_worker,
    make_workers,
)
from tests.programme.conftest import SINCE, again, make_holder, make_post, make_station
from tests.training.conftest import make_certificate, make_certificate_type

TODAY = today(NOW)


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


def board(viewer, **wanted):
    """The board as a request of the viewer reads it, behind the walls."""
    with tenancy.of_request(viewer.organisation_id):
        return page.read(again(viewer), CoverageFilter(**wanted), now=NOW)


def share(member, by, *parts):
    for part in parts:
        programmes.agree(member=member, part=part, by=again(by), now=NOW)


def states(found):
    return [(str(row.place.name), row.cover) for row in found.rows]


def test_the_worst_comes_first_and_says_since_when(saphan, anan, nok, chiang_mai, siriporn):
    kind = make_certificate_type(saphan)
    vacant = make_post(saphan, province="TH-63")
    make_holder(vacant, nok, ends=date(2026, 6, 30))
    longer = make_post(saphan, province="TH-57", since=date(2025, 1, 1))
    single = make_post(saphan, make_worker(chiang_mai), province="TH-52")
    crew = make_workers(3, chiang_mai)
    lapsing = make_post(saphan, crew[0], certificates=[kind])
    held = make_post(saphan, crew[1], certificates=[kind])
    make_certificate(crew[0], kind, by=siriporn, expires_on=TODAY + timedelta(days=60))
    make_certificate(crew[1], kind, by=siriporn, expires_on=TODAY + timedelta(days=61))
    found = board(anan)
    assert [(row.facts.columns.pk, row.cover) for row in found.rows] == [
        (longer.pk, PostCover.VACANT),
        (vacant.pk, PostCover.VACANT),
        (single.pk, PostCover.ONE),
        (lapsing.pk, PostCover.LAPSING),
        (held.pk, PostCover.HELD),
    ]
    assert [row.since for row in found.rows[:2]] == [date(2025, 1, 1), date(2026, 7, 1)]
    assert found.rows[3].lapses_on == TODAY + timedelta(days=60)
    assert (found.held, found.posts, found.longest) == (3, 5, date(2025, 1, 1))
    regions = {one.region.key: (one.held, one.posts) for one in found.regions}
    assert regions == {"th-5": (3, 4), "th-6": (0, 1)}


def test_who_left_holds_nothing_since_then_and_who_acts_does_until_a_day(
    saphan, anan, nok, chiang_mai
):
    post = make_post(saphan, nok)
    nok.memberships.update(ends=TODAY - timedelta(days=3))
    [row] = board(anan).rows
    assert (row.cover, row.since) == (PostCover.VACANT, TODAY - timedelta(days=2))
    acting = make_worker(chiang_mai)
    make_holder(post, acting, ends=TODAY, starts=TODAY, acting=True)
    [row] = board(anan).rows
    assert (row.cover, row.acting, row.people) == (PostCover.ONE, True, (acting,))


def test_the_nearest_has_certificates_that_hold_and_the_languages(
    saphan, anan, chiang_mai, siriporn
):
    kind = make_certificate_type(saphan)
    make_post(saphan, province="TH-50", languages=["my"])
    far, silent, lapsed, near = make_workers(4, chiang_mai)
    for person, province, languages, ends in (
        (far, "TH-10", ["th", "my"], None),
        (silent, "TH-51", ["th"], None),
        (lapsed, "TH-51", ["my"], TODAY - timedelta(days=1)),
        (near, "TH-63", ["my"], TODAY),
    ):
        person.languages = languages
        person.save()
        make_post(saphan, person, province=province, certificates=[kind])
        make_certificate(person, kind, by=siriporn, expires_on=ends)
    make_post(saphan, make_worker(chiang_mai), province="TH-51", job="interpreter")
    [row] = board(anan, cover="vacant").rows
    assert [(one.person, one.steps) for one in row.near] == [(near, 1), (far, 4)]


def test_a_name_is_shown_where_it_is_shared_and_each_finds_that_it_was(
    saphan, seat, ours, theirs, anan, ploy, sumalee, nok, noi, rest_house
):
    make_post(saphan, nok)
    make_post(saphan, province="TH-57")
    there = make_post(rest_house.organisation, noi, province="TH-57")
    organisations = [row.facts.columns.organisation_id for row in board(anan).rows]
    assert organisations == [saphan.pk, saphan.pk]
    share(theirs, sumalee, SharedPart.POSTS)
    first, *_rest = board(anan).rows
    assert [(one.person, one.organisation, one.steps) for one in first.near] == [
        (None, "Baan Suk Shelters", 0),
        (nok, "Saphan Foundation", 1),
    ]
    assert {one.person for one in AccessEvent.objects.filter(what="post_name")} == {nok}
    share(theirs, sumalee, SharedPart.NAMES)
    first, *rest = board(anan).rows
    assert first.near[0].person == noi
    assert {row.people for row in rest} == {(noi,), (nok,)}
    assert AccessEvent.objects.filter(what="post_name", person=noi).count() == 1
    assert len(board(anan, text="chantra").rows) == 1
    programmes.withdraw(member=theirs, part=SharedPart.NAMES, by=sumalee, now=NOW)
    assert board(anan, text="chantra").rows == []
    assert ProgrammePost.objects.get(pk=there.pk).organisation == rest_house.organisation


def test_the_page_says_held_where_names_are_not_shared(
    client, saphan, seat, theirs, anan, sumalee, noi, nok, rest_house
):
    make_post(rest_house.organisation, noi, station=make_station(rest_house.organisation))
    make_post(saphan, nok)
    share(theirs, sumalee, SharedPart.POSTS)
    enter(client, anan)
    shown = client.get("/programme/coverage/").text
    assert "Noi Chantra" not in shown
    assert "held" in shown
    assert "Kanokwan Srisuk" in shown


def test_an_office_of_one_organisation_reads_its_own_posts_alone(saphan, anan, noi, rest_house):
    make_post(rest_house.organisation, noi)
    assert board(anan).posts == 0


def test_what_leaves_is_by_region_and_as_it_was_ninety_days_ago(client, saphan, anan, nok):
    before = TODAY - timedelta(days=90)
    for person in make_workers(5, nok.memberships.get().unit):
        make_holder(make_post(saphan, closed_on=TODAY), person, ends=before)
    make_post(saphan, province="TH-63", since=before + timedelta(days=1))
    make_post(saphan, province="TH-63", closed_on=before)
    enter(client, anan)
    path = "/programme/coverage/regions.csv"
    assert client.get(path).status_code == 302
    give_password(client)
    text = client.get(path).content.decode("utf-8-sig")
    rows = [line.split(",") for line in text.splitlines()]
    assert rows[1:] == [[before.isoformat(), "Provincial Police Region 5", *"55000"]]
    assert not any(word in text for word in ("Chiang Mai", "Kanokwan", "Saphan"))


def leaving(anan):
    """What leaves the office, by region."""
    with tenancy.of_request(anan.organisation_id):
        _day, rows = page.read_leaving(again(anan), now=NOW)
    return {one.region.key: one.told for one in rows}


def test_of_a_region_with_few_posts_nothing_leaves_and_no_total_gives_it_away(saphan, anan, nok):
    """One post that hangs on one person whose certificate is over is that person: also where the
    regions that are told are taken from all posts, as a memo or a trend tells these.
    """
    kind, old = make_certificate_type(saphan), date(2025, 1, 1)
    make_post(saphan, nok, since=old, certificates=[kind])
    for province, many in (("TH-63", 6), ("TH-40", 7)):
        for _post in range(many):
            make_post(saphan, province=province, since=old)
    withheld = ("Withheld", "", "", "", "")
    assert leaving(anan) == {"th-4": (7, 0, 0, 0, 7), "th-5": withheld, "th-6": withheld}
    with tenancy.of_request(saphan.pk):
        in_all = read_vacancies(again(anan), now=NOW)
    assert (in_all.posts - 7, in_all.vacant - 7) == (7, 6)
    saphan.smallest_group = 8
    saphan.save()
    assert set(leaving(anan).values()) == {withheld}


def test_who_acts_beside_a_holder_is_not_told_for_it_would_tell_of_a_leave(
    saphan, anan, nok, chiang_mai
):
    post, acting = make_post(saphan, nok), make_worker(chiang_mai)
    [before] = board(anan).rows
    make_holder(post, acting, starts=TODAY, ends=TODAY, acting=True)
    [row] = board(anan).rows
    assert (row.cover, row.acting, row.people, row.held) == (PostCover.ONE, False, (nok,), 1)
    assert (before.cover, before.people) == (row.cover, row.people)
    assert board(anan, text=acting.full_name_en).rows == []
    ProgrammePost.objects.filter(pk=post.pk).update(needed=2)
    [row] = board(anan).rows
    assert (row.acting, row.held, row.cover) == (True, 2, PostCover.HELD)


def test_who_is_near_has_what_the_vacant_post_of_their_organisation_asks_for(
    saphan, anan, chiang_mai, siriporn
):
    kind = make_certificate_type(saphan)
    make_post(saphan, province="TH-57", certificates=[kind])
    without, has = make_workers(2, chiang_mai)
    for person in (without, has):
        make_post(saphan, person, province="TH-50")
    make_certificate(has, kind, by=siriporn)
    [row] = board(anan, cover="vacant").rows
    assert [one.person for one in row.near] == [has]


def test_a_certificate_that_was_revoked_later_held_on_the_day_that_leaves(
    saphan, anan, siriporn, chiang_mai
):
    kind, old = make_certificate_type(saphan), date(2025, 1, 1)
    for person in make_workers(5, chiang_mai):
        make_post(saphan, person, since=old, certificates=[kind])
        held = make_certificate(person, kind, by=siriporn, issued_on=old, expires_on=None)
        revoked = {"current": False, "revoked_at": NOW, "revoked_by": siriporn}
        type(held).objects.filter(pk=held.pk).update(**revoked, revoked_reason="Wrong name")
    PostHolder.objects.update(starts=old)
    with tenancy.of_request(saphan.pk):
        _day, [row] = page.read_leaving(again(anan), now=NOW)
    assert (row.posts, row.lapsing) == (5, 0)
    assert board(anan).counts[PostCover.LAPSING] == 5


def test_the_board_costs_as_much_for_500_posts_as_for_few(
    saphan, seat, theirs, anan, sumalee, noi, chiang_mai, rest_house, django_assert_num_queries
):
    share(theirs, sumalee, SharedPart.POSTS, SharedPart.NAMES)
    crew, job = make_workers(20, chiang_mai), job_of(saphan)
    for organisation, holders in ((saphan, crew), (rest_house.organisation, [noi])):
        job = job_of(organisation)
        posts = ProgrammePost.objects.bulk_create(
            ProgrammePost(organisation=organisation, province=province, job=job, since=SINCE)
            for province in ("TH-50", "TH-57", "TH-63", "TH-10", "TH-90")
            for _post in range(50)
        )
        PostHolder.objects.bulk_create(
            PostHolder(
                post=post,
                person=holders[n % len(holders)],
                starts=SINCE,
                entered_by=anan,
                entered_at=NOW,
            )
            for n, post in enumerate(posts)
            if n % 3
        )
    # The first look of a day notes it and whose names were shown.
    assert len(board(anan).rows) == page.ROWS_A_PAGE
    viewer = again(anan)
    assert viewer.roles
    with django_assert_num_queries(6), tenancy.of_request(viewer.organisation_id):
        assert page.read(viewer, CoverageFilter(), now=NOW).posts == 500


RECTANGLE = re.compile(r"M(\d+) (\d+)h(\d+)v(\d+)h-(\d+)z")


def places_in(outline: str) -> list[int]:
    """The places in the region's drawing that an outline goes round, line by line."""
    assert RECTANGLE.sub("", outline) == ""
    found = []
    for x, y, width, height, back in (map(int, one) for one in RECTANGLE.findall(outline)):
        assert width == back
        lines = range(y // page.SQUARE, (y + height) // page.SQUARE)
        columns = range(x // page.SQUARE, (x + width) // page.SQUARE)
        found += [line * page.IN_A_LINE + column for line in lines for column in columns]
    return found


@example([3, 0, 21, 24])
@example([0, 20, 30, 10])
@given(st.lists(st.integers(0, 80), min_size=4, max_size=4))
def test_a_region_is_drawn_with_a_square_for_each_post_those_that_are_covered_first(counts):
    row = page.RegionRow(region=None, counts=tuple(counts))
    places = [(place, state) for state, outline in row.runs for place in places_in(outline)]
    states = [state for state in reversed(PostCover) for _post in range(row.of(state))]
    assert places == list(enumerate(states))
    assert row.height > sum(counts) // page.IN_A_LINE * page.SQUARE


def test_of_many_posts_the_drawing_is_as_long_as_of_few():
    few, many = (page.RegionRow(None, (n, n, n, n)).runs for n in (30, 30_000))
    assert len("".join(map("".join, many))) < 2 * len("".join(map("".join, few)))


@pytest.mark.parametrize("posts", [2, 40])
def test_the_page_of_one_organisation_costs_ten_statements_at_most(
    client, saphan, anan, nok, chiang_mai, posts
):
    people = make_workers(posts, chiang_mai)
    for person in people:
        make_post(saphan, person)
        make_post(saphan, province="TH-51")
    enter(client, anan)
    client.get(reverse("coverage_board"))
    with CaptureQueriesContext(connection) as found:
        assert client.get(reverse("coverage_board")).status_code == 200
    assert len(found) <= 10


def test_the_page_of_the_office_of_several_members_costs_ten_statements_at_most(
    client, saphan, seat, theirs, anan, sumalee, noi, chiang_mai, siriporn, rest_house
):
    share(theirs, sumalee, SharedPart.POSTS, SharedPart.NAMES)
    there, kind = rest_house.organisation, make_certificate_type(saphan)
    other = make_certificate_type(saphan, name="Trauma")
    for person in make_workers(20, chiang_mai):
        make_post(saphan, person, certificates=[kind, other])
        make_certificate(person, kind, by=siriporn)
        make_post(saphan, province="TH-51")
        make_post(there, noi, province="TH-51")
        make_post(there, province="TH-63")
    enter(client, anan)
    path = f"{reverse('coverage_board')}?page=2"
    client.get(path)
    with CaptureQueriesContext(connection) as found:
        shown = client.get(path)
    assert shown.context["board"].posts == 80
    assert any(row.near for row in shown.context["board"].rows)
    assert AccessEvent.objects.filter(what="post_name", person=noi).count() == 2
    assert len(found) <= 10, [one["sql"][:90] for one in found]


def shown(client, query="", language="en") -> str:
    """The page in a language, in one line."""
    text = client.get(f"{reverse('coverage_board')}{query}", headers={"accept-language": language})
    return " ".join(text.text.replace("\u00a0", " ").split())


def test_each_row_says_in_words_what_was_judged(client, saphan, anan, nok, chiang_mai, siriporn):
    kind = make_certificate_type(saphan)
    desk = make_station(saphan)
    more = {"languages": ["my"], "on_call": True}
    vacant = make_post(saphan, nok, station=desk, needed=2, certificates=[kind], **more)
    lapsing = make_post(saphan, make_worker(chiang_mai), province="TH-57", certificates=[kind])
    own = {"starts": SINCE, "ends": TODAY, "acting": True}
    make_holder(make_post(saphan, province="TH-63"), make_worker(chiang_mai), **own)
    enter(client, anan)
    page_shown = shown(client)
    for words in (
        f'<a href="{reverse("post", args=[vacant.public_id])}">Anti-trafficking desk</a>',
        f"<small>{vacant.job} · Chiang Mai · Saphan Foundation · Burmese · on call</small>",
        "<b>Uncovered since 5 January 2026</b> · 1 of 2 held",
        "Nobody near has the certificates and the languages.",
        f'<a href="{reverse("post_gap", args=[vacant.public_id])}#h-session">Plan a session</a>',
        f'<a href="{reverse("post_gap", args=[lapsing.public_id])}">Plan a session</a>',
        "· acting · nobody behind",
        "· nobody behind · a certificate is missing",
    ):
        assert words in page_shown, words
    assert "Near:" not in page_shown


def test_what_was_drawn_before_is_never_shown_once_it_changed(
    client, saphan, anan, nok, chiang_mai
):
    """A region is drawn once for its counts and a language; all else is read at each look."""
    post = make_post(saphan, nok)
    make_post(saphan, make_worker(chiang_mai))
    enter(client, anan)
    assert "2 of 2" in shown(client)
    PostHolder.objects.filter(post=post).update(ends=TODAY)
    assert "2 of 2" in shown(client)
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        enter(client, anan)
        assert "1 of 2" in shown(client)
        assert f"Uncovered since {TODAY.day + 1} November 2026" in shown(client)
        post.needed = 3
        post.save()
        assert "Uncovered since 5 January 2026" in shown(client)
        anan.account.language = "th"
        anan.account.save()
        enter(client, anan)
        thai = shown(client, language="th")
        assert "Uncovered" not in thai
        assert "5 มกราคม 2569" in thai
        ProgrammePost.objects.filter(pk=post.pk).update(closed_on=TODAY + timedelta(days=1))
        assert "5 มกราคม 2569" not in shown(client, language="th")


def test_a_region_is_chosen_without_losing_what_the_board_is_narrowed_to(client, saphan, anan, nok):
    make_post(saphan, nok)
    enter(client, anan)
    assert 'href="?region=th-5#h-posts"' in shown(client)
    query = "?q=%22%3Cb%3E&cover=one&region=th-1&page=3"
    assert 'href="?q=%22%3Cb%3E&amp;cover=one&amp;region=th-5#h-posts"' in shown(client, query)


def test_the_board_is_narrowed_to_a_region_and_to_a_kind_of_work(saphan, anan):
    here, kind = make_post(saphan), saphan.jobs.exclude(key__in=("", "specialist")).first().key
    make_post(saphan, province="TH-63")
    make_post(saphan, job=kind)
    asked = {"region": "th-5", "kind": here.job.key}
    assert [row.facts.columns.pk for row in board(anan, **asked).rows] == [here.pk]
    assert [board(anan, **{name: asked[name]}).found for name in asked] == [2, 2]


LATER, BEFORE = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("roles", "until"),
    [
        ([(SINCE, None)], None),
        ([(SINCE, TODAY)], None),
        ([(SINCE, BEFORE)], BEFORE),
        ([(SINCE, BEFORE), (LATER, None)], BEFORE),
        ([(SINCE, BEFORE), (SINCE, LATER)], None),
        ([(LATER, None)], "never"),
        ([(date(2025, 1, 1), SINCE - timedelta(days=1))], "never"),
        ([], "never"),
    ],
)
def test_a_post_is_held_as_long_as_its_holder_has_a_role(
    saphan, anan, nok, chiang_mai, roles, until
):
    """The board reads the last day of all roles at once; the posts' own rule asks for each day."""
    unit, post = nok.memberships.get().unit, make_post(saphan, nok)
    nok.memberships.all().delete()
    for starts, ends in roles:
        make_membership(nok, unit, starts=starts, ends=ends, **({"hours": None} if ends else {}))
    [row] = board(anan).rows
    held = PostHolder.objects.on(TODAY).filter(post=post)
    assert [one.person_id for one in row.facts.holders] == [one.person_id for one in held]
    spans = [] if until == "never" else [until]
    assert [one.ends for one in row.facts.spans] == spans
