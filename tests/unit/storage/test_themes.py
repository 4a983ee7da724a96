"""Theme files: read whole, and every mistake told with line, field, value and what would be right."""

from pathlib import Path

import pytest

from vidpipe_assets.io.yaml_file import MAX_BYTES
from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.storage.themes import load_theme, load_themes

KNOWN = {"trends": {"sample"}, "text": {"offline"}, "footage": {"motion", "own"}, "speech": {"piper"}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "themes"
    path.mkdir()
    return path


def write(folder: Path, text: str, name: str = "gadgets") -> None:
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def refusal(folder: Path, text: str, name: str = "gadgets") -> str:
    write(folder, text, name)
    with pytest.raises(BadInput) as caught:
        load_theme(name, folder, KNOWN)
    assert caught.value.remedy
    return str(caught.value)


def said_of(folder: Path, lines: str) -> str:
    return refusal(folder, f"name: gadgets\nchannel: Gadgets\n{lines}\n")


def test_a_name_and_a_channel_make_a_theme(folder: Path) -> None:
    write(folder, "name: gadgets\nchannel: Gadget Drop\n")
    assert load_theme("gadgets", folder, KNOWN) == Theme(name="gadgets", channel="Gadget Drop")


def test_values_are_what_was_written_and_not_what_yaml_makes_of_them(folder: Path) -> None:
    text = """
name: gadgets
channel: 2026
collect: {regions: [NO, US], queries: [no, 12:30, 1e3]}
closing: {question: yes, button: 010}
budget: {video: 1.10}
picture: {end_card: off, accent: "#FF0000", logo: }
schedule: {videos_a_day: 3, enabled: true}
"""
    write(folder, text)
    theme = load_theme("gadgets", folder, KNOWN)
    assert (theme.channel, theme.collect.regions) == ("2026", ("NO", "US"))
    assert theme.collect.queries == ("no", "12:30", "1e3")
    assert (theme.closing.question, theme.closing.button) == ("yes", "010")
    assert str(theme.budget.video) == "1.10"
    assert (theme.picture.end_card, theme.picture.accent, theme.picture.logo) == (False, "#FF0000", None)
    assert (theme.schedule.videos_a_day, theme.schedule.enabled) == (3, True)


def test_a_field_that_is_left_empty_keeps_its_default(folder: Path) -> None:
    write(folder, "name: gadgets\nchannel: G\naudience:\nhashtags:  # none yet\nvoice:\nmusic:\n  mood: ~\n")
    assert load_theme("gadgets", folder, KNOWN) == Theme(name="gadgets", channel="G")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("pallete: x", "line 3: there is no field 'pallete'; the fields are: name, channel, language"),
        ("musik:", "line 3: there is no field 'musik' (did you mean music?)"),
        ("picture:\n  palete: x", "line 4: there is no field 'palete' in picture (did you mean palette?)"),
        ("picture:\n  palette: midnigth", "line 4: picture.palette is 'midnigth'; choose one of: midnight, ember"),
        ("picture: {palette: midnigth}", "(did you mean midnight?)"),
        ("format:\n  seconds: 300", "line 4: format.seconds is 300; write at most 180"),
        ("format: {seconds: 5}", "format.seconds is 5; write at least 15"),
        ("format: {seconds: half a minute}", "write a whole number"),
        ("format: 30", "line 3: format is 30; write fields below it, indented"),
        ("voice: {speed: .nan}", "voice.speed is '.nan'; write a number"),
        ("voice: {speed: NaN}", "voice.speed is 'NaN'; write a number"),
        ("captions: {upper_case: maybe}", "write true or false"),
        ("captions: {highlight: red}", "captions.highlight is 'red'; write a colour in quotes: \"#FF8800\""),
        ("picture:\n  motion: calm\n  accent: #ff0000", "line 5: picture.accent is empty, since YAML takes"),
        ("hashtags: food", "hashtags is 'food'; write a list"),
        ("hashtags:\n- ok\n- a b", "line 5: hashtags[1] is 'a b'; a hashtag is letters, digits and underscores"),
        ("hashtags:\n- ok\n- #tag", "line 5: hashtags[1] is empty, since YAML takes what follows # for a comment"),
        ("collect:\n  regions: [Germany]", "collect.regions[0] is 'Germany'; write a country code"),
        ("collect: {regions: []}", "collect.regions is []; list at least 1"),
        ("audience: " + "x" * 201, "write at most 200 characters (it has 201)"),
        ("budget: {video: lots}", "budget.video is 'lots'; write an amount: 1.50"),
        ("schedule:\n  cron: 0 6 * *", "line 4: schedule.cron is '0 6 * *'; write minute, hour, day, month, weekday"),
        ("schedule: {cron: '99 6 * * *'}", "schedule.cron is '99 6 * * *'"),
        ("schedule: {cron: '0 0 6 * * *'}", "schedule.cron"),
        ("schedule: {cron: 'H H * * *'}", "schedule.cron"),
        ("schedule: {cron: '@daily'}", "schedule.cron"),
        (
            "schedule: {time_zone: Europe/Berln}",
            "schedule.time_zone is 'Europe/Berln'; write a name such as Europe/Berlin",
        ),
        ("schedule: {time_zone: ../../etc/passwd}", "schedule.time_zone is"),
        (
            "providers: {speech: [pipper]}",
            "providers.speech[0] is 'pipper'; choose one of: piper (did you mean piper?)",
        ),
        ("music: {kind: file}", "music.kind is 'file', but music.file is missing"),
        ("name: other", "line 3: the field 'name' stands here a second time"),
        ("picture: &p {palette: ember}", "anchors and aliases"),
        ("picture: *p", "anchors and aliases"),
        ("audience: !!python/name:os.system", "the tag"),
        ("---\nname: b", "line 3: a second document begins here"),
        ("audience: 'never closed", "found unexpected end of stream"),
        ("? [a]\n: b", "this is not a field's name"),
    ],
)
def test_a_mistake_is_told_with_what_would_be_right(folder: Path, lines: str, said: str) -> None:
    told = said_of(folder, lines)
    assert said in told
    assert told.startswith("themes/gadgets.yaml, line ")


