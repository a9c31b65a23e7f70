import io
import zipfile

from intake.demo.docx import Run
from intake.demo.manuscript import manuscript, paragraphs


def test_marks_become_layouts_and_disappear() -> None:
    title, byline, counted, body = paragraphs("# 题目\n> 某镇镇长 张三\n\n#. 提高认识\n正文。")

    assert (title.align, title.size, title.font) == ("center", 22, "方正小标宋简体")
    assert title.runs == (Run("题目"),)
    assert byline.runs == (Run("某镇镇长 张三"),)
    assert counted.numbered
    assert counted.runs == (Run("提高认识"),)
    assert (body.runs, body.indent) == ((Run("正文。"),), 2)


def test_both_lines_of_a_couplet_heading_are_bold() -> None:
    assert [paragraph.runs for paragraph in paragraphs("~ 情理并重\n~ 取得突破")] == [
        (Run("情理并重", bold=True),),
        (Run("取得突破", bold=True),),
    ]


def test_bold_insertions_and_deletions_are_runs_of_their_own() -> None:
    (paragraph,) = paragraphs("**抓头雁。**共{--8--}{++9++}人")

    assert paragraph.runs == (
        Run("抓头雁。", bold=True),
        Run("共"),
        Run("8", change="del"),
        Run("9", change="ins"),
        Run("人"),
    )


def test_a_line_that_only_starts_like_a_mark_is_body() -> None:
    assert paragraphs("#不是标记 的话")[0].runs == (Run("#不是标记 的话"),)


def test_a_manuscript_is_a_docx() -> None:
    with zipfile.ZipFile(io.BytesIO(manuscript("# 题目"))) as package:
        assert "题目" in package.read("word/document.xml").decode()
