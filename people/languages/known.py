"""The languages in which the product and what people write into it can be read.

What goes through languages begins here: settings, catalogues, forms, the switch, wording packs.
"""

from collections.abc import Collection

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

# Each as its own readers call it. The first two are always offered; an operator switches more on.
OWN_NAMES = {"en": "English", "th": "ไทย", "my": "မြန်မာ", "km": "ខ្មែរ", "lo": "ລາວ"}
ALWAYS = ("en", "th")
# Each as people who read another language call it.
NAMES: dict[str, str | Promise] = {
    "en": _("English"),
    "th": _("Thai"),
    "my": _("Burmese"),
    "km": _("Khmer"),
    "lo": _("Lao"),
}


# Of these a person who speaks the language has read every page; pages in the others warn of it.
READ = {"en", "th"}
# Of these such a person has read consent, help and numbers and put their name to it: SIGNED_FIRST
# in the `messages` command, which lets nothing of it be translated before.
SIGNED_BY = {"en": "the authors", "th": "the authors"}

NOT_OFFERED = _("This language is not offered here. Please choose one from the list.")


def offered_languages() -> list[tuple[str, str]]:
    """List the languages that the operator offers, each with its own name."""
    return list(settings.LANGUAGES)


def in_every_language(text: str | Promise) -> list[str]:
    """Write a text of the product in each language that is offered."""
    found = []
    for language, _own in offered_languages():
        with override(language):
            found.append(str(text))
    return list(dict.fromkeys(found))


def languages_in_words() -> str:
    """Name the languages that are offered, each with its code, for a reader who writes the code."""
    return ", ".join(f"{NAMES[code]} ({code})" for code, _own in offered_languages())


def asked_languages(kept: Collection[str] = ()) -> list[str]:
    """List in which languages a text is asked for: the reader's first, English and Thai.

    Of the others that are offered only those that it has already: a long form helps no reader.
    """
    wanted = (get_language(), *ALWAYS, *kept)
    return [one for one in dict.fromkeys(wanted) if one in dict(offered_languages())]
