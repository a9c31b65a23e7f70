"""The whole road on the demo's mails: over a socket, through the readers, into the store, onto the list."""

import json
import os
import subprocess
import sys
import sysconfig
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Rows = list[dict[str, Any]]

SPEAKERS = {
    ("顾远舟", "临渚区望潮街道", "党工委书记"),
    ("殷素秋", "苇泽区芦湾镇", "党委书记"),
    ("邵一鸣", "岱屏县石鼓岭镇", "党委书记"),
    ("梁若谷", "栖岚高新产业园区", "党工委书记、管委会主任"),
    ("郎青松", "桥东里街道", "党工委书记"),
    ("祝晓岚", "柳荫街道", "党工委书记"),
    ("霍守田", "岱屏县石鼓岭镇云台沟村", "党总支书记"),
    ("沈知微", "苇泽区白鹭滩镇", "党委书记"),
    ("欧阳立群", "岱屏县青杉乡", "党委书记"),
    ("范思远", "苇泽区荻花街道", "党工委书记"),
    ("章慕白", "栖岚市水利局", "党组书记、局长"),
    ("齐放", "临渚区渡口镇", "镇长"),
    ("陆见深", "栖岚市政务服务中心", "主任"),
    ("贺喆", "苇泽区双堤乡", "党委书记"),
    ("俞长庚", "岱屏县云麓镇", "党委副书记、镇长"),
}


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Rows]:
    """Run the demo once; give what a list of it prints as JSON."""
    folder = tmp_path_factory.mktemp("demo")
    script = str(Path(sysconfig.get_path("scripts")) / "intake")
    environ = {key: value for key, value in os.environ.items() if not key.startswith("INTAKE_")}
    environ |= {"HOME": str(folder), "PYTHONIOENCODING": "utf-8"}

    def run(*arguments: str) -> str:
        command = [sys.executable, script, *arguments]
        return subprocess.run(
            command, cwd=folder, env=environ, check=True, stdout=subprocess.PIPE, encoding="utf-8"
        ).stdout

    run("demo")
    return lambda *words: [
        json.loads(line) for line in run("--config", "intake-demo/intake.toml", *words, "--json").splitlines()
    ]


def test_at_least_twelve_submissions_are_pending(listed: Callable[..., Rows]) -> None:
    assert Counter(row["status"] for row in listed("list"))["pending"] >= 12


def test_every_speaker_with_a_byline_is_listed_with_unit_and_post(listed: Callable[..., Rows]) -> None:
    found = {(row["speaker"], row["unit"], row["post"]) for row in listed("list")}

    assert found >= SPEAKERS


def test_who_introduces_himself_in_the_text_is_listed(listed: Callable[..., Rows]) -> None:
    assert "田小满" in {row["speaker"] for row in listed("list")}


def test_no_mail_is_a_problem_and_each_has_its_kind(listed: Callable[..., Rows]) -> None:
    mails = listed("mail", "list")

    assert [mail for mail in mails if mail["problem"]] == []
    kinds = Counter(mail["kind"] for mail in mails)
    assert (kinds["auto_reply"], kinds["bounce"], kinds["external_link"]) == (1, 1, 1)
    assert kinds["submission"] >= 14


def test_a_link_to_an_oversized_file_waits_for_its_material(listed: Callable[..., Rows]) -> None:
    (waiting,) = [row for row in listed("list") if row["status"] == "needs_material"]

    assert waiting["from_name"] == "听涛街道"


def test_no_one_named_in_a_notice_or_a_report_becomes_a_speaker(listed: Callable[..., Rows]) -> None:
    found = [row for row in listed("list") if row["from_name"] in {"市委组织部办公室", "施小雨"}]

    assert {row["speaker"] for row in found} <= {None}
