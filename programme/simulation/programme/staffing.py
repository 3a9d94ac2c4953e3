"""What was told of the work of units: each block, frozen when it would have been."""

from people.weeks import Block
from programme.simulation.world import World
from programme.staffing.actions import freeze_staffing


def simulate(world: World) -> None:
    """Freeze every block that lies whole within the weeks of the demo, oldest first."""
    oldest, newest = world.weeks[0], Block.latest(world.moment)
    block = Block(oldest.block)
    while block <= newest:
        if block.first >= oldest:
            freeze_staffing(block, now=block.freezes)
        block = block + 1
