import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

import pytest
from click.testing import Result

from intake.cli.app import App
from intake.model import Contribution, Evidence, MailKind, Reading, Sighting, SpeechRecord, Title
from intake.store import open_store
from intake.workflow import Status

Intake = Callable[..., Result]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, home: Path) -> Callable[..., list[str]]:
    """Somebody in front of a text editor, who makes each of these changes in turn."""

    def prepare(*changes: Callable[[str], str | bytes | None]) -> list[str]:
        seen: list[str] = []
        waiting = iter(changes)

        def edit(*, filename: str) -> None:
            path = Path(filename)
            assert path.suffix == ".toml"
            seen.append(path.read_text(encoding="utf-8", errors="replace"))
            changed = next(waiting)(seen[-1])
            if changed is not None:
                path.write_bytes(changed if isinstance(changed, bytes) else changed.encode())

        monkeypatch.setattr(App, "interactive", property(lambda _app: True))
        monkeypatch.setattr("click.edit", edit)
        monkeypatch.setattr("tempfile.tempdir", str(home))
        return seen

    return prepare


def record(intake: Intake, url: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(intake("--store", url, "show", 1, "--json").stdout)["record"]
    return found


def test_fields_are_corrected_by_options(intake: Intake, url: str) -> None:
    done = intake("--store", url, "edit", 1, "--speaker", "甲、乙", "--date", "2026-11-18", "--as", "编")
    assert done.stdout == "2026-0001  changed: Speaker, Date\n"
    found = record(intake, url)
    assert found["date"] == "2026-11-18"
    row = json.loads(intake("--store", url, "list", "--json").stdout.splitlines()[0])
    assert (row["speaker"], row["edited"]) == ("甲、乙", True)


def test_an_empty_value_empties_a_field(intake: Intake, url: str) -> None:
    intake("--store", url, "edit", 1, "--post", "", "--as", "编")
    assert record(intake, url)["post"] is None


def test_fields_are_corrected_in_a_text_editor(
    intake: Intake, url: str, typed: Callable[..., list[str]]
) -> None:
    seen = typed(
        lambda text: text.replace('unit = "汉台区汉中路街道"', 'unit = "新单位"').replace(
            "other_posts = []", 'other_posts = ["委员"]'
        )
    )
    done = intake("--store", url, "edit", 1, "--as", "编")
    assert done.stdout == "2026-0001  changed: Unit, Other posts\n"
    assert 'title.main = "狠抓“4111”示范创建 争当高质量发展尖兵"\n' in seen[0]
    found = record(intake, url)
    assert (found["unit"], found["other_posts"]) == ("新单位", ["委员"])


@pytest.mark.parametrize("name", ["post", "lead"])
def test_an_empty_text_empties_a_field_in_a_text_editor(
    intake: Intake, url: str, typed: Callable[..., list[str]], name: str
) -> None:
    typed(lambda _text: f'{name} = ""\n')
    intake("--store", url, "edit", 1, "--as", "编")
    assert record(intake, url)[name] is None


def test_what_is_no_toml_may_be_corrected_and_nothing_is_lost(
    intake: Intake, url: str, typed: Callable[..., list[str]]
) -> None:
    seen = typed(
        lambda text: text.replace('date = "', "date = "),
        lambda text: text.replace("date = XXXX", 'date = "2026'),
    )
    done = intake("--store", url, "edit", 1, "--as", "编", stdin="y\n")
    assert "date = XXXX-11-18" in seen[1]
    assert "not understood" in done.stderr
    assert done.exit_code == 0


@pytest.mark.parametrize(
    ("change", "stdin"), [(lambda _text: None, None), (lambda text: text, None), (lambda _text: "=", "n\n")]
)
def test_an_editor_who_changes_nothing_changes_nothing(
    intake: Intake,
    url: str,
    typed: Callable[..., list[str]],
    change: Callable[[str], str | None],
    stdin: str | None,
) -> None:
    typed(change)
    assert "Nothing was changed." in intake("--store", url, "edit", 1, "--as", "编", stdin=stdin).stdout
    assert intake("--store", url, "log", 1, "--json").stdout == ""


def test_nobody_is_asked_where_nobody_can_be(intake: Intake, url: str) -> None:
    assert intake("--store", url, "edit", 1, "--as", "编").exit_code == 2


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('colour = "red"\n', "no such field — colour"),
        ('title = "red"\n', "not understood"),
        ('region = "red"\n', "not understood"),
        ('unit = ["甲", "乙"]', "not understood — unit — it is one text"),
        ('other_posts = "甲"', "not understood — other_posts — it is a list"),
        ('date = "2026-02-30"', "not understood — date — a day is"),
        (b"\xff\xff", "it is neither UTF-8 nor GB 18030"),
    ],
)
def test_what_cannot_be_used_may_be_corrected_and_is_kept(
    intake: Intake, url: str, typed: Callable[..., list[str]], line: str | bytes, said: str
) -> None:
    def wrong(text: str) -> str | bytes:
        if isinstance(line, bytes):
            return line
        name = line.partition(" =")[0]
        kept = (each for each in text.splitlines() if not each.startswith(f"{name} ="))
        return "\n".join((line, *kept))

    typed(wrong, lambda _text: 'unit = "新单位"\n')
    done = intake("--store", url, "edit", 1, "--as", "编", stdin="y\n")
    assert said in done.stderr
    assert done.stdout.endswith("2026-0001  changed: Unit\n")
    assert list(Path.cwd().glob("intake-*")) == []
    typed(wrong)
    done = intake("--store", url, "edit", 1, "--as", "编", stdin="n\n")
    (draft,) = Path.cwd().glob("intake-*/2026-0001.toml")
    assert f"what you typed is kept in {draft}\n" in done.stderr
    assert draft.read_bytes().startswith(line if isinstance(line, bytes) else line.encode())


