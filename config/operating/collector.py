"""How the collector of garbage works in a process that serves pages."""

import gc


def pass_over_what_is_loaded() -> None:
    """Let it pass over what is loaded now, for that lasts as long as the process.

    To look through it time and again for what is no longer needed would hold up a page for a tenth
    of a second, and a page of many rows at each look.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
