from dataclasses import replace
from datetime import UTC, datetime

import pytest

from intake.model import Contributor, Sender
from intake.render.contributors import (
    contributor_page,
    contributor_sheet,
    contributors,
    sender_lines,
    verdict_lines,
)
from intake.render.view import View

ONE = Contributor(
    address="=a\u202e@qq.example",
    names=("河口镇\x1b", "小林"),
    units=("甲镇", "乙镇", "丙镇", "丁镇"),
    confirmed=True,
    mails=7,
    submissions=6,
    accepted=3,
    returned=2,
    rejected=1,
    first=datetime(2026, 10, 1, tzinfo=UTC),
    last=datetime(2026, 11, 22, 1, 0, tzinfo=UTC),
)


def test_a_sender_is_told_on_one_line_and_each_hint_on_its_own(chinese: View) -> None:
    first, *hints = sender_lines(
        Sender(ONE, ("unit_differs", "name_of_another"), "b\x07@qq.example"), chinese
    )
    assert first.text == "来过 7 次，3 篇已签发，2 篇退修，1 篇退稿，单位：甲镇、乙镇、丙镇、…"
    assert [(line.text, line.remark, line.tone) for line in hints] == [
        ("此地址以往来稿是别的单位", "b\\u{7}@qq.example", "doubt"),
        ("与另一地址的来稿人同名", "b\\u{7}@qq.example", "doubt"),
    ]


@pytest.mark.parametrize(("mails", "units", "said"), [(1, ("甲镇",), "the first mail from this address"),
                                                     (2, (), "2 mails, 3 accepted, 2 returned, 1 rejected")])  # fmt: skip
def test_little_is_said_of_who_is_little_known(
    english: View, mails: int, units: tuple[str, ...], said: str
) -> None:
    (line,) = sender_lines(Sender(replace(ONE, mails=mails, units=units)), english)
    assert line.text == said


def test_no_control_of_a_strangers_name_leaves(english: View) -> None:
    grid = contributors([ONE, replace(ONE, names=())], english, ages=True)
    assert grid.rows[0][:3] == (r"=a\u{202E}@qq.example", r"河口镇\u{1B}", "甲镇, 乙镇, 丙镇, …")
    assert (grid.rows[0][-1], grid.rows[1][1]) == ("1 d", "")
    (part,) = contributor_page(ONE, english)
    assert r"河口镇\u{1B}" in [line.text for line in part.lines]
    sheet = contributor_sheet([ONE], english)
    assert sheet.splitlines()[1].startswith(r'''"'=a\u{202E}@qq.example","河口镇\u{1B}、小林"''')


def test_an_address_runs_nothing_in_the_shell_that_a_command_is_copied_into(english: View) -> None:
    evil = replace(ONE, address="a;reboot$(reboot)@qq.example")
    quoted = "'a;reboot$(reboot)@qq.example'"
    (line,) = sender_lines(Sender(evil), english)
    assert line.remark == f"intake contributors show {quoted}"
    (part,) = contributor_page(evil, english)
    assert f"intake list --all --sender {quoted}" in [line.remark for line in part.lines]


def test_every_result_of_a_check_has_its_words_and_what_failed_stands_out(chinese: View) -> None:
    results = ("pass", "unaligned", "fail", "softfail", "neutral", "none", "policy", "temperror", "permerror")
    lines = [line for each in results for line in verdict_lines([f"spf_{each}"], chinese)]
    assert len({line.text for line in lines}) == len(results)
    assert [line.tone for line in lines] == ["quiet", *["doubt"] * 3, "quiet", "quiet", *["doubt"] * 3]
    assert list(verdict_lines([], chinese)) == []
    (line,) = verdict_lines(["spf_\x1b[31m"], chinese)  # by a worker that was taken over
    assert line.text == r"SPF \u{1B}[31m"
