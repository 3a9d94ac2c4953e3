"""Signing in: by invitation only, with the house's own pages."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from django.utils.translation import gettext_lazy as _


class Adapter(DefaultAccountAdapter):
    """Nobody signs up by themselves; an invitation makes the account."""

    def is_open_for_signup(self, request) -> bool:
        """Say no: see people/memberships.py."""
        return False

    def add_message(self, request, level, message_template=None, *args, **kwargs) -> None:
        """Say nothing after signing in or out: the page itself is the news."""


class SignInForm(LoginForm):
    """The sign-in form in the house's words."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Sign-in name or work email")
        self.fields["login"].widget.attrs = {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        }
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs = {"autocomplete": "current-password"}
