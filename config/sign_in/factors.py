"""Passkeys, an app's codes and codes on paper: allauth's, with the product's pages and words."""

import json
import struct
from typing import Any

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base import views as base
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.mfa.webauthn.internal import auth
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from people.accounts import factors, sessions
from people.accounts.places import workplaces_of
from people.audit import security_log
from people.models import Account
from people.writing import qr
from people.writing.fields import tidy_number

from .accounts import InTurn, Refusing, in_own_language, label_fields

NAME = "Kamlangjai"
SIGNING_IN = reverse_lazy("mfa_index")
# In seconds, longer than any code is taken: the half minute before, its own, the one after.
STALE = 120
TYPED = {"autocomplete": "one-time-code", "inputmode": "numeric"}
# What allauth, and what reads for it, raise of a value that no device shows.
NO_PASSKEY = (AttributeError, LookupError, RecursionError, TypeError, ValueError, struct.error)


class FactorAdapter(DefaultMFAAdapter):
    """What is kept is sealed; what a phone shows is neutral."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This did not match. Please try again with the newest code."),
        "cannot_delete_authenticator": factors.TOO_SHORT_ALONE,
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret before it is kept."""
        return factors.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open it to compare a code."""
        return factors.unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Refuse to leave a short password alone."""
        return factors.may_go(authenticator)

    def get_totp_label(self, user: Account) -> str:
        """Write the sign-in name in the app, not the address."""
        return user.username

    def get_totp_issuer(self) -> str:
        """Write the product's name above it."""
        return NAME

    def build_totp_svg(self, url: str) -> str:
        """Draw nothing: the page has the picture from people/writing/qr.py."""
        return ""

    def generate_authenticator_name(self, user: Account, type: Authenticator.Type) -> str:  # noqa: A002 - its name
        """Suggest the device that a passkey is made on."""
        return sessions.device_of(self.request.headers.get("User-Agent", "")) or _now("Passkey")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Name the product on the device."""
        return super().get_public_key_credential_rp_entity() | {"name": NAME}

    def get_public_key_credential_user_entity(self, user: Account) -> dict:
        """Name the person on the device as on the sign-in page."""
        own = {"name": user.username, "display_name": workplaces_of(user)[0].short_name}
        return super().get_public_key_credential_user_entity(user) | own


# --- Forms -------------------------------------------------------------------------------------


def use_up(account: Account, code: str) -> None:
    """Accept an app's code only once while it is valid."""
    if not cache.add(f"code:{account.pk}:{code}", 1, timeout=STALE):
        raise FactorAdapter().validation_error("incorrect_code")


class TypedCode:
    """A code as people type it: with a space, or in Thai digits."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label_fields(self, code=_("Code"))
        self.fields["code"].widget.attrs = TYPED

    def clean_code(self) -> str:
        """Tidy the code before it is compared; all ways to write it are the same code."""
        self.cleaned_data["code"] = normalize_user_code(tidy_number(self.cleaned_data["code"]))
        return super().clean_code()


class Once(TypedCode):
    """A code that signs a person in only once."""

    def clean_code(self) -> str:
        """Refuse an app's code that was accepted already."""
        code = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP:
            use_up(self.user, code)
        return code


class CodeForm(Once, AuthenticateForm):
    """A code as the second step of a sign-in."""


class CodeAgainForm(Once, ReauthenticateForm):
    """A code once more, before something that matters."""


class AppForm(TypedCode, ActivateTOTPForm):
    """The first code of an app: it shows that the app has the secret, and counts as used."""

    def clean_code(self) -> str:
        """Use it up, so that it signs no one in afterwards."""
        code = super().clean_code()
        use_up(self.user, code)
        return code


class PasskeyDecoder(json.JSONDecoder):
    """What a device shows: JSON that is too deep, or has a number too long, is none either."""

    def decode(self, s: str, *args: Any) -> Any:
        """Read it; everything that is wrong is one refusal."""
        try:
            return super().decode(s, *args)
        except (ValueError, RecursionError) as unread:
            raise json.JSONDecodeError("This is no passkey.", "", 0) from unread


