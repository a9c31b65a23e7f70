"""What a loop-back server is told to do wrong."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Faults:
    """What goes wrong, by uid or by count; a fault with a count is over when it is used up."""

    greeting: bytes = b""  # said instead of the greeting, and hung up
    capabilities: bytes = b""  # said instead of QQ's
    unsafe: bool = False  # EXAMINE is refused until the client has sent ID, as 163.com does
    no: dict[str, bytes] = field(default_factory=dict)  # command → the text of a NO
    silent: set[str] = field(default_factory=set)  # commands never answered
    hang_up: set[str] = field(default_factory=set)  # commands after which the line is dead
    hang_up_after: int | None = None  # bodies
    missing: set[int] = field(default_factory=set)  # listed, but not given
    changing: set[int] = field(default_factory=set)  # another body at each answer
    short: dict[int, int] = field(default_factory=dict)  # uid → answers that lose their second half
    garbled: dict[int, int] = field(default_factory=dict)  # uid → answers no client can parse
    anonymous: dict[int, int] = field(default_factory=dict)  # uid → bodies that come without it
    sizes: dict[int, int] = field(default_factory=dict)  # uid → the RFC822.SIZE told
    dates: dict[int, bytes] = field(default_factory=dict)  # uid → INTERNALDATE as written
    names: dict[str, bytes] = field(default_factory=dict)  # folder → its name as LIST writes it


def spend(counts: dict[int, int], uid: int) -> bool:
    """Use up one of a uid's counts; tell whether there was one."""
    if counts.get(uid, 0) <= 0:
        return False
    counts[uid] -= 1
    return True
