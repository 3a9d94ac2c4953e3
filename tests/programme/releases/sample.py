"""A release as everybody may read it: three blocks, the whole and two regions, two measures."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from programme.releases.published import (
    WITHHELD,
    PublishedCorrection,
    PublishedRelease,
    ReleasedCell,
    ReleasedMeasure,
    ReleasedPlace,
)

FIRST_MONDAYS = (date(2026, 9, 21), date(2026, 10, 19), date(2026, 11, 16))
MEASURES = (
    ReleasedMeasure(
        "load",
        {"en": "Load", "th": "ภาระงาน"},
        {"en": "How much work there is for what a week can hold.", "th": "งานเทียบกับกำลังที่รับไหว"},
        (
            ("room-left", {"en": "Room left", "th": "ยังรับไหว"}),
            ("full", {"en": "Full", "th": "เต็มกำลัง"}),
            ("too-much", {"en": "Too much", "th": "เกินกำลัง"}),
        ),
    ),
    ReleasedMeasure(
        "cover",
        {"en": "Posts held", "th": "ตำแหน่งที่มีผู้ดำรง"},
        {"en": "How many of the posts somebody holds.", "th": "ตำแหน่งที่มีคนทำงานอยู่"},
        (
            ("few", {"en": "Few", "th": "น้อย"}),
            ("some", {"en": "Some", "th": "ปานกลาง"}),
            ("most", {"en": "Most", "th": "ส่วนใหญ่"}),
        ),
    ),
)
PLACES = (
    ReleasedPlace("programme", {"en": "The whole programme", "th": "ทั้งโครงการ"}),
    ReleasedPlace("th-b", {"en": "Bangkok", "th": "กรุงเทพฯ"}),
    ReleasedPlace("th-5", {"en": "Region 5", "th": "ภาค 5"}),
)
# By measure and place, a band for each block.
SHOWN = {
    ("load", "programme"): ("full", "full", "too-much"),
    ("load", "th-b"): (WITHHELD, "full", "too-much"),
    ("load", "th-5"): (WITHHELD, WITHHELD, WITHHELD),
    ("cover", "programme"): ("some", "some", "most"),
    ("cover", "th-b"): ("most", "most", "most"),
    ("cover", "th-5"): (WITHHELD, "few", WITHHELD),
}
CELLS = tuple(
    ReleasedCell(first, first + timedelta(days=27), place, measure, band)
    for (measure, place), bands in SHOWN.items()
    for first, band in zip(FIRST_MONDAYS, bands, strict=True)
)
RELEASE_ID = UUID("5d0c6a1e-3f5b-4b7e-9a4c-2f1d8e7b6a90")
EARLIER_ID = UUID("0b6f1c52-77aa-4f0e-8a55-6c1f3a9d2e41")
CORRECTION = PublishedCorrection(
    RELEASE_ID,
    "2026-Q4",
    datetime(2027, 1, 20, 3, 0, tzinfo=UTC),
    EARLIER_ID,
    "2026-Q3",
    "words",
    {"en": "A name was wrong.", "th": "ชื่อไม่ถูกต้อง"},
    {"en": '=A "measure", & <its> name', "th": "ชื่อเรื่องที่วัด"},
    {"en": "Posts held", "th": "ตำแหน่งที่มีผู้ดำรง"},
)
HOME = "https://kamlangjai.example.org/data/"


def make_published(**changes: object) -> PublishedRelease:
    """Make a release that is public."""
    values: dict[str, object] = {
        "public_id": RELEASE_ID,
        "quarter": "2026-Q4",
        "programme": {"en": "Northern programme", "th": "โครงการภาคเหนือ"},
        "published_at": datetime(2027, 1, 20, 3, 0, tzinfo=UTC),
        "licence": "CC-BY-4.0",
        "measures": MEASURES,
        "places": PLACES,
        "cells": CELLS,
    }
    return PublishedRelease(**values | changes)  # type: ignore[arg-type] # as written above
