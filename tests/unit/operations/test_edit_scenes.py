"""A person changes what scenes show, where it is from and in which order they come."""

from pathlib import Path
from typing import Any

import pytest
import reviewed
import samples

from vidpipe_assets.model.edits import Edits
from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.order import Order
from vidpipe_assets.model.pictures import Bars, IconCard, Number, Quote
from vidpipe_assets.model.plan import LAST_TAIL_S, TAIL_S, ProductionPlan
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.edit import PreparedEdit, RequestedEdit, edit, editable_video, prepare_edit
from vidpipe_assets.operations.review_contents import evidence
from vidpipe_assets.operations.scene_changes import SceneChange, change_of
from vidpipe_assets.operations.takes import list_takes
from vidpipe_assets.planning.desired import stage_overrides
from vidpipe_assets.render.art_direction import direct_shots
from vidpipe_assets.render.clips import draw_still
from vidpipe_assets.stages.clip_cache import drawing_hash
from vidpipe_assets.storage.store import Store
from vidpipe_assets.writing.edits import apply_edits, effective_edits

KEY = reviewed.KEY
THEME = Theme(name="gadgets", channel="Gadgets")
NASA = {"name": "NASA", "title": "Games in orbit", "url": "https://www.nasa.gov/games"}


@pytest.fixture
def version(store: Store, tmp_path: Path) -> str:
    return reviewed.finish(store, tmp_path / "shelf")


def prepared(store: Store, order: list[str] | None = None, **scenes: Any) -> PreparedEdit:
    changes = {name: SceneChange.model_validate(one) for name, one in scenes.items()}
    wanted = RequestedEdit(scenes=changes, order=tuple(order) if order else None)
    return prepare_edit(store, {"gadgets": THEME}, KEY, wanted)


def kept(store: Store) -> Order:
    found = store.orders.get(VideoKey.parse(KEY))
    assert found
    return found


def remade(store: Store, folder: Path, plan: ProductionPlan | None = None) -> ProductionPlan:
    """The script as `scripts` makes it of the order's edits, with the rest of the video."""
    after = apply_edits(plan or samples.plan(), Edits.of(kept(store)), THEME.voice.speed)
    reviewed.finish(store, folder, after)
    return after


def redrawn(before: ProductionPlan, after: ProductionPlan) -> set[str]:
    """The scenes whose drawing is another one."""
    drawn = [
        {shot.scene.id: drawing_hash(shot) for shot in direct_shots(plan, THEME.picture, "Gadgets", KEY, Path())}
        for plan in (before, after)
    ]
    return {name for name, one in drawn[1].items() if drawn[0][name] != one}


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        ({"kicker": "Sold"}, "kicker", "Sold"),
        ({"title": "A record"}, "title", "A record"),
        ({"icon": "rocket"}, "icon", "rocket"),
        (
            {"picture": {"label": "Game Boys sold"}},
            "picture",
            samples.plan().scenes[1].picture.model_copy(update={"label": "Game Boys sold"}),
        ),
        (
            {"picture": {"template": "icon", "icon": "trophy", "title": "Sold"}},
            "picture",
            IconCard(icon="trophy", title="Sold"),
        ),
    ],
)
def test_what_a_scene_shows_is_changed_and_nothing_else_is_drawn_anew(
    store: Store, version: str, change: dict[str, Any], field: str, value: object
) -> None:
    before = samples.plan()
    found = prepared(store, s2=change)
    assert found.changed == ("s2",)
    assert getattr(found.plan.scenes[1], field) == value
    assert [one.narration for one in found.plan.scenes] == [one.narration for one in before.scenes]
    assert [one.seconds for one in found.plan.scenes] == [one.seconds for one in before.scenes]
    assert redrawn(before, found.plan) == {"s2"}
    edit(store, found, who="ann")
    order = kept(store)
    assert [stage for stage in Stage if stage_overrides(order, stage) and stage is not Stage.ANALYSIS] == [
        Stage.SCRIPTS
    ]
    # What `scripts` makes of it is what was foreseen.
    assert apply_edits(before, Edits.of(order), THEME.voice.speed).data_version == found.plan.data_version


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("s1", {"picture": {"lines": ["A BRICK", "IN *ORBIT*"]}}),
        ("s2", {"kicker": "Sold"}),
        ("s2", {"picture": {"template": "icon", "icon": "trophy", "title": "Sold"}}),
        ("s3", {"picture": {"left": {"icon": "rocket"}}}),
        ("s3", {"picture": {"right": {"value": 2}}}),
        ("s4", {"source": NASA}),
    ],
)
def test_the_frame_that_is_drawn_follows(
    store: Store, version: str, tmp_path: Path, name: str, change: dict[str, Any]
) -> None:
    frames: list[bytes] = []
    for plan in (samples.plan(), prepared(store, **{name: change}).plan):
        shots = direct_shots(plan, THEME.picture, "Gadgets", KEY, tmp_path)
        [shot] = [one for one in shots if one.scene.id == name]
        seen = b""
        for share in (0.12, 0.6):  # for a while, the subject alone is seen
            draw_still(shot, shot.seconds * share, tmp_path / "frame.png")
            seen += (tmp_path / "frame.png").read_bytes()
        frames.append(seen)
    assert frames[0] != frames[1]


