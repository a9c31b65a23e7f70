"""What is said of a file is said in the words of its type."""

import pytest

from intake.reading.documents import READERS, TYPES
from intake.render.refusals import REFUSALS, File, called, said
from intake.render.view import View


@pytest.mark.parametrize(
    ("slug", "file", "words"),
    [
        ("unsupported", File("发言.ofd", "ofd"), "OFD 文件，暂不支持"),
        ("unsupported", File("发言.rar", "rar"), "RAR 压缩包，无法解开"),
        ("unsupported", File("发言.doc", "of_tomorrow"), "暂不支持此格式"),
        ("unsupported", File(), "暂不支持此格式"),
        ("type_mismatch", File("发言.docx", "rtf"), "扩展名为 .docx，实际内容：rtf"),
        ("type_mismatch", File("发\x1b言.PDF", "image"), "扩展名为 .PDF，实际内容：图片"),
        ("type_mismatch", File("发言.doc", "unknown"), "扩展名为 .doc，实际内容：未知格式"),
        ("type_mismatch", File("发言", "docx"), "内容与声明的类型不符"),
        ("type_mismatch", File(), "内容与声明的类型不符"),
        ("picture", File("录音.mp3", "audio"), "录音"),
        ("needs_ocr", File("会场.mp4", "video"), "视频"),
        ("needs_ocr", File("会场.jpg", "image"), "扫描件，需先识别文字"),
        ("encrypted", File("发言.doc", "encrypted"), "文件有密码保护"),
    ],
)
def test_a_slug_is_said_in_the_words_of_the_file_it_is_said_of(
    chinese: View, slug: str, file: File, words: str
) -> None:
    assert said(slug, file, chinese) == words


def test_every_type_is_read_or_refused_in_its_own_words() -> None:
    elsewhere = {"zip", "eml", "mht", "image", "audio", "video", "encrypted", "empty"}
    assert TYPES - REFUSALS.keys() - READERS.keys() - elsewhere <= {"doc", "wps", "pdf"}
    assert REFUSALS.keys() <= TYPES


@pytest.mark.parametrize("kind", REFUSALS)
def test_every_type_that_is_only_told_has_a_sentence_in_chinese(chinese: View, kind: str) -> None:
    assert said("unsupported", File("a", kind), chinese) not in {REFUSALS[kind], "暂不支持此格式"}


def test_a_hostile_extension_is_shown_harmless(english: View) -> None:
    assert said("type_mismatch", File("a.\u202exe", "docx"), english).isprintable()


@pytest.mark.parametrize(
    ("kind", "word"),
    [("docx", "docx"), ("7z", "7z"), ("image", "图片"), ("executable", "程序"), ("unknown", "未知格式")],
)
def test_a_type_is_called_by_its_extension_or_in_a_word(chinese: View, kind: str, word: str) -> None:
    assert called(kind, chinese) == word
