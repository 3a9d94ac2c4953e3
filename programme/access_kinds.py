"""What the programme office notes in the access log: the kinds of access, in words."""

from django.utils.translation import gettext_lazy as _

from people.access_kinds import access_kind

PROGRAMME = access_kind(
    "programme",
    _("Certificates. Reason: programme overview"),
    _("Your certificates, in the overview of all units."),
)
