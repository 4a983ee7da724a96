"""Every sound belongs to something that is seen at its moment, and the payoff is announced."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from samples import plan

from vidpipe_assets.model.media import FPS, TimelineScene
from vidpipe_assets.model.pictures import Bar, Bars, Number
from vidpipe_assets.model.plan import Beat
from vidpipe_assets.model.theme import Picture
from vidpipe_assets.render.art_direction import Shot, direct_shots
from vidpipe_assets.render.audio.cues import Cue, payoff_scene, sound_cues
from vidpipe_assets.render.audio.effects import play_effects
from vidpipe_assets.render.audio.samples import RATE


def shots_of() -> tuple[Shot, ...]:
    return direct_shots(plan(), Picture(), "Channel", "2026-11-23_gadgets", Path("themes"))


def timeline_of(shots: tuple[Shot, ...]) -> tuple[TimelineScene, ...]:
    frames = 150
    return tuple(
        TimelineScene(scene=shot.scene.id, title="", start_frame=n * frames, frames=frames, voice_start_s=0.1)
        for n, shot in enumerate(shots)
    )


def test_every_cut_is_heard_and_the_last_before_the_closing_card_is_the_payoff() -> None:
    shots = shots_of()
    timeline = timeline_of(shots)
    cues = sound_cues(timeline, shots)
    cuts = {scene.start_frame / FPS: scene.scene for scene in timeline[1:]}
    heard = {cue.at_s: cue.kind for cue in cues if cue.at_s in cuts}
    assert set(heard) == set(cuts)
    payoff = payoff_scene(timeline, shots)
    assert payoff == shots[-2].scene.id
    assert [cuts[at] for at, kind in heard.items() if kind == "hit"] == [payoff]


def test_sounds_stay_apart_and_within_the_video() -> None:
    shots = shots_of()
    cues = sound_cues(timeline_of(shots), shots)
    moments = [cue.at_s for cue in cues]
    assert min(np.diff(moments)) > 0.16
    assert moments[0] >= 0
    assert moments[-1] < len(shots) * 5


def test_a_number_lands_with_the_word_that_says_it_and_rows_climb() -> None:
    first, second, *rest = shots_of()
    number = first.scene.model_copy(
        update={"picture": Number(value=5, label="x"), "beats": (Beat(word=3, at=0.5),), "seconds": 4.0}
    )
    bars = second.scene.model_copy(
        update={"picture": Bars(title="t", bars=(Bar(label="a", value=1), Bar(label="b", value=2))), "beats": ()}
    )
    shots = (replace(first, scene=number), replace(second, scene=bars), *rest)
    cues = sound_cues(timeline_of(shots), shots)
    assert Cue("land", 2.0) in cues
    assert [cue.step for cue in cues if cue.kind == "pop" and 5 < cue.at_s < 10] == [0, 1]


@pytest.mark.parametrize("kind", ["whoosh", "pop", "count", "land", "hit", "tick"])
def test_no_sound_is_strongest_where_consonants_are(kind: str) -> None:
    track = play_effects([Cue(kind, 1.0)], 3.0, 4)  # type: ignore[arg-type]
    spectrum = np.abs(np.fft.rfft(track.mean(axis=0))) ** 2
    hertz = np.fft.rfftfreq(track.shape[1], 1 / RATE)
    voice = spectrum[(hertz > 1500) & (hertz < 4000)].sum()
    assert 0 < voice < 0.35 * spectrum.sum()
    assert np.abs(track).max() < 0.99


def test_the_same_seed_gives_the_same_sounds() -> None:
    cues = (Cue("whoosh", 0.5), Cue("pop", 1.0, 2))
    assert np.array_equal(play_effects(cues, 2, 3), play_effects(cues, 2, 3))
    assert not np.array_equal(play_effects(cues, 2, 3), play_effects(cues, 2, 4))
