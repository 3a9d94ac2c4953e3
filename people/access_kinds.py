"""The kinds of looks in the audit trail. Each app registers its own kinds when it loads.

This module is the registry and holds the few kinds of `people` itself. A code never changes: rows
of the audit trail hold it, and their links in the chain include it.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LETTERS = 12  # of a code: the column's length


@dataclass(frozen=True)
class AccessKind:
    """One kind of look: what was opened and why, and what such a look can show."""

    code: str
    label: str | Promise
    meaning: str | Promise
    # What people do with their own record and should find in their own list.
    own: bool = False
    # What the people of a unit are told. It names the person who has a role there.
    of_unit: bool = False


ACCESS_KINDS: dict[str, AccessKind] = {}


def access_kind(
    code: str,
    label: str | Promise,
    meaning: str | Promise,
    *,
    own: bool = False,
    of_unit: bool = False,
) -> str:
    """Register a kind of look and return its code. A taken or too long code is refused."""
    if code in ACCESS_KINDS or len(code) > LETTERS:
        raise ValueError(f"{code!r} is taken, or longer than {LETTERS} letters.")
    ACCESS_KINDS[code] = AccessKind(code, label, meaning, own, of_unit)
    return code


def words_of(code: str) -> str:
    """Say what was looked at and why, in words."""
    kind = ACCESS_KINDS.get(code)
    return str(kind.label) if kind else code


def registered(code: str) -> str:
    """Return a code that an app has registered. Any other is refused: no page could read it."""
    if code not in ACCESS_KINDS:
        raise ValueError(f"No app registered {code!r} as a kind of look.")
    return code


def own_kinds() -> list[str]:
    """List what people do with their own record and should find in their own list."""
    return [code for code, kind in ACCESS_KINDS.items() if kind.own]


def unit_kinds() -> list[str]:
    """List what the people of a unit are told. It names the person who has the role."""
    return [code for code, kind in ACCESS_KINDS.items() if kind.of_unit]


MEMBERSHIP = access_kind(
    "membership",
    _("Name, unit and role. Reason: managing people"),
    _("Your name, unit, role and contracted hours."),
)
PASSWORD = access_kind(
    "password",
    _("A new password. Reason: you chose it"),
    _("That your password changed. Never the password."),
    own=True,
)
WAY_ADDED = access_kind(
    "way_added",
    _("A passkey, an app, new codes or a key. Reason: you added it"),
    _("That a new way to sign in as you was added."),
    own=True,
)
WAY_REMOVED = access_kind(
    "way_removed",
    _("A passkey or an app removed. Reason: you did so"),
    _("That one way to sign in as you was removed."),
    own=True,
)
CODE_USED = access_kind(
    "code_used",
    _("A recovery code used up. Reason: you had no other way"),
    _("That one of your codes was used to sign in or to confirm."),
    own=True,
)
ADDRESS = access_kind(
    "address",
    _("A new work email. Reason: its link was followed"),
    _("That your messages now go to another address."),
    own=True,
)
LOST = access_kind(
    "lost",
    _("All passkeys, the app and codes removed. Reason: they were lost"),
    _("That from then on a new password alone signs you in."),
    own=True,
)
HELP_ASKED = access_kind(
    "help_asked",
    _("Help to sign in again asked for. Reason: you lost your way in"),
    _("That you lost your way in, and your phone number if you gave one. No answer of yours."),
)
HELP_AGREED = access_kind(
    "help_agreed",
    _("Help to sign in again agreed to, as the second person. Reason: you lost your way in"),
    _(
        "Your phone number if you gave one, and a code on paper for you. What you answered before "
        "stays closed."
    ),
)
HELP_USED = access_kind(
    "help_used",
    _("Signed in with the code on paper, and a new password chosen"),
    _("That you are in again. What was answered before stays closed until you say it was you."),
    own=True,
)
WAS_ME = access_kind(
    "was_me",
    _("You said that it was you. Reason: others had helped you sign in"),
    _("All that is yours: it is open again from then on."),
    own=True,
)
WAS_NOT_ME = access_kind(
    "was_not_me",
    _("It was said that it was not you. Reason: others had helped somebody sign in"),
    _("Nothing: all visits, keys and the new password ended."),
    own=True,
)
SIGNED_OUT = access_kind(
    "signed_out",
    _("Signed out on another device. Reason: you did so"),
    _("That you ended what was open on another device."),
    own=True,
)
ROLE_GIVEN = access_kind(
    "role_given",
    _("A role given. Reason: managing people"),
    _("That you have a role from a certain day, and who gave it."),
)
ROLE_CHANGED = access_kind(
    "role_changed",
    _("A role changed. Reason: managing people"),
    _("That one of your roles changes from a certain day."),
)
ROLE_ENDED = access_kind(
    "role_ended",
    _("A role ended. Reason: managing people"),
    _("That a role of yours has a last day, and who set it."),
)
ROLE_BY_HAND = access_kind(
    "role_by_hand",
    _("A role given or changed at the server. Reason: its operator"),
    _("That the operator of the server gave or changed a role of yours."),
    own=True,
)
ROLE_ASKED = access_kind(
    "role_asked",
    _("A role of your own proposed. Reason: you are the only admin"),
    _("That you asked a supervisor to confirm a role of your own."),
    own=True,
)
HERE_GIVEN = access_kind(
    "here_given",
    _("Who is responsible for your unit. Reason: a role given"),
    _("Who supervises or cares for your unit from a certain day."),
    of_unit=True,
)
HERE_ENDED = access_kind(
    "here_ended",
    _("Who was responsible for your unit. Reason: a role ended"),
    _("Who supervises or cares for your unit until a certain day."),
    of_unit=True,
)
ACTING_GIVEN = access_kind(
    "acting_given",
    _("A role given to stand in. Reason: somebody is away"),
    _("That you stand in for somebody from a certain day, in which role, and who gave it."),
)
ACTING_FOR = access_kind(
    "acting_for",
    _("Somebody stands in for you. Reason: you are away"),
    _("That somebody has your role from a certain day until you are back."),
)
AWAY_SET = access_kind(
    "away_set",
    _("A long absence entered. Reason: managing people"),
    _("That you are away from a certain day. Why is for you and your admins alone."),
)
AWAY_CHANGED = access_kind(
    "away_changed",
    _("A long absence changed. Reason: managing people"),
    _("That the days or the kind of your absence changed."),
)
AWAY_OVER = access_kind(
    "away_over",
    _("A long absence ended early. Reason: managing people"),
    _("That you are back from a certain day, and who entered it."),
)
HERE_ACTING = access_kind(
    "here_acting",
    _("Who stands in for your unit. Reason: somebody is away"),
    _("Who supervises or cares for your unit while another person is away."),
    of_unit=True,
)
HERE_AWAY = access_kind(
    "here_away",
    _("Who is away from your unit. Reason: a long absence"),
    _("Who is away of those who supervise or care for your unit. Never why."),
    of_unit=True,
)
HERE_BACK = access_kind(
    "here_back",
    _("Who is back in your unit. Reason: a long absence ended"),
    _("Who supervises or cares for your unit again."),
    of_unit=True,
)
HERE_LEADS = access_kind(
    "here_leads",
    _("Who answers for your unit. Reason: the one before leaves"),
    _("Who leads your unit from a certain day, after somebody whose role ends."),
    of_unit=True,
)
MODULE_ON = access_kind(
    "module_on",
    _("A module switched on. Reason: an admin chose what is used here"),
    _("Which part of the product your organisation uses again. Nothing about people."),
)
MODULE_OFF = access_kind(
    "module_off",
    _("A module switched off. Reason: an admin chose what is used here"),
    _("Which part of the product your organisation does not use. Nothing about people."),
)
NAMING = access_kind(
    "naming",
    _("How people are named changed. Reason: an admin chose it"),
    _("Where ranks stand before names, and how you are greeted. Nothing about people."),
)
CALENDAR = access_kind(
    "calendar",
    _("The calendar changed. Reason: an admin edited it"),
    _("The days of rest of your organisation. Nothing about people."),
)
JOBS = access_kind(
    "jobs",
    _("The list of jobs or of kinds of employment changed. Reason: an admin edited it"),
    _("What jobs and kinds of employment are called here. Nothing about people."),
)
EMPLOYMENT = access_kind(
    "employment",
    _("The kind of employment or its last day changed. Reason: managing people"),
    _("Your kind of employment and until when it runs, as the admin wrote it."),
)
WORK_DATA = access_kind(
    "work_data",
    _("Employee number, work email or work phone changed. Reason: managing people"),
    _("How your organisation's lists name you, and where colleagues reach you."),
)
KEY_MADE = access_kind(
    "key_made",
    _("A key of the organisation made or taken over. Reason: an admin chose it"),
    _("That a program of your organisation may do what the key is for, and for which admin."),
)
KEY_REVOKED = access_kind(
    "key_revoked",
    _("A key of the organisation revoked. Reason: an admin chose it"),
    _("That a program of your organisation can do nothing any more. Nothing about people."),
)
BY_PROGRAM = access_kind(
    "by_program",
    _("Entered by a program of your organisation. Reason: managing people"),
    _("What the program sent: your name, unit and role, days off, or a certificate. No answers."),
)
CLOSED = access_kind(
    "closed",
    _("The membership closed. Reason: you or an admin did so"),
    _("That you no longer belong to this organisation."),
    own=True,
)
REOPENED = access_kind(
    "reopened",
    _("The membership opened again. Reason: an admin did so"),
    _("That you can be given roles here again."),
)
