"""The addresses of the programme office."""

from django.urls import path

from .board import views as board_views
from .codebook import views as codebook_views
from .coverage import views as coverage_views
from .directory import views as directory_views
from .gaps import keeper_views
from .gaps import views as gaps_views
from .lessons import views as lessons_views
from .members import views as members_views
from .pathways import views as pathways_views
from .posts import views as posts_views
from .releases import views as releases_views
from .reports import views as reports_views
from .staffing import views as staffing_views
from .trends import views as trends_views
from .volunteering import views as volunteering_views

urlpatterns = [
    path("", coverage_views.programme, name="programme"),
    path("members/", members_views.programme_members, name="programme_members"),
    path("members/releases/", releases_views.release_consent, name="release_consent"),
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
    path("posts/<uuid:public_id>/keepers/", keeper_views.post_keepers, name="post_keepers"),
    path("asks/<uuid:public_id>/", keeper_views.keeper_ask, name="keeper_ask"),
    path("asked/<uuid:public_id>/", gaps_views.post_question, name="post_question"),
    path("wished/<uuid:public_id>/", gaps_views.session_wish, name="session_wish"),
    path("trends/", trends_views.trends, name="trends"),
    path("volunteers/", volunteering_views.volunteering, name="volunteering"),
    path("volunteers/funnel/", volunteering_views.volunteer_funnel, name="volunteer_funnel"),
    path("places/", releases_views.unit_places, name="unit_places"),
    path("releases/", releases_views.releases, name="releases"),
    path("releases/<uuid:public_id>/", releases_views.release, name="release"),
    path(
        "releases/<uuid:public_id>/corrections/<uuid:corrected>/",
        releases_views.release_correction,
        name="release_correction",
    ),
    path("staffing/", staffing_views.staffing, name="staffing"),
    path("staffing/sheet/", staffing_views.staffing_sheet, name="staffing_sheet"),
    path("staffing/memo.docx", staffing_views.staffing_memo_file, name="staffing_memo_file"),
    path("stations/", posts_views.stations_list, name="stations_list"),
    path("stations/new/", posts_views.station_new, name="station_new"),
    path("stations/<uuid:public_id>/", posts_views.station, name="station"),
    path("codebook/", codebook_views.codebook, name="codebook"),
    path("codebook/codebook.csv", codebook_views.codebook_sheet, name="codebook_sheet"),
    path("codebook/kamlangjai.schema.json", codebook_views.codebook_schema, name="codebook_schema"),
    path("codebook/forms/<slug:name>.xlsx", codebook_views.codebook_form, name="codebook_form"),
    path("codebook/<slug:key>/", codebook_views.codebook_table, name="codebook_table"),
    path("directory/", directory_views.directory, name="directory"),
    path("directory/own/", directory_views.directory_own, name="directory_own"),
    path("directory/new/", directory_views.directory_entry_new, name="directory_entry_new"),
    path("directory/directory.csv", directory_views.directory_sheet, name="directory_sheet"),
    path("directory/services/new/", directory_views.own_service_new, name="own_service_new"),
    path("directory/services/<uuid:public_id>/", directory_views.own_service, name="own_service"),
    path("directory/<uuid:public_id>/", directory_views.directory_entry, name="directory_entry"),
    path(
        "directory/<uuid:public_id>/change/",
        directory_views.directory_entry_change,
        name="directory_entry_change",
    ),
    path("pathways/", pathways_views.pathways, name="pathways"),
    path("pathways/new/", pathways_views.pathway_new, name="pathway_new"),
    path("pathways/<slug:code>/", pathways_views.pathway, name="pathway"),
    path("pathways/<slug:code>/change/", pathways_views.pathway_change, name="pathway_change"),
    path("lessons/", lessons_views.lessons, name="lessons"),
    path("lessons/new/", lessons_views.lesson_new, name="lesson_new"),
    path("lessons/<uuid:public_id>/", lessons_views.lesson, name="lesson"),
    path("lessons/<uuid:public_id>/change/", lessons_views.lesson_change, name="lesson_change"),
]