def test_what_was_typed_is_kept_where_it_cannot_be_stored(
    intake: Intake, url: str, typed: Callable[..., list[str]], home: Path
) -> None:
    typed(lambda text: text.replace('speaker = "张振海"', 'speaker = " 张振海"'))
    done = intake("--store", url, "edit", 1, "--as", "编")
    assert done.exit_code == 65
    assert "what you typed is kept in" in done.stderr
    assert len(list(home.glob("intake-*"))) == 1


def test_a_text_editor_may_save_as_gbk(intake: Intake, url: str, typed: Callable[..., list[str]]) -> None:
    typed(lambda _text: 'unit = "新单位"\n'.encode("gbk"))
    assert intake("--store", url, "edit", 1, "--as", "编").exit_code == 0
    assert record(intake, url)["unit"] == "新单位"


@pytest.mark.parametrize("editor", ["no-such-editor", "false"])
def test_a_text_editor_that_does_not_run_is_said_in_one_line(
    intake: Intake, url: str, monkeypatch: pytest.MonkeyPatch, home: Path, editor: str
) -> None:
    monkeypatch.setattr(App, "interactive", property(lambda _app: True))
    monkeypatch.setattr("tempfile.tempdir", str(home))
    done = intake("--store", url, "edit", 1, "--as", "编", env={"VISUAL": "", "EDITOR": editor})
    assert done.exit_code == 78
    assert done.stderr.startswith(f"intake: nothing was edited — {editor} — ")
    assert done.stderr.count("\n") == 1
    assert list(home.glob("intake-*")) == []


def test_a_mail_without_a_submission_can_be_made_one(intake: Intake, url: str) -> None:
    assert intake("--store", url, "adopt", 3, "--as", "编").stdout == "mail 3 is submission 2026-0003\n"
    assert "text of the mail" in intake("--store", url, "show", 3).stdout
    again = intake("--store", url, "adopt", 3, "--as", "编")
    assert again.exit_code == 65
    assert "not adopted — mail 3 — it has submissions: 2026-0003" in again.stderr


