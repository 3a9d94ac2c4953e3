"""The smallest HTTP client that can measure: one kept connection, one answer at a time.

Its own work (about 0.05 ms a request) is the same for the floor and for the product.
"""

import re
import socket
import time
import uuid
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlencode

WAIT = 300  # seconds after which an answer counts as lost
IDLE = 5  # seconds after which a connection is opened anew
CHANGED = "line-2-count"


@dataclass(frozen=True)
class Answer:
    """One answer, its body as it came over the wire."""

    status: int
    head: str
    body: bytes

    @property
    def location(self) -> str:
        """Where a redirect leads."""
        found = re.search(r"(?im)^location: (\S+)", self.head)
        return found[1] if found else ""


class Connection:
    """A kept connection to a server on this machine, with cookies."""

    def __init__(self, port: int, cookies: str):
        self.address, self.cookies = ("127.0.0.1", port), cookies
        self.used, self.socket = 0.0, None

    def get(self, path: str, *, packed: bool = True) -> Answer:
        """Open a page, packed as a browser asks for it."""
        return self.ask(self.head("GET", path, packed).encode() + b"\r\n")

    def open(self, path: str) -> None:
        """Open a page that must be there."""
        if (answer := self.get(path)).status != 200:
            raise SystemExit(f"{path} answered {answer.status} {answer.location}")

    def post(self, path: str, body: bytes) -> Answer:
        """Send a form."""
        head = self.head("POST", path, True)
        head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}"
        return self.ask(head.encode() + b"\r\n\r\n" + body)

    def head(self, method: str, path: str, packed: bool) -> str:
        """Write what every request begins with."""
        accept = "Accept-Encoding: gzip, br\r\n" if packed else ""
        lines = f"{method} {path} HTTP/1.1\r\nHost: localhost:{self.address[1]}\r\n"
        return f"{lines}{accept}Cookie: {self.cookies}\r\n"

    def ask(self, request: bytes) -> Answer:
        """Send a request and read the whole answer; the server closes an idle connection."""
        if time.monotonic() - self.used > IDLE:
            self.socket = socket.create_connection(self.address, timeout=WAIT)
        self.used = time.monotonic()
        self.socket.sendall(request)
        data = bytearray()
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self.more()
        head = data[:end].decode("latin-1")
        if found := re.search(r"(?im)^content-length: (\d+)", head):
            length = int(found[1])
        else:
            raise ValueError(f"An answer without its length: {head}")
        while len(data) < end + 4 + length:
            data += self.more()
        return Answer(int(head[9:12]), head, bytes(data[end + 4 :]))

    def more(self) -> bytes:
        """Read what has come."""
        if not (data := self.socket.recv(1 << 17)):
            raise ConnectionError("The server hung up.")
        return data


class Fields(HTMLParser):
    """What a browser would send of the form with this id, with nothing changed."""

    def __init__(self, form: str):
        super().__init__()
        self.form, self.inside, self.found, self.select = form, False, [], None

    def handle_starttag(self, tag, attrs) -> None:
        """Collect the controls of the one form."""
        a = dict(attrs)
        if tag == "form":
            self.inside = a.get("id") == self.form
        elif self.inside and tag == "select":
            self.select = a["name"]
            self.found.append((self.select, ""))
        elif self.inside and tag == "option" and "selected" in a:
            self.found[-1] = (self.select, a.get("value", ""))
        elif self.inside and tag == "textarea":
            self.found.append((a["name"], ""))
        elif self.inside and tag == "input":
            ticked = a.get("type") not in {"radio", "checkbox"} or "checked" in a
            self.found += [(a["name"], a.get("value", ""))] if ticked else []

    def handle_endtag(self, tag) -> None:
        """Leave the form."""
        self.inside = self.inside and tag != "form"


class WeekForm:
    """The form of My week as a browser would send it, each time with one count changed."""

    def __init__(self, page: str):
        fields = Fields("week")
        fields.feed(page)
        found = dict(fields.found)
        self.key, self.count, self.turn = found["corrects"], int(found[CHANGED]), 0
        answers = {"worn": 1, "far": 2, "back": 0, "rest": 3, "team": 4}
        own = {"key", "corrects", CHANGED, *answers}
        kept = [(name, value) for name, value in fields.found if name not in own]
        self.rest = urlencode([*kept, *answers.items(), ("do", "save")])

    def next(self) -> str:
        """Write the next sending: a correction of the last, under a fresh key."""
        self.turn += 1
        before, self.key = self.key, str(uuid.uuid4())
        count = self.count + self.turn % 2
        return f"key={self.key}&corrects={before}&{CHANGED}={count}&{self.rest}"


class Sender:
    """A worker who sends a week, again and again."""

    def __init__(self, port: int, session: str):
        opened = Connection(port, f"sessionid={session}").get("/my-week/", packed=False)
        token = re.search(r"csrftoken=(\w+)", opened.head)[1]
        self.form, self.errors = WeekForm(opened.body.decode()), []
        self.connection = Connection(port, f"sessionid={session}; csrftoken={token}")

    def send(self) -> None:
        """Send the week once more."""
        answer = self.connection.post("/my-week/", self.form.next().encode())
        if answer.status != 302 or not answer.location.startswith("/my-trend/"):
            self.errors.append(f"{answer.status} {answer.location}")


class Poster:
    """The floor's counterpart: one insert a sending."""

    def __init__(self, port: int, session: str):
        token = "a" * 32
        self.connection = Connection(port, f"sessionid={session}; csrftoken={token}")
        body = {"csrfmiddlewaretoken": token, "wellbeing": 4, "workload": 3, "caseload": 21}
        self.body, self.errors = urlencode(body | {"note": "steady week"}).encode(), []

    def send(self) -> None:
        """Post the form."""
        answer = self.connection.post("/post", self.body)
        if (answer.status, answer.location) != (302, "/page"):
            self.errors.append(f"{answer.status} {answer.location}")
