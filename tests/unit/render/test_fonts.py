"""Fonts: files of installed packages."""

from typing import get_args

import pytest

from vidpipe_assets.model.errors import BlockedError
from vidpipe_assets.render.fonts import Family, font_file, package_file, script_files


@pytest.mark.parametrize("family", get_args(Family))
def test_every_family_has_a_file(family: Family):
    assert font_file(family).suffix in (".ttf", ".otf")


def test_rarer_scripts_have_files_of_their_own():
    assert any("Arabic" in file.name for file in script_files())


def test_fault_21_a_missing_font_names_the_package_to_install():
    with pytest.raises(BlockedError, match="no-such-package") as caught:
        package_file("no_such_package", "A.ttf")
    assert "pip install" in caught.value.remedy
    with pytest.raises(BlockedError, match=r"B\.ttf"):
        package_file("fontpkg_anton", "B.ttf")
