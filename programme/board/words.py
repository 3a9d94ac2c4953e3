"""What the board says in words: how a post is covered, who holds it, and who is near."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from people.models import Person, SpokenLanguage
from people.writing.formats import day as in_words
from people.writing.sentences import Sentence
from programme.rules.cover import PostCover

from .addresses import address_by_id
from .reading import PostNames
from .rows import Near, PostRow, named_after

COVER: dict[PostCover, Sentence] = {
    PostCover.VACANT: gettext_lazy("Uncovered"),
    PostCover.ONE: gettext_lazy("One person only"),
    PostCover.LAPSING: gettext_lazy("Certificate expires or is missing"),
    PostCover.HELD: gettext_lazy("Covered"),
}
PART = " · "


@dataclass(frozen=True)
class WayOn:
    """A link below a post; `of` is for who does not see which post it stands below."""

    address: str
    name: str
    of: str = ""


@dataclass(frozen=True)
class PostLines:
    """A row of the board in the reader's language, made before a template draws it."""

    tone: str
    icon: str
    name: str
    about: str
    # Of a post of the viewer's own organisation.
    address: str
    # Of a vacant post: since when, and by how many of those it needs it is held.
    since: str
    held: str
    lines: tuple[str, ...]
    ways: tuple[WayOn, ...]


def board_lines(row: PostRow, viewer: Person, day: date) -> PostLines:
    """Write a row of the board for a viewer."""
    names, is_own = row.facts.names, row.facts.columns.organisation_id == viewer.organisation_id
    name, is_vacant = str(row.called(names)), row.cover == PostCover.VACANT
    return PostLines(
        row.tone,
        row.icon,
        name,
        PART.join(about(row, names)),
        address_by_id("post", names.public_id) if is_own else "",
        _("Uncovered since %(day)s") % {"day": in_words(row.since)} if is_vacant else "",
        share_held(row) if is_vacant else "",
        tuple(lines_of_near(row)) if is_vacant else (PART.join(lines_of_holders(row, day)),),
        tuple(ways_on(row, names, name, is_own=is_own)),
    )


def about(row: PostRow, names: PostNames) -> Iterator[str]:
    """Say what a post is, where it is, of which organisation, and what it asks for."""
    yield f"{names.job}, {names.level}" if names.level else str(names.job)
    if named_after(names) is not None:
        yield str(row.place.name)
    yield str(names.organisation)
    if languages := row.facts.columns.languages:
        yield ", ".join(SpokenLanguage.in_words([*languages]))
    if names.on_call:
        yield _("on call")


def share_held(row: PostRow) -> str:
    """Say how many hold a vacant post, where any do."""
    if not row.held:
        return ""
    share = _("%(n)s of %(all)s held") % {"n": row.held, "all": row.facts.columns.needed}
    return f"{PART}{share}"


def lines_of_near(row: PostRow) -> Iterator[str]:
    """Write a line for each who is near a vacant post."""
    if not row.near:
        yield _("Nobody near has the certificates and the languages.")
    for place, near in enumerate(row.near):
        start = "" if place else f"{_('Near:')} "
        yield f"{start}{written_near(near)}"


def written_near(near: Near) -> str:
    """Name a specialist who is near, where that is shared, and say how near."""
    name = near.person.name if near.person else _("A specialist")
    away = _("same province")
    if near.steps:
        away = ngettext("%(n)s province away", "%(n)s provinces away", near.steps)
        away %= {"n": near.steps}
    return f"{name}, {near.organisation}{PART}{near.province}, {away}"


def lines_of_holders(row: PostRow, day: date) -> Iterator[str]:
    """Say who holds a post, or how many, and what is the matter."""
    people = row.people
    if people:
        yield ", ".join(one.name for one in people)
    else:
        yield ngettext("held", "held by %(n)s", row.held) % {"n": row.held}
    if row.acting:
        yield _("acting")
    if row.cover == PostCover.ONE:
        yield _("nobody behind")
    if row.lacks:
        yield _("a certificate is missing")
    if row.lapses_on:
        over = _("certificate ended %(day)s")
        text = over if row.lapses_on < day else _("certificate until %(day)s")
        yield text % {"day": in_words(row.lapses_on)}


def ways_on(row: PostRow, names: PostNames, name: str, *, is_own: bool) -> Iterator[WayOn]:
    """Give the links below a post: what its keepers can do, or the way to ask them."""
    is_vacant = row.cover == PostCover.VACANT
    if not is_own:
        if is_vacant:
            address = address_by_id("post_keepers", names.public_id)
            yield WayOn(address, _("Ask its keepers"), name)
        return
    if not (is_vacant or row.lacks or row.lapses_on):
        return
    address = address_by_id("post_gap", names.public_id)
    if is_vacant:
        yield WayOn(address, _("Suggest a person"))
        if row.facts.asked:
            yield WayOn(f"{address}#h-session", _("Plan a session"))
    else:
        yield WayOn(address, _("Plan a session"))
