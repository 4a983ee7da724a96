"""What a sum that is shown before it is paid says of the prices that it goes by."""

from decimal import Decimal

import pytest
from text_models import theme

from vidpipe_assets.model.money import Money
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.providers.registry import load
from vidpipe_assets.stages.cost_preview import _estimate  # pyright: ignore[reportPrivateUsage]

KLING = {"footage": {"replicate": "kwaivgi/kling-v2.1"}}


@pytest.mark.parametrize(
    ("stage", "port", "name", "models", "is_guessed"),
    [
        (Stage.VOICEOVER, "speech", "elevenlabs", {}, True),
        (Stage.VOICEOVER, "speech", "openai", {}, False),
        (Stage.TRENDS, "trends", "tiktok", {}, True),
        (Stage.CLIPS, "footage", "replicate", KLING, True),
        (Stage.CLIPS, "footage", "replicate", {}, False),
        (Stage.SCRIPTS, "text", "anthropic", {}, False),
    ],
)
def test_a_price_from_memory_is_marked_where_its_sum_is_shown(
    stage: Stage, port: str, name: str, models: dict[str, dict[str, str]], is_guessed: bool
) -> None:
    sums = {name: Money(amount=Decimal("0.26"))}
    shown = str(_estimate(sums, theme(models=models), stage, [load(port, name)]))
    assert shown.startswith("at most 0.26 USD")
    assert shown.endswith(f" (by a price from memory: {name})") is is_guessed
