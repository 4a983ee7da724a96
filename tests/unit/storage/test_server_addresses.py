"""Addresses of databases and brokers as people write them: used, or refused by their variable, without a part of it."""

import pytest

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.storage.database import address_of
from vidpipe_assets.storage.server_addresses import broker_address


@pytest.mark.parametrize(
    ("url", "host", "password"),
    [
        ("postgresql://user:plain@db.lan/videos", "db.lan", "plain"),
        ("postgres://user:se%40cr%2Fet@db.lan:5433/videos", "db.lan", "se@cr/et"),
        ("postgresql+psycopg://user:plain@[::1]:5432/videos?sslmode=require", "::1", "plain"),
        ("postgresql:///videos", None, None),
        ("postgresql+psycopg2://postgres:@/videos?host=%2Frun%2Fpostgres", None, ""),
    ],
)
def test_a_database_is_found_with_the_driver_that_is_there(url: str, host: str | None, password: str | None) -> None:
    address = address_of(url)
    assert (address.drivername, address.host, address.database) == ("postgresql+psycopg2", host, "videos")
    assert address.password == password


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "is empty"),
        ("  ", "is empty"),
        ("postgresql://user:sw0rd@fish@db.lan/videos", "means something else in an address"),
        ("postgresql://user:sw0rd/fish@db.lan/videos", "means something else in an address"),
        ("postgresql://user:sw0rd#fish@db.lan/videos", "means something else in an address"),
        ("postgresql://user:sw0rd%fish@db.lan/videos", "means something else in an address"),
        ("postgresql://user:sw0rd fish@db.lan/videos", "has a space or a line break"),
        ("postgresql://user:sw0rd\n@db.lan/videos", "has a space or a line break"),
        ("postgresql://user:sw0rd@db.lan:fish/videos", "a port that is no number"),
        ("postgresql://user:sw0rd@[fish/videos", "brackets that hold no address"),
        ("mysql://user:sw0rd@db.lan/videos", "nothing that vidpipe can use"),
        ("sw0rd:fish", "nothing that vidpipe can use"),
        ("postgresql://", "neither a host nor a database"),
        ("sqlite:///sw0rd.db", "absolute path"),
        ("sqlite://", "absolute path"),
        ("sqlite:///:memory:", "absolute path"),
    ],
)
def test_a_database_that_cannot_be_used_is_refused_by_its_variable(url: str, said: str) -> None:
    with pytest.raises(BadInput, match=said) as caught:
        address_of(url)
    assert str(caught.value).startswith("VIDPIPE_DATABASE_URL ")
    assert not any(part in f"{caught.value} {caught.value.remedy}" for part in ("sw0rd", "fish", "db.lan"))


@pytest.mark.parametrize(
    "url", ["redis://host:6379/0", "rediss://:pass%2Fword@host/1", "amqp://user:word@host//", "memory://"]
)
def test_a_broker_is_taken_as_it_is_written(url: str) -> None:
    assert broker_address(url) == url


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "is empty"),
        (" \n", "is empty"),
        ("amqp://", "names no host"),
        ("redis:///0", "names no host"),
        ("amqp://host//", "names no user: Celery would ask as guest"),
        ("amqp://user:sw0rd/fish@host//", "means something else in an address"),
        ("redis://:sw0rd@fish@host/0", "means something else in an address"),
        ("kafka://user:sw0rd@fish.lan", "nothing that vidpipe can use"),
        ("host:6379", "nothing that vidpipe can use"),
        ("redis://host:sw0rd/0", "a port that is no number"),
    ],
)
def test_a_broker_that_celery_would_fill_in_or_misread_is_refused_by_its_variable(url: str, said: str) -> None:
    with pytest.raises(BadInput, match=said) as caught:
        broker_address(url)
    assert str(caught.value).startswith("VIDPIPE_BROKER_URL ")
    assert not any(part in f"{caught.value} {caught.value.remedy}" for part in ("sw0rd", "fish"))
