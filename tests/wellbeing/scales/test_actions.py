"""Longer scales: each person takes and reads them alone; nobody else finds a trace."""

import json
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils.translation import override

from people.models import AccessEvent
from people.own_data import record
from people.weeks import today
from tests.makers import NOW, enter, make_assessment, make_pack
from wellbeing.instruments import instrument_keys, instrument_named, score
from wellbeing.models import Assessment
from wellbeing.own_data import erasing, retention
from wellbeing.scales import actions as scales
from wellbeing.scales import packs
from wellbeing.scales import words as scales_words

LIST, WHO = "/my-scales/", "/my-scales/who-5/"
OTHERS = ("wipa", "siriporn", "anan", "orathai", "ploy", "noi")


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def pack(saphan):
    return make_pack(saphan)


def later(days: int):
    return NOW + timedelta(days=days)


def answered(value=3, **changes) -> dict:
    """What the browser sends of five items."""
    return {f"item-{n}": str(value) for n in range(1, 6)} | {
        f"item-{n}": v for n, v in changes.items()
    }


def five(*values) -> dict:
    return dict(zip("12345", values, strict=True))


def offer(person, now=NOW):
    (found,) = scales.offers(person, now)
    return found


# --- Taking --------------------------------------------------------------------------------------


def test_a_scale_is_kept_sealed_with_its_figures(nok, pack):
    made = make_assessment(nok, pack, five(2, 2, 2, 3, 3))
    made.refresh_from_db()
    assert (made.instrument, made.key_version, made.pack, made.language) == (
        "who-5",
        "1",
        pack,
        "en",
    )
    assert made.answers == five(2, 2, 2, 3, 3)
    assert made.result.figure("WB").value == 48
    assert made.result.figure("WB").band == "poor"
    (row,) = Assessment.objects.values_list("sealed_answers", "sealed_figures")
    assert not any(word in text for text in row for word in ('"WB"', '"poor"', '"figures"', "{"))


def test_the_packs_norm_judges(nok, saphan):
    made = make_assessment(nok, make_pack(saphan, norm="th"), five(2, 2, 2, 3, 3))
    assert made.result.figure("WB").band == "ok"


@pytest.mark.parametrize("name", sorted(instrument_keys()))
def test_a_figure_is_opened_exactly_as_it_was_sealed(nok, saphan, name):
    made = make_assessment(nok, make_pack(saphan, name))
    fresh = Assessment.objects.get()
    low = dict.fromkeys(made.key.items, made.key.lowest)
    assert fresh.result == score(made.key, low)


@pytest.mark.parametrize(("days", "open_then"), [(0, False), (13, False), (14, True), (15, True)])
def test_a_scale_is_offered_again_when_its_least_days_are_over(nok, pack, days, open_then):
    made = make_assessment(nok, pack)
    found = offer(nok, later(days))
    assert (found.open, found.last) == (open_then, made)
    assert found.again == (None if open_then else today(NOW) + timedelta(days=14))
    if open_then:
        make_assessment(nok, pack, at=later(days))
    else:
        with pytest.raises(ValidationError, match="a short while ago"):
            make_assessment(nok, pack, at=later(days))


def test_what_one_took_holds_nobody_else_back(nok, wipa, pack):
    make_assessment(nok, pack)
    assert offer(wipa).last is None
    assert offer(wipa).open


@pytest.mark.parametrize("why", ["resting", "ended", "foreign"])
def test_a_scale_without_words_in_use_is_not_offered(nok, noi, ploy, pack, why):
    if why == "resting":
        packs.rest(pack, by=ploy)
    elif why == "ended":
        pack.expires = today(NOW) - timedelta(days=1)
        pack.save()
    person = noi if why == "foreign" else nok
    assert scales.offers(person, NOW) == []
    with pytest.raises(ValidationError, match="not offered now"):
        make_assessment(person, pack)


def test_another_wording_than_the_one_in_use_is_refused(nok, saphan, pack):
    resting = make_pack(saphan, active=False, version="2")
    with pytest.raises(ValidationError, match="not offered now"):
        make_assessment(nok, resting)


