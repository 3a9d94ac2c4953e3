"""A server that answers as the documents of LINE's Messaging API say, and keeps what was pushed."""

import base64
import hmac
import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.people.messages.hosts import Answering, LocalHost, local_host

TOKEN, SECRET = "token-canary-5b21", "secret-canary-90fe"  # noqa: S105 - of a made-up account
NOK_IN_LINE = "U" + "4af4980629" * 3 + "ab"
OTHER_IN_LINE = "U" + "0123456789" * 3 + "cd"


@dataclass
class LineServer:
    """Who is known there, what was pushed, and how much of the month is left."""

    host: LocalHost
    users: set[str] = field(default_factory=lambda: {NOK_IN_LINE, OTHER_IN_LINE})
    pushed: list[tuple[str, str]] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    limit: int | None = 500
    used: int = 0
    # In place of an answer of its own.
    refuses: tuple[int, dict] | None = None
    # It takes a message and says nothing of it.
    falls_silent: bool = False

    def answer(self, call: Answering) -> None:
        """Answer one call."""
        asked = self.host.asked[-1]
        if call.headers.get("Authorization") != f"Bearer {TOKEN}":
            said = "Authentication failed due to the following reason: invalid token."
            say(call, 401, {"message": said})
        elif self.refuses:
            say(call, *self.refuses)
        elif asked.method == "GET" and asked.path == "/v2/bot/message/quota":
            limited = {"type": "limited", "value": self.limit}
            say(call, 200, {"type": "none"} if self.limit is None else limited)
        elif asked.method == "GET" and asked.path == "/v2/bot/message/quota/consumption":
            say(call, 200, {"totalUsage": self.used})
        elif asked.method == "POST" and asked.path == "/v2/bot/message/push":
            self.push(call, json.loads(asked.body), call.headers["X-Line-Retry-Key"])
        else:
            say(call, 404, {"message": "Not found"})

    def push(self, call: Answering, body: dict, key: str) -> None:
        """Take a message, or say why not."""
        uuid.UUID(key)
        if key in self.keys:
            say(call, 409, {"message": "The retry key is already accepted"})
        elif self.limit is not None and self.used >= self.limit:
            say(call, 429, {"message": "You have reached your monthly limit."})
        elif body["to"] not in self.users:
            say(call, 400, {"message": "Failed to send messages"})
        else:
            self.keys.add(key)
            self.used += 1
            self.pushed += [(body["to"], one["text"]) for one in body["messages"]]
            if self.falls_silent:
                self.host.ended.wait()
            else:
                say(call, 200, {"sentMessages": [{"id": "461230966842064897"}]})


def say(call: Answering, status: int, body: dict) -> None:
    """Send an answer in JSON."""
    text = json.dumps(body).encode()
    call.send_response(status)
    call.send_header("Content-Type", "application/json")
    call.send_header("Content-Length", str(len(text)))
    call.end_headers()
    call.wfile.write(text)


@contextmanager
def line_server(settings) -> Iterator[LineServer]:
    """Run the server, with an account there in the settings."""
    with local_host() as host:
        server = LineServer(host)
        host.instead = server.answer
        settings.LOCAL_CALLS = [host.address]
        settings.LINE_API = f"{host.address}/v2/bot"
        settings.LINE_CHANNEL_TOKEN, settings.LINE_CHANNEL_SECRET = TOKEN, SECRET
        yield server


def signed(body: bytes, secret: str = SECRET) -> str:
    """Sign a body as LINE does."""
    return base64.b64encode(hmac.digest(secret.encode(), body, "sha256")).decode()


def event(kind="message", user=NOK_IN_LINE, at=0, **more) -> dict:
    """One event of a user, in LINE's shape; `at` in seconds."""
    return {
        "type": kind,
        "mode": "active",
        "timestamp": int(at * 1000),
        "source": {"type": "user", "userId": user},
        "webhookEventId": "01FZ74A0TDDPYRVKNK77XKC3ZR",
        "deliveryContext": {"isRedelivery": False},
        **more,
    }


def told(client, *events, body=None, signature=None):
    """Tell the product of events as LINE does."""
    body = json.dumps({"destination": "U0", "events": events}).encode() if body is None else body
    return client.post(
        "/line/webhook",
        body,
        content_type="application/json",
        headers={"X-Line-Signature": signed(body) if signature is None else signature},
    )


def text(words, **more) -> dict:
    """A text that a user wrote."""
    return event(message={"type": "text", "id": "444573844083572737", "text": words}, **more)
