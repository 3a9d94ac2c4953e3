"""Courses, sessions, certificates, who needs which, and how people are thanked."""

from .audience import Audience
from .awards import Award, AwardCycle, Nomination, Opinion
from .badge_status import BadgeStatus, BadgeStatusQuerySet
from .calendar import CalendarFeed
from .careers import AskedCompetency, CareerLevel, Competency, CompetencyAssessment, HeldLevel
from .catalogue import CertificateType, Course
from .certificates import Certificate, CertificateQuerySet
from .counts import OfficeCount, OfficeCountQuerySet
from .evaluations import Evaluation, SessionEvaluation
from .goals import Goal, GoalStep
from .hours import Evidence, EvidenceQuerySet, Study, StudyQuerySet
from .meetings import GroupMeeting, MeetingPlace, SupervisionShare
from .partners import SessionPartner, SessionPartnerQuerySet
from .promotions import Promotion, PromotionOpinion
from .proofs import Proof, ProofLine, ProofLineQuerySet, ProofQuerySet
from .requirements import Exemption, ExemptionQuerySet, Requirement, RequirementQuerySet
from .sessions import (
    Attendance,
    Enrolment,
    EnrolmentQuerySet,
    PlaceState,
    Session,
    SessionQuerySet,
)
from .thanks import Thanks, ThanksReport
from .thanks_links import ThanksLink
from .volunteers import VolunteerTerms

__all__ = [
    "AskedCompetency",
    "CompetencyAssessment",
    "Attendance",
    "Audience",
    "Award",
    "AwardCycle",
    "BadgeStatus",
    "BadgeStatusQuerySet",
    "CalendarFeed",
    "Certificate",
    "CertificateQuerySet",
    "CertificateType",
    "Competency",
    "Course",
    "Enrolment",
    "EnrolmentQuerySet",
    "Evaluation",
    "Evidence",
    "EvidenceQuerySet",
    "Exemption",
    "ExemptionQuerySet",
    "Goal",
    "GroupMeeting",
    "MeetingPlace",
    "SupervisionShare",
    "GoalStep",
    "HeldLevel",
    "CareerLevel",
    "Nomination",
    "OfficeCount",
    "OfficeCountQuerySet",
    "Opinion",
    "Promotion",
    "PromotionOpinion",
    "Proof",
    "ProofLine",
    "ProofLineQuerySet",
    "ProofQuerySet",
    "Requirement",
    "RequirementQuerySet",
    "Session",
    "SessionEvaluation",
    "SessionPartner",
    "SessionPartnerQuerySet",
    "SessionQuerySet",
    "PlaceState",
    "Study",
    "StudyQuerySet",
    "Thanks",
    "ThanksLink",
    "ThanksReport",
    "VolunteerTerms",
]
