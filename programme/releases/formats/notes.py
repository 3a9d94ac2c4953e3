"""Corrections in files and in the feed: what was wrong in an earlier release, and what is right."""

from collections.abc import Iterator, Mapping
from typing import Any

from people.languages.local_text import LocalText
from programme.releases.published import ListedRelease, PublishedCorrection

from . import words


def correction_name(note: PublishedCorrection, language: str) -> str:
    """Name a correction by the quarter that it corrects."""
    return words.CORRECTION.read_in(language).format(quarter=note.corrected_quarter)


def corrected_name(note: PublishedCorrection, language: str) -> str:
    """Name a correction by the release that says it."""
    return words.CORRECTED.read_in(language).format(quarter=note.said_in_quarter)


def correction_text(note: PublishedCorrection, language: str) -> str:
    """Write what a correction says in one language, on one line."""
    parts = ((words.WRONG, note.wrong), (words.RIGHT, note.right))
    said = [
        f"{name.read_in(language)}: {LocalText(text).read_in(language)}" for name, text in parts
    ]
    return " ".join([LocalText(note.kind_names).read_in(language), *said])


def with_corrections(about: str, release: ListedRelease) -> str:
    """Add to a description in English what a release says of earlier ones."""
    said = (
        f"{correction_name(one, 'en')}: {correction_text(one, 'en')}" for one in release.corrections
    )
    return " ".join([about, *said])


def correction_documents(release: ListedRelease, home: str) -> list[dict[str, Any]]:
    """Write the corrections as JSON has them, each with the address of what it corrects."""
    return [
        {
            "release": f"{home}{one.corrected}/",
            "quarter": one.corrected_quarter,
            "kind": {"key": one.kind, "names": dict(one.kind_names)},
            "wrong": dict(one.wrong),
            "right": dict(one.right),
        }
        for one in release.corrections
    ]


def correction_comments(
    notes: tuple[PublishedCorrection, ...], languages: tuple[str, ...], home: str
) -> list[dict[str, Any]]:
    """Write corrections for schema.org, one for each language."""
    return [
        {
            "@type": "CorrectionComment",
            "about": {"@type": "Dataset", "@id": f"{home}{one.corrected}/"},
            "url": f"{home}{one.said_in}/",
            "inLanguage": language,
            "text": correction_text(one, language),
        }
        for one in notes
        for language in languages
    ]


def correction_rows(
    release: ListedRelease,
) -> Iterator[tuple[Mapping[str, str], Mapping[str, str]]]:
    """Give the corrections as the codebook has them: a name and a text in each language."""
    for one in release.corrections:
        yield (
            {language: correction_name(one, language) for language in release.languages},
            {language: correction_text(one, language) for language in release.languages},
        )
