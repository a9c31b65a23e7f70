"""The commands that arise from the table of actions, on a real database."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import Result

from intake.cli.app import App
from intake.cli.application import COMMANDS
from intake.errors import ActionRefused, Exit
from intake.workflow import ACTIONS, Action, Status, after

Intake = Callable[..., Result]
BY_HAND = [action for action, conduct in ACTIONS.items() if conduct.by_hand]
NEEDED = {Action.REJECT: ["--reason", "thin"], Action.DUPLICATE: ["--of", "2"]}


@pytest.fixture
def edited(intake: Intake, url: str) -> Intake:
    """The program on the store with two submissions, as editor 责编甲."""

    def run(*arguments: object, env: Mapping[str, str] | None = None) -> Result:
        return intake("--store", url, *arguments, env={"INTAKE_EDITOR": "责编甲"} | dict(env or {}))

    return run


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who can be asked."""
    monkeypatch.setattr(App, "interactive", property(lambda _app: True))


def statuses(run: Intake) -> dict[str, str]:
    lines = run("list", "--all", "--json").stdout.splitlines()
    return {row["number"]: row["status"] for row in map(json.loads, lines)}


def test_every_action_that_is_taken_by_hand_has_its_command() -> None:
    assert {action.value for action in BY_HAND} <= set(COMMANDS)
    assert not {action.value for action in Action if not ACTIONS[action].by_hand} & set(COMMANDS)


@pytest.mark.parametrize("action", BY_HAND)
def test_every_action_leads_where_the_table_says_or_is_refused(edited: Intake, action: Action) -> None:
    done = edited(action, 1, *NEEDED.get(action, []))
    try:
        target = after(Status.PENDING, action)
    except ActionRefused:
        assert (done.exit_code, done.stdout) == (65, "")
        assert statuses(edited)["2026-0001"] == "pending"
    else:
        assert (done.exit_code, done.stderr) == (0, "")
        assert statuses(edited)["2026-0001"] == target
        assert done.stdout.startswith("2026-0001  pending → ")
        assert done.stdout.endswith("  责编甲\n")


def test_a_decision_is_one_line_in_chinese(edited: Intake) -> None:
    assert edited("--lang", "zh_CN", "accept", 1).stdout == "2026-0001  待初审 → 已签发  责编甲\n"
    for option, said in (
        ((), "已签发 → 待初审  责编甲  [撤销了 责编甲 的“签发”]"),
        (
            ("--redo",),
            "待初审 → 已签发  责编甲  [恢复了 责编甲 的“签发”]",
        ),
    ):
        assert edited("--lang", "zh_CN", "undo", 1, *option).stdout == f"2026-0001  {said}\n"
    log = edited("--lang", "zh_CN", "log", 1).stdout
    assert "撤销：已签发 → 待初审 [撤销了 责编甲 的“签发”]\n" in log
    assert log.endswith("恢复：待初审 → 已签发 [恢复了 责编甲 的“签发”]\n")


def test_an_undo_out_of_habit_decides_nothing(edited: Intake) -> None:
    edited("accept", 1)
    edited("undo", 1, "--as", "总编乙")
    done = edited("undo", 1)
    assert (done.exit_code, done.stdout) == (65, "")
    assert "every decision is taken back already — `intake undo --redo` puts back the last one" in done.stderr
    assert "(总编乙 at " in done.stderr
    assert statuses(edited)["2026-0001"] == "pending"


@pytest.mark.parametrize(("charset", "line"), [("gbk", "待初审 → 已签发"), ("ascii", "??? > ???")])
def test_another_charset_of_the_terminal_is_no_reason_to_fail(
    url: str, charset: str, line: str, home: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "intake", "--store", url, "--lang", "zh_CN", "accept", "1"],
        env={"PYTHONIOENCODING": charset, "HOME": str(home), "INTAKE_EDITOR": "A"},
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode(charset) == f"2026-0001  {line}  A\n"


def test_a_refused_submission_stops_no_other_and_the_worst_code_wins(edited: Intake) -> None:
    done = edited("publish", "--yes", 1, 99, 2)
    assert done.exit_code == 66
    assert [line.split(" — ")[0] for line in done.stderr.splitlines()] == [
        "intake: no such submission",
        "intake: 2026-0001: not allowed",
        "intake: 2026-0002: not allowed",
    ]
    done = edited("accept", "--yes", 1, 2)
    assert done.exit_code == 65
    assert done.stdout == "2026-0001  pending → accepted  责编甲\n"
    assert "allowed now: return, reject" in done.stderr


