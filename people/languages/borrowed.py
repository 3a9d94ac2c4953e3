"""Sentences of Django and allauth that stand on our pages.

They have no words for them in some of our languages, Thai among them. Here they are found by the
`messages` command, so that our catalogues have them.
"""

from django.utils.translation import gettext_noop, ngettext_lazy

BORROWED = (
    gettext_noop("Enter a valid email address."),
    gettext_noop("This password is too common."),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
    gettext_noop("You must type the same password each time."),
)
