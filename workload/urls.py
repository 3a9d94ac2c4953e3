from django.contrib.auth.decorators import login_not_required
from django.urls import path

from .board import member_time_views, member_views, supervision_views
from .board import views as board_views
from .forecast import views as forecast_views
from .hands import views as hands_views
from .kept_weeks import views as kept_views
from .moves import views as moves_views
from .policies import views as policies_views
from .study import views as study_views
from .time import pay_views
from .time import views as time_views
from .trend import half_year_views
from .trend import views as trend_views
from .units import views as units_views
from .week_links import views as link_views
from .weeks import day_views
from .weeks import views as weeks_views
from .weeks.past import views as past_views

urlpatterns = [
    path("my-week/", weeks_views.my_week, name="my_week"),
    path("my-week/kept/", kept_views.kept_weeks, name="kept_weeks"),
    # Signed out: a link in a reminder, for a person who wants it.
    path("w/<str:token>", login_not_required(link_views.week_link), name="week_link"),
    path("my-days/", day_views.my_days, name="my_days"),
    path("my-trend/", trend_views.my_trend, name="my_trend"),
    path("my-trend/answer/", trend_views.answer_flag, name="answer_flag"),
    path("my-trend/card/", trend_views.choose_card, name="choose_card"),
    path("my-trend/numbers/", policies_views.own_numbers, name="own_numbers"),
    path("my-trend/half-year/", half_year_views.my_half_year, name="my_half_year"),
    path("my-record/weeks/", past_views.my_weeks, name="my_weeks"),
    path("my-record/weeks/delete/", past_views.erase_week, name="erase_week"),
    path("people/load/", policies_views.load_policies, name="load_policies"),
    path("people/first-steps/numbers/", policies_views.first_numbers, name="first_numbers"),
    path("people/load/new/", policies_views.load_policy_new, name="load_policy_new"),
    path("people/load/<uuid:public_id>/", policies_views.load_policy, name="load_policy"),
    path("my-time/", time_views.my_time, name="my_time"),
    path("my-time/worth/", pay_views.my_pay, name="my_pay"),
    path("time-study/", study_views.time_study, name="time_study"),
    path("time-study/weights/", study_views.study_weights, name="study_weights"),
    path("team/", board_views.team, name="team"),
    path("team/board.csv", board_views.team_sheet, name="team_sheet"),
    path("team/own-part/", supervision_views.own_part, name="own_part"),
    path("team/forecast/", forecast_views.forecast, name="forecast"),
    path("team/<uuid:public_id>/", member_views.team_member, name="team_member"),
    path("team/<uuid:public_id>/half-year/", half_year_views.team_half_year, name="team_half_year"),
    path("team/<uuid:public_id>/time/", member_time_views.team_time, name="team_time"),
    path("team/<uuid:public_id>/move/", moves_views.move_work, name="move_work"),
    path("moves/<uuid:public_id>/", moves_views.move, name="move"),
    path("lend-a-hand/", hands_views.lend_a_hand, name="lend_a_hand"),
    path("loads/", units_views.unit_loads, name="unit_loads"),
    path("loads/table.csv", units_views.unit_loads_sheet, name="unit_loads_sheet"),
]