def test_a_hook_with_other_lines_and_a_card_with_another_icon(store: Store, version: str) -> None:
    found = prepared(
        store,
        s1={"picture": {"lines": ["A BRICK", "IN *ORBIT*"]}},
        s3={"picture": {"left": {"icon": "gamepad"}}},
    )
    assert found.plan.scenes[0].picture.model_dump()["lines"] == ("A BRICK", "IN *ORBIT*")
    left = found.plan.scenes[2].picture.model_dump()["left"]
    assert (left["icon"], left["value"]) == ("gamepad", 15)
    assert found.changed == ("s1", "s3")
    assert redrawn(samples.plan(), found.plan) == {"s1", "s3"}


def test_a_figure_that_its_source_does_not_give_names_no_source(store: Store, version: str) -> None:
    found = prepared(store, s2={"picture": {"value": 731.5, "label": "Game Boys painted"}})
    scene = found.plan.scenes[1]
    assert (scene.source, scene.evidence) == ("", samples.plan().scenes[1].evidence)
    assert any("s2 names no source for what it shows" in line for line in found.warnings)
    same = prepared(
        store,
        s2={
            "picture": {
                "template": "bars",
                "title": "Sold",
                "bars": [{"label": "Game Boy", "value": 118.69}, {"label": "Game Boy and Color", "value": 118.69}],
            }
        },
    )
    assert isinstance(same.plan.scenes[1].picture, Bars)
    assert same.plan.scenes[1].source == "Nintendo"


def test_a_quotation_by_hand_is_a_quotation_only_word_for_word(store: Store, version: str) -> None:
    found = prepared(store, s4={"picture": {"template": "quote", "quote": "It is only a toy.", "by": "A cosmonaut"}})
    assert isinstance(found.plan.scenes[3].picture, Quote)
    assert found.plan.scenes[3].source == ""
    words = {"template": "quote", "quote": "a cosmonaut took one with Tetris", "by": "Mir"}
    assert prepared(store, s4={"picture": words}).plan.scenes[3].source == "Nintendo"


def test_a_source_by_hand_backs_words_and_figure_and_stands_in_the_description(
    store: Store, version: str, tmp_path: Path
) -> None:
    told = "Exactly 731 million people painted this grey brick in bright colours."
    change = {
        "narration": told,
        "picture": {"template": "number", "value": 731, "unit": "M", "label": "painted"},
        "source": NASA,
    }
    found = prepared(store, s2=change)
    scene = found.plan.scenes[1]
    assert isinstance(scene.picture, Number)
    assert (scene.source, found.plan.evidence[scene.evidence[0]]) == ("NASA", told)
    assert not any("s2" in line for line in found.warnings if line.startswith("plan stays"))
    assert "- NASA: Games in orbit https://www.nasa.gov/games" in found.plan.description
    assert found.changed == ("description", "s2")
    shelf = samples.contents(samples.Shelf(tmp_path / "files"), plan=found.plan)
    [fact] = evidence(shelf, scene).facts
    assert (fact.statement, fact.source.name, evidence(shelf, scene).missing) == (told, "NASA", ())


