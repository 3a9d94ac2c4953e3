"""How people's names are kept for order and search: keys made of the names."""

from collections.abc import Callable
from functools import reduce
from operator import and_
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people.languages.plain import refuse_markup
from people.rules.person_names import name_key, search_form, search_parts, without_title

# What keys of names are made of, in the order in which their makers take it, and the keys.
NAMES = ("full_name_en", "full_name_th", "nickname_en", "nickname_th")
NAME_KEYS = ("name_key_en", "name_key_th", "name_search")
# The longest key of the longest name.
KEY_AT_MOST = 700


TITLE_ALONE = _("This is a title or rank without a name. Please add the name.")


def refuse_title_alone(name: str) -> None:
    """Refuse a name of which nothing is left without its titles and ranks."""
    if not without_title(name):
        raise ValidationError(TITLE_ALONE, code="title")


def name_field(label: Any, letters: int, *validators: Callable[[str], None]) -> models.CharField:
    """Make a column for one of a person's names; it may stay empty."""
    rules = [refuse_markup, *validators]
    return models.CharField(label, max_length=letters, blank=True, validators=rules)


def english_key(english: str, thai: str, *_nicknames: str) -> str:
    """Make the key by which a reader of English finds a person in a list."""
    return name_key(english or thai, "en")


def thai_key(english: str, thai: str, *_nicknames: str) -> str:
    """Make the key by which a reader of Thai finds a person in a list."""
    return name_key(thai or english, "th")


def search_key(*names: str) -> str:
    """Make the text in which parts of a person's names are looked for."""
    return " ".join(map(search_form, names))


class NameKeyField(models.CharField):
    """A key of a person's names, made anew by its function whenever the person is written."""

    def __init__(self, make: Callable[..., str], **options: Any) -> None:
        self.make = make
        super().__init__(**{"max_length": KEY_AT_MOST, "editable": False} | options)

    def clone(self) -> Any:
        """Copy the field with its function, which stands in no migration."""
        _name, _path, args, options = self.deconstruct()
        return type(self)(self.make, *args, **options)

    def deconstruct(self) -> Any:
        """Stand in migrations as the plain column that it is."""
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.CharField", args, options

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Make the key of the names as they are now."""
        key = self.make(*(getattr(model_instance, one) for one in NAMES))[:KEY_AT_MOST]
        setattr(model_instance, self.attname, key)
        return key


def name_order(person: str = "") -> tuple[str]:
    """Name the field that orders people by the name that the reader sees.

    `person` leads from the ordered rows to the person: `person__` from a certificate.
    """
    return (f"{person}name_key_{'th' if get_language() == 'th' else 'en'}",)


def has_name(text: str, person: str = "") -> Q:
    """Match people with every part of a text in their names, in any order and without tone marks.

    Titles and ranks in the text play no part; a text of nothing else matches no person.
    """
    parts = search_parts(text)
    found = [Q(**{f"{person}name_search__contains": part}) for part in parts]
    return reduce(and_, found) if found else Q(**{f"{person}pk__in": []})
