"""The codebook as a table: a row for each field and for each of its codes, in both languages."""

from collections.abc import Iterator

from people.languages.known import ALWAYS
from people.languages.local_text import LocalText

from .book import BookField, Codebook

# Programs read them: they are the same in every language.
HEADER = (
    *("table", "field", "code", "label_en", "label_th", "kind", "unit_en", "unit_th", "needed"),
    *("least", "most", "step", "letters", "pattern", "default", "value", "rule_en", "rule_th"),
    *("source_en", "source_th", "example", "version", "hash"),
)


def both(text: LocalText) -> tuple[str, ...]:
    """Write a text in English and Thai."""
    return tuple(text.get(language, "") for language in ALWAYS)


def codebook_rows(book: Codebook) -> Iterator[tuple[object, ...]]:
    """Write all fields and codes; each row names the version that it is of."""
    of_book = book.version, book.hash
    for table in book.tables:
        for one in table.fields:
            yield *field_row(table.key, one), *of_book
            for code in one.codes:
                before = table.key, one.name, code.code, *both(code.label), "code"
                empty = [""] * 9
                yield *before, *empty, code.value, "", "", *both(code.source), "", *of_book


def field_row(table: str, one: BookField) -> tuple[object, ...]:
    """Write one field."""
    return (
        *(table, one.name, "", *both(one.label), one.kind.value, *both(one.unit)),
        *("yes" if one.needed else "", one.least, one.most, one.step, one.letters, one.pattern),
        *(one.default, "", *both(one.rule), *both(one.source), one.example),
    )
