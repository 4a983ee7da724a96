"""Notices link to the page where the operator has said where it is."""

import json

import pytest

from vidpipe_assets.io.clock import now_utc
from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.order import Event, Notice
from vidpipe_assets.providers.notify import webhook as notices


class Sent:
    """The bodies that were sent."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.bodies: list[dict[str, str]] = []
        monkeypatch.setattr(notices, "open_response", self._open)

    def _open(self, request: notices.HttpRequest, *given: object) -> "Sent":
        self.bodies.append(json.loads(request.content or b""))
        return self

    def __enter__(self) -> "Sent":
        return self

    def __exit__(self, *given: object) -> None:
        return

    status = 200


def notice(event: Event) -> Notice:
    return Notice(
        id=f"{event}-1", event=event, video="2026-11-23_gadgets", theme="gadgets", stage="", text="it waits",
        remedy="look", at=now_utc(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("event", "page"),
    [
        (Event.REVIEW, "https://clips.example.com/v/videos/2026-11-23_gadgets"),
        (Event.NOBODY_AT_WORK, "https://clips.example.com/v"),
    ],
)
def test_a_notice_links_to_its_video(event: Event, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIDPIPE_WEBHOOK_URL", "https://hooks.example.com/x")
    monkeypatch.setenv("VIDPIPE_WEB_URL", "https://clips.example.com/v/")
    sent = Sent(monkeypatch)
    notices.webhook().send(notice(event))
    assert sent.bodies[0]["page"] == page
    assert sent.bodies[0]["text"] == sent.bodies[0]["content"] == f"it waits\n{page}"


def test_without_an_address_there_is_no_link(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIDPIPE_WEBHOOK_URL", "https://hooks.example.com/x")
    monkeypatch.delenv("VIDPIPE_WEB_URL", raising=False)
    sent = Sent(monkeypatch)
    notices.webhook().send(notice(Event.REVIEW))
    assert sent.bodies[0]["text"] == "it waits"
    assert "page" not in sent.bodies[0]


@pytest.mark.parametrize(
    "address", ["clips.example.com", "ftp://x/", "https://", "https://ann:canary@x.example/", "https://x/?k=canary"]
)
def test_an_address_that_is_none_is_refused_by_name_without_a_part_of_it(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIDPIPE_WEBHOOK_URL", "https://hooks.example.com/x")
    monkeypatch.setenv("VIDPIPE_WEB_URL", address)
    with pytest.raises(BadInput, match="VIDPIPE_WEB_URL is not an address") as refused:
        notices.webhook()
    assert "canary" not in str(refused.value)
