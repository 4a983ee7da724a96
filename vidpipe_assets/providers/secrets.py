"""Secrets: the one place that resolves them, when they are needed. Configuration names them and never holds them."""

import os

from vidpipe_assets.model.errors import BlockedError


def secret(name: str, provider: str) -> str:
    """The secret called `name`, from the environment. Raises `BlockedError` when it is not there."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise BlockedError(
            f"{provider} needs the key {name}, which is not set",
            remedy=f"set {name} in the environment of vidpipe (and of its daemon), or choose another provider",
            waits_for=f"key:{name}",
        )
    return value
