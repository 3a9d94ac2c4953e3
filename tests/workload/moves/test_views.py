"""The pages of moving work: tried out first, with both loads; then proposed, read and answered."""

import re
import uuid
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import AccessEvent, Role
from tests.makers import (
    NOW,
    NOWHERE,
    WEEK,
    enter,
    make_line,
    make_membership,
    make_person,
    make_policy,
    make_unit,
    make_week,
    make_worker,
    make_workers,
)
from tests.workload.test_api import call
from training.models import Certificate, CertificateType
from workload.flags import actions as flags
from workload.models import CaseloadLine, Transfer, WorkWeek
from workload.moves import actions as moves


def text(answer) -> str:
    return unescape(answer.content.decode())


@pytest.fixture
def piyada(chiang_mai):
    return make_worker(
        chiang_mai, "piyada", full_name_en="Piyada Khamsaen", languages=["th", "my", "shn"]
    )


@pytest.fixture
def interviewing(saphan):
    return CertificateType.objects.create(organisation=saphan, name={"en": "Victim interview"})


@pytest.fixture
def lines(nok):
    """33.3 points with the three nights of the week before: 128.1 %."""
    found = [
        make_line(nok, "court", reference="QX-4F7", add_ons=["child", "interpreter", "risk"]),
        make_line(nok, "intake", reference="RT-92K", add_ons=["interpreter", "agencies"]),
        make_line(nok, "active", count=11, add_ons=["interpreter"]),
    ]
    make_week(nok, WEEK - 1, points="27.95", night_points=3, nights=3)
    return found


def page_of(person) -> str:
    return f"/team/{person.public_id}/move/"


def choice(*parts, **more) -> dict:
    """What the form sends: lines with their counts, and whatever else."""
    lines = [(str(line.public_id), str(n)) for line, n in parts]
    sent = {"line": [one for one, _ in lines]} | {f"n-{one}": n for one, n in lines}
    return sent | {name: str(value) for name, value in more.items()}


def test_both_loads_before_and_after_stand_beside_their_sum(as_wipa, nok, piyada, lines):
    make_line(piyada, count=12)
    asked = choice((lines[1], 1), (lines[2], 2), to=piyada.public_id)
    page = text(as_wipa.get(page_of(nok), asked))
    # 4.1 + 2.85 + 22 + 3 nights = 31.95; 2.85 + 4 = 6.85 move to 18 points of Piyada
    assert "If RT-92K and 2 × active go to Piyada" in page
    assert "2.85 + 4.0 = 6.85 points" in page
    assert "31.95 to 25.1 points" in page
    assert "18.0 to 24.85 points" in page
    for said in ("122.9%", "96.5%", "69.2%", "95.6%"):
        assert f"<b>{said}</b>" in page
    assert 'aria-label="Nok now, 122.9% of capacity"' in page
    assert 'aria-label="Piyada after, 95.6% of capacity"' in page
    assert not Transfer.objects.exists()


def test_what_moves_is_weighed_by_the_numbers_of_each_side_and_written_so(
    as_wipa, nok, wipa, piyada, lines
):
    # from this week on an active case weighs 2 instead of 1.5; an interpreter still adds 0.5
    make_policy(nok.home.unit.organisation, WEEK, phases_active="2")
    page = text(as_wipa.get(page_of(nok), choice((lines[2], 2), to=piyada.public_id)))
    assert "0.0 to 5.0 points" in page
    ask = {"by": wipa, "giver": nok, "receiver": piyada}
    move = moves.propose(parts={lines[2].public_id: 2}, now=NOW, **ask)
    assert move.lines.get().written["points"] == "5"


def test_nothing_chosen_yet_shows_the_lines_and_who_has_room(as_wipa, nok, piyada, lines):
    full = make_worker(piyada.home.unit, full_name_en="Full House")
    make_line(full, count=18)
    page = text(as_wipa.get(page_of(nok)))
    assert "QX-4F7, court" in page
    assert "11 × active" in page
    assert "26.0 points free · Thai, Burmese, Shan" in page
    assert "Full House" not in page
    assert "1 more person is not listed." in page
    assert "Propose to" not in page


