"""What a sentence is: words as they stand, or words that are translated where they are shown."""

from collections.abc import Iterable

from django.utils import functional
from django.utils.translation import get_language

# In these languages a sentence ends without a sign, and a space parts words of one sentence too.
WITHOUT_FULL_STOP = {"th", "lo"}

# Its second half is known to the types alone, so the name is read by those who check them.
type Sentence = functional._StrOrPromise


def sentence_gap() -> str:
    """Write what stands between two sentences in the reader's language."""
    return " · " if get_language() in WITHOUT_FULL_STOP else " "


def in_a_row(sentences: Iterable[Sentence]) -> str:
    """Write sentences one after another; empty ones are left out."""
    return sentence_gap().join(filter(None, map(str, sentences)))


# The same, in the language that is on when it is read.
in_a_row_later = functional.lazy(in_a_row, str)
