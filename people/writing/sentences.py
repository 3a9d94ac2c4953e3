"""What a sentence is: words as they stand, or words that are translated where they are shown."""

from django.utils import functional

# Its second half is known to the types alone, so the name is read by those who check them.
type Sentence = functional._StrOrPromise
