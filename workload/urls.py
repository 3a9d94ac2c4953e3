from django.urls import path

from . import views

urlpatterns = [
    path("my-week/", views.my_week, name="my_week"),
    path("my-days/", views.my_days, name="my_days"),
    path("my-trend/", views.my_trend, name="my_trend"),
    path("my-trend/answer/", views.answer_flag, name="answer_flag"),
    path("my-trend/card/", views.choose_card, name="choose_card"),
    path("my-trend/numbers/", views.own_numbers, name="own_numbers"),
    path("my-trend/half-year/", views.my_half_year, name="my_half_year"),
    path("my-record/weeks/", views.my_weeks, name="my_weeks"),
    path("my-record/weeks/delete/", views.erase_week, name="erase_week"),
    path("people/load/", views.load_policies, name="load_policies"),
    path("people/load/new/", views.load_policy_new, name="load_policy_new"),
    path("people/load/<uuid:public_id>/", views.load_policy, name="load_policy"),
    path("my-time/", views.my_time, name="my_time"),
    path("time-study/", views.time_study, name="time_study"),
    path("time-study/weights/", views.study_weights, name="study_weights"),
    path("team/", views.team, name="team"),
    path("team/board.csv", views.team_sheet, name="team_sheet"),
    path("team/own-part/", views.own_part, name="own_part"),
    path("team/forecast/", views.forecast, name="forecast"),
    path("team/forecast/picture/", views.forecast_picture, name="forecast_picture"),
    path("team/<uuid:public_id>/", views.team_member, name="team_member"),
    path("team/<uuid:public_id>/half-year/", views.team_half_year, name="team_half_year"),
    path("team/<uuid:public_id>/time/", views.team_time, name="team_time"),
    path("team/<uuid:public_id>/move/", views.move_work, name="move_work"),
    path("moves/<uuid:public_id>/", views.move, name="move"),
    path("lend-a-hand/", views.lend_a_hand, name="lend_a_hand"),
    path("loads/", views.unit_loads, name="unit_loads"),
    path("loads/table.csv", views.unit_loads_sheet, name="unit_loads_sheet"),
]
