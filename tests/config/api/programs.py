"""Programs with a key of a person, as they call the API."""

import json
from typing import Any

from django.test import Client

from people.accounts import tokens
from people.models import Person


def program_of(person: Person, *scopes: str):
    """Make a key, and give what calls with it: `ask("get", path)`, and "post" with a body."""
    more: dict[str, Any] = {"scopes": scopes} if scopes else {}
    key = tokens.make(person=person, name="program", **more)[1]
    client = Client(headers={"authorization": f"Bearer {key}"})

    def ask(verb: str, path: str, body: object = None, **headers: str):
        text = body if isinstance(body, str) else json.dumps(body or {})
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        content = (path,) if verb == "get" else (path, text, "application/json")
        return getattr(client, verb)(*content, headers=named)

    return ask


def told_problem(answer) -> tuple[int, str, list[tuple[str, str]]]:
    """Say of a refusal its status, its code, and each field with its code."""
    assert answer["Content-Type"] == "application/problem+json", answer.text
    body = answer.json()
    return answer.status_code, body["code"], [(one["field"], one["code"]) for one in body["errors"]]
