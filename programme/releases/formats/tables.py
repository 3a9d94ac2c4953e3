"""A release as tables: its bands, with or without names, and its codebook."""

from collections.abc import Iterable, Iterator, Mapping

from people.languages.local_text import LocalText
from people.writing import sheets
from programme.releases.published import WITHHELD, PublishedRelease, ReleasedCell

from . import notes, words


def ordered_cells(release: PublishedRelease) -> list[ReleasedCell]:
    """Put the cells in the order of the release's own measures and places, then by day."""
    measures = [one.key for one in release.measures]
    places = [one.key for one in release.places]
    return sorted(
        release.cells,
        key=lambda cell: (measures.index(cell.measure), places.index(cell.place), cell.first),
    )


def bands_csv(release: PublishedRelease) -> bytes:
    """Write the bands for programs: keys alone, and no mark before the first letter."""
    return sheets.written(words.COLUMNS, release_rows(release), marked=False)


def release_rows(release: PublishedRelease) -> list[tuple[object, ...]]:
    """List the cells by their keys."""
    return [
        (cell.first, cell.last, cell.place, cell.measure, cell.band)
        for cell in ordered_cells(release)
    ]


def named_columns(release: PublishedRelease) -> list[str]:
    """Name the columns of the bands for spreadsheets."""
    named = (words.PLACE, words.MEASURE, words.BAND)
    texts = [f"{column}_{language}" for column in named for language in release.languages]
    return [words.FIRST_DAY, words.LAST_DAY, *texts]


def named_bands_csv(release: PublishedRelease) -> bytes:
    """Write the bands for spreadsheets: names in each language, and marked as UTF-8 for Thai."""
    return sheets.written(named_columns(release), named_rows(release))


def named_rows(release: PublishedRelease) -> Iterator[tuple[object, ...]]:
    """Write each cell with names instead of keys."""
    places = {one.key: one.names for one in release.places}
    measures = {one.key: one.names for one in release.measures}
    bands = band_names(release)
    for cell in ordered_cells(release):
        about = (places[cell.place], measures[cell.measure], bands[cell.measure, cell.band])
        texts = (text for names in about for text in in_languages(names, release))
        yield cell.first, cell.last, *texts


def band_names(release: PublishedRelease) -> dict[tuple[str, str], Mapping[str, str]]:
    """Name the bands of each measure; withheld is one word for all."""
    return {
        (measure.key, band): names
        for measure in release.measures
        for band, names in (*measure.bands, (WITHHELD, words.WITHHELD_NAME))
    }


def in_languages(texts: Mapping[str, str], release: PublishedRelease) -> list[str]:
    """Read a text in each language of the release, in another where one has none."""
    return [LocalText(texts).read_in(one) for one in release.languages]


# --- The codebook ---------------------------------------------------------------------------------


def codebook_csv(release: PublishedRelease) -> bytes:
    """Write what every column, key and band means, with the rule, the source and the licence."""
    return sheets.written(codebook_columns(release), release_codebook_rows(release), marked=False)


def codebook_columns(release: PublishedRelease) -> list[str]:
    """Name the columns of the codebook."""
    texts = [f"{what}_{one}" for what in ("name", "about") for one in release.languages]
    return ["column", "of_measure", "key", *texts]


def release_codebook_rows(release: PublishedRelease) -> Iterator[tuple[str, ...]]:
    """List columns, places, measures and bands, these from the least to the most."""

    def row(
        column: str, of: str, key: str, names: Mapping[str, str], about: Mapping[str, str]
    ) -> tuple[str, ...]:
        return (column, of, key, *in_languages(names, release), *in_languages(about, release))

    nothing = LocalText()
    for column in words.COLUMNS:
        yield row(column, "", "", words.COLUMN_NAMES[column], words.COLUMNS_ABOUT[column])
    for place in release.places:
        yield row(words.PLACE, "", place.key, place.names, nothing)
    for measure in release.measures:
        yield row(words.MEASURE, "", measure.key, measure.names, measure.about)
        for band, names in measure.bands:
            yield row(words.BAND, measure.key, band, names, nothing)
    yield row(words.BAND, "", WITHHELD, words.WITHHELD_NAME, words.WITHHELD_ABOUT)
    for name, about in (*notes.correction_rows(release), *release_notes(release)):
        yield row("", "", "", name, about)


def release_notes(release: PublishedRelease) -> Iterable[tuple[LocalText, LocalText]]:
    """Say by which rule, from what and under which licence a release is."""
    title, address = licence_of(release)
    licence = LocalText(dict.fromkeys(release.languages, f"{title} ({release.licence}), {address}"))
    return (
        (words.RULE_NAME, words.RULE),
        (words.SOURCE_NAME, words.SOURCE),
        (words.LICENCE_NAME, licence),
    )


def licence_of(release: PublishedRelease) -> tuple[str, str]:
    """Name the licence in full, and where it can be read."""
    known = f"https://spdx.org/licenses/{release.licence}.html"
    return words.LICENCES.get(release.licence, (release.licence, known))
