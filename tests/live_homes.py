"""Homes whose stages are all live, against the fakes of `fakes.world`; and the order that a person places there."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

from canaries import CANARIES
from homes import new_home, run_job

SOURCES = ("hacker_news", "rss", "youtube", "reddit", "tiktok")
KEYS = {**CANARIES, "REDDIT_CLIENT_ID": "client-7"}
LIVE_STAGES = ("trends", "analysis", "scripts", "clips", "voiceover")
THEME = """\
name: sky
channel: Sky Numbers
collect:
  queries: [telescope]
  hashtags: [space]
  subreddits: [space]
  feeds: ["{feed}"]
format: {{seconds: {seconds}}}
picture: {{motion: calm}}
providers:
  trends: [hacker_news, rss, youtube, reddit, tiktok]
  text: [anthropic]
  footage: [{footage}]
  speech: [elevenlabs]
models:
  footage: {{replicate: vidu/q3-turbo}}
budget: {{video: 20, day: 40}}
"""
PRICES = "replicate: {vidu/q3-turbo: {per: {second: 0.036}, read: a test}}"


def home_of(folder: Path, environment: Mapping[str, str], seconds: int, footage: str = "fal") -> Path:
    """A home with one theme, all of whose stages are live."""
    folder.mkdir()
    home = new_home(folder)
    (home / "themes" / "gadgets.yaml").unlink()
    theme = THEME.format(feed=f"{environment['VIDPIPE_RSS_URL']}/sky.rss", seconds=seconds, footage=footage)
    (home / "themes" / "sky.yaml").write_text(theme)
    (home / "prices.yaml").write_text(PRICES)
    return home


def order(home: Path, environment: Mapping[str, str], **more: object) -> subprocess.CompletedProcess[str]:
    """Order the video of today."""
    (home / "order.yaml").write_text(json.dumps({"ops": {"order": {"config": {"themes": ["sky"], **more}}}}))
    return run_job(home, "order_videos", "-c", "order.yaml", **environment)
