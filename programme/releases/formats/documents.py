"""A release as documents: JSON, a data package, a dataset of schema.org and a citation."""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from people.languages.local_text import LocalText
from people.weeks import today
from programme.releases.published import WITHHELD, ListedRelease, PublishedRelease
from training.formats import openbadges

from . import notes, tables, words

# A release has one version: a correction is in a release after it.
VERSION = "1.0.0"
PACKAGE = "https://datapackage.org/profiles/2.0/datapackage.json"
SCHEMA = "https://datapackage.org/profiles/2.0/tableschema.json"
# What stands in no YAML as it is.
UNSEEN = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
KEYWORDS = ("human trafficking", "victim specialists", "workload", "Thailand")


def address_of(release: ListedRelease, home: str) -> str:
    """Write where a release is read, for good; `home` is the address of the open data, with its
    last stroke.
    """
    return f"{home}{release.public_id}/"


def title(release: ListedRelease, language: str = "en") -> str:
    """Name a release in one language."""
    programme = LocalText(release.programme).read_in(language)
    return words.TITLE.read_in(language).format(programme=programme, quarter=release.quarter)


def titles(release: PublishedRelease) -> dict[str, str]:
    """Name a release in each of its languages."""
    return {one: title(release, one) for one in release.languages}


def as_json(found: object) -> bytes:
    """Write a document that people may read as well."""
    return (json.dumps(found, ensure_ascii=False, indent=2) + "\n").encode()


