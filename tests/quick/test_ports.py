"""A port of a test is nobody else's."""

from pathlib import Path

from .ports import EACH, END, FIRST, free_port


def test_a_port_is_given_once_and_never_one_that_the_system_hands_out():
    given = [free_port() for _program in range(EACH)]
    handed_out = Path("/proc/sys/net/ipv4/ip_local_port_range")

    assert len({*given}) == EACH
    assert all(FIRST <= port < END for port in given)
    if handed_out.exists():
        assert int(handed_out.read_text().split()[0]) >= END
