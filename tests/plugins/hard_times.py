"""Hard times for a poller: mail that comes meanwhile, a server that lies, and SIGKILL at any moment."""

import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from at_hand import AtHand
from forks import FORK
from ledger import early
from lying_server import CODE, LyingServer, calm, deliver
from post_office import letter

from intake.config import ImapConfig, Secret, load_lexicon
from intake.demo.faults import Faults
from intake.demo.letterbox import Letterbox, Mutation
from intake.halt import Halt
from intake.mailboxes import open_mailbox
from intake.model import Aftermath, Limits
from intake.poll import Landing, Terms, Visit, visit
from intake.read import read_landed
from intake.store import Store, open_store

ZONE: Final = ZoneInfo("Asia/Shanghai")
MESSAGE_IDS: Final = 50  # of all mails there are
_POLLED = ("INBOX", "Junk")
_SOON = 10  # mails that come to a folder while one lie lasts
_MOST_SHORT = 2  # equal short answers: three would be believed, and that is agreed


@dataclass(frozen=True)
class Poller:
    """One that polls and reads for ever; where it holds no lock, others may be at it, too."""

    database: Path
    config: ImapConfig
    move: bool = False
    locked: bool = True

    def __call__(self) -> None:
        with open_store(f"sqlite:///{self.database}", ZONE) as store:
            while True:
                self.poll(store)

    def poll(self, store: Store, meanwhile: Callable[[], None] = lambda: None) -> Landing:
        """Land and read once, as `intake poll` does; `meanwhile` happens after each mail that landed."""
        landing = Landing(self.config.name)
        with store.landing_lock() if self.locked else nullcontext(enter_result=True) as held:
            if held:
                landing = self._land(store, meanwhile)
        with AtHand(load_lexicon(None), Limits()) as sandbox:
            read_landed(store, sandbox, Halt(), lambda _done, _total: None)
        return landing

    def until_quiet(self, most: int = 20) -> int:
        """Poll until a poll finds nothing to do; give how many it took."""
        number, landing = 0, Landing(self.config.name, new=1)
        with open_store(f"sqlite:///{self.database}", ZONE) as store:
            while landing.new or landing.again or landing.waiting or landing.failures:
                assert number < most, landing
                number, landing = number + 1, self.poll(store)
        return number

    def _land(self, store: Store, meanwhile: Callable[[], None]) -> Landing:
        run, listings = store.begin_run(self.config.name), store.listings(self.config.name)
        terms = Terms(ZONE, pause=0.01, aftermath=Aftermath(move_to="Done" if self.move else None))
        mailbox = open_mailbox(self.config, Secret(CODE))
        landing = visit(Visit(store, mailbox, terms, lambda _done, _all: meanwhile(), listings))
        known = {**listings, **landing.listings}
        store.end_run(run, seen=landing.seen, stored=landing.new, exit_code=0, listings=known)
        return landing


@dataclass
class Post:
    """Mail of all sorts, and what of it was delivered; what it sends follows from its chance alone."""

    server: LyingServer
    chance: Random
    delivered: list[bytes] = field(default_factory=list)
    resent: int = 0

    def deliver(self) -> None:
        """Let a mail come: mostly a new one, one in ten an old one again, one in ten with the header of an old one."""
        number, die = len(self.delivered), self.chance.random()
        if die < 0.1 and self.delivered:
            raw = self.chance.choice(self.delivered)
            self.resent += 1
        elif die < 0.2 and self.delivered:
            old = self.chance.randrange(number)
            raw = letter(old, f"改稿{number}", old % MESSAGE_IDS)
        else:
            raw = letter(number, message_id=number % MESSAGE_IDS)
        self.delivered.append(raw)
        self.server.do(deliver, raw, self.chance.choice(("INBOX", "INBOX", "Junk")))


def torment(box: Letterbox, seed: int, shortened: frozenset[str]) -> frozenset[str]:
    """Lie in up to two ways from now on; give the digests of mails that are cut short, which each may be once only."""
    chance = Random(seed)
    recent = box.folders["INBOX"].mails[-8:]
    uids = [mail.uid for mail in recent]
    faults = Faults()
    for _ in range(chance.randint(0, 2)):
        name, value = chance.choice(_lies(chance, chance.sample(uids, min(len(uids), 2)), box.openings))
        setattr(faults, name, value)
    cut: dict[int, frozenset[str]] = {}
    if not faults.renumbers:  # else a count would fall on another mail
        for uid in (mail.uid for mail in recent if chance.random() < 0.2):
            met = _met(box, uid)
            if met is not None and not met & shortened:
                cut[uid] = met
        faults.short = {uid: chance.randint(1, _MOST_SHORT) for uid in cut}
    box.faults = faults
    return frozenset[str]().union(*cut.values())


