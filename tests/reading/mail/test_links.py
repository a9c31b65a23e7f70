from datetime import datetime, timedelta, timezone

import pytest

from intake.model import Limits, Link
from intake.reading.mail import parse
from intake.reading.mail.links import MOST, flatten, links

CHINA = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    ("url", "provider"),
    [
        ("https://wx.mail.qq.com/ftn/download?func=3&key=k&code=c", "qq_ftn"),
        ("http://mail.qq.com/cgi-bin/ftnExs_download?k=1&t=exs_ftn_download&code=2", "qq_ftn"),
        ("https://exmail.qq.com/cgi-bin/ftnExs_download?k=1", "qq_ftn"),
        ("https://mail.163.com/large-attachment-download/index.html?p=x", "netease_cloud"),
        ("https://mail.126.com/large-attachment-download/index.html?file=x", "netease_cloud"),
        ("https://dashi.163.com/html/cloud-attachment-download/?key=x", "netease_cloud"),
        ("https://docs.qq.com/sheet/Dxyz", "tencent_docs"),
        ("https://pan.baidu.com/s/1abc", "baidu_pan"),
        ("https://www.kdocs.cn/l/cabc", "kdocs"),
        ("https://f.ws59.cn/f/abc", "wenshushu"),
        ("https://www.wenshushu.cn/f/abc", "wenshushu"),
        ("https://www.alipan.com/s/abc", "aliyun_pan"),
        ("https://www.aliyundrive.com/s/abc", "aliyun_pan"),
        ("https://www.123pan.com/s/abc-def", "123pan"),
        ("https://share.weiyun.com/abc", "weiyun"),
        ("https://cloud.189.cn/t/abc", "tianyi_cloud"),
        ("https://pan.quark.cn/s/abc", "quark_pan"),
        ("https://pan.xunlei.com/s/abc", "xunlei_pan"),
        ("https://wwx.lanzoui.com/abc", "lanzou"),
        ("https://caiyun.139.com/m/i?abc", "caiyun"),
        ("https://www.jianguoyun.com/p/abc", "jianguoyun"),
        ("https://abc.feishu.cn/docx/abc", "feishu"),
        ("https://shimo.im/docs/abc", "shimo"),
    ],
)
def test_a_provider_is_known_by_its_address(url: str, provider: str) -> None:
    assert links([f"见{url}，谢谢"], []) == (Link(provider, url),)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.qq.com/",
        "http://u.163.com/X",
        "https://evil.example/pan.baidu.com/s/1",
        "https://pan.baidu.com/",
    ],
)
def test_other_addresses_are_no_material(url: str) -> None:
    assert links([url], []) == ()


def test_each_pan_has_its_own_code() -> None:
    text = (
        "链接: https://pan.baidu.com/s/1a 提取码: ab12\n"
        "https://pan.baidu.com/s/1b?pwd=cd34 \n"
        "https://www.alipan.com/s/c\n提取码：ef56 复制这段内容"
    )
    assert [link.code for link in links([text], [])] == ["ab12", "cd34", "ef56"]


def test_a_shared_files_name_stands_before_its_address() -> None:
    text = "通过网盘分享的文件：讲话稿.docx\n链接: https://pan.baidu.com/s/1a?pwd=1234 提取码: 1234"
    assert links([text], []) == (
        Link("baidu_pan", "https://pan.baidu.com/s/1a?pwd=1234", "讲话稿.docx", None, "1234"),
    )
    assert links(["【腾讯文档】发言稿\nhttps://docs.qq.com/doc/Dx"], [])[0].name == "发言稿"


PLAIN = (
    "甲.zip (1.5G, 2026年12月22日 21:59 到期)进入下载页面：https://mail.qq.com/cgi-bin/ftnExs_download?k=1"
)


def test_an_oversized_attachment_has_name_size_and_time_limit() -> None:
    (link,) = links([PLAIN], [])
    assert (link.name, link.size, link.expires) == (
        "甲.zip",
        "1.5G",
        datetime(2026, 12, 22, 21, 59, tzinfo=CHINA),
    )


def test_two_oversized_attachments_are_not_mixed_up() -> None:
    two = links([PLAIN + "\n" + PLAIN.replace("甲", "乙").replace("k=1", "k=2").replace("22日", "23日")], [])
    assert [(link.name, link.expires and link.expires.day) for link in two] == [
        ("甲.zip", 22),
        ("乙.zip", 23),
    ]


@pytest.mark.parametrize(
    ("detail", "expires"),
    [
        ("(12M, 无限期)", None),
        ("（12M）", None),
        ("(12M, 2026年12月7日到期)", datetime(2026, 12, 7, tzinfo=CHINA)),
        ("(12 M，将于2026-12-07 08:30过期)", datetime(2026, 12, 7, 8, 30, tzinfo=CHINA)),
        ("(12M, 2026年13月77日 到期)", None),
    ],
)
def test_a_time_limit_is_read_as_written(detail: str, expires: datetime | None) -> None:
    (link,) = links([f"稿.zip {detail} https://mail.qq.com/cgi-bin/ftnExs_download?k=1"], [])
    assert (link.name, link.size, link.expires) == ("稿.zip", "12M", expires)


PAGE = (
    '<div>老师好</div><div><a class="x" href="https://mail.qq.com/cgi-bin/ftnExs_download?k=1&amp;code=2">甲.zip</a>'
    "&nbsp;<span>(1.5G, 2026年12月22日 21:59 到期)</span></div>"
)


def test_a_page_names_the_file_behind_its_address() -> None:
    (link,) = links([], [flatten(PAGE)])
    assert link == Link(
        "qq_ftn",
        "https://mail.qq.com/cgi-bin/ftnExs_download?k=1&code=2",
        "甲.zip",
        "1.5G",
        None,
        datetime(2026, 12, 22, 21, 59, tzinfo=CHINA),
    )


def test_an_address_said_twice_is_one_link_with_all_that_is_said() -> None:
    bare = "https://mail.qq.com/cgi-bin/ftnExs_download?k=1&code=2"
    assert links([bare], [flatten(PAGE)]) == links([], [flatten(PAGE)])


def test_a_page_becomes_lines() -> None:
    assert flatten("<p>a<b>b</b></p>c&lt;<br>d").split("\n") == ["", "ab", "c<", "d"]


def test_a_flood_of_links_is_cut_and_says_so() -> None:
    mail = parse(b"\n" + b"".join(b"https://pan.baidu.com/s/%d\n" % n for n in range(MOST + 5)), Limits())
    assert len(mail.links) == MOST
    assert "links_cut" in mail.warnings


def test_an_anchor_without_an_address_or_an_end_is_passed_over() -> None:
    assert flatten("<a name=x>y</a><a href='https://z'>w</a><a <a") == "y\x02https://z\x03w<a <a"