def test_what_was_decided_meanwhile_is_said(edited: Intake) -> None:
    edited("accept", 1, "--as", "总编乙")
    done = edited("accept", 1)
    assert done.exit_code == 65
    assert "not allowed — accept — it is accepted" in done.stderr
    assert "总编乙" in done.stderr


def test_several_submissions_are_not_decided_unasked(edited: Intake) -> None:
    done = edited("dismiss", 1, 2)
    assert done.exit_code == 2
    assert "2 submissions are meant: add --yes" in done.stderr
    assert set(statuses(edited).values()) == {"pending", "needs_material"}


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(("answer", "status"), [("y\n", "dismissed"), ("n\n", "pending")])
def test_several_submissions_are_shown_and_asked_about(
    intake: Intake, url: str, answer: str, status: str
) -> None:
    done = intake("--store", url, "dismiss", 1, 2, "--as", "A", stdin=answer)
    assert done.exit_code == 0
    assert "2026-0001\tpending\t狠抓" in done.stdout
    assert "dismiss: these 2 submissions?" in done.stdout
    assert statuses(lambda *words: intake("--store", url, *words))["2026-0001"] == status


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(("answer", "status"), [("y\n", "published"), ("n\n", "accepted")])
def test_publishing_even_one_is_asked_about(intake: Intake, url: str, answer: str, status: str) -> None:
    intake("--store", url, "accept", 1, "--as", "A")
    done = intake("--store", url, "publish", 1, "--as", "A", stdin=answer)
    assert "publish: 2026-0001?" in done.stdout
    assert statuses(lambda *words: intake("--store", url, *words))["2026-0001"] == status


def test_the_same_number_twice_is_one_submission(edited: Intake) -> None:
    assert edited("accept", 1, "2026-0001").stdout == "2026-0001  pending → accepted  责编甲\n"


@pytest.mark.parametrize(
    ("where", "numbers"),
    [
        (["warning=empty"], ["2026-0002"]),
        (["speaker=张振海"], ["2026-0001"]),
        (["status=pending", "status=needs_material"], ["2026-0001", "2026-0002"]),
        (["since=2026-11-22"], ["2026-0002"]),
        (["until=2026-11-21"], ["2026-0001"]),
        (["below=0.5"], ["2026-0002"]),
        (["assignee=-", "format=docx"], ["2026-0001"]),
        (["title=没有"], []),
    ],
)
def test_where_means_what_list_shows(edited: Intake, where: list[str], numbers: list[str]) -> None:
    options = [word for pair in where for word in (f"--{pair.partition('=')[0]}", pair.partition("=")[2])]
    listed = [json.loads(line)["number"] for line in edited("list", "--json", *options).stdout.splitlines()]
    done = edited("dismiss", "--yes", "--json", *(word for pair in where for word in ("--where", pair)))
    assert listed == numbers == [json.loads(line)["number"] for line in done.stdout.splitlines()]
    assert done.exit_code == 0


def test_where_looks_where_the_action_is_allowed(edited: Intake) -> None:
    for action, status in (
        ("withdraw", "withdrawn"), ("reopen", "pending"), ("accept", "accepted"), ("publish", "published")
    ):  # fmt: skip
        assert edited(action, "--yes", "--where", "unit=汉台区").exit_code == 0
        assert statuses(edited)["2026-0001"] == status
    assert "nothing was changed" in edited("reopen", "--where", "unit=汉台区").stderr


def test_a_filter_of_one_value_is_not_given_twice(edited: Intake) -> None:
    done = edited("dismiss", "--yes", "--where", "unit=没有", "--where", "unit=汉台区")
    assert done.exit_code == 2
    assert "--where unit=… is given twice" in done.stderr
    assert statuses(edited)["2026-0001"] == "pending"


@pytest.mark.parametrize(
    "arguments",
    [[], ["1", "--where", "unit=汉台"], ["--where", "x=1"], ["--where", "status=x"], ["--where", "since=x"]],
)
def test_what_is_meant_must_be_clear(edited: Intake, arguments: list[str]) -> None:
    assert edited("dismiss", "--yes", *arguments).exit_code == 2


@pytest.mark.parametrize(
    "arguments", [["reject", "1"], ["reject", "1", "--reason", "x"], ["hold", "1", "--reason", "x"]]
)
def test_a_reason_is_one_of_the_lexicon(edited: Intake, arguments: list[str]) -> None:
    done = edited("--lang", "zh_CN", *arguments)
    assert done.exit_code == 2
    assert "thin（内容单薄）" in done.stderr


