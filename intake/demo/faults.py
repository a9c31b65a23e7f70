"""What a loop-back server is told to do wrong: each lie one that a server has told, or that RFC 3501 does not forbid."""

from dataclasses import dataclass, field, fields
from datetime import datetime


@dataclass(slots=True)
class Faults:
    """What goes wrong, by uid or by count; a fault with a count is over when it is used up."""

    # whom it plays
    service: str = "qq2026"  # whose greeting and capabilities it has
    greeting: bytes = b""  # said instead, and hung up
    capabilities: bytes = b""  # told instead

    # any command
    no: dict[str, bytes] = field(default_factory=dict)  # command → the text of a NO
    silent: set[str] = field(default_factory=set)  # commands never answered
    hang_up: set[str] = field(default_factory=set)  # commands after which the line is dead
    max_line: int = 0  # bytes of the longest line that is answered
    max_line_bad: bool = False  # a longer one is called bad instead of being ignored
    literals_refused: bool = False  # in GBK, as exmail.qq.com does
    drip: int = 0  # bytes a second, no faster

    # the login
    login_busy: int = 0  # logins that are refused before one is let in
    login_busy_until: datetime | None = None
    login_hangs: list[float] = field(
        default_factory=list
    )  # seconds for which each login in turn gets no answer
    login_rate: tuple[int, float] | None = (
        None  # logins in so many seconds; one more is refused and hung up on
    )
    unsafe: bool = False  # EXAMINE is refused until the client has sent ID, as 163.com does
    id_bad_then_bye: bool = False  # ID is bad, and the next command meets a dead line

    # folders
    names: dict[str, bytes] = field(default_factory=dict)  # folder → its name as LIST writes it
    uidvalidity_missing: bool = False
    uidvalidity_zero: bool = False
    uidnext_missing: bool = False
    renumbers: dict[int, int | None] = field(
        default_factory=dict
    )  # nth opening → a new epoch, by seed or in order
    window_days: int = 0  # what is older is hidden, as 收取最近30天 does it
    fetch_lag: int = 0  # openings after a mail is listed until it is given; EXISTS stands still meanwhile

    # SEARCH
    search_ignores: set[str] = field(default_factory=set)  # criteria that let everything pass
    search_bad_text: bool = False
    search_text_empty: bool = False
    search_nonascii_empty: bool = False
    search_combo_empty: bool = False  # text and date together find nothing
    search_since_slack_days: int = 0
    search_truncates_at: int = 0  # numbers
    unseen_returns_last: bool = False  # UNSEEN names the last mail, seen or not
    search_empty: int = 0  # answers that name nothing
    search_untold: int = 0  # answers without a SEARCH line
    search_repeats: bool = False
    search_foreign: set[int] = field(default_factory=set)  # uids of nobody, named too

    # FETCH: which mails, in which lines
    descending_bad: bool = False  # 9:3 is no set
    missing: set[int] = field(default_factory=set)  # listed, but not given
    mails_not_exist: set[int] = field(default_factory=set)  # the same, with words to it
    fetch_reordered: bool = False
    duplicate_fetch: bool = False
    unsolicited_fetch: bool = False  # of a mail nobody asked for, without its uid
    unsolicited_exists: bool = False
    unsolicited_expunge: bool = False
    garbled: dict[int, int] = field(default_factory=dict)  # uid → answers no client can parse

    # FETCH: what it tells of a mail
    sizes: dict[int, int] = field(default_factory=dict)  # uid → the RFC822.SIZE told
    size_lies: int = 0  # added to every size
    dates: dict[int, bytes] = field(default_factory=dict)  # uid → INTERNALDATE as written
    anonymous: dict[int, int] = field(default_factory=dict)  # uid → bodies that come without it
    wrong_uid: dict[int, int] = field(default_factory=dict)  # uid → bodies that come under the next one

    # FETCH: what it makes of a mail for those who ask
    envelope_9_fields: bool = False  # In-Reply-To is left out, not NIL
    envelope_stray_backslash: bool = False  # a name that swallows its closing quote
    envelope_to_rewritten: bool = False  # To has the name of the account
    bodystructure_crlf: bool = False  # a line break in a string

    # FETCH: the body
    short: dict[int, int] = field(default_factory=dict)  # uid → answers that lose their second half
    torn: dict[int, int] = field(default_factory=dict)  # uid → answers that announce the half they lose
    changing: set[int] = field(default_factory=set)  # another body at each answer
    body_nil: dict[int, int] = field(default_factory=dict)  # uid → answers
    body_empty: dict[int, int] = field(default_factory=dict)  # uid → answers

    # FETCH: how the connection ends
    hang_up_after: int | None = None  # bodies
    bye_mid_fetch: dict[int, int] = field(default_factory=dict)  # uid → bodies with a good-bye in the middle
    eof_mid_fetch: dict[int, int] = field(
        default_factory=dict
    )  # uid → bodies in the middle of which it hangs up
    rst_mid_fetch: dict[int, int] = field(default_factory=dict)  # uid → bodies … resets the connection
    stall_mid_fetch: dict[int, int] = field(default_factory=dict)  # uid → bodies … says nothing more

    # changes
    keywords_lost: bool = False  # STORE says that it keeps them
    move_reply_lost: int = 0  # MOVEs that are done, and not answered

    # IDLE
    idle_silent: bool = False
    idle_drop_after: float | None = None  # seconds

    def fires(self, switch: str, key: object = None) -> bool:
        """Tell whether a fault happens now, to this uid or command if it goes by them; use up its count."""
        match getattr(self, switch):
            case bool() as on:
                return on
            case int() as count:
                setattr(self, switch, max(count - 1, 0))
                return count > 0
            case dict() as counts if counts.get(key, 0) > 0:
                counts[key] -= 1
                return True
            case set() as keys:
                return key in keys
            case _:
                return False

    def calm(self) -> None:
        """End every fault at once."""
        honest = Faults()
        for each in fields(self):
            setattr(self, each.name, getattr(honest, each.name))