def test_nothing_answered_is_nothing_to_keep(nok, pack):
    with pytest.raises(ValidationError, match="Nothing is answered"):
        make_assessment(nok, pack, dict.fromkeys("12345"))
    assert not Assessment.objects.exists()


def test_a_pack_that_goes_leaves_the_result(nok, pack):
    made = make_assessment(nok, pack)
    pack.delete()
    made.refresh_from_db()
    assert made.pack is None
    assert scales.read(made).told[0].figure.value == 0


# --- Reading -------------------------------------------------------------------------------------


def told(person, pack, first, second):
    make_assessment(person, pack, first)
    (found,) = scales.read(make_assessment(person, pack, second, at=later(28))).told
    return found


@pytest.mark.parametrize(
    ("first", "second", "change", "words"),
    [
        (five(2, 2, 2, 2, 2), five(3, 3, 3, 3, 3), 0, "Much the same as last time"),
        (five(2, 2, 2, 2, 2), five(4, 3, 3, 3, 3), 1, "Better than last time"),
        (five(4, 3, 3, 3, 3), five(2, 2, 2, 2, 2), -1, "Heavier than last time"),
        (five(2, 2, 2, 2, None), five(4, 3, 3, 3, 3), None, ""),
        (five(2, 2, 2, 2, 2), five(4, 3, 3, 3, None), None, ""),
    ],
)
def test_a_change_is_told_from_chance(nok, pack, first, second, change, words):
    found = told(nok, pack, first, second)
    assert found.change == change
    assert str(scales_words.change(found)).startswith(words)
    assert bool(scales_words.change(found)) is bool(words)


def test_where_nothing_is_known_of_chance_it_is_said(nok, saphan):
    pack = make_pack(saphan, "uwes-3")
    found = told(nok, pack, dict.fromkeys("123", 1), dict.fromkeys("123", 6))
    assert "No study says how much" in scales_words.change(found)
    assert "There are no published limits" in scales_words.band(found)


def test_a_figure_is_not_compared_with_one_of_another_version_or_person(nok, wipa, pack):
    first = make_assessment(nok, pack)
    make_assessment(wipa, pack)
    Assessment.objects.filter(pk=first.pk).update(key_version="0")
    assert scales.read(make_assessment(nok, pack, at=later(28))).before is None


def test_it_is_compared_with_the_last_time_before(nok, pack):
    made = [make_assessment(nok, pack, at=later(days)) for days in (0, 28, 56)]
    assert [scales.read(one).before for one in made] == [None, made[0], made[1]]


@pytest.mark.parametrize("name", sorted(instrument_keys()))
def test_there_are_words_for_every_subscale_and_band(name):
    for subscale in instrument_named(name).subscales:
        assert subscale.about in scales_words.ABOUT
        words = scales_words.GOOD if subscale.good else scales_words.HEAVY
        for bands in (subscale.bands, *subscale.norms.values()):
            assert {band.code for band in bands} <= words.keys()


HARSH = ("burnout", "risk", "score", "disorder", "depress", "symptom", "patient")


def test_the_words_are_kind():
    words = [
        *scales_words.ABOUT.values(),
        *scales_words.HEAVY.values(),
        *scales_words.GOOD.values(),
    ]
    with override("en"):
        assert [one for one in map(str, words) if any(bad in one.lower() for bad in HARSH)] == []


@pytest.mark.parametrize(
    ("name", "words"), [("proqol-5", "Think of the last 30 days."), ("cbi", "Think of how it")]
)
def test_the_days_to_think_of_are_said(client, nok, saphan, name, words):
    make_pack(saphan, name)
    enter(client, nok)
    assert words in client.get(f"{LIST}{name}/").text


# --- The pages -----------------------------------------------------------------------------------


def test_one_finds_takes_and_reads_a_scale(client, nok, pack):
    enter(client, nok)
    assert 'href="/my-scales/"' in client.get("/account/").text
    assert 'href="/my-scales/who-5/"' in client.get(LIST).text
    page = client.get(WHO).text
    assert page.count("Prefer not to say") == 5
    assert page.count(" checked") == 0
    answer = client.post(WHO, answered(3, **{"5": ""}), follow=True)
    made = Assessment.objects.get()
    assert answer.redirect_chain == [(f"{LIST}results/{made.public_id}/", 302)]
    assert made.answers == five(3, 3, 3, 3, None)
    assert "Too few lines were answered for this one. That is fine." in answer.text
    assert "again from 4 December 2026" in client.get(LIST).text


