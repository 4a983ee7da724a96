"""Licences by the names that libraries give them: only those that allow a video that is sold."""

import pytest

from vidpipe_assets.model.media import Rights
from vidpipe_assets.providers.footage.licences import ALIKE, deed_of, licence_name, licence_notes, licence_of_address


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("CC BY-SA 4.0", "CC BY-SA 4.0"),
        ("cc-by-sa-3.0", "CC BY-SA 3.0"),
        ("CC BY 2.0", "CC BY 2.0"),
        ("CC BY 3.0 de", "CC BY 3.0"),
        ("cc-by-2.5", "CC BY 2.5"),
        ("CC0", "CC0 1.0"),
        ("Public domain", "Public domain"),
        ("pd", "Public domain"),
        ("No restrictions", "Public domain"),
        ("CC BY-NC 4.0", ""),
        ("CC BY-NC-SA 2.0", ""),
        ("CC BY-ND 4.0", ""),
        ("Fair use", ""),
        ("Public domain in the EU, non-commercial", ""),
        ("All rights reserved", ""),
        ("GFDL", ""),
        ("PDF", ""),
        ("", ""),
    ],
)
def test_only_licences_that_allow_our_use_have_a_name(told: str, name: str) -> None:
    assert licence_name(told) == name


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("http://creativecommons.org/licenses/by/4.0/", "CC BY 4.0"),
        ("https://creativecommons.org/licenses/by-sa/3.0/us/", "CC BY-SA 3.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0"),
        ("https://creativecommons.org/publicdomain/mark/1.0", "Public domain"),
        ("http://creativecommons.org/licenses/publicdomain/", "Public domain"),
        ("https://creativecommons.org/licenses/publicdomain", "Public domain"),
        ("https://creativecommons.org/licenses/publicdomains/", ""),
        ("https://creativecommons.org/licenses/by-nc/4.0/", ""),
        ("https://creativecommons.org/licenses/by-nd/4.0/", ""),
        ("https://evil.example.com/licenses/by/4.0/", ""),
        ("", ""),
    ],
)
def test_an_address_names_its_licence(url: str, name: str) -> None:
    assert licence_of_address(url) == name


def test_the_terms_of_a_licence_have_an_address_and_sharing_alike_is_told() -> None:
    assert deed_of("CC BY-SA 4.0") == "https://creativecommons.org/licenses/by-sa/4.0/"
    assert deed_of("Public domain") == ""
    assert licence_notes(Rights(licence="CC BY-SA 4.0")) == (ALIKE,)
    assert licence_notes(Rights(licence="CC BY 4.0")) == ()
