"""The addresses of open data: stable for good, and open to everybody."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.open_data, name="open_data"),
    path("feed.atom", views.open_feed, name="open_feed"),
    path("<uuid:public_id>/", views.open_release, name="open_release"),
    path("<uuid:public_id>/<str:language>/", views.open_release_in, name="open_release_in"),
    path("<uuid:public_id>/<str:name>", views.open_release_file, name="open_release_file"),
    # Last, for it would take a release for a language.
    path("<str:language>/", views.open_data_in, name="open_data_in"),
]
