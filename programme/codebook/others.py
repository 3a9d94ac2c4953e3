"""What the codebook says of numbers, of the lists that people bring in, and of posts."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.languages.local_text import LocalText
from people.lists.kinds import SUBJECTS, ListColumn, ListSubject
from people.models import SpokenLanguage
from people.writing.fields import DayField, WholeField
from people.writing.sentences import Sentence
from programme.posts.forms import PostForm
from workload.policies.policy_numbers import GROUPS
from workload.rules import load as load_rules

from .book import BookField, BookTable, FieldKind, codes_of, in_both

OWN_LIST = _("Your organisation’s own list.")
# Lists that the codebook describes; a caseload has its own table.
LISTS = ("people", "certificates", "sessions", "rolls")
POST_RULES: dict[str, Sentence] = {
    "job": OWN_LIST,
    "province": _("A code of ISO 3166-2, such as TH-50."),
    "station": OWN_LIST,
    "unit": _("A unit of your organisation, or none."),
    "level": OWN_LIST,
    "certificates": OWN_LIST,
    "languages": _("Codes of ISO 639."),
    "since": _("From which day on the post should be held."),
}


def numbers_table() -> BookTable:
    """Describe every weight and limit, with the project's own value and its source."""
    return BookTable(
        "numbers",
        in_both(_("Weights and limits")),
        in_both(
            _(
                "The project’s own numbers, as an organisation begins with them. It may adopt "
                "others under a version of its own."
            )
        ),
        tuple(
            BookField(
                name=one.code,
                label=LocalText(
                    {
                        language: f"{group_name}: {label}"
                        for (language, group_name), label in zip(
                            in_both(group.title).items(), in_both(one.label).values(), strict=True
                        )
                    }
                ),
                kind=FieldKind.NUMBER,
                unit=in_both(one.unit),
                least=Decimal(one.at_least),
                most=Decimal(one.at_most),
                step=one.step,
                rule=in_both(value_in_words(one)),
                source=in_both(one.source or one.tag.label),
            )
            for group in GROUPS
            for one in group.numbers
        ),
    )


def value_in_words(one: Any) -> str:
    """Write the project's own value of a number; nothing where there is no such limit."""
    value = one.read(load_rules.USUAL)
    return "–" if value is None else f"{value:f}"


def list_table(subject: ListSubject) -> BookTable:
    """Describe a list that people bring in, by its columns."""
    return BookTable(
        f"list-{subject.code}",
        in_both(subject.name),
        in_both(subject.hint),
        tuple(map(list_field, subject.typed_columns)),
    )


def list_field(column: ListColumn) -> BookField:
    """Describe a column of a list."""
    rule: Sentence = _("One of several columns that name a row: one is needed.")
    label = in_both(column.name)
    return BookField(
        # Under this heading it is recognised.
        name=re.sub(r"[^a-z0-9]+", "_", label["en"].casefold()).strip("_"),
        label=label,
        kind=FieldKind.TEXT,
        needed=column.needed,
        example=column.example,
        rule=in_both(rule) if column.one_of else LocalText(),
    )


def list_tables() -> tuple[BookTable, ...]:
    """Describe the lists of people, certificates, sessions and attendance."""
    return tuple(list_table(SUBJECTS[code]) for code in LISTS)


def post_table() -> BookTable:
    """Describe a post: which specialist a place should have."""
    return BookTable(
        "posts",
        in_both(_("Posts")),
        in_both(
            _("Which specialists a place should have. Who holds a post is no part of this table.")
        ),
        tuple(post_field(name, one) for name, one in PostForm.base_fields.items()),
    )


def post_field(name: str, asked: forms.Field) -> BookField:
    """Describe a field of a post, as its form judges it."""
    numbers: Any = (
        (asked.min_value, asked.max_value) if isinstance(asked, WholeField) else (None, None)
    )
    least, most = (None if one is None else Decimal(one) for one in numbers)
    return BookField(
        name=name,
        label=in_both(asked.label or name),
        kind=post_kind(asked),
        needed=asked.required,
        least=least,
        most=most,
        codes=codes_of(SpokenLanguage) if name == "languages" else (),
        rule=in_both(POST_RULES[name]) if name in POST_RULES else LocalText(),
    )


def post_kind(asked: forms.Field) -> FieldKind:
    """Say what stands in a field of a post."""
    if isinstance(asked, forms.ModelMultipleChoiceField | forms.MultipleChoiceField):
        return FieldKind.SEVERAL
    if isinstance(asked, DayField):
        return FieldKind.DAY
    if isinstance(asked, WholeField):
        return FieldKind.WHOLE
    return FieldKind.YES if isinstance(asked, forms.BooleanField) else FieldKind.ONE
