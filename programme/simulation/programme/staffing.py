"""What was told of the work of units: some blocks, each frozen when it would have been."""

from people.weeks import Block
from programme.rules.quarters import CalendarQuarter
from programme.simulation.world import World
from programme.staffing.actions import freeze_staffing


def simulate(world: World) -> None:
    """Freeze the newest block of the demo and the last of each quarter: these are shown."""
    newest = Block.latest(world.moment)
    block = Block(world.weeks[0].block) + 1
    while block <= newest:
        quarter = CalendarQuarter.of(block.last.sunday)
        if block in (newest, quarter.blocks[-1]):
            freeze_staffing(block, now=block.freezes)
        block = block + 1
