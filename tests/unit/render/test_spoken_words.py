"""What is written of a payoff comes with the words that say it, and not before."""

import re
from pathlib import Path

import pytest
from samples import plan

from vidpipe_assets.model.pictures import Number
from vidpipe_assets.model.plan import Beat, ScenePlan
from vidpipe_assets.providers.trends import sample
from vidpipe_assets.providers.trends.sample import read_sample
from vidpipe_assets.render.captions.phrases import LEANS, break_costs
from vidpipe_assets.render.spoken_words import LATEST_BEAT, first_said_s, letter_s, text_s

SAMPLE = Path(sample.__file__).with_name("sample_data")


def scene_of(narration: str, seconds: float = 8.0, **more: object) -> ScenePlan:
    return plan().scenes[1].model_copy(update={"narration": narration, "seconds": seconds, "beats": (), **more})


def comes(scene: ScenePlan, *lines: str) -> tuple[float, ...]:
    words = [(word, row) for row, line in enumerate(lines) for word in line.split()]
    return text_s(scene, words) or ()


SIGNAL = scene_of(
    "A radio signal takes 24 hours to reach Voyager 1. That is a full light-day, or 26 billion kilometers."
)


def test_a_title_comes_when_it_is_said() -> None:
    said = letter_s(SIGNAL, SIGNAL.narration.index("full"))
    assert comes(SIGNAL, "A full light-day away") == pytest.approx([said] * 4, abs=0.35)


def test_lines_of_a_text_come_one_after_another() -> None:
    starts = comes(SIGNAL, "A radio signal", "24 hours to Voyager")
    assert starts[:3] == (0.0,) * 3  # so soon that nothing is kept open
    said = [letter_s(SIGNAL, SIGNAL.narration.index(word)) for word in ("24", "Voyager")]
    assert starts[3:] == pytest.approx([said[0], said[0], said[1], said[1]], abs=0.35)


def test_a_word_alone_waits_for_what_it_belongs_to() -> None:
    paid = scene_of("In 2010 a programmer paid 10,000 bitcoins for two pizzas. No purchase is known before.")
    first, *others = comes(paid, "paid for two pizzas")
    assert others == [first] * 3
    assert first >= letter_s(paid, paid.narration.index("two pizzas")) - 0.8


def test_a_text_that_says_it_in_another_order_never_runs_ahead() -> None:
    scene = scene_of("In 2017 engineers fired thrusters that had been silent for 37 years. All four worked.")
    starts = comes(scene, "of silence before the spare thrusters fired again")
    assert list(starts) == sorted(starts)
    assert starts[0] == pytest.approx(letter_s(scene, scene.narration.index("silent")), abs=0.35)


def test_what_the_narration_says_in_other_words_is_not_known() -> None:
    assert text_s(SIGNAL, [("Unbelievably", 0), ("distant", 0), ("probes", 0)]) is None
    assert text_s(scene_of("自転車は街に勝つ"), [("本当に速い", 0)]) is None
    assert (first_said_s(SIGNAL, "Voyager 1"), first_said_s(SIGNAL, "A bullet")) == (
        pytest.approx(letter_s(SIGNAL, SIGNAL.narration.index("Voyager")), abs=0.2),
        None,
    )


def test_a_heading_never_stands_on_a_word_that_leans_on_the_next() -> None:
    scene = scene_of(
        "In 1925 a tornado ran for 352 kilometers. It was the longest path of a funnel that tore up rails."
    )
    starts = comes(scene, "A funnel that tore", "up rails for the longest path")
    said = letter_s(scene, scene.narration.index("that tore"))
    assert starts[2] == starts[3] >= said - 0.35
    late = scene_of("Most machines broke. None that were built lasted, after years of work, over 127 minutes.")
    over, figure = comes(late, "None lasted over 127 minutes")[2:4]
    assert over == figure > 3.0


def test_what_a_beat_knows_counts_more_than_letters() -> None:
    late = SIGNAL.model_copy(update={"beats": (Beat(word=4, at=0.5),)})
    assert comes(late, "24 hours")[0] == pytest.approx(4.0, abs=0.15)


def test_no_label_of_the_sample_is_there_before_its_words() -> None:
    known = 0
    for path in sorted(SAMPLE.glob("*.json")):
        for fact in (one for subject in read_sample(path).subjects for one in subject.facts):
            scene = scene_of(fact.statement)
            shown = fact.figure.label if isinstance(fact.figure, Number) else fact.short.replace("*", "")
            starts = comes(scene, shown)
            known += bool(starts)
            assert list(starts) == sorted(starts), fact.id
            leaning = (at for at, cost in enumerate(break_costs(shown.split(), "en")) if cost >= LEANS and starts)
            assert all(starts[at] == starts[at - 1] for at in leaning), fact.id
            for word, start in zip(shown.lower().split(), starts, strict=len(starts) > 0):
                said = re.search(rf"\b{re.escape(word[:4])}", scene.narration.lower())
                if re.fullmatch(r"[a-z]{4,}", word) and said:
                    latest = scene.seconds * LATEST_BEAT
                    assert start >= min(letter_s(scene, said.start()) - 0.95, latest) or start == 0.0, (fact.id, word)
    assert known > 200