def test_a_duplicate_names_what_it_repeats(edited: Intake) -> None:
    assert edited("duplicate", 2).exit_code == 2
    assert edited("duplicate", 2, "--of", 1).stdout == "2026-0002  needs material → duplicate  责编甲\n"
    page = json.loads(edited("show", 2, "--json").stdout)
    assert page["duplicate_of"] == "2026-0001"
    mails = [json.loads(line) for line in edited("export", "--json").stdout.splitlines()]
    assert mails[1]["submissions"][0]["duplicate_of"] == mails[0]["sha256"]


def test_what_is_held_comes_back_after_its_day(edited: Intake) -> None:
    edited("hold", 1, "--until", "2999-01-31")
    assert "Held until: 2999-01-31" in edited("show", 1).stdout


def test_nothing_is_held_until_a_day_that_is_over(edited: Intake) -> None:
    done = edited("hold", 1, "--until", "2020-01-31")
    assert done.exit_code == 2
    assert "2020-01-31 is over" in done.stderr
    assert statuses(edited)["2026-0001"] == "pending"


def test_json_says_the_whole_decision(edited: Intake) -> None:
    decision = json.loads(edited("reject", 1, "--reason", "thin", "--note", "太短", "--json").stdout)
    assert {
        key: decision[key]
        for key in ("number", "who", "action", "status_from", "status_to", "reason", "note")
    } == {
        "number": "2026-0001",
        "who": "责编甲",
        "action": "reject",
        "status_from": "pending",
        "status_to": "rejected",
        "reason": "thin",
        "note": "太短",
    }
    assert decision["at"].endswith("+08:00")


# ── who acts, and under which rules ───────────────────────────────────────────────────────────────


@pytest.fixture
def configured(intake: Intake, url: str, home: Path) -> Callable[[str], Intake]:
    """The program with a configuration of these lines."""

    def with_lines(lines: str) -> Intake:
        (home / "own.toml").write_text(f'{lines}\n[store]\nurl = "{url}"\n', encoding="utf-8")
        return lambda *arguments, **extra: intake("--config", home / "own.toml", *arguments, **extra)

    return with_lines


def test_who_acts_is_asked_of_the_option_the_environment_the_map_and_the_login(
    configured: Callable[[str], Intake], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "zhang")
    run = configured('logins = { zhang = "责编甲" }')
    assert run("accept", 1).stdout.endswith("  责编甲\n")
    assert run("undo", 1, env={"INTAKE_EDITOR": "总编乙"}).stdout.endswith(
        "  总编乙  [took back accept by 责编甲]\n"
    )
    assert run("accept", 1, "--as", "丙", env={"INTAKE_EDITOR": "总编乙"}).stdout.endswith("  丙\n")
    assert "  zhang  [" in configured("")("undo", 1).stdout


def test_a_login_without_a_name_has_to_say_who_it_is(edited: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError(1234)

    monkeypatch.setattr("getpass.getuser", nobody)
    done = edited("accept", 1, env={"INTAKE_EDITOR": ""})
    assert done.exit_code == Exit.NO_PERMISSION
    assert "--as NAME" in done.stderr


def test_only_the_listed_editors_may_decide(configured: Callable[[str], Intake]) -> None:
    run = configured('[editors]\nnames = ["责编甲", "总编乙"]')
    done = run("accept", 1, "--as", "路人")
    assert done.exit_code == Exit.NO_PERMISSION
    assert done.stderr.startswith("intake: no editor — 路人 — the configuration lists 责编甲, 总编乙 — ")
    assert run("accept", 1, "--as", "总编乙").exit_code == 0
    assert run("assign", 1, "路人", "--as", "总编乙").exit_code == Exit.NO_PERMISSION


def test_three_reviews_take_three_editors(configured: Callable[[str], Intake]) -> None:
    run = configured('[workflow]\nreviews = 3\nseparation = "enforce"')
    said = [run("--lang", "zh_CN", "accept", 1, "--as", who) for who in ("甲", "甲", "乙", "丙")]
    assert [done.stdout for done in said] == [
        "2026-0001  待初审 → 待复审  甲\n",
        "",
        "2026-0001  待复审 → 待终审  乙\n",
        "2026-0001  待终审 → 已签发  丙\n",
    ]
    assert [done.exit_code for done in said] == [0, 65, 0, 0]


def test_two_reviews_by_one_editor_are_remarked_on_where_that_is_asked(
    configured: Callable[[str], Intake],
) -> None:
    run = configured('[workflow]\nreviews = 2\nseparation = "warn"')
    run("accept", 1, "--as", "甲")
    done = run("accept", 1, "--as", "甲")
    assert done.stdout == "2026-0001  final review → accepted  甲\n"
    assert done.stderr == "intake: 2026-0001: 甲 took an earlier review of it, too\n"
