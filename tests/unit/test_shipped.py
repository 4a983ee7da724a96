"""Tests read what vidpipe ships, and nothing of what the clone's owner has made of it or set."""

import os
from pathlib import Path

import pytest
from shipped import ROOT, forget_settings, shipped


def test_the_shipped_files_are_those_of_git_and_nothing_else() -> None:
    if shipped() == ROOT:
        pytest.skip("no git here")
    names = {str(path.relative_to(shipped())) for path in shipped().rglob("*") if path.is_file()}
    assert {"dagster.yaml", "workspace.yaml", "themes/gadgets.yaml"} <= names
    assert not any(Path(name).name.startswith(".env") for name in names)


def test_no_setting_of_the_owner_s_reaches_a_test(monkeypatch: pytest.MonkeyPatch) -> None:
    own = ("VIDPIPE_DATABASE_URL", "DAGSTER_HOME", "OPENAI_API_KEY", "APIFY_TOKEN", "https_proxy", "NO_PROXY")
    for name in (*own, "VIDPIPE_EXAMPLES"):
        monkeypatch.setenv(name, "7")
    forget_settings()
    assert not [name for name in own if name in os.environ]
    assert os.environ["VIDPIPE_EXAMPLES"] == "7"
