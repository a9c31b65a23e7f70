"""One connection to an IMAP server: TLS, login, introduction, and what becomes of it when a command fails."""

import logging
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from imaplib import IMAP4

from imapclient import IMAPClient, SocketTimeout

from intake import __version__
from intake.config import ImapConfig, Secret
from intake.config.entries import LOOP_BACK
from intake.errors import IntakeError, MailboxUnavailable
from intake.mailboxes import failures, sasl

_UNREADABLE = (IMAP4.error, LookupError, ValueError, TypeError)  # what imapclient's parsers raise, measured
_BROKEN = (OSError, *_UNREADABLE)

# imapclient warns of bytes beyond ASCII in a server's words: they belong into a log, never on a screen
logging.getLogger("imapclient").addHandler(logging.NullHandler())


class Connection:
    """A connection that is logged in from `open` on, until it is closed or given up; it may be opened again."""

    def __init__(self, config: ImapConfig, secret: Secret) -> None:
        """Remember where to go and with which code."""
        self._config = config
        self._secret = secret
        self._client: IMAPClient | None = None
        self._socket: socket.socket | None = None
        self._over = False
        self._hush: Callable[[BaseException], None] = lambda _error: None

    def open(self) -> None:
        """Connect, log in and introduce ourselves."""
        code = self._secret.reveal()  # first: where it cannot be had, nobody needs to be called
        self._hush = sasl.hushing(self._config.user, code)
        if self._over:
            raise failures.cut_off(self._config)
        try:
            self._client = self._connect()
        except _BROKEN as error:
            raise self._or_cut_off(failures.of_connecting(error, self._config)) from error
        try:
            self._login(code)
            self._introduce()
        except IntakeError:
            self.drop()
            raise

    def close(self) -> None:
        """Log out; a server that is gone already is no error."""
        if self._client is not None:
            with suppress(*_BROKEN):
                self._client.logout()
        self.drop()

    def drop(self) -> None:
        """Hang up without a word."""
        client, self._client = self._client, None
        if client is not None:
            with suppress(*_BROKEN):
                client.shutdown()

    def cut(self) -> None:
        """Shut the socket for good without waiting for anybody: for another thread, or for a signal handler.

        Of an SSLSocket only the socket below: its own shutdown would drop its state under the feet of a reader.
        """
        self._over = True
        link = self._socket
        if link is not None:
            with suppress(OSError):
                socket.socket.shutdown(link, socket.SHUT_RDWR)

    @contextmanager
    def translating(self, explain: Callable[[Exception], IntakeError]) -> Iterator[IMAPClient]:
        """Lend the connection for one command; after a time-out or an abort it is out of step, and given up."""
        if self._client is None:
            raise failures.not_connected(self._config)
        try:
            yield self._client
        except _BROKEN as error:
            self._hush(error)
            failure = self._or_cut_off(explain(error))
            if isinstance(failure, MailboxUnavailable):
                self.drop()
            raise failure from error

    def _or_cut_off(self, failure: IntakeError) -> IntakeError:
        return failures.cut_off(self._config) if self._over else failure

    def _connect(self) -> IMAPClient:
        if not self._config.tls and self._config.host not in LOOP_BACK:
            raise failures.unencrypted(self._config)
        client = _Client(self._config, self._certificates() if self._config.tls else None, self._connected)
        # imapclient sends a SEARCH in two pieces: Nagle's algorithm holds the second back until the first is confirmed
        client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client._imap.debug = 0  # noqa: SLF001  # imapclient asks imaplib to format every literal for a log: 5-7x of a fetch
        client._check_resp = _check  # noqa: SLF001  # its own strips a server's words to ASCII
        client.folder_encode = False  # one name in bad UTF-7 would lose the whole LIST
        client.normalise_times = False  # naive local times else
        return client

    def _connected(self, link: socket.socket) -> None:
        """Keep the socket for whoever cuts it, and go no further where that came first."""
        self._socket = link
        if self._over:
            raise ConnectionAbortedError

    def _certificates(self) -> ssl.SSLContext:
        """Verify always: there is no key to switch it off, only ca_file to trust another authority."""
        try:
            context = ssl.create_default_context(cafile=self._config.ca_file)
        except OSError as error:
            raise failures.of_certificates(error, self._config) from error
        context.minimum_version = ssl.TLSVersion.TLSv1_2  # RFC 8996; an OpenSSL may be configured to less
        return context

    def _login(self, code: str) -> None:
        """Log in by LOGIN; by SASL with a token, and where LOGIN is switched off or cannot carry the code."""
        user, spoken = self._config.user, self._config.user + code
        with self.translating(lambda error: failures.of_login(error, self._config)) as client:
            if not spoken.isprintable():
                raise failures.unspeakable(self._config)
            if self._config.auth == "xoauth2":
                self._authenticate(client, "XOAUTH2", sasl.xoauth2(user, code))
            elif spoken.isascii() and not client.has_capability("LOGINDISABLED"):
                client.login(user, code)
            elif spoken.isascii() or client.has_capability("AUTH=PLAIN"):
                self._authenticate(client, "PLAIN", sasl.plain(user, code))
            else:
                raise failures.unspeakable(self._config)

    def _authenticate(self, client: IMAPClient, mechanism: str, response: bytes) -> None:
        if not client.has_capability(f"AUTH={mechanism}"):
            raise failures.not_offered(self._config, mechanism)
        client.sasl_login(mechanism, sasl.once(response))

    def _introduce(self) -> None:
        """Send ID (RFC 2971) where it is offered: 163.com refuses EXAMINE without, others hang up on it unasked."""
        with (
            self.translating(lambda error: failures.of_talking(error, self._config)) as client,
            tolerating(),
        ):
            if client.has_capability("ID"):
                client.id_({"name": "intake", "version": __version__})


