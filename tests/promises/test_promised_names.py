"""Names that stand in other people's files: class paths, entry points, providers, variables, tags, tables, folders."""

import importlib
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import yaml
from promises.snapshot import promised
from shipped import shipped
from sqlalchemy.dialects import postgresql

from vidpipe_assets.ledger.call_table import CallState
from vidpipe_assets.ledger.costs import ChargeState
from vidpipe_assets.model import errors
from vidpipe_assets.model.checks import CheckResult
from vidpipe_assets.model.decision import Word
from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.order import Event, OrderState
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.operations import export as exporting
from vidpipe_assets.operations import review_json as review_file
from vidpipe_assets.operations import review_package as package
from vidpipe_assets.orchestration import checkpoints as recording
from vidpipe_assets.orchestration import failures, run_tags
from vidpipe_assets.orchestration import lost_files as losses
from vidpipe_assets.orchestration import publish_decisions as telling
from vidpipe_assets.planning.stage_records import ErrorBranch, VideoEventKind
from vidpipe_assets.providers.addresses import variable
from vidpipe_assets.providers.registry import BUILT_IN, GROUP, known, load
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store
from vidpipe_assets.storage.tables import metadata

ROOT = Path(__file__).parents[2]
DIALECT = postgresql.dialect()

OLD = "_".join(("vidpipe", "assets"))
"""The package as people's files name it; put together, so that no tool that renames modules touches it."""

CLASSES = (
    ("checkpoints.instance_storage", "HomeSqliteStorage"),
    ("checkpoints.instance_storage", "HomeArtifactStorage"),
    ("checkpoints.instance_storage", "HomeComputeLogManager"),
    ("checkpoints.postgres_storage", "UrlPostgresStorage"),
    ("checkpoints.run_launcher", "WatchfulRunLauncher"),
    ("checkpoints.fleet_launcher", "FleetRunLauncher"),
)
"""Named by every `dagster.yaml` that was copied from here."""

OF_THE_FLEET = {"checkpoints.fleet_launcher"}
INSTANCES = ("dagster.yaml", "deploy/postgres/dagster.yaml", "deploy/celery/dagster.yaml")


def named_classes(content: Any) -> list[tuple[str, str]]:
    """Whatever has a module and a class, at any depth."""
    if not isinstance(content, dict):
        return []
    own = [(content["module"], content["class"])] if {"module", "class"} <= content.keys() else []
    return own + [one for value in content.values() for one in named_classes(value)]


def _operators_file(path: str) -> Path:
    """What is shipped in the clone's folder, its owner may have changed."""
    return (ROOT if "/" in path else shipped()) / path


def skip_without_the_fleet(module: str) -> None:
    if module.endswith("fleet_launcher") and find_spec("dagster_celery") is None:
        pytest.skip("the extra `fleet` is not installed")


@pytest.mark.parametrize(("module", "name"), CLASSES)
def test_the_classes_that_people_s_dagster_yaml_names_are_still_there(module: str, name: str) -> None:
    skip_without_the_fleet(module)
    assert isinstance(getattr(importlib.import_module(f"{OLD}.{module}"), name), type)


@pytest.mark.parametrize("path", INSTANCES)
def test_the_classes_that_our_dagster_yaml_names_are_there(path: str) -> None:
    named = named_classes(yaml.safe_load(_operators_file(path).read_text()))
    assert len(named) == 4
    for module, name in named:
        if not (module.endswith("fleet_launcher") and find_spec("dagster_celery") is None):
            assert isinstance(getattr(importlib.import_module(module), name), type)


def test_people_s_classes_are_the_ones_that_ours_are() -> None:
    """Whoever asks `isinstance` must get the same answer, whichever name a file has."""
    ours = {
        name: module
        for path in INSTANCES
        for module, name in named_classes(yaml.safe_load(_operators_file(path).read_text()))
    }
    assert set(ours) == {name for _, name in CLASSES}
    for module, name in CLASSES:
        if module not in OF_THE_FLEET or find_spec("dagster_celery"):
            old = getattr(importlib.import_module(f"{OLD}.{module}"), name)
            assert old is getattr(importlib.import_module(ours[name]), name)


def test_the_code_location_is_found_under_its_old_name() -> None:
    import dagster as dg

    found = importlib.import_module(f"{OLD}.definitions").defs
    assert isinstance(found, dg.Definitions)


