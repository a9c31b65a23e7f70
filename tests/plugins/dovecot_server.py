"""A Dovecot of our own: its configuration, mail and sockets in one folder, in the foreground, stopped by its pid."""

import grp
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from pathlib import Path

import pytest
from certificates import Authority
from imap_account import CODE, ImapAccount
from imapclient import imap_utf7
from listening import free_ports, listening
from live import missing

from intake.config import ImapConfig

__all__ = ["CODE", "Account", "Dovecot"]

USER = "editor@example.cn"

_CONFIGURATION = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
disable_plaintext_auth = no
auth_verbose = yes
first_valid_uid = 1
mail_uid = {uid}
mail_gid = {gid}
mail_home = {folder}/home/%u
# a folder of files is a folder of mails: Maildir++ would take a "." in a name for the separator
mail_location = maildir:{folder}/mail/%u:LAYOUT=fs
# only where the folder exists: what each connection of the user says and hears
rawlog_dir = {folder}/wire/%u
namespace inbox {{
  inbox = yes
  separator = /
}}
passdb {{
  driver = static
  args = password={code}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home/%u
}}
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{key}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {tls}
    ssl = yes
  }}
}}
auth_failure_delay = 0
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""


@dataclass(frozen=True)
class Account(ImapAccount):
    """One user of a Dovecot, with a mail store that nobody else reads."""

    folder: Path
    wire: Path
    tls: int
    ca_file: Path
    owner: int
    serials: Iterator[int] = field(default_factory=lambda: count(1))

    def config(self, *folders: str, tls: bool = False) -> ImapConfig:
        plain = super().config(*folders)
        return replace(plain, port=self.tls, tls=True, ca_file=self.ca_file) if tls else plain

    def deliver(self, raw: bytes, folder: str = "INBOX", when: datetime | None = None) -> Path:
        """Deliver a mail as the Maildir convention has it: written to tmp, renamed to new."""
        maildir = self._maildir(folder)
        serial = next(self.serials)
        name = f"{1_700_000_000 + serial}.M{serial:06d}.tests"
        waiting, delivered = maildir / "tmp" / name, maildir / "new" / name
        waiting.write_bytes(raw)
        os.chown(waiting, self.owner, -1)
        if when is not None:
            os.utime(waiting, (when.timestamp(), when.timestamp()))
        waiting.rename(delivered)
        return delivered

    def fill(self, mails: Iterator[bytes]) -> None:
        """Put many mails there that were seen before, without the ceremony of a delivery."""
        current = self._maildir("INBOX") / "cur"
        for serial, raw in enumerate(mails, 1):
            path = current / f"{1_600_000_000 + serial}.M1.tests,S={len(raw)},W={len(raw)}:2,S"
            path.write_bytes(raw)
            os.chown(path, self.owner, -1)

    def state(self) -> dict[str, bytes]:
        """Every mail's name without its folder (Dovecot may move it from new to cur), flags and all, and its bytes."""
        parts = (path for part in ("new", "cur") for path in self.folder.rglob(f"{part}/*") if path.is_file())
        return {path.name.removesuffix(":2,"): path.read_bytes() for path in parts}

    def listen_in(self) -> None:
        """Have Dovecot log what is said in every connection from now on."""
        self._made(self.wire)

    def said(self) -> list[bytes]:
        """Give what clients said since `listen_in`: commands without their tags."""
        lines = (line for path in self.wire.glob("*.in") for line in path.read_bytes().splitlines())
        return [line.split(b" ", 2)[2] for line in lines if line.count(b" ") > 1]  # time, tag, command

    def _maildir(self, folder: str) -> Path:
        places = [] if folder == "INBOX" else imap_utf7.encode(folder).decode().split("/")
        maildir = self._made(self.folder)
        for place in places:
            maildir = self._made(maildir / place)
        for part in ("tmp", "new", "cur"):
            self._made(maildir / part)
        return maildir

    def _made(self, path: Path) -> Path:
        if not path.exists():
            path.mkdir(mode=0o700)
            os.chown(path, self.owner, -1)
        return path


@dataclass(frozen=True)
class Dovecot:
    """A server that is installed in a folder of its own."""

    program: str
    folder: Path
    plain: int
    tls: int
    ca_file: Path
    owner: int
    serials: Iterator[int] = field(default_factory=lambda: count(1))

    def account(self) -> Account:
        """Name a user nobody has used: every name may log in with the code, and starts with an empty INBOX."""
        user = f"{next(self.serials)}.{USER}"
        mail, wire = (self.folder / part / user for part in ("mail", "wire"))
        return Account("dovecot", user, self.plain, mail, wire, self.tls, self.ca_file, self.owner)

    @contextmanager
    def running(self) -> Iterator[None]:
        command, log = [self.program, "-F", "-c", str(self.folder / "dovecot.conf")], self.folder / "output"
        with log.open("ab") as output:
            process = subprocess.Popen(command, stdout=output, stderr=output)
        with listening(process, self.plain, log):
            yield


@contextmanager
def installed_dovecot(authority: Authority) -> Iterator[Dovecot]:
    """Make a Dovecot without any mail; skipped where it is not installed."""
    program = shutil.which("dovecot", path=os.environ.get("PATH", "") + ":/usr/sbin")
    if program is None:
        missing("no Dovecot: apt-get install dovecot-imapd")
    folder = Path(tempfile.mkdtemp(prefix="intake-dovecot-"))  # short: a socket's path has at most 107 bytes
    try:
        yield _prepared(program, folder, authority)
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def dovecot(authority: Authority) -> Iterator[Dovecot]:
    """Start Dovecot for this run of the tests."""
    with installed_dovecot(authority) as server, server.running():
        yield server


@pytest.fixture
def dovecot_account(dovecot: Dovecot) -> Account:
    """A fresh user of the Dovecot of this run."""
    return dovecot.account()


def _prepared(program: str, folder: Path, authority: Authority) -> Dovecot:
    me = pwd.getpwuid(os.geteuid())
    owner = pwd.getpwnam("nobody") if me.pw_uid == 0 else me  # Dovecot gives no mail to root
    folder.chmod(0o755)
    for name in ("run", "state", "mail", "home", "wire"):
        (folder / name).mkdir()
    for name in ("mail", "home", "wire"):
        os.chown(folder / name, owner.pw_uid, -1)
    plain, tls = free_ports(2)
    certificate = authority.certificate("dovecot")
    (folder / "dovecot.conf").write_text(
        _CONFIGURATION.format(
            folder=folder,
            code=CODE,
            internal="dovecot" if me.pw_uid == 0 else me.pw_name,
            group="dovecot" if me.pw_uid == 0 else grp.getgrgid(me.pw_gid).gr_name,
            login="dovenull" if me.pw_uid == 0 else me.pw_name,
            uid=owner.pw_uid,
            gid=owner.pw_gid,
            certificate=certificate.certificate,
            key=certificate.key,
            plain=plain,
            tls=tls,
        )
    )
    return Dovecot(program, folder, plain, tls, authority.file, owner.pw_uid)
