"""Captions break where a reader breathes, and never inside a number with its unit or a name."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.render.captions.test_groups import MEASURE, captions_of
from vidpipe_assets.render.captions.groups import MOST_WORDS, CaptionGroup, CaptionPiece, LineMeasure, group_words
from vidpipe_assets.render.captions.phrases import TIED, break_costs, ends_sentence, tied
from vidpipe_assets.render.captions.subrip import render_srt

SINGLE, CALM = LineMeasure("montserrat", 80, 808, 1), LineMeasure("montserrat", 60, 808, 7)


def captions(text: str, measure: LineMeasure = MEASURE, language: str = "en", seconds: float = 0.3) -> list[str]:
    groups = group_words(captions_of(text, seconds=seconds), measure, upper_case=False, language=language)
    return [" ".join(piece.text for piece in group.pieces) for group in groups]


TOGETHER = {
    "24 hours": "Every 24 hours the whole station falls around the planet sixteen times",
    "6 billion kilometers": "It took that picture from 6 billion kilometers away and then it slept",
    "118.7 million Game Boys": "By the end of it all Nintendo had sold 118.7 million Game Boys in total",
    "Game Boy": "Everybody who was a child then wanted a Game Boy of their very own",
    "Voyager 1": "Nothing that people have built is farther away than Voyager 1 is today",
    "New York City": "Nearly nine million people of all ages live in New York City today",
    "four AA batteries": "The whole thing ran on four AA batteries for as long as 15 hours",
    "5 to 10 meters": "A wave of 5 to 10 meters is seen there nearly every year",
    "Dr. Watson": "The doctor who wrote it all down was called Dr. Watson by his friends",
    "Gulf of Mexico": "They found it on the bottom of the Gulf of Mexico by chance",
    "No. 1": "In that one week it was the No. 1 of every list there is",
    "up to 10 times": "All at once it became up to 10 times more accurate overnight",
    "July 20": "They landed there on July 20 and left again on the next day",
}


@pytest.mark.parametrize("measure", [MEASURE, SINGLE, CALM], ids=["phrases", "one word", "calm"])
@pytest.mark.parametrize(("whole", "text"), TOGETHER.items(), ids=TOGETHER)
def test_numbers_and_names_are_kept_together(whole: str, text: str, measure: LineMeasure) -> None:
    assert any(whole in caption for caption in captions(text, measure)), captions(text, measure)


WORDS = (
    "the", "of", "and", "to", "in", "Game", "Boy", "Voyager", "1", "24", "hours", "million", "in", "1989,", "sold",
    "New", "York.", "Dr.", "Watson", "6", "billion", "kilometers", "who", "it", "ran", "batteries;", "AA", "four", "10",
)  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=24), st.sampled_from([MEASURE, SINGLE, CALM]))
def test_what_belongs_together_is_only_parted_where_it_does_not_fit(words: list[str], measure: LineMeasure) -> None:
    groups = group_words(captions_of(" ".join(words)), measure, upper_case=False)
    shown = [{piece.word for piece in group.pieces} for group in groups]
    most = measure.most_words if measure.most_words > 1 else MOST_WORDS
    edges = [at for at, tie in enumerate(tied(words, "en")) if not tie] + [len(words)]
    for first, past in pairwise(edges):
        fits = past - first <= most and measure.width(groups_pieces(groups, first, past)) <= measure.room
        assert not fits or any({*range(first, past)} <= group for group in shown)


def groups_pieces(groups: Sequence[CaptionGroup], first: int, past: int) -> list[CaptionPiece]:
    return [piece for group in groups for piece in group.pieces if first <= piece.word < past]


@pytest.mark.parametrize(
    ("language", "text", "leaning"),
    [
        ("en", "One of the oldest clocks in the world still keeps the time of the whole town", "of the in"),
        ("de", "Eine der ältesten Uhren der Welt zeigt noch immer die Zeit für die ganze Stadt an", "der die für eine"),
        ("fr", "Une des plus vieilles horloges du monde donne toujours l'heure à toute la ville", "des du à la une"),
        ("es", "Uno de los relojes más antiguos del mundo todavía da la hora a toda la ciudad", "de los del la a"),
        (
            "it",
            "Uno degli orologi più antichi del mondo segna ancora il tempo per tutta la città",
            "degli del il per la",
        ),
        ("pt", "Um dos relógios mais antigos do mundo ainda marca a hora para toda a cidade", "dos do a para"),
        ("nl", "Een van de oudste klokken van de wereld geeft nog altijd de tijd van de hele stad", "van de een"),
    ],
)
def test_articles_and_prepositions_stay_with_what_follows(language: str, text: str, leaning: str) -> None:
    for caption in captions(text, language=language):
        assert caption.split()[-1].lower() not in leaning.split(), caption


def test_a_clause_begins_its_own_caption() -> None:
    assert captions("They kept the little machine because nobody believed in it")[-1].startswith("because")


def test_a_year_does_not_lean_on_what_follows() -> None:
    costs = break_costs(["In", "1989", "Nintendo", "sold", "1989", "machines"], "en")
    assert costs[2] < TIED
    assert costs[5] == TIED


def test_abbreviations_end_no_sentence_where_more_follows() -> None:
    assert not ends_sentence("Dr.", "Watson")
    assert not ends_sentence("J.R.", "Smith")
    assert ends_sentence("stopped.", "Then")
    assert ends_sentence("1989.”", "Then")


@pytest.mark.parametrize("text", TOGETHER.values())
def test_no_line_holds_a_short_word_alone_beside_a_long_one(text: str) -> None:
    for group in group_words(captions_of(text), MEASURE, upper_case=False):
        widths = [MEASURE.width(line) for line in group.lines]
        assert min(widths) > 0.3 * max(widths)


def test_the_srt_file_breaks_where_captions_do() -> None:
    text = (
        "In the end the whole of the station was carried to the Gulf of Mexico by a ship that nobody had ever heard of"
    )
    words = captions_of(text)
    groups = group_words(words, MEASURE, upper_case=False)
    starts = {group.pieces[0].word for group in groups}
    srt = render_srt(words, starts)
    lines = [line for line in srt.splitlines() if line and not line.isdigit() and "-->" not in line]
    at = 0
    for line in lines:
        assert at in starts
        assert len(line) <= 42
        at += len(line.split())
    assert " ".join(lines) == text


def test_a_sentence_of_a_thousand_words_becomes_cues_too() -> None:
    assert render_srt(captions_of("word " * 1200)).count("-->") == 75
