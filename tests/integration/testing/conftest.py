"""The provoking endpoint at its best."""

from collections.abc import Iterator

import pytest
from endpoint_requests import TRUTHS

from extractor.testing.endpoint import Endpoint


@pytest.fixture(name="faithful")
def faithful_endpoint() -> Iterator[Endpoint]:
    """An endpoint without a fault."""
    with Endpoint(TRUTHS) as endpoint:
        yield endpoint