def test_whoever_lacks_a_language_or_a_valid_certificate_does_not_fit(
    as_wipa, nok, wipa, chiang_mai, piyada, lines, interviewing
):
    expired, silent = (
        make_worker(chiang_mai, name, languages=languages)
        for name, languages in (("expired", ["my"]), ("silent", ["th"]))
    )
    for person, day in ((piyada, "2027-01-31"), (expired, "2026-11-19"), (silent, None)):
        Certificate.objects.create(
            person=person,
            type=interviewing,
            issued_on="2025-01-01",
            expires_on=day,
            issued_by=wipa,
        )
    asked = choice(language="my", certificate=interviewing.public_id)
    page = text(as_wipa.get(page_of(nok), asked))
    rows = re.findall(r'<label class="choice"><input\s+type="radio".*?</label>', page, re.DOTALL)
    told = {re.search(r"<b>([\w ]+)</b>", row)[1]: row for row in rows}
    assert "Victim interview: valid" in told["Piyada Khamsaen"]
    assert "Fits" in told["Piyada Khamsaen"]
    assert "Victim interview: expired" in told["Expired"]
    assert "No Burmese" in told["Silent"]
    assert [name for name in told if "Fits" in told[name]] == ["Piyada Khamsaen"]
    assert "No Burmese" in told["Wipa Thongdee"]
    assert "Victim interview: missing" in told["Wipa Thongdee"]


def people_on(page) -> dict[str, str]:
    """What the page says of each person who could take the work."""
    rows = re.findall(r'<label class="choice"><input\s+type="radio".*?</label>', page, re.DOTALL)
    return {re.search(r"<b>([\w ]+)</b>", row)[1]: row for row in rows}


@pytest.fixture
def children(saphan):
    return CertificateType.objects.create(
        organisation=saphan,
        name={"en": "Forensic interviewing"},
        allows={"en": "Interview children"},
    )


def test_no_mark_stands_before_a_need_is_known(as_wipa, nok, piyada, lines):
    for asked in ({}, choice((lines[1], 1))):  # an interpreter, and no language yet
        assert (
            'class="tag"'
            not in people_on(text(as_wipa.get(page_of(nok), asked)))["Piyada Khamsaen"]
        )
    page = text(as_wipa.get(page_of(nok), choice((lines[1], 1))))
    assert "Interpreter for RT-92K: which language?" in page
    assert "Choose the language to see who fits." in page
    page = text(as_wipa.get(page_of(nok), choice((lines[1], 1), language="my")))
    assert "Fits" in people_on(page)["Piyada Khamsaen"]


def test_cases_that_ask_for_nothing_have_their_marks_at_once(as_wipa, nok, piyada):
    line = make_line(nok, count=3)
    page = text(as_wipa.get(page_of(nok), choice((line, 1))))
    assert "The cases chosen ask for no language and no certificate." in page
    assert "Fits" in people_on(page)["Piyada Khamsaen"]


def test_a_child_asks_for_its_certificate_and_a_resting_duty_is_said(
    as_wipa, nok, wipa, chiang_mai, piyada, lines, children
):
    held = make_worker(chiang_mai, "held", languages=["my"])
    for person, day in ((piyada, "2026-11-19"), (held, "2027-01-31")):
        Certificate.objects.create(
            person=person, type=children, issued_on="2025-01-01", expires_on=day, issued_by=wipa
        )
    asked = choice((lines[0], 1), language="my")
    page = text(as_wipa.get(page_of(nok), asked))
    assert "Child: QX-4F7." in page
    told = people_on(page)
    assert "Fits" in told["Held"]
    assert "Forensic interviewing: valid" in told["Held"]
    assert "Not now" in told["Piyada Khamsaen"]
    assert "Not allowed now: Interview children" in told["Piyada Khamsaen"]
    refused = as_wipa.post(page_of(nok), asked | {"to": str(piyada.public_id)})
    assert refused.status_code == 422
    assert "Please say why it should be them." in text(refused)
    as_wipa.post(page_of(nok), asked | {"to": str(held.public_id)})
    assert Transfer.objects.get().certificate == children


