"""The caseload, the week and the five lines as a JSON Schema (draft 2020-12)."""

from typing import Any

from .book import AskedWhere, BookCode, BookField, BookTable, Codebook, FieldKind
from .xlsform import table_asked

DRAFT = "https://json-schema.org/draft/2020-12/schema"
MIME = "application/schema+json"
type Schema = dict[str, Any]

PLAIN: dict[FieldKind, Schema] = {
    FieldKind.TEXT: {"type": "string"},
    FieldKind.WHOLE: {"type": "integer"},
    FieldKind.NUMBER: {"type": "number"},
    FieldKind.DAY: {"type": "string", "format": "date"},
    FieldKind.MOMENT: {"type": "string", "format": "date-time"},
    FieldKind.YES: {"type": "boolean"},
    FieldKind.TABLE: {"type": "array"},
}


def code_schema(one: BookCode, whole: bool) -> Schema:
    """Write a code with what it means, in both languages."""
    code = int(one.code) if whole else one.code
    return {"const": code, "title": " / ".join(one.label.values())}


def field_schema(field: BookField) -> Schema:
    """Write what may stand in a field."""
    about = {"title": " / ".join(field.label.values())}
    if field.rule:
        about["description"] = " / ".join(field.rule.values())
    if field.codes:
        # The five lines are counted in bands, by whole numbers.
        codes = {"oneOf": [code_schema(one, field.least is not None) for one in field.codes]}
        if field.kind is FieldKind.SEVERAL:
            return about | {"type": "array", "items": codes, "uniqueItems": True}
        return about | codes
    found = about | PLAIN.get(field.kind, {"type": "string"})
    bounds: Schema = {
        "minimum": number(field.least),
        "maximum": number(field.most),
        "multipleOf": number(field.step) if field.kind is FieldKind.NUMBER else None,
        "maxLength": field.letters,
        "pattern": field.pattern or None,
    }
    return found | {key: value for key, value in bounds.items() if value is not None}


def number(value: Any) -> int | float | None:
    """Write a number as JSON has it."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def table_schema(fields: tuple[BookField, ...], about: BookTable) -> Schema:
    """Write a row of some fields; what the codebook does not name is refused."""
    return {
        "type": "object",
        "title": " / ".join(about.name.values()),
        "description": " / ".join(about.about.values()),
        "properties": {one.name: field_schema(one) for one in fields},
        "required": [one.name for one in fields if one.needed and not one.default],
        "additionalProperties": False,
    }


def caseload_schema(book: Codebook, address: str) -> Schema:
    """Write the schema of what a person carries, with the week and the five lines beside it.

    The five lines stand in a row of their own: it has no name, and nothing leads to it.
    """
    table = table_asked(book, "caseload")
    once, lines = table.asked(AskedWhere.ONCE), table.asked(AskedWhere.LINE)
    week, answers = table_asked(book, "week"), table_asked(book, "answers")
    line = table_schema(lines, table) | {
        "if": {"properties": {"reference": {"minLength": 1}}, "required": ["reference"]},
        "then": {"properties": {"count": {"maximum": 1}}},
    }
    whole = table_schema(once, table)
    whole["properties"]["lines"] = {"type": "array", "items": {"$ref": "#/$defs/line"}}
    whole["required"] += ["lines"]
    typed = tuple(one for one in week.fields if one.needed or one.name == "week")
    return {
        "$schema": DRAFT,
        "$id": address,
        "$comment": f"{book.edition} {book.hash}",
        **whole,
        "$defs": {
            "line": line,
            "week": table_schema(typed, week),
            "answers": table_schema(answers.fields, answers),
        },
    }
