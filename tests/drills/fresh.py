"""A fresh Debian in a folder, where a drill types what an operator types, as root.

At first it has the network of this machine, for packages. Then systemd is its first process, in
namespaces of its own: its network is a loopback, and all of it ends with one process.
"""

import os
import re
import shutil
import subprocess
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path

from tests.quick.processes import until

SUITE = os.environ.get("DEBIAN", "trixie")
TOOLS = ("debootstrap", "unshare", "nsenter", "git")
# What this machine itself needs to reach a registry.
PASSED_ON = ("http_proxy", "https_proxy", "PIP_CERT", "SSL_CERT_FILE", "GIT_SSL_CAINFO")
TRUSTED = Path("usr/local/share/ca-certificates")
NO_START = Path("usr/sbin/policy-rc.d")
TYPED = Path("root/typed.sh")
MARK, FAILED = "--- typed", "--- failed: "
PATIENCE = 1200  # seconds for one block; the first one installs everything

WITH_NETWORK = """
mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && exec chroot "$0" bash
"""
# A user namespace, which units ask for, cannot be made where the root was changed by chroot alone.
BOOT = """
set -e
ip link set lo up
mount --rbind "$0" "$0"
cd "$0"
mount -t proc proc proc
mount -t sysfs -o ro sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs -o mode=755 tmpfs run
mount -t tmpfs -o mode=755 tmpfs dev
for one in null zero full random urandom tty
do touch dev/$one; mount --bind /dev/$one dev/$one; done
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
mount -t tmpfs tmpfs dev/shm
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
for one in 0:stdin 1:stdout 2:stderr; do ln -s fd/${one%:*} dev/${one#*:}; done
pivot_root . mnt
umount -l /mnt
exec env -i container=other /lib/systemd/systemd --system
"""


class Shell:
    """A shell of root's: where one stands and what one defined stays from block to block."""

    def __init__(self, command: list[str], root: Path):
        self.root = root
        passed_on = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        self.program = subprocess.Popen(
            command,
            env=passed_on
            | {
                "HOME": "/root",
                "PATH": "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "DEBIAN_FRONTEND": "noninteractive",
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.type(f"set -E; trap 'echo \"{FAILED}$BASH_COMMAND\"' ERR; cd")

    def type(self, lines: str) -> str:
        """Type some lines and read what they say; none of them may fail."""
        said = self.attempt(lines)
        assert FAILED not in said, said
        return said

    def attempt(self, lines: str) -> str:
        """Type some lines and read what they say."""
        (self.root / TYPED).write_text(f"{lines}\n", encoding="utf-8")
        self.program.stdin.write(f". /{TYPED} </dev/null\necho; echo '{MARK}'\n")
        self.program.stdin.flush()
        late = threading.Timer(PATIENCE, self.program.kill)
        late.start()
        said = []
        for line in self.program.stdout:
            if line.rstrip() == MARK:
                late.cancel()
                return "".join(said)
            said.append(line)
        raise AssertionError(("The shell ended.", lines, "".join(said)))

    def leave(self, last: str = "") -> None:
        """Leave the shell, with a last line that may end it."""
        self.program.stdin.write(f"{last}\n")
        self.program.stdin.close()
        self.program.wait(60)
        self.program.stdout.close()


@contextmanager
def debian():
    """Make a fresh Debian, and remove it in the end; give its folder."""
    folder = Path(tempfile.mkdtemp(prefix="debian-", dir="/var/tmp"))  # noqa: S108 - root's own
    try:
        root = folder / "root"
        made = subprocess.run(
            ["unshare", "--mount", "debootstrap", SUITE, root, mirror()],
            capture_output=True,
            text=True,
            check=False,
        )
        assert made.returncode == 0, made.stdout[-2000:]
        for own in Path("/", TRUSTED).glob("*.crt"):
            (root / TRUSTED).mkdir(parents=True, exist_ok=True)
            shutil.copy(own, root / TRUSTED)
        yield root
    finally:
        subprocess.run(["rm", "--recursive", "--force", "--one-file-system", folder], check=True)


def mirror() -> str:
    """The mirror that this machine uses."""
    sources = Path("/etc/apt").glob("sources.list*/**/*")
    texts = [one.read_text() for one in [Path("/etc/apt/sources.list"), *sources] if one.is_file()]
    found = re.search(r"^(?:URIs: |deb )(http\S+/debian)/?\s", "\n".join(texts), re.MULTILINE)
    return found[1] if found else "http://deb.debian.org/debian"


@contextmanager
def with_network(root: Path):
    """A shell in the folder, with the network of this machine; nothing starts by itself."""
    (root / NO_START).write_text("#!/bin/sh\nexit 101\n")
    (root / NO_START).chmod(0o755)
    alone = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
    shell = Shell([*alone, "sh", "-c", WITH_NETWORK, str(root)], root)
    try:
        yield shell
    finally:
        shell.leave()
        (root / NO_START).unlink()


@contextmanager
def booted(root: Path):
    """Start systemd there; give its process, by which one comes in, and a shell."""
    apart = ["--mount", "--pid", "--net", "--uts", "--ipc", "--cgroup", "--fork", "--kill-child"]
    with subprocess.Popen(
        ["unshare", *apart, "sh", "-c", BOOT, root],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    ) as outer:
        try:
            first = first_process(outer.pid)
            shell = Shell(
                entering(first, "--mount", "--pid", "--uts", "--ipc", "--root", "--wd"), root
            )
            shell.type("until systemctl is-system-running --wait >/dev/null; do sleep 1; done")
            yield first, shell
            shell.leave("systemctl poweroff")
            outer.wait(60)
        finally:
            outer.kill()


def first_process(outer: int) -> int:
    """The process that `unshare` started, once it is systemd."""
    children = Path(f"/proc/{outer}/task/{outer}/children")
    until(lambda: bool(children.read_text().strip()))
    (first,) = map(int, children.read_text().split())
    until(lambda: Path(f"/proc/{first}/comm").read_text().strip() == "systemd")
    return first


def entering(first: int, *spaces: str) -> list[str]:
    """The words before a command that bring it into the machine; its network at least."""
    return ["nsenter", f"--target={first}", "--net", *spaces, *["bash"] * bool(spaces)]
