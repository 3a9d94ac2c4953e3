"""A release for the programs of others: a table with HXL tags, and values for DHIS2.

Both know numbers where a release has bands, so a band goes as its key, and nothing goes where it is
withheld: neither knows a word for that.
"""

from people.writing import sheets
from programme.releases.published import WITHHELD, PublishedRelease

from . import documents, tables, words

# HXL 1.1. An indicator without `+num` may be a code; a program that adds up leaves it alone.
TAGS = (
    "#date+start",
    "#date+end",
    "#geo+code",
    "#indicator+name+code",
    "#indicator+band+code",
    "#meta+suppressed",
)


def hxl_csv(release: PublishedRelease) -> bytes:
    """Write the bands with a row of tags below the headings."""
    rows = [
        (*row[:-1], *(("", WITHHELD) if row[-1] == WITHHELD else (row[-1], "")))
        for row in tables.release_rows(release)
    ]
    header = [*words.COLUMNS, "suppressed"]
    return sheets.written(header, [TAGS, *rows], marked=False)


def data_value_sets(release: PublishedRelease) -> bytes:
    """Write the bands for `/api/dataValueSets?idScheme=code`: what is withheld is left out.

    A block of four weeks is no period of DHIS2: the period is the quarter, and the block, named by
    its first day, is the attribute option. No day of completion is named: it would be that of one
    place, and here are several.
    """
    year, _dash, quarter = release.quarter.partition("-")
    found = {
        "dataSet": "kamlangjai-open-data",
        "period": f"{year}{quarter}",
        "dataValues": [
            {
                "dataElement": cell.measure,
                "period": f"{year}{quarter}",
                "orgUnit": cell.place,
                "attributeOptionCombo": f"block-{cell.first}",
                "value": cell.band,
            }
            for cell in tables.ordered_cells(release)
            if cell.band != WITHHELD
        ],
    }
    return documents.as_json(found)
