"""Models that draw stills: paid once, refused in words, with the theme's reference where they take one."""

import base64
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from contracts.filming import WISH, Filming
from contracts.openapi import contract
from fakes import fal as fal_fake
from fakes import gemini_images as gemini_fake
from fakes import openai_images as openai_fake
from fakes import replicate as replicate_fake
from fakes.pictures import photograph
from fakes.server import Answer, Server, serving

from vidpipe_assets.model.errors import (
    BadMedia,
    BlockedError,
    PermanentError,
    Refused,
    TransientError,
    UnknownOutcome,
    VidpipeError,
)
from vidpipe_assets.providers.footage import FootageProvider
from vidpipe_assets.providers.footage.fal import Fal
from vidpipe_assets.providers.footage.gemini import GeminiStills
from vidpipe_assets.providers.footage.openai import OpenAiStills
from vidpipe_assets.providers.footage.replicate import Replicate
from vidpipe_assets.render.video.photographs import is_photograph

SECRET = "canary/stills+key=="  # noqa: S105 - it is none
KEYS = ("OPENAI_API_KEY", "GEMINI_API_KEY", "FAL_KEY", "REPLICATE_API_TOKEN")


@dataclass(frozen=True)
class Reference:
    """A reference picture of the theme."""

    name: str = "reference 1"

    def draw(self, out: Path) -> None:
        out.write_bytes(b"\xff\xd8 a character")


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in KEYS:
        monkeypatch.setenv(name, SECRET)


def served(
    fake: Any, service: Any, name: str, monkeypatch: pytest.MonkeyPatch, *, free: bool = False
) -> Iterator[Server]:
    with serving(service, None if free else contract(name)) as server:
        monkeypatch.setenv(fake.VARIABLE, server.url)
        yield server


