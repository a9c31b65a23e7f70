from collections.abc import Callable, Mapping

import pytest
from click.testing import Result

Intake = Callable[..., Result]


@pytest.mark.parametrize(
    ("words", "pair"),
    [
        ("list --json --csv", "--json, --csv"),
        ("mail list --csv --json", "--json, --csv"),
        ("list --mine --assignee A", "--mine, --assignee"),
        ("list --all --archived", "--all, --archived"),
        ("mail show 1 --raw --json", "--raw, --json"),
        ("reread 1 --all", "NUMBER, --all"),
        ("reread --all --outdated", "--all, --outdated"),
        ("accept 1 --where unit=A", "NUMBER, --where"),
        ("assign 1 A --nobody", "NAME, --nobody"),
        ("init --no-tls --ca-file a.pem", "--no-tls, --ca-file"),
    ],
)
def test_options_that_exclude_one_another_are_wrong_usage(
    intake: Intake, url: str, words: str, pair: str
) -> None:
    done = intake("--store", url, *words.split())
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"intake: usage — Not together: {pair} — see `intake ")


def test_options_that_exclude_one_another_are_named_in_chinese(intake: Intake, url: str) -> None:
    done = intake("--store", url, "--lang", "zh_CN", "list", "--json", "--csv")
    assert "不能同时使用：--json、--csv" in done.stderr


@pytest.mark.parametrize("form", ["", "--json", "--csv"])
def test_nothing_is_counted_where_no_count_is_shown(
    intake: Intake, url: str, monkeypatch: pytest.MonkeyPatch, screen: Mapping[str, str], form: str
) -> None:
    def counted(*_: object) -> int:
        raise AssertionError("counted for nobody")

    for name in ("total", "counts", "total_messages"):
        monkeypatch.setattr(f"intake.store.Store.{name}", counted)
    for words in ("list", "mail list --limit 1"):
        done = intake("--store", url, *words.split(), *form.split(), env=screen if form else {})
        assert (done.exit_code, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "words", ["list --since tomorrow", "stats --until 1.5.", "hold 1 --until 31", "dismiss --where since=x"]
)
def test_a_day_that_is_none_is_told_how_days_are_written(intake: Intake, url: str, words: str) -> None:
    done = intake("--store", url, "--lang", "zh_CN", *words.split())
    assert done.exit_code == 2
    assert "的值无效：应为日期，如 2026-12-31——用法见 intake" in done.stderr