class _Client(IMAPClient):  # type: ignore[misc]  # imapclient ships no types
    """A client that tells of its socket before a word is read from it: a greeting may drip for minutes."""

    def __init__(
        self,
        config: ImapConfig,
        certificates: ssl.SSLContext | None,
        connected: Callable[[socket.socket], None],
    ) -> None:
        self._certificates = certificates
        self._connected = connected
        timeout = SocketTimeout(config.connect_timeout, config.read_timeout)
        super().__init__(config.host, config.port, ssl=config.tls, ssl_context=certificates, timeout=timeout)

    def _create_IMAP4(self) -> IMAP4:  # noqa: N802  # imapclient's name
        return _Imap(self.host, self.port, self._timeout.connect, self._link)

    def _link(self, timeout: float) -> socket.socket:
        link = socket.create_connection((self.host, self.port), timeout)
        if self._certificates is not None:
            link = self._certificates.wrap_socket(
                link, server_hostname=self.host, do_handshake_on_connect=False
            )
        try:
            self._connected(link)
            if isinstance(link, ssl.SSLSocket):
                link.do_handshake()
        except BaseException:
            link.close()
            raise
        return link


class _Imap(IMAP4):
    """imaplib's part of a client, on a socket that somebody else makes."""

    def __init__(self, host: str, port: int, timeout: float, link: Callable[[float], socket.socket]) -> None:
        self._link = link
        self._seconds = timeout
        super().__init__(host, port, timeout)

    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        return self._link(self._seconds if timeout is None else timeout)


@contextmanager
def tolerating() -> Iterator[None]:
    """Let one command fail that was answered to its end: refused, or in words no parser understands."""
    try:
        yield
    except (OSError, IMAP4.abort):
        raise
    except _UNREADABLE:
        pass


def _check(expected: str, _command: str, status: str, data: Sequence[bytes]) -> None:
    """Raise a refusal with the server's own bytes, as imaplib does at login."""
    if status != expected:
        raise IMAP4.error(data[0])