@pytest.mark.parametrize(
    ("day", "code"), [("明天", 2), ("2026-02-29", 2), ("XXXX-02-29", 0), ("2026-11-1", 2), ("", 0)]
)
def test_a_date_is_a_day_that_exists(intake: Intake, url: str, day: str, code: int) -> None:
    assert intake("--store", url, "edit", 1, "--date", day, "--as", "编").exit_code == code


SECTION = """
[[sections]]
marker = ""
heading = "情理和法理并重"
subheading = "在城市征迁上取得新突破"
paragraphs = []

[[sections.points]]
marker = "一是"
lead = "用心把脉"
text = "细致。"
"""


def test_headings_and_points_are_corrected_in_a_text_editor(
    intake: Intake, url: str, typed: Callable[..., list[str]]
) -> None:
    second = '\n[[sections]]\nheading = "新的一节"\nparagraphs = ["一段"]\n'
    seen = typed(lambda text: text.replace("用心把脉", "用情把脉") + second)
    done = intake("--store", url, "edit", 1, "--as", "编")
    assert done.stdout == "2026-0001  changed: Outline\n"
    assert seen[0].endswith(SECTION)
    first, added = cast("list[dict[str, object]]", record(intake, url)["sections"])
    assert first["points"] == [{"marker": "一是", "lead": "用情把脉", "text": "细致。"}]
    empty: dict[str, object] = {"marker": None, "subheading": None, "points": []}
    assert added == {**empty, "heading": "新的一节", "paragraphs": ["一段"]}
    assert "[Outline 情理和法理并重 在城市征迁上取得新突破 → " in intake("--store", url, "log", 1).stdout


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (
            'titel = "一"',
            "no such field — sections.titel — a record has no such field — it has sections.marker, ",
        ),
        ('points = "一"', "not understood — sections.points — it is a list"),
        ('points = ["一"]', "not understood — sections.points — write [[sections.points]] above each"),
        ('heading = ["一"]', "not understood — sections.heading — it is one text"),
        ("paragraphs = [{}]", "not understood — sections.paragraphs — it is a list"),
        ('points = [{ led = "一" }]', "no such field — sections.points.led"),
        ("heading = 1", "not understood — sections.heading — it must be a text in quotes"),
    ],
)
def test_a_section_that_cannot_be_used_may_be_corrected(
    intake: Intake, url: str, typed: Callable[..., list[str]], wrong: str, said: str
) -> None:
    typed(lambda _text: f"[[sections]]\n{wrong}\n", lambda _text: "sections = []\nother_posts = []\n")
    done = intake("--store", url, "edit", 1, "--as", "编", stdin="y\n")
    assert said in done.stderr
    assert done.stdout.endswith("2026-0001  changed: Outline\n")
    assert record(intake, url)["sections"] == []


def test_a_field_is_given_back_to_the_reading_by_its_options_name(intake: Intake, url: str) -> None:
    edit = ("--store", url, "edit", 1, "--as", "编")
    intake(*edit, "--title", "新题", "--unit", "新单位")
    shown = intake("--store", url, "show", 1).stdout
    assert "Edited: Title, Unit [an editor's values stand over what was recognised]" in shown
    assert intake(*edit, "--reset", "title").stdout == "2026-0001  as it was read again: Title\n"
    assert intake(*edit, "--reset", "all").stdout == "2026-0001  as it was read again: Unit\n"
    assert "nobody edited it" in intake(*edit, "--reset", "all").stderr
    assert "Edited" not in intake("--store", url, "show", 1).stdout
    done = intake(*edit, "--reset", "unit")
    assert (done.exit_code, done.stdout) == (65, "")
    assert "nothing to give back — 2026-0001 — nobody edited unit" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--reset", "colour"], "must be of: all, title, "),
        (["--reset", "title", "--title", "新题"], "Not together: --title, --reset title"),
        (["--reset", "all", "--title", "新题"], "Not together: --title, --reset title"),
    ],
)
def test_a_field_is_one_that_there_is_and_not_both_written_and_given_back(
    intake: Intake, url: str, words: list[str], said: str
) -> None:
    done = intake("--store", url, "edit", 1, "--as", "编", *words)
    assert done.exit_code == 2
    assert said in done.stderr