def test_who_would_be_above_the_limit_is_listed_and_says_so(as_wipa, nok, piyada):
    line = make_line(nok, count=9)
    make_line(piyada, count=16)
    told = people_on(text(as_wipa.get(page_of(nok), choice((line, 2)))))["Piyada Khamsaen"]
    assert "Fits, above 100% then" in told


def test_a_warning_never_stops_a_proposal(as_wipa, nok, piyada, lines, interviewing):
    make_line(piyada, count=17)
    asked = choice(
        (lines[2], 2),
        to=piyada.public_id,
        language="lo",
        certificate=interviewing.public_id,
        word="Is this all right?",
    )
    page = text(as_wipa.get(page_of(nok), asked))
    for said in ("Piyada would be above 100%.", "No Lao", "Victim interview: missing"):
        assert said in page
    answer = as_wipa.post(page_of(nok), asked)
    move = Transfer.objects.get()
    assert answer["Location"] == f"/moves/{move.public_id}/"
    assert (move.language, move.certificate, move.word) == (
        "lo",
        interviewing,
        "Is this all right?",
    )
    assert "Piyada would be above 100%." in text(as_wipa.get(answer["Location"]))


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("count", "sentence"),
    [
        ("12", "This line has 11 cases only."),
        ("0", "At least 1, please."),
        ("-1", "At least 1, please."),
        ("many", "At least 1, please."),
        ("9" * 40, "At least 1, please."),
    ],
)
def test_a_count_that_cannot_be_is_said_at_its_line(
    as_wipa, nok, piyada, lines, method, count, sentence
):
    asked = choice((lines[2], count), to=piyada.public_id)
    answer = getattr(as_wipa, method)(page_of(nok), asked)
    assert answer.status_code == 422
    assert text(answer).count(sentence) == 2
    assert f'href="#n-{lines[2].public_id}"' in text(answer)
    assert f'value="{count}"' in text(answer)
    assert not Transfer.objects.exists()


def test_thai_digits_are_understood_and_an_empty_count_is_one(as_wipa, nok, piyada, lines):
    asked = choice((lines[2], "๓"), (lines[0], ""), to=piyada.public_id)
    as_wipa.post(page_of(nok), asked)
    assert sorted(part.count for part in Transfer.objects.get().lines.all()) == [1, 3]


@pytest.mark.parametrize("to", ["", "x", NOWHERE])
def test_nobody_to_ask_is_said_and_what_was_typed_stays(as_wipa, nok, lines, to):
    answer = as_wipa.post(page_of(nok), choice((lines[2], 3), to=to))
    assert answer.status_code == 422
    assert "Please choose who is asked." in text(answer)
    assert 'value="3"' in text(answer)


def test_an_identity_in_the_word_is_refused_and_kept(as_wipa, nok, piyada, lines):
    asked = choice((lines[0], 1), to=piyada.public_id, word="she is 1101700207030")
    answer = as_wipa.post(page_of(nok), asked)
    assert answer.status_code == 422
    assert "she is 1101700207030" in text(answer)
    assert text(answer).count("This looks like a national ID number.") == 2


