"""The files hold the script's words and nothing that a player or libass would take for a command."""

import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.render.scenery import plan_of, shots_of, spoken_of
from vidpipe_assets.model.media import FPS, CaptionWord
from vidpipe_assets.model.theme import Captions
from vidpipe_assets.render.captions.files import CaptionLayout, lay_out_captions
from vidpipe_assets.render.captions.styles import caption_colours
from vidpipe_assets.render.captions.subrip import render_srt
from vidpipe_assets.render.captions.words import caption_words
from vidpipe_assets.render.palettes import get_palette
from vidpipe_assets.render.video.timeline import caption_limits, lay_out_scenes

PLAN = plan_of()
SPOKEN = spoken_of(PLAN)
SHOTS = shots_of(PLAN)
TIMELINE = lay_out_scenes(PLAN, SPOKEN, SHOTS)
WORDS = caption_words(TIMELINE, SPOKEN)
AWKWARD = r"{\pos(0,0)} \N \n \h {} a\{b} \ Dialogue: ,, </script> <b>bold</b> --> %{pts} ${HOME} 'x': [a],b;"


def files_of(words: tuple[CaptionWord, ...] = WORDS, captions: Captions = Captions()) -> CaptionLayout:  # noqa: B008
    colours = caption_colours(captions, get_palette("midnight"))
    limits = caption_limits(TIMELINE, SHOTS)
    return lay_out_captions(words, captions, colours, limits, "Title")


def written(files: CaptionLayout, folder: Path) -> tuple[str, str]:
    files.write(folder / "c.ass", folder / "c.srt", folder / "fonts")
    return (folder / "c.ass").read_text("utf-8"), (folder / "c.srt").read_text("utf-8")


def events(ass: str) -> list[tuple[float, float, str]]:
    """Start, end and text of what is drawn as words."""
    rows = [line.split(",", 9) for line in ass.splitlines() if line.startswith("Dialogue: 1,")]
    return [(seconds(row[1]), seconds(row[2]), row[9]) for row in rows]


def seconds(clock: str) -> float:
    hours, minutes, rest = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


def plain(text: str) -> str:
    """What libass draws of an event's text."""
    blocks = re.sub(r"(?<!\\)\{[^}]*\}", "", text)
    return blocks.replace(r"\N", " ").replace("\\{", "{").replace("\\}", "}").replace("\u2060", "")


def srt_words(srt: str) -> list[str]:
    lines = [line for line in srt.splitlines() if line and not line.isdigit() and " --> " not in line]
    return " ".join(lines).replace("\u2060", "").split()


def one_scene(text: str) -> tuple[CaptionWord, ...]:
    return tuple(
        CaptionWord(scene="s1", text=word, start_s=index * 0.3, end_s=index * 0.3 + 0.25)
        for index, word in enumerate(text.split())
    )


def test_the_ass_file_shows_the_words_of_the_narration_in_order(tmp_path: Path) -> None:
    ass, _ = written(files_of(), tmp_path)
    captions = list(dict.fromkeys(plain(text) for _, _, text in events(ass)))
    assert " ".join(captions).split() == [word.text for word in WORDS]


def test_the_srt_file_holds_the_words_of_the_narration_in_order(tmp_path: Path) -> None:
    _, srt = written(files_of(), tmp_path)
    assert srt_words(srt) == [word.text for word in WORDS]


def test_every_word_has_its_event_within_a_frame_of_its_moment(tmp_path: Path) -> None:
    ass, _ = written(files_of(), tmp_path)
    starts = [start for start, _, _ in events(ass)]
    assert len(starts) == len(WORDS)
    for start, word in zip(starts, WORDS, strict=True):
        assert -0.013 <= start - word.start_s <= 0


def test_a_frame_shows_the_word_that_begins_on_it_and_not_before(tmp_path: Path) -> None:
    ass, _ = written(files_of(), tmp_path)
    for (start, _, _), word in zip(events(ass), WORDS, strict=True):
        frame = round(word.start_s * FPS)
        # ffmpeg hands libass the frame's time in whole milliseconds.
        assert int((frame - 1) * 1000 / FPS) / 1000 < start <= int(frame * 1000 / FPS - 0.01) / 1000 or frame == 0


