"""The doctor says what a broker would lose, and never tells its password."""

import pytest

from vidpipe_assets.operations.doctor_broker import check_broker, redis_rows

GOOD = {"appendonly": "yes", "save": "3600 1", "maxmemory-policy": "noeviction"}


@pytest.mark.parametrize(
    ("change", "states", "said"),
    [
        ({}, ["ok"], "writes its queue"),
        ({"appendonly": "no"}, ["warning"], "only now and then"),
        ({"appendonly": "no", "save": ""}, ["warning"], "never"),
        ({"maxmemory-policy": "allkeys-lru"}, ["warning"], "throws messages away"),
    ],
)
def test_what_redis_would_lose_is_told(change: dict[str, str], states: list[str], said: str) -> None:
    rows = list(redis_rows(GOOD | change))
    assert [row.state for row in rows] == states
    assert said in rows[0].detail
    assert all(row.remedy for row in rows if row.state == "warning")


def test_without_a_fleet_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VIDPIPE_BROKER_URL", raising=False)
    assert list(check_broker()) == []


@pytest.mark.parametrize("address", ["redis://:canary-password@127.0.0.1:9/0", "redis://:canary@pass@host/0"])
def test_a_broker_that_does_not_answer_or_cannot_be_read_is_told_without_its_password(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("VIDPIPE_BROKER_URL", address)
    [row] = check_broker()
    assert row.state == "failed"
    assert "canary" not in row.detail + row.remedy
