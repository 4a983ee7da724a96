"""Speech in OpenAI's form: what is asked is documented, and whatever sound comes back is understood or refused."""

import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from contracts.openapi import contract
from contracts.speaking import TEXT, line, said
from contracts.writing import Desk
from fakes import openai as fake
from fakes.beeps import as_wav, beeps
from fakes.server import Answer, Server, serving

from vidpipe_assets.model.errors import BadMedia, BlockedError, PermanentError, Refused, TransientError, VidpipeError
from vidpipe_assets.model.money import Money
from vidpipe_assets.providers.openai_api import Endpoint
from vidpipe_assets.providers.request import Account
from vidpipe_assets.providers.secrets import Need
from vidpipe_assets.providers.speech.openai import STANDARD_MODEL, VOICE, OpenAiSpeech, provider

VARIABLE = "VIDPIPE_OPENAI_SPEECH_URL"
SECRET = "canary/01+kept/secret=="  # noqa: S105 - no secret


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv(fake.KEY, SECRET)
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    with serving(fake.answer, contract("openai")) as found:
        monkeypatch.setenv(VARIABLE, found.url)
        yield found


def test_openai_itself_is_asked_as_it_is_documented_and_paid_by_the_minute(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE)
    key = Need(fake.KEY, "https://platform.openai.com/api-keys")
    at_home = OpenAiSpeech(Endpoint("openai_speech", server.url, key, Account("a"), priced_as="openai"))
    desk = Desk()
    spoken = said(at_home, tmp_path, desk, speed=1.1)
    (asked,) = server.asked
    assert asked.headers["authorization"] == f"Bearer {SECRET}"
    wanted = {"model": STANDARD_MODEL, "input": TEXT, "voice": VOICE, "response_format": "wav", "speed": 1.1}
    assert asked.json == wanted
    assert (spoken.alignment, spoken.error_s, spoken.voice) == ("proportional", 0.6, VOICE)
    # 25 letters and 4 gaps, 0.4 s of silence at each end, at 0.015 dollars a minute.
    assert desk.costs[0] is not None
    assert float(desk.costs[0].amount) == pytest.approx(3.0 / 60 * 0.015, rel=0.01)
    assert desk.costs[0].amount < desk.questions[0].estimate.amount
    assert "made by AI" in at_home.rights.licence


def test_a_server_of_one_s_own_needs_no_key_costs_nothing_and_its_rights_are_unknown(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(fake.KEY)
    desk = Desk()
    said(provider(), tmp_path, desk, voice="af_heart", model="kokoro")
    assert (server.asked[0].json["model"], server.asked[0].json["voice"]) == ("kokoro", "af_heart")
    assert desk.costs == [Money.of(0)]
    assert (provider().needs, provider().rights.licence) == ((), "")


def streamed(sound: bytes) -> bytes:
    """As servers write it that do not know yet how long it will be."""
    return sound[:4] + struct.pack("<I", 0xFFFFFFFF) + sound[8:40] + struct.pack("<I", 0xFFFFFFFF) + sound[44:]


SAMPLES = beeps(TEXT)[0]
STEREO = b"".join(SAMPLES[at : at + 2] * 2 for at in range(0, len(SAMPLES), 2))


@pytest.mark.parametrize(
    "sound",
    [as_wav(SAMPLES), streamed(as_wav(SAMPLES)), as_wav(STEREO, channels=2)],
    ids=["whole", "streamed", "stereo"],
)
def test_every_form_of_wav_is_the_same_speech(server: Server, tmp_path: Path, sound: bytes) -> None:
    server.answer_next(Answer(sound))
    assert said(provider(), tmp_path).seconds == pytest.approx(2.2, abs=0.1)


@pytest.mark.parametrize(
    ("sound", "told"),
    [
        (b"ID3\x04" + bytes(500), "no WAV file"),
        (b"RIFF\x00\x00\x00\x00WAVE", "no WAV file"),
        (as_wav(b""), "no samples"),
        (as_wav(bytes(48_000)), "nothing can be heard"),
        (as_wav(SAMPLES, rate=400), "400 samples a second"),
        (b'{"sound": "no"}', "no WAV file"),
    ],
)
def test_fault_19_sound_that_is_none_is_refused(server: Server, tmp_path: Path, sound: bytes, told: str) -> None:
    server.answer_next(Answer(sound))
    with pytest.raises(BadMedia, match=told):
        said(provider(), tmp_path)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (fake.error("Incorrect API key provided", 401, code="invalid_api_key"), PermanentError),
        (fake.error("no credit", 429, kind="insufficient_quota"), BlockedError),
        (fake.error("slower", 429, code="rate_limit_exceeded"), TransientError),
        (fake.error("not this", 400, code="content_policy_violation"), Refused),
        (fake.error("no such voice", 400), PermanentError),
        (Answer("<html>503 nginx</html>", 503), TransientError),
        (Answer("<html>sign in</html>", 200, {"Content-Type": "text/html"}), BadMedia),
        (Answer({"error": {"message": "overloaded", "code": 503}}), TransientError),
        (Answer({"detail": "no"}), TransientError),
        (Answer(b""), BadMedia),
    ],
)
def test_every_documented_error_finds_its_branch(
    server: Server, tmp_path: Path, answer: Answer, error: type[VidpipeError]
) -> None:
    server.answer_next(answer)
    with pytest.raises(error) as caught:
        said(provider(), tmp_path)
    assert isinstance(caught.value, Refused) == (error is Refused)


def test_an_english_text_is_laid_over_piper_s_and_the_error_is_told(server: Server, tmp_path: Path) -> None:
    from vidpipe_assets.voice.piper import Piper

    text = "In 1969, a tiny computer with 74 kilobytes of memory landed on the Moon."
    spoken = Piper().speak({"s": text}, line(speed=1.3).voice, "en", tmp_path)["s"]
    server.answer_next(Answer(spoken.path.read_bytes()))
    own = tmp_path / "own"
    own.mkdir()
    found = said(provider(), own, text=text, language="en-GB")
    assert found.alignment == "forced"
    assert 0.06 <= found.error_s <= 0.08
    apart = [abs(a.start_s - b.start_s) for a, b in zip(found.words, spoken.words, strict=True)]
    assert max(apart) <= found.error_s


def test_the_price_is_known_before_anybody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    assert provider().price(line())
    with pytest.raises(BlockedError, match="tts-9"):
        provider().price(line(model="tts-9"))