def fingerprint(content: bytes) -> str:
    """Write the hash of a file as data packages do."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def days(release: PublishedRelease) -> tuple[date, date]:
    """Find the first and the last day that a release speaks of."""
    return min(one.first for one in release.cells), max(one.last for one in release.cells)


def release_json(release: PublishedRelease, home: str) -> bytes:
    """Write a whole release, with its codebook, as one document."""
    name, licence = tables.licence_of(release)
    found = {
        "id": address_of(release, home),
        "titles": titles(release),
        "version": VERSION,
        "quarter": release.quarter,
        "programme": dict(release.programme),
        "published": openbadges.instant(release.published_at),
        "licence": {"id": release.licence, "name": name, "address": licence},
        "rule": dict(words.RULE),
        "source": dict(words.SOURCE),
        WITHHELD: {"names": dict(words.WITHHELD_NAME), "about": dict(words.WITHHELD_ABOUT)},
        "corrections": notes.correction_documents(release, home),
        "places": [{"key": one.key, "names": dict(one.names)} for one in release.places],
        "measures": [
            {
                "key": one.key,
                "names": dict(one.names),
                "about": dict(one.about),
                "bands": [{"key": band, "names": dict(names)} for band, names in one.bands],
            }
            for one in release.measures
        ],
        "cells": [
            dict(zip(words.COLUMNS, map(str, row), strict=True))
            for row in tables.release_rows(release)
        ],
    }
    return as_json(found)


# --- Frictionless Data Package --------------------------------------------------------------------


def data_package(release: PublishedRelease, home: str, files: Mapping[str, bytes]) -> bytes:
    """Describe the tables of a release as a Frictionless Data Package of version 2."""
    name, licence = tables.licence_of(release)
    resources = (
        ("bands", "bands.csv", bands_schema(release)),
        ("bands-for-spreadsheets", "bands-for-spreadsheets.csv", named_schema(release)),
        ("codebook", "codebook.csv", codebook_schema(release)),
    )
    found = {
        "$schema": PACKAGE,
        "name": f"open-data-{release.quarter.lower()}",
        "id": address_of(release, home),
        "title": title(release),
        "description": notes.with_corrections(words.ABOUT["en"], release),
        "homepage": address_of(release, home),
        "version": VERSION,
        "created": openbadges.instant(release.published_at),
        "keywords": list(KEYWORDS),
        "licenses": [{"name": release.licence, "title": name, "path": licence}],
        "sources": [{"title": words.SOURCE["en"]}],
        "contributors": [{"title": publisher(release), "roles": ["publisher"]}],
        # Of our own: the profile knows no word for it.
        "corrections": notes.correction_documents(release, home),
        "resources": [
            {
                "name": resource,
                "type": "table",
                "path": path,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "hash": fingerprint(files[path]),
                "schema": schema,
            }
            for resource, path, schema in resources
        ],
    }
    return as_json(found)


def publisher(release: ListedRelease) -> str:
    """Name the programme for readers of English."""
    return LocalText(release.programme).read_in("en")


def field(name: str, kind: str = "string", **more: Any) -> dict[str, Any]:
    """Describe one column."""
    about = {"description": words.COLUMNS_ABOUT[name]["en"]} if name in words.COLUMNS else {}
    return {"name": name, "type": kind, **about, **more}


def withheld(*languages: str) -> list[dict[str, str]]:
    """Say which word stands where nothing is shown; in a language its own word."""
    named = {words.WITHHELD_NAME.read_in(one): f"Nothing is shown ({one})" for one in languages}
    found = named or {WITHHELD: "Nothing is shown"}
    return [{"value": value, "label": label} for value, label in found.items()]


def day_fields() -> list[dict[str, Any]]:
    """Describe the two days of a block."""
    return [
        field(one, "date", constraints={"required": True})
        for one in (words.FIRST_DAY, words.LAST_DAY)
    ]


def bands_schema(release: PublishedRelease) -> dict[str, Any]:
    """Describe the bands by their keys."""
    known = {
        words.PLACE: [one.key for one in release.places],
        words.MEASURE: [one.key for one in release.measures],
        words.BAND: [band for one in release.measures for band, _names in one.bands],
    }
    keys = [
        field(
            column,
            constraints={
                **({} if column == words.BAND else {"required": True}),
                "enum": list(dict.fromkeys(values)),
            },
        )
        for column, values in known.items()
    ]
    return {
        "$schema": SCHEMA,
        "fields": [*day_fields(), *keys],
        "primaryKey": [words.FIRST_DAY, words.PLACE, words.MEASURE],
        "missingValues": withheld(),
    }


def named_schema(release: PublishedRelease) -> dict[str, Any]:
    """Describe the bands by their names."""
    texts = [field(one) for one in tables.named_columns(release)[2:]]
    return {
        "$schema": SCHEMA,
        "fields": [*day_fields(), *texts],
        "missingValues": withheld(*release.languages),
    }


def codebook_schema(release: PublishedRelease) -> dict[str, Any]:
    """Describe the codebook."""
    return {
        "$schema": SCHEMA,
        "fields": [field(one) for one in tables.codebook_columns(release)],
        "missingValues": [""],
    }


# --- schema.org and CITATION.cff ------------------------------------------------------------------


def dataset(release: PublishedRelease, home: str, files: Mapping[str, str]) -> dict[str, Any]:
    """Describe a release as search engines for data read it; `files` are media types by name."""
    address = address_of(release, home)
    first, last = days(release)
    said = notes.correction_comments(release.corrections, release.languages, home)
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": address,
        "url": address,
        "identifier": f"urn:uuid:{release.public_id}",
        "name": title(release),
        "alternateName": [one for name, one in titles(release).items() if name != "en"],
        "description": f"{words.ABOUT['en']} {words.RULE['en']}",
        "version": VERSION,
        "datePublished": openbadges.instant(release.published_at),
        "temporalCoverage": f"{first}/{last}",
        "spatialCoverage": [LocalText(one.names).read_in("en") for one in release.places],
        "variableMeasured": [
            {
                "@type": "PropertyValue",
                "propertyID": one.key,
                "name": LocalText(one.names).read_in("en"),
                "description": LocalText(one.about).read_in("en"),
            }
            for one in release.measures
        ],
        "inLanguage": list(release.languages),
        **({"comment": said} if said else {}),
        "isAccessibleForFree": True,
        "license": tables.licence_of(release)[1],
        "creator": {"@type": "Organization", "name": publisher(release)},
        "includedInDataCatalog": {"@type": "DataCatalog", "url": home},
        "distribution": [
            {
                "@type": "DataDownload",
                "name": name,
                "contentUrl": f"{address}{name}",
                "encodingFormat": media.partition(";")[0],
            }
            for name, media in files.items()
        ],
    }


def citation_cff(release: PublishedRelease, home: str) -> bytes:
    """Write how a release is cited, in the Citation File Format.

    JSON's strings are YAML's, but for signs that are not seen.
    """

    def quoted(text: str) -> str:
        plain = json.dumps(text, ensure_ascii=False)
        return UNSEEN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", plain)

    lines = (
        "cff-version: 1.2.0",
        "type: dataset",
        f"message: {quoted('If you use these figures, please cite them as below.')}",
        f"title: {quoted(title(release))}",
        f"abstract: {quoted(words.ABOUT['en'])}",
        "authors:",
        f"  - name: {quoted(publisher(release))}",
        f"version: {quoted(VERSION)}",
        f"date-released: {today(release.published_at)}",
        f"license: {release.licence}",
        f"url: {quoted(address_of(release, home))}",
        "identifiers:",
        "  - type: other",
        f"    value: {quoted(f'urn:uuid:{release.public_id}')}",
        "keywords:",
        *(f"  - {quoted(one)}" for one in KEYWORDS),
    )
    return "".join(f"{one}\n" for one in lines).encode()
