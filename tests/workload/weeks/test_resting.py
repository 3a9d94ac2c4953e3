"""Work that needs a certificate, and a colleague whose certificate ran out."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from people.models import Membership, Role
from tests.makers import NOW, enter, make_line, make_membership, make_unit, make_worker
from tests.training.conftest import make_certificate, make_certificate_type
from tests.workload.moves.test_actions import refused
from tests.workload.test_api import call
from training.certificates import actions as certificates
from training.models import CertificateType
from workload.models import CaseloadLine, Transfer
from workload.moves import actions as moves
from workload.own_data import record

FRIDAY = date(2026, 11, 20)
DAY = timedelta(days=1)
WHY = "เด็กไว้ใจเธอ และใบรับรองจะต่ออายุสัปดาห์หน้า"


@pytest.fixture
def piyada(chiang_mai):
    return make_worker(chiang_mai, "piyada", full_name_en="Piyada Khamsaen")


@pytest.fixture
def children(saphan):
    return make_certificate_type(saphan, "Child interviewing", allows={"en": "Interview children"})


@pytest.fixture
def by_law(children):
    CertificateType.objects.filter(pk=children.pk).update(by_law=True)
    children.refresh_from_db()
    return children


@pytest.fixture
def line(nok, friday):
    return make_line(nok)


@pytest.fixture
def lapsed(piyada, children, siriporn):
    """Piyada's certificate: Thursday was its last day."""
    return make_certificate(piyada, children, by=siriporn, expires_on=FRIDAY - DAY)


def text(answer) -> str:
    return unescape(answer.content.decode())


def ask(nok, line, by, receiver, kind, **more) -> Transfer:
    about = {"parts": {line.public_id: 2}, "certificate": kind, "now": NOW} | more
    return moves.propose(by=by, giver=nok, receiver=receiver, **about)


def renew(old, siriporn):
    """Renew a certificate today."""
    return certificates.follow(
        certificate=old, expires_on=FRIDAY + 700 * DAY, by=siriporn, day=FRIDAY
    )


# --- Proposing ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("left", "asked"), [(-1, True), (0, False), (1, False)])
def test_a_reason_is_asked_for_from_the_day_after_the_last(
    nok, wipa, piyada, line, children, siriporn, left, asked
):
    make_certificate(piyada, children, by=siriporn, expires_on=FRIDAY + left * DAY)
    if asked:
        assert refused(ask, nok, line, wipa, piyada, children, reason=" ") == (
            "Piyada Khamsaen has no valid Child interviewing. Please say why it should be them."
        )
    else:
        assert ask(nok, line, wipa, piyada, children, reason=WHY).reason == ""


def test_a_reason_is_asked_for_who_never_held_one_and_whose_was_revoked(
    nok, wipa, piyada, line, children, siriporn
):
    assert "has no valid" in refused(ask, nok, line, wipa, piyada, children)
    held = make_certificate(piyada, children, by=siriporn, expires_on=None)
    assert ask(nok, line, wipa, piyada, children)
    certificates.revoke(certificate=held, reason="A mistake", by=siriporn, now=NOW)
    assert "has no valid" in refused(ask, nok, line, wipa, piyada, children)


def test_what_allows_no_duty_stays_a_warning(nok, wipa, piyada, line, saphan):
    first_aid = make_certificate_type(saphan, "First aid")
    assert ask(nok, line, wipa, piyada, first_aid, reason=WHY).reason == ""


def test_the_reason_is_kept_and_who_is_asked_reads_it(
    client, nok, wipa, piyada, line, children, lapsed, mailoutbox
):
    """Nok reads of the move, and nothing of how a colleague's certificate stands."""
    move = ask(nok, line, wipa, piyada, children, reason=WHY)
    assert {letter.to[0].split("@")[0] for letter in mailoutbox} == {"nok", "piyada"}
    for person, reads in ((piyada, True), (wipa, True), (nok, False)):
        enter(client, person)
        for page in (f"/moves/{move.public_id}/", "/my-trend/"):
            shown = text(client.get(page))
            told = reads and (person != wipa or "moves" in page)
            assert (WHY in shown, "no valid Child interviewing" in shown) == (told, told)
        [found] = call(client, person, "get", "/api/v1/transfers").json()
        assert found["reason"] == (WHY if reads else "")
    for person, kept in ((nok, ""), (piyada, WHY)):
        [row] = record.moves(person)
        assert row[5] == kept
    moves.accept(move, by=piyada, now=NOW)
    assert CaseloadLine.objects.get(person=piyada).count == 2


@pytest.mark.parametrize("reason", ["x" * 501, "she is 1101700207030"])
def test_a_reason_is_short_and_names_no_identity(nok, wipa, piyada, line, children, lapsed, reason):
    with pytest.raises(ValidationError) as found:
        ask(nok, line, wipa, piyada, children, reason=reason)
    assert found.value.params["field"] == "reason"


def test_the_law_leaves_no_exception(nok, wipa, piyada, line, by_law, lapsed):
    assert refused(ask, nok, line, wipa, piyada, by_law, reason=WHY) == (
        "Piyada Khamsaen has no valid Child interviewing, and the law requires it."
    )
    assert not Transfer.objects.exists()


def test_a_supervisor_needs_a_reason_for_herself_too(nok, wipa, line, children):
    assert "has no valid" in refused(ask, nok, line, wipa, wipa, children)
    assert ask(nok, line, wipa, wipa, children, reason=WHY).reason == WHY


