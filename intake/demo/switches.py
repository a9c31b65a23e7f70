"""Every way in which the server can lie, under its name: one alone, as a known service does it, or shuffled."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from random import Random
from types import MappingProxyType
from typing import Final

from intake.demo.faults import Faults

UIDS: Final = 5  # the mails that switches are about: those with the uids 1 to 5
_REFUSAL = (
    b"Login fail. Account is abnormal, service is not open, password is incorrect, login frequency limited"
)
_MOST = 6  # switches in a combination

_Make = Callable[[Random], Mapping[str, object]]


def _always(**values: object) -> _Make:
    return lambda _chance: values


def _some(name: str, most: int = 2) -> _Make:
    """Make a fault of one or two mails that ends after so many answers."""
    return lambda chance: {name: {uid: chance.randint(1, most) for uid in _uids(chance)}}


def _uids(chance: Random) -> list[int]:
    return chance.sample(range(1, UIDS + 1), chance.randint(1, 2))


SWITCHES: Final[Mapping[str, _Make]] = MappingProxyType(
    {
        **{f"service_{name}": _always(service=name) for name in ("qq2023", "qq2026", "coremail", "sina")},
        "bye_greeting": _always(greeting="* BYE 系统繁忙\r\n".encode("gbk")),
        "max_line": lambda chance: {"max_line": 2048, "max_line_bad": chance.random() < 0.5},  # noqa: PLR2004  # a coin
        "literal_refused_gbk": _always(literals_refused=True),
        "drip": lambda chance: {"drip": chance.randint(20_000, 100_000)},
        "login_busy_first_n": lambda chance: {"login_busy": chance.randint(1, 2)},
        "login_busy_until": lambda _chance: {"login_busy_until": datetime.now(UTC) + timedelta(seconds=1)},
        "login_refuse_en": _always(no={"LOGIN": _REFUSAL}),
        "login_refuse_gbk": _always(no={"LOGIN": "登录太频繁".encode("gbk")}),
        "login_hang_s": lambda _chance: {"login_hangs": [1.0]},
        "login_rate": _always(login_rate=(1, 1.0)),
        "login_hangs_up": _always(hang_up={"LOGIN"}),
        "unsafe_login_without_id": _always(unsafe=True),
        "id_bad_then_bye": _always(id_bad_then_bye=True),
        "mutf7_bad_name": _always(names={"Junk": b"&bad"}),
        "uidvalidity_changes": lambda chance: {"renumbers": {chance.randint(1, 3): None}},
        "uidvalidity_changes_reordered": lambda chance: {
            "renumbers": {chance.randint(1, 3): chance.randint(0, 99)}
        },
        "uidvalidity_missing": _always(uidvalidity_missing=True),
        "uidvalidity_zero": _always(uidvalidity_zero=True),
        "uidnext_missing": _always(uidnext_missing=True),
        "window_days": _always(window_days=30),
        "fetch_lag": lambda chance: {"fetch_lag": chance.randint(1, 2)},
        "select_limit": _always(
            no={"EXAMINE": b"[LIMIT] Too many folders opened", "SELECT": b"[LIMIT] Too many"}
        ),
        "search_ignores_criteria": _always(search_ignores={"FROM", "SUBJECT", "UID"}),
        "search_bad_text": _always(search_bad_text=True),
        "search_text_empty": _always(search_text_empty=True),
        "search_nonascii_empty": _always(search_nonascii_empty=True),
        "search_combo_empty": _always(search_combo_empty=True),
        "search_since_slack_days": _always(search_since_slack_days=4),
        "search_truncates_at": lambda chance: {"search_truncates_at": chance.randint(1, UIDS)},
        "unseen_always_returns_last": _always(unseen_returns_last=True),
        "search_none": lambda chance: {"search_empty": chance.randint(1, 2)},
        "search_untold": lambda chance: {"search_untold": chance.randint(1, 2)},
        "search_repeating": _always(search_repeats=True),
        "search_foreign": lambda chance: {"search_foreign": {chance.randint(1000, 2**32 - 1)}},
        "search_busy": _always(no={"UID SEARCH": b"System busy!"}),
        "descending_bad": _always(descending_bad=True),
        "fetch_missing": lambda chance: {"missing": set(_uids(chance))},
        "mails_not_exist": lambda chance: {"mails_not_exist": set(_uids(chance))},
        "fetch_overquota": _always(no={"UID FETCH": b"[OVERQUOTA] Traffic of the day is used up"}),
        "fetch_garbled": _some("garbled"),
        "fetch_without_uid": _some("anonymous"),
        "fetch_wrong_uid": _some("wrong_uid"),
        "fetch_reordered": _always(fetch_reordered=True),
        "duplicate_fetch": _always(duplicate_fetch=True),
        "unsolicited_fetch": _always(unsolicited_fetch=True),
        "unsolicited_exists": _always(unsolicited_exists=True),
        "unsolicited_expunge": _always(unsolicited_expunge=True),
        "size_lies_less": lambda chance: {"size_lies": -chance.randint(1, 9)},
        "size_lies_more": lambda chance: {"size_lies": chance.randint(1, 9999)},
        "idate_unpadded": _always(dates={1: b'"4-Jan-2015 10:20:30 +0800"'}),
        "idate_garbage": _always(dates={2: b'"yesterday"', 3: b"NIL"}),
        "envelope_9_fields": _always(envelope_9_fields=True),
        "envelope_stray_backslash": _always(envelope_stray_backslash=True),
        "envelope_to_rewritten": _always(envelope_to_rewritten=True),
        "bodystructure_crlf": _always(bodystructure_crlf=True),
        "literal_truncated_consistent": _some("short"),  # three in a row would be believed: so it is agreed
        "literal_truncated_short": _some("torn"),
        "body_changing": lambda chance: {"changing": set(_uids(chance))},
        "body_nil": _some("body_nil"),
        "body_empty": _some("body_empty"),
        "drops_connection_after_n_fetches": lambda chance: {"hang_up_after": chance.randint(1, 3)},
        "bye_mid_fetch": _some("bye_mid_fetch"),
        "eof_mid_fetch": _some("eof_mid_fetch"),
        "rst_mid_fetch": _some("rst_mid_fetch"),
        "stall_mid_fetch": _some("stall_mid_fetch", 1),
        "fetch_silent": _always(silent={"UID FETCH"}),
        "keywords_accepted_not_stored": _always(keywords_lost=True),
        "create_no": _always(no={"CREATE": b"Create folder fail!"}),
        "system_busy_on_store": _always(no={"UID STORE": b"System busy!", "STORE": b"System busy!"}),
        "move_refused": _always(no={"UID MOVE": b"[OVERQUOTA] Folder is full"}),
        "move_reply_lost": lambda chance: {"move_reply_lost": chance.randint(1, 2)},
        "idle_silent": _always(idle_silent=True),
        "idle_drop_after_s": _always(idle_drop_after=0.2),
    }
)

_PROFILES: Final[Mapping[str, Callable[[], Faults]]] = MappingProxyType(
    {
        # an ordinary day: refused, slow or busy logins are switches of their own
        "qq": lambda: Faults(
            search_ignores={"FROM", "SUBJECT"},
            search_nonascii_empty=True,
            search_combo_empty=True,
            search_since_slack_days=4,
            fetch_lag=1,
            descending_bad=True,
            max_line=2048,
            literals_refused=True,
            keywords_lost=True,
            no={"CREATE": b"Create folder fail!"},
            envelope_to_rewritten=True,
            idle_silent=True,
        ),
        "163": lambda: Faults(
            service="coremail", unsafe=True, search_text_empty=True, keywords_lost=True, window_days=30
        ),
        "sina": lambda: Faults(
            service="sina",
            search_bad_text=True,
            keywords_lost=True,
            no={"CREATE": b"Not permitted"},
            idle_drop_after=60.0,
        ),
    }
)


def profile(name: str) -> Faults:
    """Lie as a service does: qq, 163 or sina."""
    return _PROFILES[name]()


def switched(*names: str, seed: int = 0) -> Faults:
    """Lie in these ways of `SWITCHES`; the seed chooses mails and counts."""
    chance, faults = Random(seed), Faults()  # noqa: S311  # reproducible is what it has to be
    for name in names:
        for place, value in SWITCHES[name](chance).items():
            match value:
                case dict() | set():
                    setattr(faults, place, getattr(faults, place) | value)
                case list():
                    setattr(faults, place, [*getattr(faults, place), *value])
                case _:
                    setattr(faults, place, value)
    return faults


def combination(seed: int) -> tuple[str, ...]:
    """Choose a few switches at random."""
    chance = Random(seed)  # noqa: S311  # as above
    return tuple(chance.sample(sorted(SWITCHES), chance.randint(1, _MOST)))


def shuffled(seed: int) -> Faults:
    """Lie in a few ways at once, chosen at random: the same ones for the same seed."""
    return switched(*combination(seed), seed=seed)
