"""Builds Word documents of a few elements, so that each test shows the XML it is about."""

from collections.abc import Callable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from intake.model import Block, Document, Limits
from intake.reading.documents import read

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def _zipped(parts: Mapping[str, str | bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _relations(source: Mapping[str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="r{number}" Type="{R}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(source.items())
    )
    return f'<Relationships xmlns="{RELATIONS}">{inside}</Relationships>'


def _docx(body: str, **parts: str) -> bytes:
    """Make a document of a body and of named parts ("styles", "numbering", "footnotes") given by their content."""
    content: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _relations({"officeDocument": "word/document.xml"}),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relations({kind: f"{kind}.xml" for kind in parts}),
    }
    for kind, inside in parts.items():
        content[f"word/{kind}.xml"] = f"<w:{kind} {NAMESPACES}>{inside}</w:{kind}>"
    return _zipped(content)


@pytest.fixture(scope="session")
def zipped() -> Callable[[Mapping[str, str | bytes]], bytes]:
    """Zip parts by name."""
    return _zipped


@pytest.fixture(scope="session")
def docx() -> Callable[..., bytes]:
    """Make a .docx of a body, and of parts by keyword."""
    return _docx


@pytest.fixture
def documented() -> Callable[..., Document]:
    """Read a .docx made of a body, and of parts by keyword."""
    return lambda body, **parts: read(_docx(body, **parts), "docx", Limits())


@pytest.fixture
def blocks(documented: Callable[..., Document]) -> Callable[..., tuple[Block, ...]]:
    """Give the blocks of a .docx made of a body, and of parts by keyword."""
    return lambda body, **parts: documented(body, **parts).blocks


@pytest.fixture
def texts(documented: Callable[..., Document]) -> Callable[..., list[str]]:
    """Give the texts of the blocks of a .docx made of a body, and of parts by keyword."""
    return lambda body, **parts: [block.text for block in documented(body, **parts).blocks]
