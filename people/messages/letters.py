"""One layout for every mail, as text and as HTML: a greeting, what is said, and why it came.

It loads nothing, and it writes the address of the site out, so that the reader need not trust a
link.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from people.languages.known import offered_languages
from people.models import Person
from people.writing import links

# Why a mail came. It differs where the reader has no account, or perhaps another one.
TO_AN_ACCOUNT = _("You get this message because your Kamlangjai account uses this address.")
GREETING, HELLO = _("Hello %(name)s,"), _("Hello,")
CHOOSE = _("You choose which messages come, by which way and when: %(page)s")
BY_HAND = _("You can also open Kamlangjai by hand: type this address into your browser: %(site)s")


def every_language() -> list[str]:
    """List the languages of a mail to a reader of an unknown language: Thai first."""
    return list(dict.fromkeys(("th", *dict(offered_languages()))))


@dataclass(frozen=True)
class LetterPart:
    """What a mail says in one language."""

    language: str
    greeting: str
    body: str
    why: str
    by_hand: str


@dataclass(frozen=True)
class LetterText:
    """A letter as it is written when it is sent: to one address, in one language or several.

    It greets the person by the name that colleagues use. An address without confirmation may
    belong to a stranger: there it greets without a name.
    """

    to: str
    subject: object
    body: object
    languages: Iterable[str]
    why: object = TO_AN_ACCOUNT
    person: Person | None = None
    # Where its reader stops such mail; empty for what no person can switch off.
    stop_at: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """What lets a mail program offer to stop such mail with one press (RFC 8058)."""
        if not self.stop_at:
            return {}
        one_click = {"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        return {"List-Unsubscribe": f"<{self.stop_at}>", **one_click}


def compose(written: LetterText) -> EmailMultiAlternatives:
    """Put a letter into the layout of all mails, each language below the one before."""
    subjects: list[str] = []
    parts: list[LetterPart] = []
    for language in written.languages:
        with override(language):
            subjects.append(str(written.subject))
            part = in_language(language, written)
        # What is not translated yet is there in English already.
        if part.body not in [one.body for one in parts]:
            parts.append(part)
    title = " · ".join(dict.fromkeys(subjects))
    about = {"parts": parts, "subject": title}
    text = render_to_string("people/mail/letter.txt", about).strip() + "\n"
    message = EmailMultiAlternatives(title, text, to=[written.to], headers=written.headers)
    message.attach_alternative(render_to_string("people/mail/letter.html", about), "text/html")
    return message


def in_language(language: str, written: LetterText) -> LetterPart:
    """Write one part in the language that is switched on."""
    person, why = written.person, str(written.why)
    greeting = GREETING % {"name": person.greeted_name} if person else HELLO
    by_hand = BY_HAND % {"site": settings.SITE_URL}
    if written.stop_at:
        why = f"{why} {CHOOSE % {'page': links.to('own_messages')}}"
    return LetterPart(language, str(greeting), str(written.body).strip(), why, str(by_hand))
