"""The columns of a list of certificates."""

from django.utils.translation import gettext_lazy as _

from people.lists.kinds import ListColumn
from people.lists.people_in_reach import PERSON_COLUMNS

KIND, ISSUED, EXPIRES = "certificate", "issued_on", "expires_on"
COLUMNS = (
    *PERSON_COLUMNS,
    ListColumn(
        key=KIND,
        name=_("Certificate"),
        headings=(
            "Certificate",
            "Type",
            "Certificate type",
            "Qualification",
            "ใบรับรอง",
            "ประเภทใบรับรอง",
            "ชื่อใบรับรอง",
            "วุฒิบัตร",
            "ประกาศนียบัตร",
        ),
        example="สัมภาษณ์ผู้เสียหาย",
        needed=True,
    ),
    ListColumn(
        key=ISSUED,
        name=_("Day on which it was earned"),
        headings=(
            "Issued",
            "Issued on",
            "Date",
            "Date issued",
            "Earned on",
            "Day",
            "วันที่ออก",
            "วันออก",
            "วันที่ได้รับ",
            "ออกเมื่อ",
            "วันที่",
        ),
        example="24/11/2568",
        needed=True,
    ),
    ListColumn(
        key=EXPIRES,
        name=_("Valid until"),
        headings=(
            "Expires",
            "Expires on",
            "Expiry",
            "Expiry date",
            "Valid until",
            "วันหมดอายุ",
            "หมดอายุ",
            "ใช้ได้ถึง",
            "มีผลถึง",
        ),
        example="24/11/2570",
    ),
)
