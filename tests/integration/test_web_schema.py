"""The running API holds what its OpenAPI document promises, whatever schemathesis asks it."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from homes import LONGEST_S
from web_server import Api, serving

from vidpipe_assets.model.order import OrderState
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.storage.store import Store

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "missing_required_header",
    "unsupported_method",
)


def document(api: Api, jobs: list[str]) -> dict[str, Any]:
    """The API's own document, in which the ids of jobs are mostly such as there are."""
    told = api.client.get("/openapi.json").json()
    for operations in told["paths"].values():
        for operation in operations.values():
            for one in operation.get("parameters", ()):
                known = {"id": jobs, "name": ["video.mp4", "captions.vtt"]}.get(one["name"])
                if one["in"] == "path" and known:
                    one["schema"] = {"anyOf": [{"enum": known}, one["schema"]]}
    return told


def explore(api: Api, folder: Path, cases: int) -> tuple[int, str]:
    """Let schemathesis ask about so many times; returns how often it did, and what it says."""
    jobs = [f"2026-11-{day}_gadgets" for day in range(10, 22)]
    api.order(*jobs)
    api.store.orders.close([VideoKey.parse(jobs[0])], OrderState.APPROVED)
    package = api.store.places.output / "review" / jobs[1]
    package.mkdir(parents=True)
    (package / "video.mp4").write_bytes(bytes(1000))
    (package / "captions.srt").write_text("1\n00:00:00,000 --> 00:00:01,000\nHello\n")
    (folder / "openapi.json").write_text(json.dumps(document(api, jobs)))
    operations = sum(len(one) for one in document(api, jobs)["paths"].values())
    command = [sys.executable, "-m", "schemathesis.cli", "run", str(folder / "openapi.json"), "--url", api.url]
    command += ["--checks", ",".join(CHECKS), "--phases", "coverage,fuzzing", "--exclude-path-regex", "events$"]
    command += ["--max-examples", str(max(1, 2 * cases // operations)), "--seed", "1", "--no-color"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=LONGEST_S, check=False)
    text = done.stdout + done.stderr
    found = re.search(r"(\d+) generated", text)
    return (int(found[1]) if found and done.returncode == 0 else 0), text


@pytest.mark.slow
@pytest.mark.timeout(2 * LONGEST_S)
@pytest.mark.parametrize("cases", [500, pytest.param(2000, marks=pytest.mark.nightly)])
def test_hundreds_of_requests_find_no_error_of_the_server_and_no_answer_of_another_form(
    store: Store, tmp_path: Path, cases: int
) -> None:
    with serving(store) as api:
        number, text = explore(api, tmp_path, cases)
    assert number >= cases, text
