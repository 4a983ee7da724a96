"""`FleetRunLauncher` under the path that a `dagster.yaml` of 0.1.0 names."""

from vidpipe_assets.orchestration.fleet_launcher import FleetRunLauncher

__all__ = ["FleetRunLauncher"]
