"""The public addresses for volunteers: short, for paper."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from people.tenancy.context import everywhere

from . import views

urlpatterns = [
    path("volunteer/sent/", login_not_required(views.volunteer_sent), name="volunteer_sent"),
    path(
        "volunteer/<slug:slug>/",
        login_not_required(everywhere()(views.volunteer_page)),
        name="volunteer_page",
    ),
]
