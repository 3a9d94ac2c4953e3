"""What was said of the units: each block of the demo, frozen when it would have been."""

from people.weeks import Block
from programme.simulation.world import World
from wellbeing.groups import freezing
from workload.study import actions as study
from workload.units import actions as units


def simulate(world: World) -> None:
    """Freeze every block that lies whole within the weeks of the demo, oldest first."""
    oldest, newest = world.weeks[0], Block.latest(world.moment)
    block = Block(oldest.block)
    while block <= newest:
        if block.first >= oldest:
            freezing.freeze(block, now=block.freezes)
            units.freeze(block, now=block.freezes)
        block = block + 1
    study.keep_sums()
