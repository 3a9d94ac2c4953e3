"""What Siriporn teaches: interviewing, which is certified for 24 months."""

from datetime import date, time
from decimal import Decimal
from functools import cache

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.makers import NOW, job_of, make_worker
from training.formats.pdf import copy_of
from training.models import (
    Certificate,
    CertificateType,
    Course,
    Enrolment,
    Evidence,
    Requirement,
    Session,
    Study,
)

from .papers import make_pdf

# NOW is Friday 20 November 2026; the session was the day before.
THURSDAY = date(2026, 11, 19)
MEMBERS = ("Montri", "Piyada", "Nantana")


def make_certificate_type(organisation, name="Victim interview", thai="สัมภาษณ์ผู้เสียหาย", **changes):
    fields = {"name": {"en": name, "th": thai}, "validity_months": 24} | changes
    return CertificateType.objects.create(organisation=organisation, **fields)


def make_session(course, trainer, day=THURSDAY, **changes):
    fields = {"starts": time(9), "ends": time(16), "place": "Chiang Mai"} | changes
    return Session.objects.create(
        organisation_id=course.organisation_id, course=course, trainer=trainer, day=day, **fields
    )


def make_places(session, people):
    return Enrolment.objects.bulk_create(
        Enrolment(session=session, person=person) for person in people
    )


def make_certificate(person, kind, *, by, issued_on=date(2025, 1, 2), **changes):
    fields = {"expires_on": kind.expiry(issued_on), "issued_by": by} | changes
    return Certificate.objects.create(person=person, type=kind, issued_on=issued_on, **fields)


# One empty page, as it is kept.
PDF = copy_of(make_pdf())


def make_study(person, certified, issuer, **changes):
    """Hours towards a certificate of a kind that 32 hours renew, with a PDF beside them."""
    CertificateType.objects.filter(pk=certified.pk).update(renewal_hours=32)
    certified.refresh_from_db()
    held = Certificate.objects.current().filter(person=person, type=certified).first()
    held = held or make_certificate(person, certified, by=issuer)
    fields = {"day": date(2026, 3, 1), "hours": 8, "what": "A course", "told_at": NOW} | changes
    study = Study.objects.create(certificate=held, **fields)
    Evidence.objects.create(study=study, kind=Evidence.Kind.PDF, content=PDF)
    return study


@cache
def badge_key(number=0):
    """A key that signs badges, as BADGE_KEY holds it."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return text.decode()


def make_requirement(kind, *, by, **changes):
    """Ask a certificate of a job or of a role."""
    fields = {"organisation": kind.organisation, "added_by": by, "added_at": NOW} | changes
    if isinstance(fields.get("job"), str):
        fields["job"] = job_of(kind, fields["job"])
    return Requirement.objects.create(type=kind, **fields)


def count_queries(client, url):
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def interview(saphan):
    return make_certificate_type(saphan)


@pytest.fixture
def interviewing(saphan, interview):
    return Course.objects.create(
        organisation=saphan,
        name={"en": "Trauma-informed interviewing", "th": "การสัมภาษณ์โดยเข้าใจบาดแผลทางใจ"},
        hours=Decimal(6),
        certificate_type=interview,
    )


@pytest.fixture
def crew(chiang_mai, nok):
    """Nok and three more of her team, in this order."""
    return [nok, *(make_worker(chiang_mai, name.lower(), full_name_en=name) for name in MEMBERS)]


@pytest.fixture
def session(interviewing, siriporn, crew):
    """Yesterday's session with four people booked and nothing said about it."""
    found = make_session(interviewing, siriporn)
    make_places(found, crew)
    return found
