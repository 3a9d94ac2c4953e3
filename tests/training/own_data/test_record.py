"""One's own files hold what training keeps: hours, exemptions, what was shown outside."""

import json
from datetime import date

from people.own_data.record import as_json
from tests.makers import NOW
from tests.training.conftest import make_certificate_type, make_study
from training.certificates import actions as certificates
from training.passport import actions as passport
from training.requirements import actions as requirements


def test_a_record_holds_hours_exemptions_and_what_was_shown(nok, noi, siriporn, interview):
    advocate = make_certificate_type(nok.organisation, "Advocate")
    study = make_study(nok, advocate, siriporn, kind="B")
    proof = passport.show(person=nok, certificates=[study.certificate], name=True, now=NOW)
    requirements.exempt(
        person=nok, kind=interview, reason="Studies", until=date(2027, 1, 1), by=siriporn, now=NOW
    )
    certificates.revoke(certificate=study.certificate, reason="Mistake", by=siriporn, now=NOW)
    text = as_json(nok, NOW).decode()
    parts = json.loads(text)["parts"]
    assert [(one["what"], one["hours"], one["kind"], one["file"]) for one in parts["hours"]] == [
        ("A course", "8.0", "B", True)
    ]
    assert [(one["reason"], one["made_by"]) for one in parts["exemptions"]] == [
        ("Studies", "Siriporn Maneewong")
    ]
    assert [(one["certificates"], one["with_name"]) for one in parts["shown_outside"]] == [
        ("Advocate", True)
    ]
    assert parts["certificates"][0]["reason"] == "Mistake"
    assert str(proof.public_id) not in text
    empty = json.loads(as_json(noi, NOW))["parts"]
    assert empty["hours"] == empty["exemptions"] == empty["shown_outside"] == []
