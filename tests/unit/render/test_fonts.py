"""Fonts: files of installed packages."""

import pytest

from vidpipe_assets.model.errors import BlockedError
from vidpipe_assets.render.fonts import FAMILIES, SCRIPTS, font_file, package_file


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_has_a_file(family: str):
    assert font_file(family).suffix in (".ttf", ".otf")


def test_rarer_scripts_have_files_of_their_own():
    assert any("Arabic" in font_file(script).name for script in SCRIPTS)


def test_fault_21_a_missing_font_names_the_package_to_install():
    with pytest.raises(BlockedError, match="no-such-package") as caught:
        package_file("no_such_package", "A.ttf")
    assert "pip install" in caught.value.remedy
    with pytest.raises(BlockedError, match=r"B\.ttf"):
        package_file("fontpkg_anton", "B.ttf")
