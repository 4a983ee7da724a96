"""How fast a theme's voice has spoken until now: what it took for its last videos, beside what was expected.

Only what was kept before this video was ordered counts, so that its prompts stay the same however often they are
asked; and what the theme's last video was spoken by, not what the theme names by now: another voice makes no script
stale, which would be paid for again. The bundled voices need no correction: what is expected of English is fitted to
them, and off by 2 % for a video.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import suppress

from vidpipe_assets.language.letters import base_language
from vidpipe_assets.language.words import Word, join_words
from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.model.media import SpokenWord, Voiceover
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.stages.context import StageContext
from vidpipe_assets.storage.documents import Documents
from vidpipe_assets.voice.piper_voices import bundled_voice
from vidpipe_assets.writing.pace import SpeechPace, spoken_seconds

_MOST_VIDEOS, _LOOKED_AT = 5, 60
_STEP = 0.05
"""A smaller difference is chance."""

_SLOWEST, _FASTEST = 0.6, 1.6


def voice_pace(context: StageContext) -> SpeechPace:
    """The pace of the theme's voice, corrected by what it has spoken before this video was ordered."""
    theme = context.theme
    expected = spoken = 0.0
    voice = None
    for one in _earlier(context):
        if voice is None and _is_fitted(one, theme.language):
            break
        voice = voice or (one.provider, one.voice)
        if (one.provider, one.voice) == voice:
            texts = [_text(scene.words) for scene in one.scenes]
            expected += sum(spoken_seconds(text, theme.voice.speed, theme.language) for text in texts)
            spoken += sum(scene.seconds for scene in one.scenes)
    share = round(expected / spoken / _STEP) * _STEP if spoken and expected else 1.0
    share = min(max(share, _SLOWEST), _FASTEST)
    if share != 1.0:
        context.log(
            f"the voice has taken {1 / share:.0%} of what was expected of its language: lengths count with that"
        )
    return SpeechPace(theme.language, round(theme.voice.speed * share, 3))


def _is_fitted(voiceover: Voiceover, language: str) -> bool:
    """Whether what is expected of the language is what this voice takes."""
    is_bundled = voiceover.provider == "piper" and bundled_voice(voiceover.voice) is not None
    return is_bundled and base_language(language) == "en"


def _earlier(context: StageContext) -> Iterator[Voiceover]:
    """The voiceovers of the theme's last videos, as they were when this one was ordered, the latest first."""
    store, order = context.workplace.store, context.order
    before = [one for one in store.orders.recent(_LOOKED_AT) if one.theme == order.theme and one.key != order.key]
    found = 0
    for one in reversed(before):
        if found == _MOST_VIDEOS:
            return
        voiceover = _kept_before(store.documents, str(one.key), order.created_at)
        if voiceover is not None:
            found += 1
            yield voiceover


def _kept_before(documents: Documents, video: str, moment: dt.datetime) -> Voiceover | None:
    for version in reversed(documents.versions(video).get(Stage.VOICEOVER, ())):
        with suppress(VidpipeError, OSError):
            if documents.saved_at(video, Stage.VOICEOVER, version) < moment:
                return documents.load(video, Stage.VOICEOVER, version, Voiceover)
    return None


def _text(words: Sequence[SpokenWord]) -> str:
    return join_words([Word(word.text, word.glued) for word in words])
