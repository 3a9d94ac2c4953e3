"""What each part means, in words that an admin reads before agreeing."""

from django.utils.translation import gettext_lazy as _

from people.writing.sentences import Sentence
from programme.models import SharedPart

ABOUT: dict[str, Sentence] = {
    SharedPart.POSTS: _(
        "The office sees which posts you have, where they are, and whether they are held. No name, "
        "no case, no answer."
    ),
    SharedPart.NAMES: _(
        "At a post that is held the office sees who holds it. Without this it reads “held”. Each "
        "person finds under “Who looked” that their name was shown."
    ),
    SharedPart.GROUPS: _(
        "The office reads how groups are doing, as your own people can: in bands, and never of "
        "fewer people than your own rule says."
    ),
    SharedPart.RELEASES: _(
        "What you agreed to publish can be part of what the programme publishes."
    ),
    SharedPart.DIRECTORY: _(
        "Everybody of the other members finds what your organisation offers and how to reach it, "
        "and reads its lessons. Of no person."
    ),
}
