"""Who may open what: written by hand, a line for each address, and compared with the product.

A route that is missing here fails the suite, and so does a line whose route is gone. `own` is an
object of the cast's organisation that the role deals with, `foreign` one of another organisation,
`missing` one that nobody has. Foreign and missing are answered alike.
"""

import re
import uuid
from datetime import timedelta
from inspect import unwrap
from typing import get_type_hints

import pytest
import time_machine
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse

from config.operating import clocks
from people.guards import SignedInRequest
from people.lists import actions as lists
from people.lists.kinds import SUBJECTS
from people.members import invitations
from people.messages.own.stop_links import stop_token
from people.models import Absence, LostSignIn, Membership, Person, Role
from people.rescue import codes
from programme.models import Release
from tests.makers import (
    NOW,
    end_roles,
    enter,
    job_of,
    make_assessment,
    make_award,
    make_cycle,
    make_event,
    make_goal,
    make_hotline,
    make_line,
    make_membership,
    make_nomination,
    make_pack,
    make_person,
    make_policy,
    make_promotion,
    make_proposal,
    make_share,
    make_thanks,
    make_thanks_link,
    make_worker,
    move_to,
)
from tests.people.lists.trades import TRADES, list_of
from tests.programme.conftest import (
    founded_by,
    make_keeper_ask,
    make_post,
    make_question,
    make_report,
    make_station,
    make_volunteer_page,
    make_wish,
)
from tests.programme.directory.makers import (
    make_entry,
    make_lesson,
    make_own_service,
    make_pathway,
)
from tests.programme.releases.makers import make_public_release
from tests.training.conftest import (
    badge_key,
    make_certificate_type,
    make_session,
    make_study,
)
from training.careers import actions as careers
from training.models import Course, Enrolment
from training.own_calendar import calendars
from training.passport import actions as passport
from training.passport import keys as badge_keys
from workload.models import CaseloadLine
from workload.moves import actions as moves

ACTORS = ("nobody", "nok", "wipa", "siriporn", "anan", "orathai", "ploy", "noi", "boss")
# Whoever of them had something to do with the others until yesterday, and has not any more.
PAST = ("left", "moved")
NAMES = ("full_name_en", "full_name_th", "nickname_en", "nickname_th")