def test_all_mistakes_of_a_file_are_told_at_once_by_line(folder: Path) -> None:
    told = refusal(folder, "channel: ''\nformat: {seconds: 1}\nvoice:\n  speed: 9\n").splitlines()
    assert [line.split(":")[0].rpartition(" ")[2] for line in told] == ["1", "1", "2", "4"]
    assert "name is missing" in told[1]


def test_a_name_that_is_not_the_file_s_is_refused(folder: Path) -> None:
    assert "line 1: name is 'other'; write gadgets" in refusal(folder, "name: other\nchannel: G\n")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"name: gadgets\nchannel: \xff\xfe", "line 2: this is not UTF-8 text"),
        (b"a: \x00", "special characters are not allowed"),
        (b"#" * (MAX_BYTES + 1), "larger than 64 KB"),
        (b"[" * 5000, "too many values"),
        (b"x: [" + b"1," * 3000 + b"1]", "too many values"),
        (b"- a\n- b\n", "a theme is a list of fields"),
        (b"just words", "a theme is a list of fields"),
    ],
)
def test_fault_23_a_file_that_is_no_page_of_text_is_refused(folder: Path, content: bytes, said: str) -> None:
    (folder / "gadgets.yaml").write_bytes(content)
    with pytest.raises(BadInput, match=said):
        load_theme("gadgets", folder, KNOWN)


