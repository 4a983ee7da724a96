"""A person edits a finished video: what is kept of it, what it makes stale, and what is refused."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import reviewed
import samples
from sqlalchemy import event

from vidpipe_assets.model.decision import Word
from vidpipe_assets.model.edits import Edits
from vidpipe_assets.model.errors import BadInput, Conflict
from vidpipe_assets.model.order import Order
from vidpipe_assets.model.pictures import IconCard
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.values import content_hash
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.decide import CancelRequest, apply
from vidpipe_assets.operations.edit import PreparedEdit, RequestedEdit, edit, prepare_edit
from vidpipe_assets.operations.scene_changes import SceneChange
from vidpipe_assets.planning.desired import ThemeParts, desired_videos, stage_overrides
from vidpipe_assets.storage.store import Store
from vidpipe_assets.writing.edits import apply_edits

KEY = reviewed.KEY
THEME = Theme(name="gadgets", channel="Gadgets")
OTHER = "Almost 119 million people owned this grey brick."


@pytest.fixture
def version(store: Store, tmp_path: Path) -> str:
    return reviewed.finish(store, tmp_path / "shelf")


def prepared(store: Store, **wanted: Any) -> PreparedEdit:
    scenes = {
        name: {"narration": one} if isinstance(one, str) else one for name, one in wanted.pop("scenes", {}).items()
    }
    changes = {name: SceneChange.model_validate(one) for name, one in scenes.items()}
    return prepare_edit(store, {"gadgets": THEME}, KEY, RequestedEdit(**wanted, scenes=changes))


def order(store: Store) -> Order:
    found = store.orders.get(VideoKey.parse(KEY))
    assert found
    return found


def test_another_title_is_wished_of_the_review_alone(store: Store, version: str) -> None:
    found = prepared(store, title="A brick in space", hashtags=("space",))
    assert found.changed == ("title", "hashtags")
    said = edit(store, found, who="ann")
    assert (said.word, said.who, said.reason) == (Word.EDITED, "ann", "title, hashtags")
    kept = order(store)
    assert Edits.of(kept).texts == {"title": "A brick in space", "hashtags": ("space",)}
    assert [stage for stage in Stage if stage_overrides(kept, stage) and stage is not Stage.ANALYSIS] == [Stage.REVIEW]
    [video] = desired_videos([kept], {"gadgets": ThemeParts(THEME)})
    assert video.overrides[Stage.REVIEW] == stage_overrides(kept, Stage.REVIEW)


@pytest.mark.parametrize("hidden", ["\0", "\x1b", "\x85", "\u202e", "\u2066", "\u2028", "\ud800"])
@pytest.mark.parametrize("field", ["title", "description", "hashtags"])
def test_control_and_direction_characters_are_refused(store: Store, version: str, field: str, hidden: str) -> None:
    text = f"a{hidden}b"
    with pytest.raises(BadInput, match=rf"{field}: it holds the character U\+{ord(hidden):04X}"):
        prepared(store, **{field: (text,) if field == "hashtags" else text})


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"narration": "a\u202eb c d e f"}, "narration"),
        ({"title": "a\x00b"}, "title"),
        ({"kicker": "a\u2066b"}, "kicker"),
        ({"source": {"name": "a\x1bb", "url": ""}}, "source.name"),
        ({"picture": {"label": "a\u202eb"}}, "picture.label"),
    ],
)
def test_no_text_of_a_scene_holds_a_hidden_character(
    store: Store, version: str, change: dict[str, object], where: str
) -> None:
    with pytest.raises(BadInput, match=rf"scenes\.s2\.{where}: it holds the character U\+"):
        prepared(store, scenes={"s2": change})


def test_what_scripts_and_emoji_need_is_no_hidden_character(store: Store, version: str) -> None:
    found = prepared(store, title="می\u200cروم \u200f👩\u200d🚀", description="one\n\ntwo")
    assert found.changed == ("title", "description")


def test_other_words_change_their_scene_and_no_other(store: Store, version: str) -> None:
    before = samples.plan()
    found = prepared(store, scenes={"s2": f"  {OTHER}\n", "s3": before.scenes[2].narration})
    assert found.changed == ("s2",)
    assert [one.id for one, old in zip(found.plan.scenes, before.scenes, strict=True) if one != old] == ["s2"]
    assert (found.plan.scenes[1].narration, found.plan.scenes[1].seconds > 0) == (OTHER, True)
    edit(store, found, who="ann")
    kept = order(store)
    assert [stage for stage in Stage if stage_overrides(kept, stage) and stage is not Stage.ANALYSIS] == [Stage.SCRIPTS]
    # What `scripts` makes of it is what was foreseen.
    assert apply_edits(before, Edits.of(kept), THEME.voice.speed).data_version == found.plan.data_version


def test_words_that_replace_what_a_new_script_no_longer_says_are_left_out(store: Store, version: str) -> None:
    edits = Edits.of(prepared(store, scenes={"s2": OTHER}).order)
    scenes = [s.model_copy(update={"narration": "It is another story."}) for s in samples.plan().scenes]
    anew = samples.plan().model_copy(update={"scenes": tuple(scenes)})
    assert apply_edits(anew, edits, 1.0) is anew


def test_words_are_edited_again_and_taken_back(store: Store, version: str, tmp_path: Path) -> None:
    edit(store, prepared(store, scenes={"s2": OTHER}), who="ann")
    reviewed.finish(store, tmp_path / "again", apply_edits(samples.plan(), Edits.of(order(store)), THEME.voice.speed))
    further = prepared(store, scenes={"s2": "Nobody knows who owned it."})
    assert further.changed == ("s2",)
    assert Edits.of(further.order).scenes["s2"].was == samples.plan().scenes[1].narration
    back = prepared(store, scenes={"s2": samples.plan().scenes[1].narration})
    assert (back.changed, back.order.overrides) == (("s2",), {})


UNSOURCED = "Exactly 731 million people painted this grey brick in bright colours."


def test_words_that_the_source_does_not_say_stand_alone(store: Store, version: str) -> None:
    found = prepared(store, scenes={"s2": UNSOURCED})
    scene = found.plan.scenes[1]
    assert (scene.evidence, scene.source, scene.beats) == ((), "", ())
    assert isinstance(scene.picture, IconCard)
    assert UNSOURCED.startswith(scene.picture.title.rstrip("…"))
    assert any("no source" in line and "s2" in line for line in found.warnings)


def test_a_corrected_word_keeps_source_and_figure(store: Store, version: str) -> None:
    before = samples.plan().scenes[1]
    found = prepared(store, scenes={"s2": before.narration.rstrip(".") + ", really."})
    scene = found.plan.scenes[1]
    assert (scene.picture, scene.evidence, scene.source) == (before.picture, before.evidence, before.source)
    assert not Edits.of(found.order).scenes["s2"].plain


def test_words_that_are_taken_back_have_their_source_and_figure_again(
    store: Store, version: str, tmp_path: Path
) -> None:
    edit(store, prepared(store, scenes={"s2": UNSOURCED}), who="ann")
    edited = apply_edits(samples.plan(), Edits.of(order(store)), THEME.voice.speed)
    reviewed.finish(store, tmp_path / "again", edited)
    back = prepared(store, scenes={"s2": samples.plan().scenes[1].narration})
    assert (back.plan.scenes, back.order.overrides) == (samples.plan().scenes, {})
    nearer = prepared(store, scenes={"s2": samples.plan().scenes[1].narration.rstrip(".") + ", really."})
    assert nearer.plan.scenes[1].source == samples.plan().scenes[1].source


def test_edits_of_another_day_change_no_fingerprint_and_no_picture(store: Store, version: str) -> None:
    before = samples.plan().scenes[1]
    words = {"s2": {"was": before.narration, "now": UNSOURCED}}
    kept = order(store).model_copy(update={"overrides": {"scenes": words}})
    assert stage_overrides(kept, Stage.SCRIPTS) == {"words": content_hash(words)}
    after = apply_edits(samples.plan(), Edits.of(kept), 1.0).scenes[1]
    assert (after.picture, after.source) == (before.picture, before.source)


def test_the_hook_is_what_its_scene_says(store: Store, version: str) -> None:
    hook = samples.plan().scenes[0].narration
    plan = samples.plan().model_copy(update={"hook": hook})
    words = Edits.model_validate({"scenes": {"s1": {"was": hook, "now": "This brick flew."}}})
    assert apply_edits(plan, words, 1.0).hook == "This brick flew."


@pytest.mark.parametrize(
    ("scenes", "told"),
    [
        ({"s9": "More."}, "there is no scene 's9'"),
        ({"s2": " "}, "scenes: s2.narration: it has 0 characters"),
        ({"s2": "Look: https://example.com/a?b=c"}, "the edit cannot be used: s2"),
    ],
)
def test_words_that_cannot_be_used_are_refused_by_name(
    store: Store, version: str, scenes: dict[str, str], told: str
) -> None:
    with pytest.raises(BadInput, match=told.replace("?", r"\?")):
        prepared(store, scenes=scenes)
    assert order(store).overrides == {}


def test_what_the_checks_will_say_is_told_before(store: Store, version: str) -> None:
    told = prepared(store, scenes={"s2": "Exactly 731 million people owned this grey brick."}).warnings
    assert any("731" in line for line in told)


def test_fault_29_another_version_than_the_one_that_was_seen_is_not_edited(store: Store, version: str) -> None:
    with pytest.raises(Conflict, match="was made again since"):
        prepare_edit(store, {"gadgets": THEME}, KEY, RequestedEdit(title="Other"), seen="0" * 20)
    assert prepare_edit(store, {"gadgets": THEME}, KEY, RequestedEdit(title="Other"), seen=version).changed == (
        "title",
    )


def test_of_two_who_edit_at_once_one_is_told(store: Store, version: str) -> None:
    ann, bob = prepared(store, title="Ann's"), prepared(store, title="Bob's")
    edit(store, ann, who="ann")
    with pytest.raises(Conflict, match="changed by somebody else"):
        edit(store, bob, who="bob")
    assert Edits.of(order(store)).title == "Ann's"


def test_an_edit_and_its_line_in_the_history_are_kept_together_or_not_at_all(store: Store, version: str) -> None:
    """Whoever dies between the two statements leaves neither: what is committed is committed once, after both."""
    before = order(store)
    for statement in ("UPDATE orders", "INSERT INTO decisions"):
        with dying_after(store, statement), pytest.raises(Died):
            edit(store, prepared(store, title="A brick in space"), who="ann")
        assert (order(store), store.decisions.of(KEY)) == (before, ()), statement
    edit(store, prepared(store, title="A brick in space"), who="ann")
    assert (Edits.of(order(store)).title, len(store.decisions.of(KEY))) == ("A brick in space", 1)


class Died(BaseException):
    """As a killed process: nothing catches it."""


@contextmanager
def dying_after(store: Store, statement: str) -> Generator[None]:
    def die(connection: object, cursor: object, text: str, *rest: object) -> None:
        del connection, cursor, rest
        if text.startswith(statement):
            raise Died

    engine = store.database.engine
    event.listen(engine, "after_cursor_execute", die)
    try:
        yield
    finally:
        event.remove(engine, "after_cursor_execute", die)


def test_nothing_is_no_edit_and_a_closed_video_has_none(store: Store, version: str) -> None:
    same = prepared(store, title=samples.plan().title, scenes={})
    with pytest.raises(BadInput, match="nothing is changed"):
        edit(store, same, who="ann")
    apply(store, KEY, CancelRequest(), who="ann")
    with pytest.raises(Conflict, match="is cancelled"):
        prepared(store, title="Other")
