"""What a failing server means to the operator: the one place where its errors become ours."""

import ast
import re
import socket
import ssl
from imaplib import IMAP4

from intake.config import ImapConfig
from intake.errors import IntakeError, LoginPutOff, LoginRefused, MailboxRefused, MailboxUnavailable
from intake.locale import N_

_SHOWN = 300  # characters of a server's text
_LATER = re.compile(r"\[(UNAVAILABLE|INUSE|LIMIT)\]", re.IGNORECASE)  # RFC 5530
_OLD = re.compile("UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION")  # OpenSSL's words where versions do not meet
_PASSING = re.compile(rf"busy|frequen|{_LATER.pattern}", re.IGNORECASE)  # and QQ's words


def readable(text: bytes) -> str:
    """Decode a server's words on one line: QQ sends GBK where the RFC knows ASCII only."""
    for charset in ("utf-8", "gb18030"):
        try:
            return _one_line(text.decode(charset))
        except UnicodeDecodeError:
            continue
    return _one_line(text.decode("ascii", "backslashreplace"))


def _one_line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())[:_SHOWN]


def said(error: BaseException) -> str:
    """Dig the server's own words out of an exception; imaplib and imapclient wrap them in three ways."""
    for layer in (error, error.__context__):
        if layer is not None and layer.args and isinstance(layer.args[0], bytes):
            return readable(layer.args[0])
    listed = re.search(r"\[(b(['\"]).*\2)\]", str(error))
    return readable(ast.literal_eval(listed[1])) if listed else _one_line(str(error)) or type(error).__name__


