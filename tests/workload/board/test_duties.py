"""What rests stands on the board as on a person's own page, though it is read with the people."""

from datetime import date, timedelta

import pytest

from people.models import Role
from people.writing.formats import short_day
from tests.makers import NOW, at, make_membership, make_person, make_week
from tests.training.conftest import make_certificate, make_certificate_type
from training.certificates import actions as certificates
from training.certificates import duties
from workload.board import actions as board
from workload.flags import actions as flags
from workload.flags.sweep import sweep

pytestmark = pytest.mark.usefixtures("friday")
FRIDAY = date(2026, 11, 20)
PAST, SOON, LATER = (FRIDAY + timedelta(days=n) for n in (-1, 60, 61))
REVOKED_AT = at("2026-11-10 12:00")


@pytest.fixture
def children(saphan):
    return make_certificate_type(saphan, "Child interviewing", allows={"en": "Interview children"})


def revoke(person, kind, by, expires_on):
    held = make_certificate(person, kind, by=by, expires_on=expires_on)
    certificates.revoke(certificate=held, reason="A mistake", by=by, now=REVOKED_AT)


@pytest.mark.parametrize(
    ("revoked", "current", "since"),
    [
        ([], [PAST], FRIDAY),
        ([], [SOON], None),
        ([], [LATER], None),
        ([LATER], [], date(2026, 11, 10)),
        ([None], [], date(2026, 11, 10)),
        ([LATER], [PAST], FRIDAY),
        ([PAST], [SOON], None),
        ([PAST], [LATER], None),
        ([PAST], [None], None),
        ([PAST, LATER], [], date(2026, 11, 10)),
    ],
)
def test_the_board_says_what_a_persons_own_page_says(
    nok, wipa, siriporn, children, revoked, current, since
):
    for expires_on in revoked:
        revoke(nok, children, siriporn, expires_on)
    for expires_on in current:
        make_certificate(nok, children, by=siriporn, expires_on=expires_on)
    [row] = board.read(wipa, NOW).others
    own = [one.since for one in duties.at_stake_of(nok, viewer=nok, day=FRIDAY) if one.since]
    assert own == ([since] if since else [])
    assert row.work.resting == tuple(
        ("Interview children", children.public_id, short_day(day)) for day in own
    )
    assert row.work.lapsing == sum(1 for one in current if one in {PAST, SOON})


def test_a_revoked_certificate_that_allowed_nothing_is_not_on_the_board(
    nok, wipa, siriporn, saphan
):
    revoke(nok, make_certificate_type(saphan), siriporn, LATER)
    [row] = board.read(wipa, NOW).others
    assert (row.work.resting, row.work.lapsing, row.work.certificate) == ((), 0, "")


def test_several_duties_stand_by_the_names_of_their_certificates(nok, wipa, siriporn, saphan):
    for name, expires_on in (("Evidence", PAST), ("Driving", PAST - timedelta(days=9))):
        kind = make_certificate_type(saphan, name, allows={"en": f"{name} duty"})
        make_certificate(nok, kind, by=siriporn, expires_on=expires_on)
    [row] = board.read(wipa, NOW).others
    assert [duty for duty, _kind, _since in row.work.resting] == ["Driving duty", "Evidence duty"]


def test_who_was_only_asked_to_look_at_a_flag_reads_no_duties(
    nok, wipa, siriporn, office, children
):
    director = make_person("director", office.organisation)
    make_membership(director, office, Role.SUPERVISOR)
    make_certificate(nok, children, by=siriporn, expires_on=PAST)
    flags.assess(person=nok, weeks=[make_week(nok, points="33.3")], now=NOW)
    sweep(at("2026-11-26 00:00"))
    rows = [board.read(lead, NOW).flagged[0] for lead in (wipa, director)]
    assert [len(row.work.resting) for row in rows] == [1, 0]


def test_a_certificate_of_who_has_two_posts_is_one(mai, wipa, siriporn, children):
    make_certificate(mai, children, by=siriporn, expires_on=SOON)
    [row] = board.read(wipa, NOW).ordered
    assert row.work.lapsing == 1
