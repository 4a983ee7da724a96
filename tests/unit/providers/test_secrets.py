"""Keys are looked at before they are sent, and refused by the name of their variable."""

import pytest

from vidpipe_assets.model.errors import BlockedError
from vidpipe_assets.providers.http.private_addresses import is_public, refuse_private
from vidpipe_assets.providers.http.redact import plain_url
from vidpipe_assets.providers.secrets import Need, is_usable

NEED = Need("VIDPIPE_TEST_KEY", "https://example.com")


@pytest.mark.parametrize(
    "value",
    [
        "sk-top\nsecret",
        "sk-topsecret\n",
        "sk-topsecret\r",
        "\ufeffsk-topsecret",
        "sk-top\u200bsecret",
        "sk-top\u0441secret",
        '"sk-topsecret"',
        "'sk-topsecret'",
        "“sk-topsecret”",
        " sk-topsecret",
        "sk-topsecret ",
        "sk-top\tsecret",
        "sk-top\u2028secret",
    ],
)
def test_fault_44_a_key_that_cannot_be_sent_is_refused_by_its_name(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("VIDPIPE_TEST_KEY", value)
    for read in (lambda: NEED.secret("fake"), NEED.optional_secret, NEED.check):
        with pytest.raises(BlockedError, match="VIDPIPE_TEST_KEY") as caught:
            read()
        shown = f"{caught.value} {caught.value.remedy} {caught.value.facts}"
        assert "sk-" not in shown
        assert "secret" not in shown
        assert caught.value.facts == {"waits_for": "key:VIDPIPE_TEST_KEY"}
    assert not is_usable("VIDPIPE_TEST_KEY")


def test_a_plain_key_is_used_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIDPIPE_TEST_KEY", "sk-topsecret")
    assert NEED.secret("fake") == NEED.optional_secret() == "sk-topsecret"
    assert is_usable("VIDPIPE_TEST_KEY")


@pytest.mark.parametrize("value", ["", " ", "\n"])
def test_an_empty_key_is_not_set(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("VIDPIPE_TEST_KEY", value)
    assert not NEED.is_met
    assert NEED.optional_secret() == ""


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.com/feed?token=hunter2", "https://example.com/feed"),
        ("https://ann:hunter2@example.com:8443/feed#hunter2", "https://example.com:8443/feed"),
        ("http://ann:hunter2/x@example.com/feed", "http://example.com/feed"),
        ("http://ann:hun/ter2?x@example.com/feed", "http://example.com/feed"),
        ("http://ann:hun#ter2@example.com/feed", "http://example.com/feed"),
        ("http://ann:12/34@example.com/feed", "http://example.com/feed"),
        ("ann:hunter2@example.com:80", "example.com:80"),
        ("https://example.com/@name?x=hunter2", "https://example.com/@name"),
        ("https://[::1]:80/feed", "https://[::1]:80/feed"),
    ],
)
def test_fault_28_no_form_of_an_address_shows_its_password(url: str, shown: str) -> None:
    assert plain_url(url) == shown


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("64:ff9b::808:808", True),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b:1::1", False),
        ("2002:7f00:1::", False),
        ("2002:c0a8:101::1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("::127.0.0.1", False),
        ("::ffff:0:127.0.0.1", False),
        ("fec0::1", False),
        ("2606:4700::5efe:10.0.0.1", False),
        ("fe80::1%eth0", False),
    ],
)
def test_fault_27_an_address_that_is_private_by_another_name_is_private(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize("host", ["localhost", "127.1", "0x7f000001", "2130706433", "[::1]"])
def test_fault_27_numbers_that_name_this_machine_are_refused(host: str) -> None:
    with pytest.raises(Exception, match="private network"):
        refuse_private(host)