#  boss holds every role in the other organisation; left is anybody whose last role ended, and
#  moved somebody who is a worker elsewhere in the same organisation now.
#  LINE is not offered without an account there: tests/people/line/.
#  A release is for an office that two members named: tests/programme/releases/test_views.py.
#  route                object    nobody nok wipa siriporn anan orathai ploy noi boss  left moved
MATRIX = """
home                   -         302    302 302  302      302  302     302  302 302  200 302
healthz                -         200    200 200  200      200  200     200  200 200  200 200
readyz                 -         200    200 200  200      200  200     200  200 200  200 200
metrics                -         404    404 404  404      404  404     404  404 404  404 404
security_txt           -         404    404 404  404      404  404     404  404 404  404 404
accessibility          -         200    200 200  200      200  200     200  200 200  200 200
service_worker         -         200    200 200  200      200  200     200  200 200  200 200
manifest               -         200    200 200  200      200  200     200  200 200  200 200
quick_exit             -         405    405 405  405      405  405     405  405 405  405 405
offline                -         200    200 200  200      200  200     200  200 200  200 200
visit                  -         302    302 302  302      302  302     302  302 302  302 302
language               -         405    405 405  405      405  405     405  405 405  405 405
my_week                -         302    200 200  200      200  200     200  200 200  404 200
kept_weeks             -         302    200 200  200      200  200     200  200 200  404 200
my_days                -         302    200 200  200      200  200     200  200 200  404 200
my_trend               -         302    200 200  200      200  200     200  200 200  404 200
my_time                -         302    200 200  200      200  200     200  200 200  404 200
my_pay                 -         302    200 200  200      200  200     200  200 200  404 200
time_study             -         302    200 200  200      200  200     200  200 200  404 200
study_weights          -         302    404 404  404      404  404     200  404 200  404 404
my_half_year           -         302    200 200  200      200  200     200  200 200  404 200
answer_flag            -         302    405 405  405      405  405     405  405 405  404 405
choose_card            -         302    405 405  405      405  405     405  405 405  404 405
own_numbers            -         302    200 200  200      200  200     200  200 200  404 200
modules                -         302    404 404  404      404  404     200  404 200  404 404
naming                 -         302    404 404  404      404  404     200  404 200  404 404
organisation_keys      -         302    404 404  404      404  404     200  404 200  404 404
days_of_rest           -         302    200 200  200      200  200     200  200 200  404 200
rest_day_new           -         302    404 404  404      404  404     200  404 200  404 404
named_span_new         -         302    404 404  404      404  404     200  404 200  404 404
first_run              -         302    404 404  404      404  404     200  404 200  404 404
first_units            -         302    404 404  404      404  404     200  404 200  404 404
first_numbers          -         302    404 404  404      404  404     200  404 200  404 404
first_training         -         302    404 404  200      404  404     200  404 200  404 404
programme_members      -         302    404 404  404      404  404     200  404 200  404 404
programme_office       -         302    404 404  404      200  404     404  404 200  404 404
release_consent        -         302    404 404  404      404  404     200  404 200  404 404
unit_places            -         302    404 404  404      200  404     200  404 200  404 404
releases               -         302    404 404  404      200  404     404  404 200  404 404
release                own       302    404 404  404      404  404     404  404 404  404 404
release                foreign   302    404 404  404      404  404     404  404 404  404 404
release                missing   302    404 404  404      404  404     404  404 404  404 404
release_correction     own       302    404 404  404      404  404     404  404 404  404 404
release_correction     foreign   302    404 404  404      404  404     404  404 404  404 404
release_correction     missing   302    404 404  404      404  404     404  404 404  404 404
coverage_board         -           302    404 404  404      200  404     404  404 200  404 404
coverage_sheet         -           302    404 404  404      302  404     404  404 302  404 404
staffing               -           302    404 404  404      200  404     404  404 200  404 404
staffing_sheet         -           302    404 404  404      200  404     404  404 200  404 404
staffing_memo_file     -           302    404 404  404      302  404     404  404 302  404 404
reports                -           302    404 404  404      200  404     404  404 200  404 404
report                 own         302    404 404  404      200  404     404  404 404  404 404
report                 foreign     302    404 404  404      404  404     404  404 200  404 404
report                 missing     302    404 404  404      404  404     404  404 404  404 404
report_picture         own         302    404 404  404      200  404     404  404 404  404 404
report_picture         foreign     302    404 404  404      404  404     404  404 200  404 404
report_picture         missing     302    404 404  404      404  404     404  404 404  404 404
report_file            own         302    404 404  404      302  404     404  404 404  404 404
report_file            foreign     302    404 404  404      404  404     404  404 302  404 404
report_file            missing     302    404 404  404      404  404     404  404 404  404 404
posts                  -           302    404 404  404      200  404     200  404 200  404 404
post_new               -           302    404 404  404      200  404     200  404 200  404 404
post                   own         302    404 404  404      200  404     200  404 404  404 404
post                   foreign     302    404 404  404      404  404     404  404 200  404 404
post                   missing     302    404 404  404      404  404     404  404 404  404 404
post_gap               own         302    404 404  404      200  404     404  404 404  404 404
post_gap               foreign     302    404 404  404      404  404     404  404 200  404 404
post_gap               missing     302    404 404  404      404  404     404  404 404  404 404
post_question          own         302    200 404  404      404  404     404  404 404  404 404
post_question          foreign     302    404 404  404      404  404     404  200 404  404 404
post_question          missing     302    404 404  404      404  404     404  404 404  404 404
post_keepers           own         302    404 404  404      404  404     404  404 404  404 404
post_keepers           foreign     302    404 404  404      404  404     404  404 404  404 404
post_keepers           missing     302    404 404  404      404  404     404  404 404  404 404
keeper_ask             own         302    404 404  404      200  404     200  404 404  404 404
keeper_ask             foreign     302    404 404  404      404  404     404  404 200  404 404
keeper_ask             missing     302    404 404  404      404  404     404  404 404  404 404
volunteering           -         302    404 404  404      404  404     200  404 200  404 404
volunteer_funnel       -         302    404 200  404      404  404     200  404 200  404 404
volunteer_page         own       200    200 200  200      200  200     200  200 200  200 200
volunteer_page         foreign   200    200 200  200      200  200     200  200 200  200 200
volunteer_page         closed    404    404 404  404      404  404     404  404 404  404 404
volunteer_sent         -         200    200 200  200      200  200     200  200 200  200 200
session_wish           own         302    404 404  200      404  404     404  404 404  404 404
session_wish           foreign     302    404 404  404      404  404     404  404 200  404 404
session_wish           missing     302    404 404  404      404  404     404  404 404  404 404
station                own         302    404 404  404      200  404     200  404 404  404 404
station                foreign     302    404 404  404      404  404     404  404 200  404 404
station                missing     302    404 404  404      404  404     404  404 404  404 404
open_data              -         302    302 302  302      302  302     302  302 302  302 302
open_data_in           own       200    200 200  200      200  200     200  200 200  200 200
open_data_in           missing   404    404 404  404      404  404     404  404 404  404 404
open_feed              -         200    200 200  200      200  200     200  200 200  200 200
open_release           own       302    302 302  302      302  302     302  302 302  302 302
open_release           foreign   302    302 302  302      302  302     302  302 302  302 302
open_release           missing   404    404 404  404      404  404     404  404 404  404 404
open_release_in        own       200    200 200  200      200  200     200  200 200  200 200
open_release_in        foreign   200    200 200  200      200  200     200  200 200  200 200
open_release_in        missing   404    404 404  404      404  404     404  404 404  404 404
open_release_file      own       200    200 200  200      200  200     200  200 200  200 200
open_release_file      foreign   200    200 200  200      200  200     200  200 200  200 200
open_release_file      missing   404    404 404  404      404  404     404  404 404  404 404
stations_list          -           302    404 404  404      200  404     200  404 200  404 404
station_new            -           302    404 404  404      200  404     200  404 200  404 404
codebook               -           302    200 200  200      200  200     200  200 200  404 200
codebook_table         own         302    200 200  200      200  200     200  200 200  404 200
codebook_table         missing     302    404 404  404      404  404     404  404 404  404 404
codebook_sheet         -           302    200 200  200      200  200     200  200 200  404 200
codebook_form          own         302    200 200  200      200  200     200  200 200  404 200
codebook_form          missing     302    404 404  404      404  404     404  404 404  404 404
codebook_schema        -           302    200 200  200      200  200     200  200 200  404 200
directory              -         302    200 200  200      200  200     200  200 200  404 200
directory_own          -         302    404 404  404      200  404     200  404 200  404 404
directory_entry_new    -         302    404 404  404      200  404     200  404 200  404 404
directory_sheet        -         302    404 404  404      302  404     302  404 302  404 404
directory_entry        own       302    200 200  200      200  200     200  404 404  404 200
directory_entry        foreign   302    404 404  404      404  404     404  200 200  404 404
directory_entry        missing   302    404 404  404      404  404     404  404 404  404 404
directory_entry_change own       302    404 404  404      200  404     200  404 404  404 404
directory_entry_change foreign   302    404 404  404      404  404     404  404 200  404 404
directory_entry_change missing   302    404 404  404      404  404     404  404 404  404 404
own_service_new        -         302    404 404  404      200  404     200  404 200  404 404
own_service            own       302    404 404  404      200  404     200  404 404  404 404
own_service            foreign   302    404 404  404      404  404     404  404 200  404 404
own_service            missing   302    404 404  404      404  404     404  404 404  404 404
pathways               -         302    200 200  200      200  200     200  200 200  404 200
pathway_new            -         302    404 404  404      200  404     200  404 200  404 404
pathway                own       302    200 200  200      200  200     200  404 404  404 200
pathway                foreign   302    404 404  404      404  404     404  200 200  404 404
pathway                missing   302    404 404  404      404  404     404  404 404  404 404
pathway_change         own       302    404 404  404      200  404     200  404 404  404 404
pathway_change         foreign   302    404 404  404      404  404     404  404 200  404 404
pathway_change         missing   302    404 404  404      404  404     404  404 404  404 404
lessons                -         302    200 200  200      200  200     200  200 200  404 200
lesson_new             -         302    404 404  200      200  404     200  404 200  404 404
lesson                 own       302    200 200  200      200  200     200  404 404  404 200
lesson                 foreign   302    404 404  404      404  404     404  200 200  404 404
lesson                 missing   302    404 404  404      404  404     404  404 404  404 404
lesson_change          own       302    404 404  200      200  404     200  404 404  404 404
lesson_change          foreign   302    404 404  404      404  404     404  404 200  404 404
lesson_change          missing   302    404 404  404      404  404     404  404 404  404 404
turnover               -         302    404 404  404      200  404     200  404 200  404 404
trends                 -         302    404 404  404      200  404     404  404 200  404 404
jobs                   -         302    404 404  404      404  404     200  404 200  404 404
job_new                -         302    404 404  404      404  404     200  404 200  404 404
job                    own       302    404 404  404      404  404     200  404 404  404 404
job                    foreign   302    404 404  404      404  404     404  404 200  404 404
job                    missing   302    404 404  404      404  404     404  404 404  404 404
lists                  -         302    404 200  200      404  404     200  404 200  404 404
list_new               own       302    404 404  404      404  404     200  404 200  404 404
list_new               missing   302    404 404  404      404  404     404  404 404  404 404
list_empty_sheet       own       302    404 404  404      404  404     200  404 200  404 404
list_empty_sheet       missing   302    404 404  404      404  404     404  404 404  404 404
brought_list           own       302    404 404  404      404  404     200  404 404  404 404
brought_list           foreign   302    404 404  404      404  404     404  404 200  404 404
brought_list           missing   302    404 404  404      404  404     404  404 404  404 404
list_left_out          own       302    404 404  404      404  404     302  404 404  404 404
list_left_out          foreign   302    404 404  404      404  404     404  404 302  404 404
list_left_out          missing   302    404 404  404      404  404     404  404 404  404 404
employment_new         -         302    404 404  404      404  404     200  404 200  404 404
employment             own       302    404 404  404      404  404     200  404 404  404 404
employment             foreign   302    404 404  404      404  404     404  404 200  404 404
load_policies          -         302    404 404  404      404  404     200  404 200  404 404
load_policy_new        -         302    404 404  404      404  404     200  404 200  404 404
load_policy            own       302    404 404  404      404  404     200  404 404  404 404
load_policy            foreign   302    404 404  404      404  404     404  404 200  404 404
load_policy            missing   302    404 404  404      404  404     404  404 404  404 404
team                   -         302    404 200  404      404  200     404  404 200  404 404
team_sheet             -         302    404 302  404      404  404     404  404 302  404 404
own_part               -         302    404 200  404      404  404     404  404 200  404 404
forecast               -         302    404 200  404      404  404     404  404 200  404 404
team_member            own       302    404 200  404      404  404     404  404 404  404 404
team_member            foreign   302    404 404  404      404  404     404  404 200  404 404
team_member            missing   302    404 404  404      404  404     404  404 404  404 404
team_half_year         own       302    404 200  404      404  404     404  404 404  404 404
team_half_year         foreign   302    404 404  404      404  404     404  404 200  404 404
team_half_year         missing   302    404 404  404      404  404     404  404 404  404 404
team_time              own       302    405 405  405      405  405     405  405 405  404 405
team_time              foreign   302    405 405  405      405  405     405  405 405  404 405
team_time              missing   302    405 405  405      405  405     405  405 405  404 405
move_work              own       302    404 200  404      404  404     404  404 404  404 404
move_work              foreign   302    404 404  404      404  404     404  404 200  404 404
move_work              missing   302    404 404  404      404  404     404  404 404  404 404
move                   own       302    200 200  404      404  404     404  404 404  404 404
move                   foreign   302    404 404  404      404  404     404  200 200  404 404
move                   missing   302    404 404  404      404  404     404  404 404  404 404
lend_a_hand            -         302    404 200  404      404  404     404  404 200  404 404
talk                   -         302    200 200  200      200  200     200  200 200  404 200
my_shares              -         302    200 200  200      200  200     200  200 200  200 200
share_new              -         302    200 200  200      200  200     200  200 200  404 200
shared                 own       302    404 200  404      404  404     404  404 404  404 404
shared                 foreign   302    404 404  404      404  404     404  404 200  404 404
shared                 missing   302    404 404  404      404  404     404  404 404  404 404
help_now               -         302    200 200  200      200  200     200  200 200  200 200
hotlines               -         302    404 404  404      404  404     200  404 200  404 404
hotline                own       302    404 404  404      404  404     200  404 404  404 404
hotline                foreign   302    404 404  404      404  404     404  404 200  404 404
hotline                missing   302    404 404  404      404  404     404  404 404  404 404
my_events              -         302    200 200  200      200  200     200  200 200  404 200
after_event            own       302    200 404  404      404  404     404  404 404  404 404
after_event            foreign   302    404 404  404      404  404     404  200 404  404 404
after_event            missing   302    404 404  404      404  404     404  404 404  404 404
my_record              -         302    200 200  200      200  200     200  200 200  200 200
consent_text           -         302    200 200  200      200  200     200  200 200  200 200
my_weeks               -         302    200 200  200      200  200     200  200 200  200 200
erase_week             -         302    302 302  302      302  302     302  302 302  302 302
objection              -         302    200 200  200      200  200     200  200 200  200 200
objections             -         302    404 404  404      404  404     404  404 404  404 404
erase                  -         302    302 302  302      302  302     302  302 302  302 302
record_json            -         302    302 302  302      302  302     302  302 302  302 302
record_zip             -         302    302 302  302      302  302     302  302 302  302 302
my_scales              -         302    200 200  200      200  200     200  200 200  404 200
scale                  own       302    200 200  200      200  200     200  404 404  404 200
scale                  foreign   302    404 404  404      404  404     404  200 200  404 404
scale                  missing   302    404 404  404      404  404     404  404 404  404 404
scale_result           own       302    200 404  404      404  404     404  404 404  404 404
scale_result           foreign   302    404 404  404      404  404     404  200 404  404 404
scale_result           missing   302    404 404  404      404  404     404  404 404  404 404
wording_packs          -         302    404 404  404      404  404     200  404 200  404 404
wording_pack_new       -         302    404 404  404      404  404     200  404 200  404 404
wording_pack           own       302    404 404  404      404  404     200  404 404  404 404
wording_pack           foreign   302    404 404  404      404  404     404  404 200  404 404
wording_pack           missing   302    404 404  404      404  404     404  404 404  404 404
groups                 -         302    200 200  200      200  200     200  200 200  404 200
groups_sheet           -         302    200 200  200      200  200     200  200 200  404 200
promise                -         302    200 200  200      200  200     200  200 200  404 200
unit_loads             -         302    404 404  404      200  404     200  404 200  404 404
unit_loads_sheet       -         302    404 404  404      200  404     200  404 200  404 404
group_size             -         302    404 404  404      404  404     200  404 200  404 404
training               -         302    404 404  200      404  404     404  404 200  404 404
plan_session           -         302    404 404  200      404  404     404  404 200  404 404
session                own       302    404 404  200      404  404     404  404 404  404 404
session                foreign   302    404 404  404      404  404     404  404 200  404 404
session                missing   302    404 404  404      404  404     404  404 404  404 404
change_session         own       302    404 404  200      404  404     404  404 404  404 404
change_session         foreign   302    404 404  404      404  404     404  404 200  404 404
change_session         missing   302    404 404  404      404  404     404  404 404  404 404
session_partners       own       302    404 404  200      404  404     404  404 404  404 404
session_partners       foreign   302    404 404  404      404  404     404  404 200  404 404
session_partners       missing   302    404 404  404      404  404     404  404 404  404 404
partner_offers         -         302    404 404  200      404  404     404  404 200  404 404
evaluation             own       302    200 404  200      200  404     404  404 404  404 404
evaluation             foreign   302    404 404  404      404  404     404  200 200  404 404
evaluation             missing   302    404 404  404      404  404     404  404 404  404 404
evaluations            -         302    404 404  200      200  404     404  404 200  404 404
courses                -         302    404 404  200      404  404     404  404 200  404 404
course                 own       302    404 404  200      404  404     404  404 404  404 404
course                 foreign   302    404 404  404      404  404     404  404 200  404 404
course                 missing   302    404 404  404      404  404     404  404 404  404 404
requirement_table      -         302    404 200  200      200  404     200  404 200  404 404
requirement_sheet      -         302    404 302  302      302  404     302  404 302  404 404
requirement_gaps       -         302    404 200  200      200  404     200  404 200  404 404
who_covers             own       302    404 200  200      200  404     200  404 404  404 404
who_covers             foreign   302    404 404  404      404  404     404  404 200  404 404
who_covers             missing   302    404 404  404      404  404     404  404 404  404 404
requirement_list       -         302    404 404  200      404  404     200  404 200  404 404
person_requirements    own       302    404 200  200      200  404     200  404 404  404 404
person_requirements    foreign   302    404 404  404      404  404     404  404 200  404 404
person_requirements    missing   302    404 404  404      404  404     404  404 404  404 404
training_report        -         302    404 404  200      200  404     404  404 200  404 404
training_report_picture own      302    404 404  200      200  404     404  404 200  404 404
training_report_picture missing  302    404 404  404      404  404     404  404 404  404 404
training_report_sheet  own       302    404 404  302      302  404     404  404 302  404 404
issue_certificate      -         302    404 404  200      404  404     404  404 200  404 404
certificate            own       302    200 200  200      200  404     200  404 404  404 404
certificate            foreign   302    404 404  404      404  404     404  200 200  404 404
certificate            missing   302    404 404  404      404  404     404  404 404  404 404
passport               -         302    200 200  200      200  200     200  200 200  200 200
proof                  own       302    200 404  404      404  404     404  404 404  404 404
proof                  foreign   302    404 404  404      404  404     404  200 404  404 404
proof                  missing   302    404 404  404      404  404     404  404 404  404 404
badge                  own       302    200 404  404      404  404     404  404 404  404 404
badge                  foreign   302    404 404  404      404  404     404  200 404  404 404
badge                  missing   302    404 404  404      404  404     404  404 404  404 404
check_badge            -         200    200 200  200      200  200     200  200 200  200 200
check_proof            own       200    200 200  200      200  200     200  200 200  200 200
check_proof            foreign   200    200 200  200      200  200     200  200 200  200 200
check_proof            missing   404    404 404  404      404  404     404  404 404  404 404
badge_key              own       200    200 200  200      200  200     200  200 200  200 200
badge_key              missing   404    404 404  404      404  404     404  404 404  404 404
badge_keys             -         200    200 200  200      200  200     200  200 200  200 200
badge_issuer           own       200    200 200  200      200  200     200  200 200  200 200
badge_issuer           foreign   200    200 200  200      200  200     200  200 200  200 200
badge_issuer           missing   404    404 404  404      404  404     404  404 404  404 404
badge_status_list      own       200    200 200  200      200  200     200  200 200  200 200
badge_status_list      foreign   200    200 200  200      200  200     200  200 200  200 200
badge_status_list      missing   404    404 404  404      404  404     404  404 404  404 404
shared_badge           own       200    200 200  200      200  200     200  200 200  200 200
shared_badge           foreign   200    200 200  200      200  200     200  200 200  200 200
shared_badge           missing   404    404 404  404      404  404     404  404 404  404 404
renewals               -         302    404 404  200      404  404     404  404 200  404 404
study_hours            own       302    200 200  200      404  404     404  404 404  404 404
study_hours            foreign   302    404 404  404      404  404     404  200 200  404 404
study_hours            missing   302    404 404  404      404  404     404  404 404  404 404
evidence               own       302    200 404  200      404  404     404  404 404  404 404
evidence               foreign   302    404 404  404      404  404     404  200 200  404 404
evidence               missing   302    404 404  404      404  404     404  404 404  404 404
meetings               -         302    404 200  200      404  200     404  404 200  404 404
meeting_new            -         302    404 200  200      404  200     404  404 200  404 404
my_meetings            -         302    200 200  200      200  200     200  200 200  404 200
supervision_shares     -         302    404 404  404      404  404     200  404 200  404 404
my_trainings           -         302    200 200  200      200  200     200  200 200  404 200
calendar               own       200    200 200  200      200  200     200  200 200  200 200
calendar               missing   404    404 404  404      404  404     404  404 404  404 404
grow                   -         302    200 200  200      200  200     200  200 200  404 200
my_certificates        -         302    200 200  200      200  200     200  200 200  200 200
thanks                 -         302    200 200  200      200  200     200  200 200  404 200
thanks_new             -         302    200 200  200      200  200     200  200 200  404 200
thanks_links           -         302    200 200  200      200  200     200  200 200  404 200
thanks_write           own       200    200 200  200      200  200     200  200 200  200 200
thanks_write           foreign   200    200 200  200      200  200     200  200 200  200 200
thanks_write           missing   404    404 404  404      404  404     404  404 404  404 404
thanks_sent            -         200    200 200  200      200  200     200  200 200  200 200
thanks_reports         -         302    404 404  404      404  404     200  404 200  404 404
thanks_report          own       302    200 200  404      200  200     200  404 404  404 200
thanks_report          foreign   302    404 404  404      404  404     404  200 404  404 404
thanks_report          missing   302    404 404  404      404  404     404  404 404  404 404
thanks_note            own       200    200 200  200      200  200     200  200 200  200 200
thanks_note            foreign   404    404 404  404      404  404     404  404 404  404 404
thanks_note            missing   404    404 404  404      404  404     404  404 404  404 404
awards                 -         302    200 200  200      200  200     200  200 200  404 200
award_new              -         302    404 404  404      404  404     200  404 200  404 404
award_cycle            own       302    404 404  404      404  404     200  404 404  404 404
award_cycle            foreign   302    404 404  404      404  404     404  404 200  404 404
award_cycle            missing   302    404 404  404      404  404     404  404 404  404 404
nominate               own       302    200 200  200      200  200     200  404 404  404 200
nominate               foreign   302    404 404  404      404  404     404  200 200  404 404
nominate               missing   302    404 404  404      404  404     404  404 404  404 404
nomination             own       302    404 200  404      404  200     404  404 404  404 404
nomination             foreign   302    404 404  404      404  404     404  404 404  404 404
nomination             missing   302    404 404  404      404  404     404  404 404  404 404
award                  own       200    200 200  200      200  200     200  200 200  200 200
award                  foreign   404    404 404  404      404  404     404  200 404  404 404
award                  missing   404    404 404  404      404  404     404  404 404  404 404
my_career              -         302    200 200  200      200  200     200  200 200  404 200
people_careers         -         302    404 200  200      200  404     200  404 200  404 404
ladder                 -         302    200 200  200      200  200     200  200 200  404 200
level                  own       302    404 404  404      404  404     200  404 404  404 404
level                  foreign   302    404 404  404      404  404     404  404 200  404 404
level                  missing   302    404 404  404      404  404     404  404 404  404 404
career                 own       302    404 200  200      200  404     200  404 404  404 404
career                 foreign   302    404 404  404      404  404     404  404 200  404 404
career                 missing   302    404 404  404      404  404     404  404 404  404 404
volunteer_terms        own       302    404 200  404      404  404     200  404 404  404 404
volunteer_terms        foreign   302    404 404  404      404  404     404  404 200  404 404
volunteer_terms        missing   302    404 404  404      404  404     404  404 404  404 404
goal                   own       302    200 200  404      404  404     404  404 404  404 404
goal                   foreign   302    404 404  404      404  404     404  200 404  404 404
goal                   missing   302    404 404  404      404  404     404  404 404  404 404
ask_level              own       302    200 200  200      200  200     200  404 404  404 200
ask_level              foreign   302    404 404  404      404  404     404  200 200  404 404
ask_level              missing   302    404 404  404      404  404     404  404 404  404 404
promotion              own       302    404 404  200      404  404     200  404 404  404 404
promotion              foreign   302    404 404  404      404  404     404  404 200  404 404
promotion              missing   302    404 404  404      404  404     404  404 404  404 404
programme              -         302    404 404  404      200  404     404  404 200  404 404
account                -         302    200 200  200      200  200     200  200 200  200 200
account_names          -         302    200 200  200      200  200     200  200 200  200 200
account_address        -         302    200 200  200      200  200     200  200 200  200 200
account_offer          -         302    200 200  200      200  200     200  200 200  404 200
own_messages           -         302    200 200  200      200  200     200  200 200  200 200
account_keys           -         302    200 200  200      200  200     200  200 200  404 200
program_address        -         302    200 200  200      200  200     200  200 200  404 200
line_link              -         302    404 404  404      404  404     404  404 404  404 404
line_webhook           -         405    405 405  405      405  405     405  405 405  405 405
this_phone             -         302    200 200  200      200  200     200  200 200  404 200
account_places         -         302    200 200  200      200  200     200  200 200  200 200
handed_to_me           -         302    200 200  200      200  200     200  200 200  404 200
account_phone          -         302    200 200  200      200  200     200  200 200  200 200
home_screen            -         302    200 200  200      200  200     200  200 200  200 200
helped                 -         302    404 404  404      404  404     404  404 404  404 404
account_close          -         302    200 200  200      200  200     200  200 200  200 200
leaving                -         302    404 404  404      404  404     404  404 404  200 404
role_proposal          own       302    404 200  404      404  404     200  404 404  404 404
role_proposal          foreign   302    404 404  404      404  404     404  404 200  404 404
role_proposal          missing   302    404 404  404      404  404     404  404 404  404 404
mfa_index              -         302    200 200  200      200  200     200  200 200  200 200
opened                 -         302    200 200  200      200  200     200  200 200  200 200
opened_sheet           -         302    302 302  302      302  302     302  302 302  302 302
people                 -         302    404 404  404      404  404     200  404 200  404 404
without_role           -         302    404 404  404      404  404     200  404 200  404 404
unsent_mail            -         302    404 404  404      404  404     200  404 200  404 404
invite                 -         302    404 404  404      404  404     200  404 200  404 404
slips                  -         302    404 404  404      404  404     200  404 200  404 404
waiting                own       302    405 405  405      405  405     405  405 405  404 405
waiting                foreign   302    405 405  405      405  405     405  405 405  404 405
person                 own       302    404 404  404      404  404     200  404 404  404 404
person                 foreign   302    404 404  404      404  404     404  404 200  404 404
person                 missing   302    404 404  404      404  404     404  404 404  404 404
person_mail            own       302    404 404  404      404  404     200  404 404  404 404
person_mail            foreign   302    404 404  404      404  404     404  404 200  404 404
person_number          own       302    404 404  404      404  404     200  404 404  404 404
person_number          foreign   302    404 404  404      404  404     404  404 200  404 404
person_employment      own       302    404 404  404      404  404     200  404 404  404 404
person_employment      foreign   302    404 404  404      404  404     404  404 200  404 404
help_sign_in           own       302    404 404  404      404  404     200  404 404  404 404
help_sign_in           foreign   302    404 404  404      404  404     404  404 200  404 404
help_sign_in           missing   302    404 404  404      404  404     404  404 404  404 404
lost_sign_in           own       302    404 200  404      404  404     200  404 404  404 404
lost_sign_in           foreign   302    404 404  404      404  404     404  404 200  404 404
lost_sign_in           missing   302    404 404  404      404  404     404  404 404  404 404
join                   own       302    404 404  404      404  404     200  404 404  404 404
join                   foreign   302    404 404  404      404  404     404  404 200  404 404
membership             own       302    404 404  404      404  404     200  404 404  404 404
membership             foreign   302    404 404  404      404  404     404  404 200  404 404
absence                own       302    404 404  404      404  404     200  404 404  404 404
absence                foreign   302    404 404  404      404  404     404  404 200  404 404
absence                missing   302    404 404  404      404  404     404  404 404  404 404
stand_in               own       302    404 404  404      404  404     200  404 404  404 404
stand_in               foreign   302    404 404  404      404  404     404  404 404  404 404
hand_over              own       302    404 404  404      404  404     200  404 404  404 404
hand_over              foreign   302    404 404  404      404  404     404  404 200  404 404
unit_tree              -         302    404 404  404      404  404     200  404 200  404 404
unit_new               -         302    404 404  404      404  404     200  404 200  404 404
unit                   own       302    404 404  404      404  404     200  404 404  404 404
unit                   foreign   302    404 404  404      404  404     404  404 200  404 404
unit                   missing   302    404 404  404      404  404     404  404 404  404 404
invitation             own       200    200 200  200      200  200     200  200 200  200 200
invitation             missing   404    404 404  404      404  404     404  404 404  404 404
slip                   -         200    200 200  200      200  200     200  200 200  200 200
slip_arrival           -         302    302 302  302      302  302     302  302 302  302 302
lost_code              -         200    200 200  200      200  200     200  200 200  200 200
lost_arrival           -         302    302 302  302      302  302     302  302 302  302 302
not_me                 own       200    200 200  200      200  200     200  200 200  200 200
not_me                 missing   404    404 404  404      404  404     404  404 404  404 404
address                missing   404    404 404  404      404  404     404  404 404  404 404
stop_mail              own       200    200 200  200      200  200     200  200 200  200 200
stop_mail              missing   404    404 404  404      404  404     404  404 404  404 404
week_link              missing   404    404 404  404      404  404     404  404 404  404 404
api:openapi-json       -         302    200 200  200      200  200     200  200 200  404 200
api:openapi-view       -         302    200 200  200      200  200     200  200 200  404 200
api:record_week        -         405    405 405  405      405  405     405  405 405  405 405
api:note_days          -         405    405 405  405      405  405     405  405 405  405 405
api:own_caseload       -         401    401 401  401      401  401     401  401 401  401 401
api:own_load           -         401    401 401  401      401  401     401  401 401  401 401
api:policy             -         401    401 401  401      401  401     401  401 401  401 401
api:team               -         401    401 401  401      401  401     401  401 401  401 401
api:list_transfers     -         401    401 401  401      401  401     401  401 401  401 401
api:propose_transfer   -         401    401 401  401      401  401     401  401 401  401 401
api:read_transfer      missing   401    401 401  401      401  401     401  401 401  401 401
api:accept_transfer    missing   405    405 405  405      405  405     405  405 405  405 405
api:decline_transfer   missing   405    405 405  405      405  405     405  405 405  405 405
api:withdraw_transfer  missing   405    405 405  405      405  405     405  405 405  405 405
api:instruments        -         401    401 401  401      401  401     401  401 401  401 401
api:score_sets         missing   405    405 405  405      405  405     405  405 405  405 405
api:list_offers        -         401    401 401  401      401  401     401  401 401  401 401
api:list_requests      -         401    401 401  401      401  401     401  401 401  401 401
api:offer_room         -         401    401 401  401      401  401     401  401 401  401 401
api:ask_for_room       -         401    401 401  401      401  401     401  401 401  401 401
api:close_offer        missing   405    405 405  405      405  405     405  405 405  405 405
api:agree_to_request   missing   405    405 405  405      405  405     405  405 405  405 405
api:decline_request    missing   405    405 405  405      405  405     405  405 405  405 405
api:withdraw_request   missing   405    405 405  405      405  405     405  405 405  405 405
api:list_groups        -         401    401 401  401      401  401     401  401 401  401 401
api:list_people        -         401    401 401  401      401  401     401  401 401  401 401
api:read_person        missing   401    401 401  401      401  401     401  401 401  401 401
api:list_addresses     -         401    401 401  401      401  401     401  401 401  401 401
api:list_units         -         401    401 401  401      401  401     401  401 401  401 401
api:list_jobs          -         401    401 401  401      401  401     401  401 401  401 401
api:list_absences      -         401    401 401  401      401  401     401  401 401  401 401
api:list_days_off      -         401    401 401  401      401  401     401  401 401  401 401
api:list_certificate_types -         401    401 401  401      401  401     401  401 401  401 401
api:list_certificates  -         401    401 401  401      401  401     401  401 401  401 401
api:give_role          missing   405    405 405  405      405  405     405  405 405  405 405
api:change_role        missing   405    405 405  405      405  405     405  405 405  405 405
api:end_role           missing   405    405 405  405      405  405     405  405 405  405 405
api:enter_absence      missing   405    405 405  405      405  405     405  405 405  405 405
api:change_absence     missing   405    405 405  405      405  405     405  405 405  405 405
api:end_absence        missing   405    405 405  405      405  405     405  405 405  405 405
api:enter_days_off     missing   405    405 405  405      405  405     405  405 405  405 405
api:withdraw_days_off  missing   405    405 405  405      405  405     405  405 405  405 405
api:invite_people      -         401    401 401  401      401  401     401  401 401  401 401
api:change_person      missing   401    401 401  401      401  401     401  401 401  401 401
api:record_certificate -         401    401 401  401      401  401     401  401 401  401 401
api:list_flags         -         401    401 401  401      401  401     401  401 401  401 401
api:list_sessions      -         401    401 401  401      401  401     401  401 401  401 401
api:read_session       missing   401    401 401  401      401  401     401  401 401  401 401
api:record_roll        missing   405    405 405  405      405  405     405  405 405  405 405
api:read_coverage      -         401    401 401  401      401  401     401  401 401  401 401
api:list_entries       -         401    401 401  401      401  401     401  401 401  401 401
api:list_releases      -         401    401 401  401      401  401     401  401 401  401 401
api:read_release       missing   401    401 401  401      401  401     401  401 401  401 401
api:api-root           -         404    404 404  404      404  404     404  404 404  404 404
account_login          -         200    302 302  302      302  302     302  302 302  302 302
account_logout         -         302    200 200  200      200  200     200  200 200  200 200
account_inactive       -         200    200 200  200      200  200     200  200 200  200 200
account_change_password -        302    200 200  200      200  200     200  200 200  200 200
account_reauthenticate -         302    200 200  200      200  200     200  200 200  200 200
mfa_reauthenticate     -         302    302 302  302      302  302     302  302 302  302 302
mfa_reauthenticate_webauthn -         302    302 302  302      302  302     302  302 302  302 302
mfa_login_webauthn     -         302    302 302  302      302  302     302  302 302  302 302
mfa_authenticate       -         302    302 302  302      302  302     302  302 302  302 302
mfa_activate_totp      -         302    302 302  302      302  302     302  302 302  302 302
mfa_generate_recovery_codes -         302    302 302  302      302  302     302  302 302  302 302
mfa_add_webauthn       -         302    302 302  302      302  302     302  302 302  302 302
mfa_deactivate_totp    -         302    404 404  404      404  404     404  404 404  404 404
mfa_view_recovery_codes -         302    404 404  404      404  404     404  404 404  404 404
mfa_remove_webauthn    missing   302    302 302  302      302  302     302  302 302  302 302
account_reset_password -         200    200 200  200      200  200     200  200 200  200 200
account_reset_password_done -    200    200 200  200      200  200     200  200 200  200 200
account_reset_password_from_key missing 200 200 200 200   200  200     200  200 200  200 200
account_reset_password_from_key_done - 200 200 200 200    200  200     200  200 200  200 200
"""
ROWS = [line.split() for line in MATRIX.strip().splitlines()]


