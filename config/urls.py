"""Every address of the product. Each app keeps its own list."""

from allauth.account import views as account
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path

from people.tenancy.context import everywhere
from training.passport.outside_views import badge_keys

from .api.description import for_programs
from .api.router import api
from .home_screen.views import manifest
from .offline.views import offline, service_worker
from .quick_exit.views import quick_exit
from .sign_in import accounts, factors
from .views import accessibility, healthz, home, language, metrics, readyz, security_txt

handler400 = "config.views.not_understood"
handler500 = "config.views.broken"

api_urls = api.urls
for route in api_urls[0]:
    # Programs bring a key and get 401 without it; people read the description signed in.
    if route.name == "openapi-json":
        route.callback = for_programs(api, route.callback)
    if route.name != "openapi-view":
        route.callback = login_not_required(route.callback)

urlpatterns = [
    path("", home, name="home"),
    path("healthz", login_not_required(healthz), name="healthz"),
    path("readyz", login_not_required(readyz), name="readyz"),
    path("metrics", login_not_required(metrics), name="metrics"),
    path(".well-known/security.txt", login_not_required(security_txt), name="security_txt"),
    path(".well-known/jwks.json", badge_keys, name="badge_keys"),
    # At the root: a worker reaches the pages beside it and below.
    path("sw.js", login_not_required(service_worker), name="service_worker"),
    path("manifest.webmanifest", login_not_required(manifest), name="manifest"),
    path("offline/", login_not_required(offline), name="offline"),
    path("accessibility/", login_not_required(accessibility), name="accessibility"),
    path("language/", login_not_required(language), name="language"),
    path("exit/", login_not_required(quick_exit), name="quick_exit"),
    path("", include("workload.urls")),
    path("", include("wellbeing.urls")),
    path("training/", include("training.urls")),
    path("", include("training.recognition.urls")),
    path("", include("training.careers.urls")),
    path("programme/", include("programme.urls")),
    path("", include("programme.volunteering.urls")),
    path("data/", include("programme.releases.public.urls")),
    path("", include("people.urls")),
    path("api/", api_urls),
    # Of allauth only what people with an invitation need.
    path("sign-in/", everywhere()(accounts.SignIn.as_view()), name="account_login"),
    path("sign-out/", accounts.SignOut.as_view(), name="account_logout"),
    path("sign-in/inactive/", account.account_inactive, name="account_inactive"),
    path("password/", accounts.ChangePassword.as_view(), name="account_change_password"),
    path("password/again/", accounts.Again.as_view(), name="account_reauthenticate"),
    path("password/again/code/", factors.AgainByCode.as_view(), name="mfa_reauthenticate"),
    path(
        "password/again/passkey/",
        factors.AgainByPasskey.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "sign-in/passkey/",
        everywhere()(factors.SignInByPasskey.as_view()),
        name="mfa_login_webauthn",
    ),
    path(
        "sign-in/second-step/",
        everywhere()(factors.SecondStep.as_view()),
        name="mfa_authenticate",
    ),
    path("account/app/", factors.AppOn.as_view(), name="mfa_activate_totp"),
    path("account/app/off/", factors.AppOff.as_view(), name="mfa_deactivate_totp"),
    path("account/codes/", factors.Codes.as_view(), name="mfa_view_recovery_codes"),
    path("account/codes/new/", factors.NewCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("account/passkeys/new/", factors.PasskeyNew.as_view(), name="mfa_add_webauthn"),
    path(
        "account/passkeys/<int:pk>/remove/",
        factors.PasskeyOff.as_view(),
        name="mfa_remove_webauthn",
    ),
    path(
        "password/reset/",
        everywhere()(accounts.LostPassword.as_view()),
        name="account_reset_password",
    ),
    path("password/reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    # The key has dashes of its own: the person's part ends at the first one.
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        everywhere()(accounts.NewPassword.as_view()),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
