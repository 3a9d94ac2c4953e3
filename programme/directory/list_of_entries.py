"""Entries of the directory that an admin brings in as a list: written as by hand, row by row.

An entry is known by its name in Thai or English. It does what `actions.save_entry` does and refuses
what that refuses: no province for a shelter, no phone or mail of one person, fifty at most.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.languages.local_text import LocalText
from people.lists.kinds import (
    Bringing,
    Effect,
    KeptEffect,
    ListRow,
    ListSubject,
    RowFate,
    RowVerdict,
    list_subject,
)
from people.lists.row_cells import (
    RowCells,
    choice_words,
    marked,
    named_by,
    plain_words,
    print_of_rows,
)
from people.mandates import not_yours
from people.models import Organisation, Person, SpokenLanguage
from people.writing.personal import personal_signs
from programme.models import DirectoryEntry, EntryHours, OwnService, WantedHelp
from programme.models.directory import MOST_ROOM
from programme.regions.reading import provinces, regions

from .actions import AT_MOST
from .columns import COLUMNS
from .plans import EntryKnown, EntryPlan, read_known, refuse_entry_plan

MODEL = "programme.DirectoryEntry"
PARTED = re.compile(r"[;,\n/]+|\s·\s")
A_PROVINCE = re.compile(r"^(?:จังหวัด|จ\.)\s*")
GUARDED = re.compile(r"^'(?=\s*[=+\-@＝＋－＠])")
FREE = ("hours_note", "desk", "looking_for")
PLAIN = ("phone", "email", "line_id", *FREE)
FIELDS = tuple(EntryPlan.__dataclass_fields__)
HOUR_WORDS = {
    EntryHours.ALWAYS: ("24 hours", "24/7", "24 ชั่วโมง", "ตลอด 24 ชั่วโมง"),
    EntryHours.DAYS: ("every day", "daily", "ทุกวัน"),
    EntryHours.OFFICE: ("weekdays", "office hours", "วันทำการ", "เวลาราชการ", "ในเวลาราชการ"),
    EntryHours.ARRANGED: ("by appointment", "on request", "นัดหมาย", "ตามนัด"),
}


@dataclass(frozen=True)
class EntryOfRow:
    """What a row would write: a new entry, or another plan for one that is there."""

    plan: EntryPlan
    entry: DirectoryEntry | None


def may_bring(viewer: Person, now: datetime) -> bool:
    """Say whether a person is admin of the whole organisation today."""
    return viewer.administers_all


def refuse_others_list(viewer: Person, now: datetime) -> None:
    """Refuse a person who does not bring in this list today."""
    if not may_bring(viewer, now):
        raise not_yours()


@lru_cache(maxsize=1)
def place_words() -> tuple[dict[str, str], dict[str, str]]:
    """Index provinces and regions by their names, codes and keys."""
    towns = {
        plain_words(word): code
        for code, one in provinces().items()
        for word in (code, one.pcode, *one.name.values())
    }
    lands = {
        plain_words(word): key
        for key, one in regions().items()
        for word in (key, *one.name.values(), *one.short.values())
    }
    return towns, lands


def judge(bringing: Bringing) -> list[RowVerdict]:
    """Say what each row would write; three statements for any number of rows."""
    refuse_others_list(bringing.by, bringing.now)
    there = list(DirectoryEntry.objects.visible_to(bringing.by))
    known = read_known(bringing.by.organisation_id, [sent_ways(row) for row in bringing.rows])
    judged = JudgedRows(bringing, known, named_by(there), len(there))
    return [judged.verdict(row) for row in bringing.rows]


def sent_ways(row: ListRow) -> EntryPlan:
    """Give the phone and mail of a row, which are compared with those of people."""
    return EntryPlan({}, (), phone=row.cell("phone").strip(), email=row.cell("email").strip())


class JudgedRows:
    """The rows of one list, judged one after the other against what is there."""

    def __init__(
        self,
        bringing: Bringing,
        known: EntryKnown,
        there: Mapping[str, DirectoryEntry | None],
        n: int,
    ) -> None:
        self.bringing, self.known, self.there, self.n = bringing, known, there, n
        self.services = {
            plain_words(word): code
            for code, one in known.services.items()
            for word in (code, *one.name.values())
            if one.is_offered
        }
        self.seen: dict[str, int] = {}

    def verdict(self, row: ListRow) -> RowVerdict:
        """Say what one row would write, or why it cannot."""
        cells = RowCells(row)
        self.refuse_others(cells)
        name = LocalText({one: cells.text(f"name_{one}") for one in ("th", "en")})
        entry = self.entry_named(cells, name)
        told = self.told(cells)
        before = EntryPlan.of(entry) if entry else EntryPlan(name, ())
        plan = before.with_cells(told | {"name": LocalText({**before.name, **name})})
        self.refuse(cells, plan, entry)
        fate = RowFate.CHANGES if entry else RowFate.NEW
        if entry and plan == before:
            fate = RowFate.SAME
        if cells.problems:
            fate = RowFate.CANNOT
        elif fate is RowFate.NEW:
            self.n += 1
        state = vars(before) if entry else None
        return RowVerdict(
            row=row,
            fate=fate,
            title=str(name) or str(row.number),
            notes=tuple(changed(before, plan)) if fate is RowFate.CHANGES else (),
            problems=tuple(cells.problems),
            plan=EntryOfRow(plan, entry),
            mark=marked(fate, vars(plan), entry and entry.pk, state),
        )

    def refuse_others(self, cells: RowCells) -> None:
        """Refuse a row that names another organisation: only its own people write its entry."""
        said = plain_words(cells.text("organisation"))
        own = {plain_words(one) for one in self.bringing.by.organisation.name.values()}
        if cells.text("organisation") and said not in own:
            cells.refuse("organisation", _("This is an entry of another organisation."))

    def entry_named(self, cells: RowCells, name: LocalText) -> DirectoryEntry | None:
        """Find the entry that a row names; a name of two rows or of two entries is refused."""
        column = next((f"name_{one}" for one in name), "name_th")
        if not name:
            cells.refuse(column, _("Please say what the entry is called."))
        found: list[DirectoryEntry] = []
        for key in {plain_words(one) for one in name.values()}:
            first = self.seen.setdefault(key, cells.row.number)
            if first != cells.row.number:
                cells.refuse(column, _("This stands in row {n} already."), n=first)
            one = self.there.get(key)
            if one and one not in found:
                found.append(one)
            elif key in self.there and one is None:
                cells.refuse(column, _("Two entries have this name."))
        if len(found) > 1:
            cells.refuse(column, _("Two entries have these names."))
        return found[0] if found else None

    def told(self, cells: RowCells) -> dict[str, Any]:
        """Read the cells that say something; an empty one changes nothing."""
        towns, lands = place_words()
        found: dict[str, Any] = {
            "services": read_several(cells, "services", self.services, list(self.known.services)),
            "provinces": read_several(cells, "provinces", towns, list(provinces()), A_PROVINCE),
            "regions": read_several(cells, "regions", lands, list(regions())),
            "languages": read_several(
                cells, "languages", choice_words(SpokenLanguage), SpokenLanguage.values
            ),
            "wanted": read_several(cells, "wanted", choice_words(WantedHelp), WantedHelp.values),
            "hours": cells.choice(
                "hours",
                choice_words(EntryHours, HOUR_WORDS),
                _("“{word}” is none of: day and night, every day, weekdays, by arrangement."),
            ),
            "room": cells.whole("room", 1, MOST_ROOM),
            "full_until": cells.day("full_until"),
        }
        # A file that left here keeps such texts from being computed by a mark before them.
        found |= {key: GUARDED.sub("", cells.text(key)) for key in PLAIN}
        found["email"] = found["email"].lower()
        told = {key: value for key, value in found.items() if value}
        if "room" in told:
            told.setdefault("full_until", None)
        elif "full_until" in told:
            told["room"] = None
        return told

    def refuse(self, cells: RowCells, plan: EntryPlan, entry: DirectoryEntry | None) -> None:
        """Refuse what cannot be written, each reason at its column."""
        for key in FREE:
            if personal_signs(cells.text(key)):
                cells.refuse(key, _("This looks personal. Please write it by hand."))
        if entry is None and self.n >= AT_MOST:
            cells.refuse("", _("There are too many entries already."))
        try:
            refuse_entry_plan(plan, self.known, held=entry.services if entry else ())
            checked = DirectoryEntry(organisation_id=self.bringing.by.organisation_id)
            plan.write_into(checked, self.known)
            checked.clean_fields(exclude={"organisation", "confirmed_at", "confirmed_by"})
        except ValidationError as refused:
            known = {problem.column for problem in cells.problems}
            for name, errors in refused.error_dict.items():
                column = "name_th" if name == "name" else name
                if column not in known:
                    cells.refuse(column, errors[0].messages[0])


def read_several(
    cells: RowCells,
    key: str,
    words: Mapping[str, str],
    order: list[str],
    lead: re.Pattern[str] | None = None,
) -> list[str]:
    """Read several words of a table in one cell, in the order of the table."""
    whole = cells.row.cell(key)
    found = set()
    for part in PARTED.split(whole) if plain_words(whole) not in words else [whole]:
        typed = " ".join((lead.sub("", part.strip()) if lead else part).split())
        if not typed:
            continue
        if (code := words.get(plain_words(typed))) is None:
            cells.refuse(key, _("“{word}” is not in the list."), word=typed[:60])
        else:
            found.add(code)
    return [one for one in order if one in found]


def changed(before: EntryPlan, plan: EntryPlan) -> Iterable[Any]:
    """Name the columns that a row changes."""
    names = {one.key: one.name for one in COLUMNS}
    for field in FIELDS:
        if getattr(before, field) != getattr(plan, field):
            yield names.get(field, _("Name"))


def fingerprint(bringing: Bringing) -> str:
    """Say how the entries and services of the organisation stand; two statements."""
    entries = DirectoryEntry.objects.visible_to(bringing.by).order_by("pk")
    own = OwnService.objects.visible_to(bringing.by).order_by("pk")
    return print_of_rows(list(entries.values_list()), list(own.values_list()))


def lock(bringing: Bringing) -> None:
    """Hold the organisation, as writing by hand does, until all is written."""
    Organisation.objects.select_for_update().get(pk=bringing.by.organisation_id)


def write(bringing: Bringing, verdicts: list[RowVerdict]) -> list[Effect]:
    """Write what was judged, confirmed today; two statements for each kind and three to read."""
    by, now = bringing.by, bringing.now
    refuse_others_list(by, now)
    known = read_known(by.organisation_id, [one.plan.plan for one in verdicts])
    new: list[tuple[int, DirectoryEntry]] = []
    kept: list[tuple[int, DirectoryEntry]] = []
    before: dict[int, dict[str, Any] | None] = {}
    for one in verdicts:
        entry = one.plan.entry or DirectoryEntry(organisation_id=by.organisation_id)
        before[one.row.number] = as_kept(entry) if entry.pk else None
        one.plan.plan.write_into(entry, known)
        entry.confirmed_at, entry.confirmed_by = now, by
        (kept if entry.pk else new).append((one.row.number, entry))
    DirectoryEntry.objects.bulk_create([one for _row, one in new])
    columns = [*FIELDS, "by_region", "confirmed_at", "confirmed_by"]
    DirectoryEntry.objects.bulk_update([one for _row, one in kept], columns)
    written = sorted(new + kept, key=lambda pair: pair[0])
    return [Effect(row, MODEL, one.pk, before[row], as_kept(one)) for row, one in written]


def as_kept(entry: DirectoryEntry) -> dict[str, Any]:
    """Write what an entry says, so that it can be compared and taken back."""
    found: dict[str, Any] = {one: getattr(entry, one) for one in FIELDS}
    found["full_until"] = str(entry.full_until or "")
    found["name"] = dict(entry.name)
    return found | {
        "confirmed_at": entry.confirmed_at.astimezone(UTC).isoformat(),
        "by": entry.confirmed_by_id,
    }


@transaction.atomic
def take_back(viewer: Person, now: datetime, effects: list[Effect]) -> list[KeptEffect]:
    """Take back what was written and not changed, confirmed or retired since."""
    refuse_others_list(viewer, now)
    rows = DirectoryEntry.objects.visible_to(viewer).filter(pk__in=[one.pk for one in effects])
    found = {one.pk: one for one in rows.select_for_update(of=("self",))}
    known = read_known(viewer.organisation_id, ())
    kept = []
    for effect in effects:
        if (entry := found.get(effect.pk)) is None:
            continue
        title = str(entry)
        if entry.retired_at or as_kept(entry) != dict(effect.after):
            kept.append(KeptEffect(effect.row, title, _("It was changed since.")))
        elif effect.before is None:
            entry.delete()
        elif not put_back(entry, dict(effect.before), known):
            kept.append(KeptEffect(effect.row, title, _("Its name is another entry’s now.")))
    return kept


def put_back(entry: DirectoryEntry, before: dict[str, Any], known: EntryKnown) -> bool:
    """Write what an entry said before; not where another one has its name meanwhile."""
    entry.confirmed_at = datetime.fromisoformat(before.pop("confirmed_at"))
    entry.confirmed_by_id = before.pop("by")
    day = before.pop("full_until")
    plan = EntryPlan(**before, full_until=date.fromisoformat(day) if day else None)
    plan.write_into(entry, known)
    try:
        entry.validate_constraints()
    except ValidationError:
        return False
    entry.save()
    return True


ENTRIES = list_subject(
    ListSubject(
        code="directory",
        name=_("Directory"),
        hint=_("What your organisation offers, where, and how it is reached."),
        columns=COLUMNS,
        page="directory",
        then="directory_own",
        may=may_bring,
        judge=judge,
        write=write,
        take_back=take_back,
        lock=lock,
        fingerprint=fingerprint,
        manual=(
            _("An entry is known by its name. An empty cell changes nothing."),
            _("Several services, places or languages stand in one cell, with a semicolon between."),
            _("A shelter has no province here: its rows name police regions, or no place."),
            _("Only entries of your own organisation. No phone and no mail of one person."),
        ),
    )
)
