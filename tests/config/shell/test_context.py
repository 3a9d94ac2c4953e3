"""What waits is shown on the homes of the jobs: dots with a spoken number, and one sheet."""

import re

import pytest
import time_machine
from django.db import connection
from django.template import engines
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config import context
from config.navigation import BY_KEY, HOMES, JOBS, YOURS, tabs_of
from people.models import Role
from tests.makers import (
    NOW,
    enter,
    make_award,
    make_hotline,
    make_membership,
    make_proposal,
    make_thanks_link,
    make_thanks_outside,
    make_week,
)
from workload.flags import actions as flags

DOT = re.compile(
    r'<a href="([^"]+)"[^>]*>(?:(?!</a>).)*?class="dot"><span aria-hidden="true">(\d+)<', re.S
)


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


def page(client, person, route) -> str:
    enter(client, person)
    return client.get(reverse(route)).content.decode()


def bar(page: str) -> dict[str, int]:
    """Read the dots of the tabs."""
    tabs = page.partition('class="appnav"')[2].partition("</nav>")[0]
    return {address: int(n) for address, n in DOT.findall(tabs)}


def lines(page: str) -> list[str]:
    sheet = page.partition('class="sheet sheet-waiting')[2].partition("</section>")[0]
    return re.findall(r"<b>([^<]+)</b>", sheet)


def test_the_homes_are_those_of_each_roles_own_job_and_of_everybody():
    assert {BY_KEY[jobs[0]].home for jobs in JOBS.values()} < HOMES
    assert {
        "team", "training", "programme", "people", "my_week", "grow", "account"
    } == HOMES  # fmt: skip


@pytest.mark.parametrize(
    ("who", "route"),
    [
        ("nok", "my_week"),
        ("wipa", "team"),
        ("siriporn", "training"),
        ("anan", "programme"),
        ("ploy", "people"),
        ("orathai", "team"),
        ("nok", "grow"),
    ],
)
def test_each_home_has_the_sheet_when_something_waits_and_else_no_empty_one(
    request, client, who, route, nok, chiang_mai
):
    person = request.getfixturevalue(who)
    make_hotline(person.organisation, checked_on=NOW.date())
    assert "sheet-waiting" not in page(client, person, route)
    make_award(person)
    assert lines(page(client, person, route)) == ["1 award to look at"]


def test_a_tab_has_the_sum_of_its_pages_and_each_page_its_own(client, nok):
    make_award(nok)
    for n in range(2):
        make_thanks_outside(make_thanks_link(nok), words=f"Thank you {n}")
    assert bar(page(client, nok, "my_week")) == {reverse("grow"): 3}
    grow = page(client, nok, "grow")
    assert ", 3 waiting for you" in grow
    below = grow.partition('class="subnav"')[2].partition("</nav>")[0]
    found = {address: int(n) for address, n in DOT.findall(below)}
    assert found == {reverse("thanks"): 2, reverse("awards"): 1}


def test_the_board_does_not_say_twice_what_it_lists(client, nok, wipa):
    flags.assess(person=nok, weeks=[make_week(nok, points="33")], now=NOW)
    board = page(client, wipa, "team")
    assert bar(board) == {reverse("team"): 1}
    assert "sheet-waiting" not in board
    assert lines(page(client, wipa, "my_week")) == ["1 flag that nobody has looked at yet"]


def test_grow_shows_what_is_done_there_and_the_week_all(client, nok, ploy, office):
    make_hotline(ploy.organisation)
    make_award(ploy)
    assert lines(page(client, ploy, "grow")) == ["1 award to look at"]
    assert len(lines(page(client, ploy, "people"))) == 2


def test_where_growing_has_no_tab_its_one_entry_stands_under_yours(client, ploy):
    tabs, yours = tabs_of(frozenset({Role.ADMIN}))
    assert "grow" not in {tab.key for tab in tabs}
    entry = next(one for one in yours.pages if one.url == "grow")
    assert {"thanks", "awards", "my_career", "certificate", "evaluation"} < set(entry.below)
    assert not {"thanks", "awards"} & {one.url for one in yours.pages}
    make_award(ploy)
    shown = page(client, ploy, "people")
    you = shown.partition('class="topbar-link topbar-you"')[2].partition("</a>")[0]
    assert ", 1 waiting for you" in you
    awards = page(client, ploy, "awards")
    crumbs = awards.partition('class="crumbs"')[2].partition("</nav>")[0]
    assert re.findall(r">([^<]{2,})</a>", crumbs) == [str(YOURS.label), "Grow"]


def test_who_has_left_finds_their_certificates_under_yours():
    _tabs, yours = tabs_of(frozenset())
    assert {one.url for one in yours.pages} >= {"my_certificates", "account"}
    assert "grow" not in {one.url for one in yours.pages}


def test_elsewhere_nothing_is_read_and_no_dot_is_there(client, nok):
    make_award(nok)
    enter(client, nok)
    for route, reads in (("awards", False), ("thanks", False), ("my_week", True)):
        client.get(reverse(route))
        with CaptureQueriesContext(connection) as ran:
            shown = client.get(reverse(route)).content.decode()
        assert any("kind_count" in one["sql"] for one in ran) is reads
        assert ('class="dot"' in shown) is reads


def test_a_part_of_a_page_reads_nothing_of_what_waits(client, nok):
    make_award(nok)
    enter(client, nok)
    with CaptureQueriesContext(connection) as ran:
        client.post(reverse("my_week"), {"do": "preview"}, headers={"HX-Request": "true"})
    assert not any("kind_count" in one["sql"] for one in ran)


def test_a_role_to_confirm_is_seen_by_supervisors_alone(client, ploy, wipa, nok):
    make_proposal(ploy)
    assert lines(page(client, wipa, "team")) == ["1 role waits for your decision"]
    assert lines(page(client, nok, "my_week")) == []


def test_the_kept_navigation_knows_numbers_and_pages_but_no_name(nok, ploy):
    make_membership(ploy, nok.home.unit, Role.WORKER)
    context.navigation.cache_clear()
    here = (nok.roles, "grow", "en", frozenset())
    drawn = context.navigation(*here, (("awards", 2),))
    assert context.navigation(*here, (("awards", 2),)) is drawn
    assert context.navigation(*here, (("awards", 1),)) != drawn
    assert "Nok" not in drawn


def test_the_fourth_line_is_in_a_fold_that_says_how_many(nok):
    template = engines["django"].get_template("people/pending/sheet.html")
    kinds = [
        {"title": f"Line {n}", "address": "/", "kind": {"act": "Read", "about": "", "icon": "note"}}
        for n in range(5)
    ]
    drawn = template.render(
        {"pending_sheet": {"lines": kinds, "first": kinds[:3], "rest": kinds[3:]}}
    )
    before, fold = drawn.split("<details", 1)
    assert before.count("<li>") == 3
    assert fold.count("<li>") == 2
    assert "and 2 more" in fold
