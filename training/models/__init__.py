"""Courses, sessions, certificates, who needs which, and how people are thanked."""

from .audience import Audience
from .catalogue import CertificateType, Course, OwnOrganisationQuerySet
from .certificates import Certificate, CertificateQuerySet
from .requirements import Exemption, ExemptionQuerySet, Requirement, RequirementQuerySet
from .sessions import Attendance, Enrolment, EnrolmentQuerySet, Session, SessionQuerySet
from .thanks import Thanks, ThanksReport

__all__ = [
    "Attendance",
    "Audience",
    "Certificate",
    "CertificateQuerySet",
    "CertificateType",
    "Course",
    "Enrolment",
    "EnrolmentQuerySet",
    "Exemption",
    "ExemptionQuerySet",
    "OwnOrganisationQuerySet",
    "Requirement",
    "RequirementQuerySet",
    "Session",
    "SessionQuerySet",
    "Thanks",
    "ThanksReport",
]
