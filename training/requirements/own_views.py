"""The viewer's own certificates: what is asked, what is held, what is missing."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from people.guards import SignedInRequest
from people.models import Person
from people.weeks import today
from training.certificates import duties
from training.models import Award, Certificate
from training.rules.certificates import CertificateStanding

from . import needs


def my_certificates(request: SignedInRequest) -> HttpResponse:
    """Show people their own certificates, and what their role or job asks for besides."""
    day = today(timezone.now())
    asked = needs.needs_of(viewer=request.person, person=request.person, day=day)
    own = Certificate.objects.visible_to(request.person).current().filter(person=request.person)
    held = [
        (certificate, certificate.state(day)) for certificate in own.select_related("type").by_end()
    ]
    open_needs = [
        need
        for need in asked
        if need.standing in {CertificateStanding.MISSING, CertificateStanding.EXEMPT}
    ]
    gone = Certificate.objects.visible_to(request.person).filter(
        person=request.person, revoked_at__isnull=False
    )
    page = {
        "held": held,
        "milestone": milestone_waits(request.person),
        "needs": open_needs,
        "revoked": gone.select_related("type"),
        "duties": duties.at_stake_of(request.person, viewer=request.person, day=day),
    }
    return render(request, "training/requirements/my_certificates.html", page)


def milestone_waits(person: Person) -> bool:
    """Say whether a certificate of the person is a milestone that they have not answered yet."""
    own = Award.objects.visible_to(person).filter(person=person, certificate__isnull=False)
    return own.filter(audience="", declined_at=None).exists()