@pytest.fixture
def openai(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    yield from served(openai_fake, openai_fake.Service(), "openai_images", monkeypatch)


@pytest.fixture
def gemini(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    yield from served(gemini_fake, gemini_fake.Service(), "gemini_images", monkeypatch)


def test_openai_is_charged_by_the_tokens_that_it_tells(openai: Server, desk: Filming) -> None:
    found = desk.obtain(OpenAiStills())
    assert found is not None
    assert is_photograph(found.path)
    assert found.rights.creator == "gpt-image-2.6-flare, a generative model"
    assert openai.asked[0].json["size"] == "1088x1920"
    assert desk.booked == openai_fake.PRICE < OpenAiStills().price(WISH).amount
    assert desk.obtain(OpenAiStills()) == found
    assert len(openai.asked) == 1


def test_openai_takes_the_theme_s_reference_beside_the_prompt_and_is_paid_for_reading_it_once(
    openai: Server, desk: Filming
) -> None:
    wish = replace(WISH, reference=Reference())
    found = desk.obtain(OpenAiStills(), wish)
    assert found is not None
    assert is_photograph(found.path)
    (asked,) = openai.asked
    assert asked.path == "/images/edits"
    told = {one.name: one.content.decode() for one in asked.parts if not one.file}
    (picture,) = (one for one in asked.parts if one.file)
    assert (picture.name, picture.kind, picture.content) == ("image[]", "image/jpeg", b"\xff\xd8 a character")
    assert told["prompt"].startswith(f"{WISH.prompt}\n\n")
    assert "reference" in told["prompt"]
    assert (told["model"], told["size"], told["quality"]) == ("gpt-image-2.6-flare", "1088x1920", "medium")
    assert desk.booked == openai_fake.PRICE + openai_fake.PRICE_OF_REFERENCE < OpenAiStills().price(wish).amount
    assert desk.obtain(OpenAiStills(), wish) == found
    assert len(openai.asked) == 1


def test_another_reference_is_another_still_and_none_is_the_one_that_was_paid_before(
    openai: Server, desk: Filming
) -> None:
    wish = replace(WISH, reference=Reference())
    stills = [
        desk.obtain(OpenAiStills(), replace(WISH, reference=one))
        for one in (None, Reference(), Reference("reference 2"), None, Reference())
    ]
    assert [one.path for one in openai.asked] == ["/images/generations", "/images/edits", "/images/edits"]
    assert stills[3:] == stills[:2]
    assert [one.request for one in desk.calls() if "reference" in one.request] != []
    assert OpenAiStills().price(WISH).amount < OpenAiStills().price(wish).amount


@pytest.mark.parametrize("reference", [None, "reference 1"])
def test_openai_refuses_and_limits_alike_with_and_without_a_reference(
    openai: Server, desk: Filming, reference: str | None
) -> None:
    wish = replace(WISH, reference=Reference(reference) if reference else None)
    with pytest.raises(Refused):
        desk.obtain(OpenAiStills(), replace(wish, prompt="something forbidden"))
    limit = {"code": "billing_hard_limit_reached", "message": "Billing hard limit has been reached"}
    openai.answer_next(Answer({"error": limit}, 400))
    with pytest.raises(BlockedError, match="hard limit"):
        desk.obtain(OpenAiStills(), wish)
    assert desk.booked == 0
    assert len(openai.asked) == 2


def test_gemini_draws_a_picture_and_takes_the_theme_s_reference(gemini: Server, desk: Filming) -> None:
    found = desk.obtain(GeminiStills())
    assert found is not None
    assert is_photograph(found.path)
    assert desk.booked == gemini_fake.PRICE < GeminiStills().price(WISH).amount < Decimal("0.06")
    again = desk.obtain(GeminiStills(), replace(WISH, scene="s3", reference=Reference()))
    assert again is not None
    first, second = (one.json["contents"][0]["parts"] for one in gemini.asked)
    assert first == [{"text": WISH.prompt}]
    assert base64.b64decode(second[0]["inlineData"]["data"]) == b"\xff\xd8 a character"
    assert "reference" in second[1]["text"].removeprefix(WISH.prompt)
    assert "reference 1" in desk.calls()[-1].request


def test_gemini_s_drafts_are_not_its_picture(gemini: Server, desk: Filming) -> None:
    found = desk.obtain(GeminiStills())
    assert found is not None
    assert found.path.read_bytes() == photograph(1, (768, 1376))


# Where an account's limit is, in its body alone; none of them is paid, and only the last is asked again at once.
QUOTAS: dict[str, tuple[Answer, type[VidpipeError], bool]] = {
    "of the day": (
        gemini_fake.out_of_quota("GenerateRequestsPerDayPerProjectPerModel", 250),
        BlockedError,
        True,
    ),
    "none at all": (
        gemini_fake.out_of_quota("GenerateRequestsPerDayPerProjectPerModel-FreeTier", 0),
        BlockedError,
        False,
    ),
    "of the minute": (
        gemini_fake.out_of_quota("GenerateRequestsPerMinutePerProjectPerModel", 10),
        TransientError,
        False,
    ),
}


@pytest.mark.parametrize("case", QUOTAS)
def test_gemini_s_quotas_are_heeded_as_its_body_tells_them(gemini: Server, desk: Filming, case: str) -> None:
    answer, error, passes = QUOTAS[case]
    gemini.answer_next(*[answer] * 4)
    with pytest.raises(error) as caught:
        desk.obtain(GeminiStills())
    assert desk.booked == 0
    if isinstance(caught.value, BlockedError):
        assert len(gemini.asked) == 1
        at = caught.value.retry_at
        assert (at is not None and at.astimezone(ZoneInfo("America/Los_Angeles")).time() == dt.time()) == passes
    else:
        assert desk.time.slept[0] >= 34


def test_a_key_that_gemini_does_not_know_is_named(gemini: Server, desk: Filming) -> None:
    gemini.answer_next(gemini_fake.WRONG_KEY)
    with pytest.raises(PermanentError, match="API key not valid") as caught:
        desk.obtain(GeminiStills())
    assert "GEMINI_API_KEY" in caught.value.remedy


@pytest.mark.parametrize(
    ("told", "error"),
    [
        ({"candidates": [{"finishReason": "IMAGE_SAFETY", "index": 0}]}, Refused),
        ({"promptFeedback": {"blockReason": "IMAGE_SAFETY"}}, Refused),
        ({"candidates": [{"finishReason": "PUP_LIMITED_DISABLED"}], "usageMetadata": {}}, BlockedError),
    ],
)
def test_what_gemini_does_not_draw_is_told_by_its_reason_with_or_without_a_usage(
    gemini: Server, desk: Filming, told: dict[str, Any], error: type[VidpipeError]
) -> None:
    gemini.answer_next(Answer(told))
    with pytest.raises(error, match="drew nothing"):
        desk.obtain(GeminiStills())
    assert len(gemini.asked) == 1


@pytest.mark.parametrize("provider", [OpenAiStills(), GeminiStills()])
def test_what_is_forbidden_is_refused_and_costs_nothing(
    openai: Server, gemini: Server, desk: Filming, provider: FootageProvider
) -> None:
    with pytest.raises(Refused):
        desk.obtain(provider, replace(WISH, prompt="something forbidden"))
    assert desk.booked == 0


@pytest.mark.parametrize("provider", [OpenAiStills(), GeminiStills()])
def test_without_a_key_or_a_price_nobody_is_asked(
    openai: Server, gemini: Server, desk: Filming, provider: FootageProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BlockedError, match="what 'some-other' costs"):
        desk.obtain(provider, replace(WISH, model="some-other"))
    for name in KEYS:
        monkeypatch.delenv(name)
    with pytest.raises(BlockedError, match="which is not set"):
        desk.obtain(provider)
    assert [*openai.asked, *gemini.asked] == []
    assert desk.obtain(provider, replace(WISH, prompt=" ", terms=())) is None


def test_a_model_that_has_ended_is_not_asked(openai: Server, desk: Filming) -> None:
    with pytest.raises(BlockedError, match="gpt-image-1 of openai has ended"):
        desk.obtain(OpenAiStills(), replace(WISH, model="gpt-image-1"))
    assert openai.asked == []


@pytest.mark.parametrize("name", ["gemini-3.1-flash-image", "imagen-4.0-generate-001"])
def test_google_s_models_that_have_ended_are_told_with_what_replaces_them(
    gemini: Server, desk: Filming, name: str
) -> None:
    with pytest.raises(BlockedError, match=f"{name} of gemini has ended") as caught:
        desk.obtain(GeminiStills(), replace(WISH, model=name))
    assert "gemini-nano-banana-2.1" in caught.value.remedy
    assert gemini.asked == []


# Where nothing says whether it was paid, it is asked once more, and never again.
_MOST = OpenAiStills().price(WISH).amount
ODD: dict[str, tuple[Answer, type[VidpipeError], Decimal]] = {
    "no picture": (Answer({"created": 1, "data": [{"url": "https://x"}]}), UnknownOutcome, 2 * _MOST),
    "no base64": (
        Answer({"created": 1, "data": [{"b64_json": "%%%"}], "usage": {"input_tokens": 40, "output_tokens": 2107}}),
        BadMedia,
        openai_fake.PRICE,
    ),
    "broken": (Answer("oops", 500), TransientError, Decimal(0)),
    "too many": (Answer({"error": {"code": "rate_limit_exceeded"}}, 429), TransientError, Decimal(0)),
    "no credit": (
        Answer({"error": {"code": "insufficient_quota", "type": "insufficient_quota"}}, 429),
        BlockedError,
        Decimal(0),
    ),
    "a limit of the account": (
        Answer(
            {"error": {"code": "billing_hard_limit_reached", "message": "Billing hard limit has been reached"}}, 400
        ),
        BlockedError,
        Decimal(0),
    ),
    "nobody knows who it is": (
        Answer({"error": {"message": "Your organization must be verified to use the model `x`.", "code": None}}, 403),
        BlockedError,
        Decimal(0),
    ),
}


@pytest.mark.parametrize("case", ODD)
def test_what_may_have_been_paid_is_booked_and_what_was_not_is_not(
    monkeypatch: pytest.MonkeyPatch, desk: Filming, case: str
) -> None:
    answer, error, booked = ODD[case]
    with serving(lambda _: answer) as server:
        monkeypatch.setenv(openai_fake.VARIABLE, server.url)
        with pytest.raises(error) as caught:
            desk.obtain(OpenAiStills())
    assert SECRET not in f"{caught.value} {caught.value.remedy}"
    assert desk.booked == booked


def test_stills_of_fal_s_models_are_charged_by_the_picture(monkeypatch: pytest.MonkeyPatch, desk: Filming) -> None:
    service = fal_fake.Service()
    for _ in served(fal_fake, service, "fal", monkeypatch):
        found = desk.obtain(Fal(), replace(WISH, model="fal-ai/flux/schnell", seconds=40.0))
        assert found is not None
        assert is_photograph(found.path)
        assert not found.lettered
        assert service.jobs[0]["image_size"] == "portrait_16_9"
        assert desk.booked == service.bill == fal_fake.STILL_PRICE


def test_a_still_that_fal_has_blacked_out_is_refused_and_booked(monkeypatch: pytest.MonkeyPatch, desk: Filming) -> None:
    service = fal_fake.Service()
    for server in served(fal_fake, service, "fal", monkeypatch):
        image = {"url": f"{server.url}/files/f1.jpg", "width": 576, "height": 1024, "content_type": "image/jpeg"}
        service.results = [Answer({"images": [image], "seed": 7, "has_nsfw_concepts": [True], "prompt": "x"})]
        with pytest.raises(Refused, match="unsafe"):
            desk.obtain(Fal(), replace(WISH, model="fal-ai/flux/schnell"))
        assert [one.path for one in server.asked if one.path.startswith("/files/")] == []
        assert desk.booked == service.bill == fal_fake.STILL_PRICE


def test_a_model_that_begins_with_a_reference_gets_it_or_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, desk: Filming
) -> None:
    kontext = replace(WISH, model="fal-ai/flux-pro/kontext")
    service = fal_fake.Service()
    for _ in served(fal_fake, service, "fal", monkeypatch):
        with pytest.raises(Refused) as caught:
            desk.obtain(Fal(), kontext)
        assert "picture.reference" in caught.value.remedy
        found = desk.obtain(Fal(), replace(kontext, reference=Reference()), video="2026-11-24_gadgets")
        assert found is not None
        assert not found.lettered
        assert service.jobs[0]["image_url"].startswith("data:image/jpeg;base64,")


@pytest.mark.parametrize(
    ("name", "output"), [("black-forest-labs/flux-schnell", list), ("black-forest-labs/flux-1.1-pro", str)]
)
def test_stills_of_replicate_s_models_come_as_a_list_or_alone(
    monkeypatch: pytest.MonkeyPatch, desk: Filming, name: str, output: type
) -> None:
    service = replicate_fake.Service()
    for _ in served(replicate_fake, service, "replicate", monkeypatch):
        wish = replace(WISH, model=name)
        found = desk.obtain(Replicate(), wish)
        assert found is not None
        assert is_photograph(found.path)
        assert isinstance(service.jobs[0]["output"], output)
        assert service.jobs[0]["input"] == {"prompt": WISH.prompt, "aspect_ratio": "9:16", "output_format": "jpg"}
        assert desk.booked == Replicate().price(wish).amount


def test_probes_ask_what_costs_nothing(openai: Server, gemini: Server) -> None:
    assert OpenAiStills().probe() == "it answers; 1 models"
    assert GeminiStills().probe() == "it answers; 1 models"
