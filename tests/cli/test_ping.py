import json
from pathlib import Path
from typing import Any

import pytest
from certificates import Authority
from health_check import TOKEN, HealthCheck, health_check

from intake.cli import log, ping
from intake.cli.app import App


@pytest.fixture(autouse=True)
def warnings(home: Path) -> Path:
    """Begin a log and give its file."""
    (home / "intake.toml").write_text('[log]\nfile = "ping.log"\n')
    log.start(App({"HOME": str(home)}, home / "intake.toml"))
    return home / "ping.log"


def warned(file: Path) -> dict[str, Any]:
    (line,) = file.read_text("utf-8").splitlines()
    assert TOKEN not in line
    found: dict[str, Any] = json.loads(line)
    assert (found["level"], found["event"]) == ("warning", "ping_failed")
    return found


def test_a_signal_is_a_path_below_the_address_and_a_body_is_posted(
    service: HealthCheck, warnings: Path
) -> None:
    ping.ping(service.url, "/start")
    ping.ping(service.url)
    ping.ping(service.url + "/?create=1", "/fail", "exit code 75")
    assert service.told == [
        ("GET", f"/{TOKEN}/start", ""),
        ("GET", f"/{TOKEN}", ""),
        ("POST", f"/{TOKEN}/fail?create=1", "exit code 75"),
    ]
    assert not warnings.exists()


@pytest.mark.parametrize("status", [301, 404, 500])
def test_any_answer_but_success_is_a_warning_and_a_redirection_is_not_followed(
    service: HealthCheck, warnings: Path, status: int
) -> None:
    service.status = status
    ping.ping(service.url, "/start")
    assert len(service.told) == 1
    assert warned(warnings)["why"] == f"status {status}"


def test_a_service_that_does_not_answer_is_not_waited_for(
    service: HealthCheck, warnings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ping, "LIMIT", 0.3)
    service.answering.clear()
    ping.ping(service.url)
    found = warned(warnings)
    assert (found["host"], found["signal"]) == ("127.0.0.1", "/")
    assert "no answer" in found["why"] or "timed out" in found["why"]


def test_a_service_that_is_gone_is_a_warning(service: HealthCheck, warnings: Path) -> None:
    ping.ping("http://127.0.0.1:1/" + TOKEN)
    assert "ConnectionRefusedError" in warned(warnings)["why"]
    assert service.told == []


def test_a_certificate_that_nobody_vouches_for_is_refused(authority: Authority, warnings: Path) -> None:
    with health_check(authority.certificate("ping").context()) as service:
        ping.ping(service.url.replace("http:", "https:"))
    assert service.told == []
    assert "CERTIFICATE_VERIFY_FAILED" in warned(warnings)["why"]


def test_a_certificate_that_is_trusted_is_accepted(
    authority: Authority, warnings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    with health_check(authority.certificate("ping").context()) as service:
        ping.ping(service.url.replace("http:", "https:"), "/start")
    assert service.told == [("GET", f"/{TOKEN}/start", "")]
    assert not warnings.exists()
