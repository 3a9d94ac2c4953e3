"""The addresses of people, units and one's own account."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from . import views
from .tenancy.context import everywhere

urlpatterns = [
    # /account/
    path("account/", views.account, name="account"),
    path("account/close/", views.account_close, name="account_close"),
    path("account/proposals/<uuid:public_id>/", views.role_proposal, name="role_proposal"),
    path("account/keys/", views.account_keys, name="account_keys"),
    # Named as allauth asks for it.
    path("account/signing-in/", views.signing_in, name="mfa_index"),
    path("account/opened/", views.opened, name="opened"),
    # /people/
    path("people/", views.people, name="people"),
    path("people/invite/", views.invite, name="invite"),
    path("people/without-role/", views.without_role, name="without_role"),
    path("people/waiting/<uuid:public_id>/", views.waiting, name="waiting"),
    path("people/<uuid:public_id>/", views.person, name="person"),
    path("people/<uuid:public_id>/join/", views.join, name="join"),
    path("people/<uuid:public_id>/roles/<int:pk>/", views.membership, name="membership"),
    # /units/
    path("units/new/", views.unit_new, name="unit_new"),
    path("units/<uuid:public_id>/", views.unit, name="unit"),
    # Signed out: a mailed link.
    path(
        "address/<str:token>/",
        login_not_required(everywhere()(views.address)),
        name="address",
    ),
    path(
        "invitation/<str:token>/",
        login_not_required(everywhere()(views.invitation)),
        name="invitation",
    ),
]
