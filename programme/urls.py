"""The addresses of the programme office."""

from django.urls import path

from . import views

urlpatterns = [path("", views.programme, name="programme")]
