"""Courses, sessions, who came, and the certificates they earned."""

from .catalogue import CertificateType, Course, OwnOrganisationQuerySet
from .certificates import Certificate, CertificateQuerySet
from .sessions import Attendance, Enrolment, EnrolmentQuerySet, Session, SessionQuerySet

__all__ = [
    "Attendance",
    "Certificate",
    "CertificateQuerySet",
    "CertificateType",
    "Course",
    "Enrolment",
    "EnrolmentQuerySet",
    "OwnOrganisationQuerySet",
    "Session",
    "SessionQuerySet",
]
