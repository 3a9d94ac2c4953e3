"""The addresses of the programme office."""

from django.urls import path

from .coverage import views as coverage_views
from .members import views as members_views

urlpatterns = [
    path("", coverage_views.programme, name="programme"),
    path("members/", members_views.programme_members, name="programme_members"),
    path("office/", members_views.programme_office, name="programme_office"),
]
