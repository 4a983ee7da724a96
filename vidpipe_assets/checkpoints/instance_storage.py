"""Dagster's storages under the paths that a `dagster.yaml` of 0.1.0 names."""

from vidpipe_assets.orchestration.instance_storage import HomeArtifactStorage, HomeComputeLogManager, HomeSqliteStorage

__all__ = ["HomeArtifactStorage", "HomeComputeLogManager", "HomeSqliteStorage"]