def routes(resolver, namespace=""):
    """Name every route of the product."""
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from routes(pattern, namespace + inner)
        else:
            yield namespace + pattern.name


# allauth knows the page of one's ways to sign in by its own name, and redirects there.
NAMED_BY_ALLAUTH = {"mfa_index": "signing_in"}


def own_views(resolver):
    """Pair each route with its view's name, but for allauth's classes and the API's operations."""
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from () if pattern.namespace else own_views(pattern)
        elif not hasattr(pattern.callback, "view_class"):
            yield pattern.name, pattern.callback.__name__


def test_a_view_has_the_name_of_its_route():
    found = list(own_views(get_resolver()))
    assert len(found) > 100
    assert {name: view for name, view in found if name != view} == NAMED_BY_ALLAUTH


def test_every_route_is_in_the_matrix_and_every_line_has_its_route():
    assert {row[0] for row in ROWS} == set(routes(get_resolver()))


OURS = ("people.", "wellbeing.", "training.", "workload.", "programme.", "config.views")


def views(resolver):
    """Every view that is a function of ours: the name of its route, and the view as routed."""
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from views(pattern)
        elif unwrap(pattern.callback).__module__.startswith(OURS):
            yield pattern.name, pattern.callback


def test_a_view_says_that_its_request_is_signed_in_just_where_strangers_are_turned_away():
    wrong, asked = [], 0
    for name, view in views(get_resolver()):
        turned_away = getattr(view, "login_required", True)
        asked += turned_away
        taken = get_type_hints(unwrap(view)).get("request")
        if taken not in {None, SignedInRequest if turned_away else HttpRequest}:
            wrong.append(name)

    assert wrong == []
    assert asked > 90


