"""Where a provider listens: its own address, or the one that the operator names in the environment.

`VIDPIPE_<PROVIDER>_URL` names it, as in `VIDPIPE_YOUTUBE_URL=http://127.0.0.1:8080`: a gateway or a mirror.
Themes cannot: they may come from somebody else, and the key goes where the address says.
"""

import os

import httpx

from vidpipe_assets.model.errors import BadInput

TRUSTED = "VIDPIPE_TRUSTED_URLS"


def base_url(provider: str, default: str) -> str:
    """The address of `provider`, without a slash at its end. Raises `BadInput` for what is no address of the web."""
    name = variable(provider)
    url = os.environ.get(name, "").strip() or default
    if _origin(url) is None:
        # Without the value: it may hold a password.
        raise BadInput(f"{name} is not an address of the web", remedy=f"set {name} as in {default}, or unset it")
    return url.rstrip("/")


def variable(provider: str) -> str:
    """The environment variable that names the address of `provider`."""
    return f"VIDPIPE_{provider.upper()}_URL"


def is_named_by_operator(provider: str, url: str) -> bool:
    """Whether `url` leads to the very server that the operator named for `provider`.

    Only such a one, and those that the operator trusts, may be on a private network: what else a provider says is
    fetched from public addresses alone.
    """
    named = os.environ.get(variable(provider), "").strip()
    return (bool(named) and is_same_server(url, named)) or is_trusted(url)


def is_trusted(url: str) -> bool:
    """Whether `url` leads to a server of the operator's allow-list, `VIDPIPE_TRUSTED_URLS`: `http://media.lan:9000, …`.

    Raises `BadInput` for a list with something else in it.
    """
    named = [one.strip() for one in os.environ.get(TRUSTED, "").split(",") if one.strip()]
    for one in named:
        if _origin(one) is None:
            raise BadInput(
                f"{TRUSTED} names something that is no address of the web",
                remedy=f"set {TRUSTED}=http://media.lan:9000,https://cdn.lan, or unset it",
            )
    return any(is_same_server(url, one) for one in named)


def is_same_server(url: str, other: str) -> bool:
    """Whether both lead to the same server: then what is a secret for one is no secret to the other."""
    return _origin(url) is not None and _origin(url) == _origin(other)


def _origin(url: str) -> tuple[str, str, int | None] | None:
    """Scheme, host and port; None for what is no address of the web."""
    try:
        found = httpx.URL(url)
    except (httpx.InvalidURL, TypeError):
        return None
    return (found.scheme, found.host, found.port) if found.scheme in {"http", "https"} and found.host else None
