from pathlib import Path

import pytest

from intake.config import load_roster
from intake.config.roster import LARGEST
from intake.errors import ConfigError
from intake.model import Office

EXPECTED = (Office("定军山镇", "党委书记", "李长河"), Office("武侯镇", "镇长", "王大川"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "\ufeff单位,职务,姓名\n定军山镇,党委书记,李长河\n武侯镇, 镇长 ,王大川\n,,\n".encode()),
        (
            "b.csv",
            "姓名,单位,职务,备注\r\n李长河,定军山镇,党委书记,\r\n王大川,武侯镇,镇长,新任\r\n".encode("gbk"),
        ),
        ("c.csv", "unit,post,name\n定军山镇,党委书记,李长河\n武侯镇,镇长,王大川".encode()),
        (
            "d.toml",
            '[[office]]\nunit = "定军山镇"\npost = "党委书记"\nname = "李长河"\n'
            '[[office]]\nunit = "武侯镇"\npost = "镇长"\nname = "王大川"\n'.encode(),
        ),
    ],
)
def test_a_roster_is_read_in_every_form_that_it_may_have(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert load_roster(tmp_path / name) == EXPECTED


def test_without_a_roster_there_is_nobody_in_it() -> None:
    assert load_roster(None) == ()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"a,b\n1,2\n"),
        ("b.csv", b"\xff\xff\xff"),
        ("c.toml", b"x = 1"),
        ("d.toml", b"[["),
        ("e.toml", b"[[office]]\nunit = 'a'"),
        ("f.toml", b"[office]\nunit = 'a'"),
        ("g.toml", b"office = 3"),
        ("h.csv", "单位,职务,姓名\n".encode() + b"a" * LARGEST),
    ],
)
def test_a_roster_that_is_none_is_named(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ConfigError, match=f"roster not readable — .*{name}"):
        load_roster(tmp_path / name)


def test_a_roster_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="No such file"):
        load_roster(tmp_path / "none.csv")
