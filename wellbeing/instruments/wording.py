"""Read a wording pack: an author's words for a scale, as an organisation brings them.

The format is described in docs/scales.md. All errors are reported at once, each with its entry and,
if it can be found, its line.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.languages.known import OWN_NAMES, languages_in_words, offered_languages
from people.languages.plain import NOT_PLAIN, holds_markup
from people.rules.typed_days import parse_day

from . import Key, instrument_keys, instrument_named

BYTES_AT_MOST = 200_000
PROBLEMS_SHOWN = 20
ITEM_AT_MOST, LABEL_AT_MOST, NAME_AT_MOST = 500, 300, 100
# A pack without the reader's language is read in the first of these that it has.
LANGUAGES = tuple(dict.fromkeys(("th", *OWN_NAMES)))
NEEDED = ("instrument", "version", "licence", "holder", "items", "labels")
KNOWN = {*NEEDED, "expires", "adapted", "norm"}
LINE = re.compile(r"\(at line (\d+)")


class Basis(models.TextChoices):
    """The right by which an organisation may use an author's words."""

    PUBLIC = "public-domain", gettext_lazy("public domain")
    CC = "cc-by-nc-sa", gettext_lazy("CC BY-NC-SA: not sold, under the same licence")
    PERMISSION = "permission-on-file", gettext_lazy("a permission that we keep on file")
    PURCHASED = "purchased", gettext_lazy("bought")

    @property
    def ends(self) -> bool:
        """Say whether the right is given for a time only."""
        return self in {Basis.PERMISSION, Basis.PURCHASED}


@dataclass(frozen=True)
class Wording:
    """A pack that was read and found complete."""

    instrument: str
    version: str
    basis: Basis
    holder: str
    expires: date | None
    adapted: bool
    norm: str
    # By language: the items by their code, and the answers from the lowest to the highest.
    items: Mapping[str, Mapping[str, str]]
    labels: Mapping[str, list[str]]