def _met(box: Letterbox, uid: int) -> frozenset[str] | None:
    """Give the digests of the mails that a lie about a uid may meet, in any folder that is polled; None where one may yet come."""
    folders = [box.folders[name] for name in _POLLED]
    if any(folder.uidnext <= uid < folder.uidnext + _SOON for folder in folders):
        return None
    return frozenset(
        sha256(mail.raw).hexdigest() for each in folders for mail in each.mails if mail.uid == uid
    )


def _lies(chance: Random, uids: Sequence[int], openings: int) -> list[tuple[str, object]]:
    counts = {uid: chance.randint(1, 3) for uid in uids}
    commands = ("LOGIN", "EXAMINE", "UID SEARCH", "UID FETCH", "UID MOVE", "LIST")
    return [
        ("torn", counts),
        ("eof_mid_fetch", counts),
        ("rst_mid_fetch", counts),
        ("bye_mid_fetch", counts),
        ("stall_mid_fetch", counts),
        ("garbled", counts),
        ("anonymous", counts),
        ("wrong_uid", counts),
        ("body_nil", counts),
        ("body_empty", counts),
        ("missing", set(uids)),
        ("no", {chance.choice(commands): b"System busy!"}),
        ("hang_up", {chance.choice(commands)}),
        ("hang_up_after", chance.randint(0, 3)),
        ("move_reply_lost", chance.randint(1, 3)),
        ("search_empty", chance.randint(1, 2)),
        ("search_truncates_at", chance.randint(1, 9)),
        ("search_repeats", True),
        ("fetch_reordered", True),
        ("duplicate_fetch", True),
        ("unsolicited_fetch", True),
        ("size_lies", chance.randint(-9, 99)),
        ("renumbers", {openings + chance.randint(1, 6): chance.choice((None, chance.randint(0, 99)))}),
    ]


def told(box: Letterbox) -> list[Mutation]:
    """Tell what clients changed or asked to change since this was asked last."""
    news, box.mutations[:] = box.mutations.copy(), []
    return news


@dataclass
class Toll:
    """What it came to."""

    kills: int = 0
    mails: int = 0
    resent: int = 0
    polls: int = 0  # from the end of the faults to the first with nothing to do


@dataclass(frozen=True)
class Ordeal:
    """Pollers that are killed again and again while mail comes and the server lies, and then one in peace."""

    server: LyingServer
    pollers: Sequence[Poller]
    seed: int

    def endure(self, kills: int, seconds: float) -> tuple[Toll, list[bytes]]:
        """Kill so often, or so long; give the toll and all that was delivered. No kill may come before a commit."""
        chance = Random(self.seed)
        post, toll, end = Post(self.server, chance), Toll(), time.monotonic() + seconds
        shortened = frozenset[str]()
        while toll.kills < kills and time.monotonic() < end:
            shortened |= self.server.do(torment, chance.randrange(2**32), shortened)
            self._kill_all(chance, post)
            toll.kills += len(self.pollers)
            found = early(self.pollers[0].database, self.server.do(told))
            assert not found, f"{found} at kill {toll.kills}"
        self.server.do(calm)
        toll.polls = replace(self.pollers[0], config=self.server.config("INBOX", "Junk")).until_quiet()
        toll.mails, toll.resent = len(post.delivered), post.resent
        return toll, post.delivered

    def _kill_all(self, chance: Random, post: Post) -> None:
        move = chance.random() < 0.5
        children = [FORK.Process(target=replace(poller, move=move)) for poller in self.pollers]
        for child in children:
            child.start()
        for child in chance.sample(children, len(children)):
            for _ in range(chance.randint(0, 2)):
                post.deliver()
                time.sleep(chance.uniform(0, 0.15))
            assert child.is_alive(), f"it ended by itself, with {child.exitcode}"
            child.kill()
            child.join()
            child.close()
