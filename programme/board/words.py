"""How a post is covered, in words."""

from django.utils.translation import gettext_lazy as _

from people.writing.sentences import Sentence
from programme.rules.cover import PostCover

COVER: dict[PostCover, Sentence] = {
    PostCover.VACANT: _("Uncovered"),
    PostCover.ONE: _("One person only"),
    PostCover.LAPSING: _("Certificate expires or is missing"),
    PostCover.HELD: _("Covered"),
}
