"""How the rows of the board begin, joined here: a template would draw a thousand parts of them."""

from collections.abc import Iterable
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from people.templatetags.kamlangjai import icon, other_language

from .row import BoardRow


def draw_who(rows: Iterable[BoardRow]) -> None:
    """Draw who each row is about and what they do, in the reader's language."""
    home, other = reverse("team"), other_language()
    watch = f'<span class="tag" data-state="watch">{icon("watch")}{escape(_("Watch"))}</span>'
    for row in rows:
        row.who = who(row, home, other, watch)


def who(row: BoardRow, home: str, other: str, watch: str) -> SafeString:
    """Draw the beginning of one row: `home` is the board's address, `watch` the tag of a load."""
    called = f'\n    <span lang="{other}">{escape(row.other_name)}</span>' if row.other_name else ""
    about = f"{escape(row.job)}"
    if row.hours_note:
        about += f", {escape(row.hours_note)}"
    if row.work.watch:
        about += f" ·\n    {watch}"
    together = f"<br>{escape(row.together)}" if row.together else ""
    return SafeString(
        f'<li class="person" id="person-row-{row.person_id}">\n<div class="person-who">\n'
        f'  <h3><a href="{home}{row.public_id}/">{escape(row.shown_name)}</a>{called}</h3>\n'
        f"  <p>{about}\n    {together}</p>\n</div>"
    )