def test_of_other_units_only_the_name_is_found_and_never_a_load(as_wipa, nok, office, lines, noi):
    away = make_worker(
        make_unit(office.organisation, "Lamphun team", parent=office),
        full_name_en="Lamai Sudjai",
        languages=["my"],
    )
    make_line(away, count=10)
    assert "Lamai" not in text(as_wipa.get(page_of(nok)))
    for short in ("la", "Ms la", "l.a", "a a a"):
        assert "Lamai" not in text(as_wipa.get(page_of(nok), {"search": short}))
    page = text(as_wipa.get(page_of(nok), {"search": "LAMAI"}))
    assert "<b>Lamai Sudjai</b><small >Lamphun team</small>" in page
    asked = choice((lines[0], 1), to=away.public_id)
    page = text(as_wipa.get(page_of(nok), asked))
    assert page.count("<dt>") == 1  # Nok's
    assert "57.7%" not in page
    assert [event.what for event in AccessEvent.objects.about(away)] == ["move"]
    assert "Noi Chantra" not in text(as_wipa.get(page_of(nok), {"search": "chantra"}))
    asked = choice((lines[0], 1), to=noi.public_id)
    assert as_wipa.post(page_of(nok), asked).status_code == 422


def test_a_search_of_a_thousand_words_is_cut_and_answered(as_wipa, nok, office, lines):
    unit = make_unit(office.organisation, "Lamphun team", parent=office)
    make_worker(unit, full_name_en="Lamai Sudjai")
    asked = {"search": " ".join(["lamai", *["a"] * 1100])}
    answer = as_wipa.get(page_of(nok), asked)
    assert answer.status_code == 200
    assert f'value="{asked["search"][:60]}"' in text(answer)
    assert "Lamai Sudjai" in text(answer)


def test_a_supervisor_may_take_the_work_herself(as_wipa, nok, wipa, lines):
    asked = choice((lines[0], 1), to=wipa.public_id)
    address = as_wipa.post(page_of(nok), asked)["Location"]
    assert "Can you take these?" in text(as_wipa.get(address))
    as_wipa.post(address, {"do": "accept"})
    assert CaseloadLine.objects.get(reference="QX-4F7").person == wipa


def test_somebody_without_contracted_hours_has_no_such_page(as_wipa, nok, chiang_mai):
    nok.memberships.update(hours=None)
    assert as_wipa.get(page_of(nok))["Location"] == f"/team/{nok.public_id}/"


def test_a_look_is_noted_once_a_day_for_the_whole_team(as_wipa, nok, wipa, piyada, lines):
    for typed in ("", "l", "la", "lam"):
        as_wipa.get(page_of(nok), {"search": typed})
    assert [event.what for event in AccessEvent.objects.about(piyada)] == ["move"]
    assert [event.what for event in AccessEvent.objects.about(nok)] == ["move"]


@pytest.fixture
def proposed(nok, wipa, piyada, lines, friday):
    return moves.propose(
        by=wipa,
        giver=nok,
        receiver=piyada,
        parts={lines[1].public_id: 1, lines[2].public_id: 2},
        word="Could you take these?",
        now=NOW,
    )


def test_the_receiver_reads_it_on_the_own_page_with_the_own_load(client, piyada, proposed):
    make_line(piyada, count=12)
    enter(client, piyada)
    for address in ("/my-trend/", f"/moves/{proposed.public_id}/"):
        page = text(client.get(address))
        assert "Could you take these?" in page
        assert "RT-92K, intake" in page
        assert "2 × (1.5 + interpreter 0.5)" in page
        assert "18.0 to 24.85 points" in page
        assert "QX-4F7" not in page
        assert "122.9%" not in page  # Nok's load is Nok's
        assert 'value="accept"' in page


def test_the_giver_reads_it_at_the_same_moment_and_cannot_answer(as_nok, piyada, proposed):
    make_line(piyada, count=12)
    page = text(as_nok.get("/my-trend/"))
    assert "3 cases from Nok to Piyada, 6.85 points" in page
    assert "Waiting for an answer" in page
    page = text(as_nok.get(f"/moves/{proposed.public_id}/"))
    assert "31.95 to 25.1 points" in page
    assert "69.2%" not in page
    assert 'value="accept"' not in page
    assert 'value="withdraw"' not in page
    refused = as_nok.post(f"/moves/{proposed.public_id}/", {"do": "accept"})
    assert refused.status_code == 422
    assert "Only the person who was asked can answer." in text(refused)


