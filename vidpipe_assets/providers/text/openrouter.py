"""Text by OpenRouter: many makers' models behind one key. It tells what each answer cost."""

from vidpipe_assets.providers.openai_api import Endpoint
from vidpipe_assets.providers.request import Account
from vidpipe_assets.providers.secrets import Need
from vidpipe_assets.providers.text.chat import ChatModel

STANDARD_MODEL = "openai/gpt-6.1-terra"


def provider() -> ChatModel:
    """Return the provider `openrouter`, for the registry."""
    key = Need("OPENROUTER_API_KEY", "https://openrouter.ai/settings/keys")
    account = Account("openrouter", concurrency=8)
    return ChatModel(Endpoint("openrouter", "https://openrouter.ai/api/v1", key, account), STANDARD_MODEL)
