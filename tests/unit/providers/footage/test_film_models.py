"""Models that make clips: the shortest that is long enough, told in their own words, and priced."""

import pytest

from vidpipe_assets.model.errors import Refused
from vidpipe_assets.model.money import FREE
from vidpipe_assets.providers.footage import FootageRequest
from vidpipe_assets.providers.footage.fal import Fal
from vidpipe_assets.providers.footage.film_models import FilmMaker, FilmModel, film_model
from vidpipe_assets.providers.footage.replicate import Replicate

MODEL = FilmModel("someone/some", (5, 10), lengths_are_text=True, more={"resolution": "1080p"})


@pytest.mark.parametrize(("seconds", "length"), [(0.1, 5), (5.0, 5), (5.01, 10), (10.0, 10)])
def test_the_shortest_clip_that_is_long_enough_is_made(seconds: float, length: int) -> None:
    assert MODEL.length_for(seconds) == length


def test_what_is_longer_than_any_clip_is_refused_in_words() -> None:
    with pytest.raises(Refused, match=r"at most 10 s, 10\.1 s are needed"):
        MODEL.length_for(10.1)


def test_a_model_is_told_in_its_own_words() -> None:
    told = {"prompt": "a moon", "aspect_ratio": "9:16", "duration": "5", "resolution": "1080p"}
    assert MODEL.told("a moon", 5) == told


def test_a_model_that_nobody_knows_is_told_what_most_understand() -> None:
    told = film_model("fal", "someone/new").told("a moon", 5)
    assert told == {"prompt": "a moon", "aspect_ratio": "9:16", "duration": 5}


@pytest.mark.parametrize("maker", [Fal(), Replicate()])
def test_the_standard_model_has_a_price_and_needs_no_key_to_tell_it(
    maker: FilmMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    for need in maker.needs:
        monkeypatch.delenv(need.name, raising=False)
    assert maker.price(FootageRequest("s1", ("moon",), "a moon", 4.0)).amount > 0
    assert maker.price(FootageRequest("s1", (), " ", 4.0)) == FREE


def test_a_long_prompt_is_cut_to_what_every_model_takes() -> None:
    order = Fal()._order(FootageRequest("s1", (), "moon " * 1000, 4.0))
    assert order is not None
    assert len(order.prompt) == 1500
