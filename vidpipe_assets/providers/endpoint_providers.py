"""Endpoints of the home as providers of text and speech."""

from vidpipe_assets.providers.endpoints import NamedEndpoint
from vidpipe_assets.providers.models import THINKING
from vidpipe_assets.providers.speech.openai import OpenAiSpeech
from vidpipe_assets.providers.text.chat import ChatModel
from vidpipe_assets.providers.text.manner import Manner


def text_provider(endpoint: NamedEndpoint) -> ChatModel:
    """Writes by the endpoint's models."""
    entry = endpoint.entry
    manner = Manner(held=entry.structured, limit=entry.limit_name)
    return ChatModel(endpoint, entry.text[0], THINKING if entry.thinking is None else entry.thinking, manner)


def speech_provider(endpoint: NamedEndpoint) -> OpenAiSpeech:
    """Speaks by the endpoint's models."""
    entry = endpoint.entry
    return OpenAiSpeech(
        endpoint,
        name=endpoint.name,
        standard_model=entry.speech[0],
        standard_voice=entry.voice,
        at_a_time=min(entry.limits.at_a_time or 3, 8),
    )
