"""One reading of groups: page, card, table and API say the same, and nothing more."""

import csv
import re
from io import StringIO

import pytest
import time_machine
from django.test import Client

from people.accounts import tokens
from people.groups import words as group_sizes
from people.groups.rule import Said
from people.models import Organisation, Person, Role, Unit
from people.weeks import Block
from tests.makers import (
    NOW,
    enter,
    group_said,
    make_checkin,
    make_membership,
    make_unit,
    make_workers,
)
from wellbeing.groups import actions as groups
from wellbeing.groups import freezing
from wellbeing.groups import words as groups_words
from wellbeing.groups.actions import ToldBlock, ToldGroup
from wellbeing.models import BlockResult
from wellbeing.rules.lines import LINE_NAMES

BLOCK = Block.latest(NOW)
SILENT = dict.fromkeys(LINE_NAMES)


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def lamphun(office, saphan):
    return make_unit(saphan, "Lamphun team", parent=office)


def live(unit, n, block=BLOCK, **answers) -> list[Person]:
    """Let some people of a unit answer in a block, and two more send their week alone."""
    people = make_workers(n + 2, unit)
    for person in people[:n]:
        make_checkin(person, block.first, **answers)
    for person in people[n:]:
        make_checkin(person, block.first, **SILENT)
    return people[:n]


def freeze(*wanted) -> None:
    for block in wanted or (BLOCK,):
        freezing.freeze(block, now=block.freezes)


def page(who, path="/groups/", **headers) -> str:
    client = Client(headers=headers)
    enter(client, who)
    answer = client.get(path)
    assert answer.status_code == 200
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.text)


