"""Text by Ollama: models on this machine (or on the one that VIDPIPE_OLLAMA_URL names), without a key and for free."""

from vidpipe_assets.providers.openai_api import Endpoint
from vidpipe_assets.providers.request import Account
from vidpipe_assets.providers.text.chat import ChatModel

STANDARD_MODEL = "llama3.1"


def provider() -> ChatModel:
    """Return the provider `ollama`, for the registry."""
    endpoint = Endpoint("ollama", "http://127.0.0.1:11434/v1", None, Account("ollama", concurrency=1))
    return ChatModel(endpoint, STANDARD_MODEL)
