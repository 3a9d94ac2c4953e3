"""A person with a browser, as far as a sign-in needs one: with nothing but Python's own library.

The drill of the installation runs this file inside the machine:
`visitor.py SITE LINK`, where LINK is an invitation, or nothing for who comes again.
"""

import re
import ssl
import sys
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPSHandler, Request, build_opener

NAME, PASSWORD = "mali", "seven small rivers"  # noqa: S105 - invented
FIRST_PAGE = "/people/"  # of an admin


class Visitor:
    """Opens pages and sends forms; the certificate of a drill is nobody's."""

    def __init__(self, site: str):
        own = ssl._create_unverified_context()  # noqa: SLF001, S323 - as said
        self.site = site
        self.browser = build_opener(HTTPCookieProcessor(CookieJar()), HTTPSHandler(context=own))

    def open(self, path: str, data: bytes | None = None) -> tuple[str, str]:
        """Open a page; say where one is then, and what stands there."""
        about = {"Referer": self.site + path}
        asked = Request(self.site + path, data, about)  # noqa: S310 - our own address
        with self.browser.open(asked, timeout=30) as answer:
            return answer.url, answer.read().decode()

    def send(self, path: str, **fields: str) -> tuple[str, str]:
        """Open a page with a form, and send it."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.open(path)[1])
        return self.open(path, urlencode({"csrfmiddlewaretoken": token[1], **fields}).encode())


def main(site: str, link: str = "") -> None:
    """Come in, look around, leave, and come in again."""
    visitor = Visitor(site)
    if link:
        about = {"full_name_en": "Mali Jaidee", "language": "en", "username": NAME}
        where, home = visitor.send(link.removeprefix(site), **about, password=PASSWORD)
        assert where == site + FIRST_PAGE, (where, home)
        visitor = Visitor(site)
    where, home = visitor.send("/sign-in/", login=NAME, password=PASSWORD)
    assert where == site + FIRST_PAGE, (where, home)
    for style in re.findall(r'<link rel="stylesheet" href="([^"]+)">', home):
        visitor.open(style)
    for path in ("/healthz", "/readyz"):
        assert visitor.open(path)[1] == "ok\n"
    # Who types the name alone comes to the same place.
    plain = Visitor(site.replace("https:", "http:"))
    assert plain.open("/sign-in/")[0] == f"{site}/sign-in/"
    # A link by which a password is chosen anew is mailed to the address of the invitation.
    visitor = Visitor(site)
    visitor.send("/password/reset/", email="you@example.org")
    print("Everything opened.")


if __name__ == "__main__":
    main(*sys.argv[1:])
