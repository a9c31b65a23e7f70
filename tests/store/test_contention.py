"""Many editors at once: each submission is decided once, and whoever comes too late is told by whom."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from intake.model import Contribution, Reading, Sighting
from intake.store import Store
from intake.workflow import Action, Status

Speech = Callable[..., Contribution]
Understood = Callable[..., Reading]

DECIDING = """
import json, sys
from zoneinfo import ZoneInfo
from intake.errors import ActionRefused
from intake.model import Verdict
from intake.store import open_store
from intake.workflow import Action, Status
url, who, action, rounds = sys.argv[1:]
with open_store(url, ZoneInfo("Asia/Shanghai")) as store:
    print("ready", flush=True)
    sys.stdin.readline()
    for serial in range(1, int(rounds) + 1):
        try:
            store.decide(str(serial), Verdict(Action(action), who), seen=Status.PENDING)
        except ActionRefused as refused:
            print(json.dumps([serial, str(refused)]))
        else:
            print(json.dumps([serial, None]))
"""
ACTIONS = (Action.ACCEPT, Action.RETURN, Action.HOLD, Action.NEED)
EDITORS = 8
ROUNDS = 200


def test_of_eight_editors_who_decide_the_same_submissions_one_wins_each(
    store: Store, store_url: str, speech: Speech, understood: Understood
) -> None:
    for n in range(ROUNDS):
        landed = store.land(
            Sighting("qq", "INBOX", "1", str(n)), b"%d" % n, datetime(2026, 11, 20, tzinfo=UTC)
        )
        store.keep(landed.message_id, understood(speech()))
    names = [f"editor-{n}" for n in range(EDITORS)]
    said = contend(store_url, names)
    for serial in range(1, ROUNDS + 1):
        (made,) = store.log(str(serial))
        answers = {name: said[name][serial] for name in names}
        assert [name for name, answer in answers.items() if answer is None] == [made.who]
        told = f"decided meanwhile — 2026-{serial:04d} — {made.who} at {made.at.astimezone(ZoneInfo('Asia/Shanghai')):%Y-%m-%d %H:%M}: "
        assert all(answer.startswith(told) for answer in answers.values() if answer is not None)
        assert store.submission(str(serial)).row.status is made.status_to is not Status.PENDING
    assert sum(Counter(store.counts()).values()) == ROUNDS


def contend(url: str, names: list[str]) -> dict[str, dict[int, str | None]]:
    """Let editors of different minds go over all submissions at once; give what each was told, by serial."""
    editors = {
        name: subprocess.Popen(
            [sys.executable, "-P", "-c", DECIDING, url, name, ACTIONS[n % len(ACTIONS)], str(ROUNDS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for n, name in enumerate(names)
    }
    for editor in editors.values():
        assert editor.stdout is not None
        assert editor.stdout.readline() == "ready\n"
    said = {}
    for editor in editors.values():
        assert editor.stdin is not None
        editor.stdin.write("\n")
        editor.stdin.flush()
    for name, editor in editors.items():
        lines = editor.communicate()[0].splitlines()
        assert editor.returncode == 0
        said[name] = dict(map(json.loads, lines))
        assert len(said[name]) == ROUNDS
    return said
