from datetime import timedelta

from intake.model import Link
from intake.render.links import links_part
from intake.render.page import plain
from intake.render.view import View


def test_a_link_is_whole_and_tells_its_code(chinese: View) -> None:
    address = "https://pan.baidu.com/s/1" + "x" * 200
    (line,) = links_part([Link("baidu_pan", address, "发言.zip", "1.2M", code="ab12")], chinese).lines
    assert line.text == f"百度网盘 发言.zip 1.2M 提取码 ab12 {address}"


def test_a_link_that_is_over_says_so_in_red(chinese: View) -> None:
    over = Link("qq_ftn", "https://wx.mail.qq.example/ftn", expires=chinese.now - timedelta(days=1))
    (line,) = links_part([over], chinese).lines
    assert (line.remark, line.tone) == ("已于 2026-11-22 09:00 过期", "bad")


def test_mails_without_links_have_no_such_part(english: View) -> None:
    assert plain((links_part([], english),)) == "Links\n"
