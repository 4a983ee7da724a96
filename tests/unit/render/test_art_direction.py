"""Art direction: the same for the same video, different from scene to scene and from video to video."""

from itertools import pairwise
from typing import get_args

import pytest

from tests.unit.render.scene_samples import THEMES, plan
from vidpipe_assets.model import theme
from vidpipe_assets.model.pictures import End, Hook, IconCard, Number, Rank
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.render.arrangements import arrange
from vidpipe_assets.render.art_direction import direct_shots
from vidpipe_assets.render.palettes import plain_name

END = End(lines=("So?",))
KEYS = [f"2026-11-{day:02d}_gadgets" for day in range(1, 25)]


def directed(key: str, **look: object):
    return direct_shots(plan(), theme.Picture.model_validate(look), "Channel", key, THEMES)


def test_the_same_video_is_shot_the_same_way_again():
    assert directed(KEYS[0]) == directed(KEYS[0])


def test_two_videos_of_one_theme_do_not_look_the_same():
    looks = {
        tuple((s.palette, s.accent, s.background, s.transition, s.seed % 4) for s in directed(key)) for key in KEYS
    }
    assert len(looks) == len(KEYS)


@pytest.mark.parametrize("name", get_args(theme.Palette))
def test_neighbouring_scenes_differ_and_inverted_ones_are_never_two_in_a_row(name: str):
    for key in KEYS:
        shots = directed(key, palette=name)
        assert {plain_name(shot.palette) for shot in shots} == {name}
        assert any(shot.palette.endswith("!") for shot in shots)
        for one, other in pairwise(shots):
            assert one.background != other.background
            assert not (one.palette.endswith("!") and other.palette.endswith("!"))


@pytest.mark.parametrize("motion", ["lively", "calm"])
def test_a_channel_has_one_family_of_transitions_and_the_stronger_one_leads_to_the_payoff(motion: str):
    pairs: set[tuple[str, ...]] = set()
    for channel in ("Channel", "Deep space", "Small change", "Slow green", "High ground"):
        look = theme.Picture.model_validate({"motion": motion})
        shots = [shot for key in KEYS[:5] for shot in direct_shots(told(), look, channel, key, THEMES)]
        pairs.add(tuple(dict.fromkeys(shot.transition for shot in shots)))
        assert len({shot.transition for shot in shots if shot.position != 4}) == 1
    assert len(pairs) > 1
    assert all(len(pair) <= 2 for pair in pairs)
    assert ("fade" in {kind for pair in pairs for kind in pair}) <= (motion == "calm")
    assert {shot.transition for shot in directed(KEYS[0], transition="iris")} == {"iris"}


def test_no_two_scenes_running_have_their_subject_in_the_same_place_and_all_places_come():
    pictures = [Hook(lines=("It burned.", "So?")), Number(value=30, label="hours"), IconCard(icon="bike", title="One")]
    seen: set[str | None] = set()
    for seed in range(0, 220, 11):
        found = list(arrange([(one, "game-boy") for one in (*pictures, END, *pictures)], seed))
        assert found == list(arrange([(one, "game-boy") for one in (*pictures, END, *pictures)], seed))
        assert found[3] in ("beside", "across")
        assert all(one != other for one, other in pairwise(one for one in found if one))
        seen |= set(found)
    assert seen == {"above", "below", "beside", "across"}
    wide = list(arrange([(one, "car") for one in (*pictures, Rank(rank=1, of=3, title="One"), END)], 5))
    assert set(wide) == {"above", "below"}
    assert all(one != other for one, other in pairwise(wide))


def told() -> ProductionPlan:
    """A plan that ends with a closing card."""
    scenes = plan().scenes
    return plan().model_copy(update={"scenes": (*scenes[:-1], scenes[-1].model_copy(update={"picture": END}))})


def test_a_clip_is_longer_than_its_scene_will_probably_last():
    shots = directed(KEYS[0])
    assert all(shot.seconds >= shot.scene.seconds * 1.25 + 0.4 for shot in shots)


def test_the_theme_is_honoured():
    shots = directed(KEYS[0], accent="#E5007D", heading_font="inter", motion="calm", logo={"file": "logo.png"})
    assert {(s.accent, s.heading_font, s.motion, s.logo) for s in shots} == {
        ("#E5007D", "inter", "calm", THEMES / "logo.png")
    }
    assert [(s.position, s.of, s.channel, s.sample) for s in shots][1] == (2, 6, "Channel", True)


@pytest.mark.parametrize(
    ("said", "once_more"), [("It burned for a day.", "flames"), ("It was stolen in May.", None), ("It is grey.", None)]
)
def test_a_subject_does_on_the_end_card_once_more_what_it_did_last(said: str, once_more: str | None):
    penguin = "Emperor penguin"
    card = plan().scenes[0].model_copy(update={"picture": IconCard(icon="bird", title="One"), "narration": said})
    card = card.model_copy(update={"title": penguin, "event": None, "pause_s": 0.0, "beats": ()})
    hook = card.model_copy(update={"picture": Hook(lines=("Is it", "so?")), "narration": "An emperor penguin."})
    scenes = [hook, card, card.model_copy(update={"picture": END, "narration": "Follow us."})]
    numbered = tuple(scene.model_copy(update={"id": f"s{at}"}) for at, scene in enumerate(scenes, 1))
    of = plan().model_copy(update={"subject": penguin, "scenes": numbered})
    happening = direct_shots(of, theme.Picture(), "Channel", KEYS[0], THEMES)[-1].happening
    assert (happening and happening.kind) == once_more