def test_a_result_is_told_in_words_with_its_figure(client, nok, pack):
    make_assessment(nok, pack, five(3, 3, 3, 3, 3))
    made = make_assessment(nok, pack, five(1, 1, 1, 2, 2), at=later(28))
    enter(client, nok)
    page = client.get(f"{LIST}results/{made.public_id}/").text
    assert (
        "Your answers say that you are very worn down at the moment. You do not have to carry "
        "this alone."
    ) in page
    assert "28.0 on a scale from 0 to 100" in page
    assert "last time 60.0" in page
    assert "Heavier than last time, by more than chance." in page
    assert page.index("Ask someone to get in touch") < page.index("What comes out")


def test_help_stands_on_every_result(client, nok, pack):
    made = make_assessment(nok, pack, five(5, 5, 5, 5, 5))
    enter(client, nok)
    page = client.get(f"{LIST}results/{made.public_id}/").text
    assert page.index("What comes out") < page.index("Ask someone to get in touch")
    assert page.index("What comes out") < page.index('href="/help/"')


@pytest.mark.parametrize(("exhausted", "first"), [(True, True), (False, False)])
def test_help_comes_first_where_two_figures_are_high_together(
    client, nok, saphan, exhausted, first
):
    """No single band of this scale asks for it; both together do, and it stays so when kept."""
    pack = make_pack(saphan, "olbi")
    key = pack.key
    heavy = {i: 1 if i in key.reverse else 4 for i in key.items}
    calm = {i: key.reversed(value) for i, value in heavy.items()}
    tired = next(one.items for one in key.subscales if one.code == "E")
    answers = heavy if exhausted else heavy | {i: calm[i] for i in tired}
    made = make_assessment(nok, pack, answers)
    enter(client, nok)
    page = client.get(f"{LIST}results/{made.public_id}/").text
    where = page.index("Ask someone to get in touch") < page.index("What comes out")
    assert where is first


def test_signs_that_come_together_are_told(client, nok, saphan):
    pack = make_pack(saphan, "stss")
    made = make_assessment(nok, pack, dict.fromkeys(pack.key.items, 3))
    enter(client, nok)
    page = client.get(f"{LIST}results/{made.public_id}/").text
    assert "Several of these come together" in page


@pytest.mark.parametrize("value", [None, "6", "-1", "x", "3.0"])
def test_a_line_without_an_answer_of_the_scale_is_asked_again(client, nok, pack, value):
    enter(client, nok)
    sent = {k: v for k, v in answered(2, **{"3": value}).items() if v is not None}
    answer = client.post(WHO, sent)
    assert answer.status_code == 422
    sentence = "Line 3. Please choose an answer, or “Prefer not to say”."
    assert answer.text.count(sentence) == 2  # in the list above, which leads to the line
    assert 'href="#id_item-3"' in answer.text
    assert answer.text.count(' id="id_item-3"') == 1
    assert answer.text.count(" checked") == 4
    assert not Assessment.objects.exists()


def test_all_skipped_is_said_kindly(client, nok, pack):
    enter(client, nok)
    answer = client.post(WHO, answered(""))
    assert answer.status_code == 422
    assert "Nothing is answered, so there is nothing to add up." in answer.text
    assert answer.text.count(" checked") == 5


@pytest.mark.parametrize("key", ["cbi", "mbi"])
def test_a_scale_without_words_here_is_not_there(client, nok, noi, pack, key):
    make_pack(noi.organisation, "cbi")
    enter(client, nok)
    assert client.get(f"{LIST}{key}/").status_code == 404
    assert client.post(f"{LIST}{key}/", answered()).status_code == 404


