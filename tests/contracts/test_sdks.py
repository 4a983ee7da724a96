"""The fakes are faithful: each service's own SDK, in an environment of its own, speaks to our fake of it."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from fakes import (
    anthropic,
    apify,
    elevenlabs,
    fal,
    gemini_images,
    openai,
    openai_images,
    reddit,
    replicate,
    youtube,
)
from fakes.server import Answer, Asked, Service, serving

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv-sdks" / "bin" / "python"
SPEAK = ROOT / "tests" / "sdks" / "speak.py"

pytestmark = [pytest.mark.slow, pytest.mark.nightly]


def spoken(name: str, service: Service) -> Any:
    """What the SDK called `name` made of `service`."""
    if not PYTHON.exists() and not os.environ.get("VIDPIPE_SDKS_REQUIRED"):
        pytest.skip("the services' SDKs are not installed: make test-nightly does it")
    # The address of the server ends without a slash, as SDKs want it.
    with serving(service) as server:
        made = subprocess.run(
            [PYTHON, SPEAK, name, server.url], capture_output=True, text=True, timeout=120, check=False
        )
        assert made.returncode == 0, made.stderr
        return json.loads(made.stdout.replace(server.url, "URL"))


def test_openai_s_sdk_understands_our_openai() -> None:
    told = spoken("openai", openai.answer)
    assert (told["text"], told["ended"], told["sound"]) == ("{}", "stop", "RIFF")
    assert told["tokens"] == [openai.INPUT_TOKENS, openai.OUTPUT_TOKENS]
    assert told["models"]


def test_openai_s_sdk_understands_our_pictures_and_their_refusal() -> None:
    account = openai_images.Service()
    told = spoken("openai_images", account)
    assert account.references == [b"\xff\xd8\r\n--\x00"]
    assert told == {
        "picture": "ffd8",
        "tokens": [openai_images.INPUT_TOKENS, openai_images.OUTPUT_TOKENS],
        "told": ["1088x1920", "jpeg", "medium"],
        "edited": ["ffd8", openai_images.INPUT_TOKENS, openai_images.REFERENCE_TOKENS],
        "refused": [
            "moderation_blocked",
            "moderation_blocked",
            "unsupported_file_mimetype",
            "invalid_input_fidelity_model",
        ],
        "models": ["gpt-image-2.6-flare"],
    }


def test_google_s_sdk_understands_our_gemini_s_pictures_drafts_and_quotas() -> None:
    account = gemini_images.Service()

    def answer(asked: Asked) -> Answer:
        limited = b"too many" in asked.body
        return gemini_images.out_of_quota("GenerateRequestsPerMinutePerProject", 10) if limited else account(asked)

    assert spoken("gemini_images", answer) == {
        "kinds": [[False, True], [True, True], [False, False], [True, False]],
        "picture": "ffd8",
        "ended": "STOP",
        "tokens": [1120, 210],
        "refused": "PROHIBITED_CONTENT",
        "over": {"status": "RESOURCE_EXHAUSTED", "wait": "34s"},
    }


def test_anthropic_s_sdk_understands_our_anthropic() -> None:
    told = spoken("anthropic", anthropic.answer)
    assert (told["text"], told["ended"]) == ("{}", "end_turn")
    assert told["tokens"] == [anthropic.INPUT_TOKENS, anthropic.OUTPUT_TOKENS]
    assert told["models"]


def test_elevenlabs_s_sdk_understands_our_elevenlabs() -> None:
    told = spoken("elevenlabs", elevenlabs.answer)
    assert (told["characters"], told["left"]) == ("A moon.", 93_210)
    assert told["sound"] > 10_000


def test_replicate_s_sdk_makes_cancels_and_lists_predictions() -> None:
    service = replicate.Service()
    told = spoken("replicate", service)
    assert told == {
        "status": "succeeded",
        "output": "URL/files/p1.mp4",
        "still": ["URL/files/p3.jpg"],
        "cancelled": "canceled",
        "listed": ["p3", "p2", "p1"],
        "account": "ann",
    }
    assert len(service.jobs) == 3


def test_fal_s_sdk_follows_and_cancels_requests() -> None:
    service = fal.Service()
    told = spoken("fal", service)
    assert told["seen"] == ["Queued", "InProgress", "Completed"]
    assert told["video"] == "URL/files/f1.mp4"
    assert (told["still"], told["nsfw"]) == ("URL/files/f3.jpg", [False])
    assert service.cancelled == [2]


def test_apify_s_sdk_runs_reads_and_aborts_actors() -> None:
    account = apify.Apify()
    told = spoken("apify", account.answer)
    assert told == {
        "status": "SUCCEEDED",
        "cost": 0.012,
        "items": [apify.video(1)["id"], apify.video(2)["id"]],
        "input": ["space"],
        "runs": ["run0", "run1"],
        "aborted": "ABORTED",
        "me": "me",
    }


def test_google_s_sdk_pages_through_our_youtube() -> None:
    assert spoken("youtube", youtube.answer) == {"pages": [50, 10], "found": ["chart-59", "found-1", "found-2"]}


def test_praw_logs_in_pages_and_searches() -> None:
    told = spoken("reddit", reddit.answer)
    assert told == {
        "posts": 120,
        "first": "Telescope <b>number</b> 1 &amp; more",
        "found": ["p900", "p2"],
        "limits": 597,
    }