def test_plugged_in_providers_keep_their_groups() -> None:
    assert GROUP == "vidpipe.providers."
    assert {port: sorted(names) for port, names in BUILT_IN.items()} == {
        "trends": [],
        "text": ["offline"],
        "footage": ["motion"],
        "speech": [],
    }


def test_themes_may_name_the_providers_that_they_could_name() -> None:
    promised("providers", {port: sorted(names) for port, names in known().items()})


ADDRESSES = {
    ("trends", "google_trends"): "google_trends",
    ("trends", "hacker_news"): "hacker_news",
    ("trends", "reddit"): "reddit_login",
    ("trends", "tiktok"): "apify",
    ("trends", "wikipedia"): "wikipedia",
    ("trends", "youtube"): "youtube",
    ("text", "anthropic"): "anthropic",
    ("text", "ollama"): "ollama",
    ("text", "openai"): "openai",
    ("text", "openrouter"): "openrouter",
    ("footage", "comfyui"): "comfyui",
    ("footage", "commons"): "commons",
    ("footage", "fal"): "fal",
    ("footage", "gemini"): "gemini_images",
    ("footage", "internet_archive"): "internet_archive",
    ("footage", "nasa"): "nasa",
    ("footage", "openai"): "openai_images",
    ("footage", "openverse"): "openverse",
    ("footage", "pexels"): "pexels",
    ("footage", "pixabay"): "pixabay",
    ("footage", "replicate"): "replicate",
    ("footage", "wikipedia"): "wikipedia_pictures",
    ("speech", "elevenlabs"): "elevenlabs",
    ("speech", "openai"): "openai_speech",
}
"""Port and provider -> the name by which an operator names its address."""

KEYS = (
    *(
        "ANTHROPIC_API_KEY",
        "APIFY_TOKEN",
        "ELEVENLABS_API_KEY",
        "FAL_KEY",
        "GEMINI_API_KEY",
        "OPENAI_API_KEY",
        "OPENROUTER_API_KEY",
    ),
    *("PEXELS_API_KEY", "PIXABAY_API_KEY", "REDDIT_CLIENT_ID", "REDDIT_CLIENT_SECRET", "REPLICATE_API_TOKEN"),
    "YOUTUBE_API_KEY",
)


@pytest.mark.parametrize(("port", "name"), list(ADDRESSES))
def test_the_operator_names_a_provider_s_address_as_before(
    monkeypatch: pytest.MonkeyPatch, port: str, name: str
) -> None:
    for key in KEYS:
        monkeypatch.setenv(key, "x")
    named = f"VIDPIPE_{ADDRESSES[port, name].upper()}_URL"
    assert variable(ADDRESSES[port, name]) == named
    monkeypatch.setenv(named, "nonsense")
    with pytest.raises(BadInput, match=f"{named} is not an address of the web"):
        load(port, name).probe()


def test_each_provider_needs_the_keys_that_it_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    for key in KEYS:
        monkeypatch.delenv(key, raising=False)
    found = {
        f"{port}/{name}": [need.name for need in getattr(load(port, name), "needs", ())]
        for port, names in known().items()
        for name in sorted(names - BUILT_IN[port] - {"own"})
    }
    promised("keys", found)


def source() -> str:
    """All of vidpipe's own code, whatever its packages are called."""
    files = [path for path in ROOT.glob("vidpipe*/**/*.py") if ".egg-info" not in path.as_posix()]
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(files))


def test_the_variables_that_are_read_keep_their_names() -> None:
    text = source()
    found = set(re.findall(r"\b(?:VIDPIPE_[A-Z][A-Z_]*[A-Z]|DAGSTER_HOME)\b", text))
    found |= set(re.findall(r"""["']((?:[A-Z]+_)+(?:KEY|TOKEN|ID|SECRET))["']""", text))
    found |= set(re.findall(r"""\bNeed\(["'](\w+)["']""", text))
    addresses = {
        variable(name) for name in ADDRESSES.values()
    }  # which are put together, and only told of in docstrings
    promised("variables", sorted(found - addresses))


def test_the_files_for_operators_name_the_same_variables() -> None:
    files = ["deploy/compose.yaml", "deploy/systemd/vidpipe.env", *INSTANCES, "deploy/celery/workspace.yaml"]
    found = {name: sorted(set(re.findall(r"\bVIDPIPE_[A-Z_]+\b", _operators_file(name).read_text()))) for name in files}
    promised("variables-of-operators", found)


