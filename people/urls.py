"""The addresses of people, units and one's own account."""

from django.urls import path

from . import views

urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/opened/", views.opened, name="opened"),
    path("people/", views.people, name="people"),
]
