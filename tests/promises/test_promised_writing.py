"""The offline line up to the captions: for the same day it writes the same trends, reports, plans and caption files."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import samples
from local_client import local_client
from promises.snapshot import promised, promised_text
from shipped import shipped

from tests.unit.render.scenery import plan_of, shots_of, spoken_of
from vidpipe_assets.model.theme import Captions
from vidpipe_assets.model.trends import Trend, TrendReport, TrendSnapshot
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.providers.registry import known, load
from vidpipe_assets.providers.trends import TrendRequest
from vidpipe_assets.render.captions.files import lay_out_captions
from vidpipe_assets.render.captions.styles import caption_colours
from vidpipe_assets.render.captions.words import caption_words
from vidpipe_assets.render.palettes import get_palette
from vidpipe_assets.render.video.timeline import caption_limits, lay_out_scenes
from vidpipe_assets.stages.trends import collect
from vidpipe_assets.storage.theme_template import new_theme
from vidpipe_assets.storage.themes import load_theme
from vidpipe_assets.voice.normalize import spoken_form
from vidpipe_assets.writing.analysis.report import analyse, apply_claim, claimable_keys
from vidpipe_assets.writing.offline.writer import write_plan

NOW = dt.datetime(2026, 11, 23, 6, tzinfo=dt.UTC)
THEMES = ("big-builds", "deep-space", "gadgets", "wild-records")
STORIES = 4
"""How many videos of a day are written: each tells another story."""


class Forgetful:
    """An archive that holds nothing."""

    def record(self, trends: Sequence[Trend]) -> None:
        pass

    def with_history(self, trends: Sequence[Trend]) -> tuple[Trend, ...]:
        return tuple(trends)


def collected(name: str, folder: Path) -> tuple[TrendSnapshot, TrendReport]:
    theme = load_theme(name, shipped() / "themes", known())
    providers = [load("trends", provider) for provider in theme.providers.trends]
    request = TrendRequest(theme.name, theme.collect, NOW)
    snapshot = collect(VideoKey(NOW.date(), name), request, providers, Forgetful(), local_client(), folder)
    return snapshot, analyse(snapshot)


@pytest.mark.parametrize("name", THEMES)
def test_the_offline_line_writes_the_same(name: str, tmp_path: Path) -> None:
    theme = load_theme(name, shipped() / "themes", known())
    snapshot, report = collected(name, tmp_path)
    wanted = claimable_keys(report)
    found: dict[str, Any] = {"trends": snapshot.data_version, "stories": list(wanted), "videos": {}}
    for number, story in enumerate(wanted[:STORIES], 1):
        key = VideoKey(NOW.date(), name, number)
        told = apply_claim(report, story, candidates=wanted, topic="", repeat_after_days=theme.repeat_after_days)
        plan = write_plan(told, theme, str(key))
        found["videos"][str(key)] = {
            "analysis": told.data_version,
            "scripts": plan.data_version,
            "title": plan.title,
            "narrations": [f"{scene.picture.template}: {scene.narration}" for scene in plan.scenes],
        }
    assert len(found["videos"]) > 1
    promised(f"writing/{name}", found)


def test_a_plan_of_a_theme_is_the_same_in_every_field(tmp_path: Path) -> None:
    theme = load_theme("gadgets", shipped() / "themes", known())
    _, report = collected("gadgets", tmp_path)
    wanted = claimable_keys(report)
    told = apply_claim(report, wanted[0], candidates=wanted, topic="", repeat_after_days=theme.repeat_after_days)
    promised("writing/plan-of-gadgets", write_plan(told, theme, f"{NOW.date()}_gadgets").model_dump(mode="json"))


def test_narrations_are_spoken_in_the_same_words() -> None:
    texts = [scene.narration for scene in samples.plan().scenes]
    texts += [
        "In 1969, it cost $1.25 billion.",
        "3,500 km/h at 40 °C, 99% of it.",
        "The 2nd of 7: No. 1!",
        "Dr. No, 4K",
    ]
    promised("spoken-forms", {text: list(spoken_form(text, "en")) for text in texts})


@pytest.mark.parametrize("font", ["anton", "montserrat", "inter"])
def test_caption_files_are_the_same_byte_for_byte(font: str, tmp_path: Path) -> None:
    plan = plan_of()
    spoken, shots = spoken_of(plan), shots_of(plan)
    timeline = lay_out_scenes(plan, spoken, shots)
    captions = Captions.model_validate({"font": font})
    colours = caption_colours(captions, get_palette("midnight"))
    limits = caption_limits(timeline, shots)
    words = caption_words(timeline, spoken)
    files = lay_out_captions(words, captions, colours, limits, "Title")
    files.write(tmp_path / "c.ass", tmp_path / "c.srt", tmp_path / "fonts")
    if font == "anton":
        promised_text("captions.ass", (tmp_path / "c.ass").read_bytes().decode())
        promised_text("captions.srt", (tmp_path / "c.srt").read_bytes().decode())
    written = {path.relative_to(tmp_path).as_posix(): path for path in tmp_path.rglob("*") if path.is_file()}
    found = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in written.items()}
    promised(f"captions-{font}", found)


def test_the_template_of_a_new_theme_is_the_same(tmp_path: Path) -> None:
    promised_text("new-theme.yaml", new_theme("street-food", "Street Food", tmp_path).read_text())
