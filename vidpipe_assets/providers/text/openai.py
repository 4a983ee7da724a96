"""Text by OpenAI, or by any endpoint with its chat API whose address is in VIDPIPE_OPENAI_URL (vLLM, LM Studio)."""

from vidpipe_assets.providers.openai_api import Endpoint
from vidpipe_assets.providers.request import Account, Rate
from vidpipe_assets.providers.secrets import Need
from vidpipe_assets.providers.text.chat import ChatModel

STANDARD_MODEL = "gpt-6.1-terra"
ENDPOINT = Endpoint(
    name="openai",
    standard="https://api.openai.com/v1",
    key=Need("OPENAI_API_KEY", "https://platform.openai.com/api-keys"),
    # A new account's; from memory.
    account=Account("openai", rates=(Rate(500, 60),), concurrency=8),
)


def provider() -> ChatModel:
    """Return the provider `openai`, for the registry."""
    return ChatModel(ENDPOINT, STANDARD_MODEL)