def test_what_was_read_otherwise_meanwhile_is_a_reread_away(intake: Intake, url: str) -> None:
    edit = ("--store", url, "edit", 1, "--as", "编")
    intake(*edit, "--title", "新题")
    intake("--store", url, "reread", 1)  # its mail is not the one that the reading speaks of
    assert "`intake reread 2026-0001` takes over" in intake(*edit, "--reset", "title").stdout


@pytest.fixture
def guessed(tmp_path: Path) -> str:
    """A store with a speech whose unit is a guess, and whose speaker stands in the file name alone."""
    record = SpeechRecord(
        title=Title(main="在大会上的发言"),
        unit="定军山镇",
        evidence={
            "title.main": Evidence(0.95, "test"),
            "unit": Evidence(0.5, "guess", alternatives=("武侯镇",)),
            "speaker": Evidence(0.4, "none", "filename", alternatives=("王大川",)),
        },
    )
    url = f"sqlite:///{tmp_path}/guessed.db"
    with open_store(url, ZoneInfo("Asia/Shanghai")) as store:
        landed = store.land(Sighting("qq", "INBOX", "1", "1"), b"x", datetime(2026, 11, 20, tzinfo=UTC))
        made = Contribution("body", 0, Status.PENDING, record, "发言", "在大会上的发言", "text", "f" * 64)
        store.keep(
            landed.message_id,
            Reading(
                "1", "投稿", "甲", "a@b.example", None, None, MailKind.SUBMISSION, "", contributions=(made,)
            ),
        )
    return url


def test_a_guess_fills_no_field_and_is_offered(
    intake: Intake, guessed: str, typed: Callable[..., list[str]]
) -> None:
    shown = intake("--store", guessed, "show", 1).stdout
    assert "Unit: — [not recognised; perhaps: 定军山镇 / 武侯镇]\n" in shown
    assert "Speaker: — [not recognised; perhaps: 王大川]\n" in shown
    assert "\t定军山镇\t" not in intake("--store", guessed, "list").stdout
    seen = typed(lambda text: text.replace('unit = ""', 'unit = "定军山镇"'))
    assert intake("--store", guessed, "edit", 1, "--as", "编").stdout == "2026-0001  changed: Unit\n"
    assert "# speaker: perhaps 王大川\n# unit: perhaps 定军山镇 / 武侯镇\n" in seen[0]
    assert "Unit: 定军山镇 [an editor's]\n" in intake("--store", guessed, "show", 1).stdout


def test_a_guess_is_taken_by_its_fields_name(intake: Intake, guessed: str) -> None:
    taken = intake("--store", guessed, "edit", 1, "--take", "unit", "--take", "speaker", "--as", "编")
    assert taken.stdout == "2026-0001  changed: Unit, Speaker\n"
    found = record(intake, guessed)
    assert (found["unit"], found["speakers"]) == (
        "定军山镇",
        [{"name": "王大川", "unit": "定军山镇", "post": None}],
    )


def test_all_guesses_are_taken_at_once_and_then_there_are_none(intake: Intake, guessed: str) -> None:
    assert intake("--store", guessed, "edit", 1, "--take", "all", "--as", "编").exit_code == 0
    for field in ("all", "unit", "title"):
        refused = intake("--store", guessed, "edit", 1, "--take", field, "--as", "编")
        assert refused.exit_code == 65
        assert "nothing to take — 2026-0001 — " in refused.stderr
    both = intake("--store", guessed, "edit", 1, "--take", "unit", "--unit", "甲", "--as", "编")
    assert both.exit_code == 2
