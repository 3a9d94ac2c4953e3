"""The addresses of trainings and certificates, under /training/."""

from django.urls import path

from .catalogue import views as catalogue_views
from .certificates import evidence_views
from .certificates import views as certificates_views
from .evaluations import views as evaluations_views
from .grow import views as grow_views
from .hours import views as hours_views
from .meetings import own_views as own_meeting_views
from .meetings import views as meetings_views
from .partners import views as partners_views
from .passport import outside_views
from .passport import views as passport_views
from .requirements import own_views as own_certificate_views
from .requirements import views as requirements_views
from .sessions import change_views, gap_views
from .sessions import own_views as own_session_views
from .sessions import views as sessions_views
from .starter import views as starter_views
from .year import views as year_views

urlpatterns = [
    path("", sessions_views.training, name="training"),
    path("sessions/new/", sessions_views.plan_session, name="plan_session"),
    path("sessions/<uuid:public_id>/", sessions_views.session, name="session"),
    path("sessions/<uuid:public_id>/evaluation/", evaluations_views.evaluation, name="evaluation"),
    path("sessions/<uuid:public_id>/change/", change_views.change_session, name="change_session"),
    path(
        "sessions/<uuid:public_id>/partners/",
        partners_views.session_partners,
        name="session_partners",
    ),
    path("partners/", partners_views.partner_offers, name="partner_offers"),
    path("evaluations/", evaluations_views.evaluations, name="evaluations"),
    path("report/", year_views.training_report, name="training_report"),
    path("report/<slug:what>.csv", year_views.training_report_sheet, name="training_report_sheet"),
    path(
        "report/<slug:what>.svg", year_views.training_report_picture, name="training_report_picture"
    ),
    path("first-steps/", starter_views.first_training, name="first_training"),
    path("courses/", catalogue_views.courses, name="courses"),
    path("courses/<uuid:public_id>/", catalogue_views.course, name="course"),
    path("requirements/", requirements_views.requirement_table, name="requirement_table"),
    path("requirements/table.csv", requirements_views.requirement_sheet, name="requirement_sheet"),
    path("requirements/gaps/", requirements_views.requirement_gaps, name="requirement_gaps"),
    path("requirements/cover/<uuid:public_id>/", gap_views.who_covers, name="who_covers"),
    path("requirements/list/", requirements_views.requirement_list, name="requirement_list"),
    path(
        "requirements/<uuid:public_id>/",
        requirements_views.person_requirements,
        name="person_requirements",
    ),
    path("hours/", hours_views.renewals, name="renewals"),
    path("hours/<uuid:public_id>/", hours_views.study_hours, name="study_hours"),
    path("groups/", meetings_views.meetings, name="meetings"),
    path("groups/new/", meetings_views.meeting_new, name="meeting_new"),
    path("groups/mine/", own_meeting_views.my_meetings, name="my_meetings"),
    path("groups/shares/", meetings_views.supervision_shares, name="supervision_shares"),
    path("evidence/<uuid:public_id>/", evidence_views.evidence, name="evidence"),
    path("certificates/new/", evidence_views.issue_certificate, name="issue_certificate"),
    path("certificates/<uuid:public_id>/", certificates_views.certificate, name="certificate"),
    path("passport/", passport_views.passport, name="passport"),
    path("passport/<uuid:public_id>/", passport_views.proof, name="proof"),
    path("passport/badge/<uuid:public_id>.jwt", passport_views.badge, name="badge"),
    path("check/", passport_views.check_badge, name="check_badge"),
    path("check/<uuid:public_id>/", passport_views.check_proof, name="check_proof"),
    path("check/badges/<uuid:public_id>/", outside_views.shared_badge, name="shared_badge"),
    path("badge-key/<str:name>.json", outside_views.badge_key, name="badge_key"),
    path("issuers/<uuid:public_id>/", outside_views.badge_issuer, name="badge_issuer"),
    path(
        "issuers/<uuid:public_id>/status/<int:number>/",
        outside_views.badge_status_list,
        name="badge_status_list",
    ),
    path("grow/", grow_views.grow, name="grow"),
    path("coming/", own_session_views.my_trainings, name="my_trainings"),
    path("calendar/<str:token>.ics", own_session_views.calendar, name="calendar"),
    path("mine/", own_certificate_views.my_certificates, name="my_certificates"),
]
