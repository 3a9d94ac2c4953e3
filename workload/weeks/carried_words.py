"""Why a program's line or key is refused, in words."""

from django.utils.translation import gettext_lazy as _

from people.writing.sentences import Sentence
from workload.rules.carried import LineFault

# The field at fault, and what is wrong with it.
FAULTS: dict[LineFault, tuple[str, Sentence]] = {
    LineFault.NOT_CARRIED: (
        "reference",
        _("You carry no such line. Please give its id, or its reference."),
    ),
    LineFault.CARRIED_ALREADY: (
        "reference",
        _("You carry this case already. Please change its line instead."),
    ),
    LineFault.HAS_ID: ("id", _("A line that is added has no id yet.")),
    LineFault.SEVERAL: (
        "reference",
        _("Several of your lines have this reference. Please name one by its id."),
    ),
    LineFault.SPOKEN_OF_TWICE: ("id", _("Two of these lines speak of the same one.")),
}
TOO_MANY_LINES = _("More lines than My week can hold ({n}). Please put like cases into one.")
KEY_REUSED = _("This key came with another body before. Please send what changed with a new key.")
CHANGED_SINCE = _("The lines you carry changed since they were read. Please read them again.")
