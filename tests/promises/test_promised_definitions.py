"""What Dagster knows of vidpipe: assets, checks, jobs with their config, sensors, schedules, resources."""

from typing import Any

import dagster as dg
from dagster._config import ConfigType, Field
from promises.snapshot import promised

from vidpipe_assets.definitions import defs

REPOSITORY = defs.get_repository_def()
JOBS = ("make_video", "order_videos", "refresh_videos", "decide_videos", "collect_garbage")


def told(kind: ConfigType) -> Any:
    """A config type as plain data: its fields with type, default, and whether they must be given."""
    fields: dict[str, Field] = getattr(kind, "fields", None) or {}
    if fields:
        return {name: field_told(one) for name, one in sorted(fields.items())}
    scalar = getattr(kind, "scalar_type", None)  # of a value that may also be given as {"env": …}
    if scalar is not None:
        return told(scalar)
    inner = getattr(kind, "inner_type", None)
    if inner is not None:
        return {kind.kind.value.lower(): told(inner)}
    if values := getattr(kind, "config_values", None):
        return {"one of": sorted(values)}
    return kind.given_name or kind.kind.value.lower()


def field_told(field: Field) -> dict[str, Any]:
    known = {"type": told(field.config_type), "required": field.is_required}
    return known | {"default": field.default_value} if field.default_provided else known


def partitions(of: dg.AssetsDefinition) -> str | None:
    definition = of.partitions_def
    assert isinstance(definition, dg.DynamicPartitionsDefinition)
    return definition.name


def test_the_assets_keep_their_keys_groups_owners_kinds_versions_and_partitions() -> None:
    found = {
        spec.key.to_user_string(): {
            "deps": sorted(one.asset_key.to_user_string() for one in spec.deps),
            "group": spec.group_name,
            "kinds": sorted(spec.kinds),
            "owners": sorted(spec.owners),
            "code_version": spec.code_version,
            "partitions": partitions(defs.get_assets_def(spec.key)),
            "io_manager": defs.get_assets_def(spec.key).get_io_manager_key_for_asset_key(spec.key),
            "required_resources": sorted(defs.get_assets_def(spec.key).required_resource_keys),
            "op": defs.get_assets_def(spec.key).op.name,
            "skippable": spec.skippable,
            "tags": dict(spec.tags),
        }
        for spec in defs.resolve_all_asset_specs()
    }
    promised("assets", found)


def test_the_checks_keep_their_names_and_what_they_block() -> None:
    graph = REPOSITORY.asset_graph
    found = {
        f"{key.asset_key.to_user_string()}:{key.name}": {"blocking": graph.get(key).blocking}
        for key in graph.asset_check_keys
    }
    promised("checks", found)


def test_the_jobs_keep_their_names_their_ops_and_their_config() -> None:
    names = sorted(job.name for job in REPOSITORY.get_all_jobs() if not job.name.startswith("__"))
    assert names == sorted(JOBS)
    found: dict[str, Any] = {}
    for name in names:
        job = REPOSITORY.get_job(name)
        config = job.run_config_schema.config_type
        assert config is not None
        fields: dict[str, Field] = getattr(config, "fields", {})
        ops = {node.name: node.definition for node in job.nodes}
        found[name] = {
            "selection": sorted(key.to_user_string() for key in job.asset_layer.executable_asset_keys),
            "partitions": job.partitions_def.name  # type: ignore[attr-defined]
            if job.partitions_def
            else None,
            "top level of the config": sorted(fields),
            "ops": {
                op: field_told(definition.config_schema.as_field())
                for op, definition in ops.items()
                if isinstance(definition, dg.OpDefinition) and definition.has_config_field
            },
            "nodes": sorted(ops),
            "config of no config": job.run_config,
            "loggers": sorted(job.loggers),
            "console": field_told(job.loggers["console"].config_schema.as_field()),
            "executor": job.executor_def.name,
            "tags": dict(job.tags),
        }
    promised("jobs", found)


def test_the_sensors_keep_their_names_their_pace_and_their_jobs() -> None:
    found = {
        sensor.name: {
            "default_status": sensor.default_status.value,
            "minimum_interval_seconds": sensor.minimum_interval_seconds,
            "jobs": sorted(target.job_name for target in sensor.targets),
            "required_resources": sorted(sensor.required_resource_keys),
        }
        for sensor in REPOSITORY.sensor_defs
    }
    promised("sensors", found)


def test_the_schedules_keep_their_names_their_times_and_their_jobs() -> None:
    found = {
        schedule.name: {
            "cron": schedule.cron_schedule,
            "time_zone": schedule.execution_timezone,
            "job": schedule.job_name,
            "default_status": schedule.default_status.value,
            "required_resources": sorted(schedule.required_resource_keys),
        }
        for schedule in REPOSITORY.schedule_defs
    }
    promised("schedules", found)


def test_the_resources_keep_their_keys() -> None:
    promised("resources", sorted(defs.resources or {}))
