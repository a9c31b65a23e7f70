import hashlib
import tomllib
from importlib.resources import files

import pytest

from intake.model import Lexicon
from intake.reading.speeches.grammar import Grammar, compiled


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    folder = files("intake") / "defaults" / "lexicon"
    texts = {path.name: path.read_bytes() for path in folder.iterdir() if path.name.endswith(".toml")}
    tables = {name.removesuffix(".toml"): tomllib.loads(text.decode()) for name, text in texts.items()}
    digest = hashlib.sha256(b"".join(texts[name] for name in sorted(texts)))
    return Lexicon(tables, digest.hexdigest())


@pytest.fixture(scope="session")
def grammar(lexicon: Lexicon) -> Grammar:
    return compiled(lexicon)