def test_a_source_that_replaces_the_last_mention_of_another_takes_its_line(store: Store, tmp_path: Path) -> None:
    lines = "\n\nSources:\n- Nintendo: Sales https://nintendo.example\n- Wikipedia: Game Boy https://en.wikipedia.org/wiki/Game_Boy"
    sources = (samples.NINTENDO, samples.WIKIPEDIA)
    text = "About a brick." + lines.replace(
        "Sales https://nintendo.example", f"{samples.NINTENDO.title} {samples.NINTENDO.url}"
    )
    scenes = [
        one.model_copy(update={"source": "Wikipedia" if one.id == "s3" else one.source})
        for one in samples.plan().scenes
    ]
    plan = samples.plan().model_copy(
        update={"description": f"{text}\n\nSample data.", "sources": sources, "scenes": tuple(scenes)}
    )
    reviewed.finish(store, tmp_path / "shelf", plan)
    found = prepared(store, s3={"source": NASA})
    assert [one.name for one in found.plan.sources] == ["Nintendo", "NASA"]
    assert "Wikipedia" not in found.plan.description
    assert found.plan.description.endswith("- NASA: Games in orbit https://www.nasa.gov/games\n\nSample data.")
    other = prepared(store, s2={"source": NASA})  # s4 still names Nintendo
    assert [one.name for one in other.plan.sources] == ["Nintendo", "Wikipedia", "NASA"]
    assert prepared(store, s2={"source": {"name": ""}}).plan.scenes[1].source == ""


def test_scenes_in_another_order_are_drawn_anew_only_where_they_were_moved(
    store: Store, version: str, tmp_path: Path
) -> None:
    found = prepared(store, order=["s1", "s3", "s2", "s4", "s5"])
    assert found.changed == ("order",)
    assert [one.id for one in found.plan.scenes] == ["s1", "s3", "s2", "s4", "s5"]
    assert {one.id: one for one in found.plan.scenes} == {one.id: one for one in samples.plan().scenes}
    assert redrawn(samples.plan(), found.plan) <= {"s2", "s3"}
    looks = [
        {
            one.scene.id: (one.palette, one.background, one.seed)
            for one in direct_shots(plan, THEME.picture, "G", KEY, Path())
        }
        for plan in (samples.plan(), found.plan)
    ]
    assert looks[0] == looks[1]
    edit(store, found, who="ann")
    remade(store, tmp_path / "again")
    assert prepared(store, order=["s1", "s3", "s2", "s4", "s5"]).changed == ()
    back = prepared(store, order=["s1", "s2", "s3", "s4", "s5"])
    assert (back.changed, back.order.overrides, back.plan.scenes) == (("order",), {}, samples.plan().scenes)


def test_the_last_scene_without_an_end_card_may_be_another_one(store: Store, tmp_path: Path) -> None:
    scenes = [one for one in samples.plan().scenes if one.id != "s5"]
    short = samples.plan().model_copy(update={"scenes": tuple(scenes)})
    reviewed.finish(store, tmp_path / "shelf", short)
    found = prepared(store, order=["s1", "s2", "s4", "s3"])
    lengths = {one.id: one.seconds for one in found.plan.scenes}
    assert lengths["s3"] == pytest.approx(scenes[2].seconds + LAST_TAIL_S - TAIL_S)
    assert lengths["s4"] == pytest.approx(scenes[3].seconds - LAST_TAIL_S + TAIL_S)
    edit(store, found, who="ann")
    remade(store, tmp_path / "again", short)
    assert prepared(store, order=["s1", "s2", "s3", "s4"]).plan.scenes == short.scenes


def test_edits_of_all_kinds_are_taken_further_and_taken_back_one_by_one(
    store: Store, version: str, tmp_path: Path
) -> None:
    edit(
        store,
        prepared(
            store,
            ["s1", "s4", "s2", "s3", "s5"],
            s2={"narration": "Nobody counted the 731 painted ones.", "kicker": "Paint", "source": NASA},
        ),
        who="ann",
    )
    shown = remade(store, tmp_path / "1")
    assert shown.scenes[2].source == "NASA"
    edit(store, prepared(store, s3={"picture": {"badge": "3 times"}}), who="ann")
    shown = remade(store, tmp_path / "2")
    assert [one.id for one in shown.scenes] == ["s1", "s4", "s2", "s3", "s5"]
    assert (shown.scenes[2].kicker, shown.scenes[2].source, shown.scenes[3].picture.model_dump()["badge"]) == (
        "Paint",
        "NASA",
        "3 times",
    )
    original = {one.id: change_of(samples.plan(), one).model_dump(exclude_none=True) for one in samples.plan().scenes}
    back = prepared(store, ["s1", "s2", "s3", "s4", "s5"], **original)
    assert (back.plan.data_version, back.order.overrides) == (samples.plan().data_version, {})


