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
