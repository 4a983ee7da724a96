"""Who has to be named on a picture, by its licence."""

import pytest

from vidpipe_assets.model.media import Rights


@pytest.mark.parametrize(
    "licence", ["CC BY 4.0", "CC BY-SA 3.0", "cc-by-2.0", "Creative Commons Attribution 4.0", "GFDL"]
)
def test_a_licence_that_asks_for_the_name_has_a_credit(licence: str) -> None:
    assert Rights(creator="Ada Lovelace", licence=licence).credit == f"Picture: Ada Lovelace / {licence}"


@pytest.mark.parametrize(
    "licence", ["", "CC0 1.0", "Public domain", "Pexels License", "Pixabay Content License", "own"]
)
def test_another_one_has_none(licence: str) -> None:
    assert Rights(creator="Ada Lovelace", licence=licence).credit == ""


def test_rights_without_an_address_of_the_licence_are_written_as_before() -> None:
    assert Rights(creator="Ada").model_dump() == {"creator": "Ada", "licence": "", "url": ""}
