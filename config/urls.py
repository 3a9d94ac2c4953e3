"""Every address of the product. Each app keeps its own list."""

from allauth.account import views as account
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from . import accounts
from .views import healthz, home, language

handler400 = "config.views.not_understood"
handler500 = "config.views.broken"

urlpatterns = [
    path("", home, name="home"),
    path("healthz", login_not_required(healthz), name="healthz"),
    path("language/", login_not_required(language), name="language"),
    path("", include("workload.urls")),
    path("", include("wellbeing.urls")),
    path("training/", include("training.urls")),
    path("programme/", include("programme.urls")),
    path("", include("people.urls")),
    # Of allauth only what people who came by invitation need.
    path("sign-in/", accounts.SignIn.as_view(), name="account_login"),
    path("sign-out/", accounts.SignOut.as_view(), name="account_logout"),
    path("sign-in/inactive/", account.account_inactive, name="account_inactive"),
    path("password/", accounts.ChangePassword.as_view(), name="account_change_password"),
    path("password/again/", accounts.Again.as_view(), name="account_reauthenticate"),
    path("password/reset/", accounts.LostPassword.as_view(), name="account_reset_password"),
    path("password/reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/<str:uidb36>-<str:key>/",
        accounts.NewPassword.as_view(),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
