"""The rows of the board, joined here: a template would draw some thousand parts of them.

What has no name in it is drawn by a template, once a process, and stands between.
"""

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from people.templatetags.kamlangjai import icon, kept_fragment, other_language

from .filter import FilterReason
from .row import BoardRow
from .work import BoardWork


class BoardPen:
    """Draws rows in the language of one reader: it asks for each word and address once."""

    def __init__(self) -> None:
        self.language, self.other = get_language(), other_language()
        self.home = reverse("team")
        self.watch = tag(icon("watch"), _("Watch"), "watch")

    def people(self, rows: Iterable[BoardRow]) -> SafeString:
        """Draw those who need no talk first, one row each."""
        return SafeString("".join(map(self.person, rows)))

    def person(self, row: BoardRow) -> str:
        """Draw one of them: who it is, and what the work says."""
        called = (
            f' <span lang="{self.other}">{escape(row.other_name)}</span>' if row.other_name else ""
        )
        return (
            f'<li class="person"><div class="person-who"><h3>{self.link(row)}{called}</h3>'
            f"<p>{self.about(row)}</p></div>{self.work('team_row_work', row.work)}"
            f"{self.why(row)}</li>\n"
        )

    def about(self, row: BoardRow) -> str:
        """Write what a person does, and whether the load is to be watched."""
        about = escape(row.job)
        if row.hours_note:
            about += f", {escape(row.hours_note)}"
        if row.work.watch:
            about += f" · {self.watch}"
        if row.together:
            about += f" <br>{escape(row.together)}"
        return about

    def why(self, row: BoardRow) -> str:
        """Draw what speaks for a talk: a flag that rests or is with others, or what was sent."""
        if not row.rests and (row.flag_id or not row.need):
            return self.work("team_row_reasons", row.work)
        state = f' data-state="{row.flag_state}"'
        notes = "".join(f'<li class="chip">{escape(one)}</li>' for one in row.flag_notes)
        return (
            f'<div class="person-why"{state}>{tag(icon("help"), row.flag_words, row.flag_state)}'
            f'<b class="small">{escape(row.need)}</b><ul class="chips">{notes}</ul></div>'
        )

    def flagged(self, rows: Iterable[BoardRow]) -> SafeString:
        """Draw those with a flag: why it stands, how far it is, and what is to be done."""
        see, plan, move = map(escape, (_("Acknowledge"), _("Plan"), _("Move work")))
        drawn = []
        for row in rows:
            at = f"{self.home}{row.public_id}/"
            named = f'<span class="visually-hidden">, {escape(row.name)}</span>'
            state = self.state(row, f'formaction="{at}"', f"{see}{named}")
            if row.acts:
                state += f'<a class="button button-plain" href="{at}#plan">{plan}{named}</a>'
            if not row.passed:
                state += f'<a class="button button-plain" href="{at}move/">{move}{named}</a>'
            drawn.append(
                f'<li class="queue-flag"><div class="queue-who"><h3>{self.link(row)}</h3>'
                f"<small>{' · '.join(self.told(row))}</small></div>"
                f"{self.work('team_queue_load', row.work)}"
                f'<div class="queue-why">{tag(icon("help"), row.flag_words, row.flag_state)} '
                f"{self.work('team_queue_why', row.work)}</div>"
                f'<div class="queue-do">{state}</div></li>\n'
            )
        return SafeString("".join(drawn))

    def told(self, row: BoardRow) -> Iterable[str]:
        """Write what is to be known beside the name of a flagged person."""
        late = [row.need] if row.late and not row.seen else []
        known = [row.together] if row.together else []
        return map(escape, [row.job, *known, *row.flag_notes, *late])

    def state(self, row: BoardRow, to: str, see: str) -> str:
        """Draw how far a flag is: seen and planned, to be acknowledged, or with others."""
        if row.seen:
            state = "help" if row.late else "" if row.planned else "soon"
            return tag(icon("check" if row.planned else "watch"), row.stands, state)
        if row.acts:
            return f'<button class="button button-second" {to} name="do" value="see">{see}</button>'
        return tag(icon("watch"), row.need, "soon")

    def link(self, row: BoardRow) -> str:
        """Draw the name that leads to a person's page."""
        return f'<a href="{self.home}{row.public_id}/">{escape(row.shown_name)}</a>'

    def work(self, template: str, work: BoardWork) -> str:
        """Draw what has no name in it."""
        return kept_fragment(f"workload/board/{template}.html", work, self.language)


def tag(drawn: str, words: str, state: str) -> str:
    """Draw a tag: its icon, its words, and the state that gives its colour."""
    look = f' data-state="{state}"' if state else ""
    return f'<span class="tag"{look}>{drawn}{escape(words)}</span>'


@lru_cache(maxsize=64)
def reason_options(chosen: FilterReason | None, language: str | None) -> SafeString:
    """Draw the reasons to choose from, once a process for each choice and language."""
    return format_html_join(
        "\n",
        '<option value="{}"{}>{}</option>',
        ((one.value, " selected" if one == chosen else "", one.label) for one in FilterReason),
    )