def of_connecting(error: Exception, config: ImapConfig) -> IntakeError:
    """Explain why there is no connection."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return MailboxRefused(
            N_(
                "certificate refused — {host}:{port} — {why} — check host and clock; for a server with a certificate "
                "of its own set ca_file"
            ),
            host=config.host,
            port=config.port,
            why=error.verify_message,
        )
    if isinstance(error, socket.gaierror | UnicodeError):
        return MailboxUnavailable(
            N_("unknown host — {host} — {why} — check the host's spelling and the network"),
            host=config.host,
            why=_one_line(getattr(error, "strerror", None) or str(error)),
        )
    if isinstance(error, ConnectionRefusedError):
        return MailboxUnavailable(
            N_("connection refused — {host}:{port} — nothing listens there — check host and port"),
            host=config.host,
            port=config.port,
        )
    if isinstance(error, ssl.SSLError) and _OLD.search(error.reason or ""):
        return MailboxRefused(
            N_(
                "TLS too old — {host}:{port} — {why} — the server has to offer TLS 1.2 or newer: ask who runs it"
            ),
            host=config.host,
            port=config.port,
            why=error.reason,
        )
    if isinstance(error, ssl.SSLError):
        return MailboxUnavailable(
            N_("no TLS — {host}:{port} — {why} — check that this port speaks TLS (usually 993)"),
            host=config.host,
            port=config.port,
            why=error.reason or _one_line(str(error)),
        )
    return _lost(error, config, config.connect_timeout)


def of_talking(error: Exception, config: ImapConfig) -> IntakeError:
    """Explain why a conversation ended: slow, cut off, or not understood."""
    return _lost(error, config, config.read_timeout)


def _lost(error: Exception, config: ImapConfig, seconds: float) -> MailboxUnavailable:
    if isinstance(error, TimeoutError):
        return MailboxUnavailable(
            N_("no answer in time — {host}:{port} — waited {seconds} s — try again later"),
            host=config.host,
            port=config.port,
            seconds=f"{seconds:g}",
        )
    return MailboxUnavailable(
        N_("connection lost — {host}:{port} — {why} — try again later"),
        host=config.host,
        port=config.port,
        why=said(error),
    )


def of_login(error: Exception, config: ImapConfig) -> IntakeError:
    """Explain why the login failed; imapclient calls a cut connection a login error, too.

    QQ has one sentence for a wrong code, a closed service and too many logins, and it says "busy": only the operator
    can tell them apart. A response code of RFC 5530 is another matter: nothing is wrong that time does not mend.
    """
    if isinstance(error, IMAP4.error) and _LATER.search(said(error)):
        return LoginPutOff(
            N_("login put off — {user} at {host} — {why} — nothing is wrong with the code: try again later"),
            user=config.user,
            host=config.host,
            why=said(error),
        )
    if not isinstance(error, IMAP4.error) or isinstance(error.__context__, IMAP4.abort):
        return of_talking(error, config)
    return LoginRefused(
        _TOKEN_REFUSED if config.auth == "xoauth2" else _CODE_REFUSED,
        user=config.user,
        host=config.host,
        why=said(error),
    )


_CODE_REFUSED = N_(
    "login refused — {user} at {host} — {why} — either the authorisation code is wrong or revoked (a changed "
    "password revokes it): make a new one in the mailbox's web settings, under IMAP service, and store it; or there "
    "were too many logins: wait 15 minutes"
)
_TOKEN_REFUSED = N_(
    "login refused — {user} at {host} — {why} — the access token is expired, for another mailbox or without the right "
    "to IMAP: run token_command by hand, and renew its login"
)


def not_offered(config: ImapConfig, mechanism: str) -> MailboxRefused:
    """Say that the server does not take what we would have to log in with."""
    return MailboxRefused(
        N_(
            "login not tried — {user} at {host} — the server does not offer {mechanism} — check host and auth: it wants "
            "an access token instead of a code, or a code instead of a token"
        ),
        user=config.user,
        host=config.host,
        mechanism=mechanism,
    )


def not_connected(config: ImapConfig) -> MailboxUnavailable:
    """Say that the connection was given up before."""
    return MailboxUnavailable(
        N_("not connected — {host}:{port} — an earlier failure ended the connection — try again later"),
        host=config.host,
        port=config.port,
    )


def cut_off(config: ImapConfig) -> MailboxUnavailable:
    """Say that we did not wait any longer."""
    return MailboxUnavailable(
        N_(
            "cut off — {host}:{port} — the time of this run was over before the server had answered — try again later"
        ),
        host=config.host,
        port=config.port,
    )


def unspeakable(config: ImapConfig) -> MailboxRefused:
    """Refuse a login whose name or code holds controls, or characters that no mechanism of the server carries."""
    return MailboxRefused(
        N_(
            "login not tried — {user} at {host} — the user or the authorisation code holds characters that IMAP cannot "
            "send — copy the code again: it is 16 letters without spaces"
        ),
        user=config.user,
        host=config.host,
    )


def of_certificates(error: Exception, config: ImapConfig) -> MailboxRefused:
    """Explain why ca_file cannot be used."""
    return MailboxRefused(
        N_("ca_file unusable — {path} — {why} — it must hold certificates in PEM"),
        path=config.ca_file,
        why=_one_line(str(error)),
    )


def unencrypted(config: ImapConfig) -> MailboxRefused:
    """Refuse to send a password in clear beyond this machine."""
    return MailboxRefused(
        N_("no TLS — {host}:{port} — tls = false is for 127.0.0.1, ::1 and localhost only — remove it"),
        host=config.host,
        port=config.port,
    )


def of_folder(error: Exception, config: ImapConfig, folder: str) -> IntakeError:
    """Explain why a folder cannot be opened: NO is about the folder, all else about the connection."""
    if not isinstance(error, IMAP4.error | UnicodeError) or isinstance(error, IMAP4.abort):
        return of_talking(error, config)
    why = said(error)
    if _PASSING.search(why):
        return of_talking(error, config)
    if "unsafe login" in why.lower():
        return MailboxRefused(
            N_(
                "access refused — {user} at {host} — {why} — allow third-party clients in the mailbox's web settings"
            ),
            user=config.user,
            host=config.host,
            why=why,
        )
    return MailboxRefused(
        N_("folder not opened — {folder} of {mailbox} — {why} — `intake doctor` lists the folders there are"),
        folder=folder,
        mailbox=config.name,
        why=why,
    )
