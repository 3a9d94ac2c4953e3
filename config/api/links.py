"""Where an answer leads: links of OpenAPI, by which a program or a test goes from call to call."""

from collections.abc import Iterable, Mapping
from typing import Any

type Taken = Mapping[str, str]

# Of what was made, of the first in a list, of the first of a page.
OF_BODY = "$response.body#/id"
FIRST, FIRST_ITEM = "$response.body#/0/id", "$response.body#/items/0/id"
TAG = "$response.header.ETag"
ANSWERS_OF_MOVE = ("read_transfer", "accept_transfer", "decline_transfer", "withdraw_transfer")
ANSWERS_OF_REQUEST = ("agree_to_request", "decline_request", "withdraw_request")


def to_each(names: Iterable[str], where: str) -> dict[str, Taken]:
    """Lead to operations on the one thing of which the id is there."""
    return {name: {"path.public_id": where} for name in names}


# From each operation that did what was asked to the next ones, with what they take from its answer.
LINKS: Mapping[str, Mapping[str, Taken]] = {
    "own_caseload": {"record_week": {"header.If-Match": TAG}},
    "record_week": {"own_load": {}, "own_caseload": {}},
    "note_days": {"own_load": {}},
    "list_transfers": to_each(ANSWERS_OF_MOVE, FIRST),
    "propose_transfer": to_each(ANSWERS_OF_MOVE, OF_BODY),
    "list_offers": to_each(["close_offer"], "$response.body#/offers/0/id"),
    "offer_room": {"list_offers": {}} | to_each(["close_offer"], OF_BODY),
    "list_requests": to_each(ANSWERS_OF_REQUEST, FIRST),
    "ask_for_room": {"list_requests": {}} | to_each(ANSWERS_OF_REQUEST, OF_BODY),
    "instruments": {"score_sets": {"path.key": "$response.body#/0/key"}},
    "list_sessions": to_each(["read_session"], FIRST_ITEM),
    "read_session": {"record_roll": {"path.public_id": OF_BODY, "header.If-Match": TAG}},
    "record_roll": to_each(["read_session"], "$response.body#/session/id"),
    "list_releases": to_each(["read_release"], FIRST_ITEM),
}


def leads_of(name: str, *, in_pages: bool) -> dict[str, Any]:
    """Describe where an operation leads; a list in pages leads to its next page."""
    found = dict(LINKS.get(name, {}))
    if in_pages:
        found[name] = {"query.cursor": "$response.body#/next"}
    return {
        other: {"operationId": other, "parameters": dict(taken)} for other, taken in found.items()
    }