class ShownPasskey:
    """A passkey that a device shows; a value of another kind is refused as a wrong one is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"].decoder = PasskeyDecoder

    def clean_credential(self) -> Authenticator:
        """Compare it with the passkeys of the account."""
        try:
            return super().clean_credential()
        except NO_PASSKEY as unread:
            raise FactorAdapter().validation_error("incorrect_code") from unread


class PasskeySecondForm(ShownPasskey, AuthenticateWebAuthnForm):
    """A passkey as the second step of a sign-in."""


class PasskeyAloneForm(ShownPasskey, LoginWebAuthnForm):
    """A passkey that signs in alone."""


class PasskeyAgainForm(ShownPasskey, ReauthenticateWebAuthnForm):
    """A passkey once more, before something that matters."""


class PasskeyForm(AddWebAuthnForm):
    """A passkey. It opens the account alone, so it must have asked for more than a touch."""

    passwordless = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label_fields(self, name=_("Name of the device"))
        self.fields["credential"].decoder = PasskeyDecoder

    def clean(self) -> dict[str, object]:
        """Refuse a passkey that did not verify the person who holds the device."""
        self.cleaned_data["passwordless"] = True
        try:
            return super().clean()
        except NO_PASSKEY as unread:  # allauth accepts a value that is no passkey
            raise FactorAdapter().validation_error("incorrect_code") from unread


# --- Signing in ---------------------------------------------------------------------------------


class SignInByPasskey(webauthn.LoginWebAuthnView):
    """Sign in with a passkey alone."""

    def form_invalid(self, form) -> HttpResponse:
        """Say on the sign-in page that it did not work."""
        security_log.note("passkey_failed", request=self.request)
        return redirect(reverse("account_login", query={"passkey": "no"}))

    def form_valid(self, form) -> HttpResponse:
        """Note which device it is, as with a password."""
        shared = "shared" in self.request.POST
        self.request.session[sessions.SHARED_DEVICE] = shared
        account = form.cleaned_data["credential"].user
        response = in_own_language(self.request, super().form_valid(form), account)
        sessions.remember_device(response, shared=shared)
        return response


class SecondStep(Refusing, base.AuthenticateView):
    """Ask for more than the password, if the person chose so."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check a code or a passkey, or cancel and begin again."""
        if "cancel" in request.POST:
            return self.stage.abort()
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, object]:
        """Offer a passkey to a person who has one."""
        context = super().get_context_data(**kwargs)
        has_passkeys = is_mfa_enabled(self.stage.login.user, [Authenticator.Type.WEBAUTHN])
        return context | {"has_passkeys": has_passkeys}


class AgainByCode(Refusing, base.ReauthenticateView):
    """Give a code once more."""

    template_name = "account/reauthenticate.html"


class AgainByPasskey(webauthn.ReauthenticateWebAuthnView):
    """Show the passkey once more."""

    template_name = "account/reauthenticate.html"

    def form_invalid(self, form) -> HttpResponse:
        """Show the page again, saying that it did not work."""
        return self.render_to_response(self.get_context_data() | {"refused": True}, status=422)


# --- The person's own ways to sign in ------------------------------------------------------------


class AppOn(InTurn, Refusing, totp.ActivateTOTPView):
    """Connect an app that makes codes."""

    def get_context_data(self, **kwargs: Any) -> dict[str, object]:
        """Show the secret as a picture, and as letters for a person who cannot take a picture."""
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        side, path = qr.drawn(context["totp_url"])
        letters = [secret[at : at + 4] for at in range(0, len(secret), 4)]
        return context | {"side": side, "path": path, "letters": " ".join(letters)}


class AppOff(InTurn, Refusing, totp.DeactivateTOTPView):
    """Remove the app."""


class Codes(codes.ViewRecoveryCodesView):
    """Show fresh codes, this once."""


class NewCodes(InTurn, Refusing, codes.GenerateRecoveryCodesView):
    """Make new codes; the old ones open nothing any more."""


class PasskeyNew(InTurn, Refusing, webauthn.AddWebAuthnView):
    """Make a passkey on this device."""

    def get_context_data(self, **kwargs: Any) -> dict[str, object]:
        """Ask the device for one that can open the account alone."""
        context = super().get_context_data()
        # After allauth's own, which are for a second step only: the later challenge counts.
        options = auth.begin_registration(self.request.user, passwordless=True)
        return context | {"js_data": {"creation_options": options}}


class PasskeyOff(InTurn, webauthn.RemoveWebAuthnView):
    """Remove a passkey."""

    success_url = SIGNING_IN

    def form_valid(self, form) -> HttpResponse:
        """Remove it, unless a short password would be left alone."""
        if not FactorAdapter().can_delete_authenticator(self.object):
            refused = FactorAdapter.error_messages["cannot_delete_authenticator"]
            return self.render_to_response(self.get_context_data(refused=refused), status=422)
        return super().form_valid(form)
