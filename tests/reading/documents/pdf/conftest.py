"""Reads what `pdf_writer` wrote, so that each test shows the page it is about."""

from collections.abc import Callable

import pytest
from pdf_writer import Sheet, pdf

from intake.model import Document, Limits
from intake.reading.documents import Unreadable, read


@pytest.fixture(scope="session")
def printed() -> Callable[..., Document]:
    """Read a file of pages."""
    return lambda *sheets: read(pdf(*sheets), "pdf", Limits())


@pytest.fixture(scope="session")
def texts(printed: Callable[..., Document]) -> Callable[..., list[str]]:
    """Give the texts of the blocks of a file of pages."""
    return lambda *sheets: [block.text for block in printed(*sheets).blocks]


@pytest.fixture(scope="session")
def refused() -> Callable[..., Unreadable]:
    """Give the refusal of a file, or of one made of pages."""

    def refusal(*given: Sheet | str | bytes, limits: Limits = Limits()) -> Unreadable:
        content = (
            given[0]
            if isinstance(given[0], bytes)
            else pdf(*(each for each in given if not isinstance(each, bytes)))
        )
        with pytest.raises(Unreadable) as raised:
            read(content, "pdf", limits)
        return raised.value

    return refusal
