"""`GET /health`: whether vidpipe answers, and whether it works. `GET /metrics`: metrics in Prometheus' text format.

Metrics are counted in the database, so that any process says the same, and one that is killed forgets nothing.
"""

from collections.abc import Iterator, Mapping
from typing import Literal

from fastapi import APIRouter, Response
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from pydantic import BaseModel, Field

from vidpipe_assets.io.clock import now_utc
from vidpipe_assets.ledger.costs import CostLine, costs
from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.operations.health import Durations, Metrics, health_checks, measure
from vidpipe_assets.storage.disk_use import last_measured
from vidpipe_assets.web.app_state import AppStateDep

router = APIRouter(tags=["health"])


class VitalAnswer(BaseModel):
    """One thing that may fail."""

    name: str
    ok: bool
    detail: str


class Health(BaseModel):
    """How it is."""

    status: Literal["ok", "degraded", "failed"] = Field(
        description="degraded: it can be asked, but something holds up the work; failed: the database is not to be had"
    )
    checks: list[VitalAnswer]


@router.get("/health", responses={503: {"model": Health, "description": "it cannot be asked"}})
def health(app_state: AppStateDep, answer: Response) -> Health:
    """The database, the disk, Dagster's instance, its daemons, the sensor's last look."""
    try:
        store, why = app_state.store, ""
    except VidpipeError as error:
        store, why = None, str(error)
    found = list(health_checks(app_state.places, store, app_state.read_heartbeats, why, lambda: app_state.themes))
    failed = any(one.needed and not one.is_well for one in found)
    answer.status_code = 503 if failed else 200
    status = "failed" if failed else "ok" if all(one.is_well for one in found) else "degraded"
    return Health(
        status=status, checks=[VitalAnswer(name=one.name, ok=one.is_well, detail=one.detail) for one in found]
    )


_QUANTILES = (0.5, 0.9, 0.99)


class MetricsCollector(Collector):
    """The metrics as Prometheus reads them. All are gauges: rows may be removed some day, and a number falls."""

    def __init__(self, found: Metrics, spent: tuple[CostLine, ...], disk: Mapping[str, int]) -> None:
        self._found, self._spent, self._disk = found, spent, disk

    def collect(self) -> Iterator[Metric]:
        """One family a metric."""
        found = self._found
        yield _family("vidpipe_orders", "orders by state", ("state",), found.orders)
        yield _family("vidpipe_runs_at_work", "runs that hold a video's lease", (), {(): found.at_work})
        yield _family("vidpipe_failures", "videos that failed last so", ("stage", "branch"), found.failures)
        yield _family("vidpipe_provider_calls", "calls", ("provider", "operation", "state"), found.calls)
        yield _family("vidpipe_provider_errors", "calls that ended so", ("provider", "error"), found.call_errors)
        yield _spread("vidpipe_stage_seconds", "how long stages took, last day", "stage", found.stage_s)
        yield _spread("vidpipe_provider_call_seconds", "how long calls took, last day", "provider", found.call_s)
        money = {(line.name, line.currency): float(line.spent) for line in self._spent}
        kinds = {(kind,): float(number) for kind, number in self._disk.items()}
        yield _family("vidpipe_disk_bytes", "use of the disk, as it was measured last", ("kind",), kinds)
        yield _family("vidpipe_cost", "spent, as far as it is known", ("provider", "currency"), money)


@router.get(
    "/metrics",
    response_class=Response,
    responses={200: {"description": "metrics", "content": {"text/plain": {}}}},
)
def metrics(app_state: AppStateDep) -> Response:
    """Orders, runs, failures, durations, provider calls and costs, for Prometheus."""
    registry = CollectorRegistry(auto_describe=False)
    used = last_measured(app_state.places)
    spent, disk = costs(app_state.store, "provider"), used.kinds if used else dict[str, int]()
    registry.register(MetricsCollector(measure(app_state.store, now_utc()), spent, disk))
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


def _family(
    name: str, about: str, labels: tuple[str, ...], values: Mapping[tuple[str, ...], float]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, about, labels=labels)
    for key, value in sorted(values.items()):
        family.add_metric(key, value)
    return family


def _spread(name: str, about: str, label: str, spreads: Mapping[str, Durations]) -> GaugeMetricFamily:
    values = {(key, str(share)): spread.quantile(share) for key, spread in spreads.items() for share in _QUANTILES}
    return _family(name, about, (label, "quantile"), values)
