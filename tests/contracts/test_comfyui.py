"""ComfyUI on one's own GPU: a job bears our id and mark, is made once, and what its server refuses is told in words."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from contracts.filming import WISH, Filming
from contracts.openapi import contract
from fakes import comfyui as fake
from fakes.server import Answer, Server, serving

from vidpipe_assets.model.errors import BadInput, PermanentError, TransientError
from vidpipe_assets.providers.footage.comfyui import ComfyUi
from vidpipe_assets.render.video.photographs import is_photograph


@pytest.fixture
def gpu() -> fake.Service:
    return fake.Service()


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "home"))
    fake.write_workflow(tmp_path / "home", fake.WORKFLOW)
    return tmp_path / "home"


@pytest.fixture
def server(gpu: fake.Service, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with serving(gpu, contract("comfyui")) as made:
        monkeypatch.setenv(fake.VARIABLE, made.url)
        yield made


@pytest.fixture
def old_gpu(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[fake.Service]:
    """One of before it took ids from its clients."""
    service = fake.Service(is_old=True)
    with serving(service, contract("comfyui")) as made:
        monkeypatch.setenv(fake.VARIABLE, made.url)
        yield service


def with_node(name: str, kind: str, **inputs: Any) -> dict[str, Any]:
    """The workflow with another node, or the same one with other inputs."""
    before = fake.WORKFLOW.get(name, {"_meta": {"title": kind}, "inputs": {}})
    return {**fake.WORKFLOW, name: {**before, "class_type": kind, "inputs": {**before["inputs"], **inputs}}}


def test_a_still_is_drawn_by_the_workflow_of_the_home_with_the_scene_s_prompt_and_a_new_seed(
    server: Server, gpu: fake.Service, desk: Filming
) -> None:
    found = desk.obtain(ComfyUi())
    assert found is not None
    assert is_photograph(found.path)
    assert desk.obtain(ComfyUi()) == found
    other = desk.obtain(ComfyUi(), take=2)
    assert other is not None
    assert other.id != found.id
    assert [job["prompt"]["6"]["inputs"] for job in gpu.jobs] == [{"text": WISH.prompt, "clip": ["4", 1]}] * 2
    assert len({job["prompt"]["3"]["inputs"]["seed"] for job in gpu.jobs}) == 2
    assert [job["prompt_id"] for job in gpu.jobs] == [found.id, other.id]
    assert desk.booked == 0


def test_a_seed_is_none_that_a_node_of_32_bits_refuses(
    server: Server, gpu: fake.Service, desk: Filming, home: Path
) -> None:
    fake.write_workflow(home, with_node("3", "Sampler32"))
    for take in range(1, 5):
        assert desk.obtain(ComfyUi(), take=take) is not None
    assert len(gpu.jobs) == 4


def test_a_saved_picture_comes_before_a_preview_and_from_its_folder(server: Server, desk: Filming, home: Path) -> None:
    preview = {"1": {"class_type": "PreviewImage", "inputs": {"images": ["8", 0]}, "_meta": {"title": "P"}}}
    fake.write_workflow(home, {**preview, **with_node("9", "SaveImage", filename_prefix="shorts/a b&c")})
    assert desk.obtain(ComfyUi()) is not None
    viewed = [one.query for one in server.asked if one.path == "/view"]
    assert viewed == [{"filename": "a b&c_00001_.png", "subfolder": "shorts", "type": "output"}]


def test_a_job_whose_answer_was_lost_is_found_by_its_mark_and_not_made_twice(
    server: Server, gpu: fake.Service, desk: Filming
) -> None:
    gpu.on_submit = lambda _: Answer({"prompt_id": "x", "number": 1, "node_errors": {}}, cut_after=5)
    found = desk.obtain(ComfyUi())
    assert found is not None
    assert [found.id] == [job["prompt_id"] for job in gpu.jobs]


def test_a_server_that_gives_ids_of_its_own_is_followed_by_them_and_a_lost_answer_is_found_there_too(
    old_gpu: fake.Service, desk: Filming
) -> None:
    found = desk.obtain(ComfyUi())
    assert found is not None
    old_gpu.on_submit = lambda _: Answer({"prompt_id": "x", "number": 1, "node_errors": {}}, cut_after=5)
    other = desk.obtain(ComfyUi(), take=2)
    assert other is not None
    assert [found.id, other.id] == [job["prompt_id"] for job in old_gpu.jobs]


@pytest.mark.slow
@pytest.mark.parametrize("is_done", [False, True])
def test_killed_between_submit_and_answer_the_next_run_finds_the_job_in_the_queue_or_the_history(
    gpu: fake.Service, server: Server, tmp_path: Path, is_done: bool
) -> None:
    def run() -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "contracts.filming_process", "comfyui", str(tmp_path), "0"]
        paths = os.pathsep.join([str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")])
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": paths})

    def kill(number: int) -> Answer | None:
        if number == 4:
            first.send_signal(signal.SIGKILL)
            if is_done:
                gpu.finish(gpu.jobs[-1])
            return Answer("", 504)
        return None

    gpu.on_submit = kill
    first = run()
    first.communicate(timeout=120)
    assert first.returncode == -signal.SIGKILL
    gpu.on_submit = lambda _: None
    second = run()
    said, _ = second.communicate(timeout=120)
    assert second.returncode == 0
    assert sorted(said.split()) == sorted(job["prompt_id"] for job in gpu.jobs)
    assert len(gpu.jobs) == 6


def test_a_server_that_was_started_anew_is_given_the_job_again(
    server: Server, gpu: fake.Service, desk: Filming
) -> None:
    gpu.on_submit = lambda number: gpu.restart() if number == 1 else None
    found = desk.obtain(ComfyUi())
    assert found is not None
    assert [job["prompt_id"] for job in gpu.jobs][1:] == [found.id]


def test_a_server_that_loses_every_job_is_not_given_it_for_ever(
    server: Server, gpu: fake.Service, desk: Filming
) -> None:
    gpu.on_submit = lambda _: gpu.restart()
    with pytest.raises(PermanentError, match="no longer has the job: it was started anew"):
        desk.obtain(ComfyUi())
    assert len(gpu.jobs) == 2


def test_a_picture_that_was_deleted_there_is_made_again_although_the_history_still_names_it(
    server: Server, gpu: fake.Service, desk: Filming
) -> None:
    gpu.on_done = lambda number: gpu.files.clear() if number == 1 else None
    found = desk.obtain(ComfyUi())
    assert found is not None
    assert [job["prompt_id"] for job in gpu.jobs][1:] == [found.id]


def test_a_server_that_is_not_there_is_asked_again_later(home: Path, desk: Filming) -> None:
    with pytest.raises(TransientError, match="comfyui"):
        desk.obtain(ComfyUi())


FAILED = {"status_str": "error", "completed": False, "messages": [["execution_error", {"node_type": "KSampler",
          "exception_message": "Allocation on device \nThis error means you ran out of memory."}]]}  # fmt: skip
STOPPED = {
    "status_str": "error",
    "completed": False,
    "messages": [["execution_interrupted", {"node_type": "KSampler"}]],
}


@pytest.mark.parametrize(
    ("end", "why"),
    [
        ({"outputs": {}, "status": FAILED}, "KSampler: Allocation on device This error means"),
        ({"outputs": {}, "status": STOPPED}, "somebody interrupted it there"),
        ({"outputs": {}, "status": {"status_str": "success"}}, "saves no picture"),
        ({"outputs": {}, "status": None}, "saves no picture"),
    ],
)
def test_a_workflow_that_fails_says_why(
    server: Server, gpu: fake.Service, desk: Filming, end: dict[str, Any], why: str
) -> None:
    gpu.ends.append(end)
    with pytest.raises(PermanentError, match=why):
        desk.obtain(ComfyUi())


def test_a_workflow_that_saves_something_else_says_so(server: Server, desk: Filming, home: Path) -> None:
    fake.write_workflow(home, with_node("9", "SaveLatent", samples=["3", 0]))
    with pytest.raises(PermanentError, match="saves no picture"):
        desk.obtain(ComfyUi())


@pytest.mark.parametrize(
    ("workflow", "why"),
    [
        ({"1": {"class_type": "SaveImage", "inputs": {}}}, "has no node with the title 'vidpipe prompt'"),
        ({"nodes": [], "links": []}, "no workflow in the form of ComfyUI's API"),
        ([], "no workflow in the form of ComfyUI's API"),
    ],
)
def test_a_workflow_that_cannot_be_used_is_told_by_its_file(
    server: Server, desk: Filming, home: Path, workflow: Any, why: str
) -> None:
    path = fake.write_workflow(home, workflow, "mine")
    with pytest.raises(BadInput, match=why) as caught:
        desk.obtain(ComfyUi(), replace(WISH, model="mine"))
    assert str(path) in str(caught.value)
    with pytest.raises(BadInput, match="cannot be read: No such file"):
        desk.obtain(ComfyUi(), replace(WISH, model="other"))
    with pytest.raises(BadInput, match="is no name of a workflow"):
        desk.obtain(ComfyUi(), replace(WISH, model="../secret"))
    assert server.asked == []


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    # The reason stands in `node_errors` alone: it is no output's own.
    "a model that is not there": (
        with_node("4", "CheckpointLoaderSimple", ckpt_name="other.safetensors"),
        r"CheckpointLoaderSimple \(node 4\): Value not in list: ckpt_name: 'other.safetensors' not in \['a-model",
    ),
    "an input that is missing": (
        {**fake.WORKFLOW, "8": {**fake.WORKFLOW["8"], "inputs": {"samples": ["3", 0]}}},
        r"VAEDecode \(node 8\): Required input is missing: vae",
    ),
    "a node that is not there": (
        with_node("7", "NoSuchNode"),
        "Node 'NoSuchNode' not found. The custom node may not be installed.: Node ID '#7'",
    ),
    "no output": (
        {name: node for name, node in fake.WORKFLOW.items() if name != "9"},
        "Prompt has no outputs",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_workflow_that_the_server_refuses_is_told_by_its_nodes(
    server: Server, gpu: fake.Service, desk: Filming, home: Path, case: str
) -> None:
    workflow, why = REFUSED[case]
    fake.write_workflow(home, workflow)
    with pytest.raises(BadInput, match=why) as caught:
        desk.obtain(ComfyUi())
    assert "models" in caught.value.remedy
    assert gpu.jobs == []


def test_a_job_that_takes_too_long_is_stopped_while_it_runs_and_taken_out_of_the_queue_where_it_waits(
    server: Server, gpu: fake.Service, desk: Filming
) -> None:
    gpu.never_ends = True
    with pytest.raises(TransientError, match="did not finish"):
        desk.obtain(ComfyUi())
    assert gpu.queue == []
    assert gpu.history[gpu.jobs[0]["prompt_id"]]["status"]["messages"][-1][0] == "execution_interrupted"
    other = {"prompt": fake.WORKFLOW, "prompt_id": "5e3f0a51-0000-4000-8000-000000000000"}
    gpu.take(other)
    with pytest.raises(TransientError, match="did not finish"):
        desk.obtain(ComfyUi(), take=2)
    assert [job["prompt_id"] for job in gpu.queue] == [other["prompt_id"]]


def test_the_probe_asks_what_machine_it_is(server: Server) -> None:
    assert ComfyUi().probe() == "it answers; ComfyUI 0.36.0"
