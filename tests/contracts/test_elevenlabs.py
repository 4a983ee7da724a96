"""ElevenLabs: what is asked is documented, and every documented answer and error is understood."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from contracts.openapi import contract
from contracts.speaking import TEXT, line, said
from contracts.writing import Desk
from fakes import elevenlabs as fake
from fakes.beeps import GAP_S, LETTER_S
from fakes.server import Answer, Server, serving

from vidpipe_assets.model.errors import BadMedia, BlockedError, PermanentError, Refused, TransientError, VidpipeError
from vidpipe_assets.model.money import Money
from vidpipe_assets.providers.speech.elevenlabs import STANDARD_MODEL, VOICE, ElevenLabs

SECRET = "canary/02+kept/secret=="  # noqa: S105 - no secret
ALIGNMENT = fake.spoken(TEXT)["alignment"]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv(fake.KEY, SECRET)
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    with serving(fake.answer, contract("elevenlabs")) as found:
        monkeypatch.setenv(fake.VARIABLE, found.url)
        yield found


def test_a_scene_is_asked_for_as_it_is_documented_and_its_words_are_where_they_are_heard(
    server: Server, tmp_path: Path
) -> None:
    desk = Desk()
    spoken = said(ElevenLabs(), tmp_path, desk)
    (asked,) = server.asked
    assert asked.path == f"/v1/text-to-speech/{VOICE}/with-timestamps"
    assert asked.json == {"text": TEXT, "model_id": STANDARD_MODEL, "voice_settings": {"speed": 1.0}}
    assert (spoken.alignment, spoken.error_s, spoken.voice) == ("exact", 0, VOICE)
    # The silence of 0.4 s before it is cut down to 10 ms.
    assert spoken.words[0].start_s == pytest.approx(0, abs=0.02)
    assert spoken.words[1].start_s == pytest.approx(0.01 + 5 * LETTER_S + GAP_S, abs=0.03)
    assert desk.costs == [Money.of("0.0087")] == [desk.questions[0].estimate]
    assert SECRET not in str(desk.questions[0].parameters)


def test_the_theme_s_voice_model_and_speed_are_asked_for_as_far_as_they_go(server: Server, tmp_path: Path) -> None:
    spoken = said(ElevenLabs(), tmp_path, voice="a/b", model="eleven_flash_v2_5", speed=1.5)
    assert spoken.voice == "a/b"
    assert server.asked[0].path == "/v1/text-to-speech/a%2Fb/with-timestamps"
    assert server.asked[0].json["model_id"] == "eleven_flash_v2_5"
    assert server.asked[0].json["voice_settings"] == {"speed": 1.2}


def changed(**more: Any) -> dict[str, Any]:
    return {**ALIGNMENT, **more}


STARTS, ENDS = ALIGNMENT["character_start_times_seconds"], ALIGNMENT["character_end_times_seconds"]
ODD: dict[str, Any] = {
    "none": None,
    "unsorted": changed(character_start_times_seconds=STARTS[::-1]),
    "one list is shorter": changed(character_end_times_seconds=ENDS[:-1]),
    "of another text": changed(characters=[*"Four facts about tiny moons.."]),
    "empty": {name: [] for name in ALIGNMENT},
    "negative": changed(character_start_times_seconds=[-1, *STARTS[1:]]),
    "behind the end": changed(character_end_times_seconds=[*ENDS[:-1], 99]),
    "ends before it begins": changed(character_end_times_seconds=[moment - 1 for moment in ENDS]),
}


@pytest.mark.parametrize("case", ODD)
def test_fault_19_an_alignment_that_is_none_is_replaced_and_it_is_said(
    server: Server, tmp_path: Path, case: str
) -> None:
    server.answer_next(Answer(fake.spoken(TEXT, alignment=ODD[case])))
    spoken = said(ElevenLabs(), tmp_path)
    assert spoken.alignment == "proportional"
    assert spoken.error_s == 0.6
    starts = [word.start_s for word in spoken.words]
    assert starts == sorted(starts)
    assert [word.text for word in spoken.words] == TEXT.split()


@pytest.mark.parametrize(
    ("audio", "said_of_it"),
    [
        ("?base64?", "none in Base64"),
        ("", "no samples"),
        ("SUQzBAAAAAAA", "begins with b'ID3"),
        ("PGh0bWw+PC9odG1sPg==", "begins with b'<html"),
        ("AAAA" * 9000, "nothing can be heard"),
    ],
)
def test_fault_19_sound_that_is_none_is_refused_and_was_paid_for(
    server: Server, tmp_path: Path, audio: str, said_of_it: str
) -> None:
    server.answer_next(Answer(fake.spoken(TEXT, audio_base64=audio)))
    desk = Desk()
    with pytest.raises(BadMedia, match=said_of_it):
        said(ElevenLabs(), tmp_path, desk)
    assert desk.costs[0] in (None, Money.of("0.0087"))


ERRORS: list[tuple[Answer, type[VidpipeError], str]] = [
    (fake.error("invalid_api_key", f"Invalid API key {SECRET}", 401), PermanentError, "check the key"),
    (fake.error("quota_exceeded", "This request exceeds your quota", 401), BlockedError, "credit"),
    (fake.error("max_character_limit_exceeded", "too long", 400), PermanentError, "too long"),
    (fake.error("voice_not_found", "no such voice", 404), PermanentError, "no such voice"),
    (fake.error("content_against_policy", "not this", 400), Refused, "not this"),
    (fake.error("too_many_concurrent_requests", "two at most", 429), TransientError, "two at most"),
    (fake.error("system_busy", "busy", 429), TransientError, "busy"),
    (
        Answer({"detail": [{"loc": ["body", "text"], "msg": "field required", "type": "missing"}]}, 422),
        PermanentError,
        "loc",
    ),
    (Answer("<html>503 nginx</html>", 503, {"Content-Type": "text/html"}), TransientError, "503 nginx"),
    (Answer("<html>sign in</html>", 200, {"Content-Type": "text/html"}), BadMedia, "web page"),
    (Answer([]), BadMedia, "no sound"),
]


@pytest.mark.parametrize(("answer", "error", "told"), ERRORS)
def test_every_documented_error_finds_its_branch_and_never_shows_the_key(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, answer: Answer, error: type[VidpipeError], told: str
) -> None:
    monkeypatch.setenv(fake.KEY, SECRET)
    with serving(lambda _: answer) as server:
        monkeypatch.setenv(fake.VARIABLE, server.url)
        with pytest.raises(error) as caught:
            said(ElevenLabs(), tmp_path)
    assert isinstance(caught.value, Refused) == (error is Refused)
    shown = f"{caught.value} {caught.value.remedy} {caught.value.facts}"
    assert told in shown
    assert SECRET not in shown


def test_without_a_key_or_a_price_nobody_is_asked(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BlockedError, match="eleven_v9"):
        said(ElevenLabs(), tmp_path, model="eleven_v9")
    monkeypatch.delenv(fake.KEY)
    assert ElevenLabs().price(line()) == Money.of("0.0087")
    with pytest.raises(BlockedError, match=fake.KEY):
        said(ElevenLabs(), tmp_path)
    assert server.asked == []


def test_the_probe_says_what_is_left(server: Server) -> None:
    assert ElevenLabs().probe() == "93210 of 100000 characters are left"
