"""Addresses of providers come from the provider or from the operator, and only the operator's may be private."""

import pytest

from vidpipe_assets.model.errors import BadInput, BlockedError
from vidpipe_assets.providers.addresses import base_url, is_named_by_operator
from vidpipe_assets.providers.secrets import Live, Need

OWN = "https://api.example.com/v1"


@pytest.fixture(autouse=True)
def _unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VIDPIPE_SHOP_URL", raising=False)


def test_the_own_address_is_the_default_and_the_operator_names_another(monkeypatch: pytest.MonkeyPatch) -> None:
    assert base_url("shop", OWN) == OWN
    monkeypatch.setenv("VIDPIPE_SHOP_URL", " http://127.0.0.1:8080/v1/ ")
    assert base_url("shop", OWN) == "http://127.0.0.1:8080/v1"


@pytest.mark.parametrize("url", ["127.0.0.1:8080", "file:///etc/passwd", "http://", "http://[::1"])
def test_what_is_no_address_is_refused_without_repeating_it(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("VIDPIPE_SHOP_URL", url)
    with pytest.raises(BadInput) as caught:
        base_url("shop", OWN)
    assert "VIDPIPE_SHOP_URL" in str(caught.value)
    assert url not in str(caught.value)


def test_only_the_very_server_that_the_operator_named_is_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_named_by_operator("shop", f"{OWN}/film.mp4")
    monkeypatch.setenv("VIDPIPE_SHOP_URL", "http://127.0.0.1:8080/v1")
    assert is_named_by_operator("shop", "http://127.0.0.1:8080/files/film.mp4")
    for other in ("http://127.0.0.1:8081/film", "https://127.0.0.1:8080/film", "http://127.0.0.2:8080/film", "film"):
        assert not is_named_by_operator("shop", other)


def test_the_operator_s_list_trusts_further_servers_of_any_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIDPIPE_TRUSTED_URLS", "http://media.lan:9000/clips, https://10.0.0.7")
    assert is_named_by_operator("shop", "http://media.lan:9000/film.mp4")
    assert is_named_by_operator("other", "https://10.0.0.7/film.mp4")
    for other in ("http://media.lan/film", "https://media.lan:9000/film", "http://10.0.0.7/film"):
        assert not is_named_by_operator("shop", other)


def test_a_list_that_names_no_address_is_refused_without_repeating_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIDPIPE_TRUSTED_URLS", "http://media.lan, s3cret@host")
    with pytest.raises(BadInput, match="VIDPIPE_TRUSTED_URLS") as caught:
        is_named_by_operator("shop", "http://media.lan/film.mp4")
    assert "s3cret" not in f"{caught.value}{caught.value.remedy}"


def test_a_key_that_is_missing_says_where_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    need = Need("SHOP_KEY", "https://shop.example.com/keys")
    monkeypatch.setenv("SHOP_KEY", "  ")
    assert not need.is_met
    with pytest.raises(BlockedError) as caught:
        need.secret("shop")
    assert "get one at https://shop.example.com/keys" in caught.value.remedy
    assert caught.value.facts == {"waits_for": "key:SHOP_KEY"}
    monkeypatch.setenv("SHOP_KEY", "canary")
    assert need.is_met
    assert need.secret("shop") == "canary"


def test_any_object_with_needs_is_live() -> None:
    class Provider:
        needs = ()

    assert isinstance(Provider(), Live)
    assert not isinstance(object(), Live)
