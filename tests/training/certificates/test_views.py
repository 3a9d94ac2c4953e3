"""The page of a certificate: whose is about to end reads what to do next."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from tests.makers import NOW, enter
from tests.training.conftest import make_certificate, make_certificate_type


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW):
        yield


def page(client, viewer, held) -> str:
    enter(client, viewer)
    return client.get(reverse("certificate", args=[held.public_id])).text


@pytest.mark.parametrize(
    ("ends", "says"),
    [
        (date(2027, 12, 1), None),
        (date(2026, 12, 20), "It is time to renew it."),
        (date(2026, 11, 1), "ask your trainer for the next session"),
    ],
)
def test_whose_certificate_ends_reads_what_to_do_next(client, nok, siriporn, ends, says):
    kind = make_certificate_type(nok.organisation, renewal_hours=32)
    held = make_certificate(nok, kind, by=siriporn, expires_on=ends)
    answer = page(client, nok, held)
    assert ("What to do next" in answer) == bool(says)
    assert (reverse("study_hours", args=[held.public_id]) in answer) == bool(says)
    if says:
        assert says in answer
    assert "What to do next" not in page(client, siriporn, held)


def test_a_revoked_certificate_is_renewed_by_nobody(client, nok, siriporn):
    kind = make_certificate_type(nok.organisation)
    revoked = {
        "revoked_at": NOW,
        "revoked_by": siriporn,
        "revoked_reason": "Wrong",
        "current": False,
    }
    held = make_certificate(nok, kind, by=siriporn, expires_on=date(2026, 12, 20), **revoked)
    assert "What to do next" not in page(client, nok, held)
