"""A Cyrus of our own beside Dovecot: Debian's packages unpacked, not installed, for apt keeps one IMAP server only."""

import os
import pwd
import shutil
import signal
import smtplib
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import IO

import pytest
from debian_packages import unpack
from imap_account import ImapAccount
from listening import HOST, free_ports, listening

_IMAPD = """
configdirectory: {folder}/conf
proc_path: {folder}/run/proc
mboxname_lockpath: {folder}/run/lock
temp_path: {folder}/run
defaultpartition: default
partition-default: {folder}/mail
mailbox_legacy_dirs: yes
altnamespace: yes
unixhierarchysep: yes
allowplaintext: yes
sasl_pwcheck_method: alwaystrue
sasl_mech_list: PLAIN
autocreate_quota: 0
# its default writes an X for every byte above 127 in a header
munge8bit: no
lmtpsocket: {folder}/run/lmtp
idlesocket: {folder}/run/idle
"""

_MASTER = """
START {{
  recover cmd="{programs}/ctl_cyrusdb -C {folder}/imapd.conf -r"
}}
SERVICES {{
  imap cmd="{programs}/imapd -C {folder}/imapd.conf" listen="{host}:{plain}"
  lmtp cmd="{programs}/lmtpd -C {folder}/imapd.conf -a" listen="{folder}/run/lmtp"
}}
DAEMON {{
  idled cmd="{programs}/idled -C {folder}/imapd.conf -d"
}}
EVENTS {{
}}
"""


@dataclass(frozen=True)
class CyrusAccount(ImapAccount):
    """One user of a Cyrus, whose INBOX is made at the first login."""

    folder: Path
    lmtp: Path

    def deliver(self, raw: bytes, folder: str = "INBOX", when: datetime | None = None) -> None:
        """Put a mail there by APPEND: LMTP adds headers, and a test compares every byte."""
        self.append(raw, folder, when)

    def submit(self, raw: bytes) -> None:
        """Hand a mail over by LMTP, bare line feeds and all; Cyrus adds headers."""
        with self.another_client():  # the first login makes the INBOX
            pass
        with smtplib.LMTP(str(self.lmtp)) as client:
            for command in ("MAIL FROM:<a@example.cn>", f"RCPT TO:<{self.user}>", "DATA"):
                assert client.docmd(command)[0] in {250, 354}
            client.send(raw + b"\r\n.\r\n")
            assert client.getreply()[0] == 250

    def state(self) -> dict[Path, bytes]:
        """Every byte Cyrus keeps of this user: mails, flags, what is recent, the index, what the user has seen."""
        found = (path for part in ("mail", "conf/user") for path in (self.folder / part).rglob("*"))
        kept = {path: path.read_bytes() for path in found if self.user in str(path) and path.is_file()}
        assert any(path.name == "cyrus.index" for path in kept)
        return kept


@dataclass(frozen=True)
class Cyrus:
    """A server that is unpacked and configured in a folder of its own."""

    folder: Path
    plain: int
    owner: str
    serials: Iterator[int] = field(default_factory=lambda: count(1))

    def account(self) -> CyrusAccount:
        """Name a user nobody has used: every name may log in, with any code."""
        user = f"editor-{next(self.serials)}-of-cyrus"
        return CyrusAccount("cyrus", user, self.plain, self.folder, self.folder / "run" / "lmtp")

    @contextmanager
    def running(self) -> Iterator[None]:
        log = self.folder / "output"
        with log.open("ab") as output:
            process = self._started(output)
        try:
            with listening(process, self.plain, log):
                yield
        finally:
            _wait_until_gone(process.pid)

    def _started(self, output: IO[bytes]) -> subprocess.Popen[bytes]:
        become = pwd.getpwnam(self.owner) if os.geteuid() == 0 else None
        return subprocess.Popen(
            [
                *(_programs(self.folder) / "master", "-D", "-p", self.folder / "run" / "master.pid"),
                *("-C", self.folder / "imapd.conf", "-M", self.folder / "cyrus.conf"),
            ],
            env={"PATH": os.defpath, "CYRUS_USER": self.owner, "LD_LIBRARY_PATH": _libraries(self.folder)},
            user=become and become.pw_uid,
            group=become and become.pw_gid,
            extra_groups=become and [],
            cwd=self.folder,
            start_new_session=True,  # at its end master signals its whole process group: not ours, please
            stdout=output,
            stderr=output,
        )


@contextmanager
def installed_cyrus() -> Iterator[Cyrus]:
    """Unpack a Cyrus without any mail; skipped where apt or the network is not there."""
    folder = Path(tempfile.mkdtemp(prefix="intake-cyrus-"))  # short: a socket's path has at most 107 bytes
    try:
        unpack(("cyrus-imapd", "cyrus-common"), folder / "root")
        yield _prepared(folder)
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def cyrus() -> Iterator[Cyrus]:
    """Start Cyrus for this run of the tests."""
    with installed_cyrus() as server, server.running():
        yield server


@pytest.fixture
def cyrus_account(cyrus: Cyrus) -> CyrusAccount:
    """A fresh user of the Cyrus of this run."""
    return cyrus.account()


def _prepared(folder: Path) -> Cyrus:
    root = os.geteuid() == 0
    owner = pwd.getpwnam("nobody") if root else pwd.getpwuid(os.geteuid())  # Cyrus refuses to run as root
    folder.chmod(0o755)
    for name in ("conf/socket", "mail", "run"):
        (folder / name).mkdir(parents=True)
    for name in ("conf", "conf/socket", "mail", "run"):
        os.chown(folder / name, owner.pw_uid, -1)
    (plain,) = free_ports(1)
    values = {"folder": folder, "programs": _programs(folder), "host": HOST, "plain": plain}
    (folder / "imapd.conf").write_text(_IMAPD.format(**values))
    (folder / "cyrus.conf").write_text(_MASTER.format(**values))
    return Cyrus(folder, plain, owner.pw_name)


def _programs(folder: Path) -> Path:
    return folder / "root" / "usr" / "lib" / "cyrus" / "bin"


def _libraries(folder: Path) -> str:
    found = {path.parent for path in (folder / "root").rglob("*.so.*")}
    return ":".join(map(str, sorted(found)))


def _wait_until_gone(group: int) -> None:
    """Wait for the children, too: they write into the folder that is removed next."""
    with suppress(ProcessLookupError):
        for _ in range(500):
            os.killpg(group, 0)
            time.sleep(0.02)
        os.killpg(group, signal.SIGKILL)
