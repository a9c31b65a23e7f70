"""A Dovecot of our own: its configuration, mail and sockets in one folder, in the foreground, stopped by its pid."""

import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest
from certificates import Authority
from imapclient import imap_utf7
from live import missing

from intake.config import ImapConfig, Secret

USER = "editor@example.cn"
CODE = "abcdefghijklmnop"

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
mail_location = maildir:{folder}/mail/%u
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
class Account:
    """One user of a Dovecot, with a mail store that nobody else reads."""

    user: str
    folder: Path
    plain: int
    tls: int
    ca_file: Path
    owner: int
    serials: Iterator[int] = field(default_factory=lambda: count(1))

    def config(self, *folders: str, tls: bool = False) -> ImapConfig:
        return ImapConfig(
            name="dovecot",
            host="127.0.0.1",
            port=self.tls if tls else self.plain,
            user=self.user,
            tls=tls,
            ca_file=self.ca_file if tls else None,
            folders=folders or ("INBOX",),
            read_timeout=30.0,
        )

    @property
    def secret(self) -> Secret:
        return Secret(CODE)

    def deliver(self, raw: bytes, folder: str = "INBOX") -> Path:
        """Deliver a mail as the Maildir convention has it: written to tmp, renamed to new."""
        maildir = self._maildir(folder)
        serial = next(self.serials)
        name = f"{1_700_000_000 + serial}.M{serial:06d}.tests"
        waiting, delivered = maildir / "tmp" / name, maildir / "new" / name
        waiting.write_bytes(raw)
        os.chown(waiting, self.owner, -1)
        waiting.rename(delivered)
        return delivered

    def state(self) -> dict[str, bytes]:
        """Every mail's name without its folder (Dovecot may move it from new to cur), flags and all, and its bytes."""
        parts = (path for part in ("new", "cur") for path in self.folder.rglob(f"{part}/*") if path.is_file())
        return {path.name.removesuffix(":2,"): path.read_bytes() for path in parts}

    def _maildir(self, folder: str) -> Path:
        maildir = (
            self.folder
            if folder == "INBOX"
            else self.folder / ("." + imap_utf7.encode(folder).decode().replace("/", "."))
        )
        for path in (self.folder, maildir, *(maildir / part for part in ("tmp", "new", "cur"))):
            if not path.exists():
                path.mkdir(mode=0o700)
                os.chown(path, self.owner, -1)
        return maildir


@dataclass(frozen=True)
class Dovecot:
    """A running server."""

    folder: Path
    plain: int
    tls: int
    ca_file: Path
    owner: int
    serials: Iterator[int] = field(default_factory=lambda: count(1))

    def account(self) -> Account:
        """Name a user nobody has used: every name may log in with the code, and starts with an empty INBOX."""
        user = f"{next(self.serials)}.{USER}"
        return Account(user, self.folder / "mail" / user, self.plain, self.tls, self.ca_file, self.owner)


@pytest.fixture(scope="session")
def dovecot(authority: Authority) -> Iterator[Dovecot]:
    """Start Dovecot for this run of the tests; skipped where it is not installed."""
    program = shutil.which("dovecot", path=os.environ.get("PATH", "") + ":/usr/sbin")
    if program is None:
        missing("no Dovecot: apt-get install dovecot-imapd")
    folder = Path(tempfile.mkdtemp(prefix="intake-dovecot-"))  # short: a socket's path has at most 107 bytes
    try:
        server = _prepared(folder, authority)
        with _running(program, server):
            yield server
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def dovecot_account(dovecot: Dovecot) -> Account:
    """A fresh user of the Dovecot of this run."""
    return dovecot.account()


def _prepared(folder: Path, authority: Authority) -> Dovecot:
    me = pwd.getpwuid(os.geteuid())
    owner = pwd.getpwnam("nobody") if me.pw_uid == 0 else me  # Dovecot gives no mail to root
    folder.chmod(0o755)
    for name in ("run", "state", "mail", "home"):
        (folder / name).mkdir()
    os.chown(folder / "mail", owner.pw_uid, -1)
    os.chown(folder / "home", owner.pw_uid, -1)
    plain, tls = _free_ports()
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
    return Dovecot(folder, plain, tls, authority.file, owner.pw_uid)


def _free_ports() -> tuple[int, int]:
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as two:
        return one.getsockname()[1], two.getsockname()[1]


@contextmanager
def _running(program: str, server: Dovecot) -> Iterator[None]:
    process = subprocess.Popen(
        [program, "-F", "-c", str(server.folder / "dovecot.conf")],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        _wait(lambda: process.poll() is not None or _listens(server.plain))
        if process.poll() is not None:
            pytest.fail(f"Dovecot did not start: {process.communicate()[0].decode()}")
        yield
    finally:
        process.terminate()
        process.communicate()


def _wait(happened: Callable[[], bool]) -> None:
    for _ in range(500):
        if happened():
            return
        time.sleep(0.02)
    pytest.fail("Dovecot did not listen")


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