def text(html: str) -> str:
    """A page's words, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def card(who) -> str:
    """What the board and the trend page take in."""
    return page(who, **{"HX-Request": "true"})


def test_the_card_is_the_same_for_a_worker_and_who_leads_them(nok, wipa, chiang_mai):
    live(chiang_mai, 10, worn=4, far=0)
    freeze()
    assert card(nok) == card(wipa)
    words = text(card(nok))
    assert "Chiang Mai team Weeks 43–46" in words
    assert "10–19 people" in words
    assert "All lines together Some strain" in words
    assert "Worn out Most days" in words
    assert "Far away from people Few days" in words


def test_below_ten_answers_there_is_one_band_and_no_line(nok, chiang_mai):
    """Twelve people: nok, who sent nothing, nine who answered, and two who did not."""
    live(chiang_mai, 9)
    freeze()
    words = text(card(nok))
    assert "10–19 people" in words
    assert "Worn out" not in words


def test_a_band_is_not_compared_with_the_block_before(nok, chiang_mai):
    people = live(chiang_mai, 5, BLOCK - 1)
    silent = make_workers(2, chiang_mai)
    for block in (BLOCK, BLOCK + 1):
        for person in people:
            make_checkin(person, block.first, worn=4, far=4, back=4, rest=0, team=0)
        for person in silent:
            make_checkin(person, block.first, **SILENT)
    freeze(BLOCK - 1, BLOCK)
    told = card(nok)
    assert "All lines together High strain" in text(told)
    assert "dot-was" not in told
    assert not re.search(r"\b(was|before)\b", text(told))
    freeze(BLOCK + 1)
    assert "All lines together High strain" in text(card(nok))
    assert not re.search(r"\b(was|before|same)\b", text(card(nok)))


def test_a_unit_that_is_withheld_is_stood_for_by_the_next_above(nok, wipa, chiang_mai, lamphun):
    live(chiang_mai, 4)
    live(lamphun, 7)
    freeze()
    assert card(nok) == card(wipa)
    words = text(card(nok))
    assert "Head office Weeks 43–46" in words
    assert "Chiang Mai team alone is withheld" in words


def test_withheld_says_why_and_looks_like_empty(nok, chiang_mai):
    people = make_workers(9, chiang_mai)
    freeze()
    empty = text(card(nok))
    assert (
        "Withheld Fewer than 7 people sent their week, fewer than 5 of them answered, or this "
        "band would reveal a smaller group. Nobody can see which."
    ) in empty
    BlockResult.objects.all().delete()
    for n, person in enumerate(people):
        make_checkin(person, BLOCK.first, **({} if n < 4 else SILENT))
    freeze()
    assert text(card(nok)) == empty


SMALL = "In a team of up to six a result could show who answered. Yours is part of Head office."
ALONE = (
    "With six people or fewer, nothing can be shown safely. Your own page and contacts are there"
)


def test_a_small_team_reads_of_the_unit_it_is_part_of(nok, wipa, chiang_mai, lamphun):
    """Six with Nok; Wipa leads them, and counts above."""
    make_workers(5, chiang_mai)
    live(lamphun, 7)
    freeze()
    words = text(card(nok))
    assert card(nok) == card(wipa)
    assert SMALL in words
    assert "alone is withheld" not in words
    assert "All lines together Some strain" in words
    # One who has not come in yet makes no team larger.
    [seventh] = make_workers(1, chiang_mai)
    Person.objects.filter(pk=seventh.pk).update(awaited=True)
    assert SMALL in text(card(nok))
    Person.objects.filter(pk=seventh.pk).update(awaited=False)
    words = text(card(nok))
    assert SMALL not in words
    assert "Chiang Mai team alone is withheld" in words


def test_a_small_team_of_a_unit_that_is_withheld_too_reads_what_it_is_part_of(
    nok, chiang_mai, lamphun
):
    make_workers(9, lamphun)
    freeze()
    words = text(card(nok))
    assert SMALL in words
    assert "Fewer than" not in words


def test_an_organisation_of_up_to_six_reads_where_help_is(nok, wipa, ploy, chiang_mai, lamphun):
    make_workers(3, lamphun)
    freeze()
    assert ALONE in text(card(nok))
    make_workers(1, lamphun)
    assert ALONE not in text(card(nok))
    assert SMALL in text(card(nok))


def test_who_asks_for_more_people_reads_its_own_number(ploy, nok, chiang_mai, lamphun):
    post(ploy, "8")
    make_workers(6, chiang_mai)
    make_workers(9, lamphun)
    freeze()
    assert "In a team of up to 9 a result could show who answered." in text(card(nok))


def test_before_the_first_block_there_is_a_word_about_it(nok):
    assert "Nothing published yet" in page(nok)
    assert groups.read(nok).groups == groups.cards(nok) == []


def test_units_are_a_tree_and_the_withheld_are_counted(ploy, chiang_mai, lamphun):
    live(chiang_mai, 5)
    live(lamphun, 3)
    freeze()
    found = groups.read(ploy)
    assert [(str(one.unit), one.depth, one.newest.said) for one in found.groups] == [
        ("Head office", 0, group_said("10-19", "some")),
        ("Chiang Mai team", 1, None),
        ("Lamphun team", 1, None),
    ]
    assert "2 of 3 units are withheld in the last block." in text(page(ploy))


def test_a_supervisor_above_sees_the_units_below(office, saphan, chiang_mai, lamphun):
    malee = make_workers(1, office)[0]
    make_membership(malee, office, Role.SUPERVISOR, hours=None)
    live(chiang_mai, 5)
    freeze()
    assert [str(one.unit) for one in groups.read(malee).groups] == [
        "Head office",
        "Chiang Mai team",
        "Lamphun team",
    ]


def test_a_worker_and_the_supervisor_read_of_their_own_unit_alone(nok, wipa, lamphun, chiang_mai):
    live(chiang_mai, 5)
    freeze()
    for who in (nok, wipa):
        assert [str(one.unit) for one in groups.read(who).groups] == ["Chiang Mai team"]


def test_nobody_reads_of_another_organisation(noi, ploy, rest_house, chiang_mai):
    live(chiang_mai, 6)
    live(rest_house, 6)
    freeze()
    assert [str(one.unit) for one in groups.read(noi).groups] == ["Rest house"]
    assert "Rest house" not in page(ploy)


def test_page_table_and_api_say_the_same(ploy, chiang_mai, lamphun):
    live(chiang_mai, 12, BLOCK - 1, worn=4)
    live(lamphun, 11, BLOCK - 1)
    live(chiang_mai, 12, far=4)
    live(lamphun, 8)
    freeze(BLOCK - 1, BLOCK)
    client = Client()
    key = tokens.make(person=ploy, name="x")[1]
    headers = {"Authorization": f"Bearer {key}"}
    answer = client.get("/api/v1/groups", headers=headers)
    api = answer.json()
    # Blocks are frozen: until the next one nothing is new.
    known = {"If-None-Match": answer["ETag"]} | headers
    assert client.get("/api/v1/groups", headers=known).status_code == 304
    enter(client, ploy)
    sheet = client.get("/groups/table.csv").getvalue().decode("utf-8-sig")
    table = list(csv.DictReader(StringIO(sheet)))
    told = [(group, block) for group in api["groups"] for block in group["blocks"]]
    assert len(table) == len(told) == 6
    for row, (group, block) in zip(table, told, strict=True):
        strain = groups_words.STRAIN.get(block["strain"])
        assert (row["Unit"], row["Block"]) == (group["name"], block["block"])
        assert row["First day"] == block["first_day"]
        assert row["People"] == (
            f"{block['people'].replace('-', '–')} people" if block["people"] else "Withheld"
        )
        assert row["All lines together"] == (str(strain[1]) if strain else "Withheld")
        lines = [
            groups_words.DAYS[one][1] if one else "Withheld" for one in block["lines"].values()
        ]
        assert list(row.values())[-len(LINE_NAMES) :] == list(map(str, lines))
    assert (api["units"], api["withheld"], api["senders"]) == (3, 0, 7)
    shown = groups.read(ploy).groups
    words = text(page(ploy))
    for group in shown:
        steps = " ".join(f"{s.weeks} , {s.days} {s.word}" for s in groups_words.steps(group))
        said = f"{group.unit} {group_sizes.people(group.newest.said)} {steps}"
        assert said.replace("\u00a0", " ") in words


def test_many_units_come_page_by_page_and_in_one_table(ploy, office, saphan, monkeypatch):
    monkeypatch.setattr(groups, "UNITS_A_PAGE", 2)
    for name in "ABC":
        make_unit(saphan, f"Team {name}", parent=office)
    freeze()
    assert [len(groups.read(ploy, n).groups) for n in (-5, 1, 2, 9)] == [2, 2, 2, 2]
    assert len(groups.everything(ploy)) == 4
    assert "3 to 4 of 4" in text(page(ploy, "/groups/?page=2"))
    assert "1 to 2 of 4" in text(page(ploy, "/groups/?page=x"))


@pytest.mark.parametrize("teams", [1, 5])
def test_reading_costs_the_same_for_any_number_of_units(
    teams, ploy, office, saphan, django_assert_num_queries
):
    for n in range(teams):
        live(make_unit(saphan, f"Team {n}", parent=office), 5)
    freeze()
    ploy.current_memberships  # noqa: B018 - read once per request, before
    with django_assert_num_queries(4):
        groups.read(ploy)


def test_the_cards_cost_four_statements(nok, chiang_mai, django_assert_num_queries):
    live(chiang_mai, 5)
    freeze()
    nok.current_memberships  # noqa: B018 - read once per request, before
    with django_assert_num_queries(4):
        groups.cards(nok)


def test_the_board_and_the_trend_page_take_the_card_in(nok, wipa):
    for who, path in ((nok, "/my-trend/"), (wipa, "/team/")):
        assert 'hx-get="/groups/" hx-trigger="load"' in page(who, path)


def test_in_thai_the_words_are_thai(nok, chiang_mai):
    live(chiang_mai, 10)
    freeze()
    client = Client(headers={"HX-Request": "true"})
    client.cookies["django_language"] = "th"
    enter(client, nok)
    words = text(client.get("/groups/").text)
    assert "ทีมเชียงใหม่ สัปดาห์ที่ 43–46" in words
    assert "ตึงเครียดปานกลาง" in words


# --- Asking for more ----------------------------------------------------------------------------


def post(who, smallest):
    client = Client()
    enter(client, who)
    return client.post("/people/groups/", {"smallest": smallest})


def test_an_admin_raises_it_and_cannot_take_it_back(ploy, saphan):
    assert post(ploy, "8").status_code == 302
    answer = post(ploy, "7")
    assert answer.status_code == 422
    assert "From 8 to 50, please." in answer.text
    assert 'value="7"' in answer.text
    saphan.refresh_from_db()
    assert saphan.smallest_group == 8


@pytest.mark.parametrize("typed", ["4", "0", "-5", "51", "1e3", "", "five", "99999999999999999999"])
def test_what_is_out_of_range_is_refused_at_its_field(ploy, saphan, typed):
    answer = post(ploy, typed)
    assert answer.status_code == 422
    assert "id_smallest_error" in answer.text
    saphan.refresh_from_db()
    assert saphan.smallest_group == 5


@pytest.mark.parametrize("who", ["nok", "wipa", "anan", "orathai", "noi"])
def test_nobody_else_asks_for_more(request, who, saphan):
    assert post(request.getfixturevalue(who), "9").status_code == 404
    assert set(Organisation.objects.values_list("smallest_group", flat=True)) == {5}


def test_a_group_that_is_too_small_now_names_the_number_it_was_judged_by(ploy, nok, chiang_mai):
    live(chiang_mai, 7)
    post(ploy, "8")
    freeze()
    assert "Fewer than 10 people sent their week, fewer than 8 of them" in text(card(nok))


def test_a_unit_that_was_never_told_has_no_blocks_to_draw():
    last = Block.latest(NOW)
    never = ToldGroup(Unit(), [ToldBlock(last, None), ToldBlock(last - 1, None)])
    once = ToldGroup(Unit(), [ToldBlock(last, None), ToldBlock(last - 1, Said("5-9", "low"))])
    assert groups_words.steps(never) == []
    assert [step.word for step in groups_words.steps(once)] == ["Low strain", "Withheld"]


def test_a_strip_has_a_place_for_each_block_of_the_page_and_dashes_where_nothing_is_said(ploy):
    unit, blocks = ploy.current_memberships[0].unit, [Block(7), Block(6), Block(5)]
    low, high = (Said("5-9", band, ("",) * 5) for band in ("low", "high"))
    group = ToldGroup(unit, [ToldBlock(Block(7), high), ToldBlock(Block(5), low)])
    kinds = re.findall('class="(band-[a-z]+)"', groups_words.strip(group, blocks))
    assert kinds == ["band-low", "band-kept", "band-high"]
    empty = ToldGroup(unit, [])
    assert groups_words.strip(empty, blocks).count("band-kept") == 3


def test_the_table_is_the_pages_one_after_another_and_costs_the_same_for_any_number(
    ploy, office, saphan, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(groups, "UNITS_A_PAGE", 2)
    for name in "ABCDE":
        live(make_unit(saphan, f"Team {name}", parent=office), 5)
    freeze()
    pages = [one for n in (1, 2, 3) for one in groups.read(ploy, n).groups]
    with django_assert_num_queries(3):
        assert groups.everything(ploy) == pages