@pytest.fixture
def friday(monkeypatch):
    # Time stands still here, and goes on in PostgreSQL.
    monkeypatch.setattr(clocks, "DRIFT", timedelta.max)
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def boss(rest_house):
    """Somebody with every role there is, in the other organisation."""
    person = make_person("boss", rest_house.organisation)
    for role in Role:
        make_membership(person, rest_house, role, hours=40 if role == Role.SUPERVISOR else None)
    return person


def make_draft(admin):
    """A draft of a programme that has no office yet: it has one member."""
    programme = founded_by(admin).programme
    about = {"asked_by": admin, "asked_at": NOW, "drafted_at": NOW}
    return Release.objects.create(programme=programme, quarter="2026-Q3", **about)


@pytest.fixture
def objects(
    friday,
    settings,
    nok,
    noi,
    wipa,
    siriporn,
    anan,
    boss,
    chiang_mai,
    rest_house,
    ploy,
    orathai,
    monkeypatch,
):
    """For each kind of address its arguments, by whose they are."""
    monkeypatch.setitem(SUBJECTS, TRADES.code, TRADES)
    reports = {"own": list_of(ploy, NOW, saved=True), "foreign": list_of(boss, NOW, saved=True)}
    looks = {"own": list_of(ploy, NOW), "foreign": list_of(boss, NOW)}
    for one in looks.values():
        lists.look(brought=one, by=one.by, now=NOW)  # of the first look a list keeps a digest
    sessions = {}
    for whose, trainer in (("own", siriporn), ("foreign", boss)):
        course = Course.objects.create(
            organisation=trainer.organisation, name={"en": "Interviewing"}, hours=6
        )
        sessions[whose] = make_session(course, trainer)
    for whose, person in (("own", nok), ("foreign", noi)):
        Enrolment.objects.create(session=sessions[whose], person=person, attendance="full")
    kinds = {
        "own": make_certificate_type(siriporn.organisation),
        "foreign": make_certificate_type(boss.organisation),
    }
    certified = {
        whose: make_certificate_type(one.organisation, f"Certified, {whose}", thai="")
        for whose, one in (("own", nok), ("foreign", noi))
    }
    studies = {
        "own": make_study(nok, certified["own"], siriporn),
        "foreign": make_study(noi, certified["foreign"], boss),
    }
    settings.BADGE_KEY = badge_key()
    shown = {
        whose: passport.show(
            person=one.certificate.person, certificates=[one.certificate], name=True, now=NOW
        )
        for whose, one in studies.items()
    }
    invited = invitations.invite(
        unit=chiang_mai,
        email="new@example.org",
        role=Role.WORKER,
        job=job_of(chiang_mai, "caseworker"),
        hours=40,
        invited_by=ploy,
        now=NOW,
    )
    token = invitations.new_link(invitation=invited, now=NOW)
    own, foreign = (Membership.objects.get(person=one) for one in (nok, noi))
    shares = {"own": make_share(nok, wipa), "foreign": make_share(noi, boss)}
    own_policy = make_policy(ploy.organisation, made_by=ploy)
    foreign_policy = make_policy(boss.organisation, made_by=boss)
    own_pack, foreign_pack = (make_pack(one.organisation) for one in (ploy, boss))
    make_pack(ploy.organisation, "stss")
    make_pack(boss.organisation, "cbi")
    results = {"own": make_assessment(nok, own_pack), "foreign": make_assessment(noi, foreign_pack)}
    # One that anyone with the link reads, and one between two.
    public = make_thanks(siriporn, wipa, audience="public")
    private = make_thanks(boss, noi)
    # Wipa and Orathai judge; the boss would, were it not about their own proposal.
    cycles = {"own": make_cycle(ploy, wipa, orathai), "foreign": make_cycle(boss, boss)}
    named = {
        "own": make_nomination(cycles["own"], siriporn, nok),
        "foreign": make_nomination(cycles["foreign"], boss, noi),
    }
    honours = {
        "own": make_award(wipa, audience="public"),
        "foreign": make_award(noi, audience="private"),
    }
    lost = {
        whose: LostSignIn.objects.create(person=person, asked_by=admin, asked_at=NOW)
        for whose, person, admin in (("own", nok, ploy), ("foreign", noi, boss))
    }
    proposed = {"own": make_proposal(ploy), "foreign": make_proposal(boss)}
    stations = {
        whose: make_station(one.organisation) for whose, one in (("own", ploy), ("foreign", boss))
    }
    posts = {
        "own": make_post(ploy.organisation, nok, station=stations["own"]),
        "foreign": make_post(boss.organisation, noi, station=stations["foreign"]),
    }
    questions = {
        "own": make_question(posts["own"], nok),
        "foreign": make_question(posts["foreign"], noi),
    }
    wishes = {whose: make_wish(one) for whose, one in posts.items()}
    asks = {whose: make_keeper_ask(one) for whose, one in posts.items()}
    open_pages = {"own": make_volunteer_page(ploy), "foreign": make_volunteer_page(boss)}
    entries = {
        "own": make_entry(ploy.organisation, ploy),
        "foreign": make_entry(boss.organisation, boss),
    }
    lessons = {
        "own": make_lesson(ploy.organisation, ploy),
        "foreign": make_lesson(boss.organisation, boss),
    }
    services = {
        "own": make_own_service(ploy.organisation),
        "foreign": make_own_service(boss.organisation),
    }
    ways = {"own": make_pathway(ploy.organisation), "foreign": make_pathway(boss.organisation)}
    drafts = {"own": make_draft(ploy), "foreign": make_draft(boss)}
    published = {
        whose: make_public_release(one.asked_by, "2026-Q2", one.programme)
        for whose, one in drafts.items()
    }
    made_reports = {whose: make_report(one) for whose, one in (("own", anan), ("foreign", boss))}
    levels = {
        "own": careers.set_up_ladder(by=ploy)[1],
        "foreign": careers.set_up_ladder(by=boss)[1],
    }
    return {
        **{
            route: {whose: [one.public_id] for whose, one in found.items()}
            for route, found in (
                ("award_cycle", cycles),
                ("nominate", cycles),
                ("nomination", named),
                ("award", honours),
                ("role_proposal", proposed),
                ("level", levels),
                ("ask_level", levels),
                # Wipa is the mentor; Siriporn judges, and the admins find the panel.
                ("goal", {"own": make_goal(nok, mentor=wipa), "foreign": make_goal(noi)}),
                (
                    "promotion",
                    {
                        "own": make_promotion(nok, levels["own"], siriporn),
                        "foreign": make_promotion(noi, levels["foreign"]),
                    },
                ),
                ("career", {"own": nok, "foreign": noi}),
                ("volunteer_terms", {"own": nok, "foreign": noi}),
            )
        },
        "thanks_write": {
            whose: [make_thanks_link(one).public_id]
            for whose, one in (("own", nok), ("foreign", noi))
        },
        "thanks_report": {"own": [public.public_id], "foreign": [private.public_id]},
        "thanks_note": {"own": [public.public_id], "foreign": [private.public_id]},
        "load_policy": {"own": [own_policy.public_id], "foreign": [foreign_policy.public_id]},
        "scale": {"own": ["stss"], "foreign": ["cbi"], "missing": ["mbi"]},
        "scale_result": {whose: [one.public_id] for whose, one in results.items()},
        "wording_pack": {"own": [own_pack.public_id], "foreign": [foreign_pack.public_id]},
        "shared": {whose: [one.public_id] for whose, one in shares.items()},
        "after_event": {
            whose: [make_event(one).public_id] for whose, one in (("own", nok), ("foreign", noi))
        },
        "codebook_table": {"own": ["caseload"]},
        "codebook_form": {"own": ["five-lines"]},
        "list_new": {"own": [TRADES.code], "missing": ["salaries"]},
        "list_empty_sheet": {"own": [TRADES.code], "missing": ["salaries"]},
        "brought_list": {whose: [one.public_id] for whose, one in looks.items()},
        "list_left_out": {whose: [one.public_id] for whose, one in reports.items()},
        **{
            route: {whose: [found[whose].public_id] for whose in found}
            for route, found in (
                ("post", posts),
                ("post_gap", posts),
                ("post_question", questions),
                ("post_keepers", posts),
                ("keeper_ask", asks),
                ("session_wish", wishes),
                ("directory_entry", entries),
                ("directory_entry_change", entries),
                ("own_service", services),
                ("lesson", lessons),
                ("lesson_change", lessons),
                ("release", drafts),
                ("station", stations),
            )
        },
        "volunteer_page": {whose: [one.slug] for whose, one in open_pages.items()}
        | {"closed": ["nobodyspage2"]},
        "release_correction": {
            whose: [one.public_id, published[whose].public_id] for whose, one in drafts.items()
        }
        | {"missing": [uuid.uuid4(), uuid.uuid4()]},
        "open_data_in": {"own": ["th"], "missing": ["latin"]},
        "open_release": {whose: [one.public_id] for whose, one in published.items()},
        "open_release_in": {whose: [one.public_id, "th"] for whose, one in published.items()}
        | {"missing": [uuid.uuid4(), "th"]},
        "open_release_file": {
            whose: [one.public_id, "bands.csv"] for whose, one in published.items()
        }
        | {"missing": [published["own"].public_id, "rows.csv"]},
        **{
            route: {whose: [one.code] for whose, one in ways.items()} | {"missing": ["sideways"]}
            for route in ("pathway", "pathway_change")
        },
        **{
            route: {whose: [one.public_id, *more] for whose, one in made_reports.items()}
            | {"missing": [uuid.uuid4(), *more]}
            for route, more in (
                ("report", []),
                ("report_picture", ["load"]),
                ("report_file", ["pdf"]),
            )
        },
        "job": {"own": [job_of(ploy).public_id], "foreign": [job_of(boss).public_id]},
        "employment": {
            whose: [one.organisation.employments.first().public_id]
            for whose, one in (("own", ploy), ("foreign", boss))
        },
        "hotline": {
            whose: [make_hotline(one.organisation).public_id]
            for whose, one in (("own", ploy), ("foreign", boss))
        },
        "move_work": {"own": [nok.public_id], "foreign": [noi.public_id]},
        "move": {"own": [move_of(nok, wipa).public_id], "foreign": [move_of(noi, boss).public_id]},
        "team_member": {"own": [nok.public_id], "foreign": [noi.public_id]},
        "team_half_year": {"own": [nok.public_id], "foreign": [noi.public_id]},
        "team_time": {"own": [nok.public_id], "foreign": [noi.public_id]},
        "session": {whose: [one.public_id] for whose, one in sessions.items()},
        "change_session": {whose: [one.public_id] for whose, one in sessions.items()},
        "session_partners": {whose: [one.public_id] for whose, one in sessions.items()},
        "evaluation": {whose: [one.public_id] for whose, one in sessions.items()},
        "course": {whose: [one.course.public_id] for whose, one in sessions.items()},
        "certificate": {whose: [one.certificate.public_id] for whose, one in studies.items()},
        "proof": {whose: [one.public_id] for whose, one in shown.items()},
        "check_proof": {whose: [one.public_id] for whose, one in shown.items()},
        "badge": {whose: [one.lines.get().public_id] for whose, one in shown.items()},
        "shared_badge": {whose: [one.lines.get().public_id] for whose, one in shown.items()},
        "badge_issuer": {
            whose: [one.certificate.type.organisation.public_id] for whose, one in studies.items()
        },
        "badge_status_list": {
            whose: [one.certificate.type.organisation.public_id, 1]
            for whose, one in studies.items()
        }
        | {"missing": [siriporn.organisation.public_id, 2]},
        "badge_key": {"own": [next(iter(badge_keys.published())).split("/")[-1][:-5]]},
        "study_hours": {whose: [one.certificate.public_id] for whose, one in studies.items()},
        "evidence": {whose: [one.evidence.public_id] for whose, one in studies.items()},
        "training_report_picture": {"own": ["hours"], "missing": ["weather"]},
        "training_report_sheet": {"own": ["months"]},
        "calendar": {"own": [calendars.renew(person=nok, now=NOW)]},
        "who_covers": {"own": [kinds["own"].public_id], "foreign": [kinds["foreign"].public_id]},
        "person_requirements": {"own": [nok.public_id], "foreign": [noi.public_id]},
        "person": {"own": [nok.public_id], "foreign": [noi.public_id]},
        "person_mail": {"own": [nok.public_id], "foreign": [noi.public_id]},
        "person_number": {"own": [nok.public_id], "foreign": [noi.public_id]},
        "person_employment": {"own": [nok.public_id], "foreign": [noi.public_id]},
        "help_sign_in": {"own": [nok.public_id], "foreign": [noi.public_id]},
        "lost_sign_in": {whose: [one.public_id] for whose, one in lost.items()},
        "not_me": {
            "own": [lost["own"].public_id, codes.word_of(lost["own"])],
            "missing": [lost["own"].public_id, "a-guess"],
        },
        "join": {"own": [nok.public_id], "foreign": [noi.public_id]},
        "membership": {
            "own": [nok.public_id, own.pk],
            "foreign": [noi.public_id, foreign.pk],
        },
        "absence": {"own": [wipa.public_id], "foreign": [noi.public_id]},
        # Nobody stands in for a worker.
        "stand_in": {
            "own": [wipa.public_id, absent_later(wipa).memberships.get().pk],
            "foreign": [noi.public_id, foreign.pk],
        },
        "hand_over": {
            "own": [nok.public_id, own.pk],
            "foreign": [noi.public_id, foreign.pk],
        },
        "unit": {"own": [chiang_mai.public_id], "foreign": [rest_house.public_id]},
        "api:score_sets": {"missing": ["nobodys-scale"]},
        "api:change_role": {"missing": ["nobodys-number", 1]},
        "api:end_role": {"missing": ["nobodys-number", 1]},
        "waiting": {"own": [uuid.uuid4()], "foreign": [uuid.uuid4()]},
        "invitation": {"own": [token], "missing": ["nobody-was-sent-this"]},
        "account_reset_password_from_key": {"missing": ["1", "set-password"]},
        "mfa_remove_webauthn": {"missing": [1]},
        "address": {"missing": ["nobody-was-sent-this"]},
        "week_link": {"missing": ["nobody-was-sent-this"]},
        "stop_mail": {"own": [stop_token(nok, "thanks")], "missing": ["nobody-was-sent-this"]},
    }


