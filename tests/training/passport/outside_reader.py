"""A program of somebody else that checks badges: it knows published standards, and nothing of ours.

Only PyJWT and Python; what it is not told it fetches over HTTP, as any employer's program would.
The time is an argument: a list is kept as long as its answer allowed, and asked for again after.
"""

import base64
import gzip
import json
import re
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import jwt


class RefusedError(Exception):
    """The badge is not to be believed, with the reason."""


@dataclass
class Reader:
    """Checks badges; `online` may be switched off, as where the issuer cannot be reached."""

    online: bool = True
    kept: dict[str, tuple[str, datetime, str]] = field(default_factory=dict)
    fetched: list[tuple[str, int]] = field(default_factory=list)

    def check(self, token: str, now: datetime) -> dict:
        """Verify the signature, the times, and that the badge was not revoked."""
        badge = self.verified(token, now)
        issuer = json.loads(self.get(badge["issuer"]["id"], now))
        if issuer["id"] != badge["issuer"]["id"] or "Profile" not in issuer["type"]:
            raise RefusedError("the issuer is another")
        if jwt.get_unverified_header(token)["kid"] not in issuer["assertionMethod"]:
            raise RefusedError("the issuer does not name this key")
        status = badge["credentialStatus"]
        if status["type"] != "BitstringStatusListEntry":
            raise RefusedError("no status that is known here")
        address = status["statusListCredential"]
        listed = self.verified(self.get(address, now), now)
        if listed["id"] != address or listed["issuer"]["id"] != issuer["id"]:
            raise RefusedError("a list of another")
        if self.bit(listed["credentialSubject"], status):
            raise RefusedError("revoked")
        return badge

    def verified(self, token: str, now: datetime) -> dict:
        """Read a signed credential, with the key at the address in its head."""
        head = jwt.get_unverified_header(token)
        key = jwt.PyJWK(json.loads(self.get(head["kid"], now)), "RS256")
        try:
            found = jwt.decode(token, key, ["RS256"], options={"verify_exp": False})
        except jwt.InvalidTokenError as broken:
            raise RefusedError("the signature does not fit") from broken
        first, last = found["validFrom"], found.get("validUntil", "9999-01-01T00:00:00Z")
        if not datetime.fromisoformat(first) <= now < datetime.fromisoformat(last):
            raise RefusedError("not valid at this time")
        return found

    def bit(self, listed: dict, status: dict) -> bool:
        """Read one bit of a list."""
        if listed["statusPurpose"] != status["statusPurpose"]:
            raise RefusedError("a list for another purpose")
        text = listed["encodedList"]
        if not re.fullmatch(r"u[\w-]+", text, re.ASCII):
            raise RefusedError("not base64url")
        bits = gzip.decompress(base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4)))
        if len(bits) * 8 < 131_072:
            raise RefusedError("too short a list")
        place = int(status["statusListIndex"])
        return bool(bits[place >> 3] & (128 >> (place & 7)))

    def get(self, address: str, now: datetime) -> str:
        """Fetch a text, or take it from what may still be kept; a stale one is asked for again."""
        text, until, mark = self.kept.get(address, ("", now, ""))
        if now < until:
            return text
        if not self.online:
            if text:  # as readers do that would rather go on: what it holds itself is judged above
                return text
            raise RefusedError("not reached")
        if not address.startswith(("https://", "http://localhost:")):
            raise RefusedError("no address to read from")
        asked = urllib.request.Request(  # noqa: S310 - judged above
            address, headers={"Accept": "application/vc+jwt, */*"}
        )
        if mark:
            asked.add_header("If-None-Match", mark)
        try:
            with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310 - the same
                text, head, code = answer.read().decode(), answer.headers, answer.status
        except urllib.error.HTTPError as found:
            if found.code != 304:
                raise RefusedError(f"{found.code} at {address}") from found
            head, code = found.headers, found.code
        self.fetched.append((address, code))
        life = re.search(r"max-age=(\d+)", head.get("Cache-Control", ""))
        lasts = timedelta(seconds=int(life[1])) if life else timedelta()
        self.kept[address] = text, now + lasts, head.get("ETag", "")
        return text
