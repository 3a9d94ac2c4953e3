"""The addresses of the programme office."""

from django.urls import path

from .coverage import views as coverage_views

urlpatterns = [path("", coverage_views.programme, name="programme")]