def test_fault_23_a_billion_laughs_are_refused_before_they_grow(folder: Path) -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{new}: &{new} [*{old}, *{old}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert "anchors and aliases" in refusal(folder, bomb)


def test_a_missing_theme_is_told_with_those_that_are_there(folder: Path) -> None:
    write(folder, "name: gadgets\nchannel: G\n")
    with pytest.raises(
        BadInput, match=r"no theme 'gadget' \(did you mean gadgets\?\); the themes are: gadgets"
    ) as caught:
        load_theme("gadget", folder, KNOWN)
    assert "vidpipe theme new gadget" in caught.value.remedy


def test_a_theme_that_ends_otherwise_or_is_a_folder_is_told_as_what_it_is(folder: Path) -> None:
    (folder / "gadgets.yml").write_text("name: gadgets\nchannel: G\n")
    with pytest.raises(BadInput, match=r"there is themes/gadgets\.yml, but themes end in \.yaml"):
        load_theme("gadgets", folder, KNOWN)
    (folder / "space.yaml").mkdir()
    with pytest.raises(BadInput, match=r"themes/space\.yaml is a folder"):
        load_theme("space", folder, KNOWN)


@pytest.mark.parametrize("name", ["../gadgets", "/etc/passwd", "a" * 41, "", "A", "a\0b", "-rf", "a/b"])
def test_fault_26_a_name_that_is_none_is_refused(folder: Path, name: str) -> None:
    with pytest.raises(BadInput, match="cannot be"):
        load_theme(name, folder, KNOWN)


def test_fault_26_a_link_out_of_the_folder_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.yaml").write_text("name: gadgets\nchannel: G\n")
    (folder / "gadgets.yaml").symlink_to(tmp_path / "outside.yaml")
    with pytest.raises(BadInput, match="leads out"):
        load_theme("gadgets", folder, KNOWN)


def test_one_bad_theme_harms_no_other(folder: Path) -> None:
    write(folder, "name: gadgets\nchannel: G\n")
    write(folder, "name: broken\nchannel: [", "broken")
    write(folder, "name: x\nchannel: G\n", "Not-A-Name")
    (folder / "folder.yaml").mkdir()
    (folder / ".hidden.yaml").write_text("name: hidden")
    good, bad = load_themes(folder, KNOWN)
    assert list(good) == ["gadgets"]
    assert sorted(bad) == ["Not-A-Name", "broken", "folder"]


def test_no_folder_is_no_themes(tmp_path: Path) -> None:
    assert load_themes(tmp_path / "themes", KNOWN) == ({}, {})


def test_a_theme_says_which_model_and_which_voice_of_a_provider(folder: Path) -> None:
    lines = """
name: gadgets
channel: G
providers: {text: [offline], speech: [piper]}
models: {text: {offline: "1.5"}, speech: {}}
voice: {name: amy, names: {piper: anna}}
"""
    write(folder, lines)
    theme = load_theme("gadgets", folder, KNOWN)
    assert theme.models.text == {"offline": "1.5"}
    assert (theme.voice_at("piper").name, theme.voice_at("another").name) == ("anna", "amy")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            "models: {text: {ofline: m}}",
            "models.text.ofline is 'ofline'; choose one of: offline (did you mean offline?)",
        ),
        ("models: {footage: {own: a b}}", "models.footage.own is 'a b'; write the name of a model, without spaces"),
        ("models: {speech: piper}", "models.speech is 'piper'; write provider: model"),
        ("models: {trends: {sample: m}}", "there is no field 'trends' in models"),
        ("voice: {names: {joe: piper}}", "voice.names.joe is 'joe'; choose one of: piper"),
    ],
)
def test_a_model_or_voice_that_nobody_can_ask_for_is_told(folder: Path, lines: str, said: str) -> None:
    assert said in said_of(folder, lines)


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (r'channel: "Gad\u202Egets"', "channel"),
        (r'audience: "people\u0007"', "audience"),
        (r'closing: {question: "Which\u2066?", button: Follow}', "closing.question"),
        (r'closing: {button: "Fol\u202Dlow"}', "closing.button"),
        (r'collect: {queries: [phones, "retro\u0000 games"]}', "collect.queries[1]"),
        (r'voice: {names: {piper: "jo\u202De"}}', "voice.names.piper"),
    ],
)
def test_hidden_characters_are_refused_with_file_line_and_field(folder: Path, line: str, field: str) -> None:
    rest = "" if line.startswith("channel") else "channel: G\n"
    said = refusal(folder, f"name: gadgets\n{rest}{line}\n")
    assert "themes/gadgets.yaml, line" in said
    assert f"{field} holds the character U+" in said


def test_texts_of_several_lines_and_the_joiners_of_scripts_are_no_hidden_characters(folder: Path) -> None:
    write(folder, 'name: gadgets\nchannel: "\u0645\u06cc\u200c\u062e"\naudience: >\n  two\n  lines\n')
    assert load_theme("gadgets", folder, KNOWN).audience == "two lines\n"


@pytest.mark.parametrize("judge", ["text", "own_server", "own_server/qwen/qwen3-vl:8b"])
def test_a_theme_may_name_who_looks_at_pictures(folder: Path, judge: str) -> None:
    write(folder, f"name: gadgets\nchannel: Gadgets\npicture: {{judge: {judge}}}\n")
    known = {**KNOWN, "text": {"offline", "own_server"}}
    assert load_theme("gadgets", folder, known).picture.judge == judge


@pytest.mark.parametrize(
    ("judge", "said"),
    [
        ("nobody/some-model", "picture.judge is 'nobody'; choose one of: text"),
        ("offline", "picture.judge is 'offline'; choose one of: text"),
        ("Claude", "picture.judge is 'Claude'; write text, PROVIDER or PROVIDER/MODEL"),
    ],
)
def test_who_cannot_look_at_pictures_is_told(folder: Path, judge: str, said: str) -> None:
    assert said in said_of(folder, f"picture: {{judge: {judge}}}")
