"""The addresses of the programme office."""

from django.urls import path

from .board import views as board_views
from .codebook import views as codebook_views
from .coverage import views as coverage_views
from .gaps import keeper_views
from .gaps import views as gaps_views
from .members import views as members_views
from .posts import views as posts_views
from .releases import views as releases_views
from .trends import views as trends_views
from .volunteering import views as volunteering_views

urlpatterns = [
    path("", coverage_views.programme, name="programme"),
    path("members/", members_views.programme_members, name="programme_members"),
    path("members/releases/", releases_views.release_consent, name="release_consent"),
    path("office/", members_views.programme_office, name="programme_office"),
    path("coverage/", board_views.coverage_board, name="coverage_board"),
    path("coverage/regions.csv", board_views.coverage_sheet, name="coverage_sheet"),
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
    path("stations/", posts_views.stations_list, name="stations_list"),
    path("stations/new/", posts_views.station_new, name="station_new"),
    path("stations/<uuid:public_id>/", posts_views.station, name="station"),
    path("codebook/", codebook_views.codebook, name="codebook"),
    path("codebook/codebook.csv", codebook_views.codebook_sheet, name="codebook_sheet"),
    path("codebook/kamlangjai.schema.json", codebook_views.codebook_schema, name="codebook_schema"),
    path("codebook/forms/<slug:name>.xlsx", codebook_views.codebook_form, name="codebook_form"),
    path("codebook/<slug:key>/", codebook_views.codebook_table, name="codebook_table"),
]
