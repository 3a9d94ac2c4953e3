"""The addresses of people, units and the person's own account."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from .accounts import address_views, look_views, place_views, sign_in_views
from .accounts import views as accounts_views
from .calendar import views as calendar_views
from .first_run import views as first_run_views
from .jobs import views as jobs_views
from .leaving import views as leaving_views
from .line import views as line_views
from .lists import views as list_views
from .members import (
    arrival_views,
    closing_views,
    employment_views,
    hand_over_views,
    mail_views,
    unit_views,
)
from .members import views as members_views
from .members.absences import views as absence_views
from .members.slips import many_views
from .members.slips import views as slip_views
from .messages.own import views as message_views
from .modules import views as modules_views
from .naming import views as naming_views
from .organisation_keys import views as organisation_key_views
from .phones import views as phone_views
from .rescue import own_views as rescue_own_views
from .rescue import views as rescue_views
from .tenancy.context import everywhere
from .webhooks import views as webhook_views

urlpatterns = [
    # /account/
    path("account/", accounts_views.account, name="account"),
    path("account/names/", accounts_views.account_names, name="account_names"),
    path("account/address/", accounts_views.account_address, name="account_address"),
    path("account/messages/", message_views.own_messages, name="own_messages"),
    path("account/offer/", accounts_views.account_offer, name="account_offer"),
    path("account/places/", place_views.account_places, name="account_places"),
    path("account/phone/", accounts_views.account_phone, name="account_phone"),
    path("account/helped/", rescue_own_views.helped, name="helped"),
    path("account/leaving/", leaving_views.leaving, name="leaving"),
    path("account/close/", closing_views.account_close, name="account_close"),
    path("account/proposals/<uuid:public_id>/", members_views.role_proposal, name="role_proposal"),
    path("account/handed/", hand_over_views.handed_to_me, name="handed_to_me"),
    path("account/messages/phone/", phone_views.this_phone, name="this_phone"),
    path("account/home-screen/", phone_views.home_screen, name="home_screen"),
    path("account/keys/", accounts_views.account_keys, name="account_keys"),
    path("account/keys/address/", webhook_views.program_address, name="program_address"),
    path("account/line/", line_views.line_link, name="line_link"),
    # Named as allauth asks for it.
    path("account/signing-in/", sign_in_views.signing_in, name="mfa_index"),
    path("account/opened/", look_views.opened, name="opened"),
    path("account/opened/table.csv", look_views.opened_sheet, name="opened_sheet"),
    # /people/
    path("people/", unit_views.people, name="people"),
    path("people/invite/", unit_views.invite, name="invite"),
    path("people/without-role/", members_views.without_role, name="without_role"),
    path("people/mail/", mail_views.unsent_mail, name="unsent_mail"),
    path("people/slips/", many_views.slips, name="slips"),
    path("people/waiting/<uuid:public_id>/", unit_views.waiting, name="waiting"),
    path("people/<uuid:public_id>/", members_views.person, name="person"),
    path(
        "people/<uuid:public_id>/employment/",
        employment_views.person_employment,
        name="person_employment",
    ),
    path("people/<uuid:public_id>/mail/", mail_views.person_mail, name="person_mail"),
    path("people/<uuid:public_id>/number/", employment_views.person_number, name="person_number"),
    path("people/<uuid:public_id>/sign-in/", rescue_views.help_sign_in, name="help_sign_in"),
    path("sign-in-help/<uuid:public_id>/", rescue_views.lost_sign_in, name="lost_sign_in"),
    path("people/<uuid:public_id>/join/", members_views.join, name="join"),
    path("people/<uuid:public_id>/roles/<int:pk>/", members_views.membership, name="membership"),
    path("people/<uuid:public_id>/absence/", absence_views.absence, name="absence"),
    path(
        "people/<uuid:public_id>/absence/<int:pk>/",
        absence_views.stand_in,
        name="stand_in",
    ),
    path(
        "people/<uuid:public_id>/roles/<int:pk>/hand-over/",
        hand_over_views.hand_over,
        name="hand_over",
    ),
    path("people/first-steps/", first_run_views.first_run, name="first_run"),
    path("people/first-steps/units/", first_run_views.first_units, name="first_units"),
    path("people/modules/", modules_views.modules, name="modules"),
    path("calendar/", calendar_views.days_of_rest, name="days_of_rest"),
    path("calendar/days/new/", calendar_views.rest_day_new, name="rest_day_new"),
    path("calendar/spans/new/", calendar_views.named_span_new, name="named_span_new"),
    path("people/jobs/", jobs_views.jobs, name="jobs"),
    path("people/jobs/new/", jobs_views.job_new, name="job_new"),
    path("people/jobs/<uuid:public_id>/", jobs_views.job, name="job"),
    path("people/employments/new/", jobs_views.employment_new, name="employment_new"),
    path("people/employments/<uuid:public_id>/", jobs_views.employment, name="employment"),
    path("people/turnover/", leaving_views.turnover, name="turnover"),
    path("people/keys/", organisation_key_views.organisation_keys, name="organisation_keys"),
    path("people/naming/", naming_views.naming, name="naming"),
    # /lists/
    path("lists/", list_views.lists, name="lists"),
    path("lists/new/<slug:subject>/", list_views.list_new, name="list_new"),
    path(
        "lists/new/<slug:subject>/empty.csv",
        list_views.list_empty_sheet,
        name="list_empty_sheet",
    ),
    path("lists/<uuid:public_id>/", list_views.brought_list, name="brought_list"),
    path(
        "lists/<uuid:public_id>/left-out.csv",
        list_views.list_left_out,
        name="list_left_out",
    ),
    # /units/
    path("units/", unit_views.unit_tree, name="unit_tree"),
    path("units/new/", unit_views.unit_new, name="unit_new"),
    path("units/<uuid:public_id>/", unit_views.unit, name="unit"),
    # Signed out: a mailed link, or the code of a slip.
    path(
        "address/<str:token>/",
        login_not_required(everywhere()(address_views.address)),
        name="address",
    ),
    path(
        "invitation/<str:token>/",
        login_not_required(everywhere()(arrival_views.invitation)),
        name="invitation",
    ),
    path(
        "line/webhook",
        login_not_required(everywhere()(line_views.line_webhook)),
        name="line_webhook",
    ),
    path(
        "messages/stop/<str:token>/",
        login_not_required(everywhere()(message_views.stop_mail)),
        name="stop_mail",
    ),
    path("visit/", login_not_required(sign_in_views.visit), name="visit"),
    path("slip/", login_not_required(everywhere()(slip_views.slip)), name="slip"),
    path(
        "slip/arrival/",
        login_not_required(everywhere()(slip_views.slip_arrival)),
        name="slip_arrival",
    ),
    path(
        "sign-in/code/",
        login_not_required(everywhere()(rescue_own_views.lost_code)),
        name="lost_code",
    ),
    path(
        "sign-in/code/password/",
        login_not_required(everywhere()(rescue_own_views.lost_arrival)),
        name="lost_arrival",
    ),
    path(
        "not-me/<uuid:public_id>/<str:word>/",
        login_not_required(everywhere()(rescue_own_views.not_me)),
        name="not_me",
    ),
]
