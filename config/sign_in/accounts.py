"""Signing in: by invitation only, with the product's own pages and words."""

import uuid
from typing import Any

from allauth.account import views
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    default_token_generator,
)
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from people.accounts import passwords, sessions
from people.accounts.tasks import send_password_link
from people.audit import security_log
from people.models import Account
from people.phones.views import is_on_shared_device
from people.writing import languages

from . import attempts

LONGEST_LOGIN = 254
WRONG = _("Wrong sign-in name or password. Please check both.")


AGAIN = {
    "reauthenticate": _("With my password"),
    "mfa_reauthenticate": _("With a code"),
    "mfa_reauthenticate:webauthn": _("With a passkey"),
}


class AccountAdapter(DefaultAccountAdapter):
    """People do not sign up by themselves; an invitation makes the account."""

    # The account of a try, as `account_of` names it.
    tried = ""
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": WRONG,
        "email_password_mismatch": WRONG,
        "too_many_login_attempts": _(
            "Too many tries. Please wait 15 minutes, or choose a new password."
        ),
        "incorrect_password": _("This is not your password. Please try again."),
        "enter_current_password": _("This is not your password. Please try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return no: see people/members/invitations.py."""
        return False

    def add_message(self, request, level, message_template=None, *args, **kwargs) -> None:
        """Add no message after a sign-in or sign-out: the page itself shows it."""

    def set_password(self, user: Account, password: str) -> None:
        """Note with a password whether it may stand alone."""
        user.short_password = len(password) < passwords.ALONE
        super().set_password(user, password)

    def get_reauthentication_methods(self, user: Account) -> list[dict[str, str]]:
        """Name the ways to confirm one's identity again."""
        found = super().get_reauthentication_methods(user)
        return [one | {"description": AGAIN[one["id"]]} for one in found]

    def is_safe_url(self, url: str | None) -> bool:
        """Say whether a page may lead on there; what is no address, like "//[", leads nowhere."""
        try:
            return super().is_safe_url(url)
        except ValueError:
            return False

    def pre_authenticate(self, request: HttpRequest, **credentials) -> None:
        """Count tries with what was typed, which may be one of an account's two names."""
        typed = typed_in(credentials)
        if not attempts.may_type(request, self.tried, typed):
            raise self.validation_error("too_many_login_attempts")
        key = attempts.counted_as(request, self.tried, self.get_client_ip(request), name=typed)
        super().pre_authenticate(request, email=key)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials) -> str:
        """Name what tries are counted under without the site's name.

        Who asks writes that name with a port of their choice, and each would have tries of its own.
        """
        return str(credentials.get("email", "")).lower()

    def authenticate(self, request: HttpRequest, **credentials) -> Account | None:
        """Check a name and a password; a try too many is noted, and its password is not looked at.

        That one has to wait is told by what was typed alone. Where tries with the account's other
        name, or from everywhere, left none, it is answered like a wrong password, after as long.
        """
        # Looked up once for all that is counted and noted of this try.
        self.tried = account_of(credentials)
        taken = attempts.take(request, self.tried, self.get_client_ip(request))
        if not taken:
            credentials["password"] = get_random_string(passwords.ALONE)
        try:
            found = super().authenticate(request, **credentials)
        except ValidationError:
            attempts.give_back(taken)
            note_try("sign_in_refused", request, self.tried)
            raise
        if not taken:
            note_try("sign_in_refused", request, self.tried)
        elif found:
            attempts.give_back(taken)
        return found

    def authentication_failed(self, request: HttpRequest, **credentials) -> None:
        """Count a wrong password against the account from everywhere, too."""
        attempts.failed(request, self.tried, typed_in(credentials))
        note_try("sign_in_failed", request, self.tried)


def note_try(event: str, request: HttpRequest, tried: str) -> None:
    """Note a failed try with the account, or with what was typed."""
    security_log.note(event, name=tried, request=request)


def typed_in(credentials: dict[str, str]) -> str:
    """Read what was typed as the name: the sign-in name or the address."""
    return credentials.get("email") or credentials.get("username", "")


def account_of(credentials: dict[str, str]) -> str:
    """Name the tried account: its sign-in name, or what was typed if there is none.

    Both names are kept in small letters, and no sign-in name has an @: each is found by its index.
    That of the addresses holds none that is empty, so it is asked for in the same words.
    """
    name = typed_in(credentials)
    one = name.lower()
    known = ~Q(email="") & Q(email=one) if "@" in one else Q(username=one)
    return Account.objects.filter(known).values_list("username", flat=True).first() or name


class SignInForm(LoginForm):
    """The sign-in form in the product's words."""

    # As it was at the device's last sign-in; at first ticked where forgetting it would do harm: on
    # every device except a phone.
    shared = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label_fields(self, login=_("Sign-in name or work email"), password=_("Password"))
        self.fields["shared"].initial = sessions.is_shared(self.request)
        attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        self.fields["login"].widget.attrs = attrs

    def user_credentials(self) -> dict[str, str]:
        """Give what was typed once, for allauth to look for among both names.

        Given as an address too, it checks the password of an account with that address twice, which
        takes so much longer that anybody could tell which addresses have an account.
        """
        typed = self.cleaned_data
        return {"username": typed["login"], "password": typed["password"]}

    def clean_login(self) -> str:
        """Take a name as a phone's keyboard writes it, with a capital first.

        No name or address is longer, and SQLite compares no text of any length with others.
        """
        return super().clean_login().lower()[:LONGEST_LOGIN]


