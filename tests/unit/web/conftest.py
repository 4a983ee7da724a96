"""A running API over an empty store."""

from collections.abc import Iterator

import pytest
from web_server import Api, serving

from vidpipe_assets.storage.store import Store


@pytest.fixture
def api(store: Store) -> Iterator[Api]:
    """Without a token, as on somebody's own machine."""
    with serving(store) as running:
        yield running
