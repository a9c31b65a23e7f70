"""A health-check service on the loop-back interface."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

TOKEN = "3f2a-token"


@dataclass
class HealthCheck:
    """Where the service is, what it answers, and what it was told: method, path, body."""

    status: int = 200
    told: list[tuple[str, str, str]] = field(default_factory=list)
    answering: threading.Event = field(default_factory=threading.Event)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/{TOKEN}"


@contextmanager
def health_check(tls: ssl.SSLContext | None = None) -> Iterator[HealthCheck]:
    """Serve until the block ends; it answers unless `answering` is cleared."""
    service = HealthCheck()
    service.answering.set()

    class Asked(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            service.told.append((self.command, self.path, body))
            service.answering.wait()
            self.send_response(service.status)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            pass

    with Quiet(("127.0.0.1", 0), Asked) as server:
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        service.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield service
        finally:
            service.answering.set()
            server.shutdown()
            thread.join()


@pytest.fixture
def service() -> Iterator[HealthCheck]:
    """A health-check service that answers at once."""
    with health_check() as running:
        yield running
