"""The class paths that `dagster.yaml` files of 0.1.0 name: each module here hands on one class of `orchestration`.

Nothing else belongs here, and nothing of vidpipe imports it. A home keeps its `dagster.yaml` through an upgrade.
"""