@pytest.mark.parametrize(("do", "state"), [("accept", "accepted"), ("decline", "declined")])
def test_an_answer_with_a_word_is_read_by_everybody(client, nok, wipa, piyada, proposed, do, state):
    address = f"/moves/{proposed.public_id}/"
    enter(client, piyada)
    assert client.post(address, {"do": do, "word": "Until March."})["Location"] == address
    label = "Accepted, the cases have moved" if do == "accept" else "Declined"
    for person in (piyada, nok, wipa):
        enter(client, person)
        page = text(client.get(address))
        assert label in page
        assert "Until March." in page
        assert 'name="do"' not in page
    proposed.refresh_from_db()
    assert proposed.state == state
    enter(client, wipa)
    assert "Until March." in text(client.get(f"/team/{nok.public_id}/"))
    enter(client, piyada)
    assert "Until March." in text(client.get("/my-trend/"))


def test_a_second_answer_is_told_and_shows_what_stands(client, wipa, piyada, proposed):
    moves.withdraw(Transfer.objects.get(), by=wipa, now=NOW)
    enter(client, piyada)
    answer = client.post(f"/moves/{proposed.public_id}/", {"do": "accept"})
    assert answer.status_code == 422
    assert "This was withdrawn meanwhile. Nothing was moved." in text(answer)
    assert 'value="accept"' not in text(answer)


def test_a_refused_word_is_kept(client, piyada, proposed):
    enter(client, piyada)
    sent = {"do": "decline", "word": "ask 1101700207030"}
    answer = client.post(f"/moves/{proposed.public_id}/", sent)
    assert answer.status_code == 422
    assert "ask 1101700207030</textarea>" in text(answer)


def test_a_supervisor_withdraws(as_wipa, proposed):
    address = f"/moves/{proposed.public_id}/"
    assert 'value="withdraw"' in text(as_wipa.get(address))
    as_wipa.post(address, {"do": "withdraw"})
    proposed.refresh_from_db()
    assert proposed.state == "withdrawn"


def test_the_other_units_supervisor_sees_the_own_side_only(
    client, nok, wipa, office, lines, friday
):
    lamphun = make_unit(office.organisation, "Lamphun team", parent=office)
    away, lead = make_worker(lamphun), make_person("lead", lamphun.organisation)
    make_membership(lead, lamphun, Role.SUPERVISOR)
    make_line(away, count=12)
    ask = {"by": wipa, "giver": nok, "receiver": away, "parts": {lines[1].public_id: 1}}
    move = moves.propose(now=NOW, **ask)
    enter(client, lead)
    page = text(client.get(f"/moves/{move.public_id}/"))
    assert "18.0 to 20.85 points" in page
    assert "122.9%" not in page
    enter(client, wipa)
    page = text(client.get(f"/moves/{move.public_id}/"))
    assert "31.95 to 29.1 points" in page
    assert "69.2%" not in page


def test_a_foreign_move_and_a_missing_one_answer_alike(client, noi, proposed):
    enter(client, noi)
    pages = [client.get(f"/moves/{one}/") for one in (proposed.public_id, uuid.uuid4())]
    assert [page.status_code for page in pages] == [404, 404]
    masked = [re.sub(r'value="[^"]+"', "", text(page)) for page in pages]
    assert masked[0] == masked[1]


@pytest.mark.parametrize("crew", [2, 40])
def test_trying_out_costs_the_same_for_any_team(as_wipa, nok, chiang_mai, lines, crew):
    for person in make_workers(crew, chiang_mai):
        make_line(person)
        make_week(person, WEEK - 1)
    asked = choice((lines[0], 1), to=person.public_id)
    with CaptureQueriesContext(connection) as ran:
        assert as_wipa.get(page_of(nok), asked).status_code == 200
    assert len(ran) == 17, [q["sql"][:80] for q in ran]


