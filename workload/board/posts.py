"""People with several posts on the board: the part that the viewer sees of each."""

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple, Self

from django.utils.translation import gettext as _

from people.models import answered_role
from people.rules.posts import home_first
from workload.models import LevelChoice
from workload.rules.parts import PostsSeen

from .facts import WHOLE, BoardWeek, ColumnsSeen, Facts, Lived, week_columns, written_weeks
from .row import BoardRow


class BoardMember(NamedTuple):
    """A person on the board with the posts they have today."""

    # The post with most hours.
    home: Facts
    sight: PostsSeen
    # The person at the post with most hours that the viewer sees, with the hours of those.
    facts: Facts
    # The same without a flag that is handled elsewhere.
    facts_seen: Facts

    @classmethod
    def of(cls, posts: list[Facts], sight_of: Callable[..., PostsSeen]) -> Self:
        """Order a person's posts, and judge which of them the viewer sees (see `seen_among`)."""
        ordered = posts
        if len(posts) > 1:
            ordered = sorted(posts, key=lambda one: home_first(one.hours, one.first_day, one.post))
        home = ordered[0]
        units = tuple([(one.post_unit, role_answered(one)) for one in ordered])
        # Who is here with posts, none of them under the viewer, and not for a look, helps here.
        sight = sight_of(units, asked=bool(home.looks), helps=home.hours is not None)
        facts = together([one for one in ordered if one.post_unit in sight.seen])
        if home.flag_id is None or sight.at_home:
            return cls(home, sight, facts, facts)
        seen = facts._replace(flag_id=None, flag_level=None, flag_times=None, flag_rests=None)
        return cls(home, sight, facts, seen)

    @property
    def role_at_home(self) -> str:
        """In which role the home is answered for, as in `Person.posts_answered`."""
        return role_answered(self.home)

    @property
    def flag_is_elsewhere(self) -> bool:
        """Say whether an open flag is handled at a post that the viewer does not see."""
        return self.facts_seen is not self.facts

    def weeks_seen(self, lived: Lived) -> tuple[str, ColumnsSeen]:
        """Read the weeks as far as the viewer sees them, and how much the newest is."""
        if not lived.in_parts and self.sight.whole:
            return lived.weeks, WHOLE
        found = [BoardWeek.columns_seen(one, self.sight) for one in week_columns(lived.weeks)]
        seen = written_weeks(one.columns for one in found if one.columns is not None)
        return seen, found[-1] if found else WHOLE


def together(posts: list[Facts]) -> Facts:
    """Write some posts of a person as the first of them, with the hours of all."""
    if len(posts) == 1:
        return posts[0]
    return posts[0]._replace(hours=sum((one.hours or Decimal() for one in posts), Decimal()))


def role_answered(post: Facts) -> str:
    """Say in which role a person's post is answered for."""
    return answered_role(post.role, leads=post.leads_there)


def note_elsewhere(row: BoardRow, flag_level: str | None, handler: str | None) -> None:
    """Write on a row that a flag is open, how high it is, and who handles it."""
    if handler and flag_level:
        row.flag_level, row.flag_words = flag_level, str(LevelChoice(flag_level).label)
        row.need = handler


def flag_is_with(leads: list[str], unit: object) -> str:
    """Say which supervisors handle a flag, and of which unit."""
    if not leads:
        return _("The flag is with %(unit)s") % {"unit": unit}
    return _("The flag is with %(name)s (%(unit)s)") % {"name": ", ".join(leads), "unit": unit}
