"""A store on SQLite and on a PostgreSQL server of our own."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
import pytest
from live import missing

from intake.store import Store, open_store

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL server that listens on a socket in a folder, and on nothing else."""

    folder: Path
    serials: Iterator[int]

    def execute(self, statement: str) -> None:
        with psycopg.connect(
            host=str(self.folder), user="postgres", dbname="postgres", autocommit=True
        ) as link:
            link.execute(statement.encode())

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"


def _programs() -> Path | None:
    """Debian keeps them out of PATH, a folder for each version."""
    versions = Path("/usr/lib/postgresql").glob("[0-9]*/bin/initdb")
    newest = max(versions, key=lambda path: int(path.parts[-3]), default=None)
    found = shutil.which("initdb") if newest is None else str(newest)
    return Path(found).resolve().parent if found else None


def _server_user() -> str | None:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """Start a server for this run of the tests and stop it afterwards."""
    programs = _programs()
    if programs is None:
        missing("no PostgreSQL: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="intake-pg-"))  # short: a socket's path has at most 107 bytes
    user = _server_user()
    if user is not None:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    try:
        yield from _served(programs, folder, user)
    finally:
        shutil.rmtree(folder)


def _served(programs: Path, folder: Path, user: str | None) -> Iterator[Cluster]:
    data = folder / "data"
    subprocess.run(
        [
            programs / "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        ],
        check=True,
        user=user,
        cwd=folder,
        stdout=subprocess.DEVNULL,
    )
    settings = {"listen_addresses": "", "unix_socket_directories": str(folder), "fsync": "off"}
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, *(f"--{name}={value}" for name, value in settings.items())],
            user=user,
            cwd=folder,
            stderr=log,
        )
    try:
        _wait_until_ready(server, folder)
        yield Cluster(folder, count(1))
    finally:
        server.send_signal(signal.SIGINT)  # its fast shutdown: clients are cut off
        server.wait()


def _wait_until_ready(server: subprocess.Popen[bytes], folder: Path) -> None:
    while server.poll() is None:
        try:
            psycopg.connect(host=str(folder), user="postgres", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    pytest.fail((folder / "log").read_text())


@pytest.fixture(scope="session")
def whole_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an SQLite store once: to copy it takes a tenth of the time of its migrations."""
    file = tmp_path_factory.mktemp("whole") / "intake.db"
    open_store(f"sqlite:///{file}", SHANGHAI).close()
    return file


@pytest.fixture(scope="session")
def whole_database(cluster: Cluster) -> str:
    """Make a store on the server once, and name its database."""
    name = _created(cluster)
    open_store(cluster.url(name), SHANGHAI).close()
    return name


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.live)])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Name a database that is empty, or not there yet; a whole one where the test has the store opened for it."""
    whole = "store" in request.fixturenames
    if request.param == "sqlite":
        file = tmp_path / "data" / "intake.db"
        if whole:
            file.parent.mkdir(mode=0o700)
            shutil.copy(request.getfixturevalue("whole_file"), file)
        yield f"sqlite:///{file}"
        return
    server: Cluster = request.getfixturevalue("cluster")
    name = _created(server, *([request.getfixturevalue("whole_database")] if whole else ()))
    yield server.url(name)
    server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """Open a new store on each database."""
    with open_store(store_url, SHANGHAI) as opened:
        yield opened


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.live)])
def urls(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Give a maker of new stores."""
    if request.param == "postgresql":
        server: Cluster = request.getfixturevalue("cluster")
        whole = request.getfixturevalue("whole_database")
        return lambda: server.url(_created(server, whole))
    file, serials = request.getfixturevalue("whole_file"), count(1)
    return lambda: f"sqlite:///{shutil.copy(file, tmp_path / f'{next(serials)}.db')}"


def _created(server: Cluster, template: str = "template1") -> str:
    name = f"intake_{next(server.serials)}"
    server.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return name
