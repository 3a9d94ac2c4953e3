"""The addresses of thanks and awards."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from people.tenancy.context import everywhere

from . import award_views, cycle_views, thanks_link_views, thanks_views

urlpatterns = [
    path("thanks/", thanks_views.thanks, name="thanks"),
    path("thanks/new/", thanks_views.thanks_new, name="thanks_new"),
    path("thanks/links/", thanks_link_views.thanks_links, name="thanks_links"),
    path("thanks/reports/", thanks_views.thanks_reports, name="thanks_reports"),
    path("thanks/<uuid:public_id>/report/", thanks_views.thanks_report, name="thanks_report"),
    path("awards/", award_views.awards, name="awards"),
    path("awards/new/", cycle_views.award_new, name="award_new"),
    path("awards/cycles/<uuid:public_id>/", cycle_views.award_cycle, name="award_cycle"),
    path("awards/cycles/<uuid:public_id>/name/", award_views.nominate, name="nominate"),
    path("awards/named/<uuid:public_id>/", award_views.nomination, name="nomination"),
    # Signed out: links that a person hands on.
    path(
        "thanks/write/<uuid:public_id>/",
        login_not_required(everywhere()(thanks_link_views.thanks_write)),
        name="thanks_write",
    ),
    path("thanks/sent/", login_not_required(thanks_link_views.thanks_sent), name="thanks_sent"),
    path(
        "thanks/<uuid:public_id>/",
        login_not_required(everywhere()(thanks_views.thanks_note)),
        name="thanks_note",
    ),
    path(
        "awards/<uuid:public_id>/",
        login_not_required(everywhere()(award_views.award)),
        name="award",
    ),
]
