"""English for people whose mother tongue it is not: short sentences, and plain words."""

import re
import statistics
from collections.abc import Iterator

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

APPS = ("config", "people", "wellbeing", "training", "workload", "programme")
WORD = re.compile(r"%\(\w+\)s|[A-Za-z0-9](?:[A-Za-z0-9’'.,–-]*[A-Za-z0-9])?")
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
# What the product is about: people meet these words every day, however long they are.
TERMS = re.compile(
    r"kamlangjai|organisations?|certificates?|supervisors?|supervision|capacity|programmes?|"
    r"interpreters?|specialists?|coordinators?|competenc(?:y|ies)|volunteers?|clearances?"
)
# What may not occur, and what is said instead.
PLAIN = {
    r"\banew\b": "again",
    r"\blaps(?:e|es|ed|ing)\b": "expire: one word for one event",
    r"\bwhoever\b": "the person who, or people who",
    r"\blet(?:s|ting)? go\b": "remove",
    r"\b(?:take[sn]?|took)\b[^.,;]{0,24}\bback\b": "withdraw, stop sharing, or put back",
    r"\b(?:take[sn]?|took) (?:\w+ ){0,3}along\b": "download",
    r"\b(?:is|are|was|were) (?:told|said) (?:when|only|once|from|in)\b": "shown or published",
    r"\b(?:stands?|lies?|lay) (?:above|below|beside|here|twice|under|far|from|on)\b": "is, are",
    r"\b(?:it|this|which|rule|number|version|role) holds\b": "applies, is kept, is in force",
    r"\brests\b": "is not allowed, is switched off, is on hold",
    r"\b(?:opens?|open) (?:nothing|anything)\b": "works, does not work",
    r"\bnot yours to\b": "you cannot",
    r"\b(?:lend|ask for) a hand\b": "help",
    r"\b(?:offers?|asks for|have) room\b": "help, capacity",
}


def english_texts() -> Iterator[str]:
    """Read every English text of the catalogues, singular and plural."""
    for app in APPS:
        path = settings.BASE_DIR / app / "locale" / "th" / "LC_MESSAGES" / "django.po"
        with path.open("rb") as file:
            catalogue = read_po(file, locale="th")
        for message in catalogue:
            yield from message.id if isinstance(message.id, tuple) else filter(None, [message.id])


def syllables(word: str) -> int:
    """Count the syllables of a word as they are heard; a word of the product has two."""
    word = word.lower()
    if "-" in word:
        return sum(syllables(part) for part in word.split("-"))
    if word.startswith("%(") or TERMS.fullmatch(word):
        return 2
    word = re.split("[’']", word)[0]
    groups = len(re.findall(r"[aeiouy]+", word))
    mute = re.search(r"[^aeiouyl]e$|[aeiouy]le$|[^aeiouydt]ed$|[^aeioucghsxyz]es$", word)
    return max(1, groups - bool(mute))


def grade(words: list[str]) -> float:
    """Say which school year a sentence asks for (Flesch and Kincaid, 1975)."""
    return 0.39 * len(words) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


@pytest.mark.parametrize(
    ("word", "count"),
    [("week", 1), ("answer", 2), ("table", 2), ("asked", 1), ("wanted", 2), ("closes", 2)]
    + [
        ("rule", 1),
        ("rules", 1),
        ("certificate", 2),
        ("%(day)s", 2),
        ("one’s", 1),
        ("check-in", 2),
    ],
)
def test_syllables_are_counted_as_they_are_heard(word, count):
    assert syllables(word) == count


def test_sentences_are_easy_to_read():
    sentences = [part for text in english_texts() for part in SENTENCE.split(text)]
    graded = [(grade(words), part) for part in sentences if len(words := WORD.findall(part)) > 7]
    grades = [one for one, _part in graded]
    hardest = [f"{one:.1f} {part}" for one, part in sorted(graded)[-40:]]
    assert len(grades) > 800
    assert statistics.median(grades) <= 6, hardest
    assert statistics.quantiles(grades, n=20)[-1] <= 9, hardest


@pytest.mark.parametrize("pattern", PLAIN)
def test_no_text_uses_an_idiom_where_a_plain_word_is(pattern):
    texts = [re.sub(r"%\(\w+\)s", "…", text) for text in english_texts()]
    wrong = [text for text in texts if re.search(pattern, text, re.IGNORECASE)]
    assert not wrong, f"better: {PLAIN[pattern]}"
