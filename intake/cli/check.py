"""What `doctor` finds: one line a thing it looked at."""

from dataclasses import dataclass
from enum import IntEnum

from intake.locale import N_


class State(IntEnum):
    """How a check ended: the exit code of `doctor` is the worst."""

    OK = 0
    WARNING = 1
    BROKEN = 2


STATES = {State.OK: N_("ok"), State.WARNING: N_("warning"), State.BROKEN: N_("broken")}
TOPICS = {
    "configuration": N_("configuration"),
    "lexicon": N_("lexicon"),
    "roster": N_("roster"),
    "secret": N_("authorisation code"),
    "login": N_("login"),
    "folders": N_("folders"),
    "store": N_("store"),
    "disk": N_("disk space"),
    "problems": N_("problems"),
    "outstanding": N_("mails not fetched"),
    "marks": N_("marks in the mailbox"),
    "poll": N_("last poll"),
    "sandbox": N_("sandbox"),
    "converter": N_("office program"),
    "log": N_("log"),
    "metrics": N_("metrics"),
}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: its topic, what of it, how it is, and why."""

    topic: str
    subject: str
    state: State
    detail: str
