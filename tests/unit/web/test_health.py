"""Health, metrics, themes and costs: what is told to machines that watch."""

import shutil

import pytest
from prometheus_client.parser import text_string_to_metric_families
from shipped import shipped
from web_server import Api, write_theme

from vidpipe_assets.model.order import OrderState
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.orchestration import event_reader as instance_health
from vidpipe_assets.storage.disk_use import measure
from vidpipe_assets.storage.event_cache import FactRow

KEY = "2026-11-23_gadgets"


def made(number: int, stage: str, at_s: float, run: str = "run") -> FactRow:
    return FactRow(number, KEY, "made", stage, run, at_s, "{}", False)


def figures(api: Api) -> dict[tuple[str, str], float]:
    """Name and the values of the labels -> value."""
    answer = api.client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    families = text_string_to_metric_families(answer.text)
    samples = [one for family in families for one in family.samples]
    return {(one.name, " ".join(one.labels[name] for name in sorted(one.labels))): one.value for one in samples}


def test_metrics_are_counted_from_what_is_kept(api: Api) -> None:
    import time

    api.order(KEY, "2026-11-24_gadgets")
    api.store.orders.close([VideoKey.parse(KEY)], OrderState.APPROVED)
    now = time.time()
    failed = FactRow(9, KEY, "failed", "clips", "run", now, '{"branch": "blocked"}', True)
    rows = [made(1, "trends", now - 50), made(2, "analysis", now - 40), made(3, "scripts", now - 10), failed]
    api.store.facts.add(rows, {})
    assert not any(name == "vidpipe_disk_bytes" for name, _ in figures(api))
    measure(api.store.places)
    found = figures(api)
    assert found["vidpipe_disk_bytes", "database"] > 0
    assert found["vidpipe_orders", "approved"] == 1
    assert found["vidpipe_orders", "open"] == 1
    assert found["vidpipe_failures", "blocked clips"] == 1
    assert found["vidpipe_stage_seconds", "0.5 scripts"] == pytest.approx(30)
    assert found["vidpipe_runs_at_work", ""] == 0


def test_stages_begin_when_the_one_before_them_is_done(api: Api) -> None:
    api.order(KEY)
    content = (
        '{"version": "v", "failed_checks": [], "ingredients": '
        '{"stage": "STAGE", "code": "1", "theme": {}, "wish": {}, "upstream": {}, "take": 1}}'
    )
    rows = [
        made(number, stage, 1000.0 * number)._replace(content=content.replace("STAGE", stage))
        for number, stage in enumerate(("trends", "analysis"), 1)
    ]
    api.store.facts.add(rows, {})
    first, second = api.client.get(f"/api/jobs/{KEY}").json()["stages"][:2]
    assert (first["started"], first["finished"]) == (None, "1970-01-01T00:16:40Z")
    assert (second["started"], second["finished"]) == ("1970-01-01T00:16:40Z", "1970-01-01T00:33:20Z")
    assert first["run"] == {"run_id": "run", "url": "http://127.0.0.1:3000/runs/run"}
    assert (first["state"], first["attempts"]) == ("done", 1)


def test_without_a_daemon_vidpipe_can_be_asked_but_is_said_not_to_work(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = api.store.places.home
    shutil.copy(shipped() / "dagster.yaml", home)
    monkeypatch.setenv("DAGSTER_HOME", str(home))
    instance_health.instance_of.cache_clear()
    told = api.client.get("/health")
    instance_health.instance_of.cache_clear()
    assert (told.status_code, told.json()["status"]) == (200, "degraded")
    checks = {one["name"]: one for one in told.json()["checks"]}
    assert checks["database"]["ok"]
    assert checks["dagster instance"]["ok"], checks
    assert not checks["daemons"]["ok"]
    assert "never looked" in checks["sensor"]["detail"]


def test_a_database_that_is_not_to_be_had_is_a_failure(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    from vidpipe_assets.model.errors import BlockedError
    from vidpipe_assets.web.app_state import AppState

    def gone(self: AppState) -> None:
        raise BlockedError("the database cannot be reached", remedy="start it")

    monkeypatch.setattr(AppState, "store", property(gone))
    told = api.client.get("/health")
    assert (told.status_code, told.json()["status"]) == (503, "failed")
    refused = api.client.get("/api/jobs")
    assert (refused.status_code, refused.json()["remedy"]) == (503, "start it")


def test_themes_are_listed_with_what_is_wrong_with_others(api: Api) -> None:
    write_theme(api.store.places.home, "broken", "colour: red\n")
    told = api.client.get("/api/themes").json()
    assert [one["name"] for one in told["themes"]] == ["gadgets"]
    [bad] = told["unusable"]
    assert (bad["name"], "colour" in bad["error"]) == ("broken", True)


def test_a_theme_says_what_the_sample_can_tell_of_it_or_that_there_is_no_story(api: Api) -> None:
    write_theme(api.store.places.home, "houseplants")
    gadgets, plants = api.client.get("/api/themes").json()["themes"]
    assert "Game Boy" in gadgets["subjects"]
    assert gadgets["no_story"] == ""
    assert plants["subjects"] == []
    assert "knows nothing about houseplants" in plants["no_story"]
    assert "hacker_news" in plants["no_story"]
    form = api.client.get("/new").text
    assert '<option value="Game Boy"' in form
    assert "knows nothing about houseplants" in form
    refused = api.client.post("/api/generate", json={"theme": "houseplants"})
    assert refused.status_code in (400, 422), refused.text
    assert "knows nothing about houseplants" in refused.text
    assert api.client.post("/api/generate").json()["job_id"].count("gadgets") == 1


def test_costs_are_summed_up_as_asked(api: Api) -> None:
    assert api.client.get("/api/costs", params={"by": "provider"}).json() == {"by": "provider", "costs": []}
    assert api.client.get("/api/costs", params={"by": "mood"}).status_code == 422
    assert api.client.get("/api/costs", params={"job": KEY}).status_code == 404
