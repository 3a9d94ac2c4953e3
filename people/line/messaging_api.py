"""The calls of LINE's Messaging API that the product makes: push a message, and read the quota.

What LINE answers is documented at developers.line.biz: "Messaging API reference", "Retry failed API
requests", "Handle HTTP status code 429 errors".
"""

import json
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from django.conf import settings

from people.messages.calls import HostAnswer, call_host

PUSH, QUOTA, USED = "message/push", "message/quota", "message/quota/consumption"
# Seconds for an answer.
PATIENCE = 5.0
# Of the answers with one status, these words tell one from another.
MONTHLY = "monthly limit"
NO_SUCH_USER = ("Failed to send messages", "The property, 'to',")


class LineRefusedError(Exception):
    """LINE answered a question with a status other than success."""

    def __init__(self, status: int):
        super().__init__(f"LINE answered {status}")
        self.status = status


@dataclass(frozen=True)
class LineAnswer:
    """What LINE answered to a push."""

    status: int
    message: str = ""
    # Which parts of what was sent LINE did not like.
    properties: tuple[str, ...] = ()

    @property
    def is_taken(self) -> bool:
        """Say whether LINE has the message, from now or from an earlier try with the same key."""
        return self.status in (HTTPStatus.OK, HTTPStatus.CONFLICT)

    @property
    def month_is_over(self) -> bool:
        """Say whether the messages of this month are used up."""
        return self.status == HTTPStatus.TOO_MANY_REQUESTS and MONTHLY in self.message

    @property
    def knows_no_such_user(self) -> bool:
        """Say whether there is no such user for this account in LINE."""
        said = self.message.startswith(NO_SUCH_USER) or "to" in self.properties
        return self.status == HTTPStatus.BAD_REQUEST and said


@dataclass(frozen=True)
class LineQuota:
    """How many messages this month has, without a limit None, and how many were used."""

    limit: int | None
    used: int


def is_configured() -> bool:
    """Say whether this installation has an account in LINE."""
    return bool(settings.LINE_CHANNEL_TOKEN and settings.LINE_CHANNEL_SECRET)


def push(user: str, text: str, *, retry_key: UUID) -> LineAnswer:
    """Push a text to a user. LINE takes each retry key once, for a day."""
    body = {"to": user, "messages": [{"type": "text", "text": text}]}
    headers = {"Content-Type": "application/json", "X-Line-Retry-Key": str(retry_key)}
    answer = asked(PUSH, "POST", headers, json.dumps(body).encode())
    said = read_object(answer.body)
    details = said.get("details")
    parts = [one for one in details if isinstance(one, dict)] if isinstance(details, list) else []
    return LineAnswer(
        answer.status,
        str(said.get("message", "")),
        tuple(str(one.get("property", "")) for one in parts),
    )


def quota() -> LineQuota:
    """Read how many messages this month has and how many are used; two calls."""
    most, used = figures(QUOTA), figures(USED)
    limit = counted(most.get("value")) if most.get("type") == "limited" else None
    return LineQuota(limit, counted(used.get("totalUsage")) or 0)


def counted(figure: object) -> int | None:
    """Take a figure that counts something; any other is as if it were not there."""
    if isinstance(figure, bool) or not isinstance(figure, int) or figure < 0:
        return None
    return figure


def figures(path: str) -> dict[str, object]:
    """Ask for figures; another answer than success is raised."""
    answer = asked(path, "GET", {}, b"")
    if not answer.went_well:
        raise LineRefusedError(answer.status)
    return read_object(answer.body)


def asked(path: str, method: str, headers: dict[str, str], body: bytes) -> HostAnswer:
    """Call LINE with the token of the settings."""
    headers = {"Authorization": f"Bearer {settings.LINE_CHANNEL_TOKEN}", **headers}
    place = f"{settings.LINE_API}/{path}"
    return call_host(place, method=method, headers=headers, body=body, seconds=PATIENCE)


def read_object(body: bytes) -> dict[str, object]:
    """Read an object out of an answer; what is none is empty."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