def absent_later(person):
    """Enter that a person will be away from next month on."""
    days = {"starts": NOW.date() + timedelta(days=30), "ends": NOW.date() + timedelta(days=60)}
    Absence.objects.create(person=person, kind="study", entered_at=NOW, **days)
    return person


def move_of(giver, by):
    """Propose to move work to a new colleague."""
    receiver, line = make_worker(giver.home.unit), make_line(giver)
    return moves.propose(by=by, giver=giver, receiver=receiver, parts={line.public_id: 1}, now=NOW)


def address(route, whose, objects):
    """Write a line's address."""
    if whose == "-":
        return reverse(route)
    found = objects.get(route, {}).get(whose) or [uuid.uuid4()]
    return reverse(route, args=found)


def opened(client, objects) -> dict[tuple[str, str], HttpResponse]:
    """Ask for every address of the matrix."""
    return {(row[0], row[1]): client.get(address(row[0], row[1], objects)) for row in ROWS}


def reached(client, objects) -> dict[tuple[str, str], int]:
    """Say how every address of the matrix is answered."""
    return {line: answer.status_code for line, answer in opened(client, objects).items()}


# Pages that anybody with the link reads, whoever is signed in.
FOR_ANYBODY = {"check_badge", "check_proof", "thanks_write", "thanks_sent", "thanks_note", "award"}
FOR_ANYBODY |= {"volunteer_page", "volunteer_sent", "accessibility"}


