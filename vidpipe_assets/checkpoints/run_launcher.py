"""`WatchfulRunLauncher` under the path that a `dagster.yaml` of 0.1.0 names."""

from vidpipe_assets.orchestration.run_launcher import WatchfulRunLauncher

__all__ = ["WatchfulRunLauncher"]
