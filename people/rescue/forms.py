"""Forms of a lost sign-in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.accounts.passwords import ALONE_ASKS
from people.writing.forms import PageForm


class CodePasswordForm(PageForm, forms.Form):
    """The new password of a person who typed the code on paper."""

    password = forms.CharField(
        label=_("New password"),
        strip=False,
        help_text=ALONE_ASKS,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
