"""`UrlPostgresStorage` under the path that a `dagster.yaml` of 0.1.0 names."""

from vidpipe_assets.orchestration.postgres_storage import UrlPostgresStorage

__all__ = ["UrlPostgresStorage"]
