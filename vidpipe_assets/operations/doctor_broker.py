"""Whether a fleet's broker keeps what is handed to it: looked at before it is killed with runs in its queue."""

import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.operations.doctor_checks import DoctorRow
from vidpipe_assets.storage.server_addresses import BROKER, broker_address

_LOSES = "a run that waits in it is lost when it is killed, and found out and handed over again after a minute"
_WITHIN_S = 5


def check_broker() -> Iterator[DoctorRow]:
    """Nothing where there is no fleet; else whether the broker answers and writes its queue to its disk."""
    address = os.environ.get(BROKER, "").strip()
    if not address:
        return
    try:
        broker_address(address)
    except VidpipeError as error:
        yield DoctorRow("broker", "failed", str(error), error.remedy)
        return
    if urlsplit(address).scheme in {"redis", "rediss"}:
        yield from _redis(address)
    else:
        yield DoctorRow("broker", "ok", "it is no Redis: queue and messages are declared durable, and survive it")


def _redis(address: str) -> Iterator[DoctorRow]:
    try:
        import redis
        from redis.exceptions import RedisError, ResponseError
    except ModuleNotFoundError:
        yield DoctorRow(
            "broker", "failed", "Redis is named, but its client is not here", "pip install 'vidpipe[fleet]'"
        )
        return
    try:
        server: Any = redis.Redis.from_url(address, socket_timeout=_WITHIN_S, socket_connect_timeout=_WITHIN_S)
        settings: dict[str, str] = {
            **server.config_get("appendonly"), **server.config_get("save"), **server.config_get("maxmemory-policy"),
        }  # fmt: skip
    except ResponseError:
        yield DoctorRow("broker", "ok", "Redis answers; it does not tell its settings")
        return
    except RedisError as error:
        # Without the text: it may hold the address with its password.
        yield DoctorRow("broker", "failed", f"Redis does not answer ({type(error).__name__})", f"look at {BROKER}")
        return
    yield from redis_rows(settings)


def redis_rows(settings: dict[str, str]) -> Iterator[DoctorRow]:
    """What Redis's own settings mean for a queue of runs."""
    if settings.get("appendonly") != "yes":
        kept = "only now and then" if settings.get("save") else "never"
        remedy = "set appendonly yes in redis.conf (deploy/compose.yaml does)"
        yield DoctorRow("broker", "warning", f"Redis writes its queue to its disk {kept}: {_LOSES}", remedy)
    policy = settings.get("maxmemory-policy", "noeviction")
    if policy != "noeviction":
        remedy = "set maxmemory-policy noeviction in redis.conf"
        yield DoctorRow("broker", "warning", f"Redis throws messages away when it is full ({policy})", remedy)
    if settings.get("appendonly") == "yes" and policy == "noeviction":
        yield DoctorRow("broker", "ok", "Redis writes its queue to its disk, and throws nothing away")
