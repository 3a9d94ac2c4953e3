"""The shapes of what is sent and answered, as who writes a program reads them."""

import json
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any, NamedTuple

# What is written, and the name of the shape that it leads to, if any.
type ShapePart = tuple[str, str]
# What limits a value, with the sign under which it is written.
LIMITS = {
    "minimum": "≥",
    "exclusiveMinimum": ">",
    "maximum": "≤",
    "minLength": "length ≥",
    "maxLength": "length ≤",
    "minItems": "items ≥",
    "maxItems": "items ≤",
    "maxProperties": "names ≤",
    "multipleOf": "in steps of",
    "pattern": "like",
}
ONE_OF = ("anyOf", "oneOf", "allOf")


class ShapeField(NamedTuple):
    """A field of a shape: its name, how its values are written, and what else is said of it."""

    name: str
    kind: list[ShapePart]
    description: str
    # It may be left out of what is sent.
    optional: bool


def fields(shape: Mapping[str, Any]) -> list[ShapeField]:
    """List the fields of a shape in their order."""
    needed = shape.get("required", ())
    return [
        ShapeField(name, list(written(kind)), kind.get("description", ""), name not in needed)
        for name, kind in shape.get("properties", {}).items()
    ]


def written(kind: Mapping[str, Any]) -> Iterator[ShapePart]:
    """Write what values may be: `date | null`, `LineIn[]`, `integer, ≥ 0`, `"red" | "amber"`."""
    ways = next((kind[name] for name in ONE_OF if name in kind), ())
    if "$ref" in kind:
        name = kind["$ref"].rpartition("/")[2]
        yield name, name
    elif ways:
        for number, way in enumerate(ways):
            yield from [(" | ", "")] if number else ()
            yield from written(way)
    elif "enum" in kind:
        yield " | ".join(json.dumps(one, ensure_ascii=False) for one in kind["enum"]), ""
    elif kind.get("type") == "array":
        yield from one_of_many(kind.get("items", {}))
        yield "[]", ""
    elif isinstance(inner := kind.get("additionalProperties"), Mapping):
        yield "{name: ", ""
        yield from written(inner)
        yield "}", ""
    else:
        yield str(kind.get("format") or kind.get("type", "any")), ""
    for name, sign in LIMITS.items():
        if name in kind:
            yield f", {sign} {kind[name]}", ""


def one_of_many(kind: Mapping[str, Any]) -> Iterator[ShapePart]:
    """Write what each of several is; what may be this or that stands in brackets."""
    found = list(written(kind))
    alone = len(found) == 1
    yield from found if alone else [("(", ""), *found, (")", "")]


def shape_sent(operation: Mapping[str, Any]) -> list[ShapePart]:
    """Write what an operation takes as its body."""
    return of_content(operation.get("requestBody", {}))


def shape_answered(operation: Mapping[str, Any]) -> list[ShapePart]:
    """Write what an operation answers when it is done."""
    for code, answer in operation["responses"].items():
        if int(code) < HTTPStatus.MULTIPLE_CHOICES and (found := of_content(answer)):
            return found
    return []


def of_content(body: Mapping[str, Any]) -> list[ShapePart]:
    """Write what a body holds: of several media types the first."""
    kinds = [one["schema"] for one in body.get("content", {}).values() if one.get("schema")]
    return list(written(kinds[0])) if kinds else []