def test_settings_are_read_from_their_variables() -> None:
    read = Places.from_environment(
        {
            "DAGSTER_HOME": "/",
            "VIDPIPE_DATABASE_URL": "postgresql://here/it",
            "VIDPIPE_REMAKES_A_DAY": "3",
            "VIDPIPE_BUDGET_A_DAY": "7.50",
            "VIDPIPE_LEASE_WAIT_S": "4",
            "VIDPIPE_ARTIFACTS_URL": "s3://bucket/it",
            "VIDPIPE_ARTIFACTS_FOLDER": "/var/cache/it",
            "VIDPIPE_ARTIFACTS_GB": "5",
            "VIDPIPE_DISK_QUOTA_GB": "6",
            "VIDPIPE_STATE_MODE": "0750",
            "VIDPIPE_THREADS": "2",
        }
    )
    values = [str(value) for value in vars(read).values()]
    wanted = ["/", "postgresql://here/it", "3", "7.50", "4", "s3://bucket/it", "/var/cache/it", "5", "6", "488", "2"]
    assert sorted(values) == sorted(wanted)


def test_everything_lies_where_it_lay() -> None:
    places = Places(Path("/home"))
    found = {
        "state": places.state,
        "output": places.output,
        "themes": places.themes,
        "documents": places.documents,
        "artifacts": places.artifacts,
        "scratch": places.scratch,
        "database": places.database_url,
    }
    promised("places", {name: str(path) for name, path in found.items()})


def test_a_new_home_gets_the_folders_that_it_always_got(store: Store) -> None:
    state = store.places.state
    found = sorted(path.relative_to(state).as_posix() for path in state.rglob("*"))
    promised("new-home", [name for name in found if not name.endswith(("-wal", "-shm"))])


def test_tags_and_metadata_entries_keep_their_names() -> None:
    modules = {"failures": failures, "losses": losses, "recording": recording, "tags": run_tags, "telling": telling}
    found = {
        text: sorted(name for name, value in vars(module).items() if value == text and name.isupper())
        for module in modules.values()
        for text in vars(module).values()
        if isinstance(text, str) and re.match(r"^\.?(vidpipe|dagster)/", text)
    }
    promised("tags", sorted(found))
    assert (recording.PAID, recording.REUSED_FROM) == ("paid", "reused from run")


def test_words_that_are_kept_in_tables_and_events_stay() -> None:
    kinds = (Stage, Word, Event, OrderState, VideoEventKind, ErrorBranch, CallState, ChargeState)
    found = {"/".join(sorted(one.value for one in kind)): len(kind) for kind in kinds}
    promised("kept-words", sorted(found))


def test_errors_keep_their_names_since_the_ledger_keeps_them() -> None:
    found = {
        name: kind.__mro__[1].__name__
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, errors.VidpipeError)
    }
    promised("errors", found)


def test_files_of_packages_keep_their_names_and_forms() -> None:
    assert (package.REVIEW_FILE, package.PAGE, exporting.METADATA) == ("review.json", "index.html", "metadata.json")
    assert review_file.FORM == "vidpipe/review/1"
    assert sorted(CheckResult.model_fields) == ["blocking", "description", "name", "passed", "stage"]


def test_tables_keep_their_columns() -> None:
    found = {
        table.name: {
            "columns": {
                column.name: f"{column.type.compile(DIALECT)}{'' if column.nullable else ' not null'}"
                for column in table.columns
            },
            "primary key": [column.name for column in table.primary_key],
            "indexes": sorted(str(index.name) for index in table.indexes),
            "refers to": sorted(one.target_fullname for one in table.foreign_keys),
        }
        for table in metadata.sorted_tables
    }
    promised("tables", found)


def test_the_database_of_a_new_home_is_made_as_before(store: Store) -> None:
    with store.database.reading() as connection:
        rows = connection.execute(sa.text("select name, sql from sqlite_master where sql is not null")).all()
        version = connection.execute(sa.text("select version_num from vidpipe_version")).scalar_one()
    made = {str(name): " ".join(str(statement).split()) for name, statement in rows}
    promised("sqlite", {"version": version, "made": made})