def test_what_cannot_be_found_in_an_earlier_script_is_turned_back_by_what_it_was_written_over(
    store: Store, version: str, tmp_path: Path
) -> None:
    edit(
        store,
        prepared(
            store,
            s2={"narration": "It sold 118.69 million units.", "kicker": "Sold"},
            s3={"picture": {"badge": "3 times"}},
        ),
        who="ann",
    )
    shown = apply_edits(samples.plan(), Edits.of(kept(store)), 1.0)
    for one in store.documents.kept(KEY):
        one.path.unlink()
    reviewed.finish(store, tmp_path / "again", shown)
    further = prepared(store, s2={"kicker": "Units"})
    edits = Edits.of(further.order)
    assert edits.scenes["s2"].was == samples.plan().scenes[1].narration
    assert edits.shown["s2"].kicker
    assert (edits.shown["s2"].kicker.was, edits.shown["s2"].kicker.now) == ("Game Boy", "Units")
    assert further.changed == ("s2",)


def test_an_edit_before_the_one_before_was_made_keeps_both(store: Store, version: str, tmp_path: Path) -> None:
    edit(store, prepared(store, s2={"kicker": "Sold"}), who="ann")
    remade(store, tmp_path / "1")
    edit(store, prepared(store, ["s1", "s3", "s2", "s4", "s5"], s3={"kicker": "Hours"}), who="ann")
    further = prepared(store, s2={"kicker": "Units"})
    assert further.changed == ("s2", "s3", "order")
    edits = Edits.of(further.order)
    assert edits.shown["s2"].kicker
    assert edits.shown["s2"].kicker.was == "Game Boy"
    assert apply_edits(samples.plan(), edits, 1.0).data_version == further.plan.data_version


def test_edits_of_a_script_that_is_written_anew_are_left_out(store: Store, version: str) -> None:
    found = prepared(
        store, ["s1", "s3", "s2", "s4", "s5"], s2={"kicker": "Sold", "picture": {"label": "Sold"}}, s3={"source": NASA}
    )
    edits = Edits.of(found.order)
    assert effective_edits(samples.plan(), edits) == ("s2", "s3", "order")
    other = {
        "narration": "It is another story.",
        "kicker": "Story",
        "source": "Wikipedia",
        "picture": IconCard(icon="sun", title="Other"),
    }
    scenes = [one.model_copy(update=other if one.id in ("s2", "s3") else {}) for one in samples.plan().scenes]
    anew = samples.plan().model_copy(update={"scenes": tuple(scenes)})
    assert apply_edits(anew, edits, 1.0) is anew
    assert effective_edits(anew, edits) == ()


def test_a_take_says_which_decisions_have_brought_it(store: Store, version: str, tmp_path: Path) -> None:
    edit(store, prepared(store, s2={"kicker": "Sold"}), who="ann")
    remade(store, tmp_path / "again")
    first, second = list_takes(store, KEY, "")
    assert (first.because, second.because) == ((), ("edited: s2",))


def test_all_that_can_be_changed_sent_back_as_it_is_changes_nothing(store: Store, version: str) -> None:
    found = editable_video(store, KEY).plan
    same = {one.id: change_of(found, one).model_dump(exclude_none=True) for one in found.scenes}
    assert prepared(store, [one.id for one in found.scenes], **same).changed == ()


HALF_A_BAR = {"template": "bars", "title": "T", "bars": [{"label": "a", "value": 1}, {"label": "b"}]}
ODD_ICON = {"template": "icon", "icon": "roket", "title": "Up"}


