"""The six steps of docs/installing.md, typed into a fresh Debian: what is read is what is done."""

import os
import re
import shutil
import subprocess
import sys
import textwrap
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from tests.quick.processes import until

from .fresh import FAILED, TOOLS, booted, debian, entering, with_network
from .served import LONG

HERE = os.geteuid() == 0 and all(map(shutil.which, TOOLS))
pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(not LONG, reason="A Debian takes minutes: make drill."),
    pytest.mark.skipif(not HERE, reason=f"root installs, with {', '.join(TOOLS)}."),
]

NAME = "kamlangjai.example.org"
CODE, VISITOR = Path("var/tmp/code.git"), Path("root/visitor.py")
VISIT = f"python3 /{VISITOR} https://{NAME}"
DOCS = settings.BASE_DIR / "docs"
SECRET = "x7Kq" * 12  # noqa: S105 - invented
# What an operator puts in place of each `…`; mail goes to a server on the same machine.
OWN = (
    (r"git clone …", f"git clone /{CODE}"),
    (r"ROLE (\w+) (.+) '…'", r"ROLE \1 \2 'secret-\1'"),
    (r"//(\w+):…@", r"//\1:secret-\1@"),
    (r"(SECRET_KEY|KEY_RING)=…", rf"\1=\1-{SECRET}"),
    (r"MAIL_HOST=…\nMAIL_USER=…\nMAIL_PASSWORD=…", "MAIL_HOST=localhost\nMAIL_TLS=0"),
    (rf"s/{NAME}/…/g", f"s/{NAME}/{NAME}/g"),
    (r"--domain …", f"--domain {NAME}"),
)
# Nobody out there can see this machine, so both certificates are signed here.
CERTBOT = f"""#!/bin/sh
mkdir -p /etc/letsencrypt/live/{NAME}
exec openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={NAME} \\
  -keyout /etc/letsencrypt/live/{NAME}/privkey.pem -out /etc/letsencrypt/live/{NAME}/fullchain.pem
"""
SIGN_HERE = "sed -i '0,/^{/s//{\\nlocal_certs\\nskip_install_trust/' /etc/caddy/Caddyfile"
ASK_READY = """python3 -c '
from urllib.request import Request, urlopen
urlopen(Request("http://127.0.0.1:8000/readyz", headers={{"Host": "{}"}}))
'"""
ADDRESS = "you@example.org"
MAIL = f"""
from tests.drills.mail_server import mail_server
with mail_server(port=587) as server, server.news:
    print("ready", flush=True)
    server.news.wait_for(lambda: "{ADDRESS}" in server.got)
    print("{ADDRESS}", flush=True)
    server.news.wait_for(lambda: False)
"""


def blocks(page: Path, section: str) -> list[str]:
    """The shell blocks of a section, in their order."""
    text = page.read_text(encoding="utf-8").partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    found = re.findall(r"^( *)```sh\n(.*?)^\1```$", text, re.MULTILINE | re.DOTALL)
    return [textwrap.dedent(block) for _margin, block in found]


def own(block: str) -> str:
    """Fill in a block as an operator does; one that begins with the name of a file is the file."""
    for theirs, ours in OWN:
        block = re.sub(theirs, ours, block)
    assert "…" not in block, block
    first, _, rest = block.partition("\n")
    if first.startswith("# /etc/"):
        return f"[ -e {first[2:]} ]\ncat > {first[2:]} <<'WRITTEN'\n{rest}WRITTEN"
    return block


STEPS = blocks(DOCS / "installing.md", "Six steps")
BACKUPS = blocks(DOCS / "operating.md", "Backups")


