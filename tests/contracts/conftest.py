"""A store that has nothing in it, for providers that are asked through the ledger."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from contracts.filming import Filming, filming

from vidpipe_assets.storage.places import Places


@pytest.fixture
def desk(tmp_path: Path, new_state: Path) -> Iterator[Filming]:
    """Who asks for footage."""
    shutil.copytree(new_state, Places(tmp_path).state)
    with filming(tmp_path) as made:
        yield made
