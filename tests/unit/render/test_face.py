"""The renderer's face: every name is there, and naming the package loads nothing heavy."""

import subprocess
import sys

import pytest

from vidpipe_assets import render


@pytest.mark.parametrize("name", render.__all__)
def test_every_name_of_the_face_can_be_used(name: str) -> None:
    assert callable(getattr(render, name))


def test_a_name_that_it_lacks_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no_such_thing"):
        _ = render.no_such_thing


def test_the_face_loads_neither_skia_nor_numpy() -> None:
    code = "import sys, vidpipe_assets.render; print(*sorted({'skia', 'numpy', 'PIL', 'uharfbuzz'} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.strip() == ""