@pytest.mark.parametrize(
    ("change", "complaint", "remedy"),
    [
        ({"picture": {"template": "line", "title": "Sold"}}, "s2.picture.points: Field required", "title, points"),
        ({"picture": {"template": "bars", "title": "Sold"}}, "s2.picture.bars: Field required", "needs title, bars"),
        ({"picture": HALF_A_BAR}, "s2.picture.bars.1.value: Field required", "bars"),
        ({"picture": {"template": "pie"}}, "s2.picture.template: there is no template 'pie'", "hook, number, bars"),
        ({"picture": {"value": "many"}}, "s2.picture.value", "number needs value, label"),
        ({"picture": {"colour": "red"}}, "s2.picture.colour", "number needs"),
        ({"picture": {"label": "x" * 71}}, "s2.picture.label", "number"),
        ({"picture": ODD_ICON}, "s2.picture.icon: there is no icon 'roket'", "rocket"),
        ({"icon": "Rocket!"}, "s2.icon: there is no icon", "rocket"),
        ({"title": " "}, "s2.title: it has 0 characters", "1 to 60"),
        ({"source": {"name": "NASA", "url": "nasa.gov"}}, "s2.source.url: it begins with https://", "NASA"),
        ({"source": {"url": "https://nasa.gov"}}, "s2.source.name: it is missing", "NASA"),
        ({"picture": {"template": "end", "lines": ["BYE"]}}, "in the middle", "write"),
    ],
)  # fmt: skip
def test_what_a_scene_cannot_show_is_refused_by_its_field(
    store: Store, version: str, change: dict[str, Any], complaint: str, remedy: str
) -> None:
    with pytest.raises(BadInput) as refused:
        prepared(store, s2=change)
    assert complaint in str(refused.value)
    assert remedy in refused.value.remedy
    assert kept(store).overrides == {}


@pytest.mark.parametrize(
    ("order", "remedy"),
    [
        (["s1", "s2", "s3", "s4"], "name each of these once"),
        (["s1", "s2", "s2", "s4", "s5"], "name each of these once"),
        (["s1", "s2", "s3", "s4", "s9"], "name each of these once"),
        (["s2", "s1", "s3", "s4", "s5"], "the hook, s1, comes first"),
        (["s1", "s2", "s3", "s5", "s4"], "the end card, s5, comes last"),
    ],
)
def test_an_order_that_cannot_be_is_refused(store: Store, version: str, order: list[str], remedy: str) -> None:
    with pytest.raises(BadInput, match="order:") as refused:
        prepared(store, order)
    assert remedy in refused.value.remedy


def test_an_end_card_keeps_its_note(store: Store, version: str) -> None:
    with pytest.raises(BadInput, match="an end card names no source"):
        prepared(store, s5={"source": NASA})


def test_a_countdown_in_another_order_is_pointed_out(store: Store, tmp_path: Path) -> None:
    counted = {"s2": "#3", "s3": "#2", "s4": "#1"}
    scenes = [one.model_copy(update={"kicker": counted.get(one.id, one.kicker)}) for one in samples.plan().scenes]
    reviewed.finish(store, tmp_path / "shelf", samples.plan().model_copy(update={"scenes": tuple(scenes)}))
    moved = prepared(store, ["s1", "s2", "s4", "s3", "s5"])
    assert any("count 3, 1, 2" in line for line in moved.warnings)
    assert not any("count" in line for line in prepared(store, s2={"title": "Other"}).warnings)


def test_it_is_said_which_scenes_are_spoken_and_which_are_shown_anew(store: Store, version: str) -> None:
    found = prepared(store, ["s1", "s2", "s4", "s3", "s5"], s2={"kicker": "Sold"})
    assert (found.respoken, set(found.reshown)) == ((), {"s2", "s3", "s4"})
    words = prepared(store, s2={"narration": "Together, they sold 118.69 million units, really."})
    assert (words.respoken, words.reshown) == (("s2",), ("s2",))


def test_an_icon_of_a_template_that_shows_none_is_refused(store: Store, version: str) -> None:
    with pytest.raises(BadInput, match="the template versus shows no icon of its own"):
        prepared(store, s3={"icon": "rocket"})


def test_a_description_by_hand_does_not_follow_and_says_so(store: Store, version: str) -> None:
    own = prepare_edit(
        store,
        {"gadgets": THEME},
        KEY,
        RequestedEdit(description="Mine.", scenes={"s2": SceneChange.model_validate({"source": NASA})}),
    )
    assert any("sources do not follow" in line for line in own.warnings)


def test_a_hook_by_hand_with_a_number_that_nothing_says_is_told(store: Store, version: str) -> None:
    found = prepared(store, s1={"picture": {"lines": ["731 MILLION", "GREY *BRICKS*"]}})
    assert any("s1 shows '731', which nothing says" in line for line in found.warnings)
    told = prepared(store, s1={"picture": {"lines": ["118.69 MILLION", "GREY *BRICKS*"]}})
    assert not any("which nothing says" in line for line in told.warnings)
