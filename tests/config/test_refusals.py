"""What is refused can be found: each entry of the summary leads to its field, in every form.

Each form of each page of the matrix (tests/test_permissions.py) is sent twice: with nothing filled
in, and with what nobody means. Nothing of it is kept.
"""

import copy
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.db import transaction
from django.test import Client

from tests.makers import enter, give_password, make_line, make_worker
from tests.test_permissions import ACTORS, PAST, ROWS, address, boss, friday, objects

__all__ = ["boss", "friday", "objects"]

SENDERS = ("nobody", "nok", "wipa", "siriporn", "anan", "orathai", "ploy")
CONTROLS = ("input", "select", "textarea", "button", "summary", "a")
TYPED = ("text", "email", "password", "date", "search", "tel", "url", "number", "time")
# No value of any field: too long, no day, no number, no choice.
ODD = "?<" * 3_000
# What is about no field: the whole page is closed to it.
WHOLE = {("change_session", "This session is over. Please choose one that is to come.")}
# These leave the page at once; nothing is filled in.
LEAVING = ("/sign-out/", "/language/")


@dataclass
class FoundForm:
    """A form of a page: where it goes, and its controls with their type and value."""

    action: str
    controls: list[tuple[str, str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def sent(self, odd: bool) -> dict[str, list[str]]:
        """Fill the form in: with nothing, or with what nobody means."""
        data: dict[str, list[str]] = {}
        for name, kind, value in self.controls:
            if kind == "hidden":
                data.setdefault(name, []).append(value)
            elif odd or kind in TYPED or kind == "textarea":
                data[name] = [ODD if odd else ""]
        return data


class PageReader(HTMLParser):
    """Read the forms of a page, its ids, and what its summary of refusals says."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[FoundForm] = []
        self.by_id: dict[str, str] = {}
        self.open: list[tuple[str, str]] = []
        self.focusable: set[str] = set()
        self.entries: list[list[str]] = []
        self.within = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        """Note what a tag says."""
        one = {name: value or "" for name, value in attrs}
        if one.get("id"):
            self.by_id[one["id"]] = tag
            if tag in CONTROLS or "tabindex" in one:
                self.focusable.add(one["id"])
        if tag == "form" and one.get("method", "").lower() == "post":
            self.forms.append(FoundForm(one.get("action", "")))
        name, kind = one.get("name", ""), one.get("type", tag)
        if self.forms and name and tag in ("input", "select", "textarea"):
            self.forms[-1].controls.append((name, kind, one.get("value", "")))
        if self.forms and name and tag == "button":
            self.forms[-1].buttons.append((name, one.get("value", "")))
        if one.get("id") == "problems":
            self.within = 1
        elif self.within and tag == "div":
            self.within += 1
        if self.within and tag == "li":
            self.entries.append(["", ""])
        if self.within and tag == "a" and self.entries:
            self.entries[-1][0] = one.get("href", "")

    def handle_endtag(self, tag: str) -> None:
        """Note the end of the summary."""
        if self.within and tag == "div":
            self.within -= 1
        if tag == "ul":
            self.within = 0

    def handle_data(self, data: str) -> None:
        """Note the words of an entry."""
        if self.within and self.entries:
            self.entries[-1][1] += data.strip()


def sender_of(row: list[str]) -> str | None:
    """Name the first of the cast who may open a page."""
    answers = {who: row[(*ACTORS, *PAST).index(who) + 2] for who in SENDERS}
    return next((who for who in SENDERS if answers[who] == "200"), None)


def test_each_refusal_leads_to_its_field(request, client, objects, friday, chiang_mai):
    make_line(request.getfixturevalue("nok"))
    make_worker(chiang_mai)
    lost, seen = set(), 0
    for row in ROWS:
        who = sender_of(row)
        if row[1] == "foreign" or not who:
            continue
        browser = Client()
        if who != "nobody":
            enter(browser, request.getfixturevalue(who))
            give_password(browser)
        path = address(row[0], row[1], objects)
        page = browser.get(path)
        if page.status_code != 200 or not page["Content-Type"].startswith("text/html"):
            continue
        for form in PageReader(page.content.decode()).forms:
            for refused in refused_pages(browser, path, form):
                seen += 1
                lost |= {(row[0], *one) for one in lost_entries(refused)}

    assert {one for one in lost if (one[0], one[2]) not in WHOLE} == set()
    assert seen > 100


def refused_pages(browser: Client, path: str, form: FoundForm):
    """Send a form in every way and give what comes back as a refusal."""
    action = form.action or path
    if action in LEAVING:
        return
    for odd in (False, True):
        for name, value in form.buttons or [("", "")]:
            once = copy.copy(browser)
            once.cookies = copy.deepcopy(browser.cookies)
            data = form.sent(odd) | ({name: [value]} if name else {})
            with transaction.atomic():
                answer = once.post(action, data)
                transaction.set_rollback(True)
            if answer.status_code == 422:
                yield PageReader(answer.content.decode())


def lost_entries(page: PageReader) -> list[tuple[str, str]]:
    """List the entries of a summary that lead to no control."""
    return [
        (href, words)
        for href, words in page.entries
        if href.removeprefix("#") not in page.focusable
    ]
