from pathlib import Path

import pytest

from intake.config import load_lexicon
from intake.errors import ConfigError


def test_the_shipped_lists_load_and_have_a_version() -> None:
    shipped = load_lexicon(None)
    assert len(shipped.version) == 12
    assert shipped.version == load_lexicon(None).version


def test_a_folder_overlays_file_by_file_and_key_by_key(tmp_path: Path) -> None:
    (tmp_path / "zz_own.toml").write_text('a = ["镇"]\n', encoding="utf-8")
    (tmp_path / "note.txt").write_text("not a list")
    shipped, own = load_lexicon(None), load_lexicon(tmp_path)
    assert own.tables == {**shipped.tables, "zz_own": {"a": ["镇"]}}
    assert own.version != shipped.version


@pytest.mark.parametrize("content", [b"a = [", b"\xff"])
def test_a_broken_file_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "units.toml").write_bytes(content)
    with pytest.raises(ConfigError, match=r"units\.toml"):
        load_lexicon(tmp_path)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such folder"):
        load_lexicon(tmp_path / "none")


@pytest.mark.parametrize("content", ["forbidden = 3", '[forbidden]\n"甲" = 3', "forbidden = [1]"])
def test_words_that_are_none_are_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "words.toml").write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"words\.toml — forbidden is no list of words"):
        load_lexicon(tmp_path)


def test_totals_that_are_no_words_are_named(tmp_path: Path) -> None:
    (tmp_path / "checks.toml").write_text("totals = 3", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"checks\.toml — totals is no list of words"):
        load_lexicon(tmp_path)


@pytest.mark.parametrize("content", ["marks = ['(']", "marks = 3", "marks = [1]"])
def test_marks_of_secrecy_that_are_no_patterns_are_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "secrecy.toml").write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"secrecy\.toml"):
        load_lexicon(tmp_path)


def test_own_words_and_reasons_make_no_reading_outdated(tmp_path: Path) -> None:
    (tmp_path / "words.toml").write_text('forbidden = ["甲"]\n', encoding="utf-8")
    (tmp_path / "checks.toml").write_text('[totals]\n"茶园" = ["茶园面积"]\n', encoding="utf-8")
    own = load_lexicon(tmp_path)
    assert own.version == load_lexicon(None).version
    assert own.tables["words"]["forbidden"] == ["甲"]