def lost_pages(answers) -> list[str]:
    """List the pages that stand under no tab, have no way back with a name, or not one heading."""
    wrong = []
    for (route, _whose), answer in answers.items():
        page = answer.content.decode() if answer.status_code == 200 and answer.context else ""
        if 'class="topbar"' not in page or "shell-plain" in page or route in FOR_ANYBODY:
            continue
        bars = "".join(re.findall(r'<nav class="(?:app|sub)nav".*?</nav>', page, re.S))
        lit = bars.partition('class="subnav"')[0].count("aria-current=")
        lit += len(re.findall(r'class="topbar-link topbar-you"[^>]*aria-current="true"', page))
        listed = 'aria-current="page"' in bars
        way = re.search(r'<nav class="crumbs".*?<a href="[^"]+">[^<]{2,}</a>', page, re.S)
        if lit != 1:
            wrong.append(f"{route}: {lit} tabs")
        if not (listed or way):
            wrong.append(f"{route}: no way back")
        if page.count("<h1") != 1:
            wrong.append(f"{route}: {page.count('<h1')} headings")
    return wrong


def telling_titles(answers) -> list[tuple[str, str]]:
    """List the titles that name a person or a case: they stand in tabs, histories and app lists."""
    people = Person.objects.select_related("account")
    names = {
        name.casefold()
        for one in people
        for whole in (*(getattr(one, field) for field in NAMES), one.account.username)
        for name in (whole, *whole.split())
        if len(name) > 1
    }
    names |= {one.casefold() for one in CaseloadLine.objects.values_list("reference", flat=True)}
    wrong = []
    for (route, _whose), answer in answers.items():
        page = answer.get("Content-Type", "").startswith("text/html")
        for title in re.findall(r"<title>(.*?)</title>", answer.text if page else "", re.S):
            words = title.casefold()
            told = {
                one for one in names if one and re.search(rf"(?<!\w){re.escape(one)}(?!\w)", words)
            }
            wrong += [(route, name) for name in sorted(told)]
    return wrong