class PasswordForm(ChangePasswordForm):
    """A new password for a person who knows the old one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label_fields(self, oldpassword=_("Password now"), **NEW_PASSWORD)
        if passwords.shortest_for(self.user) < passwords.ALONE:
            self.fields["password1"].help_text = passwords.BESIDE_ASKS


class LostPasswordForm(ResetPasswordForm):
    """The address to send a link to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label_fields(self, email=_("Work email"))
        self.fields["email"].widget.attrs = {"autocomplete": "email"}

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Give the account to a job, or none; both take the same time here.

        Never the address: a mistyped one would stay in the list of finished jobs.
        """
        email = self.cleaned_data["email"]
        known = Account.objects.filter(email__iexact=email, is_active=True)
        send_password_link.enqueue(list(known.values_list("pk", flat=True)), uuid.uuid4().hex)
        return email


class NewPasswordForm(ResetPasswordKeyForm):
    """A new password for a person with the mailed link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label_fields(self, **NEW_PASSWORD)


class AgainForm(ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label_fields(self, password=_("Password"))


NEW_PASSWORD = {"password1": _("New password"), "password2": _("New password once more")}


def label_fields(form, **labels) -> None:
    """Give fields the product's labels, and no placeholder."""
    for name, label in labels.items():
        field = form.fields[name]
        field.label = label
        field.help_text = passwords.ALONE_ASKS if name == "password1" else ""
        field.widget.attrs.pop("placeholder", None)
        field.error_messages["required"] = _("Please fill this in.")


class Refusing:
    """A form page that answers 422 if it could not accept what was typed."""

    def form_invalid(self, form) -> HttpResponse:
        """Show the same page with its errors; everything except the password is kept."""
        response = super().form_invalid(form)
        response.status_code = 422
        return response


class InTurn:
    """A form page that changes how an account is opened: one change follows the other.

    What a moment ago was enough beside a password may be gone, so all is read anew once locked.
    A visit that ended while this waited changes nothing.
    """

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lock the account before anything is checked."""
        with transaction.atomic():
            if not sessions.holds(request, self.changed_account()):
                return redirect("account_login")
            return super().post(request, *args, **kwargs)

    def changed_account(self) -> Account:
        """Give the account of the visit."""
        return self.request.user


def in_own_language(request: HttpRequest, response: HttpResponse, account: Account) -> HttpResponse:
    """Keep a person's language on a device that has none yet."""
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        languages.keep(response, account.language)
    return response


class SignIn(Refusing, views.LoginView):
    """Sign in, and read on in the person's own language."""

    def form_valid(self, form) -> HttpResponse:
        """Note which device it is before the person of the visit is known."""
        shared = form.cleaned_data["shared"]
        self.request.session[sessions.SHARED_DEVICE] = shared
        response = in_own_language(self.request, super().form_valid(form), form.user)
        sessions.remember_device(response, shared=shared)
        if not shared:
            attempts.remember(self.request, response, form.user.username)
        return response


class SignOut(views.LogoutView):
    """Sign out, and leave no data behind on a shared device."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask the browser to forget pages; on a shared device, whatever this site stored too.

        On a device of one's own a week stays that was sent without signal, sealed, and what shows
        notices; scripts delete what ends with the visit. A person who asks to forget leaves nothing
        of a week here. That takes a joined phone's notices along, as a browser forgets all or
        nothing: it shows none until it is joined again, and what it was joined with ends when its
        push service says that it is gone. Where `stays` is sent, a week waits here that must
        not be lost unasked: another person's, or their own of a time before others used the device.
        """
        posted = self.request.POST
        forgets = posted.get("forget") == "yes" or is_on_shared_device(self.request)
        forgets = forgets and "stays" not in posted
        response = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = '"cache", "storage"' if forgets else '"cache"'
        return response


class ChangePassword(InTurn, Refusing, views.PasswordChangeView):
    """Choose a new password."""

    success_url = "/account/"


class LostPassword(Refusing, views.PasswordResetView):
    """Ask for a link."""


class NewPassword(InTurn, Refusing, views.PasswordResetFromKeyView):
    """Choose a new password after the link."""

    def changed_account(self) -> Account:
        """Give the account that the link is for."""
        return self.reset_user

    def form_valid(self, form) -> HttpResponse:
        """Know the browser from now on: tries of others elsewhere do not count for it.

        A link that was used or ended in this moment says so: its page is opened anew.
        """
        if not default_token_generator.check_token(self.reset_user, self.key):
            return redirect(self.request.path)
        response = super().form_valid(form)
        attempts.remember(self.request, response, self.reset_user.username)
        return response


class Again(Refusing, views.ReauthenticateView):
    """Give the password once more."""
