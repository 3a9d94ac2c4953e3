"""A person's answers beside their own usual, in plain sentences, for this person only."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellbeing.rules.drift import PULSE

from .baseline import BaselineStanding, OwnTrend

# An icon, a sentence, and a quieter line below it.
Told = tuple[str, str, str]


def short(trend: OwnTrend) -> str:
    """Say how the answers stand in a word or two, beside the picture."""
    return {
        BaselineStanding.UNKNOWN: _("Not known yet"),
        BaselineStanding.SKETCH: _("First sketch"),
        BaselineStanding.STALE: _("Nothing new"),
        BaselineStanding.USUAL: _("As usual"),
        BaselineStanding.DRIFTED: _("Drifted"),
        BaselineStanding.FAR: _("A heavy week"),
    }[trend.standing]


def tell_standing(trend: OwnTrend) -> Told:
    """Say whether there is a usual yet, and whether the answers have drifted from it.

    It is no diagnosis, and it says no more than the answers do.
    """
    standing, now = trend.standing, trend.now
    if now.usual is None or not now.settled():
        return tell_beginning(trend)
    if standing is BaselineStanding.STALE:
        return ("open", gap(now.missing), _("That is fine. It continues when you answer again."))
    about = compared(int(now.usual.size))
    if standing is BaselineStanding.USUAL:
        return ("steady", _("Your answers are within your own usual."), about)
    if standing is BaselineStanding.FAR:
        return ("eye", _("Your latest week was far above your own usual."), about)
    return ("eye", _("Your answers have drifted from your own usual."), about)


def tell_beginning(trend: OwnTrend) -> Told:
    """Say why the page tells nothing yet, and what it tells after a few weeks."""
    weeks = {"n": trend.now.answered}
    if trend.standing is BaselineStanding.FAR:
        return (
            "eye",
            _("Your latest week was far above your weeks so far."),
            _("%(n)s answered weeks are there. One week can be like that; only you see this.")
            % weeks,
        )
    if trend.standing is BaselineStanding.SKETCH:
        return (
            "open",
            _("A first sketch of your usual: %(n)s of 8 answered weeks are there.") % weeks,
            _(
                "Until then only one thing is shown: that a week was far above those before it. "
                "You need not wait for that to talk to somebody."
            ),
        )
    return (
        "open",
        _("Your own usual is not known yet: %(n)s of 8 answered weeks are there.") % weeks
        if trend.now.answered
        else _("Your own usual is not known yet."),
        _(
            "It grows from your own answers. So few weeks say little about anybody, so nothing "
            "is shown yet. You need not wait for that to talk to somebody."
        ),
    )


def compared(weeks: int) -> str:
    """Say what the usual is, and what it is not."""
    return _(
        "“Usual” is your own band, from %(n)s answered weeks. It is never compared with anyone, "
        "and is no diagnosis."
    ) % {"n": weeks}


def gap(weeks: int) -> str:
    """Say since when the page has nothing to tell."""
    return ngettext(
        "The last %(n)s week has no answers, so nothing is shown about now.",
        "The last %(n)s weeks have no answers, so nothing is shown about now.",
        weeks,
    ) % {"n": weeks}


def tell_chance(trend: OwnTrend) -> list[Told]:
    """Say what the latest answered week proves: little, or more than chance."""
    known = {BaselineStanding.USUAL, BaselineStanding.DRIFTED, BaselineStanding.FAR}
    usual, latest = trend.now.usual, trend.latest
    if not trend.now.settled() or trend.standing not in known or usual is None or latest is None:
        return []
    if PULSE.is_reliable(usual.mean, latest):
        sentence = (
            _("Your latest answered week was heavier than your usual.")
            if latest > usual.mean
            else _("Your latest answered week was lighter than your usual.")
        )
        return [("watch", sentence, _("More than chance alone would explain."))]
    if trend.standing is BaselineStanding.DRIFTED:
        return [
            (
                "watch",
                _("Your latest answered week alone would not prove anything."),
                _("One week can differ this much by chance. It is the weeks together that moved."),
            )
        ]
    return []


def thanks(trend: OwnTrend) -> str:
    """Answer a week that was just sent with one kind sentence."""
    if not trend.answered:
        return _("You kept your answers to yourself this time. That is fine too.")
    if trend.support:
        return _(
            "It has been heavier than your usual for a while. You do not have to carry it alone: "
            "this page says whom you can talk to."
        )
    if trend.card:
        return _(
            "Thank you for saying how it was. It has been heavy for a long time, and that is not a "
            "small thing: this page says who can help."
        )
    if trend.open and not trend.now.settled():
        return _("This week was much heavier than those before. Please be kind to yourself.")
    if trend.open:
        return _("It has been heavier than your usual. Please be as kind to yourself as to others.")
    if trend.standing is not BaselineStanding.USUAL:
        return _(
            "Thank you for telling us how it was. After a few more weeks you will see your own "
            "usual."
        )
    if is_lighter(trend):
        return _("This week was lighter than your usual. It is good that you had it.")
    return _("You are about where you usually are. Keep doing what does you good.")


def label(trend: OwnTrend) -> str:
    """A text for the picture, for a screen reader; the table below has the numbers."""
    values = {
        "weeks": len(trend.weeks),
        "answered": sum(one is not None for one in trend.strains),
        "now": short(trend),
    }
    return (
        _(
            "All lines together against your own usual, %(weeks)s weeks, %(answered)s of them "
            "answered. Now: %(now)s. The table below has the numbers."
        )
        % values
    )


def is_lighter(trend: OwnTrend) -> bool:
    """Say whether the latest answered week was lighter than the usual, by more than chance."""
    usual, latest = trend.now.usual, trend.latest
    if usual is None or latest is None:
        return False
    return latest < usual.mean and PULSE.is_reliable(usual.mean, latest)