def written(actor) -> dict[tuple[str, str], int]:
    """Read somebody's column."""
    column = (*ACTORS, *PAST).index(actor) + 2
    return {(row[0], row[1]): int(row[column]) for row in ROWS}


@pytest.mark.parametrize("actor", ACTORS)
def test_each_person_reaches_exactly_what_the_matrix_says(client, request, objects, friday, actor):
    if actor != "nobody":
        enter(client, request.getfixturevalue(actor))
    answers = opened(client, objects)
    assert {line: answer.status_code for line, answer in answers.items()} == written(actor)
    assert actor == "nobody" or lost_pages(answers) == []
    assert telling_titles(answers) == []


# What stays somebody's own, whatever becomes of their role.
OWN = {("certificate", "own"), ("evidence", "own"), ("proof", "own"), ("badge", "own")}
# And what others read of them no more, or at an address that was theirs.
GONE = {
    "nok": dict.fromkeys(OWN, 200) | {("calendar", "own"): 404, ("thanks_write", "own"): 404},
    "wipa": {("thanks_note", "own"): 404},
}
# What a colleague was asked for as a colleague, and goes on with from another unit; Siriporn wrote
# the note herself, and Ploy her proposal.
MOVED = {
    "wipa": {("goal", "own"): 200, ("nomination", "own"): 200},
    "orathai": {("nomination", "own"): 200},
    "siriporn": {("promotion", "own"): 200, ("thanks_report", "own"): 404},
    "ploy": {("role_proposal", "own"): 200},
}
WERE_NEAR = ("wipa", "siriporn", "anan", "orathai", "ploy")


