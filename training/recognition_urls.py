"""The addresses of thanks and awards."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from . import thanks_pages

urlpatterns = [
    path("thanks/", thanks_pages.thanks, name="thanks"),
    path("thanks/new/", thanks_pages.thanks_new, name="thanks_new"),
    path("thanks/reports/", thanks_pages.thanks_reports, name="thanks_reports"),
    path("thanks/<uuid:public_id>/report/", thanks_pages.thanks_report, name="thanks_report"),
    # Signed out: a link that the receiver hands on.
    path(
        "thanks/<uuid:public_id>/",
        login_not_required(thanks_pages.thanks_note),
        name="thanks_note",
    ),
]
