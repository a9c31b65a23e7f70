"""What a test of an optional part does where the part is missing."""

import os
from typing import NoReturn

import pytest


def missing(reason: str) -> NoReturn:
    """Skip with the reason; fail where everything has to be there (`.ci/run`)."""
    if os.environ.get("INTAKE_REQUIRE_LIVE") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
