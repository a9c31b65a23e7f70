"""Logins that were refused: not tried again at every poll, or the mail service refuses them for longer."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from intake.config import ImapConfig, MailboxConfig, Secret, fingerprint, is_login, secret_of
from intake.errors import LoginDeferred, LoginRefused
from intake.locale import N_
from intake.poll.terms import Landing
from intake.store import Backoff, Store


def admitted(store: Store, box: MailboxConfig, environ: Mapping[str, str], *, insist: bool) -> Secret | None:
    """Give the authorisation code of a mailbox that logs in; None for one that does not.

    Raises LoginDeferred where the same login was refused and its time is not over, unless somebody insists.
    """
    if not isinstance(box, ImapConfig):
        return None
    secret = secret_of(box, environ)
    kept = store.backoff(box.name)
    if (
        kept is None
        or insist
        or datetime.now(UTC) >= kept.until
        or not is_login(kept.fingerprint, box, secret)
    ):
        return secret
    raise LoginDeferred(
        N_(
            "login put off — {user} at {host} — refused {count} times — tried again from {until}, or with `intake poll --now`"
        ),
        user=box.user,
        host=box.host,
        count=kept.refusals,
        until=_clock(store, kept),
    )


def note(store: Store, box: MailboxConfig, secret: Secret, landing: Landing) -> Landing:
    """Keep a refused login in mind, or forget earlier ones; a refusal then says until when none is tried."""
    refusal = next((failure for failure in landing.failures if isinstance(failure, LoginRefused)), None)
    kept = store.backoff(box.name)
    if refusal is None or not isinstance(box, ImapConfig):
        if landing.entered and kept is not None:
            store.login_worked(box.name)
        return landing
    kept = store.login_refused(box.name, _mark(kept, box, secret))
    told = LoginRefused(
        N_("{refusal}; no login is tried before {until}, unless with `intake poll --now`"),
        refusal=refusal,
        until=_clock(store, kept),
    )
    return replace(
        landing, failures=tuple(told if failure is refusal else failure for failure in landing.failures)
    )


def _mark(before: Backoff | None, box: ImapConfig, secret: Secret) -> str:
    """Give the fingerprint of a login: the one it was refused under before, since each is salted anew."""
    if before is not None and is_login(before.fingerprint, box, secret):
        return before.fingerprint
    return fingerprint(box, secret)


def _clock(store: Store, kept: Backoff) -> str:
    return f"{kept.until.astimezone(store.zone):%H:%M}"