def test_a_second_tap_shows_the_first_ones_result(client, nok, pack):
    enter(client, nok)
    places = [client.post(WHO, answered())["Location"] for _ in range(2)]
    made = Assessment.objects.get()
    assert places == [f"{LIST}results/{made.public_id}/"] * 2


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_reads_a_result(client, nok, pack, request, who):
    made = make_assessment(nok, pack)
    viewer = request.getfixturevalue(who)
    enter(client, viewer)
    foreign, missing = (client.get(f"{LIST}results/{one}/") for one in (made.public_id, uuid4()))
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert list(Assessment.objects.visible_to(viewer)) == []
    assert "What you took" not in client.get(LIST).text
    assert b"who-5" not in record.as_json(viewer, NOW)
    assert list(AccessEvent.objects.about(nok)) == []


def test_the_admin_sees_no_more_once_somebody_took_it(client, nok, ploy, pack):
    enter(client, ploy)
    pages = ("/people/scales/", f"/people/scales/{pack.public_id}/", LIST)
    before = [client.get(page).text.split("csrfmiddlewaretoken")[0] for page in pages]
    make_assessment(nok, pack)
    after = [client.get(page).text.split("csrfmiddlewaretoken")[0] for page in pages]
    assert before == after


def test_the_words_come_in_the_readers_language_where_there_are_any(client, nok, saphan):
    make_pack(saphan, languages=("th", "en"))
    make_pack(saphan, "uwes-3", languages=("en",))
    enter(client, nok)
    client.cookies["django_language"] = "th"
    page = client.get(WHO).text
    assert '<span lang="th">Item 1</span>' in page
    assert "ขอไม่ตอบ" in page
    assert '<span lang="en">Item 1</span>' in client.get(f"{LIST}uwes-3/").text


def test_html_that_came_another_way_is_written_out(client, nok, saphan):
    pack = make_pack(saphan, items={"en": five(*["<b>x</b>"] * 5)})
    assert pack.items["en"]["1"] == "<b>x</b>"
    enter(client, nok)
    assert "<b>x</b>" not in client.get(WHO).text


@pytest.mark.parametrize("crew", [1, 3])
def test_the_pages_cost_the_same_for_any_number(
    crew, client, nok, saphan, django_assert_num_queries
):
    for name in ("who-5", "cbi", "stss")[:crew]:
        made = make_assessment(nok, make_pack(saphan, name))
    enter(client, nok)
    with django_assert_num_queries(6):
        client.get(LIST)
    with django_assert_num_queries(6):
        client.get(f"{LIST}results/{made.public_id}/")


# --- It is the person's --------------------------------------------------------------------------


def test_it_goes_with_the_rest_when_its_person_deletes_it(nok, wipa, pack):
    make_assessment(nok, pack)
    kept = make_assessment(wipa, pack)
    erasing.erase(person=nok, before=None, now=NOW)
    assert list(Assessment.objects.all()) == [kept]


def test_only_what_was_taken_before_a_day_goes(nok, pack):
    make_assessment(nok, pack)
    kept = make_assessment(nok, pack, at=later(28))
    erasing.erase(person=nok, before=today(later(28)), now=later(28))
    assert list(Assessment.objects.all()) == [kept]


@pytest.mark.parametrize(
    ("days", "answers", "there"),
    [(365, True, True), (366, False, True), (731, False, True), (732, False, False)],
)
def test_answers_go_after_a_year_and_figures_after_two(nok, pack, days, answers, there):
    make_assessment(nok, pack, five(1, 2, 3, 4, 5))
    for _ in range(2):
        retention.keep_to(later(days))
    found = Assessment.objects.first()
    assert bool(found) is there
    if there:
        assert bool(found.answers) is answers
        assert found.result.figure("WB").value == Decimal(60)


def test_the_whole_record_has_it_opened(nok, saphan):
    pack = make_pack(saphan, "cbi")
    values = dict.fromkeys(pack.key.items, 50) | {"C1": None, "C2": None, "C3": None, "C4": None}
    make_assessment(nok, pack, values)
    (row,) = json.loads(record.as_json(nok, NOW))["parts"]["scales"]
    assert row["scale"] == "cbi"
    assert row["answers"].startswith("P1=50 P2=50")
    assert row["answers"].endswith("C4=– C5=50 C6=50")
    assert row["figures"] == "P=50 moderate; W=50 moderate; C=–"