def read(data: bytes, *, day: date) -> Wording:
    """Read a file of TOML or JSON that an admin gave on a day.

    Refused, as a ValidationError with a sentence for each entry: more than 200 kB, another count of
    items or answers than the key's, HTML, no right or holder, a licence that has ended, an unknown
    key, and entries that the format does not have.
    """
    if len(data) > BYTES_AT_MOST:
        sentence = _("A file has up to %(kb)d kB.")
        raise ValidationError(sentence, code="large", params={"kb": BYTES_AT_MOST // 1000})
    text = decoded(data)
    table = parsed(text)
    if wrong := [f"{entry}{at_line(text, said)}: {why}" for entry, said, why in judged(table, day)]:
        raise ValidationError(wrong[:PROBLEMS_SHOWN])
    return Wording(
        instrument=table["instrument"],
        version=tidy(table["version"]),
        basis=Basis(table["licence"]),
        holder=tidy(table["holder"]),
        expires=day_of(table.get("expires")),
        adapted=table.get("adapted", False),
        norm=table.get("norm", ""),
        items={lang: in_order(table, lang) for lang in LANGUAGES if lang in table["items"]},
        labels={lang: [tidy(one) for one in found] for lang, found in table["labels"].items()},
    )


def in_order(table: dict[str, Any], language: str) -> dict[str, str]:
    """Write a language's items in the key's order."""
    found = table["items"][language]
    return {item: tidy(found[item]) for item in instrument_keys()[table["instrument"]].items}


def tidy(text: str) -> str:
    """Write a text on one line."""
    return " ".join(text.split())


def decoded(data: bytes) -> str:
    """Decode the text; a file that is not UTF-8 is refused."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        line = data[: broken.start].count(b"\n") + 1
        raise ValidationError(
            _("Line %(line)d: this is not UTF-8 text. Please save it as UTF-8.") % {"line": line}
        ) from None


def parsed(text: str) -> dict[str, Any]:
    """Parse TOML, or JSON if it begins with a brace; other text is refused with its line."""
    try:
        if text.lstrip().startswith("{"):
            found: dict[str, Any] = json.loads(text, object_pairs_hook=once)
            return found
        return tomllib.loads(text)
    except json.JSONDecodeError as broken:
        raise ValidationError(unread("JSON", broken.lineno)) from None
    except tomllib.TOMLDecodeError as broken:
        place = LINE.search(str(broken))
        line = int(place[1]) if place else text.count("\n") + 1
        raise ValidationError(unread("TOML", line)) from None
    except RecursionError:
        raise ValidationError(_("This file is nested too deeply to be read.")) from None
    except ValueError:  # a number with thousands of digits, a day that does not exist
        raise ValidationError(_("A number or a day in this file cannot be read.")) from None


def unread(form: str, line: int) -> str:
    """Say where reading ended."""
    return _("Line %(line)d cannot be read as %(form)s.") % {"line": line, "form": form}


def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse an entry that occurs twice: JSON would silently keep the second."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValidationError(_("“%(name)s” appears twice.") % {"name": twice[:40]})
    return found


def at_line(text: str, said: object) -> str:
    """Name the line of an entry's text, if it can be found."""
    if not isinstance(said, str) or not said or text.count(said) != 1:
        return ""
    return _(", line %(line)d") % {"line": text.count("\n", 0, text.index(said)) + 1}


Problem = tuple[str, object, str]


def judged(table: dict[str, Any], day: date) -> Iterator[Problem]:
    """Report each wrong entry: its name, its text, and the reason."""
    for name in sorted(table.keys() - KNOWN):
        yield name[:40], name, _("there is no such entry in a wording pack.")
    for name in NEEDED:
        if name not in table and name != "licence":
            yield name, None, _("this entry is missing.")
    yield from rights(table, day)
    for name in ("version", "holder"):
        if name in table:
            yield from plain(name, table[name], NAME_AT_MOST)
    if "instrument" in table:
        yield from of_key(table)


def of_key(table: dict[str, Any]) -> Iterator[Problem]:
    """Check the words against their key."""
    name = table["instrument"]
    if key := instrument_named(name) if isinstance(name, str) else None:
        yield from wordings(key, table)
        return
    known = ", ".join(instrument_keys())
    sentence = _("there is no key of this name. Known: %(known)s.") % {"known": known}
    yield "instrument", name, sentence


def rights(table: dict[str, Any], day: date) -> Iterator[Problem]:
    """Check the right, its end, and whether the words were adapted."""
    basis = table.get("licence", "")
    if basis not in Basis.values:
        choices = ", ".join(Basis.values)
        yield (
            "licence",
            basis,
            _("please say on what ground you may use it: %(choices)s.") % {"choices": choices},
        )
    if not isinstance(table.get("adapted", False), bool):
        yield "adapted", table["adapted"], _("true or false, please.")
    expires = table.get("expires")
    try:
        last = day_of(expires)
    except ValueError:
        yield "expires", expires, _("please write a day like 2027-12-31.")
        return
    if last and last < day:
        yield "expires", str(expires), _("this licence has ended.")
    if not last and basis in Basis.values and Basis(basis).ends:
        yield "expires", None, _("please say until when you may use it.")


def day_of(value: object) -> date | None:
    """Read a day in either era; a text that is no day is a ValueError."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime) or not isinstance(value, date | str):
        raise ValueError(f"{value!r} is not a day")
    return parse_day(str(value))


def wordings(key: Key, table: dict[str, Any]) -> Iterator[Problem]:
    """Check the items and the answers of each language against a key."""
    norm = table.get("norm", "")
    if not isinstance(norm, str) or (norm and norm not in key.norms):
        yield "norm", norm, _("this key has no bands of this name.")
    if not {"items", "labels"} <= table.keys():
        return
    items, labels = table["items"], table["labels"]
    if not isinstance(items, dict) or not set(items) & set(dict(offered_languages())):
        sentence = _("please write a table for one of these languages at least: %(languages)s.")
        yield "items", None, sentence % {"languages": languages_in_words()}
        return
    if unknown := sorted(set(items) - set(LANGUAGES)):
        sentence = _("Kamlangjai does not know this language. Offered here: %(languages)s.")
        about = {"languages": languages_in_words()}
        yield from ((f"items.{one[:40]}", None, sentence % about) for one in unknown)
        return
    if not isinstance(labels, dict) or set(labels) != set(items):
        yield "labels", None, _("please write them in the same languages as the items.")
        return
    for language in items:
        yield from items_of(key, f"items.{language}", items[language])
        yield from labels_of(key, f"labels.{language}", labels[language])


def items_of(key: Key, entry: str, found: object) -> Iterator[Problem]:
    """Check one language's items: each of the key's codes once, and no other."""
    if not isinstance(found, dict):
        yield entry, None, _('please write each item with its code, like 1 = "…".')
        return
    if missing := [item for item in key.items if item not in found]:
        yield (
            entry,
            None,
            _("%(found)d of %(all)d items. Missing: %(missing)s.")
            % {
                "found": len(key.items) - len(missing),
                "all": len(key.items),
                "missing": ", ".join(missing),
            },
        )
    for item, text in found.items():
        if item not in key.items:
            yield f"{entry}.{item[:40]}", text, _("%(key)s has no such item.") % {"key": key.key}
        else:
            yield from plain(f"{entry}.{item}", text, ITEM_AT_MOST)


def labels_of(key: Key, entry: str, found: object) -> Iterator[Problem]:
    """Check one language's answers: one for each value of the scale."""
    if not isinstance(found, list) or len(found) != len(key.values):
        yield (
            entry,
            None,
            _("%(all)d answers, please, in this order: %(ends)s.")
            % {
                "all": len(key.values),
                "ends": key.ends,
            },
        )
        return
    for n, text in enumerate(found, start=1):
        yield from plain(f"{entry}.{n}", text, LABEL_AT_MOST)


def plain(entry: str, text: object, at_most: int) -> Iterator[Problem]:
    """Check a text: some letters, not too many, no HTML and no control characters."""
    if not isinstance(text, str) or not text.strip():
        yield entry, None, _("please write some words here.")
    elif holds_markup(text):
        yield entry, text, str(NOT_PLAIN)
    elif len(text) > at_most:
        yield entry, text, _("up to %(n)d letters, please.") % {"n": at_most}
