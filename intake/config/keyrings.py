"""The keyring of the operating system, through the library `keyring` of the extra of that name."""

from intake.errors import ConfigError
from intake.locale import N_


def from_keyring(service: str, user: str) -> str:
    """Ask the system's keyring for the code of a user; ConfigError says why there is none."""
    try:
        import keyring  # noqa: PLC0415  # an extra: only who names a keyring needs it
    except ImportError:
        raise ConfigError(
            N_(
                "keyring not usable — {service} — this installation lacks the extra `keyring` — "
                "run: pip install 'speech-intake[keyring]'"
            ),
            service=service,
        ) from None
    code, why = None, ""
    try:
        code = keyring.get_password(service, user)
    except Exception as error:  # noqa: BLE001  # a keyring raises what its system raises, D-Bus errors among it
        why = " ".join(str(error).split()) or type(error).__name__
    if why:  # raised here: whatever the keyring told us of stays out of a traceback
        raise ConfigError(
            N_(
                "keyring not usable — {service} — {why} — unlock it; cron has none: use password_file or "
                "password_command there"
            ),
            service=service,
            why=why,
        )
    line = (code or "").partition("\n")[0].strip()
    if not line:
        raise ConfigError(
            N_(
                "authorisation code missing — {service} — the keyring has none for {user} — "
                "run: keyring set {service} {user}"
            ),
            service=service,
            user=user,
        )
    return line