def test_captions_do_not_flicker(tmp_path: Path) -> None:
    ass, _ = written(files_of(), tmp_path)
    covered = {TIMELINE[index].start_frame / FPS for index in (1, 2, 3)}
    shown = events(ass)
    for (_, end, _), (start, _, _) in itertools.pairwise(shown):
        at_a_transition = any(abs(end - cut) < 0.05 for cut in covered)
        assert start - end == pytest.approx(0, abs=0.001) or start - end > 0.4 or at_a_transition


def test_one_word_at_a_time_is_highlighted(tmp_path: Path) -> None:
    ass, _ = written(files_of(), tmp_path)
    colours = caption_colours(Captions(), get_palette("midnight"))
    said = f"&H{colours.said[5:7]}{colours.said[3:5]}{colours.said[1:3]}&"
    for (_, _, text), word in zip(events(ass), WORDS, strict=True):
        assert text.count(said) == 1
        assert plain(text.split(said + "}")[1]).startswith(word.text)


def test_fault_25_what_looks_like_a_command_stays_text(tmp_path: Path) -> None:
    ass, srt = written(files_of(one_scene(AWKWARD)), tmp_path)
    captions = list(dict.fromkeys(plain(text) for _, _, text in events(ass)))
    assert " ".join(captions).split() == AWKWARD.split()
    assert srt_words(srt) == AWKWARD.split()
    assert "<b>" not in srt
    assert len(re.findall(r"^.* --> .*$", srt, re.MULTILINE)) == srt.count("\n\n") + 1


def test_fault_25_a_title_cannot_add_lines_to_the_file(tmp_path: Path) -> None:
    colours = caption_colours(Captions(), get_palette("ember"))
    limits = caption_limits(TIMELINE, SHOTS)
    files = lay_out_captions(WORDS, Captions(), colours, limits, "Title\n[Events]\nDialogue: 1,evil")
    ass, _ = written(files, tmp_path)
    assert ass.count("\n[Events]\n") == 1


def test_fault_24_nul_newlines_and_surrogates_do_not_reach_the_files(tmp_path: Path) -> None:
    words = (CaptionWord(scene="s1", text="a\x00b\u2028c", start_s=0, end_s=1),)
    ass, srt = written(files_of(words), tmp_path)
    assert plain(events(ass)[0][2]) == "abc"
    assert srt_words(srt) == ["abc"]


def test_long_sentences_become_several_cues_of_two_lines(tmp_path: Path) -> None:
    _, srt = written(files_of(one_scene("word " * 60)), tmp_path)
    cues = srt.strip().split("\n\n")
    assert len(cues) > 2
    for cue in cues:
        lines = cue.splitlines()[2:]
        assert len(lines) <= 3
        assert all(len(line) <= 42 for line in lines)


def test_the_largest_captions_stay_within_the_band() -> None:
    assert files_of(captions=Captions(size=96, style="box")).lettering.size * 2 * 1.16 + 32 <= 1450 - 1230


@given(st.lists(st.tuples(st.floats(0, 3), st.floats(0, 3)), min_size=2, max_size=6))
def test_cues_of_the_srt_file_never_overlap(spoken: list[tuple[float, float]]) -> None:
    """An alignment may let a word end after the next has begun, and two sentences begin on one frame."""
    starts = sorted(start for start, _ in spoken)
    words = tuple(
        CaptionWord(scene="s1", text="Yes.", start_s=start, end_s=start + length + 0.01)
        for start, (_, length) in zip(starts, spoken, strict=True)
    )
    times = re.findall(r"(\S+) --> (\S+)", render_srt(words))
    moments = [seconds(clock.replace(",", ".")) for cue in times for clock in cue]
    assert len(times) == len(words)
    assert moments == sorted(moments)
    assert all(start < end for start, end in zip(moments[::2], moments[1::2], strict=True))
