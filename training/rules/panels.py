"""How a panel comes to a verdict. No Django, no clock."""


def verdict(*, ayes: int, noes: int, quorum: int) -> bool | None:
    """Say what a panel found: yes with more ayes than noes, None until enough have spoken.

    A tie is a no: what half of a panel doubts can be brought again.
    """
    if ayes + noes < quorum:
        return None
    return ayes > noes
