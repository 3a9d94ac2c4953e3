"""The addresses of the programme office."""

from django.urls import path

from .board import views as board_views
from .coverage import views as coverage_views
from .gaps import views as gaps_views
from .members import views as members_views
from .posts import views as posts_views
from .reports import views as reports_views

urlpatterns = [
    path("", coverage_views.programme, name="programme"),
    path("members/", members_views.programme_members, name="programme_members"),
    path("office/", members_views.programme_office, name="programme_office"),
    path("coverage/", board_views.coverage_board, name="coverage_board"),
    path("coverage/regions.csv", board_views.coverage_sheet, name="coverage_sheet"),
    path("reports/", reports_views.reports, name="reports"),
    path("reports/<uuid:public_id>/", reports_views.report, name="report"),
    path(
        "reports/<uuid:public_id>/<slug:key>.svg",
        reports_views.report_picture,
        name="report_picture",
    ),
    path(
        "reports/<uuid:public_id>/report.<slug:kind>", reports_views.report_file, name="report_file"
    ),
    path("posts/", posts_views.posts, name="posts"),
    path("posts/new/", posts_views.post_new, name="post_new"),
    path("posts/<uuid:public_id>/", posts_views.post, name="post"),
    path("posts/<uuid:public_id>/gap/", gaps_views.post_gap, name="post_gap"),
    path("asked/<uuid:public_id>/", gaps_views.post_question, name="post_question"),
    path("wished/<uuid:public_id>/", gaps_views.session_wish, name="session_wish"),
    path("stations/", posts_views.stations_list, name="stations_list"),
    path("stations/new/", posts_views.station_new, name="station_new"),
    path("stations/<uuid:public_id>/", posts_views.station, name="station"),
]