def test_a_reason_is_about_a_certificate(nok, wipa, piyada, line, children, lapsed):
    move = ask(nok, line, wipa, piyada, children, reason=WHY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Transfer.objects.filter(pk=move.pk).update(certificate=None)


# --- Answering ------------------------------------------------------------------------------------


def test_who_lapses_before_answering_cannot_accept_and_can_after_renewing(
    nok, wipa, piyada, line, children, siriporn
):
    held = make_certificate(piyada, children, by=siriporn, expires_on=FRIDAY)
    move = ask(nok, line, wipa, piyada, children)
    saturday = {"by": piyada, "now": NOW + DAY}
    assert refused(moves.accept, move, **saturday) == (
        "You have no valid Child interviewing today. Nothing was moved."
    )
    assert not CaseloadLine.objects.filter(person=piyada).exists()
    renew(held, siriporn)
    assert moves.accept(move, **saturday).state == "accepted"


def test_a_reason_does_not_help_once_the_law_asks_for_it(nok, wipa, piyada, line, children, lapsed):
    move = ask(nok, line, wipa, piyada, children, reason=WHY)
    CertificateType.objects.update(by_law=True)
    move.certificate.refresh_from_db()
    assert "Nothing was moved." in refused(moves.accept, move, by=piyada, now=NOW)


def test_another_unit_reads_nothing_and_excuses_nobody(
    client, nok, wipa, line, children, saphan, office, siriporn
):
    lamphun = make_unit(saphan, "Lamphun team", parent=office)
    montri = make_worker(lamphun, "montri", full_name_en="Montri Boonma")
    held = make_certificate(montri, children, by=siriporn, expires_on=FRIDAY - DAY)
    move = ask(nok, line, wipa, montri, children, reason=WHY)
    assert move.reason == ""
    enter(client, montri)
    answer = client.post(f"/moves/{move.public_id}/", {"do": "accept"})
    assert answer.status_code == 422
    assert "You have no valid Child interviewing today." in text(answer)
    renew(held, siriporn)
    client.post(f"/moves/{move.public_id}/", {"do": "accept"})
    assert CaseloadLine.objects.get(person=montri).count == 2


def test_who_answers_for_the_receiver_reads_the_reason_and_for_the_giver_alone_nobody(
    client, nok, wipa, piyada, line, children, lapsed, chiang_mai, saphan, office
):
    """Wipa has moved on; the teams of the two have supervisors of their own by now."""
    move = ask(nok, line, wipa, piyada, children, reason=WHY)
    lamphun = make_unit(saphan, "Lamphun team", parent=office)
    leads = [make_worker(chiang_mai, "malee"), make_worker(lamphun, "somsak")]
    make_membership(leads[0], chiang_mai, Role.SUPERVISOR, hours=None)
    make_membership(leads[1], lamphun, Role.SUPERVISOR, hours=None)
    Membership.objects.filter(person=nok).update(unit=lamphun)
    for person, told in zip(leads, (WHY, ""), strict=True):
        enter(client, person)
        assert (WHY in text(client.get(f"/moves/{move.public_id}/"))) == bool(told)
        [found] = call(client, person, "get", "/api/v1/transfers").json()
        assert found["reason"] == told


# --- The page -------------------------------------------------------------------------------------


def page_of(nok, line, kind, **more):
    asked = {"line": str(line.public_id), f"n-{line.public_id}": "2", **more}
    return f"/team/{nok.public_id}/move/", asked | {"certificate": str(kind.public_id)}


def test_who_rests_stands_last_with_the_reason_and_is_found_by_name(
    as_wipa, nok, wipa, piyada, line, children, lapsed, siriporn
):
    path, asked = page_of(nok, line, children)
    page = text(as_wipa.get(path, asked))
    row = page.partition("Piyada Khamsaen")[2].partition("</label>")[0]
    assert "Not allowed now: Interview children" in row
    assert f"/training/requirements/cover/{children.public_id}/" in page
    found = text(as_wipa.get(path, asked | {"search": "piyada"}))
    assert "Piyada Khamsaen" in found
    assert "Child interviewing: expired" in found
    renew(lapsed, siriporn)
    assert "Piyada Khamsaen" in text(as_wipa.get(path, asked))


def test_a_reason_is_asked_for_at_its_field_and_everything_typed_is_kept(
    as_wipa, nok, piyada, line, children, lapsed
):
    path, asked = page_of(nok, line, children, to=str(piyada.public_id))
    assert "why should it be Piyada?" in text(as_wipa.get(path, asked))
    answer = as_wipa.post(path, asked | {"word": "Please"})
    assert answer.status_code == 422
    page = text(answer)
    assert page.count("Please say why it should be them.") == 2
    assert 'id="reason-error"' in page
    assert ">Please</textarea>" in page
    answer = as_wipa.post(path, asked | {"word": "Please", "reason": WHY}, follow=True)
    assert WHY in text(answer)
    assert Transfer.objects.get().reason == WHY


def test_where_the_law_asks_for_it_there_is_nothing_to_send(
    as_wipa, nok, piyada, line, by_law, lapsed
):
    path, asked = page_of(nok, line, by_law, to=str(piyada.public_id))
    page = text(as_wipa.get(path, asked))
    assert "Nothing can be proposed to Piyada until it is renewed." in page
    assert "Propose to Piyada" not in page
    answer = as_wipa.post(path, asked | {"reason": WHY})
    assert (answer.status_code, Transfer.objects.exists()) == (422, False)


def test_the_api_asks_for_the_reason_too(client, nok, wipa, piyada, line, children, lapsed):
    sent = {
        "giver": str(nok.public_id),
        "receiver": str(piyada.public_id),
        "parts": [{"line": str(line.public_id), "count": 1}],
        "certificate": str(children.public_id),
    }
    answer = call(client, wipa, "post", "/api/v1/transfers", sent)
    assert answer.status_code == 422
    answer = call(client, wipa, "post", "/api/v1/transfers", sent | {"reason": WHY})
    assert (answer.status_code, answer.json()["reason"]) == (201, WHY)