@contextmanager
def mail_taken(first: int):
    """A mail server in the network of the machine; give what it says."""
    command = [*entering(first), sys.executable, "-c", MAIL]
    with subprocess.Popen(
        command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout.readline() == "ready\n"
            yield server.stdout
        finally:
            server.kill()


def public_key(folder: Path) -> str:
    """Make a pair of keys on another machine; give the public one."""
    command = [sys.executable, "manage.py", "backup", "--make-key", folder / "backup.key"]
    env = os.environ | {"SECRET_KEY": SECRET, "KEY_RING": f"ring-{SECRET}", "DATA_DIR": str(folder)}
    env |= {"DJANGO_SETTINGS_MODULE": "config.settings"}
    return re.search(
        r"age1\w+",
        subprocess.run(
            command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=True
        ).stdout,
    )[0]


def prepared(root: Path, shell) -> None:
    """Do the first step, and bring what the last one installs: then there is no network."""
    subprocess.run(
        ["git", "clone", "--quiet", "--bare", settings.BASE_DIR, root / CODE], check=True
    )
    shell.type(own(STEPS[0]))
    shell.type("apt-get install --yes --download-only nginx python3-certbot-nginx caddy")
    # Where this machine has a PostgreSQL too, its port was taken.
    shell.type("pg_conftool $(pg_lsclusters -h | cut -d' ' -f1) main set port 5432")
    shell.type(f"echo 127.0.0.1 {NAME} >> /etc/hosts")
    (root / "usr/local/bin/certbot").write_text(CERTBOT)
    (root / "usr/local/bin/certbot").chmod(0o755)
    shutil.copy(settings.BASE_DIR / "tests" / "drills" / "visitor.py", root / VISITOR)


def installed(shell) -> str:
    """Do the steps from the second to the fifth; give the first admin's link."""
    said = "".join(shell.type(own(one)) for one in STEPS[1:-2])
    ready(shell)
    (link,) = re.findall(rf"https://{NAME}/invitation/\S+", said)
    return link


def backed_up(shell, folder: Path) -> None:
    """Make the first backup, for a key that was made on another machine."""
    key = public_key(folder)
    for block in BACKUPS[:-1]:
        shell.type(own(block.replace("age1…", key)))


def behind_nginx(shell, link: str) -> None:
    """Do the last step with nginx, and open the first admin's link."""
    shell.type(own(STEPS[-2]))
    shell.type(f"{VISIT} {link}")


def behind_caddy(shell) -> None:
    """Do the last step with Caddy instead."""
    shell.type("systemctl disable --now nginx")
    shell.type(own(STEPS[-1]).replace("systemctl reload", f"{SIGN_HERE}\nsystemctl reload"))
    shell.type(VISIT)


def upgraded(shell) -> None:
    """Upgrade to the same code."""
    (upgrade,) = blocks(DOCS / "operating.md", "Upgrading")
    assert "Nothing is wrong." in shell.type(own(upgrade))
    ready(shell)
    shell.type(VISIT)


def restored(shell, folder: Path) -> None:
    """Lose the data, and bring the newest backup back."""
    lost(shell)
    shutil.copy(folder / "backup.key", shell.root / "root")
    newest = shell.type("ls /var/backups/kamlangjai/*.age | tail -n 1").strip()
    block = BACKUPS[-1].replace("/var/backups/kamlangjai/kamlangjai-….age", newest)
    assert "Restored, and whole." in shell.type(f"cd /root\n{own(block)}")
    shell.type("systemctl start kamlangjai-web kamlangjai-jobs")
    ready(shell)
    shell.type(VISIT)


def calm(shell) -> None:
    """Both services run since their start, said nothing wrong, and keep what they wrote closed."""
    said = shell.type(
        "systemctl show --property=NRestarts,ActiveState --value kamlangjai-web kamlangjai-jobs"
    )
    assert said.split() == ["0", "active", "0", "active"], said
    said = shell.type("journalctl --no-pager --output=cat --unit='kamlangjai-*'")
    assert not re.search(r"Traceback|ERROR|BACKUP_DIR", said), said
    said = shell.type("find /var/lib/kamlangjai /var/backups/kamlangjai ! -user kamlangjai")
    assert not said.strip(), said
    said = shell.type("stat --format=%a /var/lib/kamlangjai /var/backups/kamlangjai")
    assert said.split() == ["700", "700"]


def ready(shell) -> None:
    """Wait until the pages and the jobs answer."""
    asked = ASK_READY.format(NAME)
    until(lambda: FAILED not in shell.attempt(f"{asked} 2>/dev/null"), within=60)


def lost(shell) -> None:
    """Lose the data, but for the backups."""
    shell.type("systemctl stop kamlangjai-web kamlangjai-jobs")
    shell.type("runuser -u postgres -- dropdb kamlangjai")
    shell.type("runuser -u postgres -- createdb --owner=kamlangjai_owner kamlangjai")
    shell.type("find /var/lib/kamlangjai -mindepth 1 -delete")


def test_what_the_readme_says_is_enough(tmp_path, drilled):
    with debian() as root:
        with with_network(root) as shell:
            prepared(root, shell)
        with booted(root) as (first, shell), mail_taken(first) as taken:
            link = installed(shell)
            backed_up(shell, tmp_path)
            assert shell.type("manage doctor").strip() == "Nothing is wrong."
            behind_nginx(shell, link)
            assert taken.readline() == f"{ADDRESS}\n"
            behind_caddy(shell)
            upgraded(shell)
            restored(shell, tmp_path)
            calm(shell)
            release = shell.type(". /etc/os-release; echo $PRETTY_NAME").strip()
    drilled(f"the six steps on a fresh {release}", "held, with nginx and with Caddy")
