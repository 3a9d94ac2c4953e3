"""A quarter that was told: loads and answers of three blocks, and who asks for it."""

import pytest
import time_machine

from people.weeks import Block
from programme.models import ProgrammeReport
from programme.reports import actions
from programme.reports.pdf import what_is_lacking
from programme.rules.periods import ReportPeriod
from tests.makers import NOW
from tests.programme.conftest import again
from wellbeing.models import BlockResult
from wellbeing.rules.lines import LINE_NAMES
from workload.models import UnitLoad

QUARTER = ReportPeriod.parse("quarter-2026-3")
# On a machine without Pango or a Thai font, reports are tried without PDF.
KINDS = {"xlsx"} if what_is_lacking("th") else {"pdf", "xlsx"}
needs_pdf = pytest.mark.skipif({"xlsx"} == KINDS, reason="no Pango, or no Thai font")


@pytest.fixture
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


def tell_load(unit, block: Block, band="watch", size="5-9") -> None:
    UnitLoad.objects.create(
        unit=unit, block=block.number, band=band, size=size, smallest=5, frozen_at=NOW
    )


def tell_strain(unit, block: Block, strain="some", size="5-9") -> None:
    told = dict.fromkeys(LINE_NAMES, "some" if size == "10-19" else "")
    BlockResult.objects.create(
        unit=unit, block=block.number, strain=strain, size=size, smallest=5, frozen_at=NOW, **told
    )


@pytest.fixture
def quarter(office, chiang_mai, chiang_rai, anan, friday):
    """Saphan's quarter: Chiang Mai is told, Chiang Rai is withheld, and so on for three blocks."""
    for block in QUARTER.blocks:
        tell_load(office, block, size="10-19")
        tell_load(chiang_mai, block, "above")
        tell_load(chiang_rai, block, "", "")
        tell_strain(office, block, size="10-19")
        tell_strain(chiang_mai, block, "high")
        tell_strain(chiang_rai, block, "", "")
    # Before and after it, told with words of their own.
    for block in (QUARTER.blocks[0] - 1, QUARTER.blocks[-1] + 1, QUARTER.blocks[-1] + 2):
        tell_load(office, block, "steady", "50+")
        tell_strain(office, block, "low", "50+")
    return QUARTER


def ask(by, period=QUARTER, scope="own", language="en", now=NOW) -> ProgrammeReport:
    """Ask for a report; its job is done on the spot."""
    found = actions.ask_report(period=period, scope=scope, language=language, by=again(by), now=now)
    return ProgrammeReport.objects.get(pk=found.pk)
