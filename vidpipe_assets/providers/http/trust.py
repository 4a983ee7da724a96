"""Which certificates are trusted: those of the environment's variables, else the usual authorities (certifi)."""

import os
import ssl
from functools import cache
from pathlib import Path

import httpx

from vidpipe_assets.model.errors import BlockedError

VARIABLES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE")
"""In the order in which they count, as in httpx and requests. REQUESTS_CA_BUNDLE is a file or a folder."""


def trusted() -> ssl.SSLContext:
    """What TLS trusts. Raises `BlockedError` that names the variable whose file or folder cannot be used."""
    return _context(*next(((name, os.environ[name]) for name in VARIABLES if os.environ.get(name)), ("", "")))


@cache
def _context(variable: str, path: str) -> ssl.SSLContext:
    """Building it reads all certificates: 20 ms, once a process."""
    if not variable:
        return httpx.create_ssl_context(trust_env=False)
    is_folder = Path(path).is_dir() and variable != "SSL_CERT_FILE"
    try:
        if variable == "SSL_CERT_DIR" and not is_folder:
            raise NotADirectoryError("there is no such folder")
        return ssl.create_default_context(capath=path) if is_folder else ssl.create_default_context(cafile=path)
    except OSError as error:
        reason = "it holds no certificates in PEM" if isinstance(error, ssl.SSLError) else error.strerror or str(error)
        raise BlockedError(
            f"{variable} is {path!r}, which cannot be used: {reason}",
            remedy=f"set {variable} to the certificates of your network's authority (PEM), or unset it",
        ) from None