@pytest.mark.parametrize("size", [1, 5])
def test_reading_moves_costs_the_same_for_any_number(client, nok, wipa, piyada, friday, size):
    for _ in range(size):
        ask = {"by": wipa, "giver": nok, "receiver": piyada}
        moves.propose(parts={make_line(nok).public_id: 1}, now=NOW, **ask)
    enter(client, piyada)
    with CaptureQueriesContext(connection) as ran:
        client.get("/my-trend/")
    # One for who looked alone, and one for each unit of the person's.
    assert len(ran) == 17, [q["sql"][:80] for q in ran]


TRANSFERS = "/api/v1/transfers"


def test_a_move_over_the_api(client, nok, wipa, piyada, lines, friday):
    body = {
        "giver": str(nok.public_id),
        "receiver": str(piyada.public_id),
        "parts": [{"line": str(lines[2].public_id), "count": 2}],
        "language": "my",
        "word": "Please.",
    }
    made = call(client, wipa, "post", TRANSFERS, body)
    assert made.status_code == 201
    assert (made.json()["points"], made.json()["state"]) == ("4", "proposed")
    for person in (nok, wipa, piyada):
        assert [one["id"] for one in call(client, person, "get", TRANSFERS).json()] == [
            made.json()["id"]
        ]
    address = f"{TRANSFERS}/{made.json()['id']}"
    assert call(client, wipa, "post", f"{address}/accept", {}).status_code == 422
    taken = call(client, piyada, "post", f"{address}/accept", {"word": "Yes."})
    assert (taken.status_code, taken.json()["state"], taken.json()["version"]) == (
        200,
        "accepted",
        1,
    )
    again = call(client, piyada, "post", f"{address}/decline", {})
    assert (again.status_code, again.json()["detail"]) == (
        409,
        "This was already accepted. Nothing was moved a second time.",
    )
    assert call(client, wipa, "post", f"{address}/withdraw").status_code == 409


def test_the_api_hides_what_the_pages_hide(client, nok, noi, piyada, anan, proposed, lines):
    address = f"{TRANSFERS}/{proposed.public_id}/accept"
    foreign = call(client, noi, "post", address, {})
    missing = call(client, noi, "post", f"{TRANSFERS}/{uuid.uuid4()}/accept", {})
    assert (foreign.status_code, foreign.content) == (missing.status_code, missing.content)
    assert foreign.json()["detail"] == "Nothing found."
    assert call(client, anan, "get", TRANSFERS).json() == []
    body = {
        "giver": str(nok.public_id),
        "receiver": str(piyada.public_id),
        "parts": [{"line": str(lines[0].public_id)}],
    }
    assert call(client, nok, "post", TRANSFERS, body).status_code == 404


@pytest.mark.parametrize(
    "change",
    [{"parts": []}, {"parts": [{"line": "x"}]}, {"language": "xx"}, {"state": "accepted"}],
)
def test_a_body_of_the_wrong_shape_is_refused(client, nok, wipa, piyada, lines, friday, change):
    body = {
        "giver": str(nok.public_id),
        "receiver": str(piyada.public_id),
        "parts": [{"line": str(lines[0].public_id)}],
    } | change
    assert call(client, wipa, "post", TRANSFERS, body).status_code == 422
    assert not Transfer.objects.exists()


def test_ones_own_page_keeps_to_thirteen_statements_with_a_flag_and_a_move(client, nok, proposed):
    flags.assess(person=nok, weeks=list(WorkWeek.objects.filter(person=nok)), now=NOW)
    enter(client, nok)
    with CaptureQueriesContext(connection) as ran:
        page = text(client.get("/my-trend/"))
    assert "Piyada" in page
    assert "flag" in page.lower()
    assert len(ran) <= 13, [q["sql"][:80] for q in ran]