@pytest.mark.parametrize("who", ["nok", *WERE_NEAR])
def test_whoever_has_left_reaches_their_own_record_account_and_certificates_and_no_more(
    client, request, objects, friday, who
):
    person = request.getfixturevalue(who)
    enter(client, person)
    end_roles(person)
    answers = opened(client, objects)
    statuses = {line: answer.status_code for line, answer in answers.items()}
    assert statuses == written("left") | GONE.get(who, {})
    assert lost_pages(answers) == []


@pytest.mark.parametrize("who", WERE_NEAR)
def test_whoever_works_elsewhere_now_reaches_no_more_than_any_colleague_there(
    client, request, objects, friday, phuket, who
):
    """Invited, passed on to, shared with, trainer of a session: all that was yesterday."""
    person = request.getfixturevalue(who)
    enter(client, person)
    move_to(person, phuket, Role.WORKER)
    assert reached(client, objects) == written("moved") | MOVED.get(who, {})


UNSAFE = [
    "my_week",
    "kept_weeks",
    "my_time",
    "my_pay",
    "time_study",
    "answer_flag",
    "choose_card",
    "talk",
    "my_shares",
    "my_trainings",
    "share_new",
    "thanks",
    "thanks_new",
    "thanks_links",
    "awards",
    "ladder",
    "language",
    "quick_exit",
    "visit",
    "account_names",
    "account_address",
    "account_offer",
    "own_messages",
    "account_keys",
    "program_address",
    "this_phone",
    "account_places",
    "account_phone",
    "account_close",
    "lost_code",
    "wording_pack_new",
]


@pytest.mark.parametrize("route", UNSAFE)
def test_a_form_without_its_token_is_refused(nok, route, friday, client_with_csrf):
    enter(client_with_csrf, nok)
    assert client_with_csrf.post(reverse(route)).status_code == 403


@pytest.fixture
def client_with_csrf():
    return Client(enforce_csrf_checks=True)


def test_somebody_whose_account_was_closed_is_signed_out(client, chiang_mai, friday):
    person = make_worker(chiang_mai)
    enter(client, person)
    person.account.is_active = False
    person.account.save()
    assert client.get("/my-week/").status_code == 302
