"""A process in which it is a Wednesday morning in Bangkok: mail of the product's own may leave."""

import time_machine


def begin() -> None:
    """Let time go on from there."""
    time_machine.travel("2026-11-25T10:00:00+07:00").start()
