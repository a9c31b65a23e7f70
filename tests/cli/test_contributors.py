import csv
import io
import json
from collections.abc import Callable, Mapping

from click.testing import Result

Intake = Callable[..., Result]


def test_the_address_book_lists_who_contributed(intake: Intake, url: str) -> None:
    heading, row = intake("--store", url, "contributors", "list").stdout.splitlines()
    assert heading.split("\t") == ["Address", "Name", "Unit", "Mails", "Submissions", "Accepted", "Last"]
    assert row.split("\t") == [
        "hzl@qq.example", "汉中路街道办", "汉台区汉中路街道", "2", "2", "0", "2026-11-22 12:00",
    ]  # fmt: skip
    assert intake("--store", url, "contributors", "list", "--unit", "城关").stdout.count("\n") == 1


def test_the_address_book_as_json_and_csv(intake: Intake, url: str) -> None:
    line = json.loads(intake("--store", url, "contributors", "list", "--json").stdout)
    assert line == {
        "address": "hzl@qq.example",
        "names": ["汉中路街道办"],
        "units": ["汉台区汉中路街道"],
        "confirmed": False,
        "mails": 2,
        "submissions": 2,
        "accepted": 0,
        "returned": 0,
        "rejected": 0,
        "first": "2026-11-21T12:00:00+08:00",
        "last": "2026-11-22T12:00:00+08:00",
    }
    assert (
        json.loads(intake("--store", url, "contributors", "show", "HZL@qq.example", "--json").stdout) == line
    )
    sheet = intake("--store", url, "contributors", "list", "--csv", "--limit", "1").stdout.lstrip("\ufeff")
    (row,) = csv.DictReader(io.StringIO(sheet))
    assert (row["address"], row["units"], row["confirmed"]) == ("hzl@qq.example", "汉台区汉中路街道", "0")


def test_an_entry_says_names_units_and_what_became_of_everything(
    intake: Intake, url: str, screen: Mapping[str, str]
) -> None:
    intake("--store", url, "accept", "1", "--as", "王编")
    said = intake("--store", url, "--lang", "zh_CN", "contributors", "show", "hzl@qq.example").stdout
    assert "单位：汉台区汉中路街道 [来自已签发或经编辑核对的稿件]\n" in said
    assert "已签发：1\n" in said
    assert "intake list --all --sender hzl@qq.example" in said
    drawn = intake("--store", url, "contributors", "list", env=screen).stdout
    assert "contributors: 1 — `intake contributors show ADDRESS` says more" in drawn


def test_an_address_that_never_contributed_is_66(intake: Intake, url: str) -> None:
    done = intake("--store", url, "contributors", "show", "nobody@qq.example")
    assert (done.exit_code, done.stderr.count("\n")) == (66, 1)


def test_a_submission_says_who_its_sender_is(intake: Intake, url: str) -> None:
    intake("--store", url, "accept", "1", "--as", "王编")
    said = intake("--store", url, "--lang", "zh_CN", "show", "2").stdout
    assert (
        "来稿人：来过 2 次，1 篇已签发，单位：汉台区汉中路街道 "
        "[intake contributors show hzl@qq.example]\n" in said
    )
    told = json.loads(intake("--store", url, "show", "2", "--json").stdout)["sender"]
    assert (told["address"], told["accepted"], told["hints"], told["namesake"]) == (
        "hzl@qq.example",
        1,
        [],
        None,
    )


def test_an_empty_address_book_says_so(intake: Intake, url: str, screen: Mapping[str, str]) -> None:
    words = ("--store", url, "--lang", "zh_CN", "contributors", "list", "--sender", "nobody")
    assert intake(*words, env=screen).stdout == "没有符合条件的来稿人。\n"
