"""A person's whole record as files for themselves. Each app adds the parts that it keeps."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from allauth.mfa.models import Authenticator
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from people.access_kinds import unit_kinds
from people.accounts.places import workplaces_of
from people.models import AccessEvent, AddressChange, HandOverLine, Person, RoleProposal
from people.tenancy.context import everywhere
from people.weeks import BANGKOK
from people.writing import sheets

Rows = Iterable[Sequence[object]]
Reader = Callable[[Person], Rows]


@dataclass(frozen=True)
class RecordPart:
    """One kind of thing that is kept about a person: a table with a name for each column."""

    name: str
    columns: tuple[str, ...]
    rows: Reader


PARTS: dict[str, RecordPart] = {}


def part(name: str, *columns: str) -> Callable[[Reader], Reader]:
    """Add a part to each person's record: the function gives one person's rows of it.

    Apps above `people` call this when they load, because `people` does not know them.
    """

    def add(rows: Reader) -> Reader:
        PARTS[name] = RecordPart(name, columns, rows)
        return rows

    return add


@dataclass(frozen=True)
class RetentionPeriod:
    """How long something is kept about a person, in words that page and policy share."""

    title: str | Promise
    meaning: str | Promise


# What apps above `people` say about how long they keep data: each adds its own when it loads.
KEPT: list[Callable[[Person, datetime], RetentionPeriod]] = []


def absences_kept(_person: Person, _now: datetime) -> RetentionPeriod:
    """Say for how long it is kept that a person was away."""
    return RetentionPeriod(
        _("Long absences: 1 year"),
        _("Your leave of weeks or months and why, for a year after its last day."),
    )


KEPT.append(absences_kept)


def lists_kept(_person: Person, _now: datetime) -> RetentionPeriod:
    """Say for how long it is kept what a list says about a person."""
    return RetentionPeriod(
        _("Lists: 1 day"),
        _("What a list that was brought in says about you, until a day after it was saved."),
    )


KEPT.append(lists_kept)


@everywhere()
def read_elsewhere(person: Person) -> dict[str, dict[str, list[Sequence[object]]]]:
    """Read the parts at each other place of the person's account, by the organisation's name.

    What is kept about a person is theirs, wherever they work: it leaves with them in one file.
    """
    others = [one for one in workplaces_of(person.account) if one.pk != person.pk]
    return {str(one.organisation): read_parts(one) for one in others}


def read_parts(person: Person) -> dict[str, list[Sequence[object]]]:
    """Read the rows of each part."""
    return {one.name: list(one.rows(person)) for one in PARTS.values()}


def named_rows(parts: dict[str, list[Sequence[object]]]) -> dict[str, list[dict[str, object]]]:
    """Write each row with the names of its columns."""
    return {
        name: [dict(zip(PARTS[name].columns, row, strict=True)) for row in rows]
        for name, rows in parts.items()
    }


def as_json(person: Person, now: datetime) -> bytes:
    """Write everything as one JSON object: a list of rows for each part, decimals as text.

    The parts at other places of the account follow, by organisation.
    """
    whole = {"written_at": now.astimezone(BANGKOK), "parts": named_rows(read_parts(person))}
    if elsewhere := read_elsewhere(person):
        whole["elsewhere"] = {name: named_rows(parts) for name, parts in elsewhere.items()}
    return json.dumps(whole, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()


def as_zip(person: Person, now: datetime) -> bytes:
    """Write everything as a ZIP of one CSV for each part; a folder for each other place."""
    packed, at = BytesIO(), now.astimezone(BANGKOK).timetuple()[:6]
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for place, parts in {"": read_parts(person), **read_elsewhere(person)}.items():
            folder = f"{place.replace('/', ' ')}/" if place else ""
            for name, rows in parts.items():
                entry = ZipInfo(f"{folder}{name}.csv", at)
                entry.compress_type = ZIP_DEFLATED
                archive.writestr(entry, sheets.written(PARTS[name].columns, rows))
    return packed.getvalue()


ACCOUNT = (
    "sign_in_name",
    "email",
    "work_email",
    "rank",
    "name_en",
    "name_th",
    "language",
    "languages",
    "employment",
    "employed_until",
    "phone",
    "employee_number",
    "work_phone",
)


@part("account", *ACCOUNT, "open_to_talk")
def account(person: Person) -> Rows:
    """The account itself; the password is kept as a hash only and says nothing."""
    yield (
        person.username,
        person.email,
        person.work_email,
        person.rank,
        person.full_name_en,
        person.full_name_th,
        person.language,
        " ".join(person.languages),
        str(person.employment or ""),
        person.employed_until,
        person.account.phone,
        person.employee_number,
        person.work_phone,
        person.open_to_talk,
    )


MEMBERSHIP = ("unit", "role", "job", "contracted_hours", "from", "until", "stands_in_for")


@part("memberships", *MEMBERSHIP)
def memberships(person: Person) -> Rows:
    """Where the person belonged, in which role, and for which person they stood in."""
    held = person.memberships.select_related("unit", "job", "acting_for")
    for m in held.order_by("starts", "pk"):
        instead_of = m.acting_for.name if m.acting_for else ""
        yield str(m.unit), m.role, str(m.job), m.hours, m.starts, m.ends, instead_of


@part("absences", "kind", "from", "until", "entered_by", "entered_at")
def absences(person: Person) -> Rows:
    """When the person was away for long, why, and who entered it."""
    for one in person.absences.select_related("entered_by").order_by("starts"):
        by = one.entered_by.name if one.entered_by else ""
        yield one.kind, one.starts, one.ends, by, one.entered_at


PROPOSED = ("kind", "role", "unit", "day", "proposed_at", "decided_at", "confirmed")


@part("role_proposals", *PROPOSED)
def role_proposals(person: Person) -> Rows:
    """What the person, as the only admin, proposed for themselves."""
    for one in RoleProposal.objects.filter(person=person).select_related("unit").order_by("pk"):
        yield one.kind, one.role, str(one.unit), one.day, one.made_at, one.decided_at, one.confirmed


@part("handed_over", "kind", "role", "unit", "until", "comes_to_you")
def handed_over(person: Person) -> Rows:
    """What was settled about the end of the person's roles, and what of others' comes to them."""
    mine = Q(taker=person) | Q(hand_over__membership__person=person)
    lines = HandOverLine.objects.filter(mine).select_related("hand_over__membership__unit")
    for line in lines.order_by("pk"):
        member = line.hand_over.membership
        comes = line.taker_id == person.pk
        yield line.kind, member.role, str(member.unit), member.ends, comes


@part("address_change", "email", "until")
def address_change(person: Person) -> Rows:
    """A new address that waits for its link to be opened."""
    yield from AddressChange.objects.filter(person=person).values_list("email", "expires")


HELPED = ("asked_at", "asked_by", "decided_at", "decided_by", "agreed", "used_at", "objected_at")


@part("sign_in_help", *HELPED)
def sign_in_help(person: Person) -> Rows:
    """When others helped the person sign in again, or wanted to, and who they were."""
    found = person.lost_sign_ins.select_related("asked_by", "decided_by").order_by("pk")
    for one in found:
        asked, decided = (who.name if who else "" for who in (one.asked_by, one.decided_by))
        yield (
            *(one.asked_at, asked, one.decided_at, decided),
            *(one.agreed, one.used_at, one.objected_at),
        )


@part("visits", "device", "since", "last_seen")
def visits(person: Person) -> Rows:
    """Where the person is or was just now signed in."""
    yield from person.visits.order_by("since").values_list("device", "since", "seen")


@part("ways_in", "kind", "name", "made", "last_used")
def ways_in(person: Person) -> Rows:
    """Passkeys, an app and recovery codes: that they exist, never a secret of them."""
    for one in Authenticator.objects.filter(user=person.account_id).order_by("pk"):
        yield one.type, one.data.get("name", ""), one.created_at, one.last_used_at


@part("looks", "at", "viewer", "viewer_role", "what", "whose", "role", "day", "program")
def looks(person: Person) -> Rows:
    """Who opened the record, newest first."""
    with everywhere():  # a second organisation's supervisor may have looked
        events = list(AccessEvent.objects.about(person))
    told = unit_kinds()
    for event in events:
        whose = event.person.name if event.person and event.what in told else ""
        yield (
            event.at,
            event.viewer.name,
            event.viewer_role,
            event.what,
            whose,
            event.role,
            event.day,
            event.program,
        )
