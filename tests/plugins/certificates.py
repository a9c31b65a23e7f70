"""Certificates of an authority of our own, made with the openssl command for one run of the tests."""

import ssl
import subprocess
import warnings
from dataclasses import dataclass
from pathlib import Path

import pytest

_HERE = "IP:127.0.0.1,DNS:localhost"


@dataclass(frozen=True)
class Certificate:
    """A certificate and its key, as files in PEM."""

    certificate: Path
    key: Path

    def context(self, newest: ssl.TLSVersion | None = None) -> ssl.SSLContext:
        """Make a server of it; one of the last century, if `newest` says so."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        if newest is not None:
            limit_to(context, newest)
        return context


def limit_to(context: ssl.SSLContext, version: ssl.TLSVersion) -> None:
    """Let a context speak this version and nothing else; OpenSSL 3 has to be talked into the old ones."""
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = version


@dataclass(frozen=True)
class Authority:
    """Signs what is asked for; a client trusts it by `file`."""

    folder: Path

    @property
    def file(self) -> Path:
        return self.folder / "ca.crt"

    def certificate(self, name: str, hosts: str = _HERE, *, days: int = 30) -> Certificate:
        made = Certificate(self.folder / f"{name}.crt", self.folder / f"{name}.key")
        request, extensions = self.folder / f"{name}.csr", self.folder / f"{name}.ext"
        # Python 3.13 verifies strictly (RFC 5280): without the issuer's key identifier a chain is refused
        identifiers = "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n"
        extensions.write_text(f"subjectAltName={hosts}\nextendedKeyUsage=serverAuth\n{identifiers}")
        _openssl("req", "-new", *_new_key(made.key), "-subj", f"/CN={name}", "-out", request)
        _openssl(
            *("x509", "-req", "-in", request, "-CA", self.file, "-CAkey", self.folder / "ca.key"),
            *("-CAcreateserial", "-days", days, "-extfile", extensions, "-out", made.certificate),
        )
        return made

    def self_signed(self, name: str) -> Certificate:
        """Make a certificate that vouches for itself."""
        made = Certificate(self.folder / f"{name}.crt", self.folder / f"{name}.key")
        _openssl(
            *("req", "-x509", *_new_key(made.key), "-subj", f"/CN={name}", "-days", 30),
            *("-addext", f"subjectAltName={_HERE}", "-out", made.certificate),
        )
        return made


def _new_key(path: Path) -> tuple[object, ...]:
    return ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", path)


def _openssl(*arguments: object) -> None:
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """A certificate authority that nobody trusts unless told to."""
    made = Authority(tmp_path_factory.mktemp("authority"))
    _openssl(
        *("req", "-x509", *_new_key(made.folder / "ca.key"), "-subj", "/CN=An authority of the tests"),
        *("-days", 30, "-addext", "keyUsage=critical,keyCertSign,cRLSign", "-out", made.file),
    )
    return made
